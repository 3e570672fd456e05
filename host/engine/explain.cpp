#include "engine/explain.h"

#include <algorithm>
#include <map>
#include <set>
#include <sstream>

#include "base/messages.h"
#include "base/text.h"
#include "engine/find_school.h"
#include "engine/wording.h"

namespace opora {
namespace {

// A check's name in parts: words that a procedure must have, and the years it may be of (none: any).
struct Subject {
  std::set<std::string> words;
  std::set<int> years;
};

Subject subject_of(const std::string& name) {
  Subject subject;
  std::istringstream in(name);
  for (std::string token; in >> token;) {
    const auto number = parse_integer(token);
    if (number && *number >= 1900 && *number <= 2200) subject.years.insert(static_cast<int>(*number));
    else subject.words.insert(token);
  }
  return subject;
}

// Which procedures a check speaks of: those that have every word of its name, in its years. A pooled
// check ("ВПР RU") thus leads to all procedures that went into it.
class Provenance {
 public:
  explicit Provenance(std::map<std::string, std::vector<SourceRows>> sources) : sources_(std::move(sources)) {
    for (const auto& [procedure, rows] : sources_) subjects_.emplace_back(subject_of(procedure), &rows);
  }

  const std::vector<SourceRows>& of(const std::string& check_name) {
    const auto [known, added] = cache_.try_emplace(check_name);
    if (added) known->second = merged(procedures_of(subject_of(check_name)));
    return known->second;
  }

 private:
  std::vector<const std::vector<SourceRows>*> procedures_of(const Subject& wanted) const {
    std::vector<const std::vector<SourceRows>*> found;
    for (const auto& [own, rows] : subjects_) {
      const bool of_year = wanted.years.empty() || std::includes(wanted.years.begin(), wanted.years.end(), own.years.begin(), own.years.end());
      if (of_year && !wanted.words.empty() && std::includes(own.words.begin(), own.words.end(), wanted.words.begin(), wanted.words.end())) found.push_back(rows);
    }
    return found;
  }

  std::map<std::string, std::vector<SourceRows>> sources_;
  std::vector<std::pair<Subject, const std::vector<SourceRows>*>> subjects_;
  std::map<std::string, std::vector<SourceRows>> cache_;
};

std::string title_of(const DecisionSet& set, std::int32_t category, const std::string& rule) {
  for (const Rule& r : set.rules)
    if (r.category == category && r.name == rule) return r.title.empty() ? r.name : r.title;
  return rule;
}

ExplainedDecision explained(const DecisionSet& set, const DecisionRow& row, Provenance& provenance) {
  const Category& category = set.categories[static_cast<std::size_t>(row.category)];
  ExplainedDecision out{set.decision(row), category.title, {}, {}};
  for (const Requirement& requirement : category.requirements)
    out.requirements.push_back(requirement_text(requirement, title_of(set, row.category, requirement.rule)));
  for (const Check& check : out.decision.checks) out.checks.push_back({check, title_of(set, row.category, check.rule), provenance.of(check.name)});
  // The conditions of the rule one after the other, each with its checks as the script stated them.
  std::map<std::string, std::size_t> order;
  for (const Rule& rule : set.rules) order.emplace(rule.name, order.size());
  std::stable_sort(out.checks.begin(), out.checks.end(),
                   [&](const ExplainedCheck& a, const ExplainedCheck& b) { return order[a.check.rule] < order[b.check.rule]; });
  return out;
}

// Only procedures up to the year of the run went into it.
std::map<std::string, std::vector<SourceRows>> until(const Frame& procedures, int year, std::map<std::string, std::vector<SourceRows>> sources) {
  const Column *name = procedures.find("procedure"), *of_year = procedures.find("year");
  for (std::int64_t row = 0; name && row < procedures.rows(); ++row)
    if (of_year->int64()[static_cast<std::size_t>(row)] > year) sources.erase(std::string(name->text(row)));
  return sources;
}

}  // namespace

Result<Explainer> Explainer::open(const Store& store, std::optional<RunId> run) {
  Explainer explainer;
  OPORA_ASSIGN(explainer.run_, find_run(store, run));
  OPORA_ASSIGN(explainer.registry_, schools(store));
  OPORA_ASSIGN(explainer.decisions_, load_decisions(store, explainer.run_.id));
  explainer.facts_ = std::make_shared<FactCache>();
  OPORA_ASSIGN(explainer.procedures_, procedures(store, {}, {}, explainer.facts_.get()));
  for (const DecisionRow& row : explainer.decisions_.decisions) explainer.of_school_[explainer.decisions_.schools[static_cast<std::size_t>(row.school)]].push_back(row);
  return explainer;
}

Result<Explanation> Explainer::of(const Store& store, const std::string& school) const {
  Explanation out;
  OPORA_ASSIGN(const std::int64_t row, find_school(registry_, school));
  out.run = run_;
  out.school = registry_text(registry_, "school", row);
  out.name = registry_text(registry_, "name", row);
  out.municipality = registry_text(registry_, "municipality", row);
  OPORA_ASSIGN(auto found, sources(store, out.school, facts_.get()));
  Provenance provenance(until(procedures_, run_.info.year, std::move(found)));
  const auto own = of_school_.find(out.school);
  if (own == of_school_.end()) return out;
  for (const DecisionRow& decision : own->second) out.decisions.push_back(explained(decisions_, decision, provenance));
  return out;
}

Result<Explanation> explain(const Store& store, const std::string& school, std::optional<RunId> run) {
  OPORA_ASSIGN(const Explainer explainer, Explainer::open(store, run));
  return explainer.of(store, school);
}

}  // namespace opora
