// Ward's hierarchy as R's hclust(dist(x), "ward.D2"): Lance–Williams updates of squared distances (Murtagh, Legendre 2014),
// merges found along chains of nearest neighbours (Murtagh 1983) in time n² and n²/2 numbers of memory.
#pragma once

#include <cmath>
#include <cstdint>
#include <limits>

#include "partition.h"

namespace clusters {

// Points are 0 … n − 1, the cluster made by step s is n + s.
struct Merge {
  std::size_t a = 0, b = 0;
  double height = 0;  // sqrt(2·|A||B|/(|A| + |B|))·distance of the means
  std::size_t size = 0;
};

// d(i, j) of i ≠ j, each pair once.
class PairDistances {
 public:
  explicit PairDistances(const Points& points) : n_(points.n), values_(n_ * (n_ - 1) / 2) {
    double* to = values_.data();
    for (std::size_t i = 0; i < n_; ++i)
      for (std::size_t j = i + 1; j < n_; ++j) *to++ = squared_distance(points.row(i), points.row(j), points.d);
  }
  double& operator()(std::size_t i, std::size_t j) { return i < j ? values_[at(i, j)] : values_[at(j, i)]; }

 private:
  std::size_t at(std::size_t i, std::size_t j) const { return i * n_ - i * (i + 1) / 2 + j - i - 1; }
  std::size_t n_;
  std::vector<double> values_;
};

namespace ward_steps {

// The slots of clusters that still stand, ascending.
using Slots = std::vector<std::size_t>;

struct Nearest {
  std::size_t slot;
  double distance;
};
// The one before in the chain wins a tie (so that chains end), then the lowest slot.
inline Nearest nearest_to(std::size_t from, const Slots& slots, PairDistances& distance, std::size_t before) {
  Nearest found{before, before == SIZE_MAX ? std::numeric_limits<double>::infinity() : distance(from, before)};
  for (const std::size_t slot : slots) {
    if (slot == from) continue;
    const double d = distance(from, slot);
    if (d < found.distance) found = {slot, d};
  }
  return found;
}

// d²(A∪B, C) = ((a + c)·d²(A, C) + (b + c)·d²(B, C) − c·d²(A, B)) / (a + b + c)
inline void merge_distances(std::size_t kept, std::size_t gone, const Slots& slots, const std::vector<double>& sizes, PairDistances& distance) {
  const double between = distance(kept, gone), a = sizes[kept], b = sizes[gone];
  for (const std::size_t slot : slots) {
    if (slot == kept || slot == gone) continue;
    const double c = sizes[slot];
    double& to = distance(kept, slot);
    to = ((a + c) * to + (b + c) * distance(gone, slot) - c * between) / (a + b + c);
  }
}

// Chains find merges out of order: sorts by height and names clusters by the step that made them.
inline std::vector<Merge> in_order(std::vector<Merge> merges, std::size_t n) {
  std::stable_sort(merges.begin(), merges.end(), [](const Merge& x, const Merge& y) { return x.height < y.height; });
  std::vector<std::size_t> parent(2 * n - 1);
  std::iota(parent.begin(), parent.end(), std::size_t{0});
  const auto top = [&](std::size_t of) {
    while (parent[of] != of) of = parent[of] = parent[parent[of]];
    return of;
  };
  for (std::size_t s = 0; s < merges.size(); ++s) {
    Merge& merge = merges[s];
    const std::size_t a = top(merge.a), b = top(merge.b);
    parent[a] = parent[b] = n + s;
    merge.a = std::min(a, b), merge.b = std::max(a, b);
  }
  return merges;
}

}  // namespace ward_steps

// n − 1 merges by ascending height. Needs at least one point.
inline std::vector<Merge> ward(const Points& points) {
  using namespace ward_steps;
  PairDistances distance(points);
  Slots slots(points.n), chain;
  std::iota(slots.begin(), slots.end(), std::size_t{0});
  std::vector<double> sizes(points.n, 1);
  std::vector<Merge> merges;
  while (slots.size() > 1) {
    if (chain.empty()) chain.push_back(slots.front());
    const std::size_t before = chain.size() > 1 ? chain[chain.size() - 2] : SIZE_MAX;
    const Nearest next = nearest_to(chain.back(), slots, distance, before);
    if (next.slot != before) {
      chain.push_back(next.slot);
      continue;
    }
    const std::size_t gone = std::max(chain.back(), before), kept = std::min(chain.back(), before);
    chain.resize(chain.size() - 2);
    merge_distances(kept, gone, slots, sizes, distance);
    slots.erase(std::lower_bound(slots.begin(), slots.end(), gone));
    sizes[kept] += sizes[gone];
    merges.push_back({kept, gone, std::sqrt(std::max(next.distance, 0.0)), static_cast<std::size_t>(sizes[kept])});
  }
  return in_order(std::move(merges), points.n);
}

// Labels of the tree with all but the last k − 1 merges done; clusters are numbered by their first point.
inline std::vector<int> cut(const std::vector<Merge>& merges, std::size_t k) {
  const std::size_t n = merges.size() + 1, done = n - std::min(std::max<std::size_t>(k, 1), n);
  std::vector<std::size_t> parent(n + done);
  std::iota(parent.begin(), parent.end(), std::size_t{0});
  for (std::size_t s = done; s-- > 0;) parent[merges[s].a] = parent[merges[s].b] = n + s;
  for (std::size_t of = n + done; of-- > 0;) parent[of] = parent[parent[of]];  // parents stand behind their parts
  std::vector<int> number(n + done, -1), labels(n);
  int found = 0;
  for (std::size_t i = 0; i < n; ++i) {
    int& own = number[parent[i]];
    if (own < 0) own = found++;
    labels[i] = own;
  }
  return labels;
}

}  // namespace clusters
