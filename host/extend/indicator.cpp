#include "extend/indicator.h"

#include <cmath>

#include "extend/extension_calls.h"
#include "extend/isolation.h"
#include "extend/lua_parameters.h"
#include "extend/lua_values.h"
#include "extend/service_values.h"

namespace opora {
namespace {

static_assert(static_cast<int>(ColumnType::kInt64) == OPORA_INT64 && static_cast<int>(ColumnType::kFloat64) == OPORA_FLOAT64 &&
              static_cast<int>(ColumnType::kText) == OPORA_TEXT_COLUMN && static_cast<int>(ColumnType::kDate) == OPORA_DATE);

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
  OPORA_ASSIGN(const std::vector<opora_output> outputs, read_structs(given.outputs, given.output_count));
  for (const opora_output& one : outputs) {
    OutputColumn output;
    OPORA_ASSIGN(output.name, read_text(one.name));
    OPORA_ASSIGN(output.type, read_choice(one.type, ColumnType::kDate, "type"));
    OPORA_ASSIGN(output.title, read_text(one.title));
    OPORA_ASSIGN(output.unit, read_text(one.unit));
    output.never_missing = one.never_missing != 0;
    if (one.has_minimum != 0) output.minimum = one.minimum;
    if (one.has_maximum != 0) output.maximum = one.maximum;
    info.outputs.push_back(std::move(output));
  }
  if (info.outputs.empty()) return misuse(tr("an indicator declares the columns it gives"));
  return info;
}

const char* words_of(ColumnType type) {
  switch (type) {
    case ColumnType::kInt64: return tr("whole numbers");
    case ColumnType::kFloat64: return tr("numbers");
    case ColumnType::kDate: return tr("dates");
    case ColumnType::kText: break;
  }
  return tr("texts");
}

Diagnostic broken_promise(const OutputColumn& output, std::string reason) {
  Diagnostic error = make_error("ABI-012", tr_format("the result does not keep to the declared column '{0}'", output.name),
                                tr("correct the indicator, or what it declares under outputs"));
  error.reason = std::move(reason);
  return error;
}

Status check_column(const Frame& frame, const OutputColumn& output) {
  const Column* column = frame.find(output.name);
  if (column == nullptr) return broken_promise(output, tr("there is no such column"));
  if (column->type() != output.type)
    return broken_promise(output, tr_format("it holds {0} instead of {1}", words_of(column->type()), words_of(output.type)));
  if (output.never_missing && column->null_count() > 0)
    return broken_promise(output, tr_count("{} row has no value", "{} rows have no value", column->null_count()));
  if (!output.minimum && !output.maximum) return {};
  for (std::int64_t row = 0; row < column->size(); ++row) {
    if (!column->valid(row)) continue;
    const double value = column->number(row);
    if ((output.minimum && value < *output.minimum) || (output.maximum && value > *output.maximum))
      return broken_promise(output, tr_format("row {0} holds {1}, which is out of range", row + 1, decimal_text(value)));
  }
  return {};
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

// The declared columns in the declared order; others are an error.
Result<Frame> keep_to(const IndicatorInfo& info, const Frame& frame) {
  std::vector<std::string> names;
  for (const OutputColumn& output : info.outputs) {
    OPORA_TRY(check_column(frame, output));
    names.push_back(output.name);
  }
  for (const std::string& name : frame.names())
    if (std::find(names.begin(), names.end(), name) == names.end())
      return make_error("ABI-012", tr_format("the result has a column '{0}' that the indicator does not declare", name),
                        tr("declare it under outputs, or leave it out with select"));
  return frame.select(names);
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
    Result<Frame> kept = keep_to(info_, found);
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
  Result<Frame> kept = frame != nullptr ? keep_to(info_, *frame)
                                        : Result<Frame>(misuse(tr("the indicator gave no frame of this call")));
  if (kept.ok()) return kept;
  return named(kept.take_error(), extension_);
}

}  // namespace opora
