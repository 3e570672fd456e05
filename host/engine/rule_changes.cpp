#include "engine/rule_changes.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/messages.h"

namespace opora {
namespace {

constexpr std::size_t kDigestDigits = 12;

// What one side says, in its order: what → value.
struct Saying {
  std::string methodology, category, what, value;
};

std::vector<Saying> parameters_of(const ComparedSide& side) {
  std::vector<Saying> sayings;
  for (const RunMethod& method : side.info.methods) {
    sayings.push_back({method.id, "", tr("source of the methodology"), method.digest.substr(0, kDigestDigits)});
    const auto j = nlohmann::ordered_json::parse(method.params_json, nullptr, false);
    if (!j.is_object()) continue;
    for (const auto& [name, value] : j.items()) {
      const std::string title = value.value("title", "");
      sayings.push_back({method.id, "", title.empty() ? name : title, value.value("value", "")});
    }
  }
  return sayings;
}

std::string limit_text(const Rule& rule) {
  Check check;
  check.op = rule.op;
  check.threshold = rule.threshold;
  check.unit = rule.unit;
  return threshold_text(check);
}

std::vector<Saying> conditions_of(const ComparedSide& side, const std::string& wanted) {
  std::vector<Saying> sayings;
  const DecisionSet& set = side.decisions;
  for (std::size_t i = 0; i < set.categories.size(); ++i) {
    const Category& category = set.categories[i];
    if (!wanted.empty() && category.name != wanted) continue;
    const auto say = [&](std::string what, std::string value) {
      sayings.push_back({category.methodology, category.name, std::move(what), std::move(value)});
    };
    say(tr("conditions that have to hold"), category.combination == Combination::kAll ? tr("all") : tr("any"));
    for (const Requirement& requirement : category.requirements)
      say(tr_format("number of checks met: {0}", requirement.rule.empty() ? tr("all checks") : rule_title(set, category.name, requirement.rule)),
          requirement.count == 0 ? tr("every check") : std::to_string(requirement.count));
    for (const Rule& rule : set.rules) {
      if (rule.category != static_cast<std::int32_t>(i)) continue;
      const std::string title = rule.title.empty() ? rule.name : rule.title;
      say(tr_format("threshold: {0}", title), limit_text(rule));
      say(tr_format("participants, at least: {0}", title), std::to_string(rule.min_n));
    }
  }
  return sayings;
}

const Saying* find(const std::vector<Saying>& sayings, const Saying& wanted) {
  const auto it = std::find_if(sayings.begin(), sayings.end(), [&](const Saying& s) {
    return s.methodology == wanted.methodology && s.category == wanted.category && s.what == wanted.what;
  });
  return it == sayings.end() ? nullptr : &*it;
}

void add_changes(const std::vector<Saying>& before, const std::vector<Saying>& after, std::vector<RuleChange>& changes) {
  for (const Saying& old : before) {
    const Saying* now = find(after, old);
    if (now && now->value == old.value) continue;
    changes.push_back({old.methodology, old.category, old.what, old.value, now ? std::optional(now->value) : std::nullopt});
  }
  for (const Saying& now : after)
    if (!find(before, now)) changes.push_back({now.methodology, now.category, now.what, std::nullopt, now.value});
}

}  // namespace

std::vector<RuleChange> rule_changes(const ComparedSide& before, const ComparedSide& after, const std::string& category) {
  std::vector<RuleChange> changes;
  add_changes(parameters_of(before), parameters_of(after), changes);
  add_changes(conditions_of(before, category), conditions_of(after, category), changes);
  return changes;
}

}  // namespace opora
