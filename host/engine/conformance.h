// Use case "check": what stands at a path — a plugin, a script, a pack — against the checks that apply to it.
// A pack is checked as a whole, then each of its items. Native code runs in child processes only, unless
// `options.in_process`; it runs although nobody trusts it yet: whoever checks a file means to run it.
// CLI-040 nothing there that can be checked, CLI-041 there is no such check.
#pragma once

#include <filesystem>
#include <optional>
#include <vector>

#include "extend/conformance/runner.h"

namespace opora {

struct ConformanceRequest {
  std::filesystem::path path;
  std::filesystem::path shared_library;  // of scripts, for include()
  conformance::RunOptions options;
  std::optional<std::uint64_t> seed;     // none: it follows from the bytes of the file
};

struct ConformanceReport {
  std::vector<conformance::SubjectReport> subjects;
  std::uint64_t seed = 0;
  bool conforms() const;
  int count(conformance::Outcome outcome) const;
};

Result<ConformanceReport> check_conformance(const ConformanceRequest& request);

// Every check there is, in the order in which they run.
std::vector<conformance::Check> all_checks();

}  // namespace opora
