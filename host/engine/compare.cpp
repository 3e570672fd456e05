#include "engine/compare.h"

#include <algorithm>
#include <unordered_map>

#include "base/messages.h"
#include "engine/change_causes.h"
#include "engine/rule_changes.h"
#include "engine/school_names.h"

namespace opora {
namespace {

// The decisions of a side by category and school.
class Decisions {
 public:
  explicit Decisions(const DecisionSet& set) : set_(set) {
    for (const DecisionRow& row : set.decisions) rows_[category(row)].emplace(school(row), &row);
  }
  const DecisionRow* find(const std::string& category, const std::string& school) const {
    const auto of_category = rows_.find(category);
    if (of_category == rows_.end()) return nullptr;
    const auto found = of_category->second.find(school);
    return found == of_category->second.end() ? nullptr : found->second;
  }
  const std::string& category(const DecisionRow& row) const { return set_.categories[static_cast<std::size_t>(row.category)].name; }
  const std::string& school(const DecisionRow& row) const { return set_.schools[static_cast<std::size_t>(row.school)]; }
  const DecisionSet& set() const { return set_; }

 private:
  const DecisionSet& set_;
  std::unordered_map<std::string, std::unordered_map<std::string, const DecisionRow*>> rows_;
};

std::size_t place_of(const DecisionRow* row) { return row ? static_cast<std::size_t>(row->answer) : CategoryTotals::kAbsent; }

std::vector<CategoryTotals> categories_of(const DecisionSet& before, const DecisionSet& after, const std::string& wanted) {
  std::vector<CategoryTotals> totals;
  const auto add = [&](const DecisionSet& set, Presence presence) {
    for (const Category& category : set.categories) {
      if (!wanted.empty() && category.name != wanted) continue;
      const auto known = std::find_if(totals.begin(), totals.end(), [&](const CategoryTotals& t) { return t.name == category.name; });
      if (known == totals.end()) totals.push_back({category.name, category.title, presence});
      else if (known->presence != presence) known->presence = Presence::kBoth;
    }
  };
  add(before, Presence::kBeforeOnly);
  add(after, Presence::kAfterOnly);
  return totals;
}

Diagnostic unknown_category(const DecisionSet& before, const DecisionSet& after, const std::string& wanted) {
  std::vector<std::string> known;
  for (const CategoryTotals& one : categories_of(before, after, "")) known.push_back(one.name);
  return make_error("CLI-030", tr_format("neither side has the category \"{0}\"", wanted), tr_format("there are: {0}", fmt::join(known, ", ")));
}

class Comparer {
 public:
  Comparer(Differences& out, const CompareOptions& options)
      : out_(out), options_(options), before_(out.before.decisions), after_(out.after.decisions) {}

  void count() {
    for (CategoryTotals& totals : out_.totals) {
      each_school(totals.name, [&](const DecisionRow* old, const DecisionRow* now) {
        ++totals.schools[place_of(old)][place_of(now)];
        const bool stays = old && now && old->answer == now->answer;
        if (stays && !(options_.listed && now->answer == Answer::kYes)) return;
        out_.schools.push_back(change(totals.name, old, now));
      });
    }
  }

 private:
  template <class Visit>
  void each_school(const std::string& category, Visit&& visit) const {
    for (const DecisionRow& row : before_.set().decisions)
      if (before_.category(row) == category) visit(&row, after_.find(category, before_.school(row)));
    for (const DecisionRow& row : after_.set().decisions)
      if (after_.category(row) == category && !before_.find(category, after_.school(row))) visit(nullptr, &row);
  }

  SchoolChange change(const std::string& category, const DecisionRow* old_row, const DecisionRow* new_row) const {
    SchoolChange change;
    std::optional<Decision> old, now;
    if (old_row) old = before_.set().decision(*old_row);
    if (new_row) now = after_.set().decision(*new_row);
    change.school = old ? old->school : now->school;
    change.category = category;
    if (old) change.before = old->answer, change.reason_before = old->reason, change.stability_before = stability(*old);
    if (now) change.after = now->answer, change.reason_after = now->reason, change.stability_after = stability(*now);
    if (options_.draws.count > 0) {
      if (old) change.simulated_before = simulated(*old, options_.draws);
      if (now) change.simulated_after = simulated(*now, options_.draws);
    }
    if (!change.differs()) return change;
    find_causes(old ? &*old : nullptr, now ? &*now : nullptr, change);
    for (CheckChange& check : change.checks) check.title = title(category, check.after ? check.after->rule : check.before->rule);
    for (RequirementChange& requirement : change.requirements) requirement.title = title(category, requirement.rule);
    return change;
  }

  std::string title(const std::string& category, const std::string& rule) const {
    if (rule.empty()) return tr("all checks");
    std::string text = rule_title(after_.set(), category, rule);
    return text == rule ? rule_title(before_.set(), category, rule) : text;
  }

  Differences& out_;
  const CompareOptions& options_;
  Decisions before_, after_;
};

int group_of(const SchoolChange& change) { return change.entered() ? 0 : change.left() ? 1 : change.differs() ? 2 : 3; }

bool reads_before(const SchoolChange& a, const SchoolChange& b) {
  return group_of(a) != group_of(b) ? group_of(a) < group_of(b) : stands_before(a, b);
}

}  // namespace

std::int64_t CategoryTotals::before(Answer answer) const {
  std::int64_t n = 0;
  for (const std::int64_t count : schools[static_cast<std::size_t>(answer)]) n += count;
  return n;
}

std::int64_t CategoryTotals::after(Answer answer) const {
  std::int64_t n = 0;
  for (const auto& row : schools) n += row[static_cast<std::size_t>(answer)];
  return n;
}

std::int64_t CategoryTotals::stayed() const {
  constexpr auto kYes = static_cast<std::size_t>(Answer::kYes);
  return schools[kYes][kYes];
}

std::int64_t CategoryTotals::agreed() const {
  std::int64_t n = 0;
  for (std::size_t i = 0; i < kAbsent; ++i) n += schools[i][i];
  return n;
}

std::int64_t CategoryTotals::all() const {
  std::int64_t n = 0;
  for (const auto& row : schools)
    for (const std::int64_t count : row) n += count;
  return n;
}

bool Differences::differs() const {
  return std::any_of(schools.begin(), schools.end(), [](const SchoolChange& change) { return change.differs(); });
}

Result<Differences> compared(ComparedSide before, ComparedSide after, const Frame& registry, const CompareOptions& options) {
  Differences out;
  out.totals = categories_of(before.decisions, after.decisions, options.category);
  if (out.totals.empty() && !options.category.empty()) return unknown_category(before.decisions, after.decisions, options.category);
  out.before = std::move(before);
  out.after = std::move(after);
  Comparer(out, options).count();
  out.rules = rule_changes(out.before, out.after, options.category);
  const SchoolNames names(registry);
  for (SchoolChange& change : out.schools) names.fill(change);
  sort_within_categories(out.schools, reads_before);
  return out;
}

}  // namespace opora
