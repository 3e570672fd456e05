#include <algorithm>
#include <map>

#include "base/messages.h"
#include "base/text.h"
#include "plans/plan_file.h"

namespace opora {
namespace {

std::string name_of(const Measure& measure) {
  const std::string& number = measure.text.number;
  return measure.text.section.empty() ? number : measure.text.section + " / " + number;
}

Diagnostic remark(const char* code, const Measure& measure, std::string message, std::string help) {
  Diagnostic warning = make_warning(code, std::move(message), std::move(help));
  warning.spans.push_back({{}, {}, measure.text.line, {}, measure.text.measure, name_of(measure)});
  return warning;
}

// "3.13." → "3." and 13; nothing for what is no number.
struct Counted {
  std::string prefix;
  long long last = 0;
};
std::optional<Counted> counted(std::string number) {
  while (!number.empty() && (number.back() == '.' || number.back() == ' ')) number.pop_back();
  const auto dot = number.rfind('.');
  const auto last = parse_integer(dot == std::string::npos ? number : number.substr(dot + 1));
  if (!last) return std::nullopt;
  return Counted{dot == std::string::npos ? std::string() : number.substr(0, dot + 1), *last};
}

void remark_numbers(const Plan& plan, std::vector<Diagnostic>& remarks) {
  std::map<std::pair<std::string, std::string>, long long> last;  // by section and prefix
  for (const Measure& measure : plan.measures) {
    const auto number = counted(measure.text.number);
    if (measure.is_point() || !number) continue;
    const auto [before, first] = last.emplace(std::pair(measure.text.section, number->prefix), number->last);
    if (first) continue;
    if (number->last == before->second)
      remarks.push_back(remark("PLAN-010", measure, tr_format("the number {0} stands there twice", measure.text.number), tr("rows are told apart by their place: --row 11:2")));
    for (long long gone = before->second + 1; gone < number->last; ++gone)
      remarks.push_back(remark("PLAN-011", measure, tr_format("there is no number {0} before {1}", number->prefix + std::to_string(gone), measure.text.number),
                               tr("look whether a row was lost when the document was copied")));
    before->second = number->last;
  }
}

void remark_deadline(const Measure& measure, std::vector<Diagnostic>& remarks) {
  const Deadline& deadline = measure.deadline;
  const auto marked = [&](const char* mark) { return std::find(deadline.marks.begin(), deadline.marks.end(), mark) != deadline.marks.end(); };
  if (marked("before-approval"))
    remarks.push_back(remark("PLAN-013", measure, tr_format("the deadline \"{0}\" lies before the act", deadline.text), tr("check the date of the act, or take the row as done")));
  if (marked("dates-unlike-points"))
    remarks.push_back(remark("PLAN-014", measure, tr_format("the deadline \"{0}\" has another number of dates than the row has points", deadline.text), tr("say by plan decide which date belongs to which point")));
  if (deadline.question == "unknown-words")
    remarks.push_back(remark("PLAN-016", measure, tr_format("the deadline \"{0}\" cannot be read: {1}", deadline.text, deadline.question_text),
                             tr("say when by plan decide, or add the words to the pack's deadline_words")));
  else if (!deadline.question.empty() && !measure.is_point())
    remarks.push_back(remark("PLAN-015", measure, tr_format("the deadline \"{0}\" needs a decision", deadline.text), tr("choose by plan decide; the choice is kept with who made it and why")));
}

void remark_responsible(const Measure& measure, std::vector<Diagnostic>& remarks) {
  if (trimmed(measure.text.responsible).empty()) return;
  for (const Responsible& one : measure.responsible)
    if (one.organisation.empty())
      remarks.push_back(remark("PLAN-012", measure, tr_format("nobody in the pack is called \"{0}\"", one.text), tr("add it to organisations.lua, as a name or an alias")));
}

}  // namespace

std::vector<Diagnostic> remarks_on(const Plan& plan) {
  std::vector<Diagnostic> remarks;
  remark_numbers(plan, remarks);
  for (const Measure& measure : plan.measures) {
    remark_deadline(measure, remarks);
    remark_responsible(measure, remarks);
  }
  return remarks;
}

}  // namespace opora
