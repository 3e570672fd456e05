// Sufficient statistics of a two-level model, school by school: the only place that touches the pupils.
//
// Let A_i = [1 x y] be the rows of school i, everything centred and scaled over all pupils, and Z_i = Q_i R_i its random
// part (the intercept, and one covariate if it has a slope) with orthonormal Q_i. Whatever the variances,
//   A_i' V_i⁻¹ A_i = A_i' (I − Q_i Q_i') A_i  +  (Q_i'A_i)' (I + R_i G R_i')⁻¹ (Q_i'A_i),
// so the first part is summed up once over all schools, and C_i = Q_i'A_i with R_i are all that a school leaves behind.
// Both parts are sums of squares: nothing cancels, however large or small the variances are.
#pragma once

#include <Eigen/Dense>
#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <optional>

#include "pupil_table.h"

namespace opora::value_added {

inline constexpr double kCollinear = 1e-10;  // a term of which less than this share (1 − R²) is its own is no term

struct DroppedTerm {
  std::string name;
  bool constant = false;  // the same for everybody; otherwise a linear combination of the terms before it
};

// The coordinates in which everything is computed: (value − centre) / scale.
struct Coordinates {
  double outcome_centre = 0, outcome_scale = 1;
  std::vector<double> centre, scale;  // of the kept terms
};

struct GroupSums {
  std::vector<std::string> terms;    // that are kept
  std::vector<std::size_t> kept;     // their places in the table
  std::vector<DroppedTerm> dropped;
  Coordinates at;
  int random = 1;                    // columns of Z: 1, or 2 with a slope
  std::size_t slope = 0;             // place among the kept terms, when random == 2
  std::int64_t pupils = 0;
  std::vector<std::int64_t> size;    // pupils of each school
  Eigen::MatrixXd within;            // Σ A_i'(I − Q_i Q_i')A_i, [width × width], columns: intercept, terms, outcome
  std::vector<Eigen::Matrix2d> r;    // R_i, upper triangular; the second row is 0 without a slope of its own
  Eigen::MatrixXd c;                 // C_i below each other, [random·schools × width]

  Eigen::Index width() const { return within.rows(); }
  Eigen::Index fixed() const { return width() - 1; }
  std::size_t schools() const { return size.size(); }
};

namespace detail {

// Mean and standard deviation (ddof 0) of a column over all pupils. Deviations are taken from the first value, so that
// equal values have exactly no spread.
struct Moments {
  double mean = 0, sd = 0;
};
template <class Value>
Moments moments(const PupilTable& table, std::size_t first, std::size_t last, Value&& value) {
  const double origin = value(first);
  double n = 0, sum = 0;
  for (std::size_t row = first; row < last; ++row) {
    n += static_cast<double>(table.count[row]);
    sum += static_cast<double>(table.count[row]) * (value(row) - origin);
  }
  const double shift = sum / n;
  double squares = 0;
  for (std::size_t row = first; row < last; ++row) {
    const double deviation = value(row) - origin - shift;
    squares += static_cast<double>(table.count[row]) * deviation * deviation;
  }
  return {origin + shift, std::sqrt(squares / n)};
}

// Places of the columns of a matrix of cross products (correlations) that are no combination of those before them.
inline std::vector<std::size_t> independent(const Eigen::MatrixXd& correlation) {
  std::vector<std::size_t> kept;
  Eigen::MatrixXd root = Eigen::MatrixXd::Zero(correlation.rows(), correlation.rows());  // rows of a Cholesky factor
  for (Eigen::Index j = 0; j < correlation.rows(); ++j) {
    double own = correlation(j, j);
    for (std::size_t a = 0; a < kept.size(); ++a) {
      const auto k = static_cast<Eigen::Index>(kept[a]);
      const auto column = static_cast<Eigen::Index>(a);
      root(j, column) = (correlation(j, k) - root.row(j).head(column).dot(root.row(k).head(column))) / root(k, column);
      own -= root(j, column) * root(j, column);
    }
    if (own < kCollinear * correlation(j, j)) continue;
    root(j, static_cast<Eigen::Index>(kept.size())) = std::sqrt(own);
    kept.push_back(static_cast<std::size_t>(j));
  }
  return kept;
}

// A school's own sums about its own means, in coordinates [terms, outcome].
struct SchoolSums {
  std::int64_t n = 0;
  Eigen::VectorXd mean;
  Eigen::MatrixXd squares;
};

class Condenser {
 public:
  Condenser(const PupilTable& table, const Coordinates& at, const std::vector<std::size_t>& kept)
      : table_(table), at_(at), kept_(kept), width_(static_cast<Eigen::Index>(kept.size()) + 1), row_(width_) {}

