// Random frames for property tests: every column type, few and many distinct values, missing values,
// and the doubles that break naive code (−0, NaN, infinities).
#pragma once

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>
#include <optional>
#include <random>
#include <string>
#include <variant>
#include <vector>

#include "frame/frame.h"

namespace opora::testing {

class RandomFrames {
 public:
  explicit RandomFrames(unsigned seed) : random_(seed) {}

  int below(int n) { return static_cast<int>(random_() % static_cast<unsigned>(n)); }
  bool chance(int percent) { return below(100) < percent; }

  // grade (int, few), score (int, few), wide (int, any), part (double), name, town (text), day (date),
  // row (int, the row's number).
  Frame frame(int rows, int missing_percent) {
    missing_ = missing_percent;
    std::vector<std::int64_t> numbers;
    for (int i = 0; i < rows; ++i) numbers.push_back(i);
    return Frame()
        .with("grade", integers(rows, [&] { return 4 + below(3); }))
        .with("score", integers(rows, [&] { return below(20); }))
        .with("wide", integers(rows, [&] { return wide(); }))
        .with("part", doubles(rows))
        .with("name", texts(rows, {"Ё", "а", "б", "яя", "школа 10", ""}))
        .with("town", texts(rows, {"Тула", "Тверь", "Орёл", "а"}))
        .with("day", dates(rows))
        .with("row", Column::of_int64(numbers));
  }

 private:
  std::vector<std::uint8_t> presence(int rows) {
    std::vector<std::uint8_t> valid;
    for (int i = 0; i < rows; ++i) valid.push_back(!chance(missing_));
    return valid;
  }
  std::int64_t wide() {
    constexpr std::int64_t kPool[] = {0, -1, 1, std::numeric_limits<std::int64_t>::max(), std::numeric_limits<std::int64_t>::min(),
                                      9007199254740993, -9007199254740993, 4611686018427387904};
    return chance(70) ? kPool[below(8)] : static_cast<std::int64_t>(random_());
  }
  template <class Value>
  Column integers(int rows, Value value) {
    std::vector<std::int64_t> values;
    for (int i = 0; i < rows; ++i) values.push_back(value());
    return Column::of_int64(values, presence(rows));
  }
  Column doubles(int rows) {
    const double pool[] = {0.0, -0.0, 1.5, -2.25, 1e15, 9007199254740992.0, 0.1, std::nan(""), -7};
    std::vector<double> values;
    for (int i = 0; i < rows; ++i) values.push_back(chance(80) ? pool[below(9)] : below(1000) / 7.0);
    return Column::of_float64(values, presence(rows));
  }
  Column texts(int rows, const std::vector<std::string>& pool) {
    std::vector<std::string> values;
    for (int i = 0; i < rows; ++i) values.push_back(pool[static_cast<std::size_t>(below(static_cast<int>(pool.size())))]);
    return Column::of_text(values, presence(rows));
  }
  Column dates(int rows) {
    std::vector<std::int32_t> days;
    for (int i = 0; i < rows; ++i) days.push_back(18600 + below(5));
    return Column::of_dates(days, presence(rows));
  }

  std::mt19937 random_;
  int missing_ = 0;
};

// A cell as a value that orders as the kernels promise: numbers, texts by bytes, missing last.
using Value = std::variant<long double, std::string>;
using Cell = std::optional<Value>;

inline Cell cell(const Column& column, std::int64_t row) {
  const auto i = static_cast<std::size_t>(row);
  if (!column.valid(row)) return std::nullopt;
  switch (column.type()) {
    case ColumnType::kInt64: return static_cast<long double>(column.int64()[i]);
    case ColumnType::kFloat64:
      if (std::isnan(column.float64()[i])) return std::nullopt;
      return static_cast<long double>(column.float64()[i]) + 0.0L;
    case ColumnType::kText: return std::string(column.text(row));
    case ColumnType::kDate: return static_cast<long double>(column.days()[i]);
  }
  return std::nullopt;
}

struct MissingLast {
  bool operator()(const Cell& a, const Cell& b) const { return a.has_value() != b.has_value() ? a.has_value() : a < b; }
  bool operator()(const std::vector<Cell>& a, const std::vector<Cell>& b) const {
    return std::lexicographical_compare(a.begin(), a.end(), b.begin(), b.end(), *this);
  }
};

inline std::vector<Cell> cells_of_row(const Frame& frame, const std::vector<std::string>& names, std::int64_t row) {
  std::vector<Cell> cells;
  for (const std::string& name : names) cells.push_back(cell(*frame.find(name), row));
  return cells;
}

inline std::vector<Cell> cells_of(const Column& column) {
  std::vector<Cell> cells;
  for (std::int64_t row = 0; row < column.size(); ++row) cells.push_back(cell(column, row));
  return cells;
}

// Same type, same missing rows, same bytes of values (texts by text, so that dictionaries may differ).
inline bool same_bits(const Column& a, const Column& b) {
  if (a.type() != b.type() || a.size() != b.size() || a.null_count() != b.null_count()) return false;
  const auto n = static_cast<std::size_t>(a.size());
  for (std::int64_t row = 0; row < a.size(); ++row)
    if (a.valid(row) != b.valid(row)) return false;
  const auto equal = [n](auto x, auto y) { return n == 0 || std::memcmp(x.data(), y.data(), x.size_bytes()) == 0; };
  if (a.type() == ColumnType::kInt64) return equal(a.int64(), b.int64());
  if (a.type() == ColumnType::kFloat64) return equal(a.float64(), b.float64());
  if (a.type() == ColumnType::kDate) return equal(a.days(), b.days());
  for (std::int64_t row = 0; row < a.size(); ++row)
    if (a.valid(row) && a.text(row) != b.text(row)) return false;
  return true;
}

inline bool same_bits(const Frame& a, const Frame& b) {
  if (a.names() != b.names()) return false;
  for (std::size_t i = 0; i < a.width(); ++i)
    if (!same_bits(a.column_at(i), b.column_at(i))) return false;
  return true;
}

}  // namespace opora::testing
