// Sums of whole numbers, exact, so that they do not depend on the order of rows; and what follows from them.
#pragma once

#include <cmath>
#include <cstdint>
#include <map>
#include <optional>

namespace objectivity {

__extension__ typedef __int128 Wide;

// Of a sample: how many, Σx, Σx². Two samples are taken together or apart with + and −.
struct Moments {
  std::int64_t n = 0;
  Wide sum = 0, squares = 0;

  void add(std::int64_t value, std::int64_t times = 1) {
    n += times;
    sum += Wide{times} * value;
    squares += Wide{times} * value * value;
  }
  Moments operator+(const Moments& other) const { return {n + other.n, sum + other.sum, squares + other.squares}; }
  Moments operator-(const Moments& other) const { return {n - other.n, sum - other.sum, squares - other.squares}; }

  double mean() const { return static_cast<double>(sum) / static_cast<double>(n); }                // n ≥ 1
  double deviations() const {                                                                      // Σ(x − x̄)², n ≥ 1
    return static_cast<double>(n * squares - sum * sum) / static_cast<double>(n);
  }
  double variance() const { return deviations() / static_cast<double>(n - 1); }                    // ddof 1, n ≥ 2
  double sd() const { return std::sqrt(variance()); }
};

// Values with how often each occurs.
using Histogram = std::map<std::int64_t, std::int64_t>;

// Twice the median (a median of whole numbers may end in a half); nothing of an empty sample.
inline std::optional<std::int64_t> twice_median(const Histogram& values) {
  std::int64_t n = 0;
  for (const auto& [value, times] : values) n += times;
  if (n == 0) return std::nullopt;
  const auto at = [&](std::int64_t place) {
    for (const auto& [value, times] : values)
      if ((place -= times) < 0) return value;
    return values.rbegin()->first;
  };
  return at((n - 1) / 2) + at(n / 2);
}

// Moments of 2·|x − median|, what a test of spread by Brown and Forsythe compares.
inline Moments twice_distances(const Histogram& values, std::int64_t twice_the_median) {
  Moments found;
  for (const auto& [value, times] : values) found.add(std::abs(2 * value - twice_the_median), times);
  return found;
}

}  // namespace objectivity
