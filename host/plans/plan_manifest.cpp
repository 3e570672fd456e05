#include "plans/plan_manifest.h"

#include "base/messages.h"
#include "packs/schema.h"
#include "plans/evidence_kinds.h"

namespace opora {
namespace {

using nlohmann::json;

const std::vector<Field>& fields() {
  static const std::vector<Field> kAct = {
      {"title", DataType::kText, false, {}, {}},
      {"number", DataType::kText, false, {}, {}},
      {"date", DataType::kText, false, {}, {}}};
  static const std::vector<Field> kFields = {
      {"plan", DataType::kInteger, true, {}, {}},
      {"id", DataType::kText, true, {}, {}},
      {"title", DataType::kText, true, {}, {}},
      {"rows", DataType::kText, true, {}, {}},
      {"year", DataType::kYear, false, {}, {}},
      {"calendar", DataType::kText, false, {"calendar", "school"}, {}},
      {"from", DataType::kText, true, {}, {}},
      {"to", DataType::kText, true, {}, {}},
      {"act", DataType::kTable, false, {}, kAct},
      {"amended", DataType::kList, false, {}, kAct},
      {"criterion", DataType::kText, false, {}, {}},
      {"controller", DataType::kText, false, {}, {}},
      {"chain", DataType::kList, false, {}, {}},
      {"sections", DataType::kList, false, {}, {
          {"title", DataType::kText, true, {}, {}},
          {"year", DataType::kYear, false, {}, {}},
          {"from", DataType::kText, false, {}, {}},
          {"to", DataType::kText, false, {}, {}},
          {"list", DataType::kText, false, {}, {}}}},
      {"measures", DataType::kList, false, {}, {
          {"row", DataType::kText, true, {}, {}},
          {"section", DataType::kText, false, {}, {}},
          {"nth", DataType::kInteger, false, {}, {}},
          {"performs", DataType::kList, false, {}, {}},
          {"evidence", DataType::kList, false, {}, {}},
          {"register", DataType::kText, false, {}, {}},
          {"target", DataType::kInteger, false, {}, {}},
          {"stages", DataType::kList, false, {}, {}},
          {"list", DataType::kText, false, {}, {}},
          {"reports_to", DataType::kText, false, {}, {}},
          {"carries_on", DataType::kText, false, {}, {}}}},
  };
  return kFields;
}

std::vector<std::string> texts_of(const json& table, const char* key) {
  std::vector<std::string> texts;
  for (const json& one : table.value(key, json::array()))
    if (one.is_string()) texts.push_back(one);
  return texts;
}

PlanAct act_of(const json& j) { return {j.value("title", ""), j.value("number", ""), j.value("date", "")}; }

Result<std::optional<Date>> date_in(const DataFile& file, const json& table, const char* key) {
  const std::string text = table.value(key, "");
  if (text.empty()) return std::optional<Date>();
  if (const auto date = parse_date(text)) return std::optional(*date);
  Diagnostic error = make_error("PACK-084", tr_format("\"{0}\" of the plan is {1}, which is no date", key, text), tr("write it as 2021-08-31"));
  error.spans = {file.place_of(text)};
  return error;
}

MeasureWork work_of(const json& j) {
  MeasureWork work;
  work.performs = texts_of(j, "performs");
  work.evidence = texts_of(j, "evidence");
  work.register_id = j.value("register", "");
  if (const auto target = j.find("target"); target != j.end()) work.target = target->get<int>();
  work.stages = texts_of(j, "stages");
  work.list = j.value("list", "");
  work.reports_to = j.value("reports_to", "");
  work.carries_on = j.value("carries_on", "");
  return work;
}

Status check_evidence(const DataFile& file, const std::vector<std::string>& kinds) {
  for (const std::string& kind : kinds) {
    if (is_evidence_kind(kind)) continue;
    Diagnostic error = unknown_evidence_kind("PACK-013", kind);
    error.spans = {file.place_of(kind)};
    return error;
  }
  return {};
}

Result<std::vector<PlanSection>> sections_of(const DataFile& file) {
  std::vector<PlanSection> sections;
  for (const json& j : file.value.value("sections", json::array())) {
    PlanSection section{j.at("title"), {}, {}, {}, j.value("list", "")};
    if (const auto year = j.find("year"); year != j.end()) section.year = year->get<int>();
    OPORA_ASSIGN(section.from, date_in(file, j, "from"));
    OPORA_ASSIGN(section.to, date_in(file, j, "to"));
    sections.push_back(std::move(section));
  }
  return sections;
}

}  // namespace

Result<PlanManifest> read_plan_manifest(const DataFile& file) {
  if (auto problem = check_schema(file, file.value, fields(), "plan")) return *std::move(problem);
  const json& j = file.value;
  PlanManifest manifest;
  Plan& head = manifest.head;
  head.id = j.at("id");
  head.title = j.at("title");
  manifest.rows = j.at("rows");
  head.year = j.value("year", 0);
  head.school_year = j.value("calendar", "calendar") == "school";
  OPORA_ASSIGN(const auto from, date_in(file, j, "from"));
  OPORA_ASSIGN(const auto to, date_in(file, j, "to"));
  if (!from || !to || *to < *from) {
    Diagnostic error = make_error("PACK-084", tr_format("the plan \"{0}\" has no period", head.id), tr("from and to are its first and last day"));
    error.spans = {file.place_of("from")};
    return error;
  }
  head.from = *from;
  head.to = *to;
  head.act = act_of(j.value("act", json::object()));
  for (const json& act : j.value("amended", json::array())) head.amended.push_back(act_of(act));
  head.criterion = j.value("criterion", "");
  head.controller = j.value("controller", "");
  head.chain = texts_of(j, "chain");
  OPORA_ASSIGN(head.sections, sections_of(file));
  for (const json& entry : j.value("measures", json::array())) {
    manifest.entries.push_back({{entry.value("section", ""), entry.at("row"), entry.value("nth", 1)}, work_of(entry)});
    OPORA_TRY(check_evidence(file, manifest.entries.back().work.evidence));
  }
  return manifest;
}

}  // namespace opora
