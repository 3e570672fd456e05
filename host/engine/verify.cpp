#include "engine/verify.h"

#include <bit>
#include <algorithm>
#include <map>
#include <tuple>

#include "base/messages.h"
#include "base/temporary_folder.h"
#include "engine/list_entries.h"
#include "engine/restored_run.h"
#include "engine/trial_run.h"
#include "store/answer_codes.h"
#include "store/audit.h"
#include "store/seals.h"

namespace opora {
namespace {

// A check with all bits of its numbers.
std::string exact(const Check& check) {
  std::string value = check.share ? fmt::format("{}/{}", check.share->numerator, check.share->denominator)
                      : check.value ? fmt::format("{:x}", std::bit_cast<std::uint64_t>(*check.value)) : "-";
  const std::string threshold = check.measured_threshold ? fmt::format("{:x}", std::bit_cast<std::uint64_t>(*check.measured_threshold))
                                                         : fmt::format("{}/{}", check.threshold.numerator, check.threshold.denominator);
  return fmt::format("{}|{}|{}|n={}|{} {}|min {}|{}", check.rule, check.name, value, check.n, symbol(check.op), threshold, check.min_n, check.unit);
}

std::string exact(const Decision& decision) {
  std::string text = fmt::format("{}\n", answer_code(decision.answer));
  for (const Check& check : decision.checks) text += exact(check) + "\n";
  for (const auto& [name, value] : decision.values) text += fmt::format("{}={}\n", name, value);
  return text;
}

using Key = std::tuple<std::string, std::string, std::string>;  // methodology, category, school

std::map<Key, Decision> by_key(const DecisionSet& set) {
  std::map<Key, Decision> found;
  for (const DecisionRow& row : set.decisions) {
    const Category& category = set.categories[static_cast<std::size_t>(row.category)];
    found.emplace(Key{category.methodology, category.name, set.schools[static_cast<std::size_t>(row.school)]}, set.decision(row));
  }
  return found;
}

// In a word or two: the answer, and which checks were met.
std::string in_words(const Decision* decision) {
  if (decision == nullptr) return tr("no decision");
  std::size_t met = 0;
  for (const Check& check : decision->checks) met += check.met();
  return tr_format("{0}; {1} of {2} checks met", answer_code(decision->answer), met, decision->checks.size());
}

Status check_batches(const Store& store, const RunInfo& info, VerifyReport& report) {
  for (const RunBatch& batch : info.batches)
    if (const Status sound = check_batch(store.handle(), batch.batch); !sound.ok()) report.problems.push_back(sound.error());
  return {};
}

Result<TrialRun> compute_again(const Store& store, const RunInfo& info, const VerifyRequest& options, const std::filesystem::path& folder) {
  OPORA_ASSIGN(RestoredRun run, restore_run(store, info, folder));
  OPORA_TRY(restore_data(store, info, folder, run));
  run.request.threads = options.threads;
  run.request.isolation = options.isolation;
  return try_run(run.then ? *run.then : store, run.library, run.request);
}

}  // namespace

void compare_makings(const RunInfo& kept, const RunInfo& now, VerifyReport& report) {
  for (const RunMethod& method : kept.methods) {
    const auto it = std::find_if(now.methods.begin(), now.methods.end(), [&](const RunMethod& m) { return m.id == method.id; });
    if (it == now.methods.end()) continue;
    if (it->digest != method.digest) report.notes.push_back(tr_format("the plugin or script of \"{0}\" is not the file of then", method.id));
    if (it->params_json != method.params_json)
      report.problems.push_back(make_error("VERIFY-001", tr_format("the parameters of \"{0}\" are not those that its pack and the command give", method.id)));
  }
  if (kept.host_build != now.host_build) report.notes.push_back(tr_format("computed by another build of Opora ({0}) than then ({1})", now.host_version, kept.host_version));
  if (kept.kernel_digest != now.kernel_digest) report.notes.push_back(tr("the kernels of this build calculate differently from those of then"));
}

std::vector<ChangedDecision> differences(const DecisionSet& kept, const DecisionSet& computed) {
  const std::map<Key, Decision> before = by_key(kept), after = by_key(computed);
  std::vector<ChangedDecision> found;
  const auto add = [&](const Key& key, const Decision* a, const Decision* b) {
    found.push_back({std::get<2>(key), std::get<1>(key), std::get<0>(key), in_words(a), in_words(b)});
  };
  for (const auto& [key, decision] : before) {
    const auto it = after.find(key);
    if (it == after.end()) add(key, &decision, nullptr);
    else if (exact(decision) != exact(it->second)) add(key, &decision, &it->second);
  }
  for (const auto& [key, decision] : after)
    if (!before.contains(key)) add(key, nullptr, &decision);
  return found;
}

Result<VerifyReport> verify_run(const Store& store, RunId run, const VerifyRequest& request) {
  VerifyReport report;
  OPORA_ASSIGN(report.run, find_run(store, run));
  if (const Status sound = check_run(store.handle(), run); !sound.ok()) report.problems.push_back(sound.error());
  OPORA_TRY(check_batches(store, report.run.info, report));
  OPORA_ASSIGN(const TemporaryFolder folder, TemporaryFolder::make());
  Result<TrialRun> again = compute_again(store, report.run.info, request, folder.path());
  if (!again) {
    report.problems.push_back(again.take_error());
    return report;
  }
  report.computed = true;
  for (Diagnostic& failed : again->failed) report.problems.push_back(std::move(failed));
  compare_makings(report.run.info, again->info, report);
  Result<DecisionSet> kept = load_decisions(store, run);
  if (!kept) {
    report.problems.push_back(kept.take_error());
    return report;
  }
  report.differences = differences(*kept, again->decisions);
  report.decisions = static_cast<std::int64_t>(kept->decisions.size());
  report.checks = static_cast<std::int64_t>(kept->checks.size());
  return report;
}

Result<ListVerification> verify_list(const Store& store, ListId id, const VerifyRequest& request) {
  ListVerification found;
  OPORA_ASSIGN(found.list, find_list(store, id));
  if (const Status sound = check_list(store.handle(), id); !sound.ok()) found.problems.push_back(sound.error());
  OPORA_ASSIGN(const auto entries, entries_of(store, id));
  for (const ListEntry& entry : entries)
    if (entry.override_id)
      if (const Status sound = check_override(store.handle(), *entry.override_id); !sound.ok()) found.problems.push_back(sound.error());
  OPORA_ASSIGN(found.run, verify_run(store, found.list.run, request));
  OPORA_ASSIGN(found.differing, differing_schools(store, found.list, entries));
  return found;
}

Result<SealReport> verify_seals(const Store& store) {
  SealReport report;
  sqlite3* db = store.handle();
  const auto each = [&](const char* table, std::int64_t& counted, Status (*check)(sqlite3*, std::int64_t)) -> Status {
    OPORA_ASSIGN(const std::vector<std::int64_t> ids, ids_of(db, table));
    for (const std::int64_t id : ids)
      if (const Status sound = check(db, id); !sound.ok()) report.problems.push_back(sound.error());
    counted = static_cast<std::int64_t>(ids.size());
    return {};
  };
  OPORA_TRY(each("batch", report.batches, check_batch));
  OPORA_TRY(each("run", report.runs, check_run));
  OPORA_TRY(each("override", report.overrides, check_override));
  OPORA_TRY(each("list", report.lists, check_list));
  if (const Status sound = check_audit(db, report.audit_entries); !sound.ok()) report.problems.push_back(sound.error());
  return report;
}

}  // namespace opora
