#include "extend/indicator.h"

#include "extend/extension_calls.h"
#include "extend/isolation.h"
#include "extend/lua_parameters.h"
#include "extend/service_values.h"

namespace opora {
namespace {

Result<IndicatorInfo> read_info(const Extension& extension, const opora_indicator_kind& kind) {
  if (kind.describe == nullptr || kind.compute == nullptr) return misuse(tr("the table of the kind has no functions"));
  OPORA_ASSIGN(const opora_indicator_info given, read_struct(kind.describe(kind.self, extension.index)));
  IndicatorInfo info;
  OPORA_ASSIGN(info.id, read_text(given.id));
  OPORA_ASSIGN(info.title, read_text(given.title));
  if (info.id.empty()) return misuse(tr("the id of an indicator is not empty"));
  OPORA_ASSIGN(info.inputs, read_inputs(given.inputs, given.input_count));
  OPORA_ASSIGN(info.parameters, read_parameters(given.parameters, given.parameter_count));
  OPORA_ASSIGN(info.grounds, read_grounds(given));
  OPORA_ASSIGN(info.outputs, read_outputs(given.outputs, given.output_count));
  if (info.outputs.empty()) return misuse(tr("an indicator declares the columns it gives"));
  return info;
}

Diagnostic named(Diagnostic error, const Extension& extension) {
  error.spans.push_back({extension.origin, {}, 0, {}, {}, {}});
  return error;
}

Result<IndicatorInfo> described(const Extension& extension) {
  if (extension.isolated) {
    const ReportedExtension* known = extension.isolated->report.find(extension.kind, extension.id);
    if (known == nullptr || !known->indicator) return bad_description(extension, misuse(tr("the plugin does not describe it")));
    return *known->indicator;
  }
  const auto kind = read_struct(static_cast<const opora_indicator_kind*>(extension.table));
  if (!kind.ok()) return bad_description(extension, kind.error());
  auto info = read_info(extension, *kind);
  if (!info.ok()) return bad_description(extension, info.error());
  return info;
}

}  // namespace

Result<std::unique_ptr<Indicator>> Indicator::of(const Extension& extension) {
  OPORA_ASSIGN(IndicatorInfo info, described(extension));
  Result<std::vector<Parameter>> of_pack = with_values(std::move(info.parameters), extension.parameters);
  if (!of_pack.ok()) return named(of_pack.take_error(), extension);
  info.parameters = *std::move(of_pack);
  return std::unique_ptr<Indicator>(new Indicator(extension, std::move(info)));
}

Result<Frame> Indicator::compute_on(FactSource& facts, const RunContext& context, const std::map<std::string, std::string>& parameters) const {
  return compute_on(facts, context, parameters, indicators_of(facts, context));
}

Result<Frame> Indicator::compute_on(FactSource& facts, const RunContext& context, const std::map<std::string, std::string>& parameters,
                                    const Others& others) const {
  OPORA_ASSIGN(const std::vector<Parameter> values, with_values(info_.parameters, parameters));
  if (extension_.isolated) {
    std::map<std::string, std::string> all = parameters;
    all.insert(extension_.parameters.begin(), extension_.parameters.end());
    OPORA_ASSIGN(const Frame found, compute_isolated(extension_, context, all));
    Result<Frame> kept = keep_to(info_.outputs, found);
    return kept.ok() ? std::move(kept) : Result<Frame>(named(kept.take_error(), extension_));
  }
  OPORA_ASSIGN(const opora_indicator_kind kind, read_struct(static_cast<const opora_indicator_kind*>(extension_.table)));
  const std::string territory = territory_of(context);
  const opora_run run = run_of(context, territory);
  opora_call call({extension_.origin, &facts, context.year, context.threads, &info_.inputs, &values, context.cancelled, nullptr, {}, {},
                   others});
  const opora_frame* result = nullptr;
  const opora_status status = with_instance(kind, extension_.index, call, [&](void* instance) {
    return kind.compute(kind.self, extension_.index, instance, &call, &run, &result);
  });
  OPORA_TRY(call.ended(status));
  if (context.warnings != nullptr) context.warnings->add(extension_.origin, call.warnings());
  const Frame* frame = call.frame(result);
  Result<Frame> kept = frame != nullptr ? keep_to(info_.outputs, *frame)
                                        : Result<Frame>(misuse(tr("the indicator gave no frame of this call")));
  if (kept.ok()) return kept;
  return named(kept.take_error(), extension_);
}

}  // namespace opora
