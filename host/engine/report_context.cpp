// The values that a script sees: who the document is about, and one part for each need.
#include <nlohmann/json.hpp>

#include "base/messages.h"
#include "engine/find_school.h"
#include "engine/report_material.h"
#include "frame/kernels.h"

namespace opora {
namespace {

ReportFields subject_fields(const ReportMaterial& material, const ReportSubject& subject) {
  ReportFields fields = {{"scope", {std::string(scope_code(material.request.scope))}}, {"name", {subject.name}}, {"region", {material.pack->name}}};
  if (!subject.municipality.empty()) fields.emplace_back("municipality", ReportValue{subject.municipality});
  if (!subject.school.empty()) fields.emplace_back("school", ReportValue{subject.school});
  return fields;
}

ReportFields pack_fields(const Pack& pack) { return {{"name", {pack.name}}, {"version", {pack.version}}, {"level", {pack.level}}}; }

ReportFields document_fields(const ReportMaterial& material) {
  ReportFields fields;
  for (const auto& [name, value] : material.document) fields.emplace_back(name, ReportValue{value});
  return fields;
}

ReportFields title_fields(const Words& words) {
  ReportFields fields;
  for (const auto& [code, title] : words) fields.emplace_back(code, ReportValue{title});
  return fields;
}

ReportList school_list(const ReportMaterial& material, const ReportSubject& subject) {
  ReportList schools;
  for (std::int64_t row = 0; row < material.registry.rows(); ++row) {
    const std::string code = registry_text(material.registry, "school", row);
    if (material.holds(subject, code)) schools.push_back({school_fields(material, code)});
  }
  return schools;
}

// Rows of the subject where the indicator speaks of schools; else all.
Result<Frame> figures_of(const ReportMaterial& material, const Frame& all, const ReportSubject& subject) {
  const Column* school = all.find("school");
  if ((subject.municipality.empty() && subject.school.empty()) || school == nullptr || school->type() != ColumnType::kText) return all;
  std::vector<std::string> codes;
  for (const auto& [code, row] : material.row_of)
    if (material.holds(subject, code)) codes.push_back(code);
  return where(all, {{"school", Comparison::kEqual, std::move(codes)}});
}

ReportList parameter_fields(const RunMethod& method) {
  ReportList parameters;
  const auto json = nlohmann::ordered_json::parse(method.params_json, nullptr, false);
  if (!json.is_object()) return parameters;
  for (const auto& [name, one] : json.items())
    parameters.push_back({ReportFields{{"name", {name}}, {"title", {one.value("title", name)}}, {"value", {one.value("value", std::string())}},
                                       {"unit", {one.value("unit", std::string())}}, {"basis", {one.value("basis", std::string())}}}});
  return parameters;
}

}  // namespace

ReportValue text_or_nothing(std::string text) { return text.empty() ? ReportValue{} : ReportValue{std::move(text)}; }
ReportValue day_or_nothing(const std::optional<Date>& day) { return day ? ReportValue{to_iso(*day)} : ReportValue{}; }

ReportFields school_fields(const ReportMaterial& material, const std::string& code) {
  return {{"code", {code}}, {"name", {material.registered(code, "name")}}, {"municipality", {material.registered(code, "municipality")}},
          {"region", {material.registered(code, "region")}}};
}

ReportFields run_fields(const RunRecord& run) {
  ReportList categories, methods;
  for (const AnswerCounts& one : run.counts)
    categories.push_back({ReportFields{{"category", {one.category}}, {"yes", {one.yes}}, {"no", {one.no}}, {"not_assessable", {one.not_assessable}}}});
  for (const RunMethod& one : run.info.methods) methods.push_back({ReportFields{{"methodology", {one.id}}, {"parameters", {parameter_fields(one)}}}});
  return {{"year", {std::int64_t{run.info.year}}}, {"made", {run.info.finished_at.substr(0, 10)}}, {"categories", {std::move(categories)}}, {"methods", {std::move(methods)}}};
}

Result<ReportFields> report_context(const Store& store, const ReportMaterial& material, const ReportInfo& info, const ReportSubject& subject) {
  ReportFields context = {{"year", {std::int64_t{material.year}}}, {"on", {to_iso(material.request.on)}}, {"subject", {subject_fields(material, subject)}},
                          {"pack", {pack_fields(*material.pack)}}, {"document", {document_fields(material)}}, {"titles", {title_fields(material.words)}}};
  // What was asked for and is not there is false, so that a script can ask.
  const auto add = [&](const char* need, bool there, auto&& make) {
    if (info.has_need(need)) context.emplace_back(need, there ? ReportValue{make()} : ReportValue{false});
  };
  add("run", material.run.has_value(), [&] { return run_fields(*material.run); });
  add("decisions", material.listing.has_value(), [&] { return decision_fields(material, subject); });
  add("list", material.list.has_value(), [&] { return list_fields(material, *material.list, subject); });
  add("before", material.before.has_value(), [&] { return list_fields(material, *material.before, subject); });
  add("lists", true, [&] {
    ReportList lists;
    for (const ReportedList& one : material.lists) lists.push_back({list_fields(material, one, subject)});
    return lists;
  });
  add("schools", true, [&] { return school_list(material, subject); });
  add("results", material.results.has_value(), [&] { return result_fields(material, subject); });
  add("plan", material.plan.has_value(), [&] { return plan_fields(material, subject); });
  add("match", material.match.has_value(), [&] { return match_fields(material, subject); });
  if (info.has_need("school") && !subject.school.empty()) {
    OPORA_ASSIGN(ReportFields school, explained_school(store, material, subject.school));
    context.emplace_back("school", ReportValue{std::move(school)});
  }
  if (!material.figures.empty()) {
    ReportFields figures;
    for (const auto& [id, frame] : material.figures) {
      if (!frame) {
        figures.emplace_back(id, ReportValue{false});
        continue;
      }
      OPORA_ASSIGN(Frame rows, figures_of(material, *frame, subject));
      figures.emplace_back(id, ReportValue{std::move(rows)});
    }
    context.emplace_back("figures", ReportValue{std::move(figures)});
  }
  return context;
}

}  // namespace opora
