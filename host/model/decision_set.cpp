#include "model/decision_set.h"

#include <algorithm>
#include <cmath>
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

using Order = std::vector<std::int32_t>;

Order every_row(std::size_t rows) {
  Order order(rows);
  std::iota(order.begin(), order.end(), 0);
  return order;
}

// Orders rows by a small whole number below `keys`; rows of the same key stay as they are. Schools and
// categories are such numbers, so that ordering costs two looks at each row, however many there are.
template <class KeyOf>
void sort_stably(Order& order, std::size_t keys, KeyOf&& key_of) {
  Order place(keys + 1);
  for (const std::int32_t row : order) ++place[static_cast<std::size_t>(key_of(row)) + 1];
  std::partial_sum(place.begin(), place.end(), place.begin());
  Order sorted(order.size());
  for (const std::int32_t row : order) sorted[static_cast<std::size_t>(place[static_cast<std::size_t>(key_of(row))]++)] = row;
  order = std::move(sorted);
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
  decision.requirements = category.requirements;
  decision.combination = category.combination;
  const auto [first, last] = std::equal_range(checks.begin(), checks.end(), row, SchoolCategory{*this});
  for (auto it = first; it != last; ++it) decision.checks.push_back(check(*it));
  for (const ExtraValue& value : values_of(row)) decision.values.emplace_back(names[static_cast<std::size_t>(value.column)], value.text);
  if (row.reason >= 0) decision.reason = names[static_cast<std::size_t>(row.reason)];
  else if (row.answer == Answer::kNotAssessable) decision.reason = why_not_assessable(decision.checks);
  return decision;
}

std::span<const ExtraValue> DecisionSet::values_of(const DecisionRow& row) const {
  const auto index = static_cast<std::int32_t>(&row - decisions.data());
  const auto first = std::lower_bound(values.begin(), values.end(), index,
                                      [](const ExtraValue& v, std::int32_t i) { return v.decision < i; });
  auto end = first;
  while (end != values.end() && end->decision == index) ++end;
  return {first, end};
}

// Counts the checks of one decision by the name of their rule, and answers its category's requirements.
class DecisionSet::Judge {
 public:
  explicit Judge(const DecisionSet& set) : set_(set), counted_(set.categories.size()) {
    std::unordered_map<std::string_view, std::size_t> name_of;
    for (const Rule& rule : set.rules) name_of_rule_.push_back(name_of.emplace(rule.name, name_of.size()).first->second);
    by_name_.resize(name_of.size() + 1);  // and one for rules that no check has
    for (std::size_t c = 0; c < counted_.size(); ++c)
      for (const Requirement& requirement : set.categories[c].requirements) {
        const auto found = name_of.find(requirement.rule);
        counted_[c].push_back(found == name_of.end() ? by_name_.size() - 1 : found->second);
      }
  }

  Answer answer(std::int32_t category_index, std::span<const CheckRow> checks) {
    Tally all;
    for (const CheckRow& check : checks) {
      const bool assessed = set_.unassessed(check) == Unassessed::kAssessed;
      const bool met = assessed && set_.met(check);
      for (Tally* tally : {&all, &by_name_[name_of_rule_[static_cast<std::size_t>(check.rule)]]}) {
        ++tally->total;
        tally->met += met;
        tally->unassessed += !assessed;
      }
    }
    const Category& category = set_.categories[static_cast<std::size_t>(category_index)];
    const std::vector<std::size_t>& counted = counted_[static_cast<std::size_t>(category_index)];
    answers_.clear();
    for (std::size_t i = 0; i < counted.size(); ++i) {
      const Requirement& requirement = category.requirements[i];
      answers_.push_back(answer_to(requirement, requirement.rule.empty() ? all : by_name_[counted[i]]));
    }
    for (const CheckRow& check : checks) by_name_[name_of_rule_[static_cast<std::size_t>(check.rule)]] = {};
    return combine(answers_, category.combination);
  }

