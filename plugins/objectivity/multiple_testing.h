// p values adjusted for how many schools were tested: Benjamini and Hochberg (1995) hold the expected share of false finds,
// Holm (1979) the chance of any.
#pragma once

#include <algorithm>
#include <numeric>
#include <optional>
#include <span>
#include <vector>

namespace objectivity {

enum class Adjustment { kBenjaminiHochberg, kHolm };

// Missing stays missing and does not count as a test.
inline std::vector<std::optional<double>> adjusted(std::span<const std::optional<double>> p, Adjustment how) {
  std::vector<std::size_t> order;
  for (std::size_t i = 0; i < p.size(); ++i)
    if (p[i]) order.push_back(i);
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return *p[a] < *p[b]; });
  std::vector<std::optional<double>> q(p.size());
  const double m = static_cast<double>(order.size());
  if (how == Adjustment::kBenjaminiHochberg) {
    double least = 1;
    for (std::size_t place = order.size(); place-- > 0;)
      q[order[place]] = least = std::min(least, m / static_cast<double>(place + 1) * *p[order[place]]);
  } else {
    double most = 0;
    for (std::size_t place = 0; place < order.size(); ++place)
      q[order[place]] = most = std::max(most, std::min(1.0, (m - static_cast<double>(place)) * *p[order[place]]));
  }
  return q;
}

}  // namespace objectivity
