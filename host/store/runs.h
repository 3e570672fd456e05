// Runs: one execution of methodologies over the store's data, with everything needed to repeat it.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "store/provenance.h"
#include "store/run_parts.h"

namespace opora {

using RunId = std::int64_t;

struct RunMethod {
  std::string id;           // "low-results"
  std::string digest;       // SHA-256 of the resolved sources, hex
  std::string params_json;  // {"low_share": {"value": "30", "basis": "…"}, …} in script order
  std::string grounds_json{};  // {"source": "…", "assumes": "…", …}: what stands behind the rule; texts that are not empty
};

struct RunInfo {
  std::string pack, pack_version, pack_digest;
  int year = 0;
  std::vector<RunMethod> methods;
  std::string data_digest;
  std::string host_version;
  std::string actor;
  std::string started_at, finished_at;  // UTC
  std::string host_build{}, kernel_digest{};
  int rules_of = 0;                // year whose rules were applied; 0 in runs from before: `year`
  std::vector<RunPack> packs{};      // the pack, its bases, the scripts that packs share
  std::vector<RunBatch> batches{};   // that were there
};

struct AnswerCounts {
  std::string category;
  std::int64_t yes = 0, no = 0, not_assessable = 0;
};

struct RunRecord {
  RunId id = 0;
  RunInfo info;
  std::vector<AnswerCounts> counts;  // in the order of the run's categories
  std::int64_t parts = 0;            // methodologies × territories
  std::int64_t carried_over = 0;     // of them: taken from earlier runs
};

// Decisions go to an ordinary table, checks to column segments (and the virtual table `checks`).
// Parts in the order of methodologies, then of territories. `files_of` is asked for packs that the store has no copy of yet.
using FilesOfPack = std::function<Result<KeptFiles>(const RunPack&)>;
Result<RunId> save_run(Store& store, const RunInfo& info, const std::vector<RunPart>& parts, int threads = 1, const FilesOfPack& files_of = {});
Result<std::vector<RunRecord>> list_runs(const Store& store);
// The run, or the newest one when `run` is absent. STORE-011 when there is none.
Result<RunRecord> find_run(const Store& store, std::optional<RunId> run);
// The run's categories without their decisions: name, title and methodology of each, in the run's order.
Result<std::vector<Category>> load_categories(const Store& store, RunId run);
Result<DecisionSet> load_decisions(const Store& store, RunId run);  // of all parts, merged

}  // namespace opora
