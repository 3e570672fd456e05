// How a school does against its region, in standard deviations of pupils' scores.
//
// Of a procedure: z = (mean of the school − mean of the region) / standard deviation in the region (ddof 1). Of a
// year: the mean of z weighed by participants. Error of z: 1/√n, as if pupils of a school differed as much as those
// of the region, which they do at most on average. Procedures of one cohort (kind × grade) are sat by the same pupils, so their
// errors are added up as if they were one (the worst case); cohorts are independent:
//   SE = √ Σ_cohorts (Σ_procedures w / √n)²,   w = n / Σ n.
#pragma once

#include <cmath>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace opora_matching {

// A school in a procedure.
struct Sitting {
  int school = 0, region = 0;
  int procedure = 0, cohort = 0, subject = 0, year = 0;
  double n = 0, mean = 0, variance = 0;  // of the scores; ddof 1, 0 for a single pupil
};

struct Standing {
  double z = 0, error = 0, n = 0;
};

// Adds up sittings; in a stated order, as sums depend on it.
class StandingSum {
 public:
  void add(int cohort, double n, double z) {
    n_ += n;
    sum_ += n * z;
    roots_[cohort] += std::sqrt(n);  // n · 1/√n
  }
  std::optional<Standing> standing(double least_n) const {
    if (n_ <= 0 || n_ < least_n) return std::nullopt;
    double squares = 0;
    for (const auto& [cohort, root] : roots_) squares += root * root / (n_ * n_);
    return Standing{sum_ / n_, std::sqrt(squares), n_};
  }

 private:
  double n_ = 0, sum_ = 0;
  std::map<int, double> roots_;
};

struct Performance {
  std::map<std::pair<int, int>, Standing> by_year;     // school, year
  std::map<std::pair<int, int>, Standing> by_subject;  // school, subject; of the last year
};

// Mean and standard deviation of a procedure in a region, from those of its schools.
struct RegionSum {
  double n = 0, sum = 0, within = 0, between = 0;
  double mean() const { return sum / n; }
  double sd() const { return n > 1 ? std::sqrt((within + between) / (n - 1)) : 0; }
};

inline Performance performance_of(const std::vector<Sitting>& sittings, int last_year, double least_n) {
  std::map<std::pair<int, int>, RegionSum> regions;
  for (const Sitting& one : sittings) {
    RegionSum& region = regions[{one.region, one.procedure}];
    region.n += one.n, region.sum += one.n * one.mean, region.within += (one.n - 1) * one.variance;
  }
  for (const Sitting& one : sittings) {
    RegionSum& region = regions[{one.region, one.procedure}];
    const double off = one.mean - region.mean();
    region.between += one.n * off * off;
  }
  std::map<std::pair<int, int>, StandingSum> years, subjects;
  for (const Sitting& one : sittings) {
    const RegionSum& region = regions[{one.region, one.procedure}];
    const double sd = region.sd();
    if (!(sd > 0) || !std::isfinite(sd)) continue;  // everybody has the same score: it tells nothing
    const double z = (one.mean - region.mean()) / sd;
    years[{one.school, one.year}].add(one.cohort, one.n, z);
    if (one.year == last_year) subjects[{one.school, one.subject}].add(one.cohort, one.n, z);
  }
  Performance found;
  for (const auto& [key, sum] : years)
    if (const auto standing = sum.standing(least_n)) found.by_year[key] = *standing;
  for (const auto& [key, sum] : subjects)
    if (const auto standing = sum.standing(least_n)) found.by_subject[key] = *standing;
  return found;
}

}  // namespace opora_matching
