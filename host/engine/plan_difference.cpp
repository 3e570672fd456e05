#include "engine/plan_difference.h"

#include <algorithm>
#include <set>
#include <utility>

#include "base/messages.h"
#include "base/text.h"

namespace opora {
namespace {

// Rows with less in common are taken for different ones.
constexpr double kAlike = 0.5;

std::vector<std::string> words_of(const std::string& text) {
  std::vector<std::string> words;
  std::string word;
  for (const char c : to_lower(text)) {
    const bool sign = c == ' ' || c == '\n' || c == '\t' || c == '.' || c == ',' || c == ';' || c == ':' || c == '(' || c == ')';
    // A year in a text changes with every year's plan.
    const bool digit = c >= '0' && c <= '9';
    if (!sign && !digit) word += c;
    else if (!word.empty()) words.push_back(std::exchange(word, {}));
  }
  if (!word.empty()) words.push_back(word);
  std::sort(words.begin(), words.end());
  return words;
}

// Words in common against all words of both (Dice).
double likeness(const std::vector<std::string>& a, const std::vector<std::string>& b) {
  if (a.empty() && b.empty()) return 1;
  std::vector<std::string> common;
  std::set_intersection(a.begin(), a.end(), b.begin(), b.end(), std::back_inserter(common));
  return 2.0 * static_cast<double>(common.size()) / static_cast<double>(a.size() + b.size());
}

std::string bare(std::string number) {
  while (!number.empty() && (number.back() == '.' || number.back() == ' ')) number.pop_back();
  return number;
}

struct Candidate {
  double likeness = 0;
  int before = 0, after = 0;
};

void compare(const Measure& before, const Measure& after, std::vector<PlanChange>& changes) {
  struct Part {
    const char* field;
    const std::string PlanRow::*text;
  };
  constexpr Part kParts[] = {{"number", &PlanRow::number}, {"measure", &PlanRow::measure}, {"deadline", &PlanRow::deadline}, {"purpose", &PlanRow::purpose}, {"responsible", &PlanRow::responsible}, {"result", &PlanRow::result}};
  for (const Part& part : kParts) {
    const std::string &old = before.text.*part.text, &now = after.text.*part.text;
    if (trimmed(old) != trimmed(now)) changes.push_back({PlanChange::Kind::kChanged, after.text.section, after.text.number, part.field, old, now});
  }
}

}  // namespace

std::vector<std::pair<int, int>> same_rows(const Plan& before, const Plan& after) {
  std::vector<std::vector<std::string>> old_words, new_words;
  for (const Measure& one : before.measures) old_words.push_back(words_of(one.text.measure));
  for (const Measure& one : after.measures) new_words.push_back(words_of(one.text.measure));
  std::vector<Candidate> candidates;
  for (std::size_t i = 0; i < old_words.size(); ++i)
    for (std::size_t j = 0; j < new_words.size(); ++j) {
      const Measure &old = before.measures[i], &now = after.measures[j];
      if (old.is_point() != now.is_point()) continue;
      double alike = likeness(old_words[i], new_words[j]);
      if (alike < kAlike) continue;
      if (bare(old.text.number) == bare(now.text.number)) alike += 0.2;
      if (old.text.section == now.text.section) alike += 0.1;
      candidates.push_back({alike, old.position, now.position});
    }
  std::stable_sort(candidates.begin(), candidates.end(), [](const Candidate& a, const Candidate& b) { return a.likeness > b.likeness; });
  std::set<int> used_before, used_after;
  std::vector<std::pair<int, int>> pairs;
  for (const Candidate& one : candidates) {
    if (used_before.contains(one.before) || used_after.contains(one.after)) continue;
    used_before.insert(one.before);
    used_after.insert(one.after);
    pairs.emplace_back(one.before, one.after);
  }
  std::sort(pairs.begin(), pairs.end());
  return pairs;
}

std::vector<PlanChange> plan_difference(const Plan& before, const Plan& after) {
  const auto pairs = same_rows(before, after);
  std::vector<PlanChange> changes;
  for (const Measure& now : after.measures) {
    const auto pair = std::find_if(pairs.begin(), pairs.end(), [&](const auto& one) { return one.second == now.position; });
    if (pair != pairs.end()) compare(before.measures[static_cast<std::size_t>(pair->first) - 1], now, changes);
    else changes.push_back({PlanChange::Kind::kAdded, now.text.section, now.text.number, "measure", {}, now.text.measure});
  }
  for (const Measure& old : before.measures)
    if (std::none_of(pairs.begin(), pairs.end(), [&](const auto& one) { return one.first == old.position; }))
      changes.push_back({PlanChange::Kind::kRemoved, old.text.section, old.text.number, "measure", old.text.measure, {}});
  return changes;
}

std::string change_field_title(const std::string& field) {
  if (field == "number") return tr("number");
  if (field == "measure") return tr("measure");
  if (field == "deadline") return tr("deadline");
  if (field == "purpose") return tr("purpose");
  if (field == "responsible") return tr("responsible");
  return tr("result");
}

}  // namespace opora
