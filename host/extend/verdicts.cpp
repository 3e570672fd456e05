#include "extend/verdicts.h"

#include <algorithm>
#include <cmath>

#include "base/messages.h"
#include "base/text.h"
#include "extend/lua_values.h"

namespace opora {
namespace {

const double kNone = std::numeric_limits<double>::quiet_NaN();

bool same(Share a, Share b) { return a.numerator == b.numerator && a.denominator == b.denominator; }

std::string key_of(std::int32_t category, const RuleWords& words) {
  std::string key = std::to_string(category);
  for (const std::string* part : {&words.name, &words.title, &words.unit}) key.append(1, '\0').append(*part);
  key.append(1, '\0').append(symbol(words.op)).append(std::to_string(words.min_n));
  return key;
}

// Indices of texts of a column's dictionary, each looked up once.
template <class IndexOf>
std::vector<std::int32_t> indices_of(const Column& column, IndexOf&& index_of) {
  std::vector<std::int32_t> indices(static_cast<std::size_t>(column.dictionary()->size()), -1);
  // Only what the rows use: a filtered frame keeps the dictionary of the whole.
  for (std::int64_t row = 0; row < column.size(); ++row) {
    if (!column.valid(row)) continue;
    const std::int32_t code = column.codes()[static_cast<std::size_t>(row)];
    std::int32_t& index = indices[static_cast<std::size_t>(code)];
    if (index < 0) index = index_of(std::string((*column.dictionary())[code]));
  }
  return indices;
}

// Each byte that belongs to no character becomes U+FFFD.
std::string readable(std::string_view bytes) {
  constexpr std::size_t kLongest = 4;  // bytes of a character
  std::string text;
  for (std::size_t at = 0; at < bytes.size();) {
    std::size_t length = 1;
    while (length <= kLongest && !is_utf8(bytes.substr(at, length))) ++length;
    const bool character = length <= kLongest;
    text += character ? bytes.substr(at, length) : "\uFFFD";
    at += character ? length : 1;
  }
  return text;
}

}  // namespace

Threshold threshold_of(double number) {
  Threshold threshold{std::nullopt, number};
  if (std::isfinite(number)) threshold.exact = parse_decimal(decimal_text(number));
  return threshold;
}

std::int32_t Verdicts::category(const std::string& name, const std::string& title) {
  for (std::size_t i = 0; i < set_.categories.size(); ++i)
    if (set_.categories[i].name == name) return static_cast<std::int32_t>(i);
  set_.categories.push_back({name, title, methodology_, {}, Combination::kAll});
  assessed_.emplace_back();
  combinations_.emplace_back();
  return static_cast<std::int32_t>(set_.categories.size()) - 1;
}

void Verdicts::assess(std::int32_t category, std::int32_t school) {
  auto& assessed = assessed_[static_cast<std::size_t>(category)];
  if (assessed.size() <= static_cast<std::size_t>(school))
    assessed.resize(std::max<std::size_t>(static_cast<std::size_t>(school) + 1, 2 * assessed.size()));
  if (std::exchange(assessed[static_cast<std::size_t>(school)], 1) == 0)
    set_.decisions.push_back({school, category, Answer::kNo, -1});
}

bool Verdicts::matches(std::int32_t index, std::int32_t category, const RuleWords& words) const {
  const Rule& rule = set_.rules[static_cast<std::size_t>(index)];
  return rule.category == category && rule.op == words.op && rule.min_n == words.min_n && rule.name == words.name &&
         rule.title == words.title && rule.unit == words.unit;
}

std::int32_t Verdicts::add_rule(std::int32_t category, const RuleWords& words, const Threshold& threshold) {
  set_.rules.push_back(
      {category, words.name, words.title, words.op, threshold.exact.value_or(Share{0, 1}), words.min_n, words.unit});
  return static_cast<std::int32_t>(set_.rules.size()) - 1;
}

// Checks of the same words and threshold share a rule. A measured threshold that differs from the
// rule's goes to the row, so that thresholds computed per school do not make a rule each.
Verdicts::RuleChoice Verdicts::rule(std::int32_t category, const RuleWords& words, const Threshold& threshold) {
  const auto fits = [&](std::int32_t index) {
    return threshold.exact && same(set_.rules[static_cast<std::size_t>(index)].threshold, *threshold.exact);
  };
  if (last_rule_ >= 0 && matches(last_rule_, category, words) && fits(last_rule_)) return {last_rule_, kNone};
  std::vector<std::int32_t>& rules = rules_by_words_[key_of(category, words)];
  for (const std::int32_t index : rules)
    if (fits(index)) return {last_rule_ = index, kNone};
  constexpr std::size_t kMostThresholds = 64;
  if (rules.empty() || (threshold.exact && rules.size() < kMostThresholds))
    rules.push_back(add_rule(category, words, threshold));
  else
    return {last_rule_ = rules.front(), threshold.number};
  last_rule_ = rules.back();
  return {last_rule_, threshold.exact ? kNone : threshold.number};
}

void Verdicts::check(std::int32_t category, const RuleWords& words, const Threshold& threshold, CheckRow check) {
  const RuleChoice choice = rule(category, words, threshold);
  check.rule = choice.rule;
  check.threshold = choice.row_threshold;
  if (check.form == ValueForm::kMeasured && std::isnan(check.measured)) check.form = ValueForm::kMissing;
  if (!threshold.exact && std::isnan(threshold.number)) check.form = ValueForm::kMissing;  // nothing to compare with
  set_.checks.push_back(check);
}

void Verdicts::check(std::int32_t category, const ColumnCheck& checks) {
  const std::vector<std::int32_t> schools = indices_of(checks.school, [&](const std::string& code) { return school(code); });
  std::vector<std::int32_t> names;
  if (checks.name) names = indices_of(*checks.name, [&](const std::string& name) { return text(name); });
  const std::int32_t fixed_name = checks.name ? text("") : text(checks.fixed_name);
  const RuleChoice choice = rule(category, checks.words, checks.threshold);
  const bool by_share = checks.numerator.has_value();
  const auto rows = static_cast<std::size_t>(checks.school.size());
  if (const std::size_t all = set_.checks.size() + rows; all > set_.checks.capacity()) set_.checks.reserve(std::max(all, 2 * set_.checks.capacity()));
  for (std::size_t i = 0; i < rows; ++i) {
    const auto row = static_cast<std::int64_t>(i);
    if (!checks.school.valid(row)) continue;  // refused by the caller
    CheckRow check;
    check.school = schools[static_cast<std::size_t>(checks.school.codes()[i])];
    check.rule = choice.rule;
    check.name = checks.name && checks.name->valid(row) ? names[static_cast<std::size_t>(checks.name->codes()[i])] : fixed_name;
    check.threshold = checks.row_threshold ? checks.row_threshold->number(row) : choice.row_threshold;
    check.n = checks.fixed_n;
    if (by_share && checks.denominator->valid(row)) check.n = checks.denominator->int64()[i];
    if (checks.n) check.n = checks.n->valid(row) ? checks.n->int64()[i] : 0;
    if (by_share) {
      const std::int64_t denominator = checks.denominator->valid(row) ? checks.denominator->int64()[i] : 0;
      if (checks.numerator->valid(row) && denominator > 0) {
        check.form = ValueForm::kShare;
        check.numerator = checks.numerator->int64()[i];
        check.denominator = denominator;
      }
    } else if (checks.value->valid(row) && !std::isnan(checks.value->number(row))) {
      check.form = ValueForm::kMeasured;
      check.measured = checks.value->number(row);
    }
    if (checks.row_threshold && (!checks.row_threshold->valid(row) || std::isnan(check.threshold))) {
      check.form = ValueForm::kMissing;
      check.threshold = kNone;
    }
    set_.checks.push_back(check);
  }
}

Status Verdicts::require(std::int32_t category, const std::string& rule, int count) {
  Category& stated = set_.categories[static_cast<std::size_t>(category)];
  for (const Requirement& requirement : stated.requirements) {
    if (requirement.rule != rule) continue;
    if (requirement.count == count) return {};
    return make_error(
        "LUA-038",
        tr_format("category '{0}' requires {1} and {2} checks of the same kind", stated.name, requirement.count, count),
        tr("all schools of a category are decided by the same requirements; use rule = \"…\" for different kinds of checks"));
  }
  stated.requirements.push_back({rule, count});
  return {};
}

Status Verdicts::combine(std::int32_t category, Combination combination) {
  auto& stated = combinations_[static_cast<std::size_t>(category)];
  if (stated && *stated != combination)
    return make_error("LUA-038",
                      tr_format("category '{0}' combines its requirements with \"all\" and with \"any\"",
                                set_.categories[static_cast<std::size_t>(category)].name),
                      tr("state it once"));
  stated = combination;
  set_.categories[static_cast<std::size_t>(category)].combination = combination;
  return {};
}

void Verdicts::value(std::int32_t category, std::int32_t school, std::int32_t column, std::string text) {
  values_.push_back({category, school, column, std::move(text)});
}

Status Verdicts::complete() const {
  std::vector<bool> used(set_.categories.size());
  for (const CheckRow& check : set_.checks)
    used[static_cast<std::size_t>(set_.rules[static_cast<std::size_t>(check.rule)].category)] = true;
  for (std::size_t i = 0; i < used.size(); ++i)
    if (used[i] && set_.categories[i].requirements.empty())
      return make_error("LUA-038",
                        tr_format("category '{0}' has checks, but nothing says how they decide", set_.categories[i].name),
                        tr("add ctx:require { at_least = 2 }, or d:at_least(2), or d:all()"));
  return {};
}

Result<DecisionSet> Verdicts::finish() {
  OPORA_TRY(complete());
  set_.settle();
  attach_values();
  make_texts_readable();
  return std::move(set_);
}

void Verdicts::attach_values() {
  const auto before = [](const DecisionRow& row, const PendingValue& value) {
    return std::pair(row.category, row.school) < std::pair(value.category, value.school);
  };
  for (PendingValue& value : values_) {
    const auto found = std::lower_bound(set_.decisions.begin(), set_.decisions.end(), value, before);
    if (found == set_.decisions.end() || found->category != value.category || found->school != value.school) continue;
    set_.values.push_back({static_cast<std::int32_t>(found - set_.decisions.begin()), value.column, std::move(value.text)});
  }
  std::stable_sort(set_.values.begin(), set_.values.end(),
                   [](const ExtraValue& a, const ExtraValue& b) { return a.decision < b.decision; });
  keep_last_values();
}

// A column stated again keeps its place and takes the later text.
void Verdicts::keep_last_values() {
  struct Seen {
    std::int32_t decision = -1;
    std::size_t place = 0;
  };
  std::vector<Seen> seen(set_.names.size());
  std::size_t kept = 0;
  for (ExtraValue& value : set_.values) {
    Seen& of_column = seen[static_cast<std::size_t>(value.column)];
    if (of_column.decision == value.decision) {
      set_.values[of_column.place].text = std::move(value.text);
      continue;
    }
    of_column = {value.decision, kept};
    if (&value != &set_.values[kept]) set_.values[kept] = std::move(value);
    ++kept;
  }
  set_.values.resize(kept);
}

// A run keeps texts: bytes of an extension that are none become U+FFFD before anybody reads them.
void Verdicts::make_texts_readable() {
  const auto make_readable = [](std::string& text) {
    if (!is_utf8(text)) text = readable(text);
  };
  for (Rule& rule : set_.rules) make_readable(rule.name), make_readable(rule.title), make_readable(rule.unit);
  for (Category& category : set_.categories)
    for (Requirement& requirement : category.requirements) make_readable(requirement.rule);
  for (ExtraValue& value : set_.values) {
    make_readable(value.text);
    make_readable(set_.names[static_cast<std::size_t>(value.column)]);
  }
}

}  // namespace opora
