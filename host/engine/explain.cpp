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
  Provenance(const Store& store, const std::vector<std::string>& procedures, std::string school) : store_(&store), procedures_(&procedures), school_(std::move(school)) {}

  Result<std::vector<SourceRows>> of(const std::string& check_name) {
    const auto known = cache_.find(check_name);
    if (known != cache_.end()) return known->second;
    const std::vector<std::string> names = procedures_of(subject_of(check_name));
    std::vector<SourceRows> found;
    if (!names.empty()) {
      OPORA_ASSIGN(found, sources(*store_, school_, {{"procedure", Comparison::kEqual, names}}));
    }
    cache_[check_name] = found;
    return found;
  }

 private:
  std::vector<std::string> procedures_of(const Subject& wanted) const {
    std::vector<std::string> names;
    for (const std::string& name : *procedures_) {
      const Subject own = subject_of(name);
      const bool of_year = wanted.years.empty() || std::includes(wanted.years.begin(), wanted.years.end(), own.years.begin(), own.years.end());
      if (of_year && !wanted.words.empty() && std::includes(own.words.begin(), own.words.end(), wanted.words.begin(), wanted.words.end()))
        names.push_back(name);
    }
    return names;
  }

  const Store* store_;
  const std::vector<std::string>* procedures_;
  std::string school_;
  std::map<std::string, std::vector<SourceRows>> cache_;
};

std::string title_of(const DecisionSet& set, std::int32_t category, const std::string& rule) {
  for (const Rule& r : set.rules)
    if (r.category == category && r.name == rule) return r.title.empty() ? r.name : r.title;
  return rule;
}

Result<ExplainedDecision> explained(const DecisionSet& set, const DecisionRow& row, Provenance& provenance) {
  const Category& category = set.categories[static_cast<std::size_t>(row.category)];
  ExplainedDecision out{set.decision(row), category.title, {}, {}};
  for (const Requirement& requirement : category.requirements)
    out.requirements.push_back(requirement_text(requirement, title_of(set, row.category, requirement.rule)));
  for (const Check& check : out.decision.checks) {
    OPORA_ASSIGN(auto rows, provenance.of(check.name));
    out.checks.push_back({check, title_of(set, row.category, check.rule), std::move(rows)});
  }
  // The conditions of the rule one after the other, each with its checks as the script stated them.
  std::map<std::string, std::size_t> order;
  for (const Rule& rule : set.rules) order.emplace(rule.name, order.size());
  std::stable_sort(out.checks.begin(), out.checks.end(),
                   [&](const ExplainedCheck& a, const ExplainedCheck& b) { return order[a.check.rule] < order[b.check.rule]; });
  return out;
}

Result<std::vector<std::string>> procedures_until(const Store& store, int year) {
  OPORA_ASSIGN(const Frame all, procedures(store));
  std::vector<std::string> names;
  const Column* name = all.find("procedure");
  const Column* of_year = all.find("year");
  for (std::int64_t row = 0; name && row < all.rows(); ++row)
    if (of_year->int64()[static_cast<std::size_t>(row)] <= year) names.emplace_back(name->text(row));
  return names;
}

}  // namespace

Result<Explainer> Explainer::open(const Store& store, std::optional<RunId> run) {
  Explainer explainer;
  OPORA_ASSIGN(explainer.run_, find_run(store, run));
  OPORA_ASSIGN(explainer.registry_, schools(store));
  OPORA_ASSIGN(explainer.decisions_, load_decisions(store, explainer.run_.id));
  OPORA_ASSIGN(explainer.procedures_, procedures_until(store, explainer.run_.info.year));
  return explainer;
}

Result<Explanation> Explainer::of(const Store& store, const std::string& school) const {
  Explanation out;
  OPORA_ASSIGN(const std::int64_t row, find_school(registry_, school));
  out.run = run_;
  out.school = registry_text(registry_, "school", row);
  out.name = registry_text(registry_, "name", row);
  out.municipality = registry_text(registry_, "municipality", row);
  Provenance provenance(store, procedures_, out.school);
  for (const DecisionRow& decision : decisions_.decisions) {
    if (decisions_.schools[static_cast<std::size_t>(decision.school)] != out.school) continue;
    OPORA_ASSIGN(auto one, explained(decisions_, decision, provenance));
    out.decisions.push_back(std::move(one));
  }
  return out;
}

Result<Explanation> explain(const Store& store, const std::string& school, std::optional<RunId> run) {
  OPORA_ASSIGN(const Explainer explainer, Explainer::open(store, run));
  return explainer.of(store, school);
}

}  // namespace opora
