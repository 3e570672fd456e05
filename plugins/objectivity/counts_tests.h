// Tests on counts: a share here and elsewhere, a distribution of marks here and elsewhere.
#pragma once

#include <cmath>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "distributions.h"

namespace objectivity {

struct Count {
  std::int64_t of = 0, n = 0;
  double share() const { return static_cast<double>(of) / static_cast<double>(n); }
  Count operator-(const Count& other) const { return {of - other.of, n - other.n}; }
};

struct ZTest {
  double z = 0;
  double p_above = 1;  // of a share so high or higher than elsewhere
};

// Two shares, z with the pooled variance (prop.test without continuity correction). Nothing where a side is empty or all
// observations are alike.
inline std::optional<ZTest> compare_shares(const Count& here, const Count& elsewhere) {
  if (here.n <= 0 || elsewhere.n <= 0) return std::nullopt;
  const std::int64_t of = here.of + elsewhere.of, n = here.n + elsewhere.n;
  if (of == 0 || of == n) return std::nullopt;
  const double pooled = static_cast<double>(of) / static_cast<double>(n);
  const double variance = pooled * (1 - pooled) * (1 / static_cast<double>(here.n) + 1 / static_cast<double>(elsewhere.n));
  const double z = (here.share() - elsewhere.share()) / std::sqrt(variance);
  return ZTest{z, normal_above(z)};
}

struct HomogeneityTest {
  double statistic = 0;
  std::int64_t df = 0;
  double p = 1;
};

// Neighbouring cells are taken together from the lowest one upwards until a school is expected to have `least` in each; what
// is left over at the top joins the cell below it. Gives for each cell the number of its merged cell.
inline std::vector<std::size_t> merged_cells(std::span<const double> expected, double least) {
  std::vector<std::size_t> cell(expected.size(), 0);
  std::size_t current = 0;
  double filled = 0;
  for (std::size_t i = 0; i < expected.size(); ++i) {
    cell[i] = current;
    filled += expected[i];
    if (filled >= least) ++current, filled = 0;
  }
  for (std::size_t& c : cell)
    if (current > 0 && c == current) c = current - 1;  // left over
  return cell;
}

// Counts in the same cells here and elsewhere: χ² (Pearson) or G (likelihood ratio) of homogeneity, after merging. Nothing
// where a side is empty or fewer than two cells remain.
inline std::optional<HomogeneityTest> compare_distributions(std::span<const std::int64_t> here, std::span<const std::int64_t> elsewhere,
                                                            double least, bool likelihood) {
  double n_here = 0, n_elsewhere = 0;
  for (const std::int64_t n : here) n_here += static_cast<double>(n);
  for (const std::int64_t n : elsewhere) n_elsewhere += static_cast<double>(n);
  if (n_here == 0 || n_elsewhere == 0) return std::nullopt;
  const double n = n_here + n_elsewhere;
  std::vector<double> expected;
  for (std::size_t i = 0; i < here.size(); ++i) expected.push_back(n_here * static_cast<double>(here[i] + elsewhere[i]) / n);
  const std::vector<std::size_t> cell = merged_cells(expected, least);
  const std::size_t cells = cell.empty() ? 0 : cell.back() + 1;
  if (cells < 2) return std::nullopt;
  std::vector<double> a(cells, 0), b(cells, 0);
  for (std::size_t i = 0; i < here.size(); ++i)
    a[cell[i]] += static_cast<double>(here[i]), b[cell[i]] += static_cast<double>(elsewhere[i]);
  double statistic = 0;
  const auto add = [&](double observed, double wanted) {
    if (likelihood) statistic += observed > 0 ? 2 * observed * std::log(observed / wanted) : 0;
    else statistic += (observed - wanted) * (observed - wanted) / wanted;
  };
  for (std::size_t i = 0; i < cells; ++i) add(a[i], n_here * (a[i] + b[i]) / n), add(b[i], n_elsewhere * (a[i] + b[i]) / n);
  const auto df = static_cast<std::int64_t>(cells) - 1;
  return HomogeneityTest{statistic, df, chi_squared_above(statistic, static_cast<double>(df))};
}

}  // namespace objectivity
