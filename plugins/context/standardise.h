// Items of schools made comparable: direction, missing values, z-scores within strata, correlations.
// Rows are schools, columns items; NaN is a missing value. Sums run in the order of the schools.
#pragma once

#include <Eigen/Dense>

#include "ranks.h"

namespace context {

using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;

inline constexpr int kEverybody = -1;  // a school that is compared with all schools

enum class MissingItems { kDropItem, kMeanOfStratum, kNotAssessable };

struct Moments {
  double n = 0, mean = kMissing, sd = kMissing;  // sd: sample, n − 1; missing when n < 2
};

inline Moments moments(const MatrixXd& x, Index column, const std::vector<int>& stratum, int of) {
  Moments m;
  double sum = 0, squares = 0, least = std::numeric_limits<double>::infinity(), most = -least;
  const auto counts = [&](Index row) { return (of == kEverybody || stratum[static_cast<std::size_t>(row)] == of) && present(x(row, column)); };
  for (Index row = 0; row < x.rows(); ++row)
    if (counts(row)) sum += x(row, column), m.n += 1, least = std::min(least, x(row, column)), most = std::max(most, x(row, column));
  if (m.n == 0) return m;
  m.mean = sum / m.n;
  for (Index row = 0; row < x.rows(); ++row)
    if (counts(row)) squares += (x(row, column) - m.mean) * (x(row, column) - m.mean);
  if (m.n > 1) m.sd = least < most ? std::sqrt(squares / (m.n - 1)) : 0;  // exactly: rounding of the mean is no spread
  return m;
}

// Strata with fewer than `least` schools are too small for a mean of their own: compared with everybody.
inline std::vector<int> large_strata(std::vector<int> stratum, int least) {
  std::vector<int> count;
  for (const int s : stratum) {
    if (s < 0) continue;
    if (static_cast<std::size_t>(s) >= count.size()) count.resize(static_cast<std::size_t>(s) + 1);
    ++count[static_cast<std::size_t>(s)];
  }
  for (int& s : stratum)
    if (s >= 0 && count[static_cast<std::size_t>(s)] < least) s = kEverybody;
  return stratum;
}

struct Standardised {
  MatrixXd z;                 // + is favourable; NaN: missing, or the item does not vary
  MatrixXd sd;                // by which each value was divided
  std::vector<int> filled;    // items of a school that a mean stands for
};

// z = direction·(x − mean)/sd within the school's stratum. A missing value stays missing, or becomes the mean of the
// stratum, whose z is 0.
inline Standardised standardise(const MatrixXd& x, const std::vector<double>& direction, const std::vector<int>& stratum, MissingItems rule) {
  Standardised out{MatrixXd::Constant(x.rows(), x.cols(), kMissing), MatrixXd::Constant(x.rows(), x.cols(), kMissing),
                   std::vector<int>(static_cast<std::size_t>(x.rows()), 0)};
  int strata = 0;
  for (const int s : stratum) strata = std::max(strata, s + 1);
  for (Index k = 0; k < x.cols(); ++k) {
    std::vector<Moments> of(static_cast<std::size_t>(strata) + 1);  // the last one: of everybody
    for (int s = 0; s < strata; ++s) of[static_cast<std::size_t>(s)] = moments(x, k, stratum, s);
    of.back() = moments(x, k, stratum, kEverybody);
    for (Index row = 0; row < x.rows(); ++row) {
      const int s = stratum[static_cast<std::size_t>(row)];
      const Moments& m = s == kEverybody ? of.back() : of[static_cast<std::size_t>(s)];
      if (!(m.sd > 0)) continue;
      out.sd(row, k) = m.sd;
      if (present(x(row, k))) out.z(row, k) = direction[static_cast<std::size_t>(k)] * (x(row, k) - m.mean) / m.sd;
      else if (rule == MissingItems::kMeanOfStratum) out.z(row, k) = 0, ++out.filled[static_cast<std::size_t>(row)];
    }
  }
  return out;
}

inline bool complete(const MatrixXd& z, Index row) {
  for (Index k = 0; k < z.cols(); ++k)
    if (!present(z(row, k))) return false;
  return true;
}

// The columns in which somebody has a value.
inline std::vector<Index> columns_with_values(const MatrixXd& z) {
  std::vector<Index> found;
  for (Index k = 0; k < z.cols(); ++k)
    if ((z.col(k).array() == z.col(k).array()).any()) found.push_back(k);
  return found;
}

inline MatrixXd chosen_columns(const MatrixXd& from, const std::vector<Index>& columns) {
  MatrixXd out(from.rows(), static_cast<Index>(columns.size()));
  for (std::size_t k = 0; k < columns.size(); ++k) out.col(static_cast<Index>(k)) = from.col(columns[k]);
  return out;
}

// Pearson's correlations over the schools in `of` (all their items are there). A constant column correlates with
// nothing: 0, and 1 with itself.
inline MatrixXd correlations(const MatrixXd& z, const std::vector<Index>& of) {
  const Index items = z.cols();
  VectorXd mean = VectorXd::Zero(items);
  for (const Index row : of) mean += z.row(row).transpose();
  if (!of.empty()) mean /= static_cast<double>(of.size());
  MatrixXd products = MatrixXd::Zero(items, items);
  for (const Index row : of) {
    const VectorXd d = z.row(row).transpose() - mean;
    products += d * d.transpose();
  }
  MatrixXd r = MatrixXd::Identity(items, items);
  for (Index a = 0; a < items; ++a)
    for (Index b = 0; b < items; ++b)
      if (a != b && products(a, a) > 0 && products(b, b) > 0) r(a, b) = products(a, b) / std::sqrt(products(a, a) * products(b, b));
      else if (a != b) r(a, b) = 0;
  return r;
}

}  // namespace context
