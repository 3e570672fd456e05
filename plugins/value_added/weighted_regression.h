// Least squares of schools on their context, with weights, and standard errors that do not trust equal variances.
#pragma once

#include "group_sums.h"

namespace opora::value_added {

struct SchoolTable {
  std::vector<std::string> terms;   // without the intercept
  std::vector<double> outcome;      // [schools]
  std::vector<double> covariates;   // [schools × terms], school after school
  std::vector<double> weight;       // [schools], > 0

  std::size_t schools() const { return outcome.size(); }
};

inline constexpr std::size_t kRobustKinds = 4;  // HC0, HC1, HC2, HC3: MacKinnon, White (1985), J. Econometrics 29

struct RegressionTerm {
  std::string term;  // "(intercept)" first
  double estimate = 0, se = 0;
  // Nothing for HC2 and HC3 when a school alone determines a term: its residual is 0 whatever its result.
  std::array<std::optional<double>, kRobustKinds> robust;
};

struct RegressionSchool {
  double fitted = 0, residual = 0;
  double leverage = 0;                  // diagonal of the hat matrix, 0 … 1
  std::optional<double> standardised;   // internally studentised; nothing where the leverage is 1
  std::optional<double> fitted_variance;  // of `fitted`, HC3; HC1 when there is none
};

struct Regression {
  std::vector<RegressionTerm> terms;
  std::vector<DroppedTerm> dropped;
  std::vector<RegressionSchool> schools;
  double sigma = 0, r2 = 0;
  std::vector<std::size_t> alone;  // schools with leverage 1
};

namespace detail {

inline constexpr double kAlone = 1 - 1e-9;

// Columns 1, x₁ … in centred and scaled coordinates; constant and collinear ones are left out and named.
struct Design {
  Eigen::MatrixXd x;
  Eigen::MatrixXd back;  // from these coordinates to those of the table
  std::vector<std::string> names;
  std::vector<DroppedTerm> dropped;
};

inline Design design_of(const SchoolTable& table, const Eigen::VectorXd& w) {
  const auto n = static_cast<Eigen::Index>(table.schools()), k = static_cast<Eigen::Index>(table.terms.size());
  Eigen::MatrixXd x(n, k);
  for (Eigen::Index i = 0; i < n; ++i)
    for (Eigen::Index j = 0; j < k; ++j) x(i, j) = table.covariates[static_cast<std::size_t>(i * k + j)];
  Design design;
  std::vector<Eigen::Index> varying;
  Eigen::VectorXd centre(k), scale(k);
  for (Eigen::Index j = 0; j < k; ++j) {
    const double origin = n > 0 ? x(0, j) : 0;
    centre[j] = origin + w.dot((x.col(j).array() - origin).matrix()) / w.sum();
    const bool constant = (x.col(j).array() == origin).all();
    scale[j] = constant ? 0 : std::sqrt(w.dot((x.col(j).array() - centre[j]).square().matrix()) / w.sum());
    if (scale[j] > 0) varying.push_back(j);
    else design.dropped.push_back({table.terms[static_cast<std::size_t>(j)], true});
  }
  Eigen::MatrixXd z(n, static_cast<Eigen::Index>(varying.size()));
  for (std::size_t v = 0; v < varying.size(); ++v)
    z.col(static_cast<Eigen::Index>(v)) = (x.col(varying[v]).array() - centre[varying[v]]) / scale[varying[v]];
  const std::vector<std::size_t> kept = independent(z.transpose() * w.asDiagonal() * z);
  const auto p = static_cast<Eigen::Index>(kept.size()) + 1;
  design.x = Eigen::MatrixXd::Ones(n, p);
  design.back = Eigen::MatrixXd::Identity(p, p);
  design.names = {"(intercept)"};
  for (std::size_t v = 0; v < varying.size(); ++v) {
    const std::string& name = table.terms[static_cast<std::size_t>(varying[v])];
    if (!std::binary_search(kept.begin(), kept.end(), v)) {
      design.dropped.push_back({name, false});
      continue;
    }
    const auto column = static_cast<Eigen::Index>(design.names.size());
    design.x.col(column) = z.col(static_cast<Eigen::Index>(v));
    design.back(column, column) = 1 / scale[varying[v]];
    design.back(0, column) = -centre[varying[v]] / scale[varying[v]];
    design.names.push_back(name);
  }
  return design;
}

}  // namespace detail

// NotFitted: VA-001 no schools, VA-004 not more schools than terms, VA-003 equal outcomes.
inline Regression regress(const SchoolTable& table) {
  if (table.schools() == 0)
    throw NotFitted("VA-001", "нет ни одной школы с результатом и всеми признаками модели", "выберите другую процедуру или уберите признаки, которых нет");
  const Eigen::Map<const Eigen::VectorXd> y(table.outcome.data(), static_cast<Eigen::Index>(table.schools()));
  const Eigen::Map<const Eigen::VectorXd> w(table.weight.data(), y.size());
  const detail::Design design = detail::design_of(table, w);
  const Eigen::Index n = y.size(), p = design.x.cols();
  if (n <= p)
    throw NotFitted("VA-004", "школ " + std::to_string(n) + ", а членов модели " + std::to_string(p) + ": оценить её нельзя", "уберите часть признаков школ");
  if ((y.array() == y[0]).all())
    throw NotFitted("VA-003", "у всех школ один и тот же результат, объяснять нечего", "выберите процедуру, в которой результаты различаются");

  Regression found;
  found.dropped = design.dropped;
  const Eigen::MatrixXd& x = design.x;
  const Eigen::MatrixXd inverse = (x.transpose() * w.asDiagonal() * x).llt().solve(Eigen::MatrixXd::Identity(p, p));
  const double centre = w.dot(y) / w.sum();
  const Eigen::VectorXd beta = inverse * (x.transpose() * w.asDiagonal() * (y.array() - centre).matrix());
  const Eigen::VectorXd fitted = (x * beta).array() + centre, e = y - fitted;
  const Eigen::VectorXd h = (x * inverse).cwiseProduct(x).rowwise().sum().cwiseProduct(w);
  const double rss = w.dot(e.cwiseAbs2()), degrees = static_cast<double>(n - p);
  found.sigma = std::sqrt(rss / degrees);
  found.r2 = 1 - rss / w.dot((y.array() - centre).square().matrix());
  for (Eigen::Index i = 0; i < n; ++i)
    if (h[i] > detail::kAlone) found.alone.push_back(static_cast<std::size_t>(i));

  // (X'WX)⁻¹ (Σ w²e²f(h) x x') (X'WX)⁻¹, f = 1, n/(n−p), 1/(1−h), 1/(1−h)².
  std::array<std::optional<Eigen::MatrixXd>, kRobustKinds> robust;
  for (std::size_t kind = 0; kind < kRobustKinds; ++kind) {
    if (kind >= 2 && !found.alone.empty()) continue;
    Eigen::VectorXd omega = (w.array() * e.array()).square();
    if (kind == 1) omega *= static_cast<double>(n) / degrees;
    if (kind == 2) omega = omega.array() / (1 - h.array());
    if (kind == 3) omega = omega.array() / (1 - h.array()).square();
    robust[kind] = inverse * (x.transpose() * omega.asDiagonal() * x) * inverse;
  }
  Eigen::VectorXd estimate = design.back * beta;
  estimate[0] += centre;
  const auto error = [&](const Eigen::MatrixXd& covariance, Eigen::Index term) {
    return std::sqrt((design.back.row(term) * covariance * design.back.row(term).transpose()).value());
  };
  for (Eigen::Index term = 0; term < p; ++term) {
    RegressionTerm one{design.names[static_cast<std::size_t>(term)], estimate[term], found.sigma * error(inverse, term), {}};
    for (std::size_t kind = 0; kind < kRobustKinds; ++kind)
      if (robust[kind]) one.robust[kind] = error(*robust[kind], term);
    found.terms.push_back(one);
  }
  const Eigen::MatrixXd& trusted = robust[3] ? *robust[3] : *robust[1];
  for (Eigen::Index i = 0; i < n; ++i) {
    RegressionSchool school{fitted[i], e[i], std::clamp(h[i], 0.0, 1.0), std::nullopt, std::nullopt};
    if (h[i] <= detail::kAlone) {
      if (found.sigma > 0) school.standardised = e[i] * std::sqrt(w[i]) / (found.sigma * std::sqrt(1 - h[i]));
      school.fitted_variance = (x.row(i) * trusted * x.row(i).transpose()).value();
    }
    found.schools.push_back(school);
  }
  return found;
}

// Variance between schools beyond what the numbers of pupils explain, by moments: weights w = 1/(sampling variance),
// τ² = (Σ w e² − (n − p)) / Σ w(1 − h), not below 0. DerSimonian, Laird (1986), extended to regression by Thompson, Sharp (1999).
inline double between_variance(const Regression& fit, const std::vector<double>& precision) {
  double q = 0, slack = 0;
  for (std::size_t i = 0; i < precision.size(); ++i) {
    q += precision[i] * fit.schools[i].residual * fit.schools[i].residual;
    slack += precision[i] * (1 - fit.schools[i].leverage);
  }
  const double degrees = static_cast<double>(precision.size()) - static_cast<double>(fit.terms.size());
  return slack > 0 ? std::max(0.0, (q - degrees) / slack) : 0;
}

}  // namespace opora::value_added
