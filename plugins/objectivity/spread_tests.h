// Tests on means and spreads: is a school's spread too small, do its classes differ too much.
#pragma once

#include <cmath>
#include <optional>
#include <span>

#include "distributions.h"
#include "moments.h"

namespace objectivity {

struct SpreadTest {
  double statistic = 0;
  double p_below = 1;  // of a spread so small or smaller
};

// Fisher's F of two variances: here (with its moments) and elsewhere (Σ of squared deviations, degrees of freedom).
// Nothing where a side has no degrees of freedom or elsewhere nothing varies.
inline std::optional<SpreadTest> compare_variances(const Moments& here, double deviations_elsewhere, std::int64_t df_elsewhere) {
  if (here.n < 2 || df_elsewhere < 1 || deviations_elsewhere <= 0) return std::nullopt;
  const double f = here.variance() / (deviations_elsewhere / static_cast<double>(df_elsewhere));
  return SpreadTest{f, f_below(f, static_cast<double>(here.n - 1), static_cast<double>(df_elsewhere))};
}

// Student's t of two means with the pooled variance. Of distances from the median this is the test by Brown and Forsythe
// (1974) for two groups, which is Levene's with medians; t² is its F.
inline std::optional<SpreadTest> compare_means(const Moments& here, const Moments& elsewhere) {
  const std::int64_t df = here.n + elsewhere.n - 2;
  if (here.n < 1 || elsewhere.n < 1 || df < 1) return std::nullopt;
  const double pooled = (here.deviations() + elsewhere.deviations()) / static_cast<double>(df);
  if (pooled <= 0) return std::nullopt;
  const double t = (here.mean() - elsewhere.mean()) /
                   std::sqrt(pooled * (1 / static_cast<double>(here.n) + 1 / static_cast<double>(elsewhere.n)));
  return SpreadTest{t, t_below(t, static_cast<double>(df))};
}

// Welch's t (unequal variances): p of a mean so high or higher here. Nothing where nothing varies.
inline std::optional<double> p_mean_above(const Moments& here, const Moments& elsewhere) {
  if (here.n < 2 || elsewhere.n < 2) return std::nullopt;
  const double a = here.variance() / static_cast<double>(here.n), b = elsewhere.variance() / static_cast<double>(elsewhere.n);
  if (a + b <= 0) return std::nullopt;
  const double df = (a + b) * (a + b) / (a * a / static_cast<double>(here.n - 1) + b * b / static_cast<double>(elsewhere.n - 1));
  return t_above((here.mean() - elsewhere.mean()) / std::sqrt(a + b), df);
}

struct RangeTest {
  double range = 0;     // highest class mean less the lowest
  double error = 0;     // pooled standard error of the difference of these two means
  double p = 1;         // of classes that differ so much (one-way analysis of variance, F)
};

// Classes of one school. Nothing with fewer than two classes, or where nothing varies within them.
inline std::optional<RangeTest> compare_classes(std::span<const Moments> classes) {
  if (classes.size() < 2) return std::nullopt;
  Moments all;
  double within = 0;
  const Moments* lowest = &classes.front();
  const Moments* highest = &classes.front();
  for (const Moments& one : classes) {
    all = all + one;
    within += one.deviations();
    if (one.mean() < lowest->mean()) lowest = &one;
    if (one.mean() > highest->mean()) highest = &one;
  }
  const std::int64_t df_between = static_cast<std::int64_t>(classes.size()) - 1, df_within = all.n - static_cast<std::int64_t>(classes.size());
  if (df_within < 1 || within <= 0) return std::nullopt;
  const double variance = within / static_cast<double>(df_within);
  const double f = std::max(0.0, all.deviations() - within) / static_cast<double>(df_between) / variance;
  return RangeTest{highest->mean() - lowest->mean(),
                   std::sqrt(variance * (1 / static_cast<double>(lowest->n) + 1 / static_cast<double>(highest->n))),
                   f_above(f, static_cast<double>(df_between), static_cast<double>(df_within))};
}

}  // namespace objectivity
