// The index of social well-being of schools: 100 + 15·Σ w_k z_k / √(w'Rw), z_k the standardised items (+ favourable),
// R their correlations, so that the index has mean 100 and deviation 15 whatever the weights. Variants differ in
// what w is.
#pragma once

#include <optional>
#include <string>

#include "standardise.h"

namespace context {

enum class Variant { kZscore, kWeighted, kPercentile, kComponent, kRegression };

struct SchoolItems {
  MatrixXd x;                        // schools × items, as stated; NaN: missing
  std::vector<double> direction;     // of an item: +1 more is favourable, −1 less is
  std::vector<double> weight;        // of an item, not negative; used by kWeighted and kPercentile
  std::vector<double> pupils;        // of a school, NaN: not known
  std::vector<int> stratum;          // of a school; kEverybody: none
  std::vector<int> municipality;     // of a school; used by kRegression
  std::vector<double> result, result_weight;  // of a school, NaN: none; used by kRegression
};

struct IndexRules {
  Variant variant = Variant::kZscore;
  MissingItems missing = MissingItems::kDropItem;
  int min_items = 1;
  double min_pupils = 0;
  int min_stratum = 2;  // schools; smaller strata are compared with everybody
  int min_schools = 2;  // with all items: fewer are no region to have a place in
};

enum class WhyNot { kAssessed, kNoItems, kFewItems, kFewPupils, kNoWeights };

struct ItemRole {
  double n = 0, mean = kMissing, sd = kMissing;  // of the item as stated
  double weight = 0;                             // as used, scaled to sum 1 of their absolute values
  double weight_low = kMissing, weight_high = kMissing;  // kRegression: over the municipalities left out
  double correlation = kMissing;                 // with the index
};

struct SocialIndex {
  std::vector<double> index, error, percentile;  // NaN: not assessed
  std::vector<int> items, filled;
  std::vector<int> compared_with;                // stratum; kEverybody
  std::vector<WhyNot> why;
  std::vector<ItemRole> roles;
  double variance_share = kMissing;              // kComponent: of the first component
  int complete_schools = 0;
  int items_in_use = 0;                          // those that vary among the schools
  std::string trouble;                           // why there are no weights; empty: there are
};

inline constexpr double kMean = 100, kDeviation = 15;

// √(w'Rw) over the items in `used`; 0 when they cancel out.
inline double scale_of(const VectorXd& w, const MatrixXd& r, const std::vector<Index>& used) {
  double sum = 0;
  for (const Index a : used)
    for (const Index b : used) sum += w(a) * r(a, b) * w(b);
  return sum > 0 ? std::sqrt(sum) : 0;
}

// First eigenvector of R, its sign that of the favourable direction: the loadings add up to more than 0.
struct Component {
  VectorXd weight;
  double share = kMissing;
};
inline std::optional<Component> first_component(const MatrixXd& r) {
  const Eigen::SelfAdjointEigenSolver<MatrixXd> solver(r);
  if (solver.info() != Eigen::Success) return std::nullopt;
  const Index last = r.cols() - 1;
  const double first = solver.eigenvalues()(last);
  // Two equal components cannot be told apart.
  if (last > 0 && first - solver.eigenvalues()(last - 1) < 1e-9 * first) return std::nullopt;
  VectorXd v = solver.eigenvectors().col(last);
  double sum = v.sum();
  if (std::abs(sum) < 1e-12) sum = v(0);
  if (sum < 0) v = -v;
  return Component{v, first / static_cast<double>(r.cols())};
}

// Coefficients of result on the z-scores, weighted least squares with an intercept; nothing when they are not
// determined. `without`: a municipality whose schools do not count; kEverybody: all count.
inline std::optional<VectorXd> coefficients(const MatrixXd& z, const SchoolItems& schools, const std::vector<Index>& complete_rows, int without) {
  std::vector<Index> rows;
  for (const Index row : complete_rows) {
    const auto i = static_cast<std::size_t>(row);
    if (present(schools.result[i]) && schools.result_weight[i] > 0 && (without == kEverybody || schools.municipality[i] != without)) rows.push_back(row);
  }
  const Index unknowns = z.cols() + 1;
  if (static_cast<Index>(rows.size()) <= unknowns) return std::nullopt;
  MatrixXd design(static_cast<Index>(rows.size()), unknowns);
  VectorXd result(static_cast<Index>(rows.size()));
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const auto at = static_cast<Index>(i);
    const auto school = static_cast<std::size_t>(rows[i]);
    const double root = std::sqrt(schools.result_weight[school]);
    design(at, 0) = root;
    design.row(at).tail(z.cols()) = root * z.row(rows[i]);
    result(at) = root * schools.result[school];
  }
  const Eigen::ColPivHouseholderQR<MatrixXd> qr(design);
  if (qr.rank() < unknowns) return std::nullopt;
  return VectorXd(qr.solve(result).tail(z.cols()));
}

