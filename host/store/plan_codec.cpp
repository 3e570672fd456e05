#include "store/plan_codec.h"

#include <nlohmann/json.hpp>

namespace opora {
namespace {

using nlohmann::json;
using nlohmann::ordered_json;

ordered_json windows_json(const std::vector<DateWindow>& windows) {
  ordered_json list = ordered_json::array();
  for (const DateWindow& one : windows) list.push_back({to_days(one.from), to_days(one.to), one.stage});
  return list;
}

std::vector<DateWindow> windows_of(const json& list) {
  std::vector<DateWindow> windows;
  for (const json& one : list) windows.push_back({from_days(one.at(0)), from_days(one.at(1)), one.at(2)});
  return windows;
}

json parsed(std::string_view text) {
  json j = json::parse(text, nullptr, false);
  return j.is_discarded() ? json::object() : j;
}

template <class T>
T at_or(const json& j, const char* key, T fallback) {
  const auto found = j.find(key);
  return found == j.end() ? fallback : found->get<T>();
}

ordered_json optional_day(const std::optional<Date>& day) { return day ? ordered_json(to_days(*day)) : ordered_json(nullptr); }
std::optional<Date> day_of(const json& j, const char* key) {
  const auto found = j.find(key);
  if (found == j.end() || !found->is_number_integer()) return std::nullopt;
  return from_days(found->get<std::int32_t>());
}

ordered_json act_json(const PlanAct& act) { return {{"title", act.title}, {"number", act.number}, {"date", act.date}}; }
PlanAct act_of(const json& j) { return {at_or<std::string>(j, "title", ""), at_or<std::string>(j, "number", ""), at_or<std::string>(j, "date", "")}; }

using Texts = std::vector<std::string>;

}  // namespace

std::string deadline_json(const Deadline& d) {
  ordered_json j{{"windows", windows_json(d.windows)}, {"recurrence", static_cast<int>(d.recurrence)}, {"trigger", static_cast<int>(d.trigger)},
                 {"trigger_text", d.trigger_text}, {"confidence", static_cast<int>(d.confidence)}, {"rule", d.rule}, {"question", d.question},
                 {"question_text", d.question_text}, {"marks", d.marks}};
  j["weekdays"] = ordered_json::array();
  for (const WeekdayEntry& one : d.weekdays) j["weekdays"].push_back({one.weekday, one.what});
  j["choices"] = ordered_json::array();
  for (const DeadlineChoice& one : d.choices) j["choices"].push_back({{"label", one.label}, {"windows", windows_json(one.windows)}});
  return j.dump();
}

Deadline deadline_of_json(std::string_view text, std::string verbatim) {
  const json j = parsed(text);
  Deadline d;
  d.text = std::move(verbatim);
  d.windows = windows_of(j.value("windows", json::array()));
  d.recurrence = static_cast<Recurrence>(at_or(j, "recurrence", 0));
  d.trigger = static_cast<Trigger>(at_or(j, "trigger", 0));
  d.trigger_text = at_or<std::string>(j, "trigger_text", "");
  d.confidence = static_cast<Confidence>(at_or(j, "confidence", 0));
  d.rule = at_or<std::string>(j, "rule", "");
  d.question = at_or<std::string>(j, "question", "");
  d.question_text = at_or<std::string>(j, "question_text", "");
  d.marks = at_or<Texts>(j, "marks", {});
  for (const json& one : j.value("weekdays", json::array())) d.weekdays.push_back({one.at(1), one.at(0)});
  for (const json& one : j.value("choices", json::array())) d.choices.push_back({one.at("label"), windows_of(one.at("windows"))});
  return d;
}

std::string work_json(const MeasureWork& work) {
  ordered_json j{{"performs", work.performs}, {"evidence", work.evidence}, {"register", work.register_id}, {"stages", work.stages},
                 {"list", work.list}, {"reports_to", work.reports_to}, {"carries_on", work.carries_on}};
  if (work.target) j["target"] = *work.target;
  return j.dump();
}

MeasureWork work_of_json(std::string_view text) {
  const json j = parsed(text);
  MeasureWork work;
  work.performs = at_or<Texts>(j, "performs", {});
  work.evidence = at_or<Texts>(j, "evidence", {});
  work.register_id = at_or<std::string>(j, "register", "");
  if (j.contains("target")) work.target = j.at("target").get<int>();
  work.stages = at_or<Texts>(j, "stages", {});
  work.list = at_or<std::string>(j, "list", "");
  work.reports_to = at_or<std::string>(j, "reports_to", "");
  work.carries_on = at_or<std::string>(j, "carries_on", "");
  return work;
}

std::string responsible_json(const std::vector<Responsible>& responsible) {
  ordered_json list = ordered_json::array();
  for (const Responsible& one : responsible) list.push_back({one.text, one.organisation, static_cast<int>(one.part)});
  return list.dump();
}

std::vector<Responsible> responsible_of_json(std::string_view text) {
  std::vector<Responsible> responsible;
  const json j = parsed(text);
  if (j.is_array())
    for (const json& one : j) responsible.push_back({one.at(0), one.at(1), static_cast<Part>(one.at(2).get<int>())});
  return responsible;
}

std::string head_json(const Plan& plan) {
  ordered_json j{{"school_year", plan.school_year}, {"act", act_json(plan.act)}, {"controller", plan.controller}, {"chain", plan.chain}};
  if (!plan.criterion.empty()) j["criterion"] = plan.criterion;
  j["amended"] = ordered_json::array();
  for (const PlanAct& act : plan.amended) j["amended"].push_back(act_json(act));
  j["sections"] = ordered_json::array();
  for (const PlanSection& one : plan.sections)
    j["sections"].push_back({{"title", one.title}, {"year", one.year.value_or(0)}, {"from", optional_day(one.from)}, {"to", optional_day(one.to)}, {"list", one.list}});
  return j.dump();
}

void read_head(std::string_view text, Plan& plan) {
  const json j = parsed(text);
  plan.school_year = at_or(j, "school_year", false);
  plan.act = act_of(j.value("act", json::object()));
  plan.criterion = at_or<std::string>(j, "criterion", "");
  plan.controller = at_or<std::string>(j, "controller", "");
  plan.chain = at_or<Texts>(j, "chain", {});
  for (const json& act : j.value("amended", json::array())) plan.amended.push_back(act_of(act));
  for (const json& one : j.value("sections", json::array())) {
    PlanSection section{at_or<std::string>(one, "title", ""), {}, day_of(one, "from"), day_of(one, "to"), at_or<std::string>(one, "list", "")};
    if (const int year = at_or(one, "year", 0)) section.year = year;
    plan.sections.push_back(std::move(section));
  }
}

std::string event_detail_json(const PlanEvent& event) {
  ordered_json j = ordered_json::object();
  if (!event.organisation.empty()) j["organisation"] = event.organisation;
  if (!event.person.empty()) j["person"] = event.person;
  if (event.due) j["due"] = to_days(*event.due);
  if (!event.undone.empty()) j["undone"] = event.undone;
  return j.dump();
}

void read_event_detail(std::string_view text, PlanEvent& event) {
  const json j = parsed(text);
  event.organisation = at_or<std::string>(j, "organisation", "");
  event.person = at_or<std::string>(j, "person", "");
  event.due = day_of(j, "due");
  event.undone = at_or<std::string>(j, "undone", "");
}

std::string fields_json(const Evidence& evidence) {
  ordered_json j = ordered_json::object();
  for (const auto& [name, value] : evidence.fields) j[name] = value;
  return j.dump();
}

void read_fields(std::string_view text, Evidence& evidence) {
  const ordered_json j = ordered_json::parse(text, nullptr, false);
  if (!j.is_object()) return;
  for (const auto& [name, value] : j.items()) evidence.fields.emplace_back(name, value.is_string() ? value.get<std::string>() : value.dump());
}

}  // namespace opora
