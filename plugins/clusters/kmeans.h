// k-means: k-means++ starts (Arthur, Vassilvitskii 2007), Lloyd's iterations, then Hartigan's check (Hartigan, Wong 1979):
// no single school may lower the sum of squares by changing its cluster. The best of several starts is kept.
// Uses + − × ÷ and comparisons alone: the same bits on every machine.
#pragma once

#include <array>
#include <cmath>
#include <limits>
#include <optional>

#include "partition.h"
#include "random.h"

namespace clusters {

struct KMeansOptions {
  std::size_t k = 2;
  int restarts = 20;
  std::uint64_t seed = 1;
  int iterations = 300;  // of Lloyd, of one start
};

// Squared distances from one point to all centres, four centres at a time. Centres stand by lanes: [block][item][lane].
class CentreLanes {
 public:
  static constexpr std::size_t kLanes = 4;
  explicit CentreLanes(const Points& centres)
      : d_(centres.d), blocks_((centres.n + kLanes - 1) / kLanes),
        values_(blocks_ * d_ * kLanes, std::numeric_limits<double>::infinity()), distances_(blocks_ * kLanes) {
    for (std::size_t c = 0; c < centres.n; ++c) set(c, centres.row(c));
  }
  void set(std::size_t c, const double* centre) {
    for (std::size_t j = 0; j < d_; ++j) values_[(c / kLanes * d_ + j) * kLanes + c % kLanes] = centre[j];
  }
  // Of the point to each centre; absent centres are infinitely far (unless there are no items).
  std::span<const double> distances(const double* point) {
    for (std::size_t b = 0; b < blocks_; ++b) {
      const double* block = values_.data() + b * d_ * kLanes;
      std::array<double, kLanes> sum{};
      for (std::size_t j = 0; j < d_; ++j)
        for (std::size_t l = 0; l < kLanes; ++l) {
          const double step = point[j] - block[j * kLanes + l];
          sum[l] += step * step;
        }
      std::copy(sum.begin(), sum.end(), distances_.begin() + static_cast<std::ptrdiff_t>(b * kLanes));
    }
    return distances_;
  }

