// Row by row, in blocks that stay in the nearest cache: constants and converted numbers fill a block, and
// the loops over two blocks are simple enough for the compiler. What can go wrong in a row (overflow,
// division by zero, no number) is or-ed over the block and looked into only when something did.
#include <array>
#include <cmath>
#include <optional>

#include "base/messages.h"
#include "frame/kernels.h"
#include "frame/order_keys.h"

namespace opora {
namespace {

constexpr std::size_t kBlock = 512;

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

double real_modulo(double a, double b) {
  const double rest = std::fmod(a, b);
  return rest != 0 && (rest < 0) != (b < 0) ? rest + b : rest;
}

// Floor of the quotient of whole numbers below 2^52 with b != 0, by one division of doubles. It is exact:
// a quotient that is not whole differs from the next whole number k by at least 1/|b|, while rounding
// moves it by less than |k|·2^-53, and |k|·|b| ≤ |a| + |b| < 2^53.
std::int64_t small_floor_quotient(std::int64_t a, std::int64_t b) {
  const double quotient = static_cast<double>(a) / static_cast<double>(b);
  const auto whole = static_cast<std::int64_t>(quotient);
  return whole - (static_cast<double>(whole) > quotient);
}

bool all_small(const std::int64_t* a, const std::int64_t* b, std::size_t n) {
  constexpr std::uint64_t kHalf = std::uint64_t{1} << 52;
  std::uint64_t high = 0;
  for (std::size_t i = 0; i < n; ++i)
    high |= (static_cast<std::uint64_t>(a[i]) + kHalf - 1) | (static_cast<std::uint64_t>(b[i]) + kHalf - 1);
  return high < 2 * kHalf;
}

// Results of one block; false when a row may have none: then each of them has to be asked for.
bool whole_block(const std::int64_t* a, Arithmetic op, const std::int64_t* b, std::size_t n, std::int64_t* out) {
  bool bad = false;
  switch (op) {
    case Arithmetic::kAdd:
      for (std::size_t i = 0; i < n; ++i) bad |= __builtin_add_overflow(a[i], b[i], &out[i]);
      return !bad;
    case Arithmetic::kSubtract:
      for (std::size_t i = 0; i < n; ++i) bad |= __builtin_sub_overflow(a[i], b[i], &out[i]);
      return !bad;
    case Arithmetic::kMultiply:
      for (std::size_t i = 0; i < n; ++i) bad |= __builtin_mul_overflow(a[i], b[i], &out[i]);
      return !bad;
    default: return false;  // divisions have a way of their own
  }
}

// Floor division or modulo of small numbers. True where a divisor is 0; the result is then 0.
bool small_division(const std::int64_t* a, Arithmetic op, const std::int64_t* b, std::size_t n, std::int64_t* out) {
  const std::int64_t keeps_quotient = op == Arithmetic::kFloorDivide ? -1 : 0;
  bool by_zero = false;
  for (std::size_t i = 0; i < n; ++i) {
    const bool zero = b[i] == 0;
    const std::int64_t divisor = b[i] + zero;
    const std::int64_t quotient = small_floor_quotient(a[i], divisor);
    const std::int64_t rest = a[i] - quotient * divisor;
    out[i] = ((quotient & keeps_quotient) | (rest & ~keeps_quotient)) & (std::int64_t{zero} - 1);
    by_zero |= zero;
  }
  return by_zero;
}

void real_block(const double* a, Arithmetic op, const double* b, std::size_t n, double* out) {
  constexpr double kNone = std::numeric_limits<double>::quiet_NaN();
  switch (op) {
    case Arithmetic::kAdd:
      for (std::size_t i = 0; i < n; ++i) out[i] = a[i] + b[i];
      return;
    case Arithmetic::kSubtract:
      for (std::size_t i = 0; i < n; ++i) out[i] = a[i] - b[i];
      return;
    case Arithmetic::kMultiply:
      for (std::size_t i = 0; i < n; ++i) out[i] = a[i] * b[i];
      return;
    case Arithmetic::kDivide:
      for (std::size_t i = 0; i < n; ++i) out[i] = b[i] == 0 ? kNone : a[i] / b[i];
      return;
    case Arithmetic::kFloorDivide:
      for (std::size_t i = 0; i < n; ++i) out[i] = b[i] == 0 ? kNone : std::floor(a[i] / b[i]);
      return;
    case Arithmetic::kModulo:
      for (std::size_t i = 0; i < n; ++i) out[i] = b[i] == 0 ? kNone : real_modulo(a[i], b[i]);
      return;
  }
}

// The values of one side, block by block, as whole numbers or as doubles.
template <class T>
class Side {
 public:
  explicit Side(const Column& column) : column_(column) {
    if (column.size() == 1) block_.fill(value(0));
  }
  const T* block(std::size_t first, std::size_t n) {
    if (column_.size() == 1) return block_.data();
    if constexpr (std::is_same_v<T, std::int64_t>) return column_.int64().data() + first;
    if (column_.type() == ColumnType::kFloat64) return reinterpret_cast<const T*>(column_.float64().data() + first);
    for (std::size_t i = 0; i < n; ++i) block_[i] = value(first + i);
    return block_.data();
  }

