// What a library can change for the whole process by being loaded: the mode of floating-point arithmetic,
// locale, signal handlers, folder, rights of new files, environment, open descriptors. Captured before
// foreign code first runs, compared and put back afterwards. On the main thread.
#pragma once

#include <cfenv>
#include <csignal>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace opora {

class ProcessState {
 public:
  static ProcessState capture();
  // What differs now, in words, one line a difference; empty: nothing.
  std::vector<std::string> differences() const;
  // As it was. Descriptors that were opened meanwhile stay open: nobody knows who reads them.
  void restore() const;

 private:
  std::fenv_t arithmetic_{};
  unsigned int sse_ = 0;         // rounding, denormals and traps of SSE
  unsigned short x87_ = 0;       // the same of x87
  std::string locale_, folder_;
  unsigned int new_file_mask_ = 0;
  std::vector<struct sigaction> handlers_;
  sigset_t blocked_{};
  std::map<std::string, std::string> environment_;
  std::map<int, std::string> descriptors_;  // number → what it is
};

}  // namespace opora
