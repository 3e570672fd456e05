#include "intake/results_plan.h"

#include <algorithm>

#include "base/messages.h"
#include "base/text.h"

namespace opora {
namespace {

struct Planner {
  const SheetLayout& layout;
  const std::string& hint;
  std::optional<int> year_option;
  DefectLog& defects;
  std::uint32_t sheet;
  std::vector<std::string> unknown_parts;

  int optional_column(const ColumnName& column) {
    if (!column.given()) return -1;
    const int found = layout.find(column);
    if (found < 0) defects.add(Gate::kColumnMissing, {sheet, layout.header_line, -1, shown_name(column)});
    return found;
  }

  PartPlan part(const PartSource& source, const char* name, bool required) {
    PartPlan plan;
    plan.words = &source.words;
    if (source.column.given()) plan.column = layout.find(source.column);
    if (plan.column >= 0) return plan;
    if (auto value = part_of_file(source, hint)) plan.fixed = *std::move(value);
    if (required && plan.fixed.empty()) unknown_parts.emplace_back(name);
    return plan;
  }

  PartPlan year_part(const PartSource& source) {
    PartPlan plan = part(source, tr("year"), !year_option);
    if (plan.column < 0 && year_option) plan.fixed = std::to_string(*year_option);
    return plan;
  }
};

int points_of(const TaskColumns& tasks, const std::string& header) {
  const auto text = first_capture(tasks.points, header);
  const auto number = text ? parse_integer(*text) : std::nullopt;
  return number && *number > 0 && *number < 1000 ? static_cast<int>(*number) : 0;
}

// Labels keep the letter case of the header, so that «1К1» stays as the task's name is printed.
void plan_tasks(const TaskColumns& tasks, const SheetLayout& layout, ResultsPlan& plan) {
  if (!tasks.given()) return;
  const int after = layout.find(tasks.after), before = layout.find(tasks.before);
  const int count = static_cast<int>(layout.headers.size());
  for (int column = 0; column < count; ++column) {
    const std::string& header = layout.headers_raw[static_cast<std::size_t>(column)];
    if (header.empty()) continue;
    const auto label = first_capture(tasks.labels, header);
    if (after < 0 || column <= after || (before >= 0 && column >= before)) {
      if (label && before >= 0 && column > before) plan.surplus.push_back(column);
      continue;
    }
    plan.tasks.push_back(column);
    plan.task_labels.push_back(label.value_or(header));
    plan.task_maxima.push_back(points_of(tasks, header));
  }
  const auto& maxima = plan.task_maxima;
  if (!maxima.empty() && std::find(maxima.begin(), maxima.end(), 0) == maxima.end()) {
    for (const int points : maxima) plan.declared_maximum += points;
  }
}

Diagnostic missing_column(const char* what, const ColumnName& column, const SheetLayout& layout) {
  Diagnostic error = make_error("DATA-023", tr_format("The sheet has no column for {0} (\"{1}\")", what, shown_name(column)),
                                tr("Correct the header in the file, or add its new name to the profile."));
  error.spans.push_back({"", layout.title, layout.header_line, "", "", ""});
  return error;
}

}  // namespace

std::string PartPlan::value(std::string_view cell) const {
  if (column < 0) return fixed;
  const std::string_view text = trimmed(cell);
  if (words && !words->entries.empty()) {
    if (const std::string* value = words->contained(normal_words(text))) return *value;
  }
  return std::string(text);
}

std::optional<ProcedureKey> procedure_key(const std::string& kind, const std::string& subject, const std::string& grade,
                                          const std::string& year, const std::string& level) {
  const auto grade_number = parse_integer(grade), year_number = parse_integer(year);
  if (kind.empty() || subject.empty() || !grade_number || !year_number) return std::nullopt;
  if (*grade_number < 1 || *grade_number > 12 || *year_number < 1990 || *year_number > 2100) return std::nullopt;
  return ProcedureKey{kind, subject, static_cast<int>(*grade_number), static_cast<int>(*year_number), level};
}

Result<ResultsPlan> plan_results(const SourceProfile& profile, const SheetLayout& layout, const std::string& hint,
                                 std::optional<int> year, const std::vector<Scale>& scales, std::uint32_t sheet, DefectLog& defects) {
  const ResultsSection& section = *profile.results;
  Planner planner{layout, hint, year, defects, sheet, {}};
  ResultsPlan plan;
  plan.profile = &profile;
  plan.section = &section;
  plan.scales = &scales;
  plan.sheet = sheet;
  plan.header_columns = layout.headers.size();
  plan.school = layout.find(profile.school.column);
  if (plan.school < 0) return missing_column(tr("the school"), profile.school.column, layout);
  plan.total = layout.find(section.total);
  if (plan.total < 0) return missing_column(tr("the total"), section.total, layout);
  for (const ColumnName& variant : section.variants) {
    const int column = planner.optional_column(variant);
    if (column >= 0) plan.variants.push_back(column);
  }
  plan.maximum = planner.optional_column(section.maximum);
  plan.mark = planner.optional_column(section.mark);
  plan.journal = planner.optional_column(section.journal);
  plan.class_label = planner.optional_column(section.class_label.column);
  plan.gender = planner.optional_column(section.gender.column);
  plan.participant = planner.optional_column(section.participant);
  plan_tasks(section.tasks, layout, plan);

  plan.kind = planner.part(section.procedure.kind, tr("kind"), true);
  plan.subject = planner.part(section.procedure.subject, tr("subject"), true);
  plan.grade = planner.part(section.procedure.grade, tr("grade"), true);
  plan.year = planner.year_part(section.procedure.year);
  plan.level = planner.part(section.procedure.level, tr("level"), false);
  for (const PartPlan* part : {&plan.kind, &plan.subject, &plan.grade, &plan.year, &plan.level}) {
    if (part->column >= 0) plan.one_procedure = false;
  }
  if (!planner.unknown_parts.empty()) {
    std::string parts;
    for (const std::string& part : planner.unknown_parts) parts += (parts.empty() ? "" : ", ") + part;
    return make_error("DATA-022", tr_format("Neither the file's columns nor its name and folders say which procedure it holds: {0}", parts),
                      tr("Keep the file in its folders (year/grade/subject), or give the year with --year."));
  }
  return plan;
}

}  // namespace opora
