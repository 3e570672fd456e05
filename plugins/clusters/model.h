// A model of one stratum: standardisation, method, numbered clusters; and what it says of any school, of this year or another.
#pragma once

#include <optional>

#include "kmeans.h"
#include "mixture.h"
#include "standardise.h"
#include "ward.h"

namespace clusters {

enum class Method { kKMeans, kWard, kDiagonalMixture, kFullMixture };

struct Recipe {
  Method method = Method::kKMeans;
  Standardisation standardisation = Standardisation::kZ;
  ClusterOrder order = ClusterOrder::kFirstItem;
  int restarts = 20;
  std::uint64_t seed = 1;
  double tolerance = MixtureOptions{}.tolerance;  // of mixtures
};

// Partition of standardised points and, for mixtures, the fitted mixture.
struct Fit {
  Partition partition;
  std::optional<Mixture> mixture;
};

inline Fit fit_clusters(const Points& points, const Recipe& recipe, std::size_t k) {
  if (recipe.method == Method::kWard) return {partition_of(points, cut(ward(points), k)), std::nullopt};
  Partition start = kmeans(points, {.k = k, .restarts = recipe.restarts, .seed = recipe.seed});
  if (recipe.method == Method::kKMeans) return {std::move(start), std::nullopt};
  const Covariances covariances = recipe.method == Method::kFullMixture ? Covariances::kFull : Covariances::kDiagonal;
  Mixture mixture = fit_mixture(points, start, {.covariances = covariances, .tolerance = recipe.tolerance});
  return {partition_of(points, most_probable(mixture, points)), std::move(mixture)};
}

// Where a school stands among the clusters; distances are Euclidean, in standardised units, to the clusters' means.
struct Place {
  std::size_t cluster = 0;
  double distance = 0;
  std::size_t next = 0;  // the nearest other cluster; the same when there is none
  double next_distance = 0;
  std::optional<double> probability;  // of the cluster, in a mixture
};

class Model {
 public:
  // `raw`: n × d in the items' own units, n > 0.
  Model(const Points& raw, const Recipe& recipe, std::size_t k)
      : standardiser_(fit_standardiser(raw, recipe.standardisation)), points_(standardiser_.apply(raw)) {
    Fit fit = fit_clusters(points_, recipe, k);
    const std::vector<std::size_t> order = order_of(fit.partition, recipe.order);
    mixture_ = std::move(fit.mixture);
    if (mixture_) follow(fit.partition.labels, order);
    partition_ = reordered(fit.partition, order);
  }

  const Standardiser& standardiser() const { return standardiser_; }
  const Points& points() const { return points_; }
  const Partition& partition() const { return partition_; }
  const std::optional<Mixture>& mixture() const { return mixture_; }

  // Of a school the model was fitted on.
  Place place_of(std::size_t row) const { return place(points_.row(row), static_cast<std::size_t>(partition_.labels[row])); }
  // Of any school: the nearest mean; in a mixture the most probable cluster.
  Place assign(const double* raw) const {
    std::vector<double> point(points_.d);
    standardiser_.apply(raw, point.data());
    std::size_t cluster = nearest_of(CentreLanes(partition_.centres).distances(point.data()), partition_.k());
    if (mixture_) {
      const std::vector<double> probability = probabilities(point.data());
      cluster = static_cast<std::size_t>(std::max_element(probability.begin(), probability.end()) - probability.begin());
    }
    return place(point.data(), cluster);
  }

 private:
  // Components of clusters that kept schools, by the clusters' numbers; the others say nothing of a school's place.
  void follow(const std::vector<int>& labels, std::span<const std::size_t> order) {
    const std::vector<int> component = most_probable(*mixture_, points_);
    component_of_.resize(order.size());
    for (std::size_t c = 0; c < order.size(); ++c) {
      const auto first = std::find(labels.begin(), labels.end(), static_cast<int>(order[c])) - labels.begin();
      component_of_[c] = static_cast<Eigen::Index>(component[static_cast<std::size_t>(first)]);
    }
  }

  std::vector<double> probabilities(const double* point) const {
    Eigen::VectorXd of_components(static_cast<Eigen::Index>(mixture_->components.size()));
    mixture_->posterior(Eigen::Map<const Eigen::VectorXd>(point, static_cast<Eigen::Index>(points_.d)), of_components);
    std::vector<double> of_clusters;
    for (const Eigen::Index component : component_of_) of_clusters.push_back(of_components[component]);
    return of_clusters;
  }

  Place place(const double* point, std::size_t cluster) const {
    Place found{cluster, 0, cluster, 0, std::nullopt};
    for (std::size_t c = 0; c < partition_.k(); ++c) {
      const double distance = std::sqrt(squared_distance(point, partition_.centres.row(c), points_.d));
      if (c == cluster) found.distance = distance;
      else if (found.next == cluster || distance < found.next_distance) found.next = c, found.next_distance = distance;
    }
    if (mixture_) found.probability = probabilities(point)[cluster];
    return found;
  }

  Standardiser standardiser_;
  Points points_;
  Partition partition_;
  std::optional<Mixture> mixture_;
  std::vector<Eigen::Index> component_of_;
};

}  // namespace clusters
