#include "engine/identify.h"

#include <algorithm>

#include "base/dates.h"
#include "base/messages.h"
#include "engine/run_jobs.h"
#include "engine/run_plan.h"
#include "extend/parameter_dates.h"
#include "store/batches.h"

namespace opora {
namespace {

Status require_results(const Store& store) {
  OPORA_ASSIGN(const auto batches, list_batches(store));
  const bool any = std::any_of(batches.begin(), batches.end(), [](const BatchRecord& b) { return b.counts.accepted > 0; });
  if (any) return {};
  return make_error("STORE-013", tr("the store has no results yet"), tr("import the assessment files first: opora import FOLDER"));
}

// A run is recorded with the methodologies that it has decisions of.
Status leave_out_failed(std::vector<std::optional<Diagnostic>>& failed, ComputedRun& run) {
  for (std::size_t i = failed.size(); i-- > 0;) {
    if (!failed[i]) continue;
    run.info.methods.erase(run.info.methods.begin() + static_cast<std::ptrdiff_t>(i));
    run.methods.erase(run.methods.begin() + static_cast<std::ptrdiff_t>(i));
    run.failed.push_back(*std::move(failed[i]));
  }
  if (!run.methods.empty()) return {};
  return std::move(run.failed.front());
}

DecisionSet merged_parts(std::vector<RunPart> parts) {
  std::vector<DecisionSet> sets;
  for (RunPart& part : parts) sets.push_back(std::move(part.decisions));
  return merged(std::move(sets));
}

std::vector<Diagnostic> warnings_of(const std::vector<RunPart>& parts) {
  Warnings all;
  for (const RunPart& part : parts) all.add(part.warnings);
  return all.told();
}

// What becomes of the files while the run is computed is no matter: it keeps what it began with.
Status read_packs(const Store& store, const PackLibrary& library, const IdentifyRequest& request, ComputedRun& run) {
  for (const RunPack& pack : run.info.packs) {
    OPORA_ASSIGN(const bool kept, has_pack_copy(store.handle(), pack.digest));
    if (kept) continue;
    OPORA_ASSIGN(run.pack_files[pack.digest], files_of(library, pack, request));
  }
  return {};
}

}  // namespace

Result<ComputedRun> compute_run(const Store& store, const PackLibrary& library, const IdentifyRequest& request) {
  const std::string started_at = now_utc();
  OPORA_ASSIGN(RunPlan plan, plan_run(library, request));
  OPORA_TRY(require_results(store));
  ComputedRun run{std::move(plan.info), std::move(plan.infos), {}, {}, std::move(plan.failed)};
  OPORA_TRY(read_packs(store, library, request, run));
  run.info.started_at = started_at;
  OPORA_ASSIGN(run.info.data_digest, data_digest(store));
  OPORA_ASSIGN(run.info.batches, batches_now(store));
  std::vector<MethodRun> methods;
  for (std::size_t i = 0; i < plan.methods.size(); ++i)
    methods.push_back({plan.methods[i].methodology.get(), plan.methods[i].parameters, plan.digests[i]});
  const RunJobs jobs{request.year, request.threads, plan.scales, &plan.indicators.registry, request.afresh, request.cancelled, request.progress,
                     plan.indicators.recipe};
  OPORA_ASSIGN(ComputedParts computed, compute_parts(store, methods, jobs));
  run.warnings = warnings_of(computed.parts);
  for (const MethodologyInfo& method : run.methods)
    for (Diagnostic& warning : outdated(method.parameters, method.id, run.info.rules_of)) run.warnings.push_back(std::move(warning));
  OPORA_TRY(leave_out_failed(computed.failed, run));
  run.parts = std::move(computed.parts);
  run.info.finished_at = now_utc();
  return run;
}

Result<IdentifyReport> identify(Store& store, const PackLibrary& library, const IdentifyRequest& request) {
  OPORA_ASSIGN(ComputedRun run, compute_run(store, library, request));
  OPORA_ASSIGN(const RunId id, save_run(store, run.info, run.parts, request.threads, [&](const RunPack& pack) {
    return std::move(run.pack_files[pack.digest]);
  }));
  IdentifyReport report{{}, std::move(run.methods), std::move(run.warnings), std::move(run.failed), std::nullopt};
  OPORA_ASSIGN(report.run, find_run(store, id));
  if (report.run.carried_over == 0) report.decisions = merged_parts(std::move(run.parts));
  return report;
}

}  // namespace opora
