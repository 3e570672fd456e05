// Use case "compare": two sets of decisions beside each other: which schools' answers differ, and what did it.
// Schools are matched by code, categories by name, checks by rule and name.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "engine/stability.h"
#include "engine/wording.h"
#include "frame/frame.h"
#include "model/decision_set.h"
#include "store/runs.h"

namespace opora {

struct ComparedSide {
  std::string label;         // "run 3", "rules of 2019", "low_share = 25"
  std::optional<RunId> run;  // none: nothing of it is kept
  RunInfo info;              // info.year: of the data
  DecisionSet decisions;
  std::vector<Diagnostic> warnings{}, failed{};  // of computing it
};

// A check that stands otherwise on the two sides, or on one of them only.
struct CheckChange {
  std::optional<Check> before, after;
  std::string title;      // of its rule, for people
  // Taking back this change alone would change the answer. Where no change is decisive they did it together.
  bool decisive = false;
};

// What a category asks of the checks of a rule; count 0: every check.
struct RequirementChange {
  std::string rule;       // empty: of all checks
  std::string title;      // for people
  std::optional<int> before, after;
  bool decisive = false;
};

struct SchoolChange {
  std::string school, name, municipality;  // name and municipality are empty when the registry does not name it
  std::string category;
  std::optional<Answer> before, after;     // none: that side says nothing of the school
  std::string reason_before, reason_after; // why it is not assessable
  // What moved the answer in the direction in which it went.
  std::vector<CheckChange> checks;
  std::vector<RequirementChange> requirements;
  bool combination_changed = false;        // of all conditions, or any
  std::optional<Stability> stability_before, stability_after;
  std::optional<Stability> simulated_before, simulated_after;  // with CompareOptions::draws

  bool differs() const { return before != after; }
  bool entered() const { return after == Answer::kYes && before != Answer::kYes; }
  bool left() const { return before == Answer::kYes && after != Answer::kYes; }
};

enum class Presence : std::uint8_t { kBoth, kBeforeOnly, kAfterOnly };

struct CategoryTotals {
  std::string name, title;
  Presence presence = Presence::kBoth;
  // Schools by answer before and after; the last place: the side says nothing of them.
  static constexpr std::size_t kAbsent = 3;
  std::array<std::array<std::int64_t, 4>, 4> schools{};

  std::int64_t before(Answer answer) const;
  std::int64_t after(Answer answer) const;
  std::int64_t entered() const { return after(Answer::kYes) - stayed(); }
  std::int64_t left() const { return before(Answer::kYes) - stayed(); }
  std::int64_t stayed() const;   // on the list on both sides
  std::int64_t agreed() const;   // the same answer
  std::int64_t all() const;
};

// What the rules of the two sides do otherwise, whether it changed an answer or not. A value that is not there is none.
struct RuleChange {
  std::string methodology, category;  // category: of a condition; empty for a parameter
  std::string what;                   // the parameter's title; the condition in words
  std::optional<std::string> before, after;
};

struct CompareOptions {
  std::string category;   // empty: all
  bool listed = false;    // also the schools that are on the list on both sides
  bool keep = false;      // what is computed is kept as runs
  Draws draws{};          // besides the exact stability; none: 0
};

struct Differences {
  ComparedSide before, after;
  std::vector<CategoryTotals> totals;   // in the order of the first side, then those of the second only
  std::vector<SchoolChange> schools;    // by category; those that enter, that leave, the others; municipality and name
  std::vector<RuleChange> rules;
  Words words;                          // titles of the codes of the packs

  bool differs() const;
};

// CLI-030 when neither side has the category. `registry`: store/facts.h schools().
Result<Differences> compared(ComparedSide before, ComparedSide after, const Frame& registry, const CompareOptions& options);

}  // namespace opora
