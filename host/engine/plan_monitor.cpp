#include "engine/plan_monitor.h"

#include <algorithm>
#include <map>
#include <set>

#include "base/messages.h"
#include "engine/explain.h"
#include "engine/lists.h"
#include "engine/plan_work.h"
#include "engine/wording.h"
#include "store/plan_events.h"
#include "store/runs.h"

namespace opora {
namespace {

bool is_done(const Assignment& one) { return one.standing.state == AssignmentState::kHandedIn || one.standing.state == AssignmentState::kAccepted; }

// A class of schools that waits for its list is held by the class itself, "pack/class".
bool is_school(const Holder& holder) { return holder.level == "school" && holder.code.find('/') == std::string::npos; }

struct Happened {
  std::optional<Date> handed_in;  // first time of the standing that holds
  std::int64_t documents = 0;
};

// Day and documents of what was handed in, by assignment.
Result<std::map<AssignmentId, Happened>> handed_in(const Store& store, PlanId plan) {
  std::map<AssignmentId, Happened> all;
  OPORA_ASSIGN(const std::vector<RegisterEntry> entries, register_entries(store, "", plan));
  for (const RegisterEntry& entry : entries) {
    Happened& one = all[entry.assignment];
    ++one.documents;
    // A document from before it was entered says when the work was done.
    const auto entered = parse_date(std::string_view(entry.event.at).substr(0, 10)), dated = parse_date(entry.evidence.date);
    const auto day = dated && entered && *dated < *entered ? dated : entered;
    if (day && !one.handed_in) one.handed_in = day;
  }
  return all;
}

Date last_day(const Assignment& one) { return one.standing.due ? *one.standing.due : one.occasion.to ? *one.occasion.to : from_days(0); }
bool has_end(const Assignment& one) { return (one.standing.due || one.occasion.to) && !one.occasion.never_late; }

// A window that is over counts for punctuality, whether it was kept or not.
std::vector<MonitorFigure> figures_of(const PlanView& view, const std::vector<Assignment>& all, const std::map<AssignmentId, Happened>& happened, Date on) {
  std::int64_t ended = 0, on_time = 0, overdue = 0, asked = 0, proven = 0, done = 0;
  std::set<std::string> schools, reached;
  for (const Assignment& one : all) {
    if (one.standing.state == AssignmentState::kDropped) continue;
    ++asked;
    done += is_done(one);
    const auto found = happened.find(one.id);
    if (is_done(one) && found != happened.end() && found->second.documents > 0) ++proven;
    if (has_end(one) && last_day(one) < on) {
      ++ended;
      if (!is_done(one)) ++overdue;
      else if (found != happened.end() && found->second.handed_in && *found->second.handed_in <= last_day(one)) ++on_time;
    }
    if (!is_school(one.holder)) continue;
    schools.insert(one.holder.code);
    if (is_done(one)) reached.insert(one.holder.code);
  }
  const auto count = [](const std::set<std::string>& set) { return static_cast<std::int64_t>(set.size()); };
  std::vector<MonitorFigure> figures = {
      {"done", tr("assignments done"), {}, {done, asked}, {}},
      {"on_time", tr("handed in on time, of those whose time is over"), {}, {on_time, ended}, {}},
      {"overdue", tr("overdue, of those whose time is over"), {}, {overdue, ended}, {}},
      {"with_evidence", tr("with a document, of those done"), {}, {proven, done}, {}},
      {"schools_reached", tr("schools with something done, of the schools that owe something"), {}, {count(reached), count(schools)}, 100},
  };
  for (const Measure& measure : view.plan.measures) {
    if (!measure.work.target) continue;
    std::int64_t of_row = 0, done_of_row = 0;
    for (const Assignment& one : all)
      if (one.position == measure.position && one.standing.state != AssignmentState::kDropped) ++of_row, done_of_row += is_done(one);
    figures.push_back({"target", tr("done, of those who owe it"), row_title(measure), {done_of_row, of_row}, measure.work.target});
  }
  return figures;
}

// Rows whose document is of a kind: programmes adopted, contracts signed, certificates.
void add_kinds(const PlanView& view, const std::vector<Assignment>& all, std::vector<MonitorFigure>& figures) {
  struct Kind {
    const char* evidence;
    const char* id;
    const char* title;
  };
  const Kind kinds[] = {{"programme", "programmes", tr("programmes adopted, of those asked for")}, {"contract", "contracts", tr("contracts of partnership, of those asked for")},
                        {"certificate", "trained", tr("trained with a certificate, of those asked for")}};
  for (const Kind& kind : kinds) {
    std::int64_t asked = 0, done = 0;
    for (const Assignment& one : all) {
      const auto& expected = view.measure(one.position).work.evidence;
      if (std::find(expected.begin(), expected.end(), kind.evidence) == expected.end() || one.standing.state == AssignmentState::kDropped) continue;
      ++asked;
      done += is_done(one);
    }
    if (asked > 0) figures.push_back({kind.id, kind.title, {}, {done, asked}, {}});
  }
}

std::vector<MonitorStage> stages_of(const PlanView& view) {
  std::vector<MonitorStage> stages;
  for (const Measure& measure : view.plan.measures) {
    if (measure.work.stages.size() < 2) continue;
    for (const Occasion& one : view.occasions) {
      if (one.position != measure.position) continue;
      MonitorStage stage{row_title(measure), one.stage, one.from, one.to, {}, measure.work.performs};
      for (const AssignmentCount& count : view.counts) {
        if (count.occasion != one.id) continue;
        if (count.state == AssignmentState::kHandedIn) stage.work.handed_in += count.assignments;
        else if (count.state == AssignmentState::kAccepted) stage.work.accepted += count.assignments;
        else if (count.state == AssignmentState::kReturned) stage.work.returned += count.assignments;
        else if (count.state == AssignmentState::kOpen) stage.work.open += count.assignments;
      }
      stages.push_back(std::move(stage));
    }
  }
  return stages;
}

const ExplainedCheck* met_check(const Explanation& explanation, const std::string& category) {
  for (const ExplainedDecision& decision : explanation.decisions) {
    if (decision.decision.category != category) continue;
    for (const ExplainedCheck& one : decision.checks)
      if (one.check.met()) return &one;
  }
  return nullptr;
}

const ExplainedDecision* decision_in(const Explanation& explanation, const std::string& category) {
  for (const ExplainedDecision& decision : explanation.decisions)
    if (decision.decision.category == category) return &decision;
  return nullptr;
}

// The newest run after the list's in which its methodology took part.
Result<std::optional<RunId>> later_run(const Store& store, const ListRecord& list) {
  OPORA_ASSIGN(const auto runs, list_runs(store));
  for (auto run = runs.rbegin(); run != runs.rend() && run->id > list.run; ++run) {
    if (run->info.pack != list.pack) continue;
    OPORA_ASSIGN(const std::vector<Category> categories, load_categories(store, run->id));
    if (std::any_of(categories.begin(), categories.end(), [&](const Category& one) { return one.methodology == list.methodology; })) return std::optional(run->id);
  }
  return std::optional<RunId>();
}

// "ВПР RU 4 2021" and "ВПР RU 4 2022" measure the same a year apart.
std::string without_years(const std::string& name) {
  std::string out;
  for (std::size_t at = 0; at < name.size();) {
    std::size_t end = at;
    while (end < name.size() && name[end] >= '0' && name[end] <= '9') ++end;
    if (end - at != 4) out += name.substr(at, std::max<std::size_t>(end - at, 1));
    at = std::max(end, at + 1);
  }
  return out;
}

bool is_same_check(const Check& before, const Check& after) { return before.rule == after.rule && without_years(before.name) == without_years(after.name); }

Result<LoopLine> loop_line(const Store& store, const SchoolOnList& on, std::optional<RunId> later, const Words& words) {
  LoopLine line{on.entry.school, on.entry.name, on.entry.municipality, fmt::format("L{} {} {}", on.list.id, on.list.category, on.list.year), {}, {}, {}, {}, 0, 0, 0};
  OPORA_ASSIGN(const Explanation before, explain(store, on.entry.school, on.list.run));
  const ExplainedCheck* check = met_check(before, on.list.category);
  if (!check) return line;
  line.check = readable_name(check->check.name, words);
  line.before = value_text(check->check);
  if (!later) return line;
  OPORA_ASSIGN(const Explanation after, explain(store, on.entry.school, later));
  const ExplainedDecision* decision = decision_in(after, on.list.category);
  if (!decision) return line;
  line.answer_after = std::string(answer_word(decision->decision.answer));
  for (const ExplainedCheck& one : decision->checks)
    if (is_same_check(check->check, one.check)) line.after = value_text(one.check);
  return line;
}

}  // namespace

Result<PlanMonitor> monitor_plan(const Store& store, const PackLibrary& packs, PlanId plan, Date on) {
  OPORA_ASSIGN(const PlanView view, stored_plan(store, plan));
  AssignmentFilter filter;
  filter.plan = plan;
  OPORA_ASSIGN(const std::vector<Assignment> all, assignments(store, filter));
  OPORA_ASSIGN(const auto happened, handed_in(store, plan));
  PlanMonitor monitor{view.plan.title, on, figures_of(view, all, happened, on), stages_of(view), {}};
  add_kinds(view, all, monitor.figures);
  std::map<std::string, LoopLine> work;  // by school
  for (const Assignment& one : all) {
    if (!is_school(one.holder)) continue;
    LoopLine& line = work[one.holder.code];
    is_done(one) ? ++line.done : is_owed(one.standing.state) ? ++line.owed : line.owed;
    if (const auto found = happened.find(one.id); found != happened.end()) line.documents += found->second.documents;
  }
  const Words words = words_of_pack(packs, view.plan.pack);
  std::map<ListId, std::optional<RunId>> later;
  for (const auto& [school, counts] : work) {
    OPORA_ASSIGN(const std::vector<SchoolOnList> on_lists, lists_of_school(store, school));
    for (const SchoolOnList& one : on_lists) {
      if (one.list.state != ListState::kApproved || one.entry.answer != Answer::kYes) continue;
      if (!later.contains(one.list.id)) {
        OPORA_ASSIGN(later[one.list.id], later_run(store, one.list));
      }
      OPORA_ASSIGN(LoopLine line, loop_line(store, one, later[one.list.id], words));
      line.owed = counts.owed;
      line.done = counts.done;
      line.documents = counts.documents;
      monitor.loop.push_back(std::move(line));
    }
  }
  return monitor;
}

}  // namespace opora
