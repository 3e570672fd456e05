// All decisions of one run with their checks, by column: a region has hundreds of thousands of
// checks, of which most share rule, operator and threshold. `Decision` and `Check` of
// model/decision.h are the readable form of one school.
#pragma once

#include <cstdint>
#include <limits>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include "model/decision.h"

namespace opora {

// What the checks of one condition of a methodology share.
struct Rule {
  std::int32_t category = 0;  // index into DecisionSet::categories
  std::string name;           // "low_share"
  std::string title;          // "Доля отметок «2»", for people
  Comparison op = Comparison::kGreaterEqual;
  Share threshold{0, 1};
  std::int64_t min_n = 0;
  std::string unit;           // "%" or empty
};

enum class ValueForm : std::uint8_t { kMissing, kShare, kMeasured };

struct CheckRow {
  std::int32_t school = 0;    // index into DecisionSet::schools
  std::int32_t rule = 0;      // index into DecisionSet::rules
  std::int32_t name = 0;      // index into DecisionSet::names
  ValueForm form = ValueForm::kMissing;
  std::int64_t numerator = 0, denominator = 1;  // kShare
  double measured = 0;                          // kMeasured
  std::int64_t n = 0;
  double threshold = std::numeric_limits<double>::quiet_NaN();  // overrides the rule's when not NaN
};

struct DecisionRow {
  std::int32_t school = 0;
  std::int32_t category = 0;
  Answer answer = Answer::kNo;
  std::int32_t reason = -1;   // index into names: why it is not assessable, as runs of older versions kept it; else it follows from the checks
};

struct Category {
  std::string name;           // "ШНОР"
  std::string title;
  std::string methodology;    // id
  std::vector<Requirement> requirements;
  Combination combination = Combination::kAll;
};

// A further column of a list that the methodology gives (an index, a quartile, codes of reasons).
struct ExtraValue {
  std::int32_t decision = 0;  // index into decisions
  std::int32_t column = 0;    // index into names
  std::string text;
};

class DecisionSet {
 public:
  std::vector<std::string> schools;      // codes
  std::vector<std::string> names;        // check names and reasons
  std::vector<Category> categories;
  std::vector<Rule> rules;
  std::vector<CheckRow> checks;          // ascending by (school, category of rule), then as stated
  std::vector<DecisionRow> decisions;    // ascending by (category, school)
  std::vector<ExtraValue> values;        // ascending by decision

  std::int32_t name_index(const std::string& name);      // finds or adds
  std::int32_t school_index(const std::string& school);  // finds or adds

  // Orders checks and decisions as stated above and derives every answer from its checks. A school
  // without any check of a category gets no decision there unless one was added before.
  void settle();

  Unassessed unassessed(const CheckRow& row) const;
  bool met(const CheckRow& row) const;  // false when not assessed
  Check check(const CheckRow& row) const;
  Decision decision(const DecisionRow& row) const;  // with its checks and values; after settle()
  std::span<const ExtraValue> values_of(const DecisionRow& row) const;  // of a row of `decisions`

 private:
  struct SchoolCategory;
  std::int32_t category_of(const CheckRow& row) const;
  std::int32_t category_of(const DecisionRow& row) const;
  struct CheckRun {
    std::int32_t school, category, first, end;  // checks first … end − 1
  };
  class Judge;
  void order_checks();
  std::vector<CheckRun> check_runs() const;

  std::unordered_map<std::string, std::int32_t> name_index_, school_index_;
};

// One set of settled sets, with every answer as it was derived. Categories and rules that say the same
// are one; no school may have the same category in two of the sets.
DecisionSet merged(std::vector<DecisionSet> sets);

}  // namespace opora
