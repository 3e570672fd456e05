// A methodology as the engine sees it, whoever wrote it: what it declares, and one call that turns
// facts into decisions. Both kinds of authors, Lua and native, are reached through the registry
// (extend/registry.h).
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "base/warnings.h"
#include "extend/fact_source.h"
#include "extend/limits.h"
#include "extend/registry.h"
#include "model/decision_set.h"

namespace opora {

enum class ParameterType : std::uint8_t { kPercent, kInteger, kNumber, kChoice, kFlag, kScale };

// A parameter with its legal basis, as declared by the script and shown in every report.
struct Parameter {
  std::string name;
  ParameterType type = ParameterType::kNumber;
  std::string value;                  // decimal text, "true"/"false", the chosen word, or ranges (extend/point_scale.h)
  std::string basis;                  // act, letter, or the region's own decision
  std::string title;
  std::optional<double> minimum, maximum;
  std::vector<std::string> choices;
  std::string unit{};                   // for people; empty: none, or per cent
  std::string valid_from{}, valid_to{}; // extend/parameter_dates.h; empty: without end
};
std::string unit_of(const Parameter& parameter);  // "%", or what it says itself

// CLI-018: a parameter that --set cannot give a value.
Status settable(const Parameter& parameter);

// The declared parameters with the values given, each checked: LUA-030 unknown, LUA-031 out of range, LUA-032 dates that are
// none, LUA-043 a scale with a gap or an overlap.
Result<std::vector<Parameter>> with_values(std::vector<Parameter> declared, const std::map<std::string, std::string>& values);

// What stands behind an extension's figures, in words for the people who decide by them. Each may be empty.
struct Grounds {
  std::string source;       // where the formula is from: act, letter, paper
  std::string assumes;      // what has to hold for the figures to mean what they say
  std::string uncertainty;  // what an interval or error means, and what it leaves out
  std::string limits;       // when not to use it

  bool operator==(const Grounds&) const = default;
};

struct MethodologyInfo {
  std::string id;
  std::string category;
  std::string title;
  std::vector<Parameter> parameters;  // in script order
  std::vector<std::string> inputs;    // datasets it reads
  std::string each;                   // "region", "municipality": sees one at a time; empty: all at once
  int api = 1;
  Grounds grounds{};
};

struct RunContext {
  const Store* store = nullptr;
  int year = 0;
  int threads = 1;
  std::function<bool()> cancelled;    // asked between kernels; may be empty
  std::vector<Condition> territory;   // conditions on the schools that it sees; none: all
  const Registry* registry = nullptr;    // indicators it may ask for; may be null
  std::shared_ptr<SharedFrames> shared;  // of all territories of a run; may be empty
  Warnings* warnings = nullptr;          // takes what extensions warn of; may be null
  std::string registry_recipe;  // how a worker makes the same registry; empty: it has none
};

// A methodology of the registry. Calls the C table of the kind, whoever filled it; safe to run on several
// threads at once, each run being an instance of its own.
class Methodology {
 public:
  // ABI-009 when its description is not in order.
  static Result<std::unique_ptr<Methodology>> of(const Extension& extension);
  const MethodologyInfo& info() const { return info_; }
  // Parameters by name → text replace the declared values; checked against type and range
  // (LUA-030 unknown parameter with did-you-mean, LUA-031 value outside the range).
  Result<DecisionSet> run(const RunContext& context, const std::map<std::string, std::string>& parameters) const;
  // The same on any source of facts; context.store is not used.
  Result<DecisionSet> run_on(FactSource& facts, const RunContext& context,
                             const std::map<std::string, std::string>& parameters) const;

 private:
  Methodology(Extension extension, MethodologyInfo info) : extension_(std::move(extension)), info_(std::move(info)) {}
  Extension extension_;
  MethodologyInfo info_;
};

// A script of a pack. `name` is the pack-relative path shown in messages ("regions/ru/…/low_results.lua");
// `include` resolves include("…") to source text. Loading runs the chunk once in a fresh sandbox.
struct ScriptSource {
  std::string name;
  std::string text;
  std::function<Result<ScriptSource>(const std::string& library)> include;
};
// The entry for the registry; `kind` is what the script must describe.
Result<Extension> load_lua_extension(const ScriptSource& source, std::string_view kind, const SandboxLimits& limits = {});
Result<std::unique_ptr<Methodology>> load_lua_methodology(const ScriptSource& source, const SandboxLimits& limits = {});

}  // namespace opora
