// Results of a region as the markers take them: for each school and procedure the counts of equal results.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "moments.h"
#include "parameters.h"

namespace objectivity {

inline constexpr std::int64_t kNone = -1;  // a score, mark or class that is missing

struct Observation {
  std::int64_t score = kNone, mark = kNone, journal = kNone;
  std::int32_t class_label = -1;
  std::int64_t n = 0;  // pupils with these values
};

// One school in one procedure. `school`, `procedure`: codes of the texts in the region's frame.
struct Group {
  std::int32_t school = 0, procedure = 0;
  std::size_t first = 0, last = 0;  // of the observations
};

class RegionResults {
 public:
  // What the query leaves, by school, procedure and these of "class", "score", "mark", "journal"; what is not named is missing.
  RegionResults(const Query& query, const std::vector<std::string>& columns);

  const std::vector<Group>& groups() const { return groups_; }
  std::span<const Observation> of(const Group& group) const {
    return std::span(observations_).subspan(group.first, group.last - group.first);
  }
  std::size_t procedures() const { return static_cast<std::size_t>(procedures_.codes()); }
  std::string_view school(std::int32_t code) const { return schools_.text_of(code); }
  std::string_view procedure(std::int32_t code) const { return procedures_.text_of(code); }

 private:
  Frame frame_;
  ColumnView<std::string_view> schools_, procedures_;
  std::vector<Observation> observations_;
  std::vector<Group> groups_;
};

// The procedures that kKind, kGradeFrom, kGradeTo and kSubjects choose, in a year.
Query chosen_results(const Context& ctx, int year);

// Σ over the schools of each procedure; elsewhere = region − school.
template <class Sum, class OfGroup>
std::vector<Sum> by_procedure(const RegionResults& results, OfGroup&& of_group) {
  std::vector<Sum> region(results.procedures());
  for (std::size_t i = 0; i < results.groups().size(); ++i) {
    Sum& sum = region[static_cast<std::size_t>(results.groups()[i].procedure)];
    sum = sum + of_group(i);
  }
  return region;
}

// Scores of a school.
inline Moments scores_of(std::span<const Observation> observations) {
  Moments found;
  for (const Observation& one : observations)
    if (one.score != kNone) found.add(one.score, one.n);
  return found;
}

}  // namespace objectivity
