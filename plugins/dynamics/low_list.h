// The federal criterion of low results over several years: who is on the list, since when, who comes and goes, and why.
//   A  in a year, at least `procedures` procedures with a share of «2» of at least the threshold
//   B  one and the same procedure in that year and the year before
// «а также» between them reads as "and" or as "or". Shares are compared as whole numbers.
#pragma once

#include <algorithm>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace dynamics {

struct Rule {
  std::int64_t numerator = 30, denominator = 100;  // of the threshold
  std::int64_t min_n = 10, procedures = 2;
  bool both = true;  // A and B; otherwise either
};

struct Marks {
  std::int64_t low = 0, n = 0;
};

struct Standing {
  bool assessable = false, listed = false;
  std::vector<std::string> over;  // procedures over the threshold, ascending
  int repeated = 0;               // of them also a year earlier
};

// Of one school: procedure → marks, year by year.
using Years = std::map<int, std::map<std::string, Marks>>;

inline bool is_over(const Marks& marks, const Rule& rule) {
  return marks.n >= rule.min_n && marks.n > 0 && marks.low * rule.denominator >= rule.numerator * marks.n;
}

inline Standing standing(const Years& years, int year, const Rule& rule) {
  Standing found;
  const auto now = years.find(year), before = years.find(year - 1);
  if (now == years.end()) return found;
  for (const auto& [procedure, marks] : now->second) {
    found.assessable |= marks.n >= rule.min_n && marks.n > 0;
    if (!is_over(marks, rule)) continue;
    found.over.push_back(procedure);
    if (before == years.end()) continue;
    const auto was = before->second.find(procedure);
    found.repeated += was != before->second.end() && is_over(was->second, rule);
  }
  const bool a = static_cast<std::int64_t>(found.over.size()) >= rule.procedures, b = found.repeated > 0;
  found.listed = rule.both ? a && b : a || b;
  return found;
}

// Years on the list without a gap up to `year`; a year that cannot be assessed ends the row.
inline int years_in_row(const Years& years, int year, const Rule& rule) {
  int count = 0;
  while (standing(years, year - count, rule).listed) ++count;
  return count;
}

enum class Move { kNotAssessable, kOutside, kEntered, kStayed, kLeft, kUnknownBefore };

inline Move move_of(const Standing& before, const Standing& now) {
  if (!now.assessable) return Move::kNotAssessable;
  if (!before.assessable) return now.listed ? Move::kEntered : Move::kUnknownBefore;
  if (now.listed) return before.listed ? Move::kStayed : Move::kEntered;
  return before.listed ? Move::kLeft : Move::kOutside;
}

}  // namespace dynamics
