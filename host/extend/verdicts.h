// Collects what a methodology states — checks, requirements, values — into a DecisionSet, and gives
// reasons in words to what could not be assessed. Knows nothing of Lua.
// LUA-038 requirements that contradict each other or are missing.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "base/result.h"
#include "frame/column.h"
#include "model/decision_set.h"

namespace opora {

// The right side of a check: exact (a percent, a share, a decimal number as written) or measured.
struct Threshold {
  std::optional<Share> exact;
  double number = 0;
};
Threshold threshold_of(double number);  // exact when the shortest decimal of the number is (0.3 → 3/10)

// What the checks of a rule share, but for the threshold.
struct RuleWords {
  std::string name, title, unit;
  Comparison op = Comparison::kGreaterEqual;
  std::int64_t min_n = 0;
};

// Checks over rows, one a row; all columns have the rows of `school`.
struct ColumnCheck {
  Column school;               // text
  std::optional<Column> name;  // text; none: `fixed_name`
  std::string fixed_name;
  std::optional<Column> numerator, denominator;  // int64: a share
  std::optional<Column> value;                   // numbers: measured
  std::optional<Column> n;                       // int64; none: the denominator, or `fixed_n`
  std::int64_t fixed_n = 0;
  std::optional<Column> row_threshold;  // numbers; none: `threshold`
  Threshold threshold;
  RuleWords words;
};

class Verdicts {
 public:
  explicit Verdicts(std::string methodology) : methodology_(std::move(methodology)) {}

  std::int32_t category(const std::string& name, const std::string& title);  // finds or adds
  std::size_t stated() const { return set_.checks.size() + values_.size() + set_.decisions.size(); }
  bool empty() const { return set_.categories.empty(); }
  std::int32_t categories() const { return static_cast<std::int32_t>(set_.categories.size()); }
  std::int32_t school(const std::string& code) { return set_.school_index(code); }
  std::int32_t text(const std::string& text) { return set_.name_index(text); }

  void assess(std::int32_t category, std::int32_t school);  // gets a decision, whatever is checked
  // `check` comes with school, name, value and n; rule and threshold are filled in.
  void check(std::int32_t category, const RuleWords& words, const Threshold& threshold, CheckRow check);
  void check(std::int32_t category, const ColumnCheck& checks);
  Status require(std::int32_t category, const std::string& rule, int count);
  Status combine(std::int32_t category, Combination combination);
  void value(std::int32_t category, std::int32_t school, std::int32_t column, std::string text);

  // Settled, with reasons. The collector is spent afterwards.
  Result<DecisionSet> finish();

 private:
  struct RuleChoice {
    std::int32_t rule = 0;
    double row_threshold = 0;  // NaN: the rule's own
  };
  struct PendingValue {
    std::int32_t category, school, column;
    std::string text;
  };
  RuleChoice rule(std::int32_t category, const RuleWords& words, const Threshold& threshold);
  std::int32_t add_rule(std::int32_t category, const RuleWords& words, const Threshold& threshold);
  bool matches(std::int32_t rule, std::int32_t category, const RuleWords& words) const;
  Status complete() const;
  void attach_values();
  void keep_last_values();
  void make_texts_readable();

  std::string methodology_;
  DecisionSet set_;
  std::vector<std::vector<std::uint8_t>> assessed_;       // [category][school]
  std::vector<std::optional<Combination>> combinations_;  // as stated
  std::unordered_map<std::string, std::vector<std::int32_t>> rules_by_words_;
  std::int32_t last_rule_ = -1;
  std::vector<PendingValue> values_;
};

}  // namespace opora
