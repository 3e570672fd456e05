// Intervals of ranks: which places a school may have, given that every school's effect is known up to a normal error.
// Given its effect u, a school's rank is 1 + the number of other schools above u, a sum of independent events; its
// distribution (normal approximation with the exact mean and variance, half a place for continuity) is averaged over u.
// Goldstein, Spiegelhalter (1996), J. R. Statist. Soc. A 159, 385–443, who draw samples instead.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <span>
#include <vector>

namespace opora::value_added {

struct RankInterval {
  double mean = 0;                   // expected rank; 1 is the greatest effect
  std::int64_t lower = 0, upper = 0;
};

namespace detail {

inline double normal_cdf(double z) { return 0.5 * std::erfc(-z / std::sqrt(2.0)); }

// Number of schools above u, expectation and variance, tabulated over u and interpolated linearly.
class Above {
 public:
  Above(std::span<const double> effect, std::span<const double> se, double low, double high)
      : low_(low), step_((high - low) / kPieces), mean_(kPieces + 1, 0), variance_(kPieces + 1, 0) {
    for (int k = 0; k <= kPieces; ++k)
      for (std::size_t j = 0; j < effect.size(); ++j) {
        const double p = normal_cdf((effect[j] - low_ - k * step_) / se[j]);
        mean_[static_cast<std::size_t>(k)] += p, variance_[static_cast<std::size_t>(k)] += p * (1 - p);
      }
  }
  double mean(double u) const { return read(mean_, u); }
  double variance(double u) const { return read(variance_, u); }

 private:
  static constexpr int kPieces = 1000;
  double read(const std::vector<double>& values, double u) const {
    const double at = std::min(std::max((u - low_) / step_, 0.0), static_cast<double>(kPieces));
    const auto k = std::min(static_cast<std::size_t>(at), static_cast<std::size_t>(kPieces) - 1);
    const double part = at - static_cast<double>(k);
    return values[k] * (1 - part) + values[k + 1] * part;
  }
  double low_, step_;
  std::vector<double> mean_, variance_;
};

}  // namespace detail

// `level` is the probability inside, 0.95. Every se is > 0; O(schools × 1000).
inline std::vector<RankInterval> rank_intervals(std::span<const double> effect, std::span<const double> se, double level) {
  constexpr int kNodes = 81;      // of the school's own effect, over ±kReach standard errors
  constexpr double kReach = 4;
  const std::size_t schools = effect.size();
  std::vector<RankInterval> ranks(schools);
  if (schools == 0) return ranks;
  double low = effect[0], high = effect[0];
  for (std::size_t j = 0; j < schools; ++j) low = std::min(low, effect[j] - kReach * se[j]), high = std::max(high, effect[j] + kReach * se[j]);
  const detail::Above above(effect, se, low, high);
  for (std::size_t i = 0; i < schools; ++i) {
    double weight[kNodes], mean[kNodes], sd[kNodes], all = 0;
    for (int k = 0; k < kNodes; ++k) {
      const double z = kReach * (2.0 * k / (kNodes - 1) - 1), own = detail::normal_cdf(-z);
      weight[k] = std::exp(-0.5 * z * z), all += weight[k];
      mean[k] = 1 + above.mean(effect[i] + z * se[i]) - own;
      sd[k] = std::sqrt(std::max(above.variance(effect[i] + z * se[i]) - own * (1 - own), 1e-12));
      ranks[i].mean += weight[k] * mean[k];
    }
    ranks[i].mean = std::clamp(ranks[i].mean / all, 1.0, static_cast<double>(schools));  // rounding
    const auto at_most = [&](double rank) {
      double sum = 0;
      for (int k = 0; k < kNodes; ++k) sum += weight[k] * detail::normal_cdf((rank + 0.5 - mean[k]) / sd[k]);
      return sum / all;
    };
    const auto quantile = [&](double p) {  // the least rank with at_most(rank) ≥ p
      std::int64_t first = 1, last = static_cast<std::int64_t>(schools);
      while (first < last) {
        const std::int64_t middle = (first + last) / 2;
        if (at_most(static_cast<double>(middle)) >= p) last = middle;
        else first = middle + 1;
      }
      return first;
    };
    ranks[i].lower = quantile(0.5 * (1 - level)), ranks[i].upper = quantile(0.5 * (1 + level));
  }
  return ranks;
}

}  // namespace opora::value_added
