// A shared library that only some commands need, opened when it is first used: loading it at every start
// would cost each re-run of a methodology milliseconds. The headers it was compiled with name its
// functions; the build names its file by the version that belongs to those headers.
#pragma once

#include <string>

#include "base/result.h"

namespace opora {

class LateLibrary {
 public:
  explicit LateLibrary(const char* file);  // "libzip.so.4"; stays open until the process ends

  // Null when the library has no such function, which ready() then tells.
  template <class Function>
  Function function(const char* name) {
    return reinterpret_cast<Function>(address(name));
  }
  Status ready() const;  // HOST-001: the library, or a function of it, is not there

 private:
  void* address(const char* name);

  const char* file_;
  void* handle_;
  std::string missing_;  // in the words of the system's loader
};

}  // namespace opora
