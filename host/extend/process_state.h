// What a library can change for the whole process by being loaded or called: the mode of floating-point
// arithmetic, locale, signal handlers, folder, environment, open files, threads. Captured before foreign code
// runs, compared afterwards, and put back. On the main thread.
#pragma once

#include <array>
#include <cfenv>
#include <csignal>
#include <string>
#include <vector>

namespace opora {

enum class Aspect { kFloatingPoint, kLocale, kSignals, kFolder, kEnvironment, kFiles, kThreads };
inline constexpr std::size_t kAspectCount = 7;

class ProcessState {
 public:
  static ProcessState capture();

  // What `now` has otherwise, and how an author avoids that: "LC_NUMERIC=ru in place of LC_NUMERIC=C; use …".
  // Empty: nothing.
  std::string difference(Aspect aspect, const ProcessState& now) const;
  // Of this moment, one line an aspect. Threads are left out: those of the host come and go.
  std::vector<std::string> differences() const;
  // As it was. Files that were opened meanwhile stay open, threads run on: nobody knows who needs them.
  void restore() const;

 private:
  using Parts = std::vector<std::string>;  // texts to be compared and shown: a signal, a file, a variable; sorted
  const Parts& parts(Aspect aspect) const { return parts_[static_cast<std::size_t>(aspect)]; }

  std::array<Parts, kAspectCount> parts_;
  std::fenv_t arithmetic_{};
  std::string locale_, folder_;
  unsigned int new_file_mask_ = 0;
  std::vector<struct sigaction> handlers_;
  sigset_t blocked_{};
};

}  // namespace opora
