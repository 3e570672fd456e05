// How many clusters: for each k the mean silhouette, the stability over subsamples, the sum of squares and, for mixtures, BIC.
#pragma once

#include "agreement.h"
#include "model.h"
#include "silhouette.h"

namespace clusters {

struct ChoiceOptions {
  std::size_t most = 8;        // k = 2 … most
  int subsamples = 20;         // 0: stability is not looked at
  double part = 0.8;           // of the schools in a subsample, drawn without replacement
  int restarts = 5;            // of k-means in a subsample
  double tolerance = 1e-6;     // of a mixture in a subsample
  double stable_from = 0.6;    // least mean adjusted Rand index
};

struct Candidate {
  std::size_t k = 0;
  double silhouette = 0;            // mean of all schools
  std::optional<double> stability;  // mean adjusted Rand index of the subsamples' clusters with those of all schools
  double within = 0, total = 0;     // sums of squares, standardised units
  std::optional<double> bic;
  bool chosen = false;
};

namespace choice_steps {

// Partitions for all k at once: Ward's tree is built once.
inline std::vector<Fit> fits(const Points& points, const Recipe& recipe, std::size_t most) {
  std::vector<Fit> found;
  const std::vector<Merge> tree = recipe.method == Method::kWard ? ward(points) : std::vector<Merge>();
  for (std::size_t k = 2; k <= most; ++k)
    found.push_back(recipe.method == Method::kWard ? Fit{partition_of(points, cut(tree, k)), std::nullopt} : fit_clusters(points, recipe, k));
  return found;
}

// Ascending row numbers, each subset equally likely.
inline std::vector<std::size_t> subset(std::size_t n, double part, Random& random) {
  std::vector<std::size_t> rows(n);
  std::iota(rows.begin(), rows.end(), std::size_t{0});
  const auto size = static_cast<std::size_t>(std::ceil(part * static_cast<double>(n)));
  for (std::size_t i = 0; i < size; ++i) std::swap(rows[i], rows[i + random.below(n - i)]);
  rows.resize(size);
  std::sort(rows.begin(), rows.end());
  return rows;
}

// Mean agreement of each fit with the clusters that the same method finds in parts of the schools.
inline std::vector<double> stability(const Points& points, Recipe recipe, const std::vector<Fit>& of, const ChoiceOptions& options) {
  Random random(recipe.seed);
  std::vector<double> sum(of.size());
  recipe.restarts = options.restarts, recipe.tolerance = options.tolerance;
  for (int s = 0; s < options.subsamples; ++s) {
    const std::vector<std::size_t> rows = subset(points.n, options.part, random);
    const std::vector<Fit> found = fits(chosen_rows(points, rows), recipe, of.size() + 1);
    for (std::size_t f = 0; f < of.size(); ++f) {
      std::vector<int> labels;
      for (const std::size_t row : rows) labels.push_back(of[f].partition.labels[row]);
      sum[f] += adjusted_rand(labels, found[f].partition.labels);
    }
  }
  for (double& one : sum) one /= options.subsamples;
  return sum;
}

}  // namespace choice_steps

// The rule: among the stable k (all, when stability is not looked at) the greatest mean silhouette, for mixtures the least
// BIC; when no k is stable, the most stable one. Equal ones: the smaller k. Empty when no two clusters can be formed.
inline std::vector<Candidate> candidates(const Points& points, const Recipe& recipe, const ChoiceOptions& options) {
  using namespace choice_steps;
  if (points.n < 3) return {};
  const std::vector<Fit> found = fits(points, recipe, std::min(options.most, points.n - 1));
  const std::vector<double> stable = options.subsamples > 0 ? stability(points, recipe, found, options) : std::vector<double>(found.size());
  std::vector<std::vector<int>> labels;
  for (const Fit& fit : found) labels.push_back(fit.partition.labels);
  const std::vector<std::vector<double>> s = silhouettes(points, labels);
  const double total = partition_of(points, std::vector<int>(points.n, 0)).within;
  std::vector<Candidate> all;
  for (std::size_t f = 0; f < found.size(); ++f) {
    const Fit& fit = found[f];
    if (fit.partition.k() != f + 2) continue;  // there are not so many different schools
    Candidate one{f + 2, mean_of(s[f]), std::nullopt, fit.partition.within, total, std::nullopt, false};
    if (options.subsamples > 0) one.stability = stable[f];
    if (fit.mixture) one.bic = fit.mixture->bic(points.n);
    all.push_back(one);
  }
  const bool any = std::any_of(all.begin(), all.end(), [&](const Candidate& c) { return c.stability.value_or(1) >= options.stable_from; });
  const auto worth = [&](const Candidate& c) {
    if (!any) return *c.stability;
    return c.bic ? -*c.bic : c.silhouette;
  };
  Candidate* best = nullptr;
  for (Candidate& one : all) {
    if (any && one.stability.value_or(1) < options.stable_from) continue;
    if (best == nullptr || worth(one) > worth(*best)) best = &one;
  }
  if (best != nullptr) best->chosen = true;
  return all;
}

}  // namespace clusters
