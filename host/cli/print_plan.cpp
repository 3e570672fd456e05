#include "cli/print_plan.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/messages.h"
#include "base/text.h"
#include "cli/print.h"
#include "engine/plan_rows.h"
#include "plans/deadline.h"
#include "plans/evidence_kinds.h"
#include "report/csv_text.h"
#include "report/terminal_table.h"

namespace opora {
namespace {

using Json = nlohmann::ordered_json;

constexpr int kWidest = 150;
constexpr int kUsual = 120;  // of text that goes into a file
constexpr const char* kByteOrderMark = "\xEF\xBB\xBF";  // spreadsheets tell UTF-8 by it

int width_of(const Session& session) { return session.width == 0 ? kUsual : std::min(session.width, kWidest); }
TerminalStyle style_of(const Session& session) { return {width_of(session), session.colour}; }

std::string body_text(const PlanView& view, const Responsible& body) {
  const auto found = std::find_if(view.organisations.begin(), view.organisations.end(), [&](const Organisation& one) { return one.id == body.organisation; });
  if (found == view.organisations.end() || found->aliases.empty()) return body.text;
  return display_width(body.text) <= display_width(found->aliases.front()) ? body.text : found->aliases.front();
}

std::string bodies_text(const PlanView& view, const Measure& measure) {
  std::string text;
  for (const Responsible& one : measure.responsible) text += (text.empty() ? "" : ", ") + body_text(view, one);
  return text;
}

std::string work_text(const WorkCounts& work) { return work.asked() == 0 ? std::string() : tr_format("{0} of {1}", count_text(work.done()), count_text(work.asked())); }

CellTone tone_of(const WorkCounts& work, DueState state) {
  if (work.asked() > 0 && work.done() == work.asked()) return CellTone::kGood;
  return state == DueState::kLate ? CellTone::kBad : CellTone::kPlain;
}

std::string plan_heading(const PlanView& view) {
  std::string text = view.id ? tr_format("Plan {0}. {1}", *view.id, view.plan.title) : view.plan.title;
  return text + " (" + view.plan.pack + ", " + view.plan.id + (view.id && view.redaction > 1 ? ", " + tr_format("redaction {0}", view.redaction) : std::string()) + ")";
}

// What is known of the end of a window, or why nothing is.
std::string until_text(const DueLine& line) {
  if (line.state == DueState::kDemand) return tr("on demand");
  if (line.state == DueState::kComing && line.from) return tr_format("from {0}", day_text(*line.from));
  return line.until ? day_text(*line.until) : std::string("—");
}

struct Group {
  DueState state;
  const char* title;
};
constexpr Group kGroups[] = {
    {DueState::kLate, tr_later("The time is over")},
    {DueState::kRunning, tr_later("Under way")},
    {DueState::kComing, tr_later("About to begin")},
    {DueState::kDecide, tr_later("Somebody has to decide when (opora plan decide)")},
    {DueState::kDemand, tr_later("When somebody asks for it")},
};

// Numbers begin anew in each section of many plans.
bool has_sections(const Plan& plan) {
  return std::any_of(plan.measures.begin(), plan.measures.end(), [&](const Measure& one) { return one.text.section != plan.measures.front().text.section; });
}

TerminalTable table_of(const PlanView& view, const std::vector<const DueLine*>& lines, bool with_work) {
  TerminalTable table;
  const bool sections = has_sections(view.plan);
  table.columns = {{tr("No."), false, 4}, {tr("Measure"), false, 24}, {tr("Deadline"), false, 12}, {tr("Until"), false, 10}, {tr("Responsible"), false, 12}};
  if (sections) table.columns.insert(table.columns.begin(), {tr("Section"), false, 10});
  if (with_work) table.columns.push_back({tr("Done"), true, 0});
  for (const DueLine* line : lines) {
    const Measure& measure = view.measure(line->position);
    const std::string stage = line->stage.empty() ? std::string() : " [" + line->stage + "]";
    std::vector<TerminalCell> row = {{measure.text.number, CellTone::kStrong}, {measure.text.measure + stage}, {measure.deadline.text, CellTone::kQuiet}, {until_text(*line)},
                                     {bodies_text(view, measure)}};
    if (sections) row.insert(row.begin(), {measure.text.section, CellTone::kQuiet});
    if (with_work) row.push_back({work_text(line->work), tone_of(line->work, line->state)});
    table.rows.push_back(std::move(row));
  }
  return table;
}

std::string groups_text(const Session& session, const PlanLines& plan) {
  std::string text;
  for (const Group& group : kGroups) {
    std::vector<const DueLine*> lines;
    for (const DueLine& line : plan.lines)
      if (line.state == group.state) lines.push_back(&line);
    if (lines.empty()) continue;
    if (group.state != DueState::kDecide && group.state != DueState::kDemand)
      std::stable_sort(lines.begin(), lines.end(), [](const DueLine* a, const DueLine* b) { return a->until < b->until; });
    text += "\n" + std::string(tr(group.title)) + ": " + count_text(static_cast<std::int64_t>(lines.size())) + "\n" +
            render_table(table_of(*plan.view, lines, plan.view->id.has_value()), style_of(session));
  }
  return text;
}

// Which of the rows with its number and section a measure is: 1, 2 …
int nth_of(const Plan& plan, const Measure& measure) {
  int nth = 0;
  for (const Measure& one : plan.measures)
    if (one.position <= measure.position && one.text.number == measure.text.number && one.text.section == measure.text.section && !one.is_point()) ++nth;
  return nth;
}

class CsvLine {
 public:
  explicit CsvLine(std::string& out) : out_(out) {}
  CsvLine& add(std::string_view text) {
    if (!first_) out_ += ';';
    first_ = false;
    append_csv_field(out_, text, ';');
    return *this;
  }
  CsvLine& add(std::int64_t number) { return add(std::to_string(number)); }
  ~CsvLine() { out_ += "\r\n"; }

