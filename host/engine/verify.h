// Use case "verify": is what the store says still what was found, and does computing it again give the same, bit for bit?
// A run is computed from what was kept with it: its packs as they were, its parameters, and the store as it was then.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "base/result.h"
#include "extend/plugin_loader.h"
#include "store/lists.h"
#include "store/runs.h"

namespace opora {

struct VerifyRequest {
  int threads = 1;
  Isolation isolation = Isolation::kUnlessShipped;
};

// An answer, or what it rests on, that is not the same. Texts as of the list: answer and checks.
struct ChangedDecision {
  std::string school, category, methodology;
  std::string kept, computed;
};

struct VerifyReport {
  RunRecord run;
  std::vector<Diagnostic> problems;   // what was changed, or cannot be computed; none and no difference: verified
  std::vector<std::string> notes;     // what differs from then without harm: another build, packs that went on
  std::vector<ChangedDecision> differences;
  std::int64_t decisions = 0, checks = 0;  // compared
  bool computed = false;

  bool holds() const { return problems.empty() && differences.empty() && computed; }
};

Result<VerifyReport> verify_run(const Store& store, RunId run, const VerifyRequest& request);  // STORE-011

struct ListVerification {
  ListRecord list;
  VerifyReport run;
  std::vector<Diagnostic> problems;       // of the list itself
  std::vector<std::string> differing;     // schools that are on the list and should not be, or the other way round
  bool holds() const { return problems.empty() && differing.empty() && run.holds(); }
};
Result<ListVerification> verify_list(const Store& store, ListId list, const VerifyRequest& request);  // STORE-027

// Seals of everything in the store: batches, runs, overrides, lists, the audit trail. Nothing is computed again.
struct SealReport {
  std::int64_t batches = 0, runs = 0, overrides = 0, lists = 0, audit_entries = 0;
  std::vector<Diagnostic> problems;
};
Result<SealReport> verify_seals(const Store& store);

// What the run says of its makings against those of today: problems and notes of the report.
void compare_makings(const RunInfo& kept, const RunInfo& now, VerifyReport& report);

// All decisions of `kept` and `computed`, compared with everything they rest on.
std::vector<ChangedDecision> differences(const DecisionSet& kept, const DecisionSet& computed);

}  // namespace opora