class IndexMaker {
 public:
  IndexMaker(const SchoolItems& schools, const IndexRules& rules) : schools_(schools), rules_(rules) {
    const auto n = static_cast<std::size_t>(schools.x.rows());
    out_.index = out_.error = out_.percentile = std::vector<double>(n, kMissing);
    out_.items.assign(n, 0);
    out_.why.assign(n, WhyNot::kAssessed);
    out_.compared_with = large_strata(schools.stratum, rules.min_stratum);
    out_.roles.resize(static_cast<std::size_t>(schools.x.cols()));
  }

  SocialIndex make() {
    Standardised standard = standardise(schools_.x, schools_.direction, out_.compared_with, rules_.missing);
    in_use_ = columns_with_values(standard.z);
    out_.items_in_use = static_cast<int>(in_use_.size());
    z_ = chosen_columns(standard.z, in_use_);
    sd_ = chosen_columns(standard.sd, in_use_);
    x_ = chosen_columns(schools_.x, in_use_);
    out_.filled = std::move(standard.filled);
    judge_schools();
    for (Index row = 0; row < z_.rows(); ++row)
      if (assessed(row) && complete(z_, row) && out_.filled[static_cast<std::size_t>(row)] == 0) complete_rows_.push_back(row);
    out_.complete_schools = static_cast<int>(complete_rows_.size());
    r_ = correlations(z_, complete_rows_);
    describe_items();
    // The correlations of complete schools set the scale of the index.
    const Index needed = std::max<Index>(rules_.min_schools, z_.cols() + 1);
    if (out_.complete_schools < needed)
      no_weights("школ со всеми показателями " + std::to_string(out_.complete_schools) + ", нужно не менее " + std::to_string(needed));
    else if (rules_.variant == Variant::kPercentile) by_percentiles();
    else if (rules_.variant == Variant::kRegression) by_regression();
    else by_weights();
    out_.percentile = percentiles(out_.index);
    correlate();
    return std::move(out_);
  }

 private:
  ItemRole& role(Index k) { return out_.roles[static_cast<std::size_t>(in_use_[static_cast<std::size_t>(k)])]; }
  bool assessed(Index row) const { return out_.why[static_cast<std::size_t>(row)] == WhyNot::kAssessed; }

  void judge_schools() {
    for (Index row = 0; row < z_.rows(); ++row) {
      const auto i = static_cast<std::size_t>(row);
      int stated = 0;
      for (Index k = 0; k < z_.cols(); ++k) stated += present(z_(row, k));
      stated -= out_.filled[i];
      out_.items[i] = stated;
      const int needed = rules_.missing == MissingItems::kNotAssessable ? static_cast<int>(z_.cols()) : rules_.min_items;
      out_.why[i] = stated == 0                                 ? WhyNot::kNoItems
                    : schools_.pupils[i] < rules_.min_pupils    ? WhyNot::kFewPupils
                    : stated < needed                           ? WhyNot::kFewItems
                                                                : WhyNot::kAssessed;
    }
  }

  void describe_items() {
    for (Index k = 0; k < schools_.x.cols(); ++k) {
      const Moments m = moments(schools_.x, k, schools_.stratum, kEverybody);
      ItemRole& of = out_.roles[static_cast<std::size_t>(k)];
      of.n = m.n, of.mean = m.mean, of.sd = m.sd;
    }
  }

  void keep_weights(const VectorXd& w) {
    const double all = w.cwiseAbs().sum();
    for (Index k = 0; k < w.size(); ++k) role(k).weight = all > 0 ? w(k) / all : 0;
  }

  void no_weights(std::string trouble) {
    out_.trouble = std::move(trouble);
    for (WhyNot& why : out_.why)
      if (why == WhyNot::kAssessed) why = WhyNot::kNoWeights;
  }

  // The index of one school from the items that it has. Its error is that of shares counted among so many pupils,
  // items taken as independent: √Σ (w_k/sd_k)²·x_k(1 − x_k)/n.
  void score(Index row, const VectorXd& w) {
    const auto i = static_cast<std::size_t>(row);
    std::vector<Index> used;
    double sum = 0, variance = 0;
    for (Index k = 0; k < z_.cols(); ++k) {
      if (!present(z_(row, k))) continue;
      used.push_back(k);
      sum += w(k) * z_(row, k);
      const double x = x_(row, k);
      if (x >= 0 && x <= 1) variance += w(k) * w(k) / (sd_(row, k) * sd_(row, k)) * x * (1 - x);
    }
    const double scale = scale_of(w, r_, used);
    if (!(scale > 0)) {
      out_.why[i] = WhyNot::kNoWeights;
      return;
    }
    out_.index[i] = kMean + kDeviation * sum / scale;
    if (schools_.pupils[i] > 0) out_.error[i] = kDeviation * std::sqrt(variance / schools_.pupils[i]) / scale;
  }

