// Stating checks: over the rows of a frame, or school by school. Answers follow from them in the host.
#pragma once

#include <variant>

#include "opora/plugin/context.hpp"

namespace opora::sdk {

// The value of checks over rows: share("low", "n") of two columns, one column by its name, or a column.
struct ShareOfColumns {
  std::string numerator, denominator;
};
inline ShareOfColumns share(std::string numerator, std::string denominator) {
  return {std::move(numerator), std::move(denominator)};
}
using RowsValue = std::variant<ShareOfColumns, std::string, Column>;

// One threshold for all rows (exact, or a number), or a column of them.
class Threshold {
 public:
  Threshold(Share exact) : value_(exact) {}
  template <Number T>
  Threshold(T number) : value_(static_cast<double>(number)) {}
  Threshold(const char* column) : value_(std::string(column)) {}
  Threshold(Column column) : value_(std::move(column)) {}
  std::variant<Share, double, std::string, Column> value_;
};

// Participants behind the values: a number, or a column. Left out: the denominator of a share.
class Behind {
 public:
  Behind() = default;
  template <std::integral T>
  Behind(T n) : value_(static_cast<std::int64_t>(n)) {}
  Behind(const char* column) : value_(std::string(column)) {}
  Behind(Column column) : value_(std::move(column)) {}
  std::variant<std::monostate, std::int64_t, std::string, Column> value_;
};

// ctx.check(frame, {.rule = "low", .name = "procedure", .value = share("low", "n"), .op = ">=", …})
struct RowChecks {
  std::string_view rule{}, title{};
  const char* name = nullptr;  // the column that says what was measured
  RowsValue value;
  Behind n{};
  Op op;
  Threshold threshold;
  std::int64_t min_n = 0;
  const char* unit = nullptr;  // left out: "%" for shares
};

// d.check({.rule = "low", .name = "RU 4", .value = Share{3, 10}, .op = ">=", …})
struct OneCheck {
  std::string_view rule{}, title{}, name{};
  std::variant<Share, double> value;
  std::optional<std::int64_t> n{};  // left out: the denominator of the share
  Op op;
  std::variant<Share, double> threshold;
  std::int64_t min_n = 0;
  const char* unit = nullptr;
};

class Category;

// The decision on one school.
class SchoolDecision {
 public:
  SchoolDecision(Call call, std::int32_t category, std::string_view school)
      : call_(std::move(call)), category_(category), school_(school) {}
  void check(const OneCheck& stated);
  void at_least(int count, Text rule = {}) { OPORA_SDK_CALL(checks, require, call_, category_, rule, count); }
  void all(Text rule = {}) { at_least(0, rule); }
  void value(Text title, Text text) { OPORA_SDK_CALL(checks, value, call_, category_, Text(school_), title, text); }

 private:
  Call call_;
  std::int32_t category_;
  std::string school_;
};

// A list of schools: ctx itself is the methodology's own.
class Category {
 public:
  Category(Call call, std::int32_t number) : call_(std::move(call)), number_(number) {}

  void check(const Frame& frame, const RowChecks& stated);
  void require(Text rule, std::int64_t at_least) {
    OPORA_SDK_CALL(checks, require, call_, number_, rule, static_cast<std::int32_t>(std::min<std::int64_t>(at_least, INT32_MAX)));
  }
  void require_all(Text rule = {}) { require(rule, 0); }
  void combine_all() { OPORA_SDK_CALL(checks, combine, call_, number_, OPORA_ALL); }
  void combine_any() { OPORA_SDK_CALL(checks, combine, call_, number_, OPORA_ANY); }
  // Every school of the frame gets a decision, whatever is checked.
  void assess(const Frame& frame) { OPORA_SDK_CALL(checks, assess, call_, number_, frame["school"].handle()); }
  // A further column of the list.
  void value(const Frame& frame, Text column, Text title = {}) {
    OPORA_SDK_CALL(checks, value_rows, call_, number_, title.size == 0 ? column : title, frame["school"].handle(),
                   frame[column].handle());
  }
  SchoolDecision decision(std::string_view school) {
    OPORA_SDK_CALL(checks, assess_school, call_, number_, Text(school));
    return {call_, number_, school};
  }

