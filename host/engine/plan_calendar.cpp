#include "engine/plan_calendar.h"

#include <algorithm>
#include <map>

#include "base/excerpt.h"
#include "base/messages.h"
#include "base/text.h"
#include "engine/plan_rows.h"

namespace opora {
namespace {

constexpr std::size_t kNamedCharacters = 90;
constexpr std::size_t kNameCharacters = 60;  // of a calendar, beside others in a list

CalendarState state_of(const WorkCounts& work, const PlanView& view, const Measure& measure) {
  if (work.asked() == 0 && work.dropped > 0) return CalendarState::kCancelled;
  if (work.asked() > 0 && work.accepted == work.asked()) return CalendarState::kDone;
  if (work.asked() > 0 && work.done() == work.asked()) return CalendarState::kHandedIn;
  const bool in_doubt = measure.deadline.confidence == Confidence::kOpen && !view.is_decided(measure.position);
  return in_doubt ? CalendarState::kTentative : CalendarState::kOpen;
}

std::string note_of(const WorkCounts& work) { return work.asked() == 0 ? std::string() : tr_format("Handed in: {0} of {1}", work.done(), work.asked()); }

std::optional<Date> first_day(const DateWindow& window, int weekday) {
  const std::chrono::weekday first{std::chrono::sys_days(window.from)};
  const int days = (weekday - static_cast<int>(first.iso_encoding()) + 7) % 7;
  const Date day = from_days(to_days(window.from) + days);
  return day <= window.to ? std::optional(day) : std::nullopt;
}

// Fills the calendar with the windows of one plan.
class Entries {
 public:
  // `scope`: whose windows they are; people who subscribe to two calendars keep both.
  Entries(PlanCalendar& out, const PlanView& view, std::string scope) : out_(&out), view_(&view), scope_(std::move(scope)) {}

  void add(const Occasion& occasion, const WorkCounts& work) {
    const Measure& measure = view_->measure(occasion.position);
    if (occasion.never_late) return leave_out(measure, tr("on demand, so on no day of its own"));
    if (!occasion.from || !occasion.to) return leave_out(measure, tr_format("nobody has said when: {0}", doubt_text(measure.deadline)));
    CalendarEntry entry = entry_of(measure, occasion);
    entry.state = state_of(work, *view_, measure);
    entry.note = note_of(work);
    if (measure.deadline.weekdays.empty()) return out_->calendar.entries.push_back(std::move(entry));
    add_weekdays(entry, measure);
  }

  // The window of a holder who has a day of its own.
  void add_own(const Assignment& one) {
    const Measure& measure = view_->measure(one.position);
    WorkCounts work;
    work.add(one.standing.state);
    CalendarEntry entry = entry_of(measure, one.occasion);
    entry.name += "/" + one.holder.level + "/" + one.holder.code;
    const Date due = *one.standing.due;
    entry.window = {std::min(one.occasion.from.value_or(due), due), due, {}};
    entry.state = state_of(work, *view_, measure);
    entry.note = tr_format("{0}: by {1}", one.holder.name, to_iso(due));
    out_->calendar.entries.push_back(std::move(entry));
  }

 private:
  CalendarEntry entry_of(const Measure& measure, const Occasion& occasion) const {
    const Plan& plan = view_->plan;
    CalendarEntry entry;
    entry.name = fmt::format("{}/{}/{}/{}{}", plan.pack, plan.id, measure.position, occasion.ordinal, scope_);
    entry.redaction = view_->redaction;
    if (occasion.from && occasion.to) entry.window = {*occasion.from, *occasion.to, occasion.stage};
    entry.number = row_number(plan, measure);
    entry.section = measure.text.section;
    entry.measure = measure.text.measure;
    entry.deadline = measure.deadline.text;
    entry.responsible = measure.text.responsible;
    entry.result = measure.text.result;
    return entry;
  }

  void add_weekdays(const CalendarEntry& of_window, const Measure& measure) {
    for (const WeekdayEntry& weekly : measure.deadline.weekdays) {
      const auto first = first_day(of_window.window, weekly.weekday);
      if (!first) {
        leave_out(measure, tr("its weekday does not come within the window"));
        continue;
      }
      CalendarEntry entry = of_window;
      entry.name += fmt::format("/{}/{}", weekly.weekday, weekly.what);
      entry.weekly = weekly;
      entry.window.from = *first;
      out_->calendar.entries.push_back(std::move(entry));
    }
  }

  void leave_out(const Measure& measure, std::string reason) {
    out_->left_out.push_back({row_number(view_->plan, measure), excerpt(measure.text.measure, kNamedCharacters), measure.deadline.text, std::move(reason)});
  }

