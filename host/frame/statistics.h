// Statistics of the values of one group, in row order. Integers are summed exactly, doubles by
// Neumaier's compensated summation; the order of operations is fixed, so the bits are too.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "frame/column.h"

namespace opora {

__extension__ using Wide = __int128;

Wide sum_of(std::span<const std::int64_t> values);
double sum_of(std::span<const double> values);
std::optional<double> mean_of(std::span<const std::int64_t> values);
std::optional<double> mean_of(std::span<const double> values);

// sqrt(Σ(x−mean)²/(n−ddof)); nothing when n ≤ ddof. Integers: sqrt((n·Σx² − (Σx)²) / (n·(n−ddof)))
// with an exact numerator, so that equal values give exactly 0.
std::optional<double> sd_of(std::span<const std::int64_t> values, int ddof);
std::optional<double> sd_of(std::span<const double> values, int ddof);

// Hyndman & Fan, "Sample Quantiles in Statistical Packages" (1996), definition 7: linear between the
// order statistics around 1 + (n−1)·p. Takes order keys of a column of `type`; reorders them.
std::optional<double> quantile_of(std::span<std::int64_t> keys, ColumnType type, double p);

// Mid-ranks, doubled so that they are whole: the values at sorted places i…j (1-based) get i + j.
void doubled_mid_ranks(std::span<const std::int64_t> keys, std::vector<std::int64_t>& ranks);

// Pearson's correlation of mid-ranks. Numerator and both variances are exact integers: the sign of the
// result is the true sign, and ±1 appears exactly when the ranks agree or oppose fully.
class Spearman {  // an object keeps its scratch memory from group to group
 public:
  std::optional<double> of(std::span<const std::int64_t> a, std::span<const std::int64_t> b);

 private:
  std::vector<std::int64_t> ranks_a_, ranks_b_;
};

}  // namespace opora
