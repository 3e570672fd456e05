// Two-level linear mixed models of pupils in schools: y = Xβ + Zb + ε with b ~ N(0, σ²ΛΛ') of each school: an intercept, or an
// intercept and a correlated slope of one covariate. ML and REML. The figures are those of lme4 (tests/plugins/value_added).
#pragma once

#include "minimise.h"

namespace opora::value_added {

struct FixedEffect {
  std::string term;  // "(intercept)" first
  double estimate = 0, se = 0;
};

struct SchoolEffect {
  // Conditional mode (shrunken residual, BLUP) of the intercept and, if there is one, the slope.
  Eigen::Vector2d mode = Eigen::Vector2d::Zero();
  Eigen::Matrix2d conditional = Eigen::Matrix2d::Zero();  // variance given the data, were β and the variances known
  Eigen::Matrix2d comparative = Eigen::Matrix2d::Zero();  // variance of mode − effect, with the uncertainty of β
  Eigen::Matrix2d diagnostic = Eigen::Matrix2d::Zero();   // variance of the mode itself
};

enum class Ending { kInside, kBorder, kNotConverged };

struct MixedFit {
  Method method = Method::kReml;
  std::vector<FixedEffect> fixed;
  Eigen::MatrixXd fixed_covariance;
  Eigen::Matrix2d covariance = Eigen::Matrix2d::Zero();  // of the random effects
  double residual_variance = 0;
  double log_likelihood = 0;  // REML: −½ of the REML criterion
  double aic = 0, bic = 0;
  double icc = 0;             // of pupils with the mean value of the slope's covariate
  int random = 1;
  std::int64_t pupils = 0;
  std::size_t schools = 0;
  std::vector<DroppedTerm> dropped;
  std::vector<SchoolEffect> effects;  // in the order of the table
  Ending ending = Ending::kInside;
  bool converged = false;
  double gradient = 0;
  int evaluations = 0;
  double theta_least = 0;  // smallest diagonal element of Λ: below 1e-4 the fit is singular

  bool singular() const { return ending == Ending::kBorder; }
};

inline constexpr double kExact = 1e5;      // schools differ by so many times more than pupils, and no end is seen
inline constexpr double kSingular = 1e-4;  // lme4's isSingular()

namespace detail {

// From the coordinates of GroupSums to those of the table: effects by T, fixed effects by J.
struct Restored {
  double outcome_scale;
  Eigen::Matrix2d t = Eigen::Matrix2d::Identity();
  Eigen::MatrixXd j;
  double offset;