 private:
  T value(std::size_t row) const {
    if constexpr (std::is_same_v<T, std::int64_t>) return column_.int64()[row];
    else return column_.type() == ColumnType::kInt64 ? static_cast<double>(column_.int64()[row]) : column_.float64()[row];
  }
  const Column& column_;
  std::array<T, kBlock> block_;
};

// Rows where both have a value; empty: all rows.
std::vector<std::uint8_t> present_in_both(const Column& a, const Column& b, std::size_t rows) {
  std::vector<std::uint8_t> present;
  for (const Column* column : {&a, &b}) {
    if (column->null_count() == 0) continue;
    present.resize(rows, 1);
    for (std::size_t row = 0; row < rows; ++row)
      present[row] &= static_cast<std::uint8_t>(column->valid(column->size() == 1 ? 0 : static_cast<std::int64_t>(row)));
  }
  return present;
}

template <class T, class Compute>
Column by_blocks(const Column& a, const Column& b, Compute compute) {
  const auto rows = static_cast<std::size_t>(a.size() == 1 ? b.size() : a.size());
  std::vector<std::uint8_t> present = present_in_both(a, b, rows);
  ColumnValues<T> values(rows);
  Side<T> left(a), right(b);
  for (std::size_t first = 0; first < rows; first += kBlock) {
    const std::size_t n = std::min(kBlock, rows - first);
    compute(left.block(first, n), right.block(first, n), n, values.data() + first, [&](std::size_t i) {
      if (present.empty()) present.resize(rows, 1);
      present[first + i] = 0;
    });
  }
  if constexpr (std::is_same_v<T, double>) return Column::of_float64(std::move(values), present);
  else return Column::of_int64(std::move(values), present);
}

Column whole_numbers(const Column& a, Arithmetic op, const Column& b) {
  using Values = const std::int64_t*;
  return by_blocks<std::int64_t>(a, b, [op](Values x, Values y, std::size_t n, std::int64_t* out, auto lacks) {
    const bool divides = op == Arithmetic::kFloorDivide || op == Arithmetic::kModulo;
    if (divides && all_small(x, y, n)) {
      const bool by_zero = small_division(x, op, y, n, out);
      for (std::size_t i = 0; i < n && by_zero; ++i)
        if (y[i] == 0) lacks(i);
      return;
    }
    if (whole_block(x, op, y, n, out)) return;
    for (std::size_t i = 0; i < n; ++i) {
      const auto result = whole_result(x[i], op, y[i]);
      out[i] = result.value_or(0);
      if (!result) lacks(i);
    }
  });
}

Column real_numbers(const Column& a, Arithmetic op, const Column& b) {
  using Values = const double*;
  return by_blocks<double>(a, b, [op](Values x, Values y, std::size_t n, double* out, auto lacks) {
    real_block(x, op, y, n, out);
    bool bad = false;
    for (std::size_t i = 0; i < n; ++i) bad |= std::isnan(out[i]);
    for (std::size_t i = 0; i < n && bad; ++i)
      if (std::isnan(out[i])) lacks(i);
  });
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
  const bool whole = a.type() == ColumnType::kInt64 && b.type() == ColumnType::kInt64 && op != Arithmetic::kDivide;
  return whole ? whole_numbers(a, op, b) : real_numbers(a, op, b);
}

}  // namespace opora
