// A run for the sake of comparing: computed or taken over from earlier runs, and not kept.
#pragma once

#include "engine/identify.h"

namespace opora {

struct TrialRun {
  RunInfo info;
  std::vector<MethodologyInfo> methods;  // with the values that were used
  DecisionSet decisions;                 // of all parts
  std::vector<Diagnostic> warnings, failed;
};

// As identify(), without writing anything: parts that earlier runs computed from the same inputs are read.
Result<TrialRun> try_run(const Store& store, const PackLibrary& library, const IdentifyRequest& request);

}  // namespace opora
