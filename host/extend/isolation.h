// An extension whose code runs in a worker, once a call: there the plugin's copy is loaded, the store is opened
// anew for reading only, and the result comes back over a pipe. Time and memory are limited, no file can be
// written, and the worker sees the same state of the store or refuses (STORE-014).
// EXT-001 … EXT-005 tell how a call ended (child_process.h); EXT-007 there is no store to open.
#pragma once

#include <filesystem>

#include "extend/call_scope.h"
#include "extend/plugin_report.h"
#include "extend/worker.h"

namespace opora {

// Generous for honest work: an extension is stopped by mistake only when it is stuck.
struct CallLimits {
  std::chrono::seconds wall{600};
  std::uint64_t memory = std::uint64_t{8} << 30;  // of addresses: mapped files of the store count
};

struct IsolatedPlugin {
  PluginReport report;
  CallLimits limits;
};

Result<DecisionSet> decide_isolated(const Extension& extension, const RunContext& context, const Arguments& parameters);
Result<Frame> compute_isolated(const Extension& extension, const RunContext& context, const Arguments& parameters);
Result<MatchResult> match_isolated(const Extension& extension, const RunContext& context, const Arguments& parameters, const MatchSides& sides);

// The worker's side. `registry_of` makes the indicators that the plugin may ask for, from context.registry_recipe.
Result<std::string> serve_call(const std::string& request, Result<Registry> (*registry_of)(const std::string& recipe));
constexpr std::string_view kCallJob = "call";

}  // namespace opora