  VectorXd stated_weights() const {
    VectorXd w(z_.cols());
    for (Index k = 0; k < w.size(); ++k) w(k) = schools_.weight[static_cast<std::size_t>(in_use_[static_cast<std::size_t>(k)])];
    return w;
  }

  void by_weights() {
    VectorXd w = rules_.variant == Variant::kWeighted ? stated_weights() : VectorXd::Ones(z_.cols());
    if (rules_.variant == Variant::kComponent) {
      const std::optional<Component> component = first_component(r_);
      if (!component) return no_weights("первая главная компонента не определена: показатели не связаны между собой");
      w = component->weight;
      out_.variance_share = component->share;
    }
    keep_weights(w);
    for (Index row = 0; row < z_.rows(); ++row)
      if (assessed(row)) score(row, w);
  }

  // The weighted mean of the items' percentiles, 0 … 100: what is far out counts no more than what is first.
  void by_percentiles() {
    const VectorXd w = stated_weights();
    keep_weights(w);
    MatrixXd places(z_.rows(), z_.cols());
    for (Index k = 0; k < z_.cols(); ++k) {
      std::vector<double> values(static_cast<std::size_t>(z_.rows()), kMissing);
      for (Index row = 0; row < z_.rows(); ++row)
        if (assessed(row)) values[static_cast<std::size_t>(row)] = z_(row, k);
      const std::vector<double> found = percentiles(values);
      for (Index row = 0; row < z_.rows(); ++row) places(row, k) = found[static_cast<std::size_t>(row)];
    }
    for (Index row = 0; row < z_.rows(); ++row) {
      if (!assessed(row)) continue;
      double sum = 0, weights = 0;
      for (Index k = 0; k < z_.cols(); ++k)
        if (present(places(row, k))) sum += w(k) * places(row, k), weights += w(k);
      if (weights > 0) out_.index[static_cast<std::size_t>(row)] = sum / weights;
      else out_.why[static_cast<std::size_t>(row)] = WhyNot::kNoWeights;
    }
  }

  // A school's own municipality never sets its weights: its results cannot make its context look better or worse.
  void by_regression() {
    const std::optional<VectorXd> all = coefficients(z_, schools_, complete_rows_, kEverybody);
    if (!all) return no_weights("слишком мало школ с результатами и показателями, или показатели повторяют друг друга");
    keep_weights(*all);
    int municipalities = 0;
    for (const int m : schools_.municipality) municipalities = std::max(municipalities, m + 1);
    std::vector<std::optional<VectorXd>> left_out(static_cast<std::size_t>(municipalities) + 1);
    for (int m = 0; m < municipalities; ++m) left_out[static_cast<std::size_t>(m)] = coefficients(z_, schools_, complete_rows_, m);
    left_out.back() = all;  // a school whose municipality is not known
    for (const auto& w : left_out)
      if (w) widen_ranges(*w);
    for (Index row = 0; row < z_.rows(); ++row) {
      if (!assessed(row)) continue;
      const int m = schools_.municipality[static_cast<std::size_t>(row)];
      const auto& w = m < 0 ? left_out.back() : left_out[static_cast<std::size_t>(m)];
      if (w) score(row, *w);
      else out_.why[static_cast<std::size_t>(row)] = WhyNot::kNoWeights;
    }
  }

  void widen_ranges(const VectorXd& w) {
    const double all = w.cwiseAbs().sum();
    if (!(all > 0)) return;
    for (Index k = 0; k < w.size(); ++k) {
      ItemRole& of = role(k);
      const double weight = w(k) / all;
      of.weight_low = present(of.weight_low) ? std::min(of.weight_low, weight) : weight;
      of.weight_high = present(of.weight_high) ? std::max(of.weight_high, weight) : weight;
    }
  }

  void correlate() {
    for (Index k = 0; k < z_.cols(); ++k) {
      std::vector<Index> both;
      for (Index row = 0; row < z_.rows(); ++row)
        if (present(z_(row, k)) && present(out_.index[static_cast<std::size_t>(row)])) both.push_back(row);
      MatrixXd pair(z_.rows(), 2);
      for (Index row = 0; row < z_.rows(); ++row) pair(row, 0) = z_(row, k), pair(row, 1) = out_.index[static_cast<std::size_t>(row)];
      if (both.size() > 2) role(k).correlation = correlations(pair, both)(0, 1);
    }
  }

  const SchoolItems& schools_;
  const IndexRules& rules_;
  std::vector<Index> in_use_;  // columns of the items that z_, sd_ and x_ hold
  MatrixXd z_, sd_, x_, r_;
  std::vector<Index> complete_rows_;
  SocialIndex out_;
};

// Any number of schools and items, also none.
inline SocialIndex social_index(const SchoolItems& schools, const IndexRules& rules) { return IndexMaker(schools, rules).make(); }

}  // namespace context