  SchoolSums school(std::size_t school) {
    const std::size_t first = table_.begins[school], last = table_.begins[school + 1];
    SchoolSums sums{0, Eigen::VectorXd::Zero(width_), Eigen::MatrixXd::Zero(width_, width_)};
    load(first);
    const Eigen::VectorXd origin = row_;  // equal values differ from it by exactly 0
    for (std::size_t row = first; row < last; ++row) {
      load(row);
      sums.n += table_.count[row];
      sums.mean += static_cast<double>(table_.count[row]) * (row_ - origin);
    }
    sums.mean = sums.mean / static_cast<double>(sums.n);
    for (std::size_t row = first; row < last; ++row) {
      load(row);
      row_ = (row_ - origin) - sums.mean;
      const double count = static_cast<double>(table_.count[row]);
      for (Eigen::Index j = 0; j < width_; ++j)
        for (Eigen::Index i = 0; i <= j; ++i) sums.squares(i, j) += count * row_[i] * row_[j];
    }
    sums.squares.triangularView<Eigen::StrictlyLower>() = sums.squares.transpose();
    sums.mean += origin;
    return sums;
  }

 private:
  void load(std::size_t row) {
    for (std::size_t k = 0; k < kept_.size(); ++k)
      row_[static_cast<Eigen::Index>(k)] = (table_.covariate(row, kept_[k]) - at_.centre[k]) / at_.scale[k];
    row_[width_ - 1] = (table_.outcome[row] - at_.outcome_centre) / at_.outcome_scale;
  }
  const PupilTable& table_;
  const Coordinates& at_;
  const std::vector<std::size_t>& kept_;
  Eigen::Index width_;
  Eigen::VectorXd row_;
};

// The part of one school: what is not in the space of Z goes to `within`, the rest to C and R.
inline void add_school(GroupSums& sums, std::size_t school, const SchoolSums& own) {
  const Eigen::Index width = sums.width(), inner = width - 1, q = sums.random;
  const double n = static_cast<double>(own.n), root = std::sqrt(n);
  auto c = sums.c.middleRows(static_cast<Eigen::Index>(school) * q, q);
  Eigen::Matrix2d& r = sums.r[school];
  c(0, 0) = root;
  c.row(0).tail(inner) = root * own.mean.transpose();
  r(0, 0) = root;
  sums.within.bottomRightCorner(inner, inner) += own.squares;
  if (q == 1) return;
  const auto s = static_cast<Eigen::Index>(sums.slope);
  r(0, 1) = root * own.mean[s];
  const double spread = own.squares(s, s);
  if (!(spread > 0)) return;  // the covariate is the same for the whole school: no line can be seen
  r(1, 1) = std::sqrt(spread);
  c.row(1).tail(inner) = own.squares.row(s) / r(1, 1);
  sums.within.bottomRightCorner(inner, inner) -= c.row(1).tail(inner).transpose() * c.row(1).tail(inner);
}

inline void require_schools(const PupilTable& table) {
  if (table.rows() == 0)
    throw NotFitted("VA-001", "нет ни одного участника с результатом и всеми признаками модели", "выберите другую процедуру или уберите признаки, которых нет");
  if (table.schools() < 2)
    throw NotFitted("VA-002", "все участники из одной школы, сравнивать не с чем", "загрузите результаты других школ");
}

// Centres and scales; terms that are the same for everybody are dropped.
inline void choose_coordinates(const PupilTable& table, GroupSums& sums) {
  const Moments outcome = moments(table, 0, table.rows(), [&](std::size_t row) { return table.outcome[row]; });
  if (!(outcome.sd > 0) || !std::isfinite(outcome.sd))
    throw NotFitted("VA-003", "у всех участников один и тот же результат, объяснять нечего", "выберите процедуру, в которой результаты различаются");
  sums.at = {outcome.mean, outcome.sd, {}, {}};
  for (std::size_t term = 0; term < table.terms.size(); ++term) {
    const Moments x = moments(table, 0, table.rows(), [&](std::size_t row) { return table.covariate(row, term); });
    if (!(x.sd > 0) || !std::isfinite(x.sd)) {
      sums.dropped.push_back({table.terms[term], true});
      continue;
    }
    sums.kept.push_back(term);
    sums.at.centre.push_back(x.mean), sums.at.scale.push_back(x.sd);
  }
}

// What the schools' sums say about the terms: their cross products over all pupils, and within schools alone.
struct TermProducts {
  Eigen::MatrixXd all, within;
  bool of_schools(std::size_t place) const {  // the same for all pupils of any school
    const auto p = static_cast<Eigen::Index>(place);
    return within(p, p) <= kCollinear * all(p, p);
  }
};
inline TermProducts products_of(const std::vector<SchoolSums>& schools, std::size_t count) {
  const auto terms = static_cast<Eigen::Index>(count);
  TermProducts products{Eigen::MatrixXd::Zero(terms, terms), Eigen::MatrixXd::Zero(terms, terms)};
  for (const SchoolSums& own : schools) {
    products.within += own.squares.topLeftCorner(terms, terms);
    products.all += static_cast<double>(own.n) * own.mean.head(terms) * own.mean.head(terms).transpose();
  }
  products.all += products.within;
  return products;
}

// Keeps the terms at these places, in their order, and names the others.
inline void keep(const PupilTable& table, const std::vector<std::size_t>& places, GroupSums& sums) {
  std::vector<std::size_t> kept;
  Coordinates at{sums.at.outcome_centre, sums.at.outcome_scale, {}, {}};
  for (std::size_t place = 0; place < sums.kept.size(); ++place) {
    const std::string& name = table.terms[sums.kept[place]];
    if (!std::binary_search(places.begin(), places.end(), place)) {
      sums.dropped.push_back({name, false});
      continue;
    }
    kept.push_back(sums.kept[place]);
    at.centre.push_back(sums.at.centre[place]), at.scale.push_back(sums.at.scale[place]);
    sums.terms.push_back(name);
  }
  sums.kept = std::move(kept), sums.at = std::move(at);
}

inline void choose_slope(const std::string& slope, const std::vector<std::size_t>& places, const TermProducts& products, GroupSums& sums) {
  if (slope.empty()) return;
  const auto found = std::find(sums.terms.begin(), sums.terms.end(), slope);
  if (found == sums.terms.end())
    throw NotFitted("VA-006", "признак «" + slope + "» не входит в модель, одинаков у всех или определяется другими признаками: наклон оценить нельзя",
                    "добавьте признак, выберите другой или уберите наклон");
  sums.random = 2;
  sums.slope = static_cast<std::size_t>(found - sums.terms.begin());
  if (products.of_schools(places[sums.slope]))
    throw NotFitted("VA-006", "признак «" + slope + "» одинаков у всех участников каждой школы, наклон оценить нельзя",
                    "выберите признак участников или уберите наклон");
}

inline void require_enough(const std::vector<std::size_t>& places, const TermProducts& products, const GroupSums& sums) {
  const auto schools = static_cast<std::int64_t>(sums.schools());
  if (sums.pupils <= sums.random * schools)
    throw NotFitted("VA-004", "участников " + std::to_string(sums.pupils) + ", школ " + std::to_string(schools) +
                        ": отличить вклад школы от случайности нельзя", "выберите процедуру с большим числом участников или модель без наклона");
  const auto of_schools = std::count_if(places.begin(), places.end(), [&](std::size_t place) { return products.of_schools(place); });
  if (schools <= of_schools + 1 || sums.pupils <= static_cast<std::int64_t>(sums.terms.size()) + 1)
    throw NotFitted("VA-004", "признаков школ в модели не меньше, чем самих школ", "уберите часть признаков школ");
}

inline void gather(const std::vector<SchoolSums>& schools, const std::vector<std::size_t>& places, std::size_t outcome, GroupSums& sums) {
  std::vector<Eigen::Index> columns;  // of the schools' sums: kept terms, outcome
  for (const std::size_t place : places) columns.push_back(static_cast<Eigen::Index>(place));
  columns.push_back(static_cast<Eigen::Index>(outcome));
  const Eigen::Index width = static_cast<Eigen::Index>(columns.size()) + 1;
  sums.within = Eigen::MatrixXd::Zero(width, width);
  sums.r.assign(schools.size(), Eigen::Matrix2d::Zero());
  sums.c = Eigen::MatrixXd::Zero(sums.random * static_cast<Eigen::Index>(schools.size()), width);
  for (std::size_t school = 0; school < schools.size(); ++school)
    add_school(sums, school, {schools[school].n, schools[school].mean(columns), schools[school].squares(columns, columns)});
}

}  // namespace detail

// Condenses a table. `slope` names the covariate with a slope of its own in every school; empty: intercepts only.
// NotFitted: VA-001 no rows, VA-002 one school, VA-003 equal outcomes, VA-004 too few pupils or schools for the model,
// VA-006 the slope's covariate is not there, constant or collinear.
inline GroupSums condense(const PupilTable& table, const std::string& slope = {}) {
  detail::require_schools(table);
  GroupSums sums;
  detail::choose_coordinates(table, sums);
  std::vector<detail::SchoolSums> schools;
  schools.reserve(table.schools());
  detail::Condenser condenser(table, sums.at, sums.kept);
  for (std::size_t school = 0; school < table.schools(); ++school) {
    schools.push_back(condenser.school(school));
    sums.size.push_back(schools.back().n);
    sums.pupils += schools.back().n;
  }
  const std::size_t outcome = sums.kept.size();
  const detail::TermProducts products = detail::products_of(schools, outcome);
  const std::vector<std::size_t> places = detail::independent(products.all);
  detail::keep(table, places, sums);
  detail::choose_slope(slope, places, products, sums);
  detail::require_enough(places, products, sums);
  detail::gather(schools, places, outcome, sums);
  return sums;
}

}  // namespace opora::value_added
