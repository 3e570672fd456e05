// What a school reaches against what schools in its context reach: regression with a random effect of the school,
// y_i = β0 + β1·x_i + u_i + e_i, var(e_i) = v_i known, var(u_i) = τ² estimated by moments (DerSimonian and Laird 1986,
// with a covariate: Raudenbush 2009, the "method of moments"); the effect of a school is shrunken towards 0 by what
// its result does not tell: r*_i = r_i·τ²/(τ² + v_i) = r_i·n_i/(n_i + σ²w/τ²).
#pragma once

#include <string>

#include "standardise.h"

namespace context {

struct ExpectedResult {
  std::vector<double> expected, residual, shrunken, error;  // of a school; NaN: not in the regression
  double intercept = kMissing, slope = kMissing, slope_error = kMissing;
  double between = kMissing;  // τ²
  double explained = kMissing;  // part of the variance between schools that the context explains
  int schools = 0;
  std::string trouble;  // why there is no regression; empty: there is
};

namespace detail {

struct WeightedLine {
  Eigen::Matrix2d inverse;  // (X'WX)⁻¹
  Eigen::Vector2d beta;
  bool determined = false;
};

inline WeightedLine weighted_line(const VectorXd& x, const VectorXd& y, const VectorXd& w) {
  WeightedLine line;
  double sw = 0, sx = 0;
  for (Index i = 0; i < x.size(); ++i) sw += w(i), sx += w(i) * x(i);
  const double centre = sw > 0 ? sx / sw : 0;
  double sxx = 0, sxy = 0, sy = 0;
  for (Index i = 0; i < x.size(); ++i) {
    const double d = x(i) - centre;
    sxx += w(i) * d * d, sxy += w(i) * d * y(i), sy += w(i) * y(i);
  }
  if (!(sxx > 0)) return line;
  const double slope = sxy / sxx;
  line.beta << sy / sw - slope * centre, slope;
  line.inverse << 1 / sw + centre * centre / sxx, -centre / sxx, -centre / sxx, 1 / sxx;
  line.determined = true;
  return line;
}

// τ² = max(0, (Q − (n − p)) / (Σw − tr((X'WX)⁻¹X'W²X))), w = 1/v; p: estimated coefficients.
inline double between_variance(const VectorXd& x, const VectorXd& y, const VectorXd& v, bool with_slope) {
  const VectorXd w = v.cwiseInverse();
  double q = 0, squares = 0, cross = 0, crosses = 0, sum = w.sum();
  if (with_slope) {
    const WeightedLine line = weighted_line(x, y, w);
    for (Index i = 0; i < x.size(); ++i) {
      const double r = y(i) - line.beta(0) - line.beta(1) * x(i);
      q += w(i) * r * r;
      squares += w(i) * w(i), cross += w(i) * w(i) * x(i), crosses += w(i) * w(i) * x(i) * x(i);
    }
    const double trace = line.inverse(0, 0) * squares + 2 * line.inverse(0, 1) * cross + line.inverse(1, 1) * crosses;
    return std::max(0.0, (q - static_cast<double>(x.size() - 2)) / (sum - trace));
  }
  const double mean = w.dot(y) / sum;
  for (Index i = 0; i < y.size(); ++i) q += w(i) * (y(i) - mean) * (y(i) - mean), squares += w(i) * w(i);
  return std::max(0.0, (q - static_cast<double>(y.size() - 1)) / (sum - squares / sum));
}

}  // namespace detail

// x: context (the index), y: result, v: sampling variance of the result. Schools without any of the three take no part.
inline ExpectedResult expected_result(const std::vector<double>& x, const std::vector<double>& y, const std::vector<double>& v) {
  ExpectedResult out;
  out.expected = out.residual = out.shrunken = out.error = std::vector<double>(x.size(), kMissing);
  std::vector<std::size_t> rows;
  for (std::size_t i = 0; i < x.size(); ++i)
    if (present(x[i]) && present(y[i]) && v[i] > 0) rows.push_back(i);
  out.schools = static_cast<int>(rows.size());
  constexpr std::size_t kFewest = 10;
  if (rows.size() < kFewest) {
    out.trouble = "меньше 10 школ с индексом и результатом";
    return out;
  }
  VectorXd xs(static_cast<Index>(rows.size())), ys(xs.size()), vs(xs.size());
  for (std::size_t i = 0; i < rows.size(); ++i)
    xs(static_cast<Index>(i)) = x[rows[i]], ys(static_cast<Index>(i)) = y[rows[i]], vs(static_cast<Index>(i)) = v[rows[i]];
  if (!(xs.maxCoeff() > xs.minCoeff())) {
    out.trouble = "индекс у всех школ одинаков";
    return out;
  }
  out.between = detail::between_variance(xs, ys, vs, true);
  const double alone = detail::between_variance(xs, ys, vs, false);
  if (alone > 0) out.explained = std::max(0.0, 1 - out.between / alone);
  const VectorXd w = (vs.array() + out.between).inverse().matrix();
  const detail::WeightedLine line = detail::weighted_line(xs, ys, w);
  out.intercept = line.beta(0), out.slope = line.beta(1), out.slope_error = std::sqrt(line.inverse(1, 1));
  for (const std::size_t i : rows) {
    out.expected[i] = out.intercept + out.slope * x[i];
    out.residual[i] = y[i] - out.expected[i];
    const double reliability = out.between / (out.between + v[i]);
    out.shrunken[i] = reliability * out.residual[i];
    out.error[i] = std::sqrt(reliability * v[i]);  // √(τ²v/(τ² + v))
  }
  return out;
}

// What a second measurement may be expected to be without any change: a low first one was partly bad luck.
// reliability = τ²/(τ² + v); expected change = (1 − reliability)·(mean − y), mean weighted by 1/(v + τ²).
struct ReturnToMean {
  std::vector<double> expected, reliability;  // of a school; NaN: no result
};

inline ReturnToMean return_to_mean(const std::vector<double>& y, const std::vector<double>& v) {
  const std::vector<double> none(y.size(), kMissing);
  ReturnToMean out{none, none};
  std::vector<std::size_t> rows;
  for (std::size_t i = 0; i < y.size(); ++i)
    if (present(y[i]) && v[i] > 0) rows.push_back(i);
  if (rows.size() < 2) return out;
  VectorXd ys(static_cast<Index>(rows.size())), vs(ys.size());
  for (std::size_t i = 0; i < rows.size(); ++i) ys(static_cast<Index>(i)) = y[rows[i]], vs(static_cast<Index>(i)) = v[rows[i]];
  const double between = detail::between_variance(ys, ys, vs, false);
  const VectorXd w = (vs.array() + between).inverse().matrix();
  const double mean = w.dot(ys) / w.sum();
  for (const std::size_t i : rows) {
    out.reliability[i] = between / (between + v[i]);
    out.expected[i] = (1 - out.reliability[i]) * (mean - y[i]);
  }
  return out;
}

}  // namespace context
