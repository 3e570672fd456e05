#include "model/decision.h"

#include <algorithm>

namespace opora {

Unassessed Check::unassessed() const {
  if (!share && !value) return Unassessed::kMissing;
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
  if (!share && !value) return std::nullopt;
  const double limit = measured_threshold.value_or(threshold.value());
  return (share ? share->value() : *value) - limit;
}

namespace {

Answer answer_to(const std::vector<Check>& checks, const Requirement& requirement) {
  int met = 0, open = 0, total = 0;
  for (const Check& check : checks) {
    if (!requirement.rule.empty() && check.rule != requirement.rule) continue;
    ++total;
    if (check.met()) ++met;
    else if (check.unassessed() != Unassessed::kAssessed) ++open;
  }
  const int wanted = requirement.count > 0 ? requirement.count : std::max(total, 1);
  if (met >= wanted) return Answer::kYes;
  // A requirement without a single check was never examined: that is no "no".
  if (met + open >= wanted || total == 0) return Answer::kNotAssessable;
  return Answer::kNo;
}

}  // namespace

Answer decide(const std::vector<Check>& checks, const std::vector<Requirement>& requirements, Combination combination) {
  const Answer decisive = combination == Combination::kAll ? Answer::kNo : Answer::kYes;
  const Answer otherwise = combination == Combination::kAll ? Answer::kYes : Answer::kNo;
  if (requirements.empty()) return Answer::kNotAssessable;
  Answer answer = otherwise;
  for (const Requirement& requirement : requirements) {
    const Answer one = answer_to(checks, requirement);
    if (one == decisive) return decisive;
    if (one == Answer::kNotAssessable) answer = Answer::kNotAssessable;
  }
  return answer;
}

}  // namespace opora
