// A piece of work in a child process of its own, with limits: whatever it does (crash, hang, exit(), fill
// memory, write garbage), the caller gets an outcome and goes on. The child leads a process group, which is
// killed with it; what it prints is captured up to a bound and never reaches the terminal.
//   run_in_child   forks: cheap, shares the caller's memory as it was. For work that runs no foreign code, or
//                  from a process with one thread: a lock that another thread held stays held in the child.
//   run_program    starts another program by posix_spawn: a clean image (worker.h builds on it).
// EXT-001 crashed, EXT-002 timed out, EXT-003 exited by itself, EXT-004 too much memory, EXT-005 no proper
// answer, EXT-006 the child could not be started.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace opora {

struct ChildLimits {
  std::chrono::milliseconds wall{10'000};
  std::chrono::seconds processor{0};          // 0: as wall, rounded up
  std::uint64_t address_space = 0;            // bytes; 0: not limited
  std::optional<std::uint64_t> file_size;     // bytes of the largest file it may write
  std::optional<std::uint64_t> open_files;    // descriptors
  std::size_t output = 64 << 10;              // bytes kept of what it prints
  std::size_t answer = std::size_t{1} << 31;  // bytes of the largest answer
  std::function<bool()> cancelled{};          // asked now and then; may be empty
  // Takes what the work sends before its answer, in order, on the caller's thread; an error ends the child and is the
  // outcome's. `wall` then counts from the last part. Empty: parts are no proper answer.
  std::function<Status(std::string_view part)> part{};
};

enum class ChildEnd { kDone, kFailed, kCrashed, kTimedOut, kExited, kOutOfMemory, kGarbled, kNotStarted, kCancelled };

struct ChildOutcome {
  ChildEnd end = ChildEnd::kNotStarted;
  std::string answer;      // kDone: what the work returned
  Diagnostic diagnostic;   // kFailed: its error; kNotStarted: what is wrong
  int signal = 0;          // kCrashed
  int exit_code = 0;       // kExited
  std::string output;      // what it printed, the first bytes
  std::chrono::microseconds wall{0}, processor{0};
  std::uint64_t largest_memory = 0;  // bytes resident at most
};

// One word for lists and JSON: done, failed, crashed, timed-out, exited, out-of-memory, garbled, not-started, cancelled.
const char* name_of(ChildEnd end);
// "SIGSEGV"; "signal 40" for one without a name.
std::string signal_name(int signal);

// The work's bytes, or the diagnostic that tells how `what` (a file, an extension) failed.
Result<std::string> answer_of(ChildOutcome outcome, const std::string& what, const ChildLimits& limits);

// Never throws; safe from several threads at once, one child each.
ChildOutcome run_in_child(const std::function<Result<std::string>()>& work, const ChildLimits& limits);

// The program finds `request` on descriptor 0, answers on kAnswerDescriptor with write_answer(), and prints into
// the capture. `arguments` begins with the program's path. It applies the limits itself (apply_limits), but
// for the wall clock.
constexpr int kAnswerDescriptor = 3;
// `variable`, if any, is added to its environment: "NAME=value".
ChildOutcome run_program(const std::vector<std::string>& arguments, const std::string& request, const ChildLimits& limits,
                         const std::string& variable = {});

// For the child's side. apply_limits() must run before foreign code does; false: the system refused one.
bool apply_limits(const ChildLimits& limits);
bool write_answer(int descriptor, const Result<std::string>& result);
bool write_part(int descriptor, std::string_view part);  // waits while the caller is busy with earlier ones

}  // namespace opora
