#include "store/scan_keys.h"

#include <algorithm>
#include <bit>
#include <map>
#include <numeric>

namespace opora {
namespace {

// Rank of each row's value, missing last; columns of segments and schools are text or whole numbers.
std::vector<std::uint32_t> ranks_of(const Column& column, std::uint32_t& count) {
  const auto n = static_cast<std::size_t>(column.size());
  const bool text = column.type() == ColumnType::kText;
  const auto value = [&](std::size_t i) { return text ? std::int64_t{column.codes()[i]} : column.int64()[i]; };
  std::vector<std::int64_t> values;
  for (std::size_t i = 0; i < n; ++i)
    if (column.valid(static_cast<std::int64_t>(i))) values.push_back(value(i));
  std::sort(values.begin(), values.end());
  values.erase(std::unique(values.begin(), values.end()), values.end());
  std::vector<std::uint32_t> ranks(n, static_cast<std::uint32_t>(values.size()));
  for (std::size_t i = 0; i < n; ++i)
    if (column.valid(static_cast<std::int64_t>(i)))
      ranks[i] = static_cast<std::uint32_t>(std::lower_bound(values.begin(), values.end(), value(i)) - values.begin());
  count = static_cast<std::uint32_t>(values.size()) + 1;
  return ranks;
}

void sort_by_digit(std::vector<std::uint32_t>& order, std::vector<std::uint32_t>& spare, const std::vector<std::uint64_t>& keys, int shift) {
  constexpr std::size_t kDigits = 1 << 11;
  std::vector<std::uint32_t> place(kDigits + 1, 0);
  const auto digit = [&](std::uint32_t i) { return (keys[i] >> shift) & (kDigits - 1); };
  for (const std::uint32_t i : order) ++place[digit(i) + 1];
  std::partial_sum(place.begin(), place.end(), place.begin());
  for (const std::uint32_t i : order) spare[place[digit(i)]++] = i;
  order.swap(spare);
}

}  // namespace

ScanKeys scan_keys(const Frame& frame, const std::vector<std::string>& columns) {
  ScanKeys keys;
  const auto n = static_cast<std::size_t>(frame.rows());
  std::vector<std::vector<std::uint32_t>> ranks;
  for (const std::string& name : columns) {
    keys.rank_count.push_back(0);
    ranks.push_back(ranks_of(*frame.find(name), keys.rank_count.back()));
  }
  std::map<std::vector<std::uint32_t>, std::uint32_t> numbers;
  keys.ranks.resize(columns.size());
  for (std::size_t i = 0; i < n; ++i) {
    std::vector<std::uint32_t> value;
    for (const auto& rank : ranks) value.push_back(rank[i]);
    const auto [it, added] = numbers.emplace(value, static_cast<std::uint32_t>(keys.row.size()));
    keys.number.push_back(it->second);
    if (!added) continue;
    keys.row.push_back(static_cast<std::int64_t>(i));
    for (std::size_t c = 0; c < value.size(); ++c) keys.ranks[c].push_back(value[c]);
  }
  return keys;
}

std::vector<std::uint32_t> order_of_groups(const std::function<void(std::size_t, std::span<std::uint32_t>)>& ranks_of,
                                           const std::vector<std::uint32_t>& rank_count, std::size_t groups) {
  std::vector<std::uint32_t> order(groups), spare(groups);
  std::iota(order.begin(), order.end(), 0);
  std::vector<std::uint64_t> keys(groups, 0);
  // Ranks side by side in 64 bits, from the last column; when they are full, sort and start again.
  int used = 0;
  const auto sort_used = [&] {
    for (int shift = 0; shift < used; shift += 11) sort_by_digit(order, spare, keys, shift);
    std::fill(keys.begin(), keys.end(), 0);
    used = 0;
  };
  for (std::size_t c = rank_count.size(); c-- > 0;) {
    const int bits = std::bit_width(rank_count[c] - 1u);
    if (used + bits > 64) sort_used();
    ranks_of(c, spare);  // free between two sorts
    for (std::size_t i = 0; i < groups; ++i) keys[i] |= std::uint64_t{spare[i]} << used;
    used += bits;
  }
  sort_used();
  return order;
}

}  // namespace opora
