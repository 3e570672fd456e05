#include "extend/conformance/process_state.h"

#include <fmt/format.h>
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cfenv>
#include <clocale>
#include <cstring>
#include <filesystem>
#include <vector>
#if defined(__x86_64__)
#include <xmmintrin.h>
#endif

extern char** environ;

namespace opora::conformance {
namespace {

namespace fs = std::filesystem;

// Rounding, masked exceptions, and what fast-math sets: denormal numbers taken as zero. The flags of past
// operations are no part of it.
std::vector<std::string> floating_point() {
  std::vector<std::string> parts = {fmt::format("rounding {}", std::fegetround()), fmt::format("traps {}", fegetexcept())};
#if defined(__x86_64__)
  constexpr unsigned kFlags = 0x3f;
  parts.push_back(fmt::format("control {:04x}", _mm_getcsr() & ~kFlags));
#endif
  return parts;
}

std::vector<std::string> signals() {
  std::vector<std::string> parts;
  sigset_t blocked;
  pthread_sigmask(SIG_BLOCK, nullptr, &blocked);
  for (int number = 1; number < NSIG; ++number) {
    struct sigaction action {};
    const char* name = sigabbrev_np(number);
    if (name == nullptr || sigaction(number, nullptr, &action) != 0) continue;
    if (action.sa_handler == SIG_IGN) parts.push_back(fmt::format("SIG{} ignored", name));
    else if (action.sa_handler != SIG_DFL) parts.push_back(fmt::format("SIG{} handled at {:#x}", name, reinterpret_cast<std::uintptr_t>(action.sa_handler)));
    if (sigismember(&blocked, number) == 1) parts.push_back(fmt::format("SIG{} blocked", name));
  }
  return parts;
}

std::vector<std::string> locale() {
  std::vector<std::string> parts;
  for (const auto& [category, name] : {std::pair{LC_COLLATE, "LC_COLLATE"}, {LC_CTYPE, "LC_CTYPE"}, {LC_MESSAGES, "LC_MESSAGES"},
                                       {LC_MONETARY, "LC_MONETARY"}, {LC_NUMERIC, "LC_NUMERIC"}, {LC_TIME, "LC_TIME"}})
    parts.push_back(fmt::format("{}={}", name, setlocale(category, nullptr)));
  return parts;
}

std::vector<std::string> environment() {
  std::vector<std::string> lines;
  for (char** line = environ; line != nullptr && *line != nullptr; ++line) lines.emplace_back(*line);
  std::sort(lines.begin(), lines.end());
  return lines;
}

std::vector<std::string> directory() {
  std::error_code failed;
  const mode_t mask = umask(0);
  umask(mask);
  return {fs::current_path(failed).string(), fmt::format("mask {:03o}", mask)};
}

std::vector<std::string> files() {
  std::vector<std::string> open;
  std::error_code failed;
  for (const auto& entry : fs::directory_iterator("/proc/self/fd", failed)) {
    const fs::path target = fs::read_symlink(entry.path(), failed);
    if (!target.string().ends_with("/fd")) open.push_back(entry.path().filename().string() + " " + target.string());
  }
  std::sort(open.begin(), open.end());
  return open;
}

std::vector<std::string> threads() {
  std::error_code failed;
  int count = 0;
  for ([[maybe_unused]] const auto& entry : fs::directory_iterator("/proc/self/task", failed)) ++count;
  return {fmt::format("{} running", count)};
}

}  // namespace

std::vector<std::string> state_of(Aspect aspect) {
  switch (aspect) {
    case Aspect::kFloatingPoint: return floating_point();
    case Aspect::kLocale: return locale();
    case Aspect::kSignals: return signals();
    case Aspect::kDirectory: return directory();
    case Aspect::kEnvironment: return environment();
    case Aspect::kFiles: return files();
    case Aspect::kThreads: break;
  }
  return threads();
}

}  // namespace opora::conformance
