// Probabilities and quantiles of the distributions that small groups need. Computed in double precision without
// promotion (Boost.Math with a policy of its own), so that the result does not depend on how wide a machine computes.
// Arguments must be in range; nothing throws.
#pragma once

#include <cstdint>

namespace opora {

double normal_quantile(double p);   // z with P(Z ≤ z) = p, 0 < p < 1
double normal_two_sided(double z);  // P(|Z| ≥ |z|)
double beta_quantile(double a, double b, double p);

// X ~ Binomial(n, p), 0 ≤ k ≤ n, 0 ≤ p ≤ 1.
double binomial_at_least(std::int64_t k, std::int64_t n, double p);           // P(X ≥ k)
std::int64_t binomial_quantile(double probability, std::int64_t n, double p);  // least k with P(X ≤ k) ≥ probability

// Fisher's exact test of two shares, two-sided: the probability, with all margins given, of a table that is at most
// as probable as this one (those within 1 + 1e-7 count as equal, as in R's fisher.test).
double fisher_exact(std::int64_t part_a, std::int64_t whole_a, std::int64_t part_b, std::int64_t whole_b);

// About how many steps one of the functions above takes for a group of n: for those who count work.
std::int64_t distribution_steps(std::int64_t n);

}  // namespace opora
