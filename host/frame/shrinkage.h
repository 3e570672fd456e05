// Empirical-Bayes shrinkage: a small group's figure is drawn towards that of all groups, the more the less it says.
// The prior is estimated over the rows of a group of equal `by` columns (a stratum; none: all rows). The estimates do
// not depend on the order of the rows, bit for bit. Intervals take the prior as known: with few schools in a stratum
// they are somewhat too narrow.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "base/result.h"
#include "frame/counts.h"

namespace opora {

enum class PriorMethod : std::uint8_t { kMoments, kLikelihood };

struct ShrinkageOptions {
  std::vector<std::string> by;
  PriorMethod method = PriorMethod::kMoments;
  double confidence = 0.95;
};

// True shares are spread as Beta(mean·strength, (1 − mean)·strength). `dispersion` is 1/strength; 0: all schools
// have one and the same share as far as the data can tell.
struct SharePrior {
  double mean = 0, dispersion = 0;
};
// kMoments: Kleinman (1973), JASA 68, weights whole/Σwhole. kLikelihood: the beta-binomial likelihood in the form of
// Griffiths (1973), Biometrics 29; counts up to kMostForLikelihood. At least two counts, no whole of 0.
SharePrior share_prior(std::span<const Counts> counts, PriorMethod method);
constexpr std::int64_t kMostForLikelihood = 1'000'000;

// mean            posterior mean, prior_mean + weight·(part/whole − prior_mean)
// lower, upper    quantiles of the posterior Beta; missing when the prior has no spread
// weight          whole/(whole + prior_strength), 0…1: how much the school's own share counts
// prior_mean, prior_strength    the latter as a number of participants; missing (infinite) when there is no spread
// All missing where the share is, and in a stratum of fewer than two shares.
// FRAME-001, 002, 007, 010 as in counts.h; FRAME-007 also for a whole beyond kMostForLikelihood.
Result<Frame> shrink_shares(const Frame& frame, const std::string& part, const std::string& whole, const ShrinkageOptions& options);

// Observed means: of n values with a standard deviation `sd` within, around true ones that are Normal(mean, between²).
struct MeanPrior {
  double mean = 0, between = 0;  // variance between groups
};
struct GroupMean {
  double mean = 0, variance = 0;  // squared standard error
  friend auto operator<=>(const GroupMean&, const GroupMean&) = default;
};
// kMoments: DerSimonian & Laird (1986), Controlled Clinical Trials 7. kLikelihood: maximum likelihood.
MeanPrior mean_prior(std::vector<GroupMean> means, PriorMethod method);

// The standard deviation within groups: a column of each row's own (those of a stratum are pooled,
// √(Σ(n−1)·sd²/Σ(n−1))), or one number for all.
struct SdWithin {
  std::string column;  // empty: `value`
  double value = 0;
};
// mean, lower, upper, weight = between²/(between² + sd²/n), prior_mean, prior_sd (between groups). lower and upper are
// missing when nothing differs between groups; all is missing where mean or n is, for n = 0, and in a stratum of fewer
// than two means or without a standard deviation above 0.
// FRAME-001, FRAME-002, FRAME-007; FRAME-010 for an n or a standard deviation below 0.
Result<Frame> shrink_means(const Frame& frame, const std::string& mean, const std::string& n, const SdWithin& sd,
                           const ShrinkageOptions& options);

// Steps of shrink_shares by likelihood, for those who count work.
Result<std::int64_t> likelihood_steps(const Frame& frame, const std::string& whole, const std::vector<std::string>& by);

}  // namespace opora
