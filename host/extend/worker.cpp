#include "extend/worker.h"

#include <fcntl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdlib>

#include "base/messages.h"
#include "store/bytes.h"

namespace opora {
namespace {

constexpr std::string_view kWorkerFlag = "--worker";
constexpr std::uint64_t kNone = ~std::uint64_t{0};

std::string& program() {
  static std::string path = "/proc/self/exe";  // this very file, even when it has been replaced meanwhile
  return path;
}

std::string with_head(const std::string& request, const ChildLimits& limits) {
  Blob bytes;
  ByteWriter out(bytes);
  out.byte(static_cast<std::uint8_t>(language()));
  out.varint(static_cast<std::uint64_t>(limits.wall.count()));
  out.varint(static_cast<std::uint64_t>(limits.processor.count()));
  out.varint(limits.address_space);
  out.varint(limits.file_size.value_or(kNone));
  out.varint(limits.open_files.value_or(kNone));
  return std::string(bytes.begin(), bytes.end()) + request;
}

std::string everything_from(int descriptor) {
  std::string bytes;
  std::array<char, 1 << 16> buffer;
  for (ssize_t n; (n = ::read(descriptor, buffer.data(), buffer.size())) > 0 || (n < 0 && errno == EINTR);)
    if (n > 0) bytes.append(buffer.data(), static_cast<std::size_t>(n));
  return bytes;
}

// Takes the head off and puts it into force.
Result<std::string> begin(std::string request) {
  ByteReader in({reinterpret_cast<const std::uint8_t*>(request.data()), request.size()});
  set_language(in.byte() == static_cast<std::uint8_t>(Language::kEnglish) ? Language::kEnglish : Language::kRussian);
  ChildLimits limits;
  limits.wall = std::chrono::milliseconds(in.varint());
  limits.processor = std::chrono::seconds(in.varint());
  limits.address_space = in.varint();
  if (const std::uint64_t size = in.varint(); size != kNone) limits.file_size = size;
  if (const std::uint64_t files = in.varint(); files != kNone) limits.open_files = files;
  if (in.failed() || !apply_limits(limits))
    return make_error("EXT-006", tr("a separate process cannot be started"), tr("the system refuses its limits; look at ulimit -a"));
  return request.substr(request.size() - in.rest().size());
}

// What the job opens later must not take the request's place, and nobody but us answers.
void settle_descriptors() {
  const int nothing = ::open("/dev/null", O_RDONLY | O_CLOEXEC);
  ::dup2(nothing, STDIN_FILENO);
  ::close(nothing);
  ::fcntl(kAnswerDescriptor, F_SETFD, FD_CLOEXEC);
}

Result<std::string> done(std::string_view name, std::span<const WorkerJob> jobs) {
  OPORA_ASSIGN(const std::string request, begin(everything_from(STDIN_FILENO)));
  settle_descriptors();
  for (const WorkerJob& job : jobs)
    if (job.name == name) return job.run(request);
  return make_error("EXT-006", tr_format("this Opora has no worker \"{0}\"", name), {});
}

// A program that does not serve workers would run as a whole in each, and start workers of its own.
constexpr const char* kInsideWorker = "OPORA_INSIDE_WORKER";

ChildOutcome refused() {
  ChildOutcome outcome;
  outcome.diagnostic = make_error("EXT-006", tr("a worker starts no workers"), tr("this is a fault of Opora; please report it"));
  return outcome;
}

}  // namespace

void set_worker_program(std::filesystem::path path) { program() = path.string(); }

ChildOutcome run_worker(std::string_view job, const std::string& request, const ChildLimits& limits) {
  if (std::getenv(kInsideWorker) != nullptr) return refused();
  return run_program({program(), std::string(kWorkerFlag), std::string(job)}, with_head(request, limits), limits, kInsideWorker + std::string("=1"));
}

std::optional<int> serve_worker(int argc, char** argv, std::span<const WorkerJob> jobs) {
  if (argc != 3 || argv[1] != kWorkerFlag) return std::nullopt;
  const bool answered = [&]() noexcept { return write_answer(kAnswerDescriptor, done(argv[2], jobs)); }();
  // No destructor of foreign code decides what comes of an answer that is already given.
  ::_exit(answered ? 0 : 1);
}

void forbid_writing() {
  const rlimit nothing{0, 0};
  ::setrlimit(RLIMIT_FSIZE, &nothing);
}

}  // namespace opora
