// How far apart two schools are in their context. Columns are items of the social passport, rows are schools; an
// item that a school does not state is missing, never 0.
//
// Mahalanobis (1936): d² = (a − b)ᵀ S⁻¹ (a − b), with the items standardised by mean and sample standard deviation
// (ddof 1) and S = (1 − λ) R + λ I, R being the correlations of the schools that state every item. λ is given, or
// λ* = Σ Var(r_ij) / Σ r_ij² over i ≠ j (Schäfer & Strimmer 2005, Stat. Appl. Genet. Mol. Biol. 4:32, target
// "diagonal"), 0 … 1. λ above 0 keeps S regular when items say the same, or when there are more items than schools.
// Two schools that have only p of P items in common are compared by those: d² · P / p.
//
// Gower (1971, Biometrics 27): the mean over the items that both state of |a − b| / range, or 0 and 1 for texts.
#pragma once

#include <Eigen/Dense>

#include <cmath>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace opora_matching {

// One item of all schools; a text item has codes in place of numbers.
struct Item {
  std::string name;
  bool is_text = false;
  std::vector<double> value;        // 0 where it is missing
  std::vector<std::uint8_t> there;  // 0: missing

  std::size_t count() const {
    std::size_t n = 0;
    for (const std::uint8_t one : there) n += one;
    return n;
  }
};

struct Spread {
  double mean = 0, sd = 0, least = 0, most = 0;
};

inline Spread spread_of(const Item& item) {
  Spread spread;
  const auto n = static_cast<double>(item.count());
  bool first = true;
  for (std::size_t i = 0; i < item.value.size(); ++i) {
    if (item.there[i] == 0) continue;
    spread.mean += item.value[i] / n;
    spread.least = first ? item.value[i] : std::min(spread.least, item.value[i]);
    spread.most = first ? item.value[i] : std::max(spread.most, item.value[i]);
    first = false;
  }
  double squares = 0;
  for (std::size_t i = 0; i < item.value.size(); ++i)
    if (item.there[i] != 0) squares += (item.value[i] - spread.mean) * (item.value[i] - spread.mean);
  spread.sd = n > 1 ? std::sqrt(squares / (n - 1)) : 0;
  return spread;
}

// Items that tell schools apart: stated by at least this share of them, and not the same everywhere.
inline std::vector<Item> telling(std::vector<Item> items, double coverage) {
  std::erase_if(items, [&](const Item& item) {
    const Spread spread = spread_of(item);
    const bool enough = static_cast<double>(item.count()) >= coverage * static_cast<double>(item.value.size()) && item.count() > 1;
    return !enough || !(spread.most > spread.least) || !std::isfinite(spread.sd);
  });
  return items;
}

// Correlations of columns that are standardised themselves (n rows), and the shrinkage that they ask for.
struct Correlations {
  Eigen::MatrixXd matrix;
  double shrinkage = 1;
};

inline Correlations correlations_of(const Eigen::MatrixXd& rows) {
  const Eigen::Index n = rows.rows(), p = rows.cols();
  Correlations found{Eigen::MatrixXd::Identity(p, p), 1};
  if (n < 3) return found;
  Eigen::MatrixXd x = rows.rowwise() - rows.colwise().mean();
  for (Eigen::Index j = 0; j < p; ++j) {
    const double sd = std::sqrt(x.col(j).squaredNorm() / static_cast<double>(n - 1));
    if (sd > 0) x.col(j) /= sd;
  }
  double variance = 0, squares = 0;
  const auto count = static_cast<double>(n);
  for (Eigen::Index i = 0; i < p; ++i)
    for (Eigen::Index j = 0; j < i; ++j) {
      const Eigen::ArrayXd products = x.col(i).array() * x.col(j).array();
      const double mean = products.mean(), r = mean * count / (count - 1);
      found.matrix(i, j) = found.matrix(j, i) = r;
      variance += count / ((count - 1) * (count - 1) * (count - 1)) * (products - mean).square().sum();
      squares += r * r;
    }
  found.shrinkage = squares > 0 ? std::clamp(variance / squares, 0.0, 1.0) : 1.0;
  return found;
}

class Mahalanobis {
 public:
  // `shrinkage`: λ, or nothing to let the data say it. `common`: least share of the items that two schools must both state.
  Mahalanobis(const std::vector<Item>& items, std::optional<double> shrinkage, double common) : common_(common), items_(items.size()) {
    const std::size_t schools = items.empty() ? 0 : items.front().value.size();
    rows_ = Eigen::MatrixXd::Zero(static_cast<Eigen::Index>(schools), static_cast<Eigen::Index>(items_));
    there_.assign(schools, std::vector<std::uint8_t>(items_));
    for (std::size_t j = 0; j < items_; ++j) {
      const Spread spread = spread_of(items[j]);
      for (std::size_t i = 0; i < schools; ++i) {
        there_[i][j] = items[j].there[i];
        if (there_[i][j] != 0) rows_(static_cast<Eigen::Index>(i), static_cast<Eigen::Index>(j)) = (items[j].value[i] - spread.mean) / spread.sd;
      }
    }
    const Correlations found = correlations_of(complete_rows());
    shrinkage_ = std::max(shrinkage.value_or(found.shrinkage), kLeastShrinkage);
    const auto p = static_cast<Eigen::Index>(items_);
    matrix_ = (1 - shrinkage_) * found.matrix + shrinkage_ * Eigen::MatrixXd::Identity(p, p);
    for (const auto& stated : there_) complete_.push_back(is_complete(stated));
    whitened_ = rows_.transpose();
    if (p > 0) Eigen::LLT<Eigen::MatrixXd>(matrix_).matrixL().solveInPlace(whitened_);
  }

