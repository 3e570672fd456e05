#include "engine/plan_part.h"

#include <algorithm>
#include <functional>
#include <string_view>

#include "base/messages.h"
#include "engine/bundle_file.h"
#include "engine/plan_work.h"
#include "store/plan_codec.h"

namespace opora {
namespace {

using Json = BundleJson;

constexpr int kTitleCells = 40;
constexpr std::string_view kParts[] = {"lead", "coexecutor", "controller"};

Json day_json(const std::optional<Date>& day) { return day ? Json(to_iso(*day)) : Json(); }

Json json_of(const Measure& m) {
  Json json{{"row", m.position}};
  if (m.row) json["point_of"] = *m.row;
  json.update({{"line", m.text.line}, {"section", m.text.section}, {"number", m.text.number}, {"measure", m.text.measure}, {"deadline", m.text.deadline},
               {"purpose", m.text.purpose}, {"responsible", m.text.responsible}, {"result", m.text.result}});
  json["reading"] = Json::parse(deadline_json(m.deadline));
  json["work"] = Json::parse(work_json(m.work));
  json["bodies"] = Json::parse(responsible_json(m.responsible));
  return json;
}

Json json_of(const PlanPart& part) {
  const StoredPlan& stored = part.plan;
  const Plan& plan = stored.plan;
  Json json{{"uid", stored.uid}, {"pack", plan.pack}, {"id", plan.id}, {"redaction", stored.redaction}, {"supersedes", part.supersedes}, {"title", plan.title},
            {"year", plan.year}, {"from", to_iso(plan.from)}, {"to", to_iso(plan.to)}, {"adopted_by", stored.actor}, {"adopted_at", stored.at},
            {"head", Json::parse(head_json(plan))}, {"measures", Json::array()}, {"windows", Json::array()}, {"decisions", Json::array()}};
  for (const Measure& measure : plan.measures) json["measures"].push_back(json_of(measure));
  for (const Occasion& one : part.occasions)
    json["windows"].push_back({{"row", one.position}, {"window", one.ordinal}, {"from", day_json(one.from)}, {"to", day_json(one.to)}, {"stage", one.stage}, {"never_late", one.never_late}});
  for (const DeadlineDecision& one : part.decisions)
    json["decisions"].push_back({{"row", one.position}, {"windows", one.windows}, {"reason", one.reason}, {"by", one.actor}, {"at", one.at}});
  return json;
}

Json json_of(const PartAssignment& one) {
  return {{"name", one.name}, {"row", one.position}, {"window", one.ordinal}, {"part", kParts[static_cast<int>(one.part)]}, {"level", one.holder.level},
          {"code", one.holder.code}, {"holder", one.holder.name}, {"municipality", one.holder.municipality}};
}

Json json_of(const Evidence& one) {
  return {{"kind", one.kind}, {"title", one.title}, {"file", one.file}, {"digest", one.digest}, {"bytes", one.bytes}, {"number", one.number}, {"date", one.date},
          {"register", one.register_id}, {"fields", Json::parse(fields_json(one))}};
}

Json json_of(const std::string& assignment, const PlanEvent& event) {
  Json json{{"assignment", assignment}, {"uid", event.uid}, {"previous", event.previous}, {"kind", kind_code(event.kind)}, {"at", event.at}, {"actor", event.actor}, {"note", event.note}};
  json["detail"] = Json::parse(event_detail_json(event));
  json["evidence"] = Json::array();
  for (const Evidence& one : event.evidence) json["evidence"].push_back(json_of(one));
  return json;
}

// Texts that are not UTF-8 must not stop an export; what is put in their place shows at the merge as a changed event.
std::string line_of(const Json& json) { return json.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n"; }

std::optional<Date> day_of(const Json& json) {
  if (json.is_null()) return std::nullopt;
  const auto day = parse_date(json.get<std::string>());
  if (!day) throw std::domain_error(json.get<std::string>());
  return day;
}

Measure measure_of(const Json& json) {
  Measure m;
  m.position = json.at("row");
  if (json.contains("point_of")) m.row = json["point_of"].get<int>();
  m.text = {json.at("line"), json.at("section"), json.at("number"), json.at("measure"), json.at("deadline"), json.at("purpose"), json.at("responsible"), json.at("result")};
  m.deadline = deadline_of_json(json.at("reading").dump(), m.text.deadline);
  m.work = work_of_json(json.at("work").dump());
  m.responsible = responsible_of_json(json.at("bodies").dump());
  return m;
}

// Rows are found by their number everywhere.
void check_rows(const Plan& plan) {
  for (std::size_t i = 0; i < plan.measures.size(); ++i)
    if (plan.measures[i].position != static_cast<int>(i) + 1) throw std::domain_error(fmt::format("row {}", plan.measures[i].position));
}

void read_plan(const std::string& text, PlanPart& part) {
  const Json json = Json::parse(text);
  StoredPlan& stored = part.plan;
  stored.uid = json.at("uid"), stored.redaction = json.at("redaction"), stored.actor = json.at("adopted_by"), stored.at = json.at("adopted_at");
  part.supersedes = json.at("supersedes");
  Plan& plan = stored.plan;
  plan.pack = json.at("pack"), plan.id = json.at("id"), plan.title = json.at("title"), plan.year = json.at("year");
  plan.from = day_of(json.at("from")).value(), plan.to = day_of(json.at("to")).value();
  read_head(json.at("head").dump(), plan);
  for (const Json& one : json.at("measures")) plan.measures.push_back(measure_of(one));
  check_rows(plan);
  for (const Json& one : json.at("windows"))
    part.occasions.push_back({0, one.at("row"), one.at("window"), day_of(one.at("from")), day_of(one.at("to")), one.at("stage"), one.at("never_late")});
  for (const Json& one : json.at("decisions")) part.decisions.push_back({one.at("row"), one.at("windows"), one.at("reason"), one.at("by"), one.at("at")});
}

PartAssignment assignment_of(const Json& json, const Plan& plan) {
  PartAssignment one{json.at("name"), json.at("row"), json.at("window"), {}, {0, json.at("level"), json.at("code"), json.at("holder"), json.at("municipality")}, {}, {}};
  const auto part = std::find(std::begin(kParts), std::end(kParts), json.at("part").get<std::string>());
  if (part == std::end(kParts)) throw std::domain_error(json.at("part").get<std::string>());
  one.part = static_cast<Part>(part - std::begin(kParts));
  if (one.position < 1 || one.position > static_cast<int>(plan.measures.size())) throw std::domain_error(fmt::format("row {}", one.position));
  return one;
}

Evidence evidence_of(const Json& json) {
  Evidence one{json.at("kind"), json.at("title"), json.at("file"), json.at("digest"), json.at("bytes"), json.at("number"), json.at("date"), json.at("register"), {}};
  read_fields(json.at("fields").dump(), one);
  return one;
}

PlanEvent event_of(const Json& json) {
  PlanEvent event;
  event.uid = json.at("uid"), event.previous = json.at("previous").get<std::vector<std::string>>();
  const auto kind = event_kind_of(json.at("kind").get<std::string>());
  if (!kind) throw std::domain_error(json.at("kind").get<std::string>());
  event.kind = *kind;
  event.at = json.at("at"), event.actor = json.at("actor"), event.note = json.at("note");
  read_event_detail(json.at("detail").dump(), event);
  for (const Json& one : json.at("evidence")) event.evidence.push_back(evidence_of(one));
  return event;
}

Diagnostic damaged(const std::string& file, const char* member, std::int64_t line, const std::string& reason) {
  Diagnostic error = make_error("PLAN-042", tr_format("{0} of the bundle cannot be understood", member), tr("ask for the bundle again where it was made"));
  error.reason = reason;
  error.spans.push_back({file, member, line, {}, {}, {}});
  return error;
}

// What nlohmann's reader and the checks above throw does not leave this file.
Status each_line(const std::string& text, const std::string& file, const char* member, const std::function<void(const Json&, std::int64_t)>& take) {
  std::int64_t line = 0;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    ++line;
    try {
      take(Json::parse(std::string_view(text).substr(at, end - at)), line);
    } catch (const std::exception& e) {
      return damaged(file, member, line, e.what());
    }
    at = end + 1;
  }
  return {};
}

}  // namespace

std::int64_t PlanPart::events() const {
  std::int64_t all = 0;
  for (const PartAssignment& one : assignments) all += static_cast<std::int64_t>(one.events.size());
  return all;
}

PartTexts texts_of(const PlanPart& part) {
  PartTexts texts;
  texts.plan = bundle_text(json_of(part));
  for (const PartAssignment& one : part.assignments) {
    texts.assignments += line_of(json_of(one));
    for (const PlanEvent& event : one.events) texts.events += line_of(json_of(one.name, event));
  }
  return texts;
}

Result<PlanPart> part_of(const PartTexts& texts, const std::string& file) {
  PlanPart part;
  try {
    read_plan(texts.plan, part);
  } catch (const std::exception& e) {
    return damaged(file, "plan.json", 0, e.what());
  }
  std::map<std::string, std::size_t> known;
  OPORA_TRY(each_line(texts.assignments, file, "assignments.jsonl", [&](const Json& json, std::int64_t) {
    PartAssignment one = assignment_of(json, part.plan.plan);
    known.emplace(one.name, part.assignments.size());
    part.assignments.push_back(std::move(one));
  }));
  OPORA_TRY(each_line(texts.events, file, "events.jsonl", [&](const Json& json, std::int64_t line) {
    PartAssignment& of = part.assignments.at(known.at(json.at("assignment").get<std::string>()));
    of.events.push_back(event_of(json));
    of.lines.push_back(line);
  }));
  return part;
}

std::string assignment_words(const Plan& plan, int position, int ordinal, const Holder& holder) {
  const std::string row = row_title(plan.measures[static_cast<std::size_t>(position) - 1], kTitleCells);
  const std::string& who = holder.name.empty() ? holder.code : holder.name;
  return ordinal == 1 ? fmt::format("{}, {}", row, who) : fmt::format("{}, {}, {}", row, tr_format("window {0}", ordinal), who);
}

std::vector<DateWindow> windows_of(const PlanPart& part, int position) {
  std::vector<DateWindow> windows;
  for (const Occasion& one : part.occasions)
    if (one.position == position && one.from && one.to) windows.push_back({*one.from, *one.to, one.stage});
  return windows;
}

}  // namespace opora
