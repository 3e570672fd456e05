// Silhouettes (Rousseeuw 1987) over Euclidean distances: s = (b − a) / max(a, b) with a the mean distance to the other schools
// of the own cluster and b the least mean distance to the schools of another one.
#pragma once

#include <cmath>
#include <limits>

#include "points.h"

namespace clusters {

// Of every point: −1 … 1; 0 for a cluster of one and where all distances are 0. `labels`: one labelling 0 … k − 1 or several,
// for which distances are computed once. A labelling with one cluster has no silhouettes: its list is empty.
inline std::vector<std::vector<double>> silhouettes(const Points& points, std::span<const std::vector<int>> labellings) {
  struct Sums {
    std::vector<double> sizes, distance;
  };
  std::vector<Sums> of(labellings.size());
  std::vector<std::vector<double>> found(labellings.size());
  for (std::size_t l = 0; l < labellings.size(); ++l) {
    for (const int label : labellings[l]) {
      if (of[l].sizes.size() <= static_cast<std::size_t>(label)) of[l].sizes.resize(static_cast<std::size_t>(label) + 1);
      ++of[l].sizes[static_cast<std::size_t>(label)];
    }
    of[l].distance.resize(of[l].sizes.size());
    if (of[l].sizes.size() > 1) found[l].resize(points.n);
  }
  std::vector<double> distance(points.n);
  for (std::size_t i = 0; i < points.n; ++i) {
    for (std::size_t j = 0; j < points.n; ++j) distance[j] = std::sqrt(squared_distance(points.row(i), points.row(j), points.d));
    for (std::size_t l = 0; l < labellings.size(); ++l) {
      if (found[l].empty()) continue;
      auto& [sizes, sums] = of[l];
      sums.assign(sums.size(), 0);
      for (std::size_t j = 0; j < points.n; ++j) sums[static_cast<std::size_t>(labellings[l][j])] += distance[j];
      const auto own = static_cast<std::size_t>(labellings[l][i]);
      if (sizes[own] < 2) continue;
      const double a = sums[own] / (sizes[own] - 1);
      double b = std::numeric_limits<double>::infinity();
      for (std::size_t c = 0; c < sizes.size(); ++c)
        if (c != own && sizes[c] > 0) b = std::min(b, sums[c] / sizes[c]);
      const double most = std::max(a, b);
      found[l][i] = most > 0 ? (b - a) / most : 0;
    }
  }
  return found;
}

}  // namespace clusters
