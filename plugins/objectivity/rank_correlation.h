// Rank correlation of two whole numbers of each pupil: Kendall's τ-b in O(m log m) of the distinct pairs, and Spearman's
// coefficient with and without correction for ties. Counts are exact, so neither order nor grouping of the pairs matters.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <vector>

#include "distributions.h"
#include "moments.h"

namespace objectivity {

struct Pair {
  std::int64_t x = 0, y = 0, n = 1;  // n pupils with these values
  bool operator<(const Pair& other) const { return x != other.x ? x < other.x : y < other.y; }
};

// Nothing where a side has one value only.
struct RankCorrelation {
  double value = 0;
  double p_below = 1;  // of a coefficient so low or lower when there is no relation (normal or t approximation)
};

// Counts of ranks up to a place, for the pairs seen so far.
class RankCounts {
 public:
  explicit RankCounts(std::size_t ranks) : counts_(ranks + 1, 0) {}
  void add(std::size_t rank, std::int64_t n) {
    for (std::size_t i = rank + 1; i < counts_.size(); i += i & (~i + 1)) counts_[i] += n;
  }
  std::int64_t below(std::size_t rank) const {
    std::int64_t found = 0;
    for (std::size_t i = rank; i > 0; i -= i & (~i + 1)) found += counts_[i];
    return found;
  }

 private:
  std::vector<std::int64_t> counts_;
};

// Sums over the ties of one side: Σt(t−1), Σt(t−1)(t−2), Σt(t−1)(2t+5), Σt(t²−1).
struct Ties {
  Wide pairs = 0, triples = 0, spread = 0, cubes = 0;
  void add(std::int64_t times) {
    const Wide t = times;
    pairs += t * (t - 1);
    triples += t * (t - 1) * (t - 2);
    spread += t * (t - 1) * (2 * t + 5);
    cubes += t * (t * t - 1);
  }
};
inline Ties ties_of(const Histogram& values) {
  Ties ties;
  for (const auto& [value, times] : values) ties.add(times);
  return ties;
}

struct Margins {
  Histogram x, y;
  std::int64_t n = 0;
};
inline Margins margins_of(std::span<const Pair> pairs) {
  Margins found;
  for (const Pair& pair : pairs) found.x[pair.x] += pair.n, found.y[pair.y] += pair.n, found.n += pair.n;
  return found;
}

// Concordant less discordant pairs of pupils.
inline Wide kendall_score(std::span<const Pair> given, const Histogram& y_values) {
  std::vector<Pair> pairs(given.begin(), given.end());
  std::sort(pairs.begin(), pairs.end());
  std::vector<std::int64_t> values;
  for (const auto& [value, times] : y_values) values.push_back(value);
  const auto rank = [&](std::int64_t y) {
    return static_cast<std::size_t>(std::lower_bound(values.begin(), values.end(), y) - values.begin());
  };
  RankCounts seen(values.size());
  Wide score = 0;
  for (std::size_t first = 0, last = 0; first < pairs.size(); first = last) {
    while (last < pairs.size() && pairs[last].x == pairs[first].x) ++last;
    const std::int64_t total = seen.below(values.size());
    for (std::size_t i = first; i < last; ++i) {
      const std::size_t y = rank(pairs[i].y);
      score += Wide{pairs[i].n} * (seen.below(y) - (total - seen.below(y + 1)));
    }
    for (std::size_t i = first; i < last; ++i) seen.add(rank(pairs[i].y), pairs[i].n);
  }
  return score;
}

// τ-b = S / √((n₀ − n₁)(n₀ − n₂)); its variance with ties as in Kendall (1970), Rank Correlation Methods, ch. 4.
inline std::optional<RankCorrelation> kendall(std::span<const Pair> pairs) {
  const Margins margins = margins_of(pairs);
  if (margins.x.size() < 2 || margins.y.size() < 2) return std::nullopt;
  const Ties x = ties_of(margins.x), y = ties_of(margins.y);
  const double n = static_cast<double>(margins.n);
  const Wide all = Wide{margins.n} * (margins.n - 1);
  const double score = static_cast<double>(kendall_score(pairs, margins.y));
  const double tau = 2 * score / std::sqrt(static_cast<double>(all - x.pairs) * static_cast<double>(all - y.pairs));
  double variance = static_cast<double>(all * (2 * margins.n + 5) - x.spread - y.spread) / 18 +
                    static_cast<double>(x.pairs) * static_cast<double>(y.pairs) / (2 * n * (n - 1));
  if (margins.n > 2) variance += static_cast<double>(x.triples) * static_cast<double>(y.triples) / (9 * n * (n - 1) * (n - 2));
  return RankCorrelation{tau, normal_below(score / std::sqrt(variance))};
}

// Twice the mid-rank of each value, 1-based: whole numbers.
inline std::map<std::int64_t, std::int64_t> twice_ranks(const Histogram& values) {
  std::map<std::int64_t, std::int64_t> ranks;
  std::int64_t before = 0;
  for (const auto& [value, times] : values) {
    ranks[value] = 2 * before + times + 1;
    before += times;
  }
  return ranks;
}

// `textbook`: r = 1 − 6Σd²/(n(n²−1)), as the federal text has it, which is right without ties only. Otherwise the
// correlation of mid-ranks: r = (A + B − Σd²) / (2√(AB)), A = (n³ − n − Σ(t³ − t))/12. p by t = r√((n−2)/(1−r²)).
inline std::optional<RankCorrelation> spearman(std::span<const Pair> pairs, bool textbook) {
  const Margins margins = margins_of(pairs);
  if (margins.x.size() < 2 || margins.y.size() < 2) return std::nullopt;
  const auto x = twice_ranks(margins.x), y = twice_ranks(margins.y);
  Wide four_squares = 0;  // 4Σd²
  for (const Pair& pair : pairs) {
    const Wide d = x.at(pair.x) - y.at(pair.y);
    four_squares += d * d * pair.n;
  }
  const double squares = static_cast<double>(four_squares) / 4, n = static_cast<double>(margins.n);
  const Wide cube = Wide{margins.n} * (Wide{margins.n} * margins.n - 1);
  double r = 1 - 6 * squares / static_cast<double>(cube);
  if (!textbook) {
    const double a = static_cast<double>(cube - ties_of(margins.x).cubes) / 12, b = static_cast<double>(cube - ties_of(margins.y).cubes) / 12;
    r = std::clamp((a + b - squares) / (2 * std::sqrt(a * b)), -1.0, 1.0);
  }
  if (margins.n < 3) return RankCorrelation{r, 1};
  if (std::abs(r) >= 1) return RankCorrelation{r, r < 0 ? 0.0 : 1.0};
  return RankCorrelation{r, t_below(r * std::sqrt((n - 2) / (1 - r * r)), n - 2)};
}

}  // namespace objectivity
