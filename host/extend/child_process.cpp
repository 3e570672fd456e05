#include "extend/child_process.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <limits>
#include <new>

#include "base/messages.h"
#include "extend/child_message.h"

extern char** environ;

namespace opora {
namespace {

using Clock = std::chrono::steady_clock;

// What a child that runs out of memory can still say: its exit code.
constexpr int kOutOfMemoryExit = 117;
constexpr long long kCancelPause = 50;  // ms between two questions whether to go on

class Descriptor {
 public:
  Descriptor() = default;
  explicit Descriptor(int number) : number_(number) {}
  Descriptor(Descriptor&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
  Descriptor& operator=(Descriptor&& other) noexcept {
    close();
    number_ = std::exchange(other.number_, -1);
    return *this;
  }
  ~Descriptor() { close(); }
  int get() const { return number_; }
  bool open() const { return number_ >= 0; }
  void close() {
    if (number_ >= 0) ::close(number_);
    number_ = -1;
  }

 private:
  int number_ = -1;
};

// Above the numbers that the child's own descriptors get, so that none is overwritten before it is copied.
Descriptor moved_up(int number) {
  Descriptor low(number);
  return number < 0 ? Descriptor() : Descriptor(::fcntl(number, F_DUPFD_CLOEXEC, 16));
}

struct Pipe {
  Descriptor read, write;
};

std::optional<Pipe> make_pipe() {
  std::array<int, 2> ends;
  if (::pipe2(ends.data(), O_CLOEXEC) != 0) return std::nullopt;
  Pipe pipe{moved_up(ends[0]), moved_up(ends[1])};
  if (!pipe.read.open() || !pipe.write.open()) return std::nullopt;
  ::fcntl(pipe.read.get(), F_SETFL, O_NONBLOCK);
  return pipe;
}

Descriptor file_of(const std::string& bytes) {
  Descriptor file = moved_up(::memfd_create("opora-request", MFD_CLOEXEC));
  for (std::size_t done = 0; file.open() && done < bytes.size();) {
    const ssize_t n = ::write(file.get(), bytes.data() + done, bytes.size() - done);
    if (n < 0 && errno != EINTR) return {};
    done += n > 0 ? static_cast<std::size_t>(n) : 0;
  }
  if (file.open()) ::lseek(file.get(), 0, SEEK_SET);
  return file;
}

ChildOutcome not_started() {
  ChildOutcome outcome;
  outcome.diagnostic = make_error("EXT-006", tr("a separate process cannot be started"), tr("close other programs, or raise the limits of the system"));
  outcome.diagnostic.reason = std::strerror(errno);
  return outcome;
}

constexpr int kEverything = std::numeric_limits<int>::max();

// Reads what is there, `most` times a buffer; false: the other end is closed. Bytes beyond `bound` are dropped and
// counted as one.
bool drain(Descriptor& from, std::string& into, std::size_t bound, int most = kEverything) {
  std::array<char, 1 << 16> buffer;
  for (int reads = 0; from.open() && reads < most; ++reads) {
    const ssize_t n = ::read(from.get(), buffer.data(), buffer.size());
    if (n < 0 && errno == EINTR) continue;
    if (n < 0 && errno == EAGAIN) return true;
    if (n <= 0) {
      from.close();
      return false;
    }
    const std::size_t room = bound + 1 - std::min(into.size(), bound + 1);
    into.append(buffer.data(), std::min(static_cast<std::size_t>(n), room));
  }
  return from.open();
}

bool write_all(int descriptor, std::string_view bytes) {
  for (std::size_t done = 0; done < bytes.size();) {
    const ssize_t n = ::write(descriptor, bytes.data() + done, bytes.size() - done);
    if (n < 0 && errno != EINTR) return false;
    done += n > 0 ? static_cast<std::size_t>(n) : 0;
  }
  return true;
}

// Children that left the group still hang below the child, which is why they are looked for by descent.
void kill_descendants(pid_t parent, int depth = 0) {
  const std::string number = std::to_string(parent);
  std::ifstream children("/proc/" + number + "/task/" + number + "/children");
  for (pid_t child; depth < 8 && children >> child;) {
    ::kill(child, SIGSTOP);
    kill_descendants(child, depth + 1);
    ::kill(child, SIGKILL);
  }
}

struct Running {
  pid_t pid = -1;
  Pipe answer, output;
  Clock::time_point started = Clock::now();
};

struct Exit {
  int status = 0;
  rusage usage{};
  bool by_clock = false;
  bool cancelled = false;
  std::optional<Diagnostic> refused{};  // by who takes the parts
};

void kill_all(pid_t pid) {
  ::kill(pid, SIGSTOP);
  kill_descendants(pid);
  ::kill(-pid, SIGKILL);
  ::kill(pid, SIGKILL);
}

constexpr int kReadsAtOnce = 16;  // of a child that sends parts: they are handed on before more is read

// Reads of the answer; parts are handed on as they come, until one is refused. True: there was one.
bool receive(Running& child, const ChildLimits& limits, std::string& answer, Exit& exit, int most) {
  drain(child.answer.read, answer, limits.answer, most);
  if (!limits.part) return false;
  std::size_t taken = 0;
  while (!exit.refused) {
    const auto part = first_part(std::string_view(answer).substr(taken));
    if (!part) break;
    if (Status good = limits.part(part->content); !good.ok()) exit.refused = good.take_error();
    taken += part->size;
  }
  answer.erase(0, taken);
  return taken > 0;
}

// Until the child itself has ended: a grandchild that keeps a pipe open delays nobody.
Exit attend(Running& child, const ChildLimits& limits, std::string& answer, std::string& output) {
  Exit exit;
  const Descriptor process(static_cast<int>(::syscall(SYS_pidfd_open, child.pid, 0)));  // glibc 2.36 declares it for C alone
  auto deadline = child.started + limits.wall;
  while (true) {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - Clock::now()).count();
    const bool too_much = answer.size() > limits.answer || is_endless_part(answer);
    const bool cancelled = limits.cancelled && limits.cancelled();
    if (left <= 0 || too_much || cancelled || exit.refused) {
      exit.by_clock = left <= 0;
      exit.cancelled = cancelled;
      kill_all(child.pid);
      break;
    }
    std::array<pollfd, 3> waits = {{{process.get(), POLLIN, 0}, {child.answer.read.get(), POLLIN, 0}, {child.output.read.get(), POLLIN, 0}}};
    // Without descriptors of processes (an old kernel) the end is looked for every few milliseconds.
    const long long pause = std::clamp<long long>(left, 1, limits.cancelled ? kCancelPause : 60'000);
    ::poll(waits.data(), waits.size(), static_cast<int>(process.open() ? pause : std::min<long long>(pause, 2)));
    if (receive(child, limits, answer, exit, limits.part ? kReadsAtOnce : kEverything)) deadline = Clock::now() + limits.wall;
    drain(child.output.read, output, limits.output);
    siginfo_t ended{};
    if (::waitid(P_PID, static_cast<id_t>(child.pid), &ended, WEXITED | WNOHANG | WNOWAIT) == 0 && ended.si_pid == child.pid) break;
  }
  ::kill(-child.pid, SIGKILL);  // whoever it left behind in its group, while its number is still its own
  ::wait4(child.pid, &exit.status, 0, &exit.usage);
  receive(child, limits, answer, exit, kEverything);
  drain(child.output.read, output, limits.output);
  return exit;
}

std::chrono::microseconds time_of(const rusage& usage) {
  return std::chrono::seconds(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
         std::chrono::microseconds(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec);
}

std::chrono::seconds processor_limit(const ChildLimits& limits) {
  return limits.processor.count() > 0 ? limits.processor : std::chrono::ceil<std::chrono::seconds>(limits.wall);
}

ChildEnd end_by_signal(const ChildOutcome& outcome, const ChildLimits& limits) {
  const bool spent = outcome.processor >= processor_limit(limits);
  if (outcome.signal == SIGXCPU || (outcome.signal == SIGKILL && spent)) return ChildEnd::kTimedOut;
  // The kernel ends the largest process of a full machine; or malloc() gave NULL and nobody looked.
  const bool full = limits.address_space > 0 && outcome.largest_memory > limits.address_space / 10 * 8;
  return outcome.signal == SIGKILL || full ? ChildEnd::kOutOfMemory : ChildEnd::kCrashed;
}

ChildOutcome outcome_of(Running child, const ChildLimits& limits) {
  ChildOutcome outcome;
  std::string bytes;
  child.answer.write.close();
  child.output.write.close();
  const Exit exit = attend(child, limits, bytes, outcome.output);
  outcome.wall = std::chrono::duration_cast<std::chrono::microseconds>(Clock::now() - child.started);
  outcome.processor = time_of(exit.usage);
  outcome.largest_memory = static_cast<std::uint64_t>(exit.usage.ru_maxrss) << 10;
  if (outcome.output.size() > limits.output) outcome.output.resize(limits.output);
  if (exit.refused) {
    outcome.end = ChildEnd::kFailed;
    outcome.diagnostic = *exit.refused;
  } else if (exit.cancelled) {
    outcome.end = ChildEnd::kCancelled;
  } else if (exit.by_clock) {
    outcome.end = ChildEnd::kTimedOut;
  } else if (bytes.size() > limits.answer) {
    outcome.end = ChildEnd::kGarbled;
  } else if (WIFSIGNALED(exit.status)) {
    outcome.signal = WTERMSIG(exit.status);
    outcome.end = end_by_signal(outcome, limits);
  } else if (outcome.exit_code = WEXITSTATUS(exit.status); outcome.exit_code == kOutOfMemoryExit && bytes.empty()) {
    outcome.end = ChildEnd::kOutOfMemory;
  } else if (bytes.empty()) {
    outcome.end = ChildEnd::kExited;
  } else if (auto message = decode_message(bytes); !message) {
    outcome.end = ChildEnd::kGarbled;
  } else if (message->ok()) {
    outcome.end = ChildEnd::kDone;
    outcome.answer = **std::move(message);
  } else {
    outcome.end = ChildEnd::kFailed;
    outcome.diagnostic = message->take_error();
  }
  return outcome;
}

bool limit(__rlimit_resource what, std::uint64_t soft, std::uint64_t hard) {
  rlimit now{};
  ::getrlimit(what, &now);
  const rlimit wanted{std::min<rlim_t>(soft, now.rlim_max), std::min<rlim_t>(hard, now.rlim_max)};
  return ::setrlimit(what, &wanted) == 0;
}

// noexcept: an exception ends the child, it never unwinds into a second copy of the caller.
[[noreturn]] void work_as_child(const std::function<Result<std::string>()>& work, const ChildLimits& limits, const Running& self) noexcept {
  ::setpgid(0, 0);
  ::dup2(self.output.write.get(), STDOUT_FILENO);
  ::dup2(self.output.write.get(), STDERR_FILENO);
  const Descriptor nothing(::open("/dev/null", O_RDONLY | O_CLOEXEC));
  ::dup2(nothing.get(), STDIN_FILENO);
  apply_limits(limits);
  write_answer(self.answer.write.get(), work());
  ::_exit(0);
}

}  // namespace

bool apply_limits(const ChildLimits& limits) {
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);  // the caller died: nobody waits for the answer
  ::prctl(PR_SET_CHILD_SUBREAPER, 1);  // grandchildren stay below, where they are found
  std::set_new_handler([] { ::_exit(kOutOfMemoryExit); });
  const auto processor = static_cast<std::uint64_t>(processor_limit(limits).count());
  bool all = limit(RLIMIT_CORE, 0, 0) && limit(RLIMIT_CPU, processor, processor + 1);
#ifndef __SANITIZE_ADDRESS__  // which reserves terabytes of addresses that it never uses
  if (limits.address_space > 0) all = limit(RLIMIT_AS, limits.address_space, limits.address_space) && all;
#endif
  if (limits.file_size) all = limit(RLIMIT_FSIZE, *limits.file_size, *limits.file_size) && all;
  if (limits.open_files) all = limit(RLIMIT_NOFILE, *limits.open_files, *limits.open_files) && all;
  return all;
}

bool write_answer(int descriptor, const Result<std::string>& result) { return write_all(descriptor, encode_message(result)); }

bool write_part(int descriptor, std::string_view part) { return write_all(descriptor, encode_part(part)); }

ChildOutcome run_in_child(const std::function<Result<std::string>()>& work, const ChildLimits& limits) {
  auto answer = make_pipe(), output = make_pipe();
  if (!answer || !output) return not_started();
  Running child{-1, std::move(*answer), std::move(*output)};
  child.pid = ::fork();
  if (child.pid < 0) return not_started();
  if (child.pid == 0) work_as_child(work, limits, child);
  ::setpgid(child.pid, child.pid);  // whichever of the two comes first
  return outcome_of(std::move(child), limits);
}

ChildOutcome run_program(const std::vector<std::string>& arguments, const std::string& request, const ChildLimits& limits, const std::string& variable) {
  auto answer = make_pipe(), output = make_pipe();
  const Descriptor input = file_of(request);
  if (!answer || !output || !input.open()) return not_started();
  Running child{-1, std::move(*answer), std::move(*output)};
  ::fcntl(child.answer.write.get(), F_SETPIPE_SZ, 1 << 20);  // a refusal costs speed alone

  posix_spawn_file_actions_t files;
  posix_spawnattr_t attributes;
  ::posix_spawn_file_actions_init(&files);
  ::posix_spawn_file_actions_adddup2(&files, input.get(), STDIN_FILENO);
  ::posix_spawn_file_actions_adddup2(&files, child.output.write.get(), STDOUT_FILENO);
  ::posix_spawn_file_actions_adddup2(&files, child.output.write.get(), STDERR_FILENO);
  ::posix_spawn_file_actions_adddup2(&files, child.answer.write.get(), kAnswerDescriptor);
  ::posix_spawn_file_actions_addclosefrom_np(&files, kAnswerDescriptor + 1);
  ::posix_spawnattr_init(&attributes);
  sigset_t none, all;
  ::sigemptyset(&none);
  ::sigfillset(&all);
  ::posix_spawnattr_setsigmask(&attributes, &none);
  ::posix_spawnattr_setsigdefault(&attributes, &all);
  ::posix_spawnattr_setpgroup(&attributes, 0);
  ::posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
  std::vector<char*> words;
  for (const std::string& word : arguments) words.push_back(const_cast<char*>(word.c_str()));
  words.push_back(nullptr);
  std::vector<char*> surroundings;
  for (char** entry = environ; entry != nullptr && *entry != nullptr; ++entry) surroundings.push_back(*entry);
  if (!variable.empty()) surroundings.push_back(const_cast<char*>(variable.c_str()));
  surroundings.push_back(nullptr);
  const int failed = ::posix_spawn(&child.pid, words.front(), &files, &attributes, words.data(), surroundings.data());
  ::posix_spawn_file_actions_destroy(&files);
  ::posix_spawnattr_destroy(&attributes);
  errno = failed;
  return failed != 0 ? not_started() : outcome_of(std::move(child), limits);
}

const char* name_of(ChildEnd end) {
  constexpr const char* kNames[] = {"done", "failed", "crashed", "timed-out", "exited", "out-of-memory", "garbled", "not-started", "cancelled"};
  return kNames[static_cast<int>(end)];
}

std::string signal_name(int signal) {
  const char* name = ::sigabbrev_np(signal);
  return name != nullptr ? std::string("SIG") + name : "signal " + std::to_string(signal);
}

}  // namespace opora
