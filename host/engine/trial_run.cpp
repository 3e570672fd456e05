#include "engine/trial_run.h"

#include "store/run_parts.h"

namespace opora {

Result<TrialRun> try_run(const Store& store, const PackLibrary& library, const IdentifyRequest& request) {
  OPORA_ASSIGN(ComputedRun run, compute_run(store, library, request));
  std::vector<DecisionSet> sets;
  for (RunPart& part : run.parts) {
    if (part.stored) {
      OPORA_ASSIGN(part.decisions, load_part(store.handle(), *part.stored));
    }
    sets.push_back(std::move(part.decisions));
  }
  return TrialRun{std::move(run.info), std::move(run.methods), merged(std::move(sets)), std::move(run.warnings), std::move(run.failed)};
}

}  // namespace opora
