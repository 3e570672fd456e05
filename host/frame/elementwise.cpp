#include "frame/elementwise.h"

#include <cmath>

#include "base/messages.h"

namespace opora {
namespace {

template <class F>
Column to_numbers(const Column& column, F&& f) {
  std::vector<double> values(static_cast<std::size_t>(column.size()));
  std::vector<std::uint8_t> valid(values.size());
  for (std::int64_t row = 0; row < column.size(); ++row) {
    const auto i = static_cast<std::size_t>(row);
    if (!column.valid(row)) continue;
    values[i] = f(column.number(row));
    valid[i] = std::isfinite(values[i]);
    if (valid[i] == 0) values[i] = 0;
  }
  return Column::of_float64(values, valid);
}

// Whole numbers stay as they are.
template <class F>
Column to_whole(const Column& column, F&& f) {
  if (column.type() == ColumnType::kInt64) return column;
  std::vector<std::int64_t> values(static_cast<std::size_t>(column.size()));
  std::vector<std::uint8_t> valid(values.size());
  for (std::int64_t row = 0; row < column.size(); ++row) {
    const auto i = static_cast<std::size_t>(row);
    const double x = f(column.number(row));
    valid[i] = column.valid(row) && std::abs(x) < 0x1p63;
    if (valid[i] != 0) values[i] = static_cast<std::int64_t>(x);
  }
  return Column::of_int64(values, valid);
}

Column absolute(const Column& column) {
  if (column.type() != ColumnType::kInt64) return to_numbers(column, [](double x) { return std::abs(x); });
  std::vector<std::int64_t> values(column.int64().begin(), column.int64().end());
  std::vector<std::uint8_t> valid(values.size());
  for (std::size_t i = 0; i < values.size(); ++i) {
    valid[i] = column.valid(static_cast<std::int64_t>(i)) && values[i] != INT64_MIN;
    if (valid[i] != 0) values[i] = std::abs(values[i]);
  }
  return Column::of_int64(values, valid);
}

}  // namespace

Result<Column> elementwise(const Column& column, Elementwise function) {
  if (column.type() == ColumnType::kText || column.type() == ColumnType::kDate)
    return make_error("FRAME-002", tr("a function of numbers was asked of a column of texts or dates"));
  switch (function) {
    case Elementwise::kSquareRoot: return to_numbers(column, [](double x) { return std::sqrt(x); });
    case Elementwise::kLogarithm: return to_numbers(column, [](double x) { return std::log(x); });
    case Elementwise::kFloor: return to_whole(column, [](double x) { return std::floor(x); });
    case Elementwise::kRound: return to_whole(column, [](double x) { return std::floor(x + 0.5); });
    case Elementwise::kAbsolute: break;
  }
  return absolute(column);
}

}  // namespace opora
