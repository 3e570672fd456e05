#include "extend/process_state.h"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <clocale>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>

#include "base/messages.h"
#include "extend/child_process.h"

extern char** environ;

namespace opora {
namespace {

namespace fs = std::filesystem;

// The flags of past inexact operations change all the time and mean nothing.
constexpr unsigned int kSseModes = 0xFFC0;
constexpr unsigned short kX87Modes = 0x0F3F;

unsigned int sse_mode() {
#if defined(__x86_64__)
  return __builtin_ia32_stmxcsr() & kSseModes;
#else
  return static_cast<unsigned int>(std::fegetround());
#endif
}

unsigned short x87_mode() {
  unsigned short word = 0;
#if defined(__x86_64__)
  __asm__ volatile("fnstcw %0" : "=m"(word));
#endif
  return word & kX87Modes;
}

// umask() can be read only by changing it, which another thread might see.
unsigned int mask_of_new_files() {
  std::ifstream status("/proc/self/status");
  for (std::string line; std::getline(status, line);)
    if (line.starts_with("Umask:")) return static_cast<unsigned int>(std::strtoul(line.c_str() + 6, nullptr, 8));
  return 0;
}

std::map<std::string, std::string> environment() {
  std::map<std::string, std::string> all;
  for (char** entry = environ; entry != nullptr && *entry != nullptr; ++entry) {
    const char* equals = std::strchr(*entry, '=');
    if (equals != nullptr) all.emplace(std::string(static_cast<const char*>(*entry), equals), equals + 1);
  }
  return all;
}

std::map<int, std::string> descriptors() {
  std::map<int, std::string> all;
  std::error_code failed;
  for (const auto& entry : fs::directory_iterator("/proc/self/fd", failed)) {
    const std::string what = fs::read_symlink(entry.path(), failed).string();
    // The listing itself is one of them, for as long as it lasts.
    if (!failed && what.find("/fd") == std::string::npos) all.emplace(std::atoi(entry.path().filename().c_str()), what);
  }
  return all;
}

std::vector<struct sigaction> handlers() {
  std::vector<struct sigaction> all(NSIG);
  for (int signal = 1; signal < NSIG; ++signal) ::sigaction(signal, nullptr, &all[static_cast<std::size_t>(signal)]);
  return all;
}

bool same(const struct sigaction& a, const struct sigaction& b) {
  return a.sa_flags == b.sa_flags &&
         ((a.sa_flags & SA_SIGINFO) != 0 ? a.sa_sigaction == b.sa_sigaction : a.sa_handler == b.sa_handler);
}

std::string current_locale() {
  const char* name = std::setlocale(LC_ALL, nullptr);
  return name == nullptr ? "" : name;
}

std::string current_folder() {
  std::error_code failed;
  return fs::current_path(failed).string();
}

}  // namespace

ProcessState ProcessState::capture() {
  ProcessState state;
  std::fegetenv(&state.arithmetic_);
  state.sse_ = sse_mode();
  state.x87_ = x87_mode();
  state.locale_ = current_locale();
  state.folder_ = current_folder();
  state.new_file_mask_ = mask_of_new_files();
  state.handlers_ = handlers();
  ::sigprocmask(SIG_SETMASK, nullptr, &state.blocked_);
  state.environment_ = environment();
  state.descriptors_ = descriptors();
  return state;
}

std::vector<std::string> ProcessState::differences() const {
  std::vector<std::string> found;
  if (const unsigned int sse = sse_mode(); sse != sse_)
    found.push_back(tr_format("the mode of floating-point arithmetic: {0:04x} instead of {1:04x} (was it built with -ffast-math?)", sse, sse_));
  if (const unsigned int x87 = x87_mode(); x87 != x87_)
    found.push_back(tr_format("the mode of x87 arithmetic: {0:04x} instead of {1:04x}", x87, static_cast<unsigned int>(x87_)));
  if (const std::string locale = current_locale(); locale != locale_) found.push_back(tr_format("the locale, which is now {0}", locale));
  const auto now = handlers();
  for (int signal = 1; signal < NSIG; ++signal)
    if (!same(now[static_cast<std::size_t>(signal)], handlers_[static_cast<std::size_t>(signal)]))
      found.push_back(tr_format("the handler of the signal {0}", signal_name(signal)));
  sigset_t blocked{};
  ::sigprocmask(SIG_SETMASK, nullptr, &blocked);
  for (int signal = 1; signal < NSIG; ++signal)
    if (::sigismember(&blocked, signal) != ::sigismember(&blocked_, signal)) found.push_back(tr_format("whether the signal {0} is blocked", signal_name(signal)));
  if (const std::string folder = current_folder(); folder != folder_) found.push_back(tr_format("the working folder, which is now {0}", folder));
  if (const unsigned int mask = mask_of_new_files(); mask != new_file_mask_)
    found.push_back(tr_format("the rights of new files (umask), which are now {0:03o}", mask));
  const auto variables = environment();
  for (const auto& [name, value] : variables)
    if (const auto old = environment_.find(name); old == environment_.end() || old->second != value)
      found.push_back(tr_format("the environment variable {0}", name));
  for (const auto& [name, value] : environment_)
    if (!variables.contains(name)) found.push_back(tr_format("the environment variable {0}", name));
  const auto open = descriptors();
  for (const auto& [number, what] : open)
    if (const auto old = descriptors_.find(number); old == descriptors_.end() || old->second != what)
      found.push_back(tr_format("it keeps {0} open", what));
  for (const auto& [number, what] : descriptors_)
    if (!open.contains(number)) found.push_back(tr_format("it closed {0}", what));
  return found;
}

void ProcessState::restore() const {
  std::fesetenv(&arithmetic_);
  std::setlocale(LC_ALL, locale_.c_str());
  const auto now = handlers();
  for (int signal = 1; signal < NSIG; ++signal)
    if (const auto i = static_cast<std::size_t>(signal); !same(now[i], handlers_[i])) ::sigaction(signal, &handlers_[i], nullptr);
  ::sigprocmask(SIG_SETMASK, &blocked_, nullptr);
  std::error_code ignored;
  if (current_folder() != folder_) fs::current_path(folder_, ignored);
  if (mask_of_new_files() != new_file_mask_) ::umask(new_file_mask_);
  const auto variables = environment();
  if (variables == environment_) return;
  for (const auto& [name, value] : variables)
    if (!environment_.contains(name)) ::unsetenv(name.c_str());
  for (const auto& [name, value] : environment_) ::setenv(name.c_str(), value.c_str(), 1);
}

}  // namespace opora
