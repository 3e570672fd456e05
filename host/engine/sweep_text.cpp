#include "engine/sweep_text.h"

#include "base/messages.h"
#include "engine/wording.h"

namespace opora {
namespace {

std::string answer_text(const std::optional<Answer>& answer) { return answer ? std::string(answer_word(*answer)) : std::string(tr("not judged")); }

std::string values_text(const Sweep& sweep, const std::vector<std::string>& values, std::size_t axes) {
  std::string text;
  for (std::size_t a = 0; a < axes; ++a) text += (a > 0 ? ", " : "") + sweep.axes[a].parameter + " = " + values[a];
  return text;
}

// Points first … first + length − 1 differ in the last axis only.
std::string row_text(const Sweep& sweep, const SweepSchool& school, std::size_t first, std::size_t length) {
  std::string text;
  for (std::size_t i = first, end = first; i < first + length; i = end) {
    while (end < first + length && school.answers[end] == school.answers[i]) ++end;
    const std::string &from = sweep.points[i].values.back(), &to = sweep.points[end - 1].values.back();
    text += (text.empty() ? "" : ", ") + (end - 1 > i ? from + "…" + to : from) + ": " + answer_text(school.answers[i]);
  }
  return text;
}

}  // namespace

std::string point_text(const Sweep& sweep, const SweepPoint& point) { return values_text(sweep, point.values, sweep.axes.size()); }

std::string own_text(const Sweep& sweep) {
  std::vector<std::string> own;
  for (const SweepAxis& axis : sweep.axes) own.push_back(axis.own);
  return values_text(sweep, own, own.size());
}

std::vector<std::string> figure_titles() {
  return {tr("on the list"), tr("not assessable"), tr("enter"), tr("leave"), tr("enter, from the own values"), tr("leave, from the own values")};
}

std::vector<std::int64_t> figures_of(const SweepCount& count) {
  return {count.yes, count.not_assessable, count.entered, count.left, count.own_entered, count.own_left};
}

std::string answers_text(const Sweep& sweep, const SweepSchool& school) {
  const std::size_t length = sweep.axes.back().values.size();
  if (sweep.axes.size() == 1) return row_text(sweep, school, 0, length);
  std::string text, previous;
  for (std::size_t first = 0; first < sweep.points.size(); first += length) {
    std::string row = row_text(sweep, school, first, length);
    if (row == previous) continue;
    text += (text.empty() ? "" : "; ") + values_text(sweep, sweep.points[first].values, sweep.axes.size() - 1) + " — " + row;
    previous = std::move(row);
  }
  return text;
}

std::vector<AnswerStep> steps_of(const Sweep& sweep, const SweepSchool& school) {
  std::vector<AnswerStep> steps;
  for (std::size_t i = 0; i < sweep.points.size(); ++i)
    if (const auto before = sweep.points[i].before; before && school.answers[*before] != school.answers[i]) steps.push_back({*before, i});
  return steps;
}

}  // namespace opora
