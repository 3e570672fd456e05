#include "base/late_library.h"

#include <dlfcn.h>

#include "base/messages.h"

namespace opora {
namespace {

std::string loader_message() {
  const char* text = dlerror();
  return text ? text : "";
}

}  // namespace

LateLibrary::LateLibrary(const char* file) : file_(file), handle_(dlopen(file, RTLD_NOW | RTLD_LOCAL)) {
  if (!handle_) missing_ = loader_message();
}

void* LateLibrary::address(const char* name) {
  void* found = handle_ ? dlsym(handle_, name) : nullptr;
  if (!found && missing_.empty()) missing_ = loader_message();
  return found;
}

Status LateLibrary::ready() const {
  if (missing_.empty()) return {};
  Diagnostic error = make_error("HOST-001", tr_format("the library {0} is missing or of another version", file_),
                                tr("install it, or install Opora anew together with what it needs"));
  error.reason = missing_;
  return error;
}

}  // namespace opora
