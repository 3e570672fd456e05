#include <algorithm>
#include <cmath>

#include "frame/roots.h"
#include "frame/shrinkage.h"
#include "frame/statistics.h"

namespace opora {
namespace {

template <class Term>
double sum_over(const std::vector<GroupMean>& means, Term&& term) {
  std::vector<double> terms;
  terms.reserve(means.size());
  for (const GroupMean& one : means) terms.push_back(term(one));
  return sum_of(std::span<const double>(terms));
}

double weighted_mean(const std::vector<GroupMean>& means, double between) {
  return sum_over(means, [&](const GroupMean& one) { return one.mean / (one.variance + between); }) /
         sum_over(means, [&](const GroupMean& one) { return 1 / (one.variance + between); });
}

double square(double value) { return value * value; }

double between_by_moments(const std::vector<GroupMean>& means) {
  const double mean = weighted_mean(means, 0);
  const double q = sum_over(means, [&](const GroupMean& one) { return square(one.mean - mean) / one.variance; });
  const double weights = sum_over(means, [](const GroupMean& one) { return 1 / one.variance; });
  const double squares = sum_over(means, [](const GroupMean& one) { return 1 / square(one.variance); });
  return std::max(0.0, (q - static_cast<double>(means.size() - 1)) / (weights - squares / weights));
}

double between_by_likelihood(const std::vector<GroupMean>& means) {
  const auto slope = [&](double between) {  // twice the derivative of the log likelihood
    const double mean = weighted_mean(means, between);
    return sum_over(means, [&](const GroupMean& one) {
      const double variance = one.variance + between;
      return square((one.mean - mean) / variance) - 1 / variance;
    });
  };
  if (slope(0) <= 0) return 0;
  // Beyond the square of the range every term is negative; the means are sorted.
  return root_between(slope, 0, square(means.back().mean - means.front().mean));
}

}  // namespace

MeanPrior mean_prior(std::vector<GroupMean> means, PriorMethod method) {
  std::sort(means.begin(), means.end());
  const double between = method == PriorMethod::kMoments ? between_by_moments(means) : between_by_likelihood(means);
  return {weighted_mean(means, between), between};
}

}  // namespace opora
