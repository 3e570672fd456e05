#include "model/decision.h"

#include <algorithm>
#include <cmath>

#include "base/messages.h"

namespace opora {
namespace {

// A value that is no number was not measured: it must not meet ">=" by comparing as neither side.
bool has_value(const Check& check) { return check.share || (check.value && !std::isnan(*check.value)); }

}  // namespace

Unassessed Check::unassessed() const {
  if (!has_value(*this)) return Unassessed::kMissing;
  return n < min_n ? Unassessed::kTooFew : Unassessed::kAssessed;
}

bool Check::met() const {
  if (unassessed() != Unassessed::kAssessed) return false;
  if (share && !measured_threshold) return holds(compare(*share, threshold), op);
  const double measured = share ? share->value() : *value;
  const double limit = measured_threshold.value_or(threshold.value());
  return holds(measured < limit ? -1 : measured > limit ? 1 : 0, op);
}

std::optional<double> Check::distance() const {
  if (!has_value(*this)) return std::nullopt;
  const double limit = measured_threshold.value_or(threshold.value());
  return (share ? share->value() : *value) - limit;
}

Answer answer_to(const Requirement& requirement, Tally tally) {
  const int wanted = requirement.count > 0 ? requirement.count : std::max(tally.total, 1);
  if (tally.met >= wanted) return Answer::kYes;
  // A requirement without a single check was never examined: that is no "no".
  if (tally.met + tally.unassessed >= wanted || tally.total == 0) return Answer::kNotAssessable;
  return Answer::kNo;
}

Answer combine(const std::vector<Answer>& answers, Combination combination) {
  if (answers.empty()) return Answer::kNotAssessable;
  const Answer decisive = combination == Combination::kAll ? Answer::kNo : Answer::kYes;
  Answer answer = combination == Combination::kAll ? Answer::kYes : Answer::kNo;
  for (const Answer one : answers) {
    if (one == decisive) return decisive;
    if (one == Answer::kNotAssessable) answer = Answer::kNotAssessable;
  }
  return answer;
}

Answer decide(const std::vector<Check>& checks, const std::vector<Requirement>& requirements, Combination combination) {
  std::vector<Answer> answers;
  for (const Requirement& requirement : requirements) {
    Tally tally;
    for (const Check& check : checks) {
      if (!requirement.rule.empty() && check.rule != requirement.rule) continue;
      ++tally.total;
      tally.met += check.met();
      tally.unassessed += check.unassessed() != Unassessed::kAssessed;
    }
    answers.push_back(answer_to(requirement, tally));
  }
  return combine(answers, combination);
}

std::string why_not_assessable(const std::vector<Check>& checks) {
  constexpr int kShown = 3;
  std::string reason;
  int unassessed = 0;
  for (const Check& check : checks) {
    const Unassessed why = check.unassessed();
    if (why == Unassessed::kAssessed || ++unassessed > kShown) continue;
    const std::string words = why == Unassessed::kTooFew ? tr_format("too few participants: {0} of at least {1}", check.n, check.min_n) : tr("no data");
    reason += (reason.empty() ? "" : "; ") + (check.name.empty() ? words : tr_format("{0}: {1}", check.name, words));
  }
  if (checks.empty()) return tr("no results that could be checked");
  if (unassessed == 0) return tr("there are no checks of a kind that is required");
  if (unassessed > kShown)
    reason += "; " + tr_count("{} more check could not be made", "{} more checks could not be made", unassessed - kShown);
  return reason;
}

}  // namespace opora
