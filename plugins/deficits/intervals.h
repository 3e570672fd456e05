// Intervals of a share of points. The sampling unit is the pupil: each has a share of the points between 0 and 1.
//   Wilson, E. B. (1927), J. Am. Stat. Assoc. 22: the score interval of a share of yes/no answers.
//   Student (1908): mean ± t · s / √n otherwise.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>

namespace deficits {

struct Interval {
  double low = 0, high = 1;
};

inline double normal_cdf(double x) { return 0.5 * std::erfc(-x / std::sqrt(2.0)); }

// The root of a growing function on [low, high].
template <class Function>
double root_of(Function&& f, double low, double high) {
  for (int step = 0; step < 200 && low < high; ++step) {
    const double middle = low + (high - low) / 2;
    if (middle == low || middle == high) break;
    (f(middle) < 0 ? low : high) = middle;
  }
  return low + (high - low) / 2;
}

// z with P(|Z| ≤ z) = confidence, 0 ≤ confidence < 1.
inline double normal_quantile_two_sided(double confidence) {
  return root_of([&](double z) { return std::erf(z / std::sqrt(2.0)) - confidence; }, 0, 40);
}

// Regularised incomplete beta function I_x(a, b) by its continued fraction (Abramowitz and Stegun 26.5.8,
// evaluated by the modified Lentz method).
inline double incomplete_beta(double a, double b, double x) {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  if (x > (a + 1) / (a + b + 2)) return 1 - incomplete_beta(b, a, 1 - x);
  constexpr double kTiny = 1e-300;
  const auto not_zero = [](double v) { return std::abs(v) < kTiny ? kTiny : v; };
  double c = 1, d = 1 / not_zero(1 - (a + b) * x / (a + 1)), fraction = d;
  for (int m = 1; m < 500; ++m) {
    const double even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / not_zero(1 + even * d), c = not_zero(1 + even / c), fraction *= d * c;
    const double odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / not_zero(1 + odd * d), c = not_zero(1 + odd / c);
    const double change = d * c;
    fraction *= change;
    if (std::abs(change - 1) < 1e-15) break;
  }
  const double front = std::exp(std::lgamma(a + b) - std::lgamma(a) - std::lgamma(b) + a * std::log(x) + b * std::log1p(-x));
  return front * fraction / a;
}

// t with P(|T| ≤ t) = confidence for `freedom` ≥ 1 degrees of freedom.
inline double student_quantile_two_sided(double confidence, double freedom) {
  const auto covered = [&](double t) { return 1 - incomplete_beta(freedom / 2, 0.5, freedom / (freedom + t * t)); };
  return root_of([&](double t) { return covered(t) - confidence; }, 0, 1e6);
}

// Of a share of n pupils, n ≥ 1. Not the host's `interval`, which counts: here share · n need not be whole (pupils who
// are all alike in a task of several points).
inline Interval wilson(double share, double n, double z) {
  const double z2 = z * z, middle = share + z2 / (2 * n), reach = z * std::sqrt(share * (1 - share) / n + z2 / (4 * n * n));
  const double low = (middle - reach) / (1 + z2 / n), high = (middle + reach) / (1 + z2 / n);
  return {share > 0 ? std::max(0.0, low) : 0, share < 1 ? std::min(1.0, high) : 1};  // rounding alone stands in the way of 0 and 1
}

// Sums over pupils of their points in some tasks. Whole numbers, so that no order of rows changes a bit.
struct Points {
  std::int64_t pupils = 0, sum = 0, squares = 0;
  Points& operator+=(const Points& more) {
    pupils += more.pupils, sum += more.sum, squares += more.squares;
    return *this;
  }
  Points operator-(const Points& less) const { return {pupils - less.pupils, sum - less.sum, squares - less.squares}; }
  double mean() const { return static_cast<double>(sum) / static_cast<double>(pupils); }
  // n Σx² − (Σx)²: n(n − 1) s², exactly.
  std::int64_t spread() const { return pupils * squares - sum * sum; }
  double sd() const { return std::sqrt(static_cast<double>(spread()) / (static_cast<double>(pupils) * static_cast<double>(pupils - 1))); }
};

// Of the pupils' mean share of `maximum` points. Yes/no tasks, and schools whose pupils are all alike (no
// spread to estimate; for values in [0, 1] Wilson's interval is then a cautious one): Wilson. Else Student.
// Scores below 0, typing errors of a school, have no square here and can leave no spread, either.
inline Interval interval_of(const Points& points, std::int64_t maximum, double confidence) {
  const double share = points.mean() / static_cast<double>(maximum);
  const auto n = static_cast<double>(points.pupils);
  if (maximum == 1 || points.pupils < 2 || points.spread() <= 0)
    return wilson(std::clamp(share, 0.0, 1.0), n, normal_quantile_two_sided(confidence));
  const double reach = student_quantile_two_sided(confidence, n - 1) * points.sd() / std::sqrt(n) / static_cast<double>(maximum);
  return {std::max(0.0, share - reach), std::min(1.0, share + reach)};
}

}  // namespace deficits
