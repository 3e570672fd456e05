#include "engine/plan_rows.h"

#include <utility>

#include "base/messages.h"
#include "report/csv_text.h"

namespace opora {
namespace {

constexpr std::pair<std::string_view, const char*> kQuestions[] = {
    {"several-years", tr_later("several years fit")},
    {"several-periods", tr_later("several periods fit")},
    {"no-year", tr_later("no year fits the plan")},
    {"no-deadline", tr_later("no deadline is given")},
    {"schedule-missing", tr_later("the schedule is not there")},
    {"which-day", tr_later("the day is not said")},
    {"unknown-words", tr_later("words that are not known")},
};

}  // namespace

std::vector<const Occasion*> shown_occasions(const PlanView& view) {
  std::vector<bool> shown(view.plan.measures.size() + 1);
  for (const DueLine& line : status_lines(view)) shown[static_cast<std::size_t>(line.position)] = true;
  std::vector<const Occasion*> found;
  for (const Occasion& one : view.occasions)
    if (shown[static_cast<std::size_t>(one.position)]) found.push_back(&one);
  return found;
}

const std::string& row_number(const Plan& plan, const Measure& measure) {
  return measure.is_point() ? plan.measures[static_cast<std::size_t>(*measure.row) - 1].text.number : measure.text.number;
}

std::string rows_csv(const std::vector<PlanRow>& rows) {
  std::string out = "\xEF\xBB\xBFsection;number;measure;deadline;purpose;responsible;result\r\n";
  for (const PlanRow& row : rows) {
    for (const std::string* cell : {&row.section, &row.number, &row.measure, &row.deadline, &row.purpose, &row.responsible, &row.result}) {
      append_csv_field(out, *cell, ';');
      out += cell == &row.result ? "\r\n" : ";";
    }
  }
  return out;
}

std::string question_title(std::string_view question) {
  for (const auto& [code, words] : kQuestions)
    if (code == question) return tr(words);
  return std::string(question);
}

std::string doubt_text(const Deadline& deadline) {
  const std::string title = question_title(deadline.question);
  return deadline.question_text.empty() ? title : title + ": " + deadline.question_text;
}

}  // namespace opora
