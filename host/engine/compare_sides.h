// Where the two sides of a comparison come from: kept runs, the rules of two years, two sets of parameters.
#pragma once

#include "engine/compare.h"
#include "engine/trial_run.h"

namespace opora {

// Two runs of the store. STORE-011 when one is not there; `packs` for the words of their packs, may be null.
Result<Differences> compare_runs(const Store& store, const PackLibrary* packs, RunId before, RunId after, const CompareOptions& options);

// The rules that hold for two years on the data of one, `request.year`. Errors as of identify(). Nothing is written unless
// options.keep.
Result<Differences> compare_years(Store& store, const PackLibrary& packs, const IdentifyRequest& request, int before, int after,
                                  const CompareOptions& options);

// The pack's own parameters and those of `request`; otherwise the same.
Result<Differences> compare_parameters(Store& store, const PackLibrary& packs, const IdentifyRequest& request, const CompareOptions& options);

}  // namespace opora
