// Which of many measured effects stand out, when effects truly vary: a mean and a variance between schools beside the errors.
#pragma once

#include <algorithm>
#include <cmath>
#include <optional>
#include <span>
#include <vector>

namespace objectivity {

struct Effect {
  double value = 0, variance = 0;  // of its sampling error, above zero
};

struct RandomEffects {
  double mean = 0;
  double between = 0;  // τ²: variance of the true effects
};

// Moment estimate of DerSimonian and Laird (1986). Nothing with fewer than three effects.
inline std::optional<RandomEffects> random_effects(std::span<const Effect> effects) {
  if (effects.size() < 3) return std::nullopt;
  double w = 0, w_squares = 0, wy = 0;
  for (const Effect& e : effects) w += 1 / e.variance, w_squares += 1 / (e.variance * e.variance), wy += e.value / e.variance;
  const double fixed = wy / w;
  double q = 0;
  for (const Effect& e : effects) q += (e.value - fixed) * (e.value - fixed) / e.variance;
  RandomEffects found;
  const double scale = w - w_squares / w;
  if (scale > 0) found.between = std::max(0.0, (q - (static_cast<double>(effects.size()) - 1)) / scale);
  double weights = 0, sum = 0;
  for (const Effect& e : effects) weights += 1 / (e.variance + found.between), sum += e.value / (e.variance + found.between);
  found.mean = sum / weights;
  return found;
}

// Quantile of sorted values, definition R-7.
inline double quantile_of(std::span<const double> sorted, double part) {
  const double h = (static_cast<double>(sorted.size()) - 1) * part;
  const auto low = static_cast<std::size_t>(std::floor(h));
  const std::size_t high = std::min(low + 1, sorted.size() - 1);
  return sorted[low] + (h - static_cast<double>(low)) * (sorted[high] - sorted[low]);
}

}  // namespace objectivity
