#include <algorithm>
#include <cmath>

#include "frame/roots.h"
#include "frame/shrinkage.h"
#include "frame/statistics.h"

namespace opora {
namespace {

constexpr double kMostDispersion = 1e6;  // all shares are 0 or 1: the likelihood grows for ever

Counts total(std::span<const Counts> counts) {
  Counts all;
  for (const Counts& one : counts) all.part += one.part, all.whole += one.whole;
  return all;
}

// Intraclass correlation g from S = Σw·(p − mean)², whose expectation is
// mean·(1 − mean)·(Σw(1−w)/n + g·(Σw(1−w) − Σw(1−w)/n)); 1/strength = g/(1 − g).
SharePrior by_moments(std::span<const Counts> counts) {
  std::vector<Counts> sorted(counts.begin(), counts.end());
  std::sort(sorted.begin(), sorted.end());
  const Counts all = total(counts);
  const double mean = all.share(), n = static_cast<double>(all.whole);
  std::vector<double> squares, spread, spread_by_n;
  for (const Counts& one : sorted) {
    const double w = static_cast<double>(one.whole) / n;
    squares.push_back(w * (one.share() - mean) * (one.share() - mean));
    spread.push_back(w * (1 - w));
    spread_by_n.push_back(w * (1 - w) / static_cast<double>(one.whole));
  }
  const auto sum = [](const std::vector<double>& values) { return sum_of(std::span<const double>(values)); };
  const double by_chance = sum(spread_by_n), possible = mean * (1 - mean) * (sum(spread) - by_chance);
  if (possible <= 0) return {mean, 0};
  const double correlation = (sum(squares) - mean * (1 - mean) * by_chance) / possible;
  if (correlation <= 0) return {mean, 0};
  return {mean, correlation >= 1 ? kMostDispersion : std::min(kMostDispersion, correlation / (1 - correlation))};
}

// log L = Σ_i parts[i]·log(m + i·d) + rests[i]·log(1 − m + i·d) − wholes[i]·log(1 + i·d), where parts[i] is the number
// of schools with more than i in the part, and so on: sums over 0…greatest whole, whatever the number of schools.
class Likelihood {
 public:
  explicit Likelihood(std::span<const Counts> counts) {
    std::int64_t most = 0;
    for (const Counts& one : counts) most = std::max(most, one.whole);
    const auto size = static_cast<std::size_t>(most);
    parts_.resize(size), rests_.resize(size), wholes_.resize(size);
    for (const Counts& one : counts) add(parts_, one.part), add(rests_, one.whole - one.part), add(wholes_, one.whole);
    for (auto* tally : {&parts_, &rests_, &wholes_})
      for (std::size_t i = size; i-- > 1;) (*tally)[i - 1] += (*tally)[i];
  }
  // The mean that fits a dispersion best; its derivative falls from +∞ to −∞.
  double mean_at(double dispersion) const {
    constexpr double kEdge = 1e-15;
    return root_between([&](double mean) { return by_mean(mean, dispersion); }, kEdge, 1 - kEdge);
  }
  double by_dispersion(double mean, double dispersion) const {
    double sum = 0;
    for (std::size_t i = 1; i < wholes_.size(); ++i) {
      const double at = static_cast<double>(i);
      sum += at * (parts_[i] / (mean + at * dispersion) + rests_[i] / (1 - mean + at * dispersion) - wholes_[i] / (1 + at * dispersion));
    }
    return sum;
  }

 private:
  static void add(std::vector<double>& tally, std::int64_t count) {
    if (count > 0) tally[static_cast<std::size_t>(count - 1)] += 1;
  }
  double by_mean(double mean, double dispersion) const {
    double sum = 0;
    for (std::size_t i = 0; i < wholes_.size(); ++i) {
      const double at = static_cast<double>(i) * dispersion;
      sum += parts_[i] / (mean + at) - rests_[i] / (1 - mean + at);
    }
    return sum;
  }
  std::vector<double> parts_, rests_, wholes_;
};

SharePrior by_likelihood(std::span<const Counts> counts) {
  const Counts all = total(counts);
  if (all.part == 0 || all.part == all.whole) return {all.share(), 0};
  const Likelihood likelihood(counts);
  const auto slope = [&](double dispersion) { return likelihood.by_dispersion(likelihood.mean_at(dispersion), dispersion); };
  if (likelihood.by_dispersion(all.share(), 0) <= 0) return {all.share(), 0};
  double low = 0, high = 1.0 / 64;
  for (; slope(high) > 0; high *= 4) {
    if (high >= kMostDispersion) return {likelihood.mean_at(kMostDispersion), kMostDispersion};
    low = high;
  }
  const double dispersion = root_between(slope, low, high);
  return {likelihood.mean_at(dispersion), dispersion};
}

}  // namespace

SharePrior share_prior(std::span<const Counts> counts, PriorMethod method) {
  return method == PriorMethod::kMoments ? by_moments(counts) : by_likelihood(counts);
}

}  // namespace opora
