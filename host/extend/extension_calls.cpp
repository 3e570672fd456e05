#include "extend/extension_calls.h"

#include <algorithm>

#include "extend/lua_parameters.h"
#include "extend/service_values.h"

namespace opora {
namespace {

static_assert(static_cast<int>(ParameterType::kScale) == OPORA_SCALE && static_cast<int>(ParameterType::kInteger) == OPORA_INTEGER);

constexpr int kDeepest = 8;  // indicators that ask for indicators

Result<Frame> compute(const std::string& id, const Arguments& arguments, FactSource& facts, const RunContext& context, int depth);

IndicatorSource source(FactSource& facts, const RunContext& context, int depth) {
  if (context.registry == nullptr) return {};
  return [&facts, &context, depth](const std::string& id, const Arguments& arguments) {
    return compute(id, arguments, facts, context, depth);
  };
}

Result<Frame> compute(const std::string& id, const Arguments& arguments, FactSource& facts, const RunContext& context, int depth) {
  OPORA_ASSIGN(const Extension* extension, context.registry->need(OPORA_KIND_INDICATOR, id));
  if (depth >= kDeepest)
    return make_error("LUA-056", tr_format("the indicator \"{0}\" is asked for in a circle", id), tr("an indicator cannot need itself"));
  OPORA_ASSIGN(const std::unique_ptr<Indicator> indicator, Indicator::of(*extension));
  return indicator->compute_on(facts, context, arguments, source(facts, context, depth + 1));
}

}  // namespace

Result<std::vector<Parameter>> read_parameters(const opora_parameter* given, std::uint64_t count) {
  OPORA_ASSIGN(const std::vector<opora_parameter> known, read_structs(given, count));
  std::vector<Parameter> parameters;
  for (const opora_parameter& one : known) {
    Parameter parameter;
    OPORA_ASSIGN(parameter.name, read_text(one.name));
    OPORA_ASSIGN(parameter.type, read_choice(one.type, ParameterType::kScale, "type"));
    OPORA_ASSIGN(parameter.value, read_text(one.value));
    OPORA_ASSIGN(parameter.basis, read_text(one.basis));
    OPORA_ASSIGN(parameter.title, read_text(one.title));
    if (one.has_minimum != 0) parameter.minimum = one.minimum;
    if (one.has_maximum != 0) parameter.maximum = one.maximum;
    OPORA_ASSIGN(parameter.choices, read_texts(one.choices, one.choice_count));
    OPORA_ASSIGN(parameter.unit, read_text(one.unit));
    OPORA_ASSIGN(parameter.valid_from, read_text(one.valid_from));
    OPORA_ASSIGN(parameter.valid_to, read_text(one.valid_to));
    parameters.push_back(std::move(parameter));
  }
  // The declared values keep to their own rules.
  std::map<std::string, std::string> declared;
  for (const Parameter& parameter : parameters) declared[parameter.name] = parameter.value;
  if (declared.size() != parameters.size()) return misuse(tr("two parameters have the same name"));
  return with_values(std::move(parameters), declared);
}

Result<std::vector<std::string>> read_inputs(const opora_text* given, std::uint64_t count) {
  OPORA_ASSIGN(std::vector<std::string> inputs, read_texts(given, count));
  for (const std::string& input : inputs)
    if (std::find(input_names().begin(), input_names().end(), input) == input_names().end())
      return make_error("LUA-032", tr_format("there is no dataset '{0}'", input), tr_format("there are: {0}", fmt::join(input_names(), ", ")));
  return inputs;
}

Diagnostic bad_description(const Extension& extension, const Diagnostic& reason) {
  Diagnostic error = make_error("ABI-009", tr_format("the description of \"{0}\" is not in order", extension.id), reason.help);
  error.reason = reason.message;
  error.spans.push_back({extension.origin, {}, 0, {}, {}, {}});
  return error;
}

IndicatorSource indicators_of(FactSource& facts, const RunContext& context) { return source(facts, context, 0); }

std::string territory_of(const RunContext& context) {
  for (const Condition& condition : context.territory)
    if (const auto* text = std::get_if<std::string>(&condition.operand)) return *text;
  return {};
}

opora_run run_of(const RunContext& context, const std::string& territory) {
  return {sizeof(opora_run), context.year, context.threads, 0, {territory.data(), territory.size()}};
}

}  // namespace opora
