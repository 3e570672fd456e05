// A school's pupils against others, and what many such comparisons at once are worth.
#pragma once

#include <algorithm>
#include <cmath>
#include <numeric>
#include <optional>
#include <vector>

#include "intervals.h"

namespace deficits {

// Two-sided p of "the school's pupils do as the others do": z = (m − m₀) / (s₀ √(1/n + 1/n₀)), with the spread s₀
// of the others, so that a small school whose pupils are all alike is not taken for a certain one. Nothing
// when the others are fewer than two or all alike.
inline std::optional<double> p_of(const Points& school, const Points& others) {
  if (school.pupils < 1 || others.pupils < 2 || others.spread() <= 0) return std::nullopt;
  const double n = static_cast<double>(school.pupils), m = static_cast<double>(others.pupils);
  const double z = (school.mean() - others.mean()) / (others.sd() * std::sqrt(1 / n + 1 / m));
  return std::erfc(std::abs(z) / std::sqrt(2.0));
}

// Benjamini and Hochberg (1995), J. R. Stat. Soc. B 57: the smallest false discovery rate at which each is
// rejected; R's p.adjust(p, "BH"). Missing values take no part.
inline std::vector<std::optional<double>> adjusted(const std::vector<std::optional<double>>& p) {
  std::vector<std::size_t> order;
  for (std::size_t i = 0; i < p.size(); ++i)
    if (p[i]) order.push_back(i);
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return *p[a] < *p[b]; });
  std::vector<std::optional<double>> q(p.size());
  double least = 1;
  for (std::size_t rank = order.size(); rank > 0; --rank) {
    const std::size_t i = order[rank - 1];
    least = std::min(least, *p[i] * static_cast<double>(order.size()) / static_cast<double>(rank));
    q[i] = least;
  }
  return q;
}

}  // namespace deficits
