// What a run is made of before it meets any data: the methodologies that hold for a year with their values, the
// indicators they may ask for, the packs as they are.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "engine/identify.h"
#include "engine/pack_extensions.h"

namespace opora {

struct PlannedMethod {
  ResolvedItem item;
  std::string digest;  // of its source and what that includes
  std::unique_ptr<Methodology> methodology;
  std::map<std::string, std::string> parameters;  // replaced values only
  std::set<std::string> given;                    // of these: by the request, not by the pack
};

struct RunPlan {
  std::vector<PlannedMethod> methods;
  std::vector<MethodologyInfo> infos;    // of the methods, with the values that are used
  std::vector<std::string> digests;      // of the methods: all that their decisions depend on, but for the data
  PackIndicators indicators;
  std::vector<Scale> scales;             // of the packs
  std::vector<Diagnostic> failed;        // of methods whose plugin may not run
  RunInfo info;                          // packs, methods, host; without data, times and counts
};

// PACK-*, LUA-*, ABI-*, EXT-*; CLI-010 when a parameter belongs to no methodology.
Result<RunPlan> plan_run(const PackLibrary& library, const IdentifyRequest& request);

// The files of one of the plan's packs, for a store that has no copy of it.
Result<KeptFiles> files_of(const PackLibrary& library, const RunPack& pack, const IdentifyRequest& request);

}  // namespace opora
