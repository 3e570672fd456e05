// Results for a report: one entry a procedure, of the subject and beside it of the region.
#include <algorithm>
#include <map>
#include <sstream>
#include <tuple>
#include <unordered_set>

#include "base/text.h"
#include "engine/find_school.h"
#include "engine/report_material.h"

namespace opora {
namespace {

// Participants of several schools together.
struct Together {
  std::int64_t n = 0, scored = 0;
  double score = 0;
  std::map<std::string, std::int64_t> marks;
  std::unordered_set<std::string> schools;

  void add(const Frame& rows, std::int64_t row, const std::string& school) {
    const auto at = static_cast<std::size_t>(row);
    const std::int64_t count = rows.find("n")->int64()[at];
    n += count;
    schools.insert(school);
    if (const Column& mean = *rows.find("mean"); mean.valid(row)) score += mean.float64()[at] * static_cast<double>(count), scored += count;
    if (const Column& histogram = *rows.find("marks"); histogram.valid(row)) add_marks(histogram.text(row));
  }
  // "2:5 3:10"
  void add_marks(std::string_view histogram) {
    std::istringstream in{std::string(histogram)};
    for (std::string part; in >> part;) {
      const auto colon = part.find(':');
      if (colon == std::string::npos) continue;
      marks[part.substr(0, colon)] += parse_integer(part.substr(colon + 1)).value_or(0);
    }
  }
  ReportFields fields() const {
    ReportFields by_mark;
    std::int64_t marked = 0;
    for (const auto& [mark, count] : marks) by_mark.emplace_back(mark, ReportValue{count}), marked += count;
    ReportFields fields = {{"n", {n}}, {"marks", {std::move(by_mark)}}, {"marked", {marked}}, {"schools", {static_cast<std::int64_t>(schools.size())}}};
    if (scored > 0) fields.emplace_back("mean", ReportValue{score / static_cast<double>(scored)});
    return fields;
  }
};

// Those of the subject's schools, by procedure.
std::map<std::string, Together> own_results(const ReportMaterial& material, const ReportSubject& subject) {
  const Frame& rows = *material.results;
  const Column& schools = *rows.find("school");
  const std::int32_t only = subject.school.empty() ? -1 : schools.dictionary()->find(subject.school);
  std::map<std::string, Together> own;
  for (std::int64_t row = 0; row < rows.rows(); ++row) {
    if (!subject.school.empty() && schools.codes()[static_cast<std::size_t>(row)] != only) continue;
    const std::string school = registry_text(rows, "school", row);
    if (material.holds(subject, school)) own[registry_text(rows, "procedure", row)].add(rows, row, school);
  }
  return own;
}

ReportList schools_without(const ReportMaterial& material, const ReportSubject& subject, const Together& own) {
  ReportList without;
  for (std::int64_t row = 0; row < material.registry.rows(); ++row) {
    const std::string code = registry_text(material.registry, "school", row);
    if (material.holds(subject, code) && !own.schools.contains(code)) without.push_back({school_fields(material, code)});
  }
  return without;
}

}  // namespace

std::vector<ReportedProcedure> reported_procedures(const Frame& results) {
  std::map<std::string, std::pair<ReportedProcedure, Together>> found;
  const Column &grades = *results.find("grade"), &years = *results.find("year");
  for (std::int64_t row = 0; row < results.rows(); ++row) {
    const auto at = static_cast<std::size_t>(row);
    const std::string name = registry_text(results, "procedure", row);
    auto& [procedure, region] = found[name];
    if (region.n == 0)
      procedure = {registry_text(results, "kind", row), registry_text(results, "subject", row), name, grades.valid(row) ? grades.int64()[at] : 0, years.int64()[at], {}};
    region.add(results, row, registry_text(results, "school", row));
  }
  std::vector<ReportedProcedure> procedures;
  for (auto& [name, one] : found) {
    one.first.region = one.second.fields();
    procedures.push_back(std::move(one.first));
  }
  std::stable_sort(procedures.begin(), procedures.end(), [](const ReportedProcedure& a, const ReportedProcedure& b) {
    return std::tie(b.year, a.kind, a.subject, a.grade) < std::tie(a.year, b.kind, b.subject, b.grade);
  });
  return procedures;
}

ReportList result_fields(const ReportMaterial& material, const ReportSubject& subject) {
  auto results = own_results(material, subject);
  ReportList list;
  for (const ReportedProcedure& one : material.procedures) {
    const Together& own = results[one.procedure];
    if (own.n == 0 && !subject.school.empty()) continue;
    ReportFields fields = own.fields();
    fields.emplace_back("title", ReportValue{readable_name(one.procedure, material.words)});
    fields.emplace_back("kind", ReportValue{one.kind});
    fields.emplace_back("subject", ReportValue{readable_name(one.subject, material.words)});
    fields.emplace_back("grade", ReportValue{one.grade});
    fields.emplace_back("year", ReportValue{one.year});
    fields.emplace_back("region", ReportValue{one.region});
    if (subject.school.empty() && one.year == material.year) fields.emplace_back("without", ReportValue{schools_without(material, subject, own)});
    list.push_back({std::move(fields)});
  }
  return list;
}

}  // namespace opora
