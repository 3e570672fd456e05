#include "engine/plan_findings.h"

#include <algorithm>
#include <sstream>

#include "base/messages.h"
#include "engine/figures.h"

namespace opora {
namespace {

constexpr std::size_t kChecksTold = 3;

// Codes of subjects are the words in capitals that a pack has a title for: RU, MA.
std::set<std::string> subjects_in(const std::string& text, const Words& words) {
  std::set<std::string> found;
  std::istringstream in(text);
  for (std::string token; in >> token;)
    if (std::all_of(token.begin(), token.end(), [](char c) { return c >= 'A' && c <= 'Z'; }) && words.contains(token)) found.insert(token);
  return found;
}

// Names of procedures are made of codes; other values stay as they are.
std::string readable(const std::string& value, const Words& words) { return subjects_in(value, words).empty() ? value : readable_name(value, words); }

bool is_like(const std::string& pattern, const std::string& value) {
  return pattern.ends_with('*') ? value.starts_with(pattern.substr(0, pattern.size() - 1)) : value == pattern;
}

Finding check_finding(const DecisionSet& set, const Category& category, const Check& check, bool listed, const Words& words) {
  const std::string text = fmt::format("{}, {}: {}", rule_title(set, category.name, check.rule), readable_name(check.name, words), outcome_text(check));
  return {Finding::Kind::kCheck, category.methodology, {check.rule}, text, {}, subjects_in(check.name, words), listed};
}

// The list itself, with the checks that put the school there.
Finding list_finding(const Category& category, const std::vector<Finding>& checks) {
  Finding finding{Finding::Kind::kListed, category.methodology, {category.name}, category.title.empty() ? category.name : category.title, {}, {}, true};
  for (std::size_t i = 0; i < checks.size(); ++i) {
    finding.subjects.insert(checks[i].subjects.begin(), checks[i].subjects.end());
    if (i < kChecksTold) finding.text += (i == 0 ? ": " : "; ") + checks[i].text;
  }
  if (checks.size() > kChecksTold) finding.text = tr_format("{0}; and {1} more", finding.text, checks.size() - kChecksTold);
  return finding;
}

bool is_indicator(const std::vector<const Pack*>& lineage, const std::string& id) {
  return std::any_of(lineage.begin(), lineage.end(), [&](const Pack* pack) {
    return std::any_of(pack->items.begin(), pack->items.end(), [&](const PackItem& item) { return item.kind == "indicator" && item.id == id; });
  });
}

Finding figure_finding(const Figures& figures, std::int64_t row, const Words& words) {
  Finding finding{Finding::Kind::kFigure, figures.info.id, {}, {}, {}, {}, false};
  for (const FigureColumn& column : figures.columns) {
    if (column.values.type() != ColumnType::kText || !column.values.valid(row) || column.name.empty() || column.name == "school") continue;
    const std::string value(column.values.text(row));
    finding.details.insert(value);
    finding.subjects.merge(subjects_in(value, words));
    finding.cells[column.name] = readable(value, words);
    if (!finding.text.empty()) finding.text += ", ";
    finding.text += finding.cells[column.name];
  }
  return finding;
}

void add_rows(const Figures& figures, const Words& words, Findings& findings) {
  const auto school = std::find_if(figures.columns.begin(), figures.columns.end(), [](const FigureColumn& column) { return column.name == "school"; });
  if (school == figures.columns.end()) return;
  for (std::int64_t row = 0; row < figures.rows; ++row)
    if (school->values.valid(row)) findings[std::string(school->values.text(row))].push_back(figure_finding(figures, row, words));
}

}  // namespace

bool answers(const Answered& answer, const Finding& finding) {
  if (answer.id != finding.id) return false;
  if (answer.details.empty() && finding.kind == Finding::Kind::kCheck) return false;
  return std::all_of(answer.details.begin(), answer.details.end(), [&](const std::string& wanted) {
    return std::any_of(finding.details.begin(), finding.details.end(), [&](const std::string& value) { return is_like(wanted, value); });
  });
}

bool answers(const ProgrammeMeasure& measure, const Finding& finding) {
  return std::any_of(measure.answers.begin(), measure.answers.end(), [&](const Answered& one) { return answers(one, finding); });
}

Result<Findings> findings_of_run(const Store& store, const RunRecord& run, const std::set<std::string>& schools, const Words& words) {
  OPORA_ASSIGN(const DecisionSet set, load_decisions(store, run.id));
  Findings findings;
  for (const DecisionRow& row : set.decisions) {
    const std::string& school = set.schools[static_cast<std::size_t>(row.school)];
    if (!schools.contains(school)) continue;
    const Category& category = set.categories[static_cast<std::size_t>(row.category)];
    const bool listed = row.answer == Answer::kYes;
    std::vector<Finding> checks;
    for (const Check& check : set.decision(row).checks)
      if (check.met()) checks.push_back(check_finding(set, category, check, listed, words));
    if (listed) findings[school].push_back(list_finding(category, checks));
    else if (checks.empty()) continue;
    std::move(checks.begin(), checks.end(), std::back_inserter(findings[school]));
  }
  return findings;
}

Status add_figures(const Store& store, const FigureSource& source, const std::vector<ProgrammeMeasure>& measures, const Words& words, Findings& findings,
                   std::vector<Diagnostic>& warnings) {
  OPORA_ASSIGN(const auto lineage, source.packs->lineage(source.pack));
  std::set<std::string> wanted;
  for (const ProgrammeMeasure& measure : measures)
    for (const Answered& one : measure.answers)
      if (is_indicator(lineage, one.id)) wanted.insert(one.id);
  for (const std::string& id : wanted) {
    FiguresRequest request;
    request.indicator = id, request.pack = source.pack, request.year = source.year;
    request.school = source.school, request.territory = source.municipality;
    request.threads = source.threads, request.isolation = source.isolation;
    auto computed = figures(store, *source.packs, request);
    if (computed) {
      add_rows(*computed, words, findings);
      continue;
    }
    warnings.push_back(computed.take_error());
    warnings.back().severity = Severity::kWarning;
  }
  return {};
}

}  // namespace opora