 private:
  const DecisionSet& set_;
  std::vector<std::size_t> name_of_rule_;
  std::vector<std::vector<std::size_t>> counted_;  // by category and requirement: the name it counts
  std::vector<Tally> by_name_;
  std::vector<Answer> answers_;
};

void DecisionSet::settle() {
  order_checks();
  const std::vector<CheckRun> runs = check_runs();
  // A school with checks gets a decision even when the methodology did not name it.
  struct Stated {
    std::int32_t category, school;
    std::int32_t old = -1;                   // index of the decision as stated
    std::int32_t first_check = 0, end = 0;
  };
  std::vector<Stated> stated;
  stated.reserve(decisions.size() + runs.size());
  for (std::size_t i = 0; i < decisions.size(); ++i)
    stated.push_back({decisions[i].category, decisions[i].school, static_cast<std::int32_t>(i)});
  for (const CheckRun& run : runs) stated.push_back({run.category, run.school, -1, run.first, run.end});
  Order order = every_row(stated.size());
  sort_stably(order, schools.size(), [&](std::int32_t i) { return stated[static_cast<std::size_t>(i)].school; });
  sort_stably(order, categories.size(), [&](std::int32_t i) { return stated[static_cast<std::size_t>(i)].category; });

  Judge judge(*this);
  std::vector<DecisionRow> settled;
  std::vector<std::int32_t> new_index(decisions.size());
  for (std::size_t i = 0; i < order.size();) {
    // A decision stated twice is one; the values of both belong to it.
    const Stated& first = stated[static_cast<std::size_t>(order[i])];
    std::span<const CheckRow> of_decision;
    std::size_t end = i;
    for (; end < order.size(); ++end) {
      const Stated& same = stated[static_cast<std::size_t>(order[end])];
      if (same.category != first.category || same.school != first.school) break;
      if (same.old >= 0) new_index[static_cast<std::size_t>(same.old)] = static_cast<std::int32_t>(settled.size());
      else of_decision = std::span(checks).subspan(static_cast<std::size_t>(same.first_check), static_cast<std::size_t>(same.end - same.first_check));
    }
    DecisionRow row = first.old >= 0 ? decisions[static_cast<std::size_t>(first.old)] : DecisionRow{first.school, first.category};
    row.answer = judge.answer(first.category, of_decision);
    settled.push_back(row);
    i = end;
  }
  decisions = std::move(settled);
  for (ExtraValue& value : values) value.decision = new_index[static_cast<std::size_t>(value.decision)];
  const auto before = [](const ExtraValue& a, const ExtraValue& b) { return a.decision < b.decision; };
  if (!std::is_sorted(values.begin(), values.end(), before)) std::stable_sort(values.begin(), values.end(), before);
}

void DecisionSet::order_checks() {
  if (std::is_sorted(checks.begin(), checks.end(), SchoolCategory{*this})) return;
  Order order = every_row(checks.size());
  const auto row = [&](std::int32_t i) -> const CheckRow& { return checks[static_cast<std::size_t>(i)]; };
  if (categories.size() > 1) sort_stably(order, categories.size(), [&](std::int32_t i) { return category_of(row(i)); });
  sort_stably(order, schools.size(), [&](std::int32_t i) { return row(i).school; });
  std::vector<CheckRow> ordered;
  ordered.reserve(checks.size());
  for (const std::int32_t i : order) ordered.push_back(row(i));
  checks = std::move(ordered);
}

// The checks of one school and category stand together, once they are ordered.
std::vector<DecisionSet::CheckRun> DecisionSet::check_runs() const {
  std::vector<CheckRun> runs;
  for (std::size_t i = 0; i < checks.size(); ++i) {
    const std::int32_t school = checks[i].school, category = category_of(checks[i]);
    if (runs.empty() || runs.back().school != school || runs.back().category != category)
      runs.push_back({school, category, static_cast<std::int32_t>(i), 0});
    runs.back().end = static_cast<std::int32_t>(i) + 1;
  }
  return runs;
}

}  // namespace opora