 private:
  std::size_t d_, blocks_;
  std::vector<double> values_, distances_;
};

// Of equally near ones the first.
inline std::size_t nearest_of(std::span<const double> distances, std::size_t k) {
  std::size_t nearest = 0;
  for (std::size_t c = 1; c < k; ++c)
    if (distances[c] < distances[nearest]) nearest = c;
  return nearest;
}

// The first centre is any point, each further one a point drawn with probability ∝ squared distance to the nearest centre.
// Fewer than k when there are fewer different points.
inline Points spread_start(const Points& points, std::size_t k, Random& random) {
  std::vector<std::size_t> chosen = {random.below(points.n)};
  std::vector<double> distance(points.n, std::numeric_limits<double>::infinity());
  while (chosen.size() < k) {
    double total = 0;
    for (std::size_t i = 0; i < points.n; ++i) {
      distance[i] = std::min(distance[i], squared_distance(points.row(i), points.row(chosen.back()), points.d));
      total += distance[i];
    }
    if (total <= 0) break;
    double left = random.uniform() * total;
    std::size_t next = points.n;
    for (std::size_t i = 0; i < points.n && (next == points.n || left >= 0); ++i) {
      if (distance[i] <= 0) continue;
      next = i;  // the last possible one when rounding leaves a rest
      left -= distance[i];
    }
    chosen.push_back(next);
  }
  return chosen_rows(points, chosen);
}

// Assigns every point to its nearest centre. False: nothing changed.
inline bool assign_nearest(const Points& points, CentreLanes& lanes, std::size_t k, std::vector<int>& labels) {
  bool changed = false;
  for (std::size_t i = 0; i < points.n; ++i) {
    const auto nearest = static_cast<int>(nearest_of(lanes.distances(points.row(i)), k));
    changed |= nearest != labels[i];
    labels[i] = nearest;
  }
  return changed;
}

// The point that lies farthest from its own centre becomes a centre of its own, for every cluster that lost all points.
inline void refill_empty(const Points& points, Points& centres, std::vector<std::size_t>& sizes, std::vector<int>& labels) {
  for (std::size_t empty = 0; empty < centres.n; ++empty) {
    if (sizes[empty] > 0) continue;
    std::size_t farthest = 0;
    double most = -1;
    for (std::size_t i = 0; i < points.n; ++i) {
      const auto own = static_cast<std::size_t>(labels[i]);
      if (sizes[own] < 2) continue;
      const double distance = squared_distance(points.row(i), centres.row(own), points.d);
      if (distance > most) most = distance, farthest = i;
    }
    if (most < 0) return;
    --sizes[static_cast<std::size_t>(labels[farthest])], ++sizes[empty];
    labels[farthest] = static_cast<int>(empty);
    std::copy_n(points.row(farthest), points.d, centres.row(empty));
  }
}

inline void update_centres(const Points& points, const std::vector<int>& labels, Points& centres, std::vector<std::size_t>& sizes) {
  Points sums(centres.n, centres.d);
  sizes.assign(centres.n, 0);
  for (std::size_t i = 0; i < points.n; ++i) {
    const auto own = static_cast<std::size_t>(labels[i]);
    ++sizes[own];
    for (std::size_t j = 0; j < points.d; ++j) sums.row(own)[j] += points.row(i)[j];
  }
  for (std::size_t c = 0; c < centres.n; ++c)
    for (std::size_t j = 0; j < centres.d && sizes[c] > 0; ++j) centres.row(c)[j] = sums.row(c)[j] / static_cast<double>(sizes[c]);
}

// Lloyd's iterations from given centres until no label changes.
inline std::vector<int> lloyd(const Points& points, Points centres, int iterations) {
  std::vector<int> labels(points.n, -1);
  std::vector<std::size_t> sizes(centres.n);
  for (int step = 0; step < iterations; ++step) {
    CentreLanes lanes(centres);
    if (!assign_nearest(points, lanes, centres.n, labels)) break;
    update_centres(points, labels, centres, sizes);
    refill_empty(points, centres, sizes, labels);
  }
  return labels;
}

// Moves single points as long as one move lowers the sum of squares: leaving a cluster of a points at distance² D saves
// a/(a − 1)·D, joining one of b points costs b/(b + 1)·D. Savings that could be rounding are none.
inline void move_single_points(const Points& points, std::vector<int>& labels, std::size_t k) {
  Points centres(k, points.d);
  std::vector<std::size_t> sizes;
  update_centres(points, labels, centres, sizes);
  double within = 0;
  for (std::size_t i = 0; i < points.n; ++i) within += squared_distance(points.row(i), centres.row(static_cast<std::size_t>(labels[i])), points.d);
  const double least = 1e-12 * within;
  CentreLanes lanes(centres);
  const auto shift = [&](std::size_t c, const double* point, bool joins) {
    const auto size = static_cast<double>(sizes[c]);
    for (std::size_t j = 0; j < points.d; ++j) {
      const double step = point[j] - centres.row(c)[j];
      centres.row(c)[j] += joins ? step / (size + 1) : -step / (size - 1);
    }
    joins ? ++sizes[c] : --sizes[c];
    lanes.set(c, centres.row(c));
  };
  for (std::size_t unmoved = 0, i = 0; unmoved < points.n; i = i + 1 < points.n ? i + 1 : 0, ++unmoved) {
    const auto own = static_cast<std::size_t>(labels[i]);
    if (sizes[own] < 2) continue;
    const std::span<const double> distance = lanes.distances(points.row(i));
    const auto size = static_cast<double>(sizes[own]);
    const double saved = size / (size - 1) * distance[own];
    double cost = std::numeric_limits<double>::infinity();
    std::size_t to = own;
    for (std::size_t c = 0; c < k; ++c) {
      if (c == own) continue;
      const auto other = static_cast<double>(sizes[c]);
      const double joining = other / (other + 1) * distance[c];
      if (joining < cost) cost = joining, to = c;
    }
    if (saved - cost <= least) continue;
    shift(own, points.row(i), false), shift(to, points.row(i), true);
    labels[i] = static_cast<int>(to);
    unmoved = 0;
  }
}

// From given centres (k × d) to a partition that neither Lloyd's step nor a single move improves.
inline Partition refine(const Points& points, const Points& start, int iterations = KMeansOptions{}.iterations) {
  std::vector<int> labels = lloyd(points, start, iterations);
  move_single_points(points, labels, start.n);
  return partition_of(points, std::move(labels));
}

// Needs at least one point. Fewer than k clusters when there are fewer different points.
inline Partition kmeans(const Points& points, const KMeansOptions& options) {
  Random random(options.seed);
  std::optional<Partition> best;
  for (int restart = 0; restart < options.restarts; ++restart) {
    Partition found = refine(points, spread_start(points, options.k, random), options.iterations);
    if (!best || found.within < best->within * (1 - 1e-12)) best = std::move(found);  // equal but for rounding: the earlier one
  }
  return *std::move(best);
}

}  // namespace clusters
