#include "engine/plan_view.h"

#include <algorithm>

#include "base/messages.h"
#include "base/text.h"
#include "plans/plan_file.h"

namespace opora {
namespace {

constexpr std::string_view kDueStates[] = {"running", "demand", "decide", "late", "coming"};

// Occasions that the texts alone give.
std::vector<Occasion> occasions_in(const Plan& plan) {
  std::vector<Occasion> occasions;
  for (const Measure& measure : plan.measures) {
    const bool never_late = measure.deadline.trigger == Trigger::kDemand;
    int ordinal = 0;
    for (const DateWindow& window : measure.deadline.windows)
      occasions.push_back({0, measure.position, ++ordinal, window.from, window.to, window.stage, never_late});
    if (ordinal == 0) occasions.push_back({0, measure.position, 1, {}, {}, {}, never_late});
  }
  return occasions;
}

// A point is told apart from its row only when it says something of its own.
bool stands_alone(const Measure& measure) {
  return !measure.is_point() || !trimmed(measure.text.deadline).empty() || !trimmed(measure.text.responsible).empty();
}

bool holds(const DateWindow& window, Date on) { return window.from <= on && on <= window.to; }

bool may_be_now(const PlanView& view, const Measure& measure, Date on) {
  const Deadline& deadline = measure.deadline;
  if (deadline.question.empty() || view.is_decided(measure.position)) return false;
  if (deadline.choices.empty()) return view.plan.from <= on && on <= view.plan.to;
  for (const DeadlineChoice& choice : deadline.choices)
    for (const DateWindow& window : choice.windows)
      if (holds(window, on)) return true;
  return false;
}

void add(WorkCounts& counts, const AssignmentCount& one) {
  switch (one.state) {
    case AssignmentState::kOpen: counts.open += one.assignments; break;
    case AssignmentState::kHandedIn: counts.handed_in += one.assignments; break;
    case AssignmentState::kAccepted: counts.accepted += one.assignments; break;
    case AssignmentState::kReturned: counts.returned += one.assignments; break;
    case AssignmentState::kDropped: counts.dropped += one.assignments; break;
  }
}

WorkCounts work_in(const PlanView& view, const Occasion& occasion) {
  WorkCounts counts;
  for (const AssignmentCount& one : view.counts)
    if (one.occasion == occasion.id) add(counts, one);
  return counts;
}

WorkCounts together(WorkCounts a, const WorkCounts& b) {
  a.open += b.open;
  a.handed_in += b.handed_in;
  a.accepted += b.accepted;
  a.returned += b.returned;
  a.dropped += b.dropped;
  return a;
}

std::vector<const Occasion*> windows_of(const PlanView& view, int position) {
  std::vector<const Occasion*> windows;
  for (const Occasion& one : view.occasions)
    if (one.position == position) windows.push_back(&one);
  return windows;
}

// The line of a measure on a day; nothing: it is not due then.
std::optional<DueLine> due_line(const PlanView& view, const Measure& measure, Date on, int coming, bool all) {
  DueLine line;
  line.position = measure.position;
  bool running = false;
  const Occasion* next = nullptr;
  const std::vector<const Occasion*> windows = windows_of(view, measure.position);
  for (const Occasion* one : windows) {
    if (!one->from) continue;
    if (*one->from <= on && on <= *one->to) {
      running = true;
      line.state = one->never_late ? DueState::kDemand : DueState::kRunning;
      if (!line.until || *line.until < *one->to) line.from = one->from, line.until = one->to, line.stage = one->stage;
      line.work = together(line.work, work_in(view, *one));
    } else if (on < *one->from && *one->from <= from_days(to_days(on) + coming) && !next) {
      next = one;
    }
  }
  if (running) return view.id && !all && line.work.open + line.work.returned == 0 ? std::nullopt : std::optional(line);
  if (next) {
    line.state = DueState::kComing;
    line.from = next->from, line.until = next->to, line.stage = next->stage;
    line.work = work_in(view, *next);
    return line;
  }
  if (!may_be_now(view, measure, on)) return std::nullopt;
  line.state = DueState::kDecide;
  for (const Occasion* one : windows) line.work = together(line.work, work_in(view, *one));
  return line;
}

Diagnostic no_such_row(const Plan& plan, const std::string& words) {
  std::vector<std::string> numbers;
  for (const Measure& measure : plan.measures)
    if (!measure.text.number.empty()) numbers.push_back(measure.text.number);
  const auto guess = nearest(words, numbers);
  return make_error("PLAN-003", tr_format("the plan has no row \"{0}\"", words),
                    guess ? tr_format("did you mean \"{0}\"?", *guess) : tr("a row is named by its number as opora plan show has it; of several with one number by 11:2, or by SECTION/NUMBER"));
}

std::string without_dot(std::string number) {
  while (!number.empty() && (number.back() == '.' || number.back() == ' ')) number.pop_back();
  return number;
}

}  // namespace

std::string_view state_code(DueState state) { return kDueStates[static_cast<int>(state)]; }

bool PlanView::is_decided(int position) const {
  return std::any_of(decisions.begin(), decisions.end(), [&](const DeadlineDecision& one) { return one.position == position; });
}

PlanView view_of(Plan plan) {
  PlanView view;
  view.occasions = occasions_in(plan);
  view.plan = std::move(plan);
  return view;
}

Result<std::vector<PlanView>> pack_plans(const PackLibrary& packs, const std::string& pack, const std::string& id) {
  OPORA_ASSIGN(const auto lineage, packs.lineage(pack));
  OPORA_ASSIGN(std::vector<Plan> plans, plans_of(lineage));
  const std::vector<Organisation> organisations = organisations_of(lineage);
  std::vector<PlanView> views;
  std::vector<std::string> ids;
  for (Plan& plan : plans) {
    ids.push_back(plan.id);
    if (!id.empty() && plan.id != id) continue;
    views.push_back(view_of(std::move(plan)));
    views.back().organisations = organisations;
  }
  if (!views.empty()) return views;
  const auto guess = nearest(id, ids);
  return make_error("PLAN-001", ids.empty() ? tr_format("pack \"{0}\" has no plans", pack) : tr_format("pack \"{0}\" has no plan \"{1}\"", pack, id),
                    guess ? tr_format("did you mean \"{0}\"?", *guess) : ids.empty() ? std::string(tr("packs with plans: opora plan list")) : tr_format("there are: {0}", fmt::join(ids, ", ")));
}

Result<PlanView> stored_plan(const Store& store, PlanId id, const AssignmentFilter& filter) {
  PlanView view;
  OPORA_ASSIGN(StoredPlan stored, find_plan(store, id));
  view.id = id;
  view.redaction = stored.redaction;
  view.plan = std::move(stored.plan);
  OPORA_ASSIGN(view.occasions, occasions_of(store, id));
  AssignmentFilter of_plan = filter;
  of_plan.plan = id;
  OPORA_ASSIGN(view.counts, count_assignments(store, of_plan));
  OPORA_ASSIGN(view.decisions, deadline_decisions_of(store, id));
  return view;
}

void name_organisations(PlanView& view, const PackLibrary& packs) {
  const auto lineage = packs.lineage(view.plan.pack);
  if (lineage) view.organisations = organisations_of(*lineage);
}

std::vector<DueLine> due_lines(const PlanView& view, Date on, int coming, bool all) {
  std::vector<DueLine> lines;
  for (const Measure& measure : view.plan.measures)
    if (stands_alone(measure))
      if (auto line = due_line(view, measure, on, coming, all)) lines.push_back(std::move(*line));
  return lines;
}

std::vector<DueLine> late_lines(const PlanView& view, Date on) {
  std::vector<DueLine> lines;
  for (const Occasion& one : view.occasions) {
    if (!one.to || *one.to >= on || one.never_late || !stands_alone(view.measure(one.position))) continue;
    const WorkCounts work = work_in(view, one);
    if (view.id && work.open + work.returned == 0) continue;
    lines.push_back({one.position, DueState::kLate, one.from, one.to, one.stage, work});
  }
  return lines;
}

std::vector<DueLine> status_lines(const PlanView& view) {
  std::vector<DueLine> lines;
  for (const Measure& measure : view.plan.measures) {
    if (!stands_alone(measure)) continue;
    DueLine line;
    line.position = measure.position;
    for (const Occasion* one : windows_of(view, measure.position)) {
      line.work = together(line.work, work_in(view, *one));
      if (!one->from) continue;
      if (!line.from) line.from = one->from;
      line.until = one->to;
    }
    if (!line.from) line.state = DueState::kDecide;
    lines.push_back(std::move(line));
  }
  return lines;
}

Result<int> find_row(const Plan& plan, const std::string& words) {
  const auto slash = words.rfind('/');
  const std::string section = slash == std::string::npos ? std::string() : words.substr(0, slash);
  std::string number = slash == std::string::npos ? words : words.substr(slash + 1);
  std::optional<long long> nth;
  if (const auto colon = number.rfind(':'); colon != std::string::npos) {
    nth = parse_integer(number.substr(colon + 1));
    number.resize(colon);
  }
  std::vector<const Measure*> found;
  for (const Measure& measure : plan.measures)
    if (!measure.text.number.empty() && without_dot(measure.text.number) == without_dot(number) && measure.text.section.starts_with(section)) found.push_back(&measure);
  if (found.empty() || (nth && (*nth < 1 || *nth > static_cast<long long>(found.size())))) return no_such_row(plan, words);
  if (found.size() == 1 || nth) return found[nth ? static_cast<std::size_t>(*nth - 1) : 0]->position;
  std::vector<std::string> choices;
  for (std::size_t i = 0; i < found.size(); ++i) choices.push_back(tr_format("{0}:{1} ({2})", number, i + 1, found[i]->text.section.empty() ? found[i]->text.deadline : found[i]->text.section));
  return make_error("PLAN-004", tr_format("several rows have the number {0}", number), tr_format("say which: {0}", fmt::join(choices, "; ")));
}

}  // namespace opora
