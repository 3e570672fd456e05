#include "extend/outputs.h"

#include <algorithm>

#include "extend/lua_values.h"
#include "extend/service_values.h"

namespace opora {
namespace {

static_assert(static_cast<int>(ColumnType::kInt64) == OPORA_INT64 && static_cast<int>(ColumnType::kFloat64) == OPORA_FLOAT64 &&
              static_cast<int>(ColumnType::kText) == OPORA_TEXT_COLUMN && static_cast<int>(ColumnType::kDate) == OPORA_DATE);

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
                                tr("correct the extension, or what it declares under outputs"));
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

}  // namespace

Result<std::vector<OutputColumn>> read_outputs(const opora_output* given, std::uint64_t count) {
  OPORA_ASSIGN(const std::vector<opora_output> known, read_structs(given, count));
  std::vector<OutputColumn> outputs;
  for (const opora_output& one : known) {
    OutputColumn output;
    OPORA_ASSIGN(output.name, read_text(one.name));
    OPORA_ASSIGN(output.type, read_choice(one.type, ColumnType::kDate, "type"));
    OPORA_ASSIGN(output.title, read_text(one.title));
    OPORA_ASSIGN(output.unit, read_text(one.unit));
    output.never_missing = one.never_missing != 0;
    if (one.has_minimum != 0) output.minimum = one.minimum;
    if (one.has_maximum != 0) output.maximum = one.maximum;
    outputs.push_back(std::move(output));
  }
  return outputs;
}

Result<Frame> keep_to(const std::vector<OutputColumn>& outputs, const Frame& frame) {
  std::vector<std::string> names;
  for (const OutputColumn& output : outputs) {
    OPORA_TRY(check_column(frame, output));
    names.push_back(output.name);
  }
  for (const std::string& name : frame.names())
    if (std::find(names.begin(), names.end(), name) == names.end())
      return make_error("ABI-012", tr_format("the result has a column '{0}' that it does not declare", name),
                        tr("declare it under outputs, or leave it out with select"));
  return frame.select(names);
}

}  // namespace opora
