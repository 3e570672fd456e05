// The profiled criterion of a two-level model: −2 log-likelihood (ML) or the REML criterion as a function of the relative
// covariance G = ΛΛ' of the random effects alone (in units of the residual variance); fixed effects and residual variance are
// at their best for that G. Bates, Mächler, Bolker, Walker (2015), J. Stat. Softw. 67(1), formulas (34), (41); the gradient
// follows from ∂V⁻¹ = −V⁻¹ Z ∂G Z' V⁻¹.
#pragma once

#include <array>
#include <map>
#include <numbers>

#include "group_sums.h"

namespace opora::value_added {

enum class Method { kReml, kMl };

// The model at one G, in the coordinates of GroupSums.
struct Profiled {
  double criterion = std::numeric_limits<double>::infinity();
  Eigen::Matrix2d gamma = Eigen::Matrix2d::Zero();  // ∂criterion/∂G, symmetric
  Eigen::VectorXd beta;                             // intercept, terms
  Eigen::MatrixXd inverse;                          // (X'V⁻¹X)⁻¹
  double rss = 0;                                   // y'V⁻¹y − β'X'V⁻¹y: penalised residual sum of squares
  double degrees = 0;                               // N (ML) or N − p (REML)
};

namespace detail {

// Solves for the fixed effects given A'V⁻¹A and log|V|; the gradient is left to the caller.
inline bool solve_fixed(const Eigen::MatrixXd& cross, double log_det_v, std::int64_t pupils, Method method, Profiled& out) {
  const Eigen::Index p = cross.rows() - 1;
  const Eigen::LLT<Eigen::MatrixXd> root(cross.topLeftCorner(p, p));
  if (root.info() != Eigen::Success) return false;
  const Eigen::VectorXd half = root.matrixL().solve(cross.col(p).head(p));
  out.rss = cross(p, p) - half.squaredNorm();
  out.degrees = static_cast<double>(pupils) - (method == Method::kReml ? static_cast<double>(p) : 0);
  if (!(out.rss > 1e-13 * cross(p, p))) return false;
  out.beta = root.matrixU().solve(half);
  out.inverse = root.solve(Eigen::MatrixXd::Identity(p, p));
  out.criterion = log_det_v + out.degrees * (1 + std::log(2 * std::numbers::pi * out.rss / out.degrees));
  if (method == Method::kReml) out.criterion += 2 * root.matrixLLT().diagonal().array().log().sum();
  return true;
}

}  // namespace detail

// Intercepts only: schools with the same number of pupils count alike, so that an evaluation costs (sizes × terms²).
class InterceptProfile {
 public:
  InterceptProfile(const GroupSums& sums, Method method) : within_(sums.within), pupils_(sums.pupils), method_(method) {
    std::map<std::int64_t, std::size_t> place;
    for (const std::int64_t n : sums.size) place.try_emplace(n, 0);
    for (auto& [n, at] : place) {
      at = sizes_.size();
      sizes_.push_back({static_cast<double>(n), 0, Eigen::MatrixXd::Zero(sums.width(), sums.width())});
    }
    for (std::size_t school = 0; school < sums.schools(); ++school) {
      Size& size = sizes_[place[sums.size[school]]];
      const Eigen::VectorXd c = sums.c.row(static_cast<Eigen::Index>(school)).transpose();
      size.schools += 1;
      size.between.noalias() += c * c.transpose();
    }
  }

  // Nothing when no likelihood exists there: an exact fit, or terms that this G makes dependent.
  std::optional<Profiled> at(const Eigen::Matrix2d& g) const {
    Eigen::MatrixXd cross = within_, slope = Eigen::MatrixXd::Zero(within_.rows(), within_.cols());
    double log_det = 0, trace = 0;
    for (const Size& size : sizes_) {
      const double grown = 1 + size.n * g(0, 0);
      log_det += size.schools * std::log(grown);
      trace += size.schools * size.n / grown;
      cross += size.between / grown;
      slope -= size.between * (size.n / (grown * grown));
    }
    Profiled found;
    if (!detail::solve_fixed(cross, log_det, pupils_, method_, found)) return std::nullopt;
    const Eigen::Index p = found.beta.size();
    Eigen::VectorXd e(p + 1);
    e << -found.beta, 1;
    found.gamma(0, 0) = trace + found.degrees / found.rss * e.dot(slope * e);
    if (method_ == Method::kReml) found.gamma(0, 0) += found.inverse.cwiseProduct(slope.topLeftCorner(p, p)).sum();
    return found;
  }

 private:
  struct Size {
    double n = 0, schools = 0;
    Eigen::MatrixXd between;  // Σ C_i'C_i
  };
  Eigen::MatrixXd within_;
  std::vector<Size> sizes_;
  std::int64_t pupils_;
  Method method_;
};

// Intercepts and slopes: an evaluation costs (schools × terms²).
class SlopeProfile {
  auto c(std::size_t school) const { return sums_.c.middleRows<2>(2 * static_cast<Eigen::Index>(school)); }

 public:
  SlopeProfile(const GroupSums& sums, Method method) : sums_(sums), method_(method) {}

  std::optional<Profiled> at(const Eigen::Matrix2d& g) const {
    Eigen::MatrixXd cross = sums_.within;
    Eigen::Matrix<double, 2, Eigen::Dynamic> half(2, sums_.width());
    double log_det = 0;
    for (std::size_t school = 0; school < sums_.schools(); ++school) {
      const Eigen::LLT<Eigen::Matrix2d> root = inner(school, g);
      log_det += 2 * std::log(root.matrixLLT()(0, 0) * root.matrixLLT()(1, 1));
      half = root.matrixL().solve(c(school));
      cross.noalias() += half.transpose() * half;
    }
    Profiled found;
    if (!detail::solve_fixed(cross, log_det, sums_.pupils, method_, found)) return std::nullopt;
    add_gradient(g, found);
    return found;
  }

 private:
  // I + R_i G R_i'
  Eigen::LLT<Eigen::Matrix2d> inner(std::size_t school, const Eigen::Matrix2d& g) const {
    const Eigen::Matrix2d& r = sums_.r[school];
    return Eigen::LLT<Eigen::Matrix2d>(Eigen::Matrix2d::Identity() + r * g * r.transpose());
  }

  void add_gradient(const Eigen::Matrix2d& g, Profiled& found) const {
    const Eigen::Index p = found.beta.size();
    Eigen::VectorXd e(p + 1);
    e << -found.beta, 1;
    Eigen::Matrix<double, 2, Eigen::Dynamic> w(2, sums_.width());
    for (std::size_t school = 0; school < sums_.schools(); ++school) {
      const Eigen::LLT<Eigen::Matrix2d> root = inner(school, g);
      const Eigen::Matrix2d& r = sums_.r[school];
      w.noalias() = r.transpose() * root.solve(c(school));  // Z'V⁻¹A
      const Eigen::Vector2d u = w * e;
      found.gamma += r.transpose() * root.solve(r) - found.degrees / found.rss * u * u.transpose();
      if (method_ == Method::kReml) found.gamma -= w.leftCols(p) * found.inverse * w.leftCols(p).transpose();
    }
    found.gamma = (0.5 * (found.gamma + found.gamma.transpose())).eval();
  }

  const GroupSums& sums_;
  Method method_;
};

}  // namespace opora::value_added
