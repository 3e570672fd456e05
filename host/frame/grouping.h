// Which rows belong together: dense, order-preserving codes of key columns, and the rows group by
// group. Groups ascend by key (missing last); rows of a group keep their order.
#pragma once

#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

#include "base/parallel.h"
#include "base/result.h"
#include "frame/frame.h"

namespace opora {

// Distinct 64-bit values, numbered in the order of first appearance.
class Interner {
 public:
  Interner();
  std::uint32_t intern(std::uint64_t value);
  static constexpr std::uint32_t kAbsent = UINT32_MAX;
  std::uint32_t find(std::uint64_t value) const;
  const std::vector<std::uint64_t>& values() const { return values_; }

 private:
  std::size_t slot_of(std::uint64_t value) const;
  void grow();

  std::vector<std::uint64_t> values_;
  std::vector<std::uint32_t> slots_;  // number + 1, 0 = free; the size is a power of two
};

// One code a row, below `range`; the order of codes is the order of keys, missing last.
struct DenseCodes {
  std::vector<std::uint32_t> of_row;
  std::uint64_t range = 1;
};

struct GroupKey {
  Column column;
  bool descending = false;
};
DenseCodes dense_codes(const std::vector<GroupKey>& keys, std::size_t rows);

struct Grouping {
  std::vector<std::uint32_t> order;   // rows by group; empty: the rows already stand in that order
  std::vector<std::uint32_t> starts;  // groups + 1 positions in `order`

  std::size_t size() const { return starts.size() - 1; }
  std::size_t rows_of(std::size_t group) const { return starts[group + 1] - starts[group]; }
  bool in_place() const { return order.empty(); }
  std::uint32_t row(std::uint32_t position) const { return in_place() ? position : order[position]; }

  // visit(row) for the rows of the group, in row order.
  template <class Visit>
  void each(std::size_t group, Visit&& visit) const {
    const std::size_t first = starts[group], last = starts[group + 1];
    if (in_place())
      for (std::size_t row = first; row < last; ++row) visit(row);
    else
      for (std::size_t i = first; i < last; ++i) visit(static_cast<std::size_t>(order[i]));
  }

  // work(first group, last group) for blocks of groups of about equal numbers of rows.
  template <class Work>
  void in_blocks(int threads, Work&& work) const;
};

Grouping group_by(const DenseCodes& codes);
Grouping one_group(std::size_t rows);

// The columns of `names`; FRAME-001. FRAME-006 for a frame with more rows than 32 bits can number.
Result<std::vector<GroupKey>> group_keys(const Frame& frame, const std::vector<std::string>& names);
Result<Grouping> group_rows(const Frame& frame, const std::vector<std::string>& names);

template <class Work>
void Grouping::in_blocks(int threads, Work&& work) const {
  constexpr std::size_t kRowsWorthAThread = 16384;
  const std::size_t rows = starts.back();
  const std::size_t wanted = static_cast<std::size_t>(std::max(threads, 1));
  const std::size_t workers = std::min(wanted, rows / kRowsWorthAThread + 1);
  if (workers == 1) return work(std::size_t{0}, size());
  const std::size_t blocks = workers * 8;
  const auto border = [&](std::size_t block) {
    if (block == blocks) return size();
    const auto position = std::lower_bound(starts.begin(), starts.end() - 1, rows * block / blocks) - starts.begin();
    return static_cast<std::size_t>(position);
  };
  parallel_for(blocks, static_cast<int>(workers), [&](std::size_t block) { work(border(block), border(block + 1)); });
}

}  // namespace opora