  PlanCalendar* out_;
  const PlanView* view_;
  std::string scope_;
};

PlanCalendar started(const CalendarRequest& request, const std::string& name) {
  PlanCalendar out;
  out.calendar.name = excerpt(name, kNameCharacters);
  out.calendar.stamp = request.stamp.empty() ? now_utc() : request.stamp;
  out.calendar.alarm_days = request.alarm_days;
  out.calendar.longest_event = request.longest_event;
  return out;
}

std::string scope_of(const CalendarRequest& request) {
  if (!request.holder.empty()) return "/holder/" + request.holder;
  return request.municipality.empty() ? std::string() : "/municipality/" + request.municipality;
}

Diagnostic nobody(const std::string& name, const std::vector<std::string>& known) {
  const auto guess = nearest(name, known);
  return make_error("PLAN-071", tr_format("\"{0}\" owes nothing in the plan", name),
                    guess ? tr_format("did you mean \"{0}\"?", *guess) : tr("the holders of an adopted plan: opora plan status --all; organisations of a pack: opora plan show"));
}

bool covers(const Plan& plan, int year) { return static_cast<int>(plan.from.year()) <= year && year <= static_cast<int>(plan.to.year()); }

bool answers_for(const Measure& measure, const std::string& organisation) {
  return std::any_of(measure.responsible.begin(), measure.responsible.end(), [&](const Responsible& one) { return one.organisation == organisation; });
}

std::vector<const Occasion*> occasions_of(const PlanView& view, const std::string& organisation) {
  std::vector<const Occasion*> shown = shown_occasions(view);
  if (!organisation.empty()) std::erase_if(shown, [&](const Occasion* one) { return !answers_for(view.measure(one->position), organisation); });
  return shown;
}

// Assignments of the plan, gathered by window; those with a day of their own stand apart.
struct GatheredWork {
  std::map<OccasionId, WorkCounts> by_window;
  std::vector<Assignment> own_days;
};
Result<GatheredWork> gather(const Store& store, const AssignmentFilter& filter) {
  GatheredWork work;
  OPORA_TRY(each_assignment(store, filter, [&](const Assignment& one) {
    if (one.standing.due) work.own_days.push_back(one);
    else work.by_window[one.occasion.id].add(one.standing.state);
    return true;
  }));
  return work;
}

}  // namespace

Result<PlanCalendar> calendar_of_pack(const PackLibrary& packs, const std::string& pack, const std::string& plan, std::optional<int> year,
                                      const CalendarRequest& request) {
  if (!request.municipality.empty())
    return make_error("PLAN-072", tr("a pack's plan does not know who is where: --municipality needs an adopted plan"),
                      tr("adopt it (opora plan adopt), then name it by its number"));
  OPORA_ASSIGN(std::vector<PlanView> views, pack_plans(packs, pack, plan));
  if (year) std::erase_if(views, [&](const PlanView& view) { return !covers(view.plan, *year); });
  if (views.empty()) return make_error("PLAN-070", tr_format("no plan of pack \"{0}\" has a day in {1}", pack, *year), tr_format("the plans and their years: opora plan list --pack {0}", pack));
  PlanCalendar out = started(request, views.size() == 1 ? views.front().plan.title : pack);
  std::vector<std::string> organisations;
  for (const PlanView& view : views) {
    Entries entries(out, view, scope_of(request));
    for (const Occasion* occasion : occasions_of(view, request.holder)) entries.add(*occasion, {});
    for (const Organisation& one : view.organisations) organisations.push_back(one.id);
  }
  if (!request.holder.empty() && out.calendar.entries.empty() && out.left_out.empty()) return nobody(request.holder, organisations);
  return out;
}

Result<PlanCalendar> calendar_of_plan(const Store& store, PlanId plan, const CalendarRequest& request) {
  OPORA_ASSIGN(const PlanView view, stored_plan(store, plan));
  AssignmentFilter filter;
  filter.plan = plan;
  filter.municipality = request.municipality;
  filter.holder = request.holder;
  OPORA_ASSIGN(const GatheredWork work, gather(store, filter));
  const bool narrowed = !request.municipality.empty() || !request.holder.empty();
  if (narrowed && work.by_window.empty() && work.own_days.empty()) return nobody(request.holder.empty() ? request.municipality : request.holder, {});
  PlanCalendar out = started(request, view.plan.title);
  Entries entries(out, view, scope_of(request));
  for (const Occasion* occasion : shown_occasions(view)) {
    const auto found = work.by_window.find(occasion->id);
    if (found != work.by_window.end()) entries.add(*occasion, found->second);
    else if (!narrowed) entries.add(*occasion, {});
  }
  for (const Assignment& one : work.own_days) entries.add_own(one);
  return out;
}

}  // namespace opora
