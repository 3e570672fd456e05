// A school's pupils against others.
#pragma once

#include <cmath>
#include <optional>

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

}  // namespace deficits