 private:
  Call call_;
  std::int32_t number_;
};

// ctx of a methodology.
class Decisions : public Context, public Category {
 public:
  Decisions(Call call, const opora_run& run) : Context(call, run), Category(call, OPORA_OWN_CATEGORY) {}
  // A second list of the same run, with the same verbs.
  Category category(Text name, Text title) {
    std::int32_t number = 0;
    OPORA_SDK_CALL(checks, category, call(), name, title, &number);
    return {call(), number};
  }
};

inline void set_threshold(opora_rule& rule, const Share& exact) {
  rule.threshold_numerator = exact.numerator, rule.threshold_denominator = exact.denominator;
}

inline void SchoolDecision::check(const OneCheck& stated) {
  const Share* share = std::get_if<Share>(&stated.value);
  opora_rule rule{};
  rule.struct_size = sizeof rule;
  rule.op = stated.op.value();
  rule.name = Text(stated.rule), rule.title = Text(stated.title), rule.min_n = stated.min_n;
  rule.unit = stated.unit != nullptr ? Text(stated.unit) : Text(share != nullptr ? "%" : "");
  if (const Share* exact = std::get_if<Share>(&stated.threshold)) set_threshold(rule, *exact);
  else rule.threshold = std::get<double>(stated.threshold);
  opora_check check{};
  check.struct_size = sizeof check;
  check.school = Text(school_), check.name = Text(stated.name);
  if (share != nullptr) {
    check.form = share->denominator > 0 ? OPORA_EXACT_SHARE : OPORA_MISSING;
    check.numerator = share->numerator, check.denominator = share->denominator;
    check.n = share->denominator;
  } else {
    check.form = OPORA_MEASURED;
    check.measured = std::get<double>(stated.value);
  }
  if (stated.n) check.n = *stated.n;
  OPORA_SDK_CALL(checks, check, call_, category_, &rule, &check);
}

inline void Category::check(const Frame& frame, const RowChecks& stated) {
  std::vector<Column> held;  // handles live until the checks are stated
  const auto column = [&](const auto& chosen) {
    if constexpr (std::same_as<std::remove_cvref_t<decltype(chosen)>, Column>) held.push_back(chosen);
    else held.push_back(frame[chosen]);
    return held.back().handle();
  };
  opora_rule rule{};
  opora_check_rows rows{};
  rule.struct_size = sizeof rule, rows.struct_size = sizeof rows;
  rule.op = stated.op.value();
  rule.name = Text(stated.rule), rule.title = Text(stated.title), rule.min_n = stated.min_n;
  rows.school = column("school");
  if (stated.name != nullptr) rows.name = column(stated.name);
  if (const auto* of = std::get_if<ShareOfColumns>(&stated.value)) {
    rows.numerator = column(of->numerator), rows.denominator = column(of->denominator);
    rule.unit = Text("%");
  }
  if (const auto* name = std::get_if<std::string>(&stated.value)) rows.value = column(*name);
  if (const auto* value = std::get_if<Column>(&stated.value)) rows.value = column(*value);
  if (const auto* n = std::get_if<std::int64_t>(&stated.n.value_)) rows.fixed_n = *n;
  if (const auto* name = std::get_if<std::string>(&stated.n.value_)) rows.n = column(*name);
  if (const auto* n = std::get_if<Column>(&stated.n.value_)) rows.n = column(*n);
  rule.threshold_denominator = 1;  // not used when each row has its own
  if (const auto* exact = std::get_if<Share>(&stated.threshold.value_)) set_threshold(rule, *exact);
  if (const auto* number = std::get_if<double>(&stated.threshold.value_))
    rule.threshold = *number, rule.threshold_denominator = 0;
  if (const auto* name = std::get_if<std::string>(&stated.threshold.value_)) rows.threshold = column(*name);
  if (const auto* own = std::get_if<Column>(&stated.threshold.value_)) rows.threshold = column(*own);
  if (stated.unit != nullptr) rule.unit = Text(stated.unit);
  OPORA_SDK_CALL(checks, check_rows, call_, number_, &rule, &rows);
}

}  // namespace opora::sdk
