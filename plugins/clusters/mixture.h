// Gaussian mixtures fitted by the EM algorithm (Dempster, Laird, Rubin 1977) from a given partition; mclust's models VVI
// (diagonal covariances) and VVV (full ones), each cluster with its own.
#pragma once

#include <Eigen/Dense>
#include <cmath>
#include <numbers>

#include "partition.h"

namespace clusters {

enum class Covariances { kDiagonal, kFull };

struct MixtureOptions {
  Covariances covariances = Covariances::kDiagonal;
  int iterations = 1000;
  double tolerance = 1e-8;  // of the log-likelihood, relative
  // Least variance along any axis, in parts of the mean variance of the items: without it a cluster could shrink onto a few
  // equal schools and the likelihood grow without bound. Clamping is the likelihood's maximum under the constraint (Ingrassia 2004).
  double least_variance = 1e-3;
};

struct Component {
  double weight = 0;
  Eigen::VectorXd mean;
  Eigen::MatrixXd covariance;
  Eigen::MatrixXd whitening;  // W with W'W the inverse of the covariance
  double log_factor = 0;      // log weight − d/2·log 2π − ½·log det

  // log(weight × density)
  double log_density(const Eigen::VectorXd& point) const { return log_factor - 0.5 * (whitening * (point - mean)).squaredNorm(); }
};

struct Mixture {
  Covariances covariances = Covariances::kDiagonal;
  std::vector<Component> components;
  double log_likelihood = 0;
  int iterations = 0;
  bool converged = false;

  // Free numbers of the model: weights, means, covariances.
  double parameters() const {
    const auto k = static_cast<double>(components.size()), d = static_cast<double>(components.front().mean.size());
    return k - 1 + k * d + k * (covariances == Covariances::kFull ? d * (d + 1) / 2 : d);
  }
  // −2·log L + p·log n: the smaller the better (Schwarz 1978; mclust prints its negative).
  double bic(std::size_t n) const { return -2 * log_likelihood + parameters() * std::log(static_cast<double>(n)); }

  // Of one point: the components' probabilities; returns the log of its density.
  double posterior(const Eigen::VectorXd& point, Eigen::VectorXd& probability) const {
    for (std::size_t c = 0; c < components.size(); ++c) probability[static_cast<Eigen::Index>(c)] = components[c].log_density(point);
    const double most = probability.maxCoeff();
    probability = (probability.array() - most).exp();
    const double sum = probability.sum();
    probability /= sum;
    return most + std::log(sum);
  }
};

namespace mixture_steps {

using Rows = Eigen::Map<const Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>>;

inline void prepare(Component& component, double least) {
  const Eigen::Index d = component.mean.size();
  const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> axes(component.covariance);
  const Eigen::VectorXd variance = axes.eigenvalues().cwiseMax(least);
  if ((axes.eigenvalues().array() < least).any()) component.covariance = axes.eigenvectors() * variance.asDiagonal() * axes.eigenvectors().transpose();
  component.whitening = variance.cwiseSqrt().cwiseInverse().asDiagonal() * axes.eigenvectors().transpose();
  component.log_factor = std::log(component.weight) - 0.5 * (static_cast<double>(d) * std::log(2 * std::numbers::pi) + variance.array().log().sum());
}

// Weights, means and covariances from probabilities (n × k). A component that lost all points keeps what it had, with weight 0.
inline void maximise(const Rows& points, const Eigen::MatrixXd& probability, double least, Mixture& mixture) {
  for (std::size_t c = 0; c < mixture.components.size(); ++c) {
    Component& component = mixture.components[c];
    const auto share = probability.col(static_cast<Eigen::Index>(c));
    const double sum = share.sum();
    component.weight = sum / static_cast<double>(points.rows());
    if (sum > 1e-8) {
      component.mean = points.transpose() * share / sum;
      const Eigen::MatrixXd away = points.rowwise() - component.mean.transpose();
      component.covariance = away.transpose() * share.asDiagonal() * away / sum;
      if (mixture.covariances == Covariances::kDiagonal) component.covariance = Eigen::MatrixXd(component.covariance.diagonal().asDiagonal());
    }
    prepare(component, least);
  }
}

// Probabilities of all points at once; returns the log-likelihood.
inline double expect(const Rows& points, const Mixture& mixture, Eigen::MatrixXd& probability) {
  for (std::size_t c = 0; c < mixture.components.size(); ++c) {
    const Component& component = mixture.components[c];
    const Eigen::MatrixXd whitened = (points.rowwise() - component.mean.transpose()) * component.whitening.transpose();
    probability.col(static_cast<Eigen::Index>(c)) = component.log_factor - 0.5 * whitened.rowwise().squaredNorm().array();
  }
  const Eigen::VectorXd most = probability.rowwise().maxCoeff();
  probability = (probability.colwise() - most).array().exp();
  const Eigen::VectorXd sum = probability.rowwise().sum();
  probability.array().colwise() /= sum.array();
  return (most.array() + sum.array().log()).sum();
}

}  // namespace mixture_steps

// EM from the partition (0/1 probabilities, then M, E, M, …), to the tolerance. Needs items that vary.
inline Mixture fit_mixture(const Points& points, const Partition& start, const MixtureOptions& options) {
  using namespace mixture_steps;
  const Rows rows(points.values.data(), static_cast<Eigen::Index>(points.n), static_cast<Eigen::Index>(points.d));
  const Eigen::RowVectorXd mean = rows.colwise().mean();
  const double least = options.least_variance * (rows.rowwise() - mean).squaredNorm() / static_cast<double>(points.n * points.d);
  Mixture mixture{options.covariances, std::vector<Component>(start.k()), 0, 0, false};
  Eigen::MatrixXd probability = Eigen::MatrixXd::Zero(rows.rows(), static_cast<Eigen::Index>(start.k()));
  for (std::size_t i = 0; i < points.n; ++i) probability(static_cast<Eigen::Index>(i), start.labels[i]) = 1;
  double before = -std::numeric_limits<double>::infinity();
  while (mixture.iterations < options.iterations && !mixture.converged) {
    maximise(rows, probability, least, mixture);
    mixture.log_likelihood = expect(rows, mixture, probability);
    mixture.converged = mixture.log_likelihood - before < options.tolerance * (1 + std::abs(mixture.log_likelihood));
    before = mixture.log_likelihood;
    ++mixture.iterations;
  }
  return mixture;
}

// The most probable component of every point; of equally probable ones the first.
inline std::vector<int> most_probable(const Mixture& mixture, const Points& points) {
  std::vector<int> labels(points.n);
  Eigen::VectorXd probability(static_cast<Eigen::Index>(mixture.components.size()));
  for (std::size_t i = 0; i < points.n; ++i) {
    mixture.posterior(Eigen::Map<const Eigen::VectorXd>(points.row(i), static_cast<Eigen::Index>(points.d)), probability);
    Eigen::Index most = 0;
    probability.maxCoeff(&most);
    labels[i] = static_cast<int>(most);
  }
  return labels;
}

}  // namespace clusters
