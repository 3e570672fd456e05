// Values of some columns as one small number: which rows of a frame have equal values, and their order.
// The scan keys segments and schools so, and a group is a pair of such numbers.
#pragma once

#include <functional>
#include <span>
#include <vector>

#include "frame/frame.h"

namespace opora {

struct ScanKeys {
  std::vector<std::uint32_t> number;  // of each row of the frame
  std::vector<std::int64_t> row;      // of each number: a row that has its values
  // Of each number and column: place of the value in ascending order, missing last.
  std::vector<std::vector<std::uint32_t>> ranks;  // [column][number]
  std::vector<std::uint32_t> rank_count;          // of each column
  std::size_t size() const { return row.size(); }
};
ScanKeys scan_keys(const Frame& frame, const std::vector<std::string>& columns);

// Order of groups by their ranks: ranks_of(c, into) writes the rank of each group in column c, which
// rank_count[c] bounds. One column's ranks exist at a time.
std::vector<std::uint32_t> order_of_groups(const std::function<void(std::size_t, std::span<std::uint32_t>)>& ranks_of,
                                           const std::vector<std::uint32_t>& rank_count, std::size_t groups);

}  // namespace opora
