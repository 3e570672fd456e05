// What a share of a small group can mean: intervals, funnel limits, tests, pooling over years.
// Whole columns in, a frame of as many rows out. Missing where a count is, and where the whole is 0.
// All: FRAME-001, FRAME-002, FRAME-010 as in counts.h; FRAME-007 for a confidence or a window that is not possible.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "frame/counts.h"

namespace opora {

struct Interval {
  double lower = 0, upper = 0;
};

enum class IntervalMethod : std::uint8_t {
  kWilson,  // score interval without continuity correction: Wilson (1927), JASA 22
  kExact,   // Clopper & Pearson (1934), Biometrika 26: covers at least `confidence`, so it is wider
};
Interval share_interval(Counts counts, IntervalMethod method, double confidence);

// lower, upper: bounds of the share, 0…1.
Result<Frame> interval(const Frame& frame, const std::string& part, const std::string& whole, IntervalMethod method, double confidence);

// P(X ≥ part) for X ~ Binomial(whole, p): how probable such a share, or a higher one, is by chance alone.
// `p` is a number or a column, 0…1 (FRAME-010); missing where it is.
struct Probability {
  std::string column;  // empty: `value`
  double value = 0;
};
Result<Column> binomial_tail(const Frame& frame, const std::string& part, const std::string& whole, const Probability& p);

// Funnel plot (Spiegelhalter 2005, Statistics in Medicine 24), within groups of equal `by` columns.
//   centre        Σpart/Σwhole of the group, or the one given
//   lower, upper  exact binomial limits around it for the row's whole: a share outside has at most (1 − confidence)/2
//   z             (share − centre)/√(centre·(1 − centre)/whole); missing when the centre is 0 or 1
//   factor        1, or the overdispersion factor: mean of z², the tenths at both ends winsorised, at least 1;
//                 z is then divided by its root, and the limits stand so much farther from the centre
struct FunnelOptions {
  std::vector<std::string> by;
  std::optional<double> centre;
  double confidence = 0.95;
  bool overdispersion = false;
};
Result<Frame> funnel(const Frame& frame, const std::string& part, const std::string& whole, const FunnelOptions& options);

// Two shares a and b, row by row.
//   difference, lower, upper  a − b with its interval from two Wilson intervals: Newcombe (1998), method 10
//   z, p                      pooled two-proportion test without continuity correction, two-sided; missing when nobody,
//                             or everybody, belongs to the parts
//   p_exact                   Fisher's exact test, two-sided
Result<Frame> compare_shares(const Frame& frame, const std::string& part_a, const std::string& whole_a, const std::string& part_b,
                             const std::string& whole_b, double confidence);

// part, whole, years: sums over the rows of the same `by` columns whose `over` (a whole number, the year) is in
// over − window + 1 … over, and in how many different years something was counted. Without any: missing, 0 years.
Result<Frame> pool(const Frame& frame, const std::string& part, const std::string& whole, const std::string& over, std::int64_t window,
                   const std::vector<std::string>& by);

}  // namespace opora
