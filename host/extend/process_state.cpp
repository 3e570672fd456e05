#include "extend/process_state.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <clocale>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "base/messages.h"
#include "extend/child_process.h"

extern char** environ;

namespace opora {
namespace {

namespace fs = std::filesystem;
using Parts = std::vector<std::string>;

constexpr const char* kRemedies[kAspectCount] = {
    tr_later("remove -ffast-math and -Ofast, and calls that set the mode"),
    tr_later("use opora.text/1 instead of setlocale()"),
    tr_later("leave signals to the host"),
    tr_later("do not call chdir() or umask()"),
    tr_later("do not call setenv()"),
    tr_later("extensions open no files"),
    tr_later("join threads before the call returns"),
};

// Rounding, masked exceptions, and what fast-math sets: denormal numbers taken as zero. The flags of past
// operations change all the time and mean nothing.
Parts floating_point() {
  Parts parts = {fmt::format("rounding {}", std::fegetround()), fmt::format("traps {}", fegetexcept())};
#if defined(__x86_64__)
  constexpr unsigned int kSseModes = 0xFFC0, kX87Modes = 0x0F3F;
  parts.push_back(fmt::format("control {:04x}", __builtin_ia32_stmxcsr() & kSseModes));
  unsigned short word = 0;
  __asm__ volatile("fnstcw %0" : "=m"(word));
  parts.push_back(fmt::format("x87 control {:04x}", word & kX87Modes));
#endif
  return parts;
}

Parts locale() {
  Parts parts;
  for (const auto& [category, name] : {std::pair{LC_COLLATE, "LC_COLLATE"}, {LC_CTYPE, "LC_CTYPE"}, {LC_MESSAGES, "LC_MESSAGES"},
                                       {LC_MONETARY, "LC_MONETARY"}, {LC_NUMERIC, "LC_NUMERIC"}, {LC_TIME, "LC_TIME"}})
    parts.push_back(fmt::format("{}={}", name, std::setlocale(category, nullptr)));
  return parts;
}

Parts signals(const std::vector<struct sigaction>& handlers, const sigset_t& blocked) {
  Parts parts;
  for (int number = 1; number < NSIG; ++number) {
    const struct sigaction& action = handlers[static_cast<std::size_t>(number)];
    const std::string name = signal_name(number);
    if (action.sa_handler == SIG_IGN) parts.push_back(name + " ignored");
    else if (action.sa_handler != SIG_DFL)
      parts.push_back(fmt::format("{} handled at {:#x} with flags {:x}", name, reinterpret_cast<std::uintptr_t>(action.sa_handler), action.sa_flags));
    if (sigismember(&blocked, number) == 1) parts.push_back(name + " blocked");
  }
  return parts;
}

Parts environment() {
  Parts lines;
  for (char** line = environ; line != nullptr && *line != nullptr; ++line) lines.emplace_back(*line);
  return lines;
}

Parts files() {
  Parts open;
  std::error_code failed;
  for (const auto& entry : fs::directory_iterator("/proc/self/fd", failed)) {
    const std::string target = fs::read_symlink(entry.path(), failed).string();
    // The listing itself is one of them, for as long as it lasts.
    if (!failed && !target.ends_with("/fd")) open.push_back(entry.path().filename().string() + " " + target);
  }
  return open;
}

Parts threads() {
  std::error_code failed;
  const auto count = std::distance(fs::directory_iterator("/proc/self/task", failed), fs::directory_iterator());
  return {fmt::format("{} running", count)};
}

// umask() can be read only by changing it, which another thread might see.
unsigned int mask_of_new_files() {
  std::ifstream status("/proc/self/status");
  for (std::string line; std::getline(status, line);)
    if (line.starts_with("Umask:")) return static_cast<unsigned int>(std::strtoul(line.c_str() + 6, nullptr, 8));
  return 0;
}

std::string only_in(const Parts& these, const Parts& others) {
  Parts parts;
  std::set_difference(these.begin(), these.end(), others.begin(), others.end(), std::back_inserter(parts));
  return parts.empty() ? std::string(tr("nothing")) : fmt::format("{}", fmt::join(parts, ", "));
}

bool same(const struct sigaction& a, const struct sigaction& b) { return a.sa_flags == b.sa_flags && a.sa_handler == b.sa_handler; }

void restore_environment(const Parts& before) {
  Parts now = environment();
  std::sort(now.begin(), now.end());
  if (now == before) return;
  ::clearenv();
  for (const std::string& line : before)
    if (const std::size_t equals = line.find('='); equals != std::string::npos)
      ::setenv(line.substr(0, equals).c_str(), line.c_str() + equals + 1, 1);
}

}  // namespace

ProcessState ProcessState::capture() {
  ProcessState state;
  std::fegetenv(&state.arithmetic_);
  const char* locale_name = std::setlocale(LC_ALL, nullptr);
  state.locale_ = locale_name == nullptr ? "" : locale_name;
  std::error_code failed;
  state.folder_ = fs::current_path(failed).string();
  state.new_file_mask_ = mask_of_new_files();
  state.handlers_.resize(NSIG);
  for (int number = 1; number < NSIG; ++number) ::sigaction(number, nullptr, &state.handlers_[static_cast<std::size_t>(number)]);
  ::sigprocmask(SIG_SETMASK, nullptr, &state.blocked_);
  state.parts_ = {floating_point(), locale(), signals(state.handlers_, state.blocked_), Parts{state.folder_, fmt::format("mask {:03o}", state.new_file_mask_)},
                  environment(), files(), threads()};
  for (Parts& parts : state.parts_) std::sort(parts.begin(), parts.end());
  return state;
}

std::string ProcessState::difference(Aspect aspect, const ProcessState& now) const {
  const Parts &was = parts(aspect), &is = now.parts(aspect);
  if (is == was) return {};
  return tr_format("{0} in place of {1}; {2}", only_in(is, was), only_in(was, is), tr(kRemedies[static_cast<std::size_t>(aspect)]));
}

std::vector<std::string> ProcessState::differences() const {
  const ProcessState now = capture();
  std::vector<std::string> found;
  for (const Aspect aspect : {Aspect::kFloatingPoint, Aspect::kLocale, Aspect::kSignals, Aspect::kFolder, Aspect::kEnvironment, Aspect::kFiles})
    if (std::string words = difference(aspect, now); !words.empty()) found.push_back(std::move(words));
  return found;
}

void ProcessState::restore() const {
  std::fesetenv(&arithmetic_);
  std::setlocale(LC_ALL, locale_.c_str());
  for (int number = 1; number < NSIG; ++number) {
    struct sigaction now{};
    const struct sigaction& before = handlers_[static_cast<std::size_t>(number)];
    if (::sigaction(number, nullptr, &now) == 0 && !same(now, before)) ::sigaction(number, &before, nullptr);
  }
  ::sigprocmask(SIG_SETMASK, &blocked_, nullptr);
  std::error_code ignored;
  if (fs::current_path(ignored) != folder_) fs::current_path(folder_, ignored);
  if (mask_of_new_files() != new_file_mask_) ::umask(new_file_mask_);
  restore_environment(parts(Aspect::kEnvironment));
}

}  // namespace opora