  double shrinkage() const { return shrinkage_; }

  // Nothing: they state too few items in common.
  std::optional<double> between(std::size_t a, std::size_t b) {
    if (items_ > 0 && complete_[a] && complete_[b]) return (whitened_.col(static_cast<Eigen::Index>(a)) - whitened_.col(static_cast<Eigen::Index>(b))).norm();
    std::string both(items_, '\0');
    std::size_t shared = 0;
    for (std::size_t j = 0; j < items_; ++j)
      if (there_[a][j] != 0 && there_[b][j] != 0) both[j] = 1, ++shared;
    if (shared == 0 || static_cast<double>(shared) < common_ * static_cast<double>(items_)) return std::nullopt;
    Eigen::VectorXd difference(static_cast<Eigen::Index>(shared));
    for (std::size_t j = 0, k = 0; j < items_; ++j)
      if (both[j] != 0) difference(static_cast<Eigen::Index>(k++)) = rows_(static_cast<Eigen::Index>(a), static_cast<Eigen::Index>(j)) - rows_(static_cast<Eigen::Index>(b), static_cast<Eigen::Index>(j));
    factor_of(both, shared).matrixL().solveInPlace(difference);
    return std::sqrt(difference.squaredNorm() * static_cast<double>(items_) / static_cast<double>(shared));
  }

 private:
  static constexpr double kLeastShrinkage = 1e-6;  // keeps S regular when items are collinear

  static bool is_complete(const std::vector<std::uint8_t>& stated) {
    return std::all_of(stated.begin(), stated.end(), [](std::uint8_t one) { return one != 0; });
  }
  Eigen::MatrixXd complete_rows() const {
    std::vector<Eigen::Index> complete;
    for (std::size_t i = 0; i < there_.size(); ++i)
      if (is_complete(there_[i])) complete.push_back(static_cast<Eigen::Index>(i));
    return rows_(complete, Eigen::all);
  }

  // Cholesky factor of the part of S for these items; the same few patterns come again and again.
  const Eigen::LLT<Eigen::MatrixXd>& factor_of(const std::string& both, std::size_t shared) {
    if (last_ != nullptr && last_->first == both) return last_->second;
    auto found = factors_.find(both);
    if (found == factors_.end()) {
      std::vector<Eigen::Index> kept;
      kept.reserve(shared);
      for (std::size_t j = 0; j < items_; ++j)
        if (both[j] != 0) kept.push_back(static_cast<Eigen::Index>(j));
      found = factors_.emplace(both, Eigen::LLT<Eigen::MatrixXd>(Eigen::MatrixXd(matrix_(kept, kept)))).first;
    }
    last_ = &*found;
    return found->second;
  }

  // By which items are there, a byte each: a text, for GCC 12 warns of comparing vectors of bytes at -O3.
  using Factors = std::map<std::string, Eigen::LLT<Eigen::MatrixXd>>;
  double common_, shrinkage_ = 1;
  std::size_t items_;
  Eigen::MatrixXd rows_, matrix_, whitened_;  // whitened: L⁻¹ of the standardised items, a column a school
  std::vector<bool> complete_;
  std::vector<std::vector<std::uint8_t>> there_;
  Factors factors_;
  const Factors::value_type* last_ = nullptr;
};

class Gower {
 public:
  Gower(const std::vector<Item>& items, double common) : items_(items), common_(common) {
    for (const Item& item : items) {
      const Spread spread = spread_of(item);
      range_.push_back(spread.most - spread.least);
    }
  }

  std::optional<double> between(std::size_t a, std::size_t b) const {
    double sum = 0;
    std::size_t shared = 0;
    for (std::size_t j = 0; j < items_.size(); ++j) {
      const Item& item = items_[j];
      if (item.there[a] == 0 || item.there[b] == 0) continue;
      ++shared;
      sum += item.is_text ? (item.value[a] != item.value[b] ? 1.0 : 0.0) : std::abs(item.value[a] - item.value[b]) / range_[j];
    }
    if (shared == 0 || static_cast<double>(shared) < common_ * static_cast<double>(items_.size())) return std::nullopt;
    return sum / static_cast<double>(shared);
  }

 private:
  const std::vector<Item>& items_;
  double common_;
  std::vector<double> range_;
};

// Quantile `part` of the values, linear between them (type 7 of Hyndman & Fan 1996, as R's default). `values` not empty.
inline double quantile(std::vector<double> values, double part) {
  std::sort(values.begin(), values.end());
  const double place = part * static_cast<double>(values.size() - 1);
  const auto below = static_cast<std::size_t>(place);
  if (below + 1 >= values.size()) return values.back();
  return values[below] + (place - static_cast<double>(below)) * (values[below + 1] - values[below]);
}

}  // namespace opora_matching
