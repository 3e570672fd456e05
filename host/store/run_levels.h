// Runs of one question on several levels: federal, region, municipality. Each is a run like any other; that they belong
// together is kept beside them.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "store/runs.h"

namespace opora {

struct RunLevel {
  RunId run = 0;
  std::string level;  // of its pack: federal, region, municipality
  RunId beside = 0;   // the run of the pack that was asked for; the run itself when it stands alone
};

Status save_run_level(Store& store, const RunLevel& level);
// The runs that stand beside `run`, itself among them, as they were run. Empty: of before levels were kept.
Result<std::vector<RunLevel>> runs_beside(const Store& store, RunId run);

}  // namespace opora
