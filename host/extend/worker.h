// Work that loads foreign code runs in a clean image: the program starts itself anew with the hidden
// argument --worker and the job's name (opora --worker probe), reads the request, applies the limits, does the
// job, answers and ends. Nothing of the caller is in that process: no store, no descriptor, no thread.
#pragma once

#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "extend/child_process.h"

namespace opora {

struct WorkerJob {
  std::string_view name;
  Result<std::string> (*run)(const std::string& request);
};

// In the caller: the outcome of the job of that name in a worker.
ChildOutcome run_worker(std::string_view job, const std::string& request, const ChildLimits& limits);

// First thing in main(): the exit code when these are the arguments of a worker, nothing otherwise.
std::optional<int> serve_worker(int argc, char** argv, std::span<const WorkerJob> jobs);

// Forbids new and growing files from here on (RLIMIT_FSIZE 0): for a job that has opened all it needs.
void forbid_writing();

// Another program than the running one, for tests of a library without its program.
void set_worker_program(std::filesystem::path program);

}  // namespace opora
