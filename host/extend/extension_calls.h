// What calling a methodology and calling an indicator share: reading descriptions, the scope of a call,
// indicators that extensions ask each other for.
#pragma once

#include <cfenv>

#include "extend/call_scope.h"
#include "extend/indicator.h"
#include "extend/service_values.h"

namespace opora {

// A description's parts, each checked.
Result<std::vector<Parameter>> read_parameters(const opora_parameter* given, std::uint64_t count);
Result<std::vector<std::string>> read_inputs(const opora_text* given, std::uint64_t count);

// Of a plugin built before 1.1: empty.
template <class Info>
Result<Grounds> read_grounds(const Info& given) {
  Grounds grounds;
  OPORA_ASSIGN(grounds.source, read_text(given.source));
  OPORA_ASSIGN(grounds.assumes, read_text(given.assumes));
  OPORA_ASSIGN(grounds.uncertainty, read_text(given.uncertainty));
  OPORA_ASSIGN(grounds.limits, read_text(given.limits));
  return grounds;
}

// ABI-009 around whatever is wrong with the description of an extension.
Diagnostic bad_description(const Extension& extension, const Diagnostic& reason);

// The indicators of context.registry, computed on these facts. LUA-056 when they ask for each other in a circle.
IndicatorSource indicators_of(FactSource& facts, const RunContext& context);

opora_run run_of(const RunContext& context, const std::string& territory);
// The name of the region or municipality that a run is about; empty: all.
std::string territory_of(const RunContext& context);

// create → body(instance) → destroy; nothing a native function does to the floating-point mode stays.
template <class Kind, class Body>
opora_status with_instance(const Kind& kind, std::uint32_t index, opora_call& call, Body&& body) {
  std::fenv_t mode;
  std::fegetenv(&mode);
  void* instance = nullptr;
  const bool has_instances = kind.create != nullptr && kind.destroy != nullptr;
  opora_status status = has_instances ? kind.create(kind.self, index, &call, &instance) : OPORA_OK;
  if (status == OPORA_OK) {
    status = body(instance);
    if (has_instances) kind.destroy(kind.self, instance);
  }
  std::fesetenv(&mode);
  return status;
}

}  // namespace opora