 private:
  std::string& out_;
  bool first_ = true;
};

Json work_json(const WorkCounts& work) {
  return {{"open", work.open}, {"handed_in", work.handed_in}, {"accepted", work.accepted}, {"returned", work.returned}, {"dropped", work.dropped}};
}

std::string iso_or_empty(const std::optional<Date>& day) { return day ? to_iso(*day) : std::string(); }

Json evidence_json(const Evidence& one) {
  Json j{{"kind", one.kind}, {"title", one.title}, {"file", one.file}, {"sha256", one.digest}, {"bytes", one.bytes}, {"number", one.number}, {"date", one.date}, {"register", one.register_id}};
  j["fields"] = Json::object();
  for (const auto& [name, value] : one.fields) j["fields"][name] = value;
  return j;
}

std::string reading_text(const PlanView& view, const Measure& measure) {
  std::string text;
  for (const Occasion& one : view.occasions)
    if (one.position == measure.position && one.from) text += (text.empty() ? "" : ", ") + day_text(*one.from) + "–" + day_text(*one.to) + (one.stage.empty() ? "" : " [" + one.stage + "]");
  if (measure.deadline.question.empty() || view.is_decided(measure.position)) return text;
  text += (text.empty() ? "" : "; ") + tr_format("to be decided: {0}", question_title(measure.deadline.question));
  for (const DeadlineChoice& choice : measure.deadline.choices) text += (&choice == &measure.deadline.choices.front() ? " — " : ", ") + choice.label;
  return measure.deadline.question_text.empty() ? text : text + " (" + measure.deadline.question_text + ")";
}

}  // namespace

std::string evidence_line(const Evidence& one) {
  std::string text = evidence_title(one.kind) + ": " + (one.title.empty() ? one.file : one.title);
  if (!one.number.empty()) text += " № " + one.number;
  if (const auto date = parse_date(one.date)) text += ", " + day_text(*date);
  if (!one.digest.empty()) text += " (SHA-256 " + one.digest.substr(0, 12) + "…)";
  for (const auto& [name, value] : one.fields) text += "; " + name + " = " + value;
  return text;
}

const char* event_title(EventKind kind) {
  switch (kind) {
    case EventKind::kAssigned: return tr("given");
    case EventKind::kHandedIn: return tr("handed in");
    case EventKind::kAccepted: return tr("accepted");
    case EventKind::kReturned: return tr("returned");
    case EventKind::kWithdrawn: return tr("taken back");
    case EventKind::kDropped: return tr("no longer asked for");
    case EventKind::kSettled: return tr("conflict settled");
    case EventKind::kCarried: return tr("carried over");
  }
  return "";
}

std::string holder_text(const Holder& holder) {
  std::string text = holder.name.empty() ? holder.code : holder.name;
  if (holder.level == "school") text += " (" + holder.code + ")";
  return text;
}

std::string state_title(AssignmentState state) {
  switch (state) {
    case AssignmentState::kOpen: return tr("open");
    case AssignmentState::kHandedIn: return tr("handed in");
    case AssignmentState::kAccepted: return tr("accepted");
    case AssignmentState::kReturned: return tr("returned");
    case AssignmentState::kDropped: return tr("no longer asked for");
  }
  return {};
}

std::string due_text(const Session& session, const std::vector<PlanLines>& plans, Date on) {
  std::string text;
  for (const PlanLines& plan : plans) {
    text += (text.empty() ? "" : "\n") + plan_heading(*plan.view) + "\n" + tr_format("On {0}", day_text(on)) + "\n";
    text += plan.lines.empty() ? std::string("\n") + tr("Nothing is due.") + "\n" : groups_text(session, plan);
  }
  return text;
}

std::string due_csv(const std::vector<PlanLines>& plans) {
  std::string out = std::string(kByteOrderMark) + "plan;section;number;nth;state;from;until;stage;measure;deadline;responsible;open;handed_in;accepted;returned\r\n";
  for (const PlanLines& plan : plans)
    for (const DueLine& line : plan.lines) {
      const Measure& m = plan.view->measure(line.position);
      CsvLine(out).add(plan.view->plan.id).add(m.text.section).add(m.text.number).add(nth_of(plan.view->plan, m)).add(state_code(line.state)).add(iso_or_empty(line.from))
          .add(iso_or_empty(line.until)).add(line.stage).add(m.text.measure).add(m.deadline.text).add(m.text.responsible).add(line.work.open).add(line.work.handed_in)
          .add(line.work.accepted).add(line.work.returned);
    }
  return out;
}

std::string due_json(const std::vector<PlanLines>& plans, Date on) {
  std::string out;
  for (const PlanLines& plan : plans)
    for (const DueLine& line : plan.lines) {
      const Measure& m = plan.view->measure(line.position);
      Json j{{"plan", plan.view->plan.id}, {"pack", plan.view->plan.pack}, {"on", to_iso(on)}, {"section", m.text.section}, {"number", m.text.number}, {"position", m.position},
             {"state", state_code(line.state)}, {"from", iso_or_empty(line.from)}, {"until", iso_or_empty(line.until)}, {"stage", line.stage}, {"measure", m.text.measure},
             {"deadline", m.deadline.text}, {"responsible", m.text.responsible}};
      if (plan.view->id) j["work"] = work_json(line.work);
      out += j.dump() + "\n";
    }
  return out;
}

std::string status_text(const Session& session, const PlanLines& plan) {
  TerminalTable table;
  table.columns = {{tr("No."), false, 4}, {tr("Measure"), false, 24}, {tr("Deadline"), false, 12}, {tr("Done"), true, 0}, {tr("Handed in"), true, 0}, {tr("Accepted"), true, 0},
                   {tr("Returned"), true, 0}, {tr("Open"), true, 0}};
  for (const DueLine& line : plan.lines) {
    const Measure& m = plan.view->measure(line.position);
    const auto number = [](std::int64_t n) { return n == 0 ? TerminalCell("·", CellTone::kQuiet) : TerminalCell(count_text(n)); };
    table.rows.push_back({{m.text.number, CellTone::kStrong}, {m.text.measure}, {m.deadline.text, CellTone::kQuiet}, {work_text(line.work), tone_of(line.work, line.state)}, number(line.work.handed_in),
                          number(line.work.accepted), number(line.work.returned), number(line.work.open)});
  }
  return plan_heading(*plan.view) + "\n\n" + render_table(table, style_of(session));
}

std::string plan_text(const Session& session, const PlanView& view, bool readings) {
  std::string text = plan_heading(view) + "\n";
  const PlanAct& act = view.plan.act;
  if (!act.number.empty() || !act.date.empty()) {
    const auto date = parse_date(act.date);
    text += act.title + (act.number.empty() ? "" : " № " + act.number) + (date ? ", " + day_text(*date) : std::string()) + "\n";
  }
  if (!view.plan.criterion.empty()) text += tr_format("Answers for the criterion: {0}", view.plan.criterion) + "\n";
  text += tr_format("Period {0} – {1}", day_text(view.plan.from), day_text(view.plan.to)) + "\n";
  std::string section = "\n";
  TerminalTable table;
  const auto flush = [&] {
    if (!table.rows.empty()) text += (trimmed(section).empty() ? std::string("\n") : "\n" + section + "\n") + render_table(table, style_of(session));
    table.rows.clear();
    table.columns = {{tr("No."), false, 4}, {tr("Measure"), false, 30}, {tr("Deadline"), false, 12}};
    if (readings) table.columns.push_back({tr("Read as"), false, 20});
    table.columns.push_back({tr("Responsible"), false, 12});
    table.columns.push_back({tr("Result"), false, 10});
  };
  for (const Measure& m : view.plan.measures) {
    if (m.text.section != section) flush();
    section = m.text.section;
    std::vector<TerminalCell> row = {{m.is_point() ? "  •" : m.text.number, CellTone::kStrong}, {m.text.measure}, {m.text.deadline, CellTone::kQuiet}};
    const bool shown = !m.is_point() || !m.text.deadline.empty();
    if (readings) row.push_back(shown ? TerminalCell(reading_text(view, m)) : TerminalCell());
    row.push_back({m.is_point() && m.text.responsible.empty() ? std::string() : bodies_text(view, m)});
    row.push_back({m.text.result});
    table.rows.push_back(std::move(row));
  }
  flush();
  return text;
}

std::string row_text(const PlanView& view, int position) {
  const Measure& m = view.measure(position);
  const auto line = [](const char* title, const std::string& text) { return text.empty() ? std::string() : std::string(title) + ": " + text + "\n"; };
  const auto listed = [](const std::vector<std::string>& all) { return fmt::format("{}", fmt::join(all, ", ")); };
  std::string text = plan_heading(view) + "\n" + (m.text.section.empty() ? "" : m.text.section + "\n") + "\n" + m.text.number + " " + m.text.measure + "\n\n";
  for (const Measure& point : view.plan.measures)
    if (point.row == position) text += "  • " + point.text.measure + "\n";
  text += line(tr("Deadline"), m.text.deadline) + line(tr("Read as"), reading_text(view, m));
  for (const DeadlineDecision& one : view.decisions)
    if (one.position == position) text += tr_format("Decided by {0} on {1}: {2} ({3})", one.actor, one.at.substr(0, 10), one.windows, one.reason) + "\n";
  text += line(tr("Purpose"), m.text.purpose) + line(tr("Responsible"), m.text.responsible);
  for (const Responsible& one : m.responsible) {
    const auto known = std::find_if(view.organisations.begin(), view.organisations.end(), [&](const Organisation& o) { return o.id == one.organisation; });
    text += "  " + one.text + " = " + (known == view.organisations.end() ? std::string(tr("nobody in the pack is called so")) : known->name) + "\n";
  }
  std::vector<std::string> kinds;
  for (const std::string& kind : m.work.evidence) kinds.push_back(evidence_title(kind));
  text += line(tr("Result"), m.text.result) + line(tr("Proven by"), listed(kinds)) + line(tr("Carried out by"), listed(m.work.performs)) + line(tr("Register"), m.work.register_id) +
          line(tr("Reports to"), m.work.reports_to) + line(tr("Carries on"), m.work.carries_on);
  for (const DueLine& status : status_lines(view))
    if (status.position == position && view.id) text += line(tr("Done"), work_text(status.work));
  return text;
}

std::string plan_json(const PlanView& view) {
  std::string out;
  for (const Measure& m : view.plan.measures) {
    Json j{{"plan", view.plan.id}, {"pack", view.plan.pack}, {"criterion", view.plan.criterion}, {"position", m.position}, {"section", m.text.section}, {"number", m.text.number}, {"measure", m.text.measure},
           {"deadline", m.text.deadline}, {"purpose", m.text.purpose}, {"responsible", m.text.responsible}, {"result", m.text.result}, {"normal_form", normal_form(m.deadline)}};
    if (m.row) j["row"] = *m.row;
    j["windows"] = Json::array();
    for (const Occasion& one : view.occasions)
      if (one.position == m.position && one.from) j["windows"].push_back({{"from", to_iso(*one.from)}, {"to", to_iso(*one.to)}, {"stage", one.stage}});
    if (!m.deadline.question.empty()) j["question"] = m.deadline.question;
    j["decided"] = view.is_decided(m.position);
    j["bodies"] = Json::array();
    for (const Responsible& one : m.responsible) j["bodies"].push_back({{"text", one.text}, {"organisation", one.organisation}, {"lead", one.part == Part::kLead}});
    j["performs"] = m.work.performs;
    j["evidence"] = m.work.evidence;
    out += j.dump() + "\n";
  }
  return out;
}

std::string plan_csv(const PlanView& view) {
  std::vector<PlanRow> rows;
  for (const Measure& measure : view.plan.measures) rows.push_back(measure.text);
  return rows_csv(rows);
}

std::string assignments_text(const Session& session, const PlanView& view, const std::vector<Assignment>& assignments) {
  TerminalTable table;
  table.columns = {{tr("Assignment"), true, 0}, {tr("No."), false, 4}, {tr("Measure"), false, 20}, {tr("Who"), false, 16}, {tr("Municipality"), false, 10}, {tr("Until"), false, 10}, {tr("State"), false, 10}};
  for (const Assignment& one : assignments) {
    const Measure& m = view.measure(one.position);
    const auto due = one.standing.due ? one.standing.due : one.occasion.to;
    std::string state = state_title(one.standing.state);
    if (!one.standing.reached.empty()) state += ": " + one.standing.reached;
    if (one.standing.conflict) state += ", " + std::string(tr("conflict"));
    const std::string who = holder_text(one.holder) + (one.standing.person.empty() ? "" : ", " + one.standing.person);
    table.rows.push_back({{std::to_string(one.id)}, {m.text.number, CellTone::kStrong}, {m.text.measure}, {who}, {one.holder.level == "school" ? one.holder.municipality : std::string()},
                          {due ? day_text(*due) : std::string("—")}, {state, one.standing.conflict ? CellTone::kBad : is_owed(one.standing.state) ? CellTone::kPlain : CellTone::kGood}});
  }
  return render_table(table, style_of(session));
}

std::string assignments_csv(const PlanView& view, const std::vector<Assignment>& assignments) {
  std::string out = std::string(kByteOrderMark) + "assignment;section;number;measure;level;code;name;municipality;from;until;due;stage;state;reached;person;conflict\r\n";
  for (const Assignment& one : assignments) {
    const Measure& m = view.measure(one.position);
    CsvLine(out).add(one.id).add(m.text.section).add(m.text.number).add(m.text.measure).add(one.holder.level).add(one.holder.code).add(one.holder.name).add(one.holder.municipality)
        .add(iso_or_empty(one.occasion.from)).add(iso_or_empty(one.occasion.to)).add(iso_or_empty(one.standing.due)).add(one.occasion.stage).add(state_code(one.standing.state))
        .add(one.standing.reached).add(one.standing.person).add(std::int64_t{one.standing.conflict});
  }
  return out;
}

std::string assignments_json(const PlanView& view, const std::vector<Assignment>& assignments) {
  std::string out;
  for (const Assignment& one : assignments) {
    const Measure& m = view.measure(one.position);
    out += Json{{"assignment", one.id}, {"plan", view.plan.id}, {"number", m.text.number}, {"position", one.position}, {"level", one.holder.level}, {"code", one.holder.code},
                {"name", one.holder.name}, {"municipality", one.holder.municipality}, {"from", iso_or_empty(one.occasion.from)}, {"until", iso_or_empty(one.occasion.to)},
                {"due", iso_or_empty(one.standing.due)}, {"stage", one.occasion.stage}, {"state", state_code(one.standing.state)}, {"reached", one.standing.reached},
                {"person", one.standing.person}, {"conflict", one.standing.conflict}}.dump() + "\n";
  }
  return out;
}

std::string history_text(const Session& session, const WorkReport& standing, const std::vector<PlanEvent>& events) {
  const Assignment& one = standing.assignment;
  std::string text = standing.row + "\n" + tr_format("Assignment {0}: {1}", one.id, holder_text(one.holder)) + "\n" + tr_format("State: {0}", state_title(one.standing.state)) +
                     (one.standing.conflict ? ", " + std::string(tr("conflict")) : std::string()) + "\n\n";
  TerminalTable table;
  table.columns = {{tr("When"), false, 16}, {tr("Who"), false, 10}, {tr("What"), false, 16}, {tr("Remark"), false, 24}};
  for (const PlanEvent& event : events) {
    std::string what = event_title(event.kind);
    if (!event.organisation.empty()) what += ": " + event.organisation;
    if (!event.person.empty()) what += ": " + event.person;
    if (event.due) what += ", " + tr_format("until {0}", day_text(*event.due));
    table.rows.push_back({{event.at}, {event.actor}, {what}, {event.note}});
    for (const Evidence& evidence : event.evidence) table.rows.push_back({{""}, {""}, {""}, {evidence_line(evidence), CellTone::kQuiet}});
  }
  return text + (events.empty() ? std::string(tr("Nothing has happened yet.")) + "\n" : render_table(table, style_of(session)));
}

std::string history_json(const std::vector<PlanEvent>& events) {
  std::string out;
  for (const PlanEvent& event : events) {
    Json j{{"uid", event.uid}, {"previous", event.previous}, {"kind", kind_code(event.kind)}, {"at", event.at}, {"actor", event.actor}, {"note", event.note},
           {"organisation", event.organisation}, {"person", event.person}, {"due", iso_or_empty(event.due)}, {"undone", event.undone}};
    j["evidence"] = Json::array();
    for (const Evidence& one : event.evidence) j["evidence"].push_back(evidence_json(one));
    out += j.dump() + "\n";
  }
  return out;
}

std::string adopted_text(const AdoptReport& report) {
  std::string text = tr_format("Plan {0} is at work: {1}", report.plan, report.title) + "\n";
  text += "  " + tr_format("rows and points: {0}; assignments: {1}; holders: {2}", count_text(report.measures), count_text(report.assignments), count_text(report.holders)) + "\n";
  for (const AdoptReport::ClassUse& use : report.classes) {
    if (use.waiting) text += "  " + tr_format("{0}: waits for the approved list of \"{1}\"; then: opora plan expand {2}", use.name, use.list, report.plan) + "\n";
    else text += "  " + tr_format("{0}: {1}", use.name, count_text(use.holders)) + (use.list.empty() ? "" : " (" + tr_format("list {0}", use.list) + ")") + "\n";
  }
  if (report.supersedes) text += "  " + tr_format("redaction {0}, after plan {1}; work carried over: {2}", report.redaction, *report.supersedes, count_text(report.carried)) + "\n";
  if (report.undecided > 0) text += "  " + tr_format("deadlines to decide: {0} (opora plan show {1} --readings)", count_text(report.undecided), report.plan) + "\n";
  return text;
}

std::string adopted_json(const AdoptReport& report) {
  Json j{{"plan", report.plan}, {"title", report.title}, {"redaction", report.redaction}, {"measures", report.measures}, {"assignments", report.assignments},
         {"holders", report.holders}, {"carried", report.carried}, {"undecided", report.undecided}};
  j["classes"] = Json::array();
  for (const AdoptReport::ClassUse& use : report.classes) j["classes"].push_back({{"name", use.name}, {"holders", use.holders}, {"list", use.list}, {"waiting", use.waiting}});
  return j.dump() + "\n";
}

}  // namespace opora
