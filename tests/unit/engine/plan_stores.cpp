#include "unit/engine/plan_stores.h"

#include "base/messages.h"
#include "store/plan_codec.h"
#include "store/plan_histories.h"

namespace opora::testing {
namespace {

DateWindow window(const char* from, const char* to) { return {*parse_date(from), *parse_date(to), {}}; }

Measure measure(int position, std::string number, std::string text, std::vector<DateWindow> windows) {
  Measure m;
  m.position = position;
  m.text = {position, "Раздел 1", std::move(number), std::move(text), "срок", "", "ОО района", ""};
  m.deadline.text = "срок", m.deadline.windows = std::move(windows);
  if (m.deadline.windows.empty()) m.deadline.confidence = Confidence::kOpen, m.deadline.question = "no-deadline";
  m.responsible = {{"ОО района", "school", Part::kLead}};
  return m;
}

PlanEvent add(Store& store, AssignmentId assignment, PlanEvent event) {
  const Status done = in_transaction(store, [&]() -> Status {
    OPORA_ASSIGN(event, add_event(store, assignment, event));
    return {};
  });
  EXPECT_TRUE(done.ok()) << render_terminal(done.error(), false);
  return event;
}

std::string day(const std::optional<Date>& date) { return date ? to_iso(*date) : "-"; }

}  // namespace

Plan small_plan() {
  Plan plan;
  plan.pack = "ru-test", plan.id = "support-2021", plan.title = "Дорожная карта 2021", plan.year = 2021;
  plan.from = *parse_date("2021-01-01"), plan.to = *parse_date("2021-12-31");
  plan.act = {"приказ", "15", "2021-01-20"};
  plan.sections = {{"Раздел 1", 2021, {}, {}, {}}};
  plan.measures = {measure(1, "1.", "Провести анализ", {window("2021-02-01", "2021-02-28"), window("2021-06-01", "2021-06-30")}),
                   measure(2, "2.", "Назначить куратора", {window("2021-03-01", "2021-03-31")}), measure(3, "3.", "Провести семинар", {})};
  return plan;
}

PlanId adopt_small_plan(Store& store, const std::string& uid, int redaction, std::optional<PlanId> supersedes) {
  PlanId id = 0;
  const Status done = in_transaction(store, [&]() -> Status {
    OPORA_ASSIGN(id, add_plan(store, {0, uid, redaction, supersedes, "Иванова", "2021-01-21T08:00:00Z", small_plan()}));
    std::vector<std::int64_t> holders;
    for (const auto& [code, municipality] : {std::pair("s1", "North"), std::pair("s2", "North"), std::pair("s3", "South")}) {
      OPORA_ASSIGN(const std::int64_t holder, holder_id(store, {0, "school", code, std::string("School ") + code, municipality}));
      holders.push_back(holder);
    }
    OPORA_ASSIGN(const std::vector<Occasion> occasions, occasions_of(store, id));
    for (const Occasion& one : occasions) OPORA_TRY(add_assignments(store, one.id, Part::kLead, holders));
    return {};
  });
  EXPECT_TRUE(done.ok()) << render_terminal(done.error(), false);
  return id;
}

AssignmentId assignment_of(const Store& store, const std::string& school, int position, int ordinal) {
  AssignmentFilter filter;
  filter.holder = school, filter.position = position;
  const auto found = assignments(store, filter);
  for (const Assignment& one : *found)
    if (one.occasion.ordinal == ordinal) return one.id;
  ADD_FAILURE() << "nothing is owed by " << school << " in row " << position;
  return 0;
}

PlanEvent hand_in(Store& store, AssignmentId assignment, const std::string& actor, const std::string& at, const Document& document) {
  PlanEvent event;
  event.kind = EventKind::kHandedIn, event.actor = actor, event.at = at;
  event.evidence = {{"order", document.title, document.file, document.digest, 5, "7", "2021-02-10", "courses", {{"hours", "36"}, {"place", "\"ИРО\""}}}};
  return add(store, assignment, event);
}

PlanEvent step(Store& store, AssignmentId assignment, EventKind kind, const std::string& actor, const std::string& at, const std::string& note) {
  PlanEvent event;
  event.kind = kind, event.actor = actor, event.at = at, event.note = note;
  if (kind == EventKind::kAccepted) event.organisation = "municipal-authority";
  return add(store, assignment, event);
}

std::string dump_plans(const Store& store) {
  std::string text;
  const auto plans = all_plans(store);
  for (const StoredPlan& head : *plans) {
    const auto plan = find_plan(store, head.id);
    text += fmt::format("plan {} {} {} {} {}\n", head.uid, head.redaction, head.actor, head.at, head_json(plan->plan));
    for (const Measure& m : plan->plan.measures)
      text += fmt::format(" {} {} {} {} {} {}\n", m.position, m.text.number, m.text.measure, deadline_json(m.deadline), work_json(m.work), responsible_json(m.responsible));
    const auto occasions = occasions_of(store, head.id);
    for (const Occasion& one : *occasions) text += fmt::format(" window {} {} {} {} {} {}\n", one.position, one.ordinal, day(one.from), day(one.to), one.stage, one.never_late);
    const auto decisions = deadline_decisions_of(store, head.id);
    for (const DeadlineDecision& one : *decisions) text += fmt::format(" decided {} {} {} {} {}\n", one.position, one.windows, one.reason, one.actor, one.at);
    AssignmentFilter filter;
    filter.plan = head.id;
    const Status all = each_history(store, filter, [&](const Assignment& one, const std::vector<PlanEvent>& events) {
      text += fmt::format(" {} {} {} {} {}: {} {} {} {}\n", one.position, one.occasion.ordinal, one.holder.code, one.holder.name, one.holder.municipality, state_code(one.standing.state),
                          one.standing.conflict, one.standing.reached, one.standing.person);
      for (const PlanEvent& event : events) {
        text += fmt::format("  {} {} {} {} {} {}\n", event.uid, fmt::join(event.previous, "+"), kind_code(event.kind), event.at, event.actor, event.note);
        for (const Evidence& e : event.evidence) text += fmt::format("   {} {} {} {} {} {} {} {} {}\n", e.kind, e.title, e.file, e.digest, e.bytes, e.number, e.date, e.register_id, fields_json(e));
      }
      return true;
    });
    EXPECT_TRUE(all.ok());
  }
  return text;
}

}  // namespace opora::testing
