#include "frame/distributions.h"

#include <algorithm>
#include <boost/math/special_functions/beta.hpp>
#include <boost/math/special_functions/erf.hpp>
#include <cmath>
#include <limits>

namespace opora {
namespace {

namespace policies = boost::math::policies;
using InDouble = policies::policy<
    policies::promote_float<false>, policies::promote_double<false>, policies::domain_error<policies::ignore_error>,
    policies::pole_error<policies::ignore_error>, policies::overflow_error<policies::ignore_error>,
    policies::underflow_error<policies::ignore_error>, policies::denorm_error<policies::ignore_error>,
    policies::rounding_error<policies::ignore_error>, policies::evaluation_error<policies::ignore_error>>;
constexpr InDouble kInDouble;

const double kRootOfTwo = std::sqrt(2.0);

}  // namespace

double normal_quantile(double p) { return -kRootOfTwo * boost::math::erfc_inv(2 * p, kInDouble); }

double normal_two_sided(double z) { return boost::math::erfc(std::abs(z) / kRootOfTwo, kInDouble); }

double beta_quantile(double a, double b, double p) { return boost::math::ibeta_inv(a, b, p, kInDouble); }

double binomial_at_least(std::int64_t k, std::int64_t n, double p) {
  if (k <= 0) return 1;
  return boost::math::ibeta(static_cast<double>(k), static_cast<double>(n - k + 1), p, kInDouble);
}

std::int64_t binomial_quantile(double probability, std::int64_t n, double p) {
  const double reached = 1 - probability * (1 - 64 * std::numeric_limits<double>::epsilon());
  std::int64_t low = 0, high = n;
  while (low < high) {
    const std::int64_t middle = low + (high - low) / 2;
    if (binomial_at_least(middle + 1, n, p) <= reached) high = middle;
    else low = middle + 1;
  }
  return low;
}

double fisher_exact(std::int64_t part_a, std::int64_t whole_a, std::int64_t part_b, std::int64_t whole_b) {
  const std::int64_t parts = part_a + part_b;
  const std::int64_t least = std::max<std::int64_t>(0, parts - whole_b), most = std::min(parts, whole_a);
  const auto number = [](std::int64_t value) { return static_cast<double>(value); };
  const auto up = [&](std::int64_t x) {  // probability of x + 1 by that of x
    return number(whole_a - x) * number(parts - x) / (number(x + 1) * number(whole_b - parts + x + 1));
  };
  // Weights relative to the most probable table: they start at 1 and fall to both sides.
  const double peak = (number(whole_a) + 1) * (number(parts) + 1) / (number(whole_a) + number(whole_b) + 2);
  const std::int64_t mode = std::clamp(static_cast<std::int64_t>(peak), least, most);
  constexpr double kNegligible = 1e-290;  // above the subnormal numbers, whose products may never become 0
  const auto walk = [&](auto&& visit) {
    double weight = 1;
    for (std::int64_t x = mode; weight > kNegligible; ++x) {
      visit(x, weight);
      if (x == most) break;
      weight *= up(x);
    }
    weight = 1;
    for (std::int64_t x = mode; x > least && weight > kNegligible; --x) {
      weight /= up(x - 1);
      visit(x - 1, weight);
    }
  };
  double observed = 0;
  walk([&](std::int64_t x, double weight) { observed = x == part_a ? weight : observed; });
  double all = 0, as_extreme = 0;
  walk([&](std::int64_t, double weight) {
    all += weight;
    if (weight <= observed * (1 + 1e-7)) as_extreme += weight;
  });
  return std::min(1.0, as_extreme / all);
}

std::int64_t distribution_steps(std::int64_t n) {
  // Continued fractions and walks over probable tables both grow with the spread of the distribution.
  return 200 + 40 * static_cast<std::int64_t>(std::sqrt(static_cast<double>(n)));
}

}  // namespace opora
