// A methodology written in Lua: `return methodology { api = 1, id = …, decide = function(ctx, p) … end }`.
// Every run gets a fresh sandbox, so that nothing is left over from the run before.
// LUA-032 the descriptor, LUA-037 a library that cannot be included.
#pragma once

#include "extend/fact_source.h"
#include "extend/limits.h"
#include "extend/methodology.h"

namespace opora {

class LuaMethodology final : public Methodology {
 public:
  static Result<std::unique_ptr<LuaMethodology>> load(const ScriptSource& source, const SandboxLimits& limits = {});

  const MethodologyInfo& info() const override { return info_; }
  Result<DecisionSet> run(const RunContext& context, const std::map<std::string, std::string>& parameters) override;
  // The same on any source of facts; context.store is not used.
  Result<DecisionSet> run_on(FactSource& facts, const RunContext& context,
                             const std::map<std::string, std::string>& parameters) const;

 private:
  LuaMethodology(ScriptSource source, SandboxLimits limits) : source_(std::move(source)), limits_(std::move(limits)) {}

  ScriptSource source_;
  SandboxLimits limits_;
  MethodologyInfo info_;
};

}  // namespace opora
