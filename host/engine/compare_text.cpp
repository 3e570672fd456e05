#include "engine/compare_text.h"

#include "base/messages.h"
#include "report/number_text.h"

namespace opora {
namespace {

constexpr double kSmallest = 0.001;  // below, "< 0.1 %"

std::string percent(double share) { return number_text(100 * share, 1); }

// "27.8 % (n = 18; 12.5–50.9 %)"
std::string measured_text(const Check& check) {
  std::string text = value_text(check);
  const auto interval = share_interval(check);
  if (check.n > 0 && interval) return text + fmt::format(" (n = {}; {}–{} %)", check.n, percent(interval->lower), percent(interval->upper));
  return check.n > 0 ? text + fmt::format(" (n = {})", check.n) : text;
}

bool same_measure(const Check& a, const Check& b) {
  const bool shares = a.share && b.share && a.share->numerator == b.share->numerator && a.share->denominator == b.share->denominator;
  return a.n == b.n && (shares || (!a.share && !b.share && a.value == b.value));
}

std::string value_of(const CheckChange& change) {
  if (change.before && change.after && !same_measure(*change.before, *change.after))
    return measured_text(*change.before) + " → " + measured_text(*change.after);
  return measured_text(change.after ? *change.after : *change.before);
}

std::string condition_text(const std::optional<Check>& check) {
  if (!check) return tr("no such check");
  if (check->unassessed() != Unassessed::kAssessed) return outcome_text(*check);
  return tr_format(check->met() ? tr_later("{0}: met") : tr_later("{0}: not met"), threshold_text(*check));
}

std::string count_of(const std::optional<int>& count) {
  if (!count) return tr("not asked for");
  return *count == 0 ? std::string(tr("every check")) : tr_format("at least {0}", *count);
}

std::string answer_text(const std::optional<Answer>& answer) { return answer ? std::string(answer_word(*answer)) : std::string(tr("not judged")); }

}  // namespace

std::vector<CauseText> causes_of(const SchoolChange& change, const Words& words) {
  std::vector<CauseText> causes;
  for (const CheckChange& check : change.checks)
    causes.push_back({check.title + ": " + readable_name((check.after ? check.after : check.before)->name, words), value_of(check), condition_text(check.before),
                      condition_text(check.after), check.decisive});
  for (const RequirementChange& requirement : change.requirements)
    causes.push_back({tr_format("number of checks met: {0}", requirement.title), "", count_of(requirement.before), count_of(requirement.after), requirement.decisive});
  if (change.combination_changed) causes.push_back({tr("conditions that have to hold: all or any"), "", "", "", false});
  return causes;
}

std::string causes_text(const SchoolChange& change, const Words& words) {
  std::string text;
  for (const CauseText& cause : causes_of(change, words)) {
    if (!text.empty()) text += "; ";
    text += cause.what;
    if (!cause.value.empty()) text += ": " + cause.value;
    if (!cause.before.empty()) text += ", " + cause.before + " → " + cause.after;
  }
  return text;
}

std::span<const ChangeGroup> change_groups() {
  static constexpr ChangeGroup kGroups[] = {
      {tr_later("Enter the list"), [](const SchoolChange& c) { return c.entered(); }},
      {tr_later("Leave the list"), [](const SchoolChange& c) { return c.left(); }},
      {tr_later("Other changes of the answer"), [](const SchoolChange& c) { return c.differs() && !c.entered() && !c.left(); }},
      {tr_later("Stay on the list"), [](const SchoolChange& c) { return !c.differs(); }}};
  return kGroups;
}

std::string answers_text(const SchoolChange& change) { return answer_text(change.before) + " → " + answer_text(change.after); }

std::string_view change_code(const SchoolChange& change) {
  return change.entered() ? "entered" : change.left() ? "left" : change.differs() ? "other" : "same";
}

std::string_view presence_code(Presence presence) {
  return presence == Presence::kBoth ? "both" : presence == Presence::kBeforeOnly ? "before" : "after";
}

std::string totals_text(const CategoryTotals& totals) {
  constexpr auto kOpen = static_cast<std::size_t>(Answer::kNotAssessable);
  const std::int64_t open_stays = totals.schools[kOpen][kOpen];
  return tr_format("On the list: {0} → {1}. Enter: {2}, leave: {3}. Become not assessable: {4}, are no longer: {5}. The same answer: {6} of {7}.",
                   count_text(totals.before(Answer::kYes)), count_text(totals.after(Answer::kYes)), count_text(totals.entered()), count_text(totals.left()),
                   count_text(totals.after(Answer::kNotAssessable) - open_stays), count_text(totals.before(Answer::kNotAssessable) - open_stays),
                   count_text(totals.agreed()), count_text(totals.all()));
}

std::string presence_text(const CategoryTotals& totals) {
  if (totals.presence == Presence::kBeforeOnly) return tr("Only the first side has this category.");
  if (totals.presence == Presence::kAfterOnly) return tr("Only the second side has this category.");
  return {};
}

std::string probability_text(double probability) {
  if (probability > 0 && probability < kSmallest) return fmt::format("< {} %", percent(kSmallest));
  return percent(probability) + " %";
}

std::string flip_text(const SchoolChange& change) {
  const auto flip = [](const std::optional<Stability>& stability, const std::optional<Answer>& answer) {
    return stability && answer && stability->drawn > 0 ? probability_text(stability->flip(*answer)) : std::string("–");
  };
  return flip(change.stability_before, change.before) + " → " + flip(change.stability_after, change.after);
}

std::string stability_note() {
  return tr("Flip: the probability of another answer if the participants of the school were drawn anew, before and after. Each share is a binomial draw with its "
            "own value; the figure is exact through the distribution, nothing is simulated. Checks are taken as independent, which those of the same pupils "
            "are not. Measured values, limits that follow from other schools and numbers of participants are held fixed; checks that could not be made stay so; "
            "a share of 0 or 100 % cannot move; a dash: no check is on a share. Intervals of shares: Wilson, 95 %.");
}

}  // namespace opora
