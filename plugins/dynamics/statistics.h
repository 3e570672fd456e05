// What the indicators of this plugin need of statistics, over plain arrays. Nothing of Opora in it.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <numeric>
#include <optional>
#include <span>
#include <vector>

namespace dynamics {

struct Bounds {
  double lower = 0, upper = 0;
};

// The least x in [low, high] with f(x) ≥ target, for a rising f.
template <class F>
double inverse(F&& f, double target, double low, double high) {
  for (int i = 0; i < 200; ++i) {
    const double middle = low + (high - low) / 2;
    if (middle <= low || middle >= high) break;
    (f(middle) < target ? low : high) = middle;
  }
  return low + (high - low) / 2;
}

inline double normal_quantile(double p) {
  return inverse([](double z) { return std::erfc(-z / std::sqrt(2.0)) / 2; }, p, -40, 40);
}

// Regularised incomplete beta function by its continued fraction (modified Lentz).
inline double incomplete_beta(double a, double b, double x) {
  if (x <= 0 || x >= 1) return x <= 0 ? 0 : 1;
  if (x > (a + 1) / (a + b + 2)) return 1 - incomplete_beta(b, a, 1 - x);
  constexpr double kTiny = 1e-300, kEnough = 1e-16;
  double c = 1, d = 1 - (a + b) * x / (a + 1);
  d = 1 / (std::abs(d) < kTiny ? kTiny : d);
  double h = d;
  const auto step = [&](double term) {
    d = 1 + term * d, c = 1 + term / c;
    d = 1 / (std::abs(d) < kTiny ? kTiny : d);
    if (std::abs(c) < kTiny) c = kTiny;
    h *= d * c;
    return std::abs(d * c - 1);
  };
  for (int m = 1; m < 10000; ++m) {
    step(m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)));
    if (step(-(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))) < kEnough) break;
  }
  int sign = 0;
  const double log_beta = lgamma_r(a, &sign) + lgamma_r(b, &sign) - lgamma_r(a + b, &sign);
  return h * std::exp(a * std::log(x) + b * std::log1p(-x) - log_beta) / a;
}

// t with P(T ≤ t) = p, for p ≥ 1/2 and any df > 0.
inline double student_quantile(double p, double df) {
  return inverse([df](double t) { return 1 - incomplete_beta(df / 2, 0.5, df / (df + t * t)) / 2; }, p, 0, 1e9);
}

