#include "model/decision_set.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>

namespace opora {
namespace {

std::int32_t find_or_add(std::unordered_map<std::string, std::int32_t>& index, std::vector<std::string>& list,
                         const std::string& text) {
  if (index.size() != list.size())  // the list was filled directly, by a reader of the store
    for (std::size_t i = 0; i < list.size(); ++i) index.emplace(list[i], static_cast<std::int32_t>(i));
  const auto [it, added] = index.emplace(text, static_cast<std::int32_t>(list.size()));
  if (added) list.push_back(text);
  return it->second;
}

}  // namespace

std::int32_t DecisionSet::category_of(const CheckRow& row) const { return rules[static_cast<std::size_t>(row.rule)].category; }
std::int32_t DecisionSet::category_of(const DecisionRow& row) const { return row.category; }

// Order of checks, and where the checks of a decision stand among them.
struct DecisionSet::SchoolCategory {
  const DecisionSet& set;
  template <class A, class B>
  bool operator()(const A& a, const B& b) const {
    if (a.school != b.school) return a.school < b.school;
    return set.category_of(a) < set.category_of(b);
  }
};

std::int32_t DecisionSet::name_index(const std::string& name) { return find_or_add(name_index_, names, name); }
std::int32_t DecisionSet::school_index(const std::string& school) { return find_or_add(school_index_, schools, school); }

Check DecisionSet::check(const CheckRow& row) const {
  const Rule& rule = rules[static_cast<std::size_t>(row.rule)];
  Check check;
  check.name = names[static_cast<std::size_t>(row.name)];
  check.rule = rule.name;
  if (row.form == ValueForm::kShare) check.share = Share{row.numerator, row.denominator};
  if (row.form == ValueForm::kMeasured) check.value = row.measured;
  check.n = row.n;
  check.min_n = rule.min_n;
  check.op = rule.op;
  check.threshold = rule.threshold;
  if (!std::isnan(row.threshold)) check.measured_threshold = row.threshold;
  check.unit = rule.unit;
  return check;
}

Unassessed DecisionSet::unassessed(const CheckRow& row) const {
  if (row.form == ValueForm::kMissing || (row.form == ValueForm::kMeasured && std::isnan(row.measured))) return Unassessed::kMissing;
  return row.n < rules[static_cast<std::size_t>(row.rule)].min_n ? Unassessed::kTooFew : Unassessed::kAssessed;
}

bool DecisionSet::met(const CheckRow& row) const {
  if (unassessed(row) != Unassessed::kAssessed) return false;
  const Rule& rule = rules[static_cast<std::size_t>(row.rule)];
  const bool exact = std::isnan(row.threshold);
  if (row.form == ValueForm::kShare && exact)
    return holds(compare(Share{row.numerator, row.denominator}, rule.threshold), rule.op);
  const double value = row.form == ValueForm::kShare ? Share{row.numerator, row.denominator}.value() : row.measured;
  const double limit = exact ? rule.threshold.value() : row.threshold;
  return holds(value < limit ? -1 : value > limit ? 1 : 0, rule.op);
}

Decision DecisionSet::decision(const DecisionRow& row) const {
  const Category& category = categories[static_cast<std::size_t>(row.category)];
  Decision decision;
  decision.school = schools[static_cast<std::size_t>(row.school)];
  decision.category = category.name;
  decision.answer = row.answer;
  if (row.reason >= 0) decision.reason = names[static_cast<std::size_t>(row.reason)];
  decision.requirements = category.requirements;
  decision.combination = category.combination;
  const auto [first, last] = std::equal_range(checks.begin(), checks.end(), row, SchoolCategory{*this});
  for (auto it = first; it != last; ++it) decision.checks.push_back(check(*it));
  const auto index = static_cast<std::int32_t>(&row - decisions.data());
  const auto value = std::lower_bound(values.begin(), values.end(), index,
                                      [](const ExtraValue& v, std::int32_t i) { return v.decision < i; });
  for (auto it = value; it != values.end() && it->decision == index; ++it)
    decision.values.emplace_back(names[static_cast<std::size_t>(it->column)], it->text);
  return decision;
}

void DecisionSet::append(const DecisionSet& other) {
  const auto school_of = [&](std::int32_t i) { return school_index(other.schools[static_cast<std::size_t>(i)]); };
  const auto name_of = [&](std::int32_t i) { return i < 0 ? i : name_index(other.names[static_cast<std::size_t>(i)]); };
  const auto first_category = static_cast<std::int32_t>(categories.size());
  const auto first_rule = static_cast<std::int32_t>(rules.size());
  const auto first_decision = static_cast<std::int32_t>(decisions.size());
  categories.insert(categories.end(), other.categories.begin(), other.categories.end());
  for (Rule rule : other.rules) {
    rule.category += first_category;
    rules.push_back(std::move(rule));
  }
  for (CheckRow row : other.checks) {
    row.school = school_of(row.school);
    row.rule += first_rule;
    row.name = name_of(row.name);
    checks.push_back(row);
  }
  for (DecisionRow row : other.decisions) {
    row.school = school_of(row.school);
    row.category += first_category;
    row.reason = name_of(row.reason);
    decisions.push_back(row);
  }
  for (ExtraValue value : other.values) {
    value.decision += first_decision;
    value.column = name_of(value.column);
    values.push_back(std::move(value));
  }
  settle();
}

// By counting, where schools times categories are not many more than the checks: each row moves once.
void DecisionSet::sort_checks() {
  const SchoolCategory before{*this};
  if (std::is_sorted(checks.begin(), checks.end(), before)) return;
  const std::size_t places = schools.size() * categories.size();
  if (places > 4 * checks.size() + 65536) return std::stable_sort(checks.begin(), checks.end(), before);
  const auto place_of = [&](const CheckRow& row) {
    return static_cast<std::size_t>(row.school) * categories.size() + static_cast<std::size_t>(category_of(row));
  };
  std::vector<std::size_t> next(places + 1);
  for (const CheckRow& row : checks) ++next[place_of(row) + 1];
  std::partial_sum(next.begin(), next.end(), next.begin());
  std::vector<CheckRow> sorted(checks.size());
  for (const CheckRow& row : checks) sorted[next[place_of(row)]++] = row;
  checks = std::move(sorted);
}

void DecisionSet::settle() {
  const SchoolCategory before{*this};
  sort_checks();
  // A school with checks gets a decision even when the methodology did not name it.
  std::map<std::pair<std::int32_t, std::int32_t>, std::int32_t> index_of;  // (category, school) → old index or -1
  for (std::size_t i = 0; i < decisions.size(); ++i)
    index_of.emplace(std::pair(decisions[i].category, decisions[i].school), static_cast<std::int32_t>(i));
  for (std::size_t i = 0; i < checks.size(); ++i)
    if (i == 0 || before(checks[i - 1], checks[i])) index_of.emplace(std::pair(category_of(checks[i]), checks[i].school), -1);

  std::vector<DecisionRow> settled;
  std::vector<std::int32_t> new_index(decisions.size());
  for (auto& [key, old] : index_of) {
    DecisionRow row = old >= 0 ? decisions[static_cast<std::size_t>(old)] : DecisionRow{key.second, key.first};
    row.answer = derive(row);
    old = static_cast<std::int32_t>(settled.size());  // from here on the new index
    settled.push_back(row);
  }
  // A decision stated twice is one; the values of both belong to it.
  for (std::size_t i = 0; i < decisions.size(); ++i)
    new_index[i] = index_of.at(std::pair(decisions[i].category, decisions[i].school));
  decisions = std::move(settled);
  for (ExtraValue& value : values) value.decision = new_index[static_cast<std::size_t>(value.decision)];
  std::stable_sort(values.begin(), values.end(),
                   [](const ExtraValue& a, const ExtraValue& b) { return a.decision < b.decision; });
}

Answer DecisionSet::derive(const DecisionRow& row) const {
  const Category& category = categories[static_cast<std::size_t>(row.category)];
  const auto [first, last] = std::equal_range(checks.begin(), checks.end(), row, SchoolCategory{*this});
  std::vector<Answer> answers;
  for (const Requirement& requirement : category.requirements) {
    Tally tally;
    for (auto it = first; it != last; ++it) {
      if (!requirement.rule.empty() && rules[static_cast<std::size_t>(it->rule)].name != requirement.rule) continue;
      ++tally.total;
      tally.met += met(*it);
      tally.unassessed += unassessed(*it) != Unassessed::kAssessed;
    }
    answers.push_back(answer_to(requirement, tally));
  }
  return combine(answers, category.combination);
}

}  // namespace opora
