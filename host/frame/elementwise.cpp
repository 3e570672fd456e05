#include "frame/elementwise.h"

#include <cmath>

#include "base/messages.h"

namespace opora {
namespace {

template <class F>
Column to_numbers(const Column& column, F&& f) {
  ColumnValues<double> values(static_cast<std::size_t>(column.size()));
  std::vector<std::uint8_t> valid(values.size());
  for (std::int64_t row = 0; row < column.size(); ++row) {
    const auto i = static_cast<std::size_t>(row);
    values[i] = f(column.number(row));
    valid[i] = column.valid(row) && std::isfinite(values[i]);
  }
  return Column::of_float64(std::move(values), valid);
}

// Whole numbers stay as they are.
template <class F>
Column to_whole(const Column& column, F&& f) {
  if (column.type() == ColumnType::kInt64) return column;
  ColumnValues<std::int64_t> values(static_cast<std::size_t>(column.size()));
  std::vector<std::uint8_t> valid(values.size());
  for (std::int64_t row = 0; row < column.size(); ++row) {
    const auto i = static_cast<std::size_t>(row);
    const double x = f(column.number(row));
    valid[i] = column.valid(row) && std::abs(x) < 0x1p63;
    values[i] = valid[i] != 0 ? static_cast<std::int64_t>(x) : 0;
  }
  return Column::of_int64(std::move(values), valid);
}

Column absolute(const Column& column) {
  if (column.type() != ColumnType::kInt64) return to_numbers(column, [](double x) { return std::abs(x); });
  ColumnValues<std::int64_t> values(static_cast<std::size_t>(column.size()));
  std::vector<std::uint8_t> valid(values.size());
  for (std::size_t i = 0; i < values.size(); ++i) {
    const std::int64_t value = column.int64()[i];
    valid[i] = column.valid(static_cast<std::int64_t>(i)) && value != INT64_MIN;
    values[i] = valid[i] != 0 ? std::abs(value) : 0;
  }
  return Column::of_int64(std::move(values), valid);
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
