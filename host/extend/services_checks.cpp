// checks: what a methodology states.
#include <limits>

#include "extend/lua_values.h"
#include "extend/service_values.h"
#include "extend/services.h"

namespace opora {
namespace {

constexpr std::size_t kMostStated = 5'000'000;  // checks, values and decisions of a run

// Runs `state` with the collector and the number of the category.
template <class State>
opora_status stated(opora_call* call, std::int32_t category, std::int64_t added, State&& state) {
  return serve(call, [&]() -> Status {
    Verdicts* verdicts = call->scope.verdicts;
    if (verdicts == nullptr) return misuse(tr("checks are stated by methodologies, while they decide"));
    if (category < OPORA_OWN_CATEGORY || category >= verdicts->categories())
      return misuse(tr_format("there is no category number {0}", category));
    if (verdicts->stated() + static_cast<std::size_t>(std::max<std::int64_t>(added, 0)) > kMostStated)
      return make_error("LUA-041", tr_format("the methodology states more than {0} checks and values", kMostStated),
                        tr("check aggregated rows, and state each check once"));
    return state(*verdicts, category == OPORA_OWN_CATEGORY ? call->scope.own_category() : category);
  });
}

std::int64_t rows_of(const opora_call* call, const opora_column* column) {
  const Column* held = call == nullptr ? nullptr : call->column(column);
  return held == nullptr ? 0 : held->size();
}

Result<Column> need_schools(const opora_call* call, const opora_column* handle) {
  OPORA_ASSIGN(const Column* column, need_column(call, handle));
  if (column->type() != ColumnType::kText) return make_error("FRAME-002", tr_format("the column '{0}' must hold texts", "school"));
  if (column->null_count() > 0)
    return make_error("LUA-042", tr_format("{0} rows have no value of '{1}'", column->null_count(), "school"),
                      tr_format("leave them out with :present(\"{0}\")", "school"));
  return *column;
}

// A column beside `school`; nothing for a handle that is NULL.
Result<std::optional<Column>> beside(const opora_call* call, const opora_column* handle, const Column& school, const char* what, bool whole,
                                     bool texts = false) {
  if (handle == nullptr) return std::optional<Column>();
  OPORA_ASSIGN(const Column* column, need_column(call, handle));
  if (column->size() != school.size()) return misuse(tr_format("the column '{0}' has {1} rows, the frame {2}", what, column->size(), school.size()));
  const bool fits = texts ? column->type() == ColumnType::kText
                          : column->type() == ColumnType::kInt64 || (!whole && column->type() == ColumnType::kFloat64);
  if (!fits)
    return make_error("FRAME-002", texts   ? tr_format("the column '{0}' must hold texts", what)
                                   : whole ? tr_format("the column '{0}' must hold whole numbers", what)
                                           : tr_format("the column '{0}' must hold numbers", what));
  return std::optional<Column>(*column);
}

struct ReadRule {
  RuleWords words;
  Threshold threshold;
};

Result<ReadRule> read_rule(const opora_rule* given) {
  OPORA_ASSIGN(const opora_rule known, read_struct(given));
  ReadRule rule;
  OPORA_ASSIGN(rule.words.name, read_text(known.name));
  OPORA_ASSIGN(rule.words.title, read_text(known.title));
  OPORA_ASSIGN(rule.words.unit, read_text(known.unit));
  OPORA_ASSIGN(rule.words.op, read_choice(known.op, Comparison::kGreater, "op"));
  if (known.min_n < 0) return misuse(tr_format("{0} is not negative", "min_n"));
  rule.words.min_n = known.min_n;
  if (known.threshold_denominator > 0) {
    const Share exact{known.threshold_numerator, known.threshold_denominator};
    rule.threshold = {exact, exact.value()};
  } else {
    rule.threshold = threshold_of(known.threshold);
  }
  return rule;
}

opora_status category(opora_call* call, opora_text name, opora_text title, std::int32_t* result) {
  return stated(call, OPORA_OWN_CATEGORY, 0, [&](Verdicts& verdicts, std::int32_t) -> Status {
    OPORA_TRY(need_place(result));
    OPORA_ASSIGN(const std::string called, read_text(name));
    OPORA_ASSIGN(const std::string words, read_text(title));
    if (called.empty()) return misuse(tr("a category needs a name"));
    *result = verdicts.category(called, words.empty() ? called : words);
    return {};
  });
}

opora_status assess(opora_call* call, std::int32_t number, const opora_column* school) {
  return stated(call, number, rows_of(call, school), [&](Verdicts& verdicts, std::int32_t to) -> Status {
    OPORA_ASSIGN(const Column schools, need_schools(call, school));
    for (std::int64_t row = 0; row < schools.size(); ++row) verdicts.assess(to, verdicts.school(std::string(schools.text(row))));
    return {};
  });
}

opora_status assess_school(opora_call* call, std::int32_t number, opora_text school) {
  return stated(call, number, 1, [&](Verdicts& verdicts, std::int32_t to) -> Status {
    OPORA_ASSIGN(const std::string code, read_text(school));
    verdicts.assess(to, verdicts.school(code));
    return {};
  });
}

opora_status check_one(opora_call* call, std::int32_t number, const opora_rule* rule, const opora_check* check) {
  return stated(call, number, 1, [&](Verdicts& verdicts, std::int32_t to) -> Status {
    OPORA_ASSIGN(const ReadRule read, read_rule(rule));
    OPORA_ASSIGN(const opora_check known, read_struct(check));
    OPORA_ASSIGN(const std::string school, read_text(known.school));
    OPORA_ASSIGN(const std::string name, read_text(known.name));
    CheckRow row;
    OPORA_ASSIGN(row.form, read_choice(known.form, ValueForm::kMeasured, "form"));
    if (row.form == ValueForm::kShare && known.denominator <= 0) return misuse(tr("the denominator of a share is above 0"));
    if (row.form == ValueForm::kShare) row.numerator = known.numerator, row.denominator = known.denominator;
    if (row.form == ValueForm::kMeasured) row.measured = known.measured;
    row.n = known.n;
    row.school = verdicts.school(school);
    row.name = verdicts.text(name);
    verdicts.check(to, read.words, read.threshold, row);
    return {};
  });
}

opora_status check_rows(opora_call* call, std::int32_t number, const opora_rule* rule, const opora_check_rows* rows) {
  const std::int64_t added = rows == nullptr ? 0 : rows_of(call, rows->school);
  return stated(call, number, added, [&](Verdicts& verdicts, std::int32_t to) -> Status {
    OPORA_ASSIGN(ReadRule read, read_rule(rule));
    OPORA_ASSIGN(const opora_check_rows known, read_struct(rows));
    ColumnCheck checks;
    checks.words = std::move(read.words);
    checks.threshold = read.threshold;
    OPORA_ASSIGN(checks.school, need_schools(call, known.school));
    OPORA_ASSIGN(checks.name, beside(call, known.name, checks.school, "name", false, true));
    OPORA_ASSIGN(checks.fixed_name, read_text(known.fixed_name));
    OPORA_ASSIGN(checks.numerator, beside(call, known.numerator, checks.school, "numerator", true));
    OPORA_ASSIGN(checks.denominator, beside(call, known.denominator, checks.school, "denominator", true));
    OPORA_ASSIGN(checks.value, beside(call, known.value, checks.school, "value", false));
    OPORA_ASSIGN(checks.n, beside(call, known.n, checks.school, "n", true));
    OPORA_ASSIGN(checks.row_threshold, beside(call, known.threshold, checks.school, "threshold", false));
    checks.fixed_n = known.fixed_n;
    if (checks.numerator.has_value() != checks.denominator.has_value() || checks.numerator.has_value() == checks.value.has_value())
      return misuse(tr("a check has a numerator and a denominator, or a value"));
    verdicts.check(to, checks);
    return {};
  });
}

opora_status require(opora_call* call, std::int32_t number, opora_text rule, std::int32_t at_least) {
  return stated(call, number, 0, [&](Verdicts& verdicts, std::int32_t to) -> Status {
    OPORA_ASSIGN(const std::string name, read_text(rule));
    if (at_least < 0) return misuse(tr_format("{0} is not negative", "at_least"));
    return verdicts.require(to, name, at_least);
  });
}

opora_status combine_requirements(opora_call* call, std::int32_t number, std::int32_t how) {
  return stated(call, number, 0, [&](Verdicts& verdicts, std::int32_t to) -> Status {
    OPORA_ASSIGN(const Combination combination, read_choice(how, Combination::kAny, "how"));
    return verdicts.combine(to, combination);
  });
}

opora_status value(opora_call* call, std::int32_t number, opora_text school, opora_text title, opora_text text) {
  return stated(call, number, 1, [&](Verdicts& verdicts, std::int32_t to) -> Status {
    OPORA_ASSIGN(const std::string code, read_text(school));
    OPORA_ASSIGN(const std::string called, read_text(title));
    OPORA_ASSIGN(std::string given, read_text(text));
    verdicts.value(to, verdicts.school(code), verdicts.text(called), std::move(given));
    return {};
  });
}

std::string cell_text(const Column& column, std::int64_t row) {
  if (column.type() == ColumnType::kText) return std::string(column.text(row));
  if (column.type() == ColumnType::kInt64) return std::to_string(column.int64()[static_cast<std::size_t>(row)]);
  return decimal_text(column.number(row));
}

opora_status value_rows(opora_call* call, std::int32_t number, opora_text title, const opora_column* school, const opora_column* column) {
  return stated(call, number, rows_of(call, school), [&](Verdicts& verdicts, std::int32_t to) -> Status {
    OPORA_ASSIGN(const std::string called, read_text(title));
    OPORA_ASSIGN(const Column schools, need_schools(call, school));
    OPORA_ASSIGN(const Column* values, need_column(call, column));
    if (values->size() != schools.size()) return misuse(tr_format("the column '{0}' has {1} rows, the frame {2}", called, values->size(), schools.size()));
    const std::int32_t index = verdicts.text(called);
    for (std::int64_t row = 0; row < schools.size(); ++row)
      if (values->valid(row)) verdicts.value(to, verdicts.school(std::string(schools.text(row))), index, cell_text(*values, row));
    return {};
  });
}

static_assert(static_cast<int>(ValueForm::kShare) == OPORA_EXACT_SHARE && static_cast<int>(ValueForm::kMeasured) == OPORA_MEASURED);
static_assert(static_cast<int>(Combination::kAll) == OPORA_ALL && static_cast<int>(Combination::kAny) == OPORA_ANY);

}  // namespace

const opora_checks_service& checks_service() {
  static constexpr opora_checks_service kTable = {sizeof(opora_checks_service), 0, &category, &assess, &assess_school, &check_one,
                                                  &check_rows, &require, &combine_requirements, &value, &value_rows};
  return kTable;
}

}  // namespace opora
