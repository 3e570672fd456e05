#include <cmath>
#include <optional>

#include "base/messages.h"
#include "frame/group_values.h"
#include "frame/kernels.h"

namespace opora {
namespace {

// Floor division and modulo as in Lua: the remainder has the sign of the divisor.
std::optional<std::int64_t> whole_result(std::int64_t a, Arithmetic op, std::int64_t b) {
  std::int64_t result = 0;
  switch (op) {
    case Arithmetic::kAdd: return __builtin_add_overflow(a, b, &result) ? std::nullopt : std::optional(result);
    case Arithmetic::kSubtract: return __builtin_sub_overflow(a, b, &result) ? std::nullopt : std::optional(result);
    case Arithmetic::kMultiply: return __builtin_mul_overflow(a, b, &result) ? std::nullopt : std::optional(result);
    case Arithmetic::kFloorDivide:
      if (b == 0 || (b == -1 && a == std::numeric_limits<std::int64_t>::min())) return std::nullopt;
      return a / b - (a % b != 0 && (a % b < 0) != (b < 0));
    case Arithmetic::kModulo:
      if (b == 0) return std::nullopt;
      if (b == -1) return 0;  // the machine's division would overflow for the smallest number
      return a % b + (a % b != 0 && (a % b < 0) != (b < 0) ? b : 0);
    case Arithmetic::kDivide: break;
  }
  return std::nullopt;
}

std::optional<double> real_result(double a, Arithmetic op, double b) {
  switch (op) {
    case Arithmetic::kAdd: return a + b;
    case Arithmetic::kSubtract: return a - b;
    case Arithmetic::kMultiply: return a * b;
    case Arithmetic::kDivide: return b == 0 ? std::nullopt : std::optional(a / b);
    case Arithmetic::kFloorDivide: return b == 0 ? std::nullopt : std::optional(std::floor(a / b));
    case Arithmetic::kModulo: break;
  }
  if (b == 0) return std::nullopt;
  const double rest = std::fmod(a, b);
  return rest != 0 && (rest < 0) != (b < 0) ? rest + b : rest;
}

// compute(row of a, row of b) for the rows where both have a value.
template <class T, class Compute>
Cells<T> row_by_row(const Column& a, const Column& b, Compute compute) {
  const std::size_t rows = static_cast<std::size_t>(a.size() == 1 ? b.size() : a.size());
  Cells<T> cells(rows);
  const std::int64_t step_a = a.size() == 1 ? 0 : 1, step_b = b.size() == 1 ? 0 : 1;
  for (std::size_t row = 0; row < rows; ++row) {
    const std::int64_t i = static_cast<std::int64_t>(row) * step_a, j = static_cast<std::int64_t>(row) * step_b;
    if (a.valid(i) && b.valid(j)) cells.set(row, compute(i, j));
  }
  return cells;
}

}  // namespace

Result<Column> arithmetic(const Column& a, Arithmetic op, const Column& b) {
  for (const Column* column : {&a, &b})
    if (!is_number(column->type()))
      return make_error("FRAME-002", tr_format("a column of {0} is used in a calculation", type_title(column->type())),
                        tr("calculate with columns of numbers"));
  if (a.size() != b.size() && a.size() != 1 && b.size() != 1)
    return make_error("FRAME-009", tr_format("a column of {0} rows is combined with one of {1} rows", a.size(), b.size()),
                      tr("combine columns of one table, or a column and a single value"));
  if (a.type() == ColumnType::kInt64 && b.type() == ColumnType::kInt64 && op != Arithmetic::kDivide) {
    const auto left = a.int64(), right = b.int64();
    const auto cells = row_by_row<std::int64_t>(a, b, [&](std::int64_t i, std::int64_t j) {
      return whole_result(left[static_cast<std::size_t>(i)], op, right[static_cast<std::size_t>(j)]);
    });
    return Column::of_int64(cells.value, cells.present);
  }
  const auto cells = row_by_row<double>(a, b, [&](std::int64_t i, std::int64_t j) {
    return real_result(a.number(i), op, b.number(j));
  });
  return Column::of_float64(cells.value, cells.present);
}

}  // namespace opora
