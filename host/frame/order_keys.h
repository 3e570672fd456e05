// Order keys: every value of a column as a 64-bit integer that sorts and compares as the value does.
//   kInt64 the value · kDate the day · kText the code · kFloat64 its bits, negatives mirrored
// 0 and -0 have one key; NaN has none and counts as missing. Kernels that group, rank, sort, compare
// or tally are written once, over keys.
#pragma once

#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>
#include <span>
#include <string>
#include <vector>

#include "base/result.h"
#include "frame/frame.h"

namespace opora {

inline std::int64_t order_key(std::int64_t value) { return value; }
inline std::int64_t order_key(std::int32_t value) { return value; }
inline std::int64_t order_key(double value) {
  const auto bits = std::bit_cast<std::int64_t>(value + 0.0);  // -0 becomes 0
  return bits >= 0 ? bits : bits ^ std::numeric_limits<std::int64_t>::max();
}
inline double double_of_key(std::int64_t key) {
  return std::bit_cast<double>(key >= 0 ? key : key ^ std::numeric_limits<std::int64_t>::max());
}

// The number behind a key of a kInt64 or kFloat64 column.
inline double number_of_key(ColumnType type, std::int64_t key) {
  return type == ColumnType::kFloat64 ? double_of_key(key) : static_cast<double>(key);
}

// Calls use(key, present) with two cheap functions of a row: its order key (meaningful only for
// present rows), and whether it has a value. One call for each column type keeps loops tight.
template <class Use>
decltype(auto) with_keys(const Column& column, Use&& use) {
  const auto by_presence = [&](auto key) -> decltype(auto) {
    if (column.null_count() == 0) return use(key, [](std::size_t) { return true; });
    return use(key, [&column](std::size_t row) { return column.valid(static_cast<std::int64_t>(row)); });
  };
  switch (column.type()) {
    case ColumnType::kInt64: return by_presence([values = column.int64()](std::size_t row) { return values[row]; });
    case ColumnType::kFloat64:
      return use([values = column.float64()](std::size_t row) { return order_key(values[row]); },
                 [&column, values = column.float64()](std::size_t row) {
                   return column.valid(static_cast<std::int64_t>(row)) && !std::isnan(values[row]);
                 });
    case ColumnType::kText:
    case ColumnType::kDate: break;
  }
  return by_presence([values = column.codes()](std::size_t row) { return order_key(values[row]); });
}

// A column of the type (and dictionary) of `like` from keys; `present` holds one byte a row.
Column column_of_keys(const Column& like, std::span<const std::int64_t> keys, std::span<const std::uint8_t> present);

// The value behind a key as people write it: digits, the text, or an ISO date.
std::string key_text(const Column& column, std::int64_t key);

// "whole numbers", "numbers", "texts", "dates": for messages, translated.
std::string type_title(ColumnType type);

inline bool is_number(ColumnType type) { return type == ColumnType::kInt64 || type == ColumnType::kFloat64; }

// The column, when it holds numbers; FRAME-001, FRAME-002.
Result<Column> number_column(const Frame& frame, const std::string& name);

}  // namespace opora
