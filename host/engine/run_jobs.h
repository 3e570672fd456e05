// The computing of a run: each methodology in each territory it asks for, on all cores, and nothing
// twice: a part whose inputs an earlier run had already is referred to.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "extend/methodology.h"
#include "store/run_parts.h"

namespace opora {

struct MethodRun {
  const Methodology* methodology = nullptr;
  std::map<std::string, std::string> parameters;  // replaced values only
  std::string digest;                             // of its sources, parameters and the host: of all but the data
};

struct RunJobs {
  int year = 0;
  int threads = 1;
  std::vector<Scale> scales;             // of the packs
  const Registry* indicators = nullptr;  // that the methodologies may ask for
  bool afresh = false;  // compute everything, whatever earlier runs have
  std::function<bool()> cancelled;
  std::function<void(std::size_t done, std::size_t all)> progress;  // from any thread; may be empty
  std::string registry_recipe;  // how a worker makes `indicators` again
};

// In the order of methods, then of territories. Several territories are computed side by side, each on
// a connection of its own; all see one state of the store (STORE-014 when somebody else changes it in
// that moment). The first error in order is given, whichever came first; but a methodology that fails by what
// its extension did to a worker (failed_alone()) loses its own parts only.
struct ComputedParts {
  std::vector<RunPart> parts;                      // of the others, with the warnings of each
  std::vector<std::optional<Diagnostic>> failed;   // one a methodology
};
Result<ComputedParts> compute_parts(const Store& store, const std::vector<MethodRun>& methods, const RunJobs& jobs);

}  // namespace opora
