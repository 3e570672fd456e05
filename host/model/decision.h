// Decisions and the checks they are derived from. A methodology cannot state an answer: it states
// checks and how they combine, and the answer follows (three-valued, Kleene).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/share.h"

namespace opora {

enum class Answer : std::uint8_t { kNo, kYes, kNotAssessable };

// Why a check could not be made.
enum class Unassessed : std::uint8_t { kAssessed, kTooFew, kMissing };

// value (with n) op threshold. Shares and thresholds are exact; a measured value (a mean, a
// correlation) is a double and compared as such.
struct Check {
  std::string name;    // what was measured: "ВПР RU 4 2021"
  std::string rule;    // which condition of the methodology: "low_share"; groups the checks
  std::optional<Share> share;        // exact value, or
  std::optional<double> value;       // measured value; neither: missing
  std::int64_t n = 0;                // participants behind the value
  std::int64_t min_n = 0;            // fewer: not assessable
  Comparison op = Comparison::kGreaterEqual;
  Share threshold{0, 1};             // exact threshold, used when `measured_threshold` is absent
  std::optional<double> measured_threshold;
  std::string unit;                  // "%" or empty

  Unassessed unassessed() const;
  bool met() const;                          // false when not assessed
  std::optional<double> distance() const;    // value − threshold in the value's unit
};

// How checks combine: at least `count` of the checks of `rule` met (0: all of them; rule empty: of all).
struct Requirement {
  std::string rule;
  int count = 1;
};
enum class Combination : std::uint8_t { kAll, kAny };

// How many checks of a requirement were met, and how many could not be made.
struct Tally {
  int met = 0, unassessed = 0, total = 0;
};
Answer answer_to(const Requirement& requirement, Tally tally);
Answer combine(const std::vector<Answer>& answers, Combination combination);  // Kleene; none: not assessable

// yes: surely fulfilled; no: cannot be fulfilled even if every unassessed check were met.
Answer decide(const std::vector<Check>& checks, const std::vector<Requirement>& requirements, Combination combination);

struct Decision {
  std::string school;    // code
  std::string category;  // "ШНОР"
  Answer answer = Answer::kNo;
  std::string reason;    // for kNotAssessable: why, in words of the reader's language
  std::vector<Check> checks;
  std::vector<Requirement> requirements;
  Combination combination = Combination::kAll;
  std::vector<std::pair<std::string, std::string>> values;  // further columns for lists, in script order
};

// Why a decision that is not assessable is not: "no results", "too few participants: 7 of at least 10", or the first
// of several checks with their names. Follows from the checks, so it is made for each reader and never kept.
std::string why_not_assessable(const std::vector<Check>& checks);

}  // namespace opora