// In order of size, so that the order of the schools does not matter: the same bits.
inline double mean_of(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

inline double variance_of(const std::vector<double>& values) {  // ddof 1; at least two values
  const double mean = mean_of(values);
  std::vector<double> squares;
  for (const double value : values) squares.push_back((value - mean) * (value - mean));
  const auto n = static_cast<double>(values.size());
  return mean_of(std::move(squares)) * n / (n - 1);
}

// Hyndman & Fan (1996), definition 7, of sorted values.
inline double quantile_of(std::span<const double> sorted, double p) {
  const double place = static_cast<double>(sorted.size() - 1) * p;
  const auto below = static_cast<std::size_t>(place);
  if (below + 1 >= sorted.size()) return sorted.back();
  return sorted[below] + (place - static_cast<double>(below)) * (sorted[below + 1] - sorted[below]);
}

// --- differences ---------------------------------------------------------------------------------

struct Sample {
  double mean = 0, variance = 0;  // ddof 1
  std::int64_t n = 0;
  double squared_error() const { return variance / static_cast<double>(n); }
};

inline std::optional<Sample> sample_of(const std::vector<double>& values) {
  if (values.size() < 2) return std::nullopt;
  return Sample{mean_of(values), variance_of(values), static_cast<std::int64_t>(values.size())};
}

// Of mean a less mean b: Welch (1947), Biometrika 34. Nothing for groups of one, or when nothing varies.
inline std::optional<Bounds> welch(const Sample& a, const Sample& b, double confidence) {
  if (a.n < 2 || b.n < 2) return std::nullopt;
  const double of_a = a.squared_error(), of_b = b.squared_error(), both = of_a + of_b;
  if (!(both > 0)) return std::nullopt;
  const double df = both * both / (of_a * of_a / static_cast<double>(a.n - 1) + of_b * of_b / static_cast<double>(b.n - 1));
  const double reach = student_quantile(1 - (1 - confidence) / 2, df) * std::sqrt(both);
  return Bounds{a.mean - b.mean - reach, a.mean - b.mean + reach};
}

// --- gap between quantiles -----------------------------------------------------------------------

// splitmix64 (Steele, Lea & Flood 2014): the same draws on every machine.
class Draws {
 public:
  explicit Draws(std::uint64_t seed) : state_(seed) {}
  std::size_t below(std::size_t n) {  // by the upper half of a product; the bias of n/2^64 does not matter
    __extension__ using Product = unsigned __int128;
    return static_cast<std::size_t>(static_cast<Product>(next()) * n >> 64);
  }

 private:
  std::uint64_t next() {
    std::uint64_t z = state_ += 0x9E3779B97F4A7C15U;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9U;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBU;
    return z ^ (z >> 31);
  }
  std::uint64_t state_;
};

struct Gap {
  double top = 0, bottom = 0;  // the quantiles 1 − part and part
  Bounds bounds;               // of top − bottom
};

// Interval by the percentile bootstrap over schools (Efron 1979), with a fixed seed.
inline Gap quantile_gap(std::vector<double> values, double part, double confidence, int repetitions = 999) {
  std::sort(values.begin(), values.end());
  const auto gap = [part](std::span<const double> sorted) { return quantile_of(sorted, 1 - part) - quantile_of(sorted, part); };
  Draws draws(20190419);
  std::vector<std::uint32_t> times(values.size());
  std::vector<double> drawn(values.size()), gaps;
  for (int i = 0; i < repetitions; ++i) {
    std::fill(times.begin(), times.end(), 0U);
    for (std::size_t k = 0; k < values.size(); ++k) ++times[draws.below(values.size())];
    std::size_t filled = 0;
    for (std::size_t k = 0; k < values.size(); ++k)
      for (std::uint32_t t = 0; t < times[k]; ++t) drawn[filled++] = values[k];
    gaps.push_back(gap(drawn));
  }
  std::sort(gaps.begin(), gaps.end());
  const double outside = (1 - confidence) / 2;
  return {quantile_of(values, 1 - part), quantile_of(values, part), {quantile_of(gaps, outside), quantile_of(gaps, 1 - outside)}};
}

// --- correlation ---------------------------------------------------------------------------------

struct Correlation {
  double r = 0;
  std::optional<Bounds> bounds;  // by Fisher's z; nothing for fewer than four pairs or |r| = 1
};

inline std::optional<double> pearson(const std::vector<double>& x, const std::vector<double>& y) {
  if (x.size() < 2) return std::nullopt;
  const double mx = mean_of(x), my = mean_of(y);
  std::vector<double> xy, xx, yy;
  for (std::size_t i = 0; i < x.size(); ++i) {
    xy.push_back((x[i] - mx) * (y[i] - my));
    xx.push_back((x[i] - mx) * (x[i] - mx)), yy.push_back((y[i] - my) * (y[i] - my));
  }
  const double spread = std::sqrt(mean_of(xx)) * std::sqrt(mean_of(yy));
  if (!(spread > 0)) return std::nullopt;
  return std::clamp(mean_of(xy) / spread, -1.0, 1.0);
}

// `inflation`: of the variance 1/(n − 3).
inline std::optional<Bounds> fisher_bounds(double r, std::size_t n, double confidence, double inflation) {
  if (n < 4 || std::abs(r) >= 1) return std::nullopt;
  const double reach = normal_quantile(1 - (1 - confidence) / 2) * std::sqrt(inflation / static_cast<double>(n - 3));
  return Bounds{std::tanh(std::atanh(r) - reach), std::tanh(std::atanh(r) + reach)};
}

inline std::vector<double> mid_ranks(const std::vector<double>& values) {
  std::vector<double> sorted = values, ranks;
  std::sort(sorted.begin(), sorted.end());
  for (const double value : values) {
    const auto [first, last] = std::equal_range(sorted.begin(), sorted.end(), value);
    ranks.push_back(static_cast<double>((first - sorted.begin()) + (last - sorted.begin()) + 1) / 2);
  }
  return ranks;
}

// Fisher (1921), Metron 1.
inline std::optional<Correlation> pearson(const std::vector<double>& x, const std::vector<double>& y, double confidence) {
  const auto r = pearson(x, y);
  if (!r) return std::nullopt;
  return Correlation{*r, fisher_bounds(*r, x.size(), confidence, 1)};
}

// Ties by mid-ranks; variance (1 + r²/2)/(n − 3): Bonett & Wright (2000), Psychometrika 65.
inline std::optional<Correlation> spearman(const std::vector<double>& x, const std::vector<double>& y, double confidence) {
  const auto r = pearson(mid_ranks(x), mid_ranks(y));
  if (!r) return std::nullopt;
  return Correlation{*r, fisher_bounds(*r, x.size(), confidence, 1 + *r * *r / 2)};
}

// Least squares y = intercept + slope·x; residuals internally studentised: e/(s·√(1 − h)).
struct Line {
  double intercept = 0, slope = 0;
  std::vector<double> expected, studentised;  // the latter empty when nothing is left to vary
};

inline std::optional<Line> line_through(const std::vector<double>& x, const std::vector<double>& y) {
  if (x.size() < 3) return std::nullopt;
  const double mx = mean_of(x), my = mean_of(y);
  std::vector<double> xy, xx;
  for (std::size_t i = 0; i < x.size(); ++i) xy.push_back((x[i] - mx) * (y[i] - my)), xx.push_back((x[i] - mx) * (x[i] - mx));
  const auto n = static_cast<double>(x.size());
  const double spread = mean_of(xx) * n;
  if (!(spread > 0)) return std::nullopt;
  Line line;
  line.slope = mean_of(xy) * n / spread;
  line.intercept = my - line.slope * mx;
  std::vector<double> squares;
  for (std::size_t i = 0; i < x.size(); ++i) {
    line.expected.push_back(my + line.slope * (x[i] - mx));
    squares.push_back((y[i] - line.expected[i]) * (y[i] - line.expected[i]));
  }
  const double s = std::sqrt(mean_of(squares) * n / (n - 2));
  if (!(s > 1e-12 * std::max(1.0, std::abs(my)))) return line;
  for (std::size_t i = 0; i < x.size(); ++i) {
    const double left = 1 - 1 / n - (x[i] - mx) * (x[i] - mx) / spread;
    line.studentised.push_back(left > 1e-12 ? (y[i] - line.expected[i]) / (s * std::sqrt(left)) : 0);
  }
  return line;
}

}  // namespace dynamics
