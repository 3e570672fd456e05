// How far two partitions of the same schools agree.
#pragma once

#include <algorithm>
#include <cstdint>
#include <span>
#include <vector>

namespace clusters {

// Adjusted Rand index (Hubert, Arabie 1985): 1 the same partition, 0 as much agreement as by chance, below 0 less. Labels are
// 0 or more and of equal number. 1 when both partitions are trivial (one cluster, or every point its own) and the same.
inline double adjusted_rand(std::span<const int> a, std::span<const int> b) {
  const auto count = [](std::span<const int> labels) {
    return labels.empty() ? std::size_t{0} : static_cast<std::size_t>(*std::max_element(labels.begin(), labels.end())) + 1;
  };
  const std::size_t rows = count(a), columns = count(b);
  std::vector<std::int64_t> cells(rows * columns), row(rows), column(columns);
  for (std::size_t i = 0; i < a.size(); ++i) {
    const auto r = static_cast<std::size_t>(a[i]), c = static_cast<std::size_t>(b[i]);
    ++cells[r * columns + c], ++row[r], ++column[c];
  }
  const auto pairs = [](const std::vector<std::int64_t>& counts) {
    std::int64_t sum = 0;
    for (const std::int64_t n : counts) sum += n * (n - 1) / 2;
    return static_cast<double>(sum);
  };
  const auto n = static_cast<double>(a.size());
  const double both = pairs(cells), first = pairs(row), second = pairs(column), all = n * (n - 1) / 2;
  const double chance = all > 0 ? first * second / all : 0, most = (first + second) / 2;
  return most == chance ? 1 : (both - chance) / (most - chance);
}

}  // namespace clusters
