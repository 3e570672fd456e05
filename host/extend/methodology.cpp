#include "extend/methodology.h"

#include "extend/extension_calls.h"
#include "extend/isolation.h"
#include "extend/lua_parameters.h"
#include "extend/service_values.h"

namespace opora {
namespace {

Result<MethodologyInfo> read_info(const Extension& extension, const opora_methodology_kind& kind) {
  if (kind.describe == nullptr || kind.decide == nullptr) return misuse(tr("the table of the kind has no functions"));
  OPORA_ASSIGN(const opora_methodology_info given, read_struct(kind.describe(kind.self, extension.index)));
  MethodologyInfo info;
  OPORA_ASSIGN(info.id, read_text(given.id));
  OPORA_ASSIGN(info.category, read_text(given.category));
  OPORA_ASSIGN(info.title, read_text(given.title));
  if (info.id.empty() || info.category.empty()) return misuse(tr("id and category of a methodology are not empty"));
  OPORA_ASSIGN(info.inputs, read_inputs(given.inputs, given.input_count));
  OPORA_ASSIGN(info.parameters, read_parameters(given.parameters, given.parameter_count));
  OPORA_ASSIGN(info.grounds, read_grounds(given));
  static constexpr const char* kEach[] = {"", "region", "municipality"};
  if (given.each < 0 || given.each > OPORA_EACH_MUNICIPALITY) return misuse(tr_format("{0} is no value of '{1}'", given.each, "each"));
  info.each = kEach[given.each];
  return info;
}

}  // namespace

Result<std::unique_ptr<Methodology>> Methodology::of(const Extension& extension) {
  if (extension.isolated) {
    const ReportedExtension* known = extension.isolated->report.find(extension.kind, extension.id);
    if (known == nullptr || !known->methodology) return bad_description(extension, misuse(tr("the plugin does not describe it")));
    return std::unique_ptr<Methodology>(new Methodology(extension, *known->methodology));
  }
  const auto kind = read_struct(static_cast<const opora_methodology_kind*>(extension.table));
  if (!kind.ok()) return bad_description(extension, kind.error());
  auto info = read_info(extension, *kind);
  if (!info.ok()) return bad_description(extension, info.error());
  return std::unique_ptr<Methodology>(new Methodology(extension, *std::move(info)));
}

Result<DecisionSet> Methodology::run(const RunContext& context, const std::map<std::string, std::string>& parameters) const {
  const std::unique_ptr<FactSource> facts = facts_of(*context.store, context.territory, context.shared);
  return run_on(*facts, context, parameters);
}

Result<DecisionSet> Methodology::run_on(FactSource& facts, const RunContext& context,
                                        const std::map<std::string, std::string>& parameters) const {
  OPORA_ASSIGN(const std::vector<Parameter> values, with_values(info_.parameters, parameters));
  if (extension_.isolated) return decide_isolated(extension_, context, parameters);
  OPORA_ASSIGN(const opora_methodology_kind kind, read_struct(static_cast<const opora_methodology_kind*>(extension_.table)));
  const std::string territory = territory_of(context);
  const opora_run run = run_of(context, territory);
  Verdicts verdicts(info_.id);
  opora_call call({extension_.origin, &facts, context.year, context.threads, &info_.inputs, &values, context.cancelled, &verdicts,
                   info_.category, info_.title, indicators_of(facts, context)});
  const opora_status status = with_instance(kind, extension_.index, call, [&](void* instance) {
    return kind.decide(kind.self, extension_.index, instance, &call, &run);
  });
  OPORA_TRY(call.ended(status));
  if (context.warnings != nullptr) context.warnings->add(extension_.origin, call.warnings());
  if (verdicts.empty()) call.scope.own_category();  // a list without a school is still a list
  Result<DecisionSet> decisions = verdicts.finish();
  if (decisions.ok()) return decisions;
  Diagnostic error = decisions.take_error();
  error.spans.push_back({extension_.origin, {}, 0, {}, {}, {}});
  return error;
}

}  // namespace opora
