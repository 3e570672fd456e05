// A partition of points into clusters: labels, centres, sizes; and the order in which clusters are numbered.
#pragma once

#include <algorithm>
#include <numeric>

#include "points.h"

namespace clusters {

struct Partition {
  std::vector<int> labels;  // 0 … k − 1, of every point
  Points centres;           // k × d means
  std::vector<std::size_t> sizes;
  double within = 0;  // sum of squared distances to the own centre

  std::size_t k() const { return centres.n; }
};

// Centres and sizes that follow from labels; clusters without points are dropped, the others keep their order.
inline Partition partition_of(const Points& points, std::vector<int> labels) {
  const int most = labels.empty() ? -1 : *std::max_element(labels.begin(), labels.end());
  std::vector<int> number(static_cast<std::size_t>(most + 1), -1);
  for (const int label : labels) number[static_cast<std::size_t>(label)] = 0;
  int k = 0;
  for (int& one : number)
    if (one == 0) one = k++;
  Partition made{std::move(labels), Points(static_cast<std::size_t>(k), points.d), std::vector<std::size_t>(static_cast<std::size_t>(k), 0), 0};
  for (std::size_t i = 0; i < points.n; ++i) {
    made.labels[i] = number[static_cast<std::size_t>(made.labels[i])];
    const auto own = static_cast<std::size_t>(made.labels[i]);
    ++made.sizes[own];
    for (std::size_t j = 0; j < points.d; ++j) made.centres.row(own)[j] += points.row(i)[j];
  }
  for (std::size_t c = 0; c < made.k(); ++c)
    for (std::size_t j = 0; j < points.d; ++j) made.centres.row(c)[j] /= static_cast<double>(made.sizes[c]);
  for (std::size_t i = 0; i < points.n; ++i)
    made.within += squared_distance(points.row(i), made.centres.row(static_cast<std::size_t>(made.labels[i])), points.d);
  return made;
}

enum class ClusterOrder { kFirstItem, kSize };

// Old number by new number. kFirstItem: ascending mean of the first item, then of the second, …; kSize: the largest first,
// then as kFirstItem. So numbers depend neither on the random start nor on the order of rows.
inline std::vector<std::size_t> order_of(const Partition& partition, ClusterOrder by) {
  std::vector<std::size_t> order(partition.k());
  std::iota(order.begin(), order.end(), std::size_t{0});
  const std::size_t d = partition.centres.d;
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    if (by == ClusterOrder::kSize && partition.sizes[a] != partition.sizes[b]) return partition.sizes[a] > partition.sizes[b];
    const double *one = partition.centres.row(a), *other = partition.centres.row(b);
    return std::lexicographical_compare(one, one + d, other, other + d);
  });
  return order;
}

inline Partition reordered(const Partition& partition, std::span<const std::size_t> order) {
  Partition made = partition;
  std::vector<int> number(order.size());
  for (std::size_t c = 0; c < order.size(); ++c) {
    number[order[c]] = static_cast<int>(c);
    made.sizes[c] = partition.sizes[order[c]];
    std::copy_n(partition.centres.row(order[c]), partition.centres.d, made.centres.row(c));
  }
  for (int& label : made.labels) label = number[static_cast<std::size_t>(label)];
  return made;
}

}  // namespace clusters
