// Runs checks on a subject, one after the other, each in a child process with limits, and collects what
// came of them. A crash, a hang or exit() is an outcome of that check and of nothing else.
#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "extend/conformance/check.h"

namespace opora::conformance {

struct RunOptions {
  std::uint64_t seed = 1;
  std::vector<std::string> only;               // ids; empty: all that apply
  bool in_process = false;                     // for a debugger: a crash ends the checker, too
  std::chrono::milliseconds time_limit{20'000};  // of one check
};

struct CheckResult {
  std::string id;
  Group group = Group::kLoad;
  Finding finding;
  std::string waits_for{};  // skipped because this check has not passed
  std::chrono::microseconds wall{0};
};

struct SubjectReport {
  std::string subject;
  std::vector<CheckResult> results;
  int count(Outcome outcome) const;
  bool conforms() const { return count(Outcome::kFailed) + count(Outcome::kCrashed) == 0; }
};

SubjectReport run_checks(const Subject& subject, const std::vector<Check>& checks, const RunOptions& options);

}  // namespace opora::conformance
