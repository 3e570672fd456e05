// Use case "identify": resolve a pack's methodologies for a year, run them over the store's data,
// record the run with everything needed to repeat it.
#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "base/result.h"
#include "extend/methodology.h"
#include "extend/plugin_loader.h"
#include "packs/pack.h"
#include "store/runs.h"

namespace opora {

struct IdentifyRequest {
  std::string pack;
  int year = 0;
  std::vector<std::string> methods;  // ids; empty: every methodology of the pack itself
  // name → value; a name may be "method.parameter" to mean one methodology only.
  std::vector<std::pair<std::string, std::string>> parameters;
  std::string actor;
  int threads = 1;
  bool afresh = false;  // compute everything, even what an earlier run computed from the same inputs
  Isolation isolation = Isolation::kUnlessShipped;  // where native code runs
  std::function<bool()> cancelled;
  std::function<void(std::size_t done, std::size_t all)> progress;  // parts; from any thread
};

struct IdentifyReport {
  RunRecord run;
  std::vector<MethodologyInfo> methods;  // with the values that were used
  std::vector<Diagnostic> warnings;      // of extensions, each once; those of an earlier run's parts, too
  std::vector<Diagnostic> failed;        // of methodologies that failed alone (EXT-*); the run is without them
  std::optional<DecisionSet> decisions;  // of all parts; none when some of them are an earlier run's
};

// LUA-* from a script, PACK-* from resolution, STORE-013 when there are no results to work on,
// CLI-010 when a parameter belongs to no methodology of the run. An extension that crashes, hangs or may not run
// fails its methodology alone; the run fails when none is left.
// `library` is a reading of the packs: a program that lives long opens it anew for each run, and a changed pack, script
// or plugin takes effect with that run. A run that is under way keeps what it began with.
Result<IdentifyReport> identify(Store& store, const PackLibrary& library, const IdentifyRequest& request);

// The methodology of a resolved item, with include() served from the pack's lib/ and the shared library.
Result<std::unique_ptr<Methodology>> load_methodology(const ResolvedItem& item, const std::filesystem::path& shared_library);

}  // namespace opora
