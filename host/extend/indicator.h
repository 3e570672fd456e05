// An indicator as the engine sees it, whoever wrote it: what it declares, and one call that turns facts
// into a frame which keeps to the declared outputs.
#pragma once

#include "extend/fact_source.h"
#include "extend/methodology.h"
#include "extend/outputs.h"

namespace opora {

struct IndicatorInfo {
  std::string id;
  std::string title;
  std::vector<Parameter> parameters;
  std::vector<std::string> inputs;
  std::vector<OutputColumn> outputs;
  int api = 1;
  Grounds grounds{};
};

class Indicator {
 public:
  // ABI-009 when its description is not in order, LUA-030 and LUA-031 for values of the pack that do not fit it.
  // The parameters of info() are those of the pack.
  static Result<std::unique_ptr<Indicator>> of(const Extension& extension);
  const IndicatorInfo& info() const { return info_; }
  // ABI-012 when the result does not keep to the outputs; else as a methodology's run.
  Result<Frame> compute_on(FactSource& facts, const RunContext& context, const std::map<std::string, std::string>& parameters) const;
  // The same with another source of the indicators that it asks for itself.
  using Others = std::function<Result<Frame>(const std::string& id, const std::map<std::string, std::string>& arguments)>;
  Result<Frame> compute_on(FactSource& facts, const RunContext& context, const std::map<std::string, std::string>& parameters,
                           const Others& others) const;

 private:
  Indicator(Extension extension, IndicatorInfo info) : extension_(std::move(extension)), info_(std::move(info)) {}
  Extension extension_;
  IndicatorInfo info_;
};

Result<std::unique_ptr<Indicator>> load_lua_indicator(const ScriptSource& source, const SandboxLimits& limits = {});

}  // namespace opora