  explicit Restored(const GroupSums& sums) : outcome_scale(sums.at.outcome_scale), offset(sums.at.outcome_centre) {
    const Eigen::Index p = sums.fixed();
    j = Eigen::MatrixXd::Zero(p, p);
    j(0, 0) = outcome_scale;
    for (Eigen::Index k = 1; k < p; ++k) {
      const auto term = static_cast<std::size_t>(k - 1);
      j(k, k) = outcome_scale / sums.at.scale[term];
      j(0, k) = -sums.at.centre[term] * j(k, k);
    }
    if (sums.random == 1) return;
    t(1, 1) = 1 / sums.at.scale[sums.slope];
    t(0, 1) = -sums.at.centre[sums.slope] * t(1, 1);
  }
};

inline void add_effects(const GroupSums& sums, const Profiled& model, const Eigen::Matrix2d& g, double variance, const Restored& restored,
                        MixedFit& fit) {
  const Eigen::Index q = sums.random, p = model.beta.size();
  Eigen::VectorXd e(p + 1);
  e << -model.beta, 1;
  const Eigen::Matrix2d to = restored.outcome_scale * restored.t;
  Eigen::MatrixXd c = Eigen::MatrixXd::Zero(2, sums.width());
  for (std::size_t school = 0; school < sums.schools(); ++school) {
    c.topRows(q) = sums.c.middleRows(static_cast<Eigen::Index>(school) * q, q);
    const Eigen::Matrix2d& r = sums.r[school];
    const Eigen::LLT<Eigen::Matrix2d> root(Eigen::Matrix2d::Identity() + r * g * r.transpose());
    const Eigen::MatrixXd d = g * r.transpose() * root.solve(c);  // G Z'V⁻¹ [X y]
    const Eigen::Matrix2d explained = g * r.transpose() * root.solve(r * g);
    const Eigen::Matrix2d conditional = variance * (g - explained);
    const Eigen::Matrix2d fixed = variance * (d.leftCols(p) * model.inverse * d.leftCols(p).transpose());
    SchoolEffect effect;
    effect.mode = to * (d * e);
    effect.conditional = to * conditional * to.transpose();
    effect.comparative = to * (conditional + fixed) * to.transpose();
    effect.diagnostic = to * (variance * explained - fixed) * to.transpose();
    fit.effects.push_back(effect);
  }
}

inline void add_fixed(const GroupSums& sums, const Profiled& model, double variance, const Restored& restored, MixedFit& fit) {
  Eigen::VectorXd beta = restored.j * model.beta;
  beta[0] += restored.offset;
  fit.fixed_covariance = variance * restored.j * model.inverse * restored.j.transpose();
  for (Eigen::Index k = 0; k < beta.size(); ++k)
    fit.fixed.push_back({k == 0 ? "(intercept)" : sums.terms[static_cast<std::size_t>(k - 1)], beta[k], std::sqrt(fit.fixed_covariance(k, k))});
}

// The criterion in the units of the table: Jacobians of the outcome's scale and, for REML, of the terms' scales.
inline double criterion_of(const GroupSums& sums, const Profiled& model, Method method) {
  double criterion = model.criterion + 2 * model.degrees * std::log(sums.at.outcome_scale);
  if (method == Method::kReml)
    for (const double scale : sums.at.scale) criterion += 2 * std::log(scale);
  return criterion;
}

}  // namespace detail

// NotFitted: those of condense(), and VA-005 when the terms explain every result exactly.
inline MixedFit fit_mixed(const GroupSums& sums, Method method) {
  const Minimum found = sums.random == 1 ? minimise_variance(InterceptProfile(sums, method)) : minimise_covariance(SlopeProfile(sums, method));
  const bool exact = !found.converged && found.lambda(0, 0) > kExact;
  if (exact || !std::isfinite(found.model.criterion))
    throw NotFitted("VA-005", "признаки модели и школа объясняют каждый результат без остатка, вклад школ не определить",
                    "уберите признак, который повторяет результат");
  const detail::Restored restored(sums);
  const double variance = found.model.rss / found.model.degrees;
  const double unit = restored.outcome_scale * restored.outcome_scale;
  const Eigen::Matrix2d g = found.lambda * found.lambda.transpose();

  MixedFit fit;
  fit.method = method, fit.random = sums.random, fit.pupils = sums.pupils, fit.schools = sums.schools(), fit.dropped = sums.dropped;
  fit.residual_variance = unit * variance;
  fit.covariance = fit.residual_variance * restored.t * g * restored.t.transpose();
  fit.icc = g(0, 0) / (g(0, 0) + 1);  // covariates are centred here
  fit.theta_least = sums.random == 1 ? found.lambda(0, 0) : found.lambda.diagonal().minCoeff();
  fit.gradient = found.gradient, fit.evaluations = found.evaluations, fit.converged = found.converged;
  fit.ending = !found.converged ? Ending::kNotConverged : fit.theta_least < kSingular ? Ending::kBorder : Ending::kInside;
  detail::add_fixed(sums, found.model, variance, restored, fit);
  detail::add_effects(sums, found.model, g, variance, restored, fit);
  const double criterion = detail::criterion_of(sums, found.model, method);
  const double parameters = static_cast<double>(fit.fixed.size()) + (sums.random == 1 ? 2 : 4);
  fit.log_likelihood = -0.5 * criterion;
  fit.aic = criterion + 2 * parameters;
  fit.bic = criterion + std::log(static_cast<double>(sums.pupils)) * parameters;
  return fit;
}

}  // namespace opora::value_added
