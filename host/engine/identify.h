// Use case "identify": resolve a pack's methodologies for a year, run them over the store's data,
// record the run with everything needed to repeat it.
#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <optional>
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
  std::optional<int> rules_of;  // the rules that hold for this year, applied to the data of `year`; else those of `year`
  std::filesystem::path shared_library;  // of scripts, for include(); empty: the one that ships with Opora
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

// What a run found, before anything of it is kept.
struct ComputedRun {
  RunInfo info;
  std::vector<MethodologyInfo> methods;  // with the values that were used
  std::vector<RunPart> parts;            // those of earlier runs are referred to (unless `afresh`)
  std::vector<Diagnostic> warnings, failed;
  std::map<std::string, KeptFiles> pack_files{};  // by digest, as they were when the run began: of packs that the store has no copy of
};
// As identify(), without writing anything.
Result<ComputedRun> compute_run(const Store& store, const PackLibrary& library, const IdentifyRequest& request);

// LUA-* from a script, PACK-* from resolution, STORE-013 when there are no results to work on,
// CLI-010 when a parameter belongs to no methodology of the run. An extension that crashes, hangs or may not run
// fails its methodology alone; the run fails when none is left.
// `library` is a reading of the packs: a program that lives long opens it anew for each run, and a changed pack, script
// or plugin takes effect with that run. A run that is under way keeps what it began with.
Result<IdentifyReport> identify(Store& store, const PackLibrary& library, const IdentifyRequest& request);

}  // namespace opora
