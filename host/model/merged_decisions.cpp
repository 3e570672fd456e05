// Parts of a run become one set: the same words get the same index, and the order of DecisionSet is
// made anew without deriving any answer again.
#include <algorithm>
#include <numeric>

#include "model/decision_set.h"

namespace opora {
namespace {

bool same(const Requirement& a, const Requirement& b) { return a.rule == b.rule && a.count == b.count; }

bool same(const Category& a, const Category& b) {
  return a.name == b.name && a.title == b.title && a.methodology == b.methodology && a.combination == b.combination &&
         std::equal(a.requirements.begin(), a.requirements.end(), b.requirements.begin(), b.requirements.end(),
                    [](const Requirement& x, const Requirement& y) { return same(x, y); });
}

bool same(const Rule& a, const Rule& b) {
  return a.category == b.category && a.name == b.name && a.title == b.title && a.op == b.op && a.min_n == b.min_n && a.unit == b.unit &&
         a.threshold.numerator == b.threshold.numerator && a.threshold.denominator == b.threshold.denominator;
}

template <class T>
std::int32_t find_or_add(std::vector<T>& list, const T& wanted) {
  const auto found = std::find_if(list.begin(), list.end(), [&](const T& one) { return same(one, wanted); });
  if (found != list.end()) return static_cast<std::int32_t>(found - list.begin());
  list.push_back(wanted);
  return static_cast<std::int32_t>(list.size()) - 1;
}

// For every index of a set the index in the whole.
struct Places {
  std::vector<std::int32_t> schools, names, categories, rules;

  Places(DecisionSet& all, const DecisionSet& set) {
    for (const std::string& school : set.schools) schools.push_back(all.school_index(school));
    for (const std::string& name : set.names) names.push_back(all.name_index(name));
    for (const Category& category : set.categories) categories.push_back(find_or_add(all.categories, category));
    for (Rule rule : set.rules) {
      rule.category = of(categories, rule.category);
      rules.push_back(find_or_add(all.rules, rule));
    }
  }
  static std::int32_t of(const std::vector<std::int32_t>& places, std::int32_t index) {
    return index < 0 ? index : places[static_cast<std::size_t>(index)];
  }
};

void add(DecisionSet& all, const DecisionSet& set) {
  const Places places(all, set);
  const auto first = static_cast<std::int32_t>(all.decisions.size());
  for (CheckRow row : set.checks) {
    row.school = Places::of(places.schools, row.school);
    row.rule = Places::of(places.rules, row.rule);
    row.name = Places::of(places.names, row.name);
    all.checks.push_back(row);
  }
  for (DecisionRow row : set.decisions) {
    row.school = Places::of(places.schools, row.school);
    row.category = Places::of(places.categories, row.category);
    row.reason = Places::of(places.names, row.reason);
    all.decisions.push_back(row);
  }
  for (const ExtraValue& value : set.values)
    all.values.push_back({first + value.decision, Places::of(places.names, value.column), value.text});
}

void order_checks(DecisionSet& set) {
  const auto before = [&](const CheckRow& a, const CheckRow& b) {
    if (a.school != b.school) return a.school < b.school;
    return set.rules[static_cast<std::size_t>(a.rule)].category < set.rules[static_cast<std::size_t>(b.rule)].category;
  };
  if (!std::is_sorted(set.checks.begin(), set.checks.end(), before)) std::stable_sort(set.checks.begin(), set.checks.end(), before);
}

void order_decisions(DecisionSet& set) {
  std::vector<std::int32_t> order(set.decisions.size()), place(set.decisions.size());
  std::iota(order.begin(), order.end(), 0);
  const auto row = [&](std::int32_t i) -> const DecisionRow& { return set.decisions[static_cast<std::size_t>(i)]; };
  std::stable_sort(order.begin(), order.end(), [&](std::int32_t a, std::int32_t b) {
    return std::pair(row(a).category, row(a).school) < std::pair(row(b).category, row(b).school);
  });
  std::vector<DecisionRow> decisions;
  decisions.reserve(order.size());
  for (const std::int32_t i : order) {
    place[static_cast<std::size_t>(i)] = static_cast<std::int32_t>(decisions.size());
    decisions.push_back(row(i));
  }
  set.decisions = std::move(decisions);
  for (ExtraValue& value : set.values) value.decision = place[static_cast<std::size_t>(value.decision)];
  std::stable_sort(set.values.begin(), set.values.end(), [](const ExtraValue& a, const ExtraValue& b) { return a.decision < b.decision; });
}

}  // namespace

DecisionSet merged(std::vector<DecisionSet> sets) {
  if (sets.empty()) return {};
  if (sets.size() == 1) return std::move(sets.front());
  DecisionSet all;
  std::size_t checks = 0;
  for (const DecisionSet& set : sets) checks += set.checks.size();
  all.checks.reserve(checks);
  for (DecisionSet& set : sets) {
    add(all, set);
    set = {};
  }
  order_checks(all);
  order_decisions(all);
  return all;
}

}  // namespace opora
