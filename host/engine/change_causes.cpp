#include "engine/change_causes.h"

#include <algorithm>
#include <limits>
#include <map>

namespace opora {
namespace {

// Where a check and an answer stand between no and yes. The answers follow from the checks without ever turning back:
// a check that rises lifts the answer or leaves it.
int standing(const std::optional<Check>& check) {
  if (!check) return 0;
  return check->met() ? 2 : check->unassessed() != Unassessed::kAssessed ? 1 : 0;
}
int standing(const std::optional<Answer>& answer) {
  return answer == Answer::kYes ? 2 : answer == Answer::kNotAssessable ? 1 : 0;
}
// The more checks a requirement takes, the lower it leaves the answer; 0 takes all.
int standing(const std::optional<int>& count) { return !count ? 0 : *count == 0 ? std::numeric_limits<int>::min() : -*count; }

template <class T>
int direction(const T& before, const T& after) {
  return standing(before) < standing(after) ? 1 : standing(before) > standing(after) ? -1 : 0;
}

bool stands_alike(const CheckChange& change) {
  return change.before.has_value() == change.after.has_value() && standing(change.before) == standing(change.after);
}

// Matches the parts of two lists by key, the first with the first of the same key. An index of -1: on one side only.
struct Pair {
  std::ptrdiff_t before = -1, after = -1;
};
template <class T, class Key>
std::vector<Pair> matched(const std::vector<T>& before, const std::vector<T>& after, Key&& key) {
  std::map<decltype(key(before[0])), std::vector<std::ptrdiff_t>> open;
  for (std::size_t i = after.size(); i-- > 0;) open[key(after[i])].push_back(static_cast<std::ptrdiff_t>(i));
  std::vector<Pair> pairs;
  std::vector<bool> used(after.size());
  for (std::size_t i = 0; i < before.size(); ++i) {
    auto& same = open[key(before[i])];
    pairs.push_back({static_cast<std::ptrdiff_t>(i), same.empty() ? -1 : same.back()});
    if (same.empty()) continue;
    used[static_cast<std::size_t>(same.back())] = true;
    same.pop_back();
  }
  for (std::size_t i = 0; i < after.size(); ++i)
    if (!used[i]) pairs.push_back({-1, static_cast<std::ptrdiff_t>(i)});
  return pairs;
}

template <class T>
std::optional<T> at(const std::vector<T>& list, std::ptrdiff_t index) {
  return index < 0 ? std::nullopt : std::optional<T>(list[static_cast<std::size_t>(index)]);
}

// The later list with one change taken back.
template <class T>
std::vector<T> taken_back(const std::vector<T>& before, std::vector<T> after, const Pair& pair) {
  if (pair.before >= 0 && pair.after >= 0) after[static_cast<std::size_t>(pair.after)] = before[static_cast<std::size_t>(pair.before)];
  else if (pair.before >= 0) after.push_back(before[static_cast<std::size_t>(pair.before)]);
  else after.erase(after.begin() + pair.after);
  return after;
}

const Decision kSilent{};

std::vector<CheckChange> check_changes(const Decision& before, const Decision& after, bool both) {
  std::vector<CheckChange> changes;
  for (const Pair& pair : matched(before.checks, after.checks, [](const Check& c) { return std::pair(c.rule, c.name); })) {
    CheckChange change{at(before.checks, pair.before), at(after.checks, pair.after), {}, false};
    if (stands_alike(change)) continue;
    if (both) change.decisive = decide(taken_back(before.checks, after.checks, pair), after.requirements, after.combination) != after.answer;
    changes.push_back(std::move(change));
  }
  return changes;
}

std::vector<RequirementChange> requirement_changes(const Decision& before, const Decision& after) {
  std::vector<RequirementChange> changes;
  for (const Pair& pair : matched(before.requirements, after.requirements, [](const Requirement& r) { return r.rule; })) {
    const auto old = at(before.requirements, pair.before), now = at(after.requirements, pair.after);
    if (old && now && old->count == now->count) continue;
    RequirementChange change{(old ? old : now)->rule, {}, {}, {}, false};
    if (old) change.before = old->count;
    if (now) change.after = now->count;
    change.decisive = decide(after.checks, taken_back(before.requirements, after.requirements, pair), after.combination) != after.answer;
    changes.push_back(std::move(change));
  }
  return changes;
}

}  // namespace

void find_causes(const Decision* before, const Decision* after, SchoolChange& change) {
  const int wanted = direction(change.before, change.after);
  const bool both = before && after;
  change.checks = check_changes(before ? *before : kSilent, after ? *after : kSilent, both);
  if (both) {
    change.requirements = requirement_changes(*before, *after);
    change.combination_changed = before->combination != after->combination;
  }
  // On a list stands who has checks that are met: no other check brings a school there or keeps it.
  const auto counts = [&](const CheckChange& c) { return (!change.entered() || standing(c.after) == 2) && (!change.left() || standing(c.before) == 2); };
  const auto pulls = [&](const CheckChange& c) { return c.decisive || (wanted != 0 && direction(c.before, c.after) == wanted && counts(c)); };
  const auto asks = [&](const RequirementChange& r) { return r.decisive || !r.before || !r.after || direction(r.before, r.after) == wanted; };
  // Where nothing pulls that way (a condition that had no check got its first), everything that changed is told.
  if (std::any_of(change.checks.begin(), change.checks.end(), pulls) || std::any_of(change.requirements.begin(), change.requirements.end(), asks))
    std::erase_if(change.checks, [&](const CheckChange& c) { return !pulls(c); });
  std::erase_if(change.requirements, [&](const RequirementChange& r) { return !asks(r); });
  std::stable_sort(change.checks.begin(), change.checks.end(), [](const CheckChange& a, const CheckChange& b) { return a.decisive > b.decisive; });
}

}  // namespace opora
