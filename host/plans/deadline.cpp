#include "plans/deadline.h"

#include <algorithm>

#include "base/text.h"
#include "plans/deadline_dates.h"
#include "plans/deadline_signals.h"

namespace opora {
namespace {

using namespace std::chrono;

constexpr const char* kSeveralYears = "several-years";
constexpr const char* kEveryYear = "every";
constexpr const char* kWholePeriod = "period";

DateWindow period_of(const DeadlineContext& context) { return {context.from, context.to, {}}; }

bool overlaps(const DateWindow& window, const DeadlineContext& context) { return window.from <= context.to && context.from <= window.to; }
bool inside(const DateWindow& window, const DeadlineContext& context) { return context.from <= window.from && window.to <= context.to; }

DateWindow clipped(DateWindow window, const DeadlineContext& context) {
  window.from = std::max(window.from, context.from);
  window.to = std::min(window.to, context.to);
  return window;
}

DateWindow calendar_year(int year) { return {std::chrono::year{year} / January / 1, std::chrono::year{year} / December / 31, {}}; }
DateWindow school_year_from(int year) { return {std::chrono::year{year} / September / 1, std::chrono::year{year + 1} / August / 31, {}}; }

int first_year(const DeadlineContext& context) { return int{context.from.year()}; }
int last_year(const DeadlineContext& context) { return int{context.to.year()}; }

void ask(Deadline& deadline, const char* question, std::vector<DeadlineChoice> choices) {
  deadline.question = question;
  deadline.choices = std::move(choices);
  deadline.confidence = Confidence::kOpen;
}

// Occurrences of which a text does not say the year: the reading that fits the period, or a question.
struct Occurrence {
  std::string label;
  std::vector<DateWindow> windows;
};
void choose(Deadline& deadline, const std::vector<Occurrence>& fitting, bool may_recur, const DeadlineContext& context) {
  if (fitting.size() == 1) {
    deadline.windows = fitting.front().windows;
    deadline.confidence = Confidence::kInferred;
    return;
  }
  std::vector<DeadlineChoice> choices;
  DeadlineChoice every{kEveryYear, {}};
  for (const Occurrence& one : fitting) {
    choices.push_back({one.label, one.windows});
    for (const DateWindow& window : one.windows) every.windows.push_back(clipped(window, context));
  }
  if (may_recur && !fitting.empty()) choices.push_back(std::move(every));
  ask(deadline, fitting.empty() ? "no-year" : kSeveralYears, std::move(choices));
}

// Windows of all spans in one year; nothing when a day does not exist in it.
std::optional<std::vector<DateWindow>> windows_in(const std::vector<DateSpan>& spans, int year, const DeadlineContext& context) {
  std::vector<DateWindow> windows;
  for (const DateSpan& span : spans) {
    const auto window = window_of(span, year, context.from, context.to);
    if (!window) return std::nullopt;
    windows.push_back(*window);
  }
  return windows;
}

void find_year(Deadline& deadline, const std::vector<DateSpan>& spans, const DeadlineContext& context) {
  std::vector<Occurrence> inner, touching;
  for (int year = first_year(context) - 1; year <= last_year(context); ++year) {
    const auto windows = windows_in(spans, year, context);
    if (!windows) continue;
    Occurrence one{std::to_string(year), *windows};
    if (std::all_of(windows->begin(), windows->end(), [&](const DateWindow& w) { return inside(w, context); })) inner.push_back(std::move(one));
    else if (std::any_of(windows->begin(), windows->end(), [&](const DateWindow& w) { return overlaps(w, context); })) touching.push_back(std::move(one));
  }
  choose(deadline, inner.empty() ? touching : inner, !inner.empty(), context);
}

std::vector<DateWindow> every_year(const DeadlineContext& context) {
  std::vector<DateWindow> windows;
  for (int year = first_year(context); year <= last_year(context); ++year) windows.push_back(clipped(calendar_year(year), context));
  return windows;
}

void this_year(Deadline& deadline, const DeadlineContext& context) {
  deadline.rule = "throughout-year";
  deadline.confidence = Confidence::kInferred;
  if (context.year == 0) {
    deadline.windows = every_year(context);
    if (deadline.windows.size() > 1) deadline.recurrence = Recurrence::kYearly;
  } else {
    deadline.windows = {context.school_year ? school_year_from(context.year) : calendar_year(context.year)};
  }
}

void this_school_year(Deadline& deadline, const DeadlineContext& context) {
  deadline.rule = "school-year";
  std::vector<Occurrence> fitting;
  for (int year = first_year(context) - 1; year <= last_year(context); ++year) {
    const DateWindow window = school_year_from(year);
    if (!overlaps(window, context) || (context.school_year && context.year != 0 && year != context.year)) continue;
    fitting.push_back({std::to_string(year) + "/" + std::to_string(year + 1), {window}});
  }
  choose(deadline, fitting, true, context);
}

void school_year_end(Deadline& deadline, const DeadlineWords& words, const DeadlineContext& context) {
  deadline.rule = "school-year-end";
  deadline.trigger = Trigger::kEvent;
  std::vector<DeadlineChoice> choices;
  for (int year = first_year(context); year <= last_year(context); ++year)
    for (const month_day& end : words.school_year_ends) {
      const Date day = std::chrono::year{year} / end.month() / end.day();
      if (context.from <= day && day <= context.to) choices.push_back({to_iso(day), {{day, day, {}}}});
    }
  ask(deadline, "which-day", std::move(choices));
}

std::string rule_of(const std::vector<DateSpan>& spans, bool throughout) {
  const DateSpan& first = spans.front();
  const bool of_years = first.unit == DateUnit::kYear;
  const bool several = spans.size() > 1 || (of_years ? first.from_year != first.to_year : first.is_range());
  if (first.until) return "until";
  switch (first.unit) {
    case DateUnit::kDay: return "day";
    case DateUnit::kQuarter: return "quarter";
    case DateUnit::kHalfYear: return "half-year";
    case DateUnit::kSchoolYear: return "school-year";
    case DateUnit::kYear: return std::string(throughout ? "throughout-" : "") + (several ? "years" : "year");
    case DateUnit::kMonth: break;
  }
  return std::string(several ? "months" : "month") + (first.has_year() ? "-year" : "");
}

// A window that the text repeats as often as no point asks for.
bool unlike_points(const std::vector<DateWindow>& windows, int points) {
  std::ptrdiff_t most = 1;
  for (const DateWindow& window : windows) most = std::max(most, std::count(windows.begin(), windows.end(), window));
  return most > 1 && points > 0 && most != points;
}

void read_dates(Deadline& deadline, const std::vector<DateSpan>& spans, bool throughout, const DeadlineContext& context) {
  deadline.rule = rule_of(spans, throughout);
  std::vector<DateSpan> without_year;
  std::copy_if(spans.begin(), spans.end(), std::back_inserter(without_year), [](const DateSpan& span) { return !span.has_year(); });
  if (!without_year.empty()) {
    find_year(deadline, spans, context);
    return;
  }
  const auto windows = windows_in(spans, 0, context);
  if (!windows) {
    deadline.rule = "unknown";
    ask(deadline, "unknown-words", {});
    deadline.question_text = deadline.text;
    return;
  }
  if (unlike_points(*windows, context.points)) deadline.marks.push_back("dates-unlike-points");
  deadline.windows = *windows;
}

void yearly(Deadline& deadline, const std::vector<DateSpan>& spans, const DeadlineContext& context) {
  deadline.recurrence = Recurrence::kYearly;
  deadline.rule = spans.empty() ? "yearly" : "yearly-months";
  if (spans.empty()) {
    deadline.windows = every_year(context);
    return;
  }
  if (spans.front().has_year()) {  // "every year 2020–2023"
    DeadlineContext within = context;
    if (const auto window = window_of(spans.front(), 0, context.from, context.to)) within.from = window->from, within.to = window->to;
    deadline.windows = every_year(within);
    deadline.rule = "yearly";
    return;
  }
  for (int year = first_year(context) - 1; year <= last_year(context); ++year)
    for (const DateSpan& span : spans)
      if (const auto window = window_of(span, year, context.from, context.to); window && overlaps(*window, context)) deadline.windows.push_back(*window);
}

Recurrence recurrence_of(const DeadlineSignals& signals) {
  if (signals.has(DeadlineWord::kMonthly)) return Recurrence::kMonthly;
  if (signals.has(DeadlineWord::kQuarterly)) return Recurrence::kQuarterly;
  if (signals.has(DeadlineWord::kWeekly) || !signals.weekdays.empty()) return Recurrence::kWeekly;
  return Recurrence::kNone;
}

const char* name_of(Recurrence recurrence) {
  switch (recurrence) {
    case Recurrence::kMonthly: return "monthly";
    case Recurrence::kQuarterly: return "quarterly";
    case Recurrence::kWeekly: return "weekly";
    case Recurrence::kYearly: return "yearly";
    case Recurrence::kNone: break;
  }
  return "period";
}

// The whole period: "constantly", "monthly", "on demand".
void whole_period(Deadline& deadline, const char* rule, Confidence confidence, const DeadlineContext& context) {
  deadline.rule = rule;
  deadline.windows = {period_of(context)};
  deadline.confidence = confidence;
}

// An empty cell: the measure may say it ("in the current school year"); else a person does.
Deadline empty_deadline(const DeadlineWords& words, const DeadlineContext& context) {
  Deadline deadline;
  const DeadlineSignals of_title = take_signals(deadline_items(words, context.measure));
  if (of_title.has(DeadlineWord::kThisSchoolYear)) this_school_year(deadline, context);
  else if (of_title.has(DeadlineWord::kThisYear)) this_year(deadline, context);
  if (!deadline.windows.empty()) {
    deadline.rule = "title";
    deadline.marks.push_back("from-title");
    return deadline;
  }
  deadline.rule = "empty";
  ask(deadline, "no-deadline", {{kWholePeriod, {period_of(context)}}});
  return deadline;
}

Deadline not_understood(const DeadlineWords& words, std::string_view text, const std::vector<std::string>& unknown) {
  Deadline deadline;
  deadline.text = text;
  deadline.rule = "unknown";
  ask(deadline, "unknown-words", {});
  std::vector<std::string> known;
  for (const DeadlinePhrase& phrase : words.phrases) known.push_back(phrase.text);
  for (const std::string& piece : unknown) {
    if (!deadline.question_text.empty()) deadline.question_text += "; ";
    deadline.question_text += piece;
    if (const auto near = nearest(piece, known)) deadline.question_text += " → " + *near + "?";
  }
  return deadline;
}

// What the words besides the dates make of the windows; false: the dates say it all.
bool read_words(Deadline& deadline, const DeadlineWords& words, const DeadlineSignals& signals, const std::vector<DateSpan>& spans, const DeadlineContext& context) {
  if (signals.has(DeadlineWord::kSchoolYearEnd)) return school_year_end(deadline, words, context), true;
  if (signals.has(DeadlineWord::kYearly)) return yearly(deadline, spans, context), true;
  if (!spans.empty()) return false;
  if (signals.has(DeadlineWord::kThisSchoolYear)) return this_school_year(deadline, context), true;
  if (signals.has(DeadlineWord::kThisYear)) return this_year(deadline, context), true;
  if (signals.has(DeadlineWord::kDemand)) return whole_period(deadline, "demand", Confidence::kStated, context), true;
  if (signals.has(DeadlineWord::kSchedule)) {
    deadline.rule = "schedule";
    ask(deadline, "schedule-missing", {{kWholePeriod, {period_of(context)}}});
    return true;
  }
  if (signals.has(DeadlineWord::kAlways) || signals.has(DeadlineWord::kCalendar) || recurrence_of(signals) != Recurrence::kNone)
    return whole_period(deadline, name_of(recurrence_of(signals)), Confidence::kInferred, context), true;
  return false;
}

void add_trigger(Deadline& deadline, const DeadlineSignals& signals) {
  if (signals.has(DeadlineWord::kDemand)) {
    deadline.trigger = Trigger::kDemand;
    deadline.trigger_text = signals.text_of(DeadlineWord::kDemand);
  } else if (signals.has(DeadlineWord::kSchedule)) {
    deadline.trigger = Trigger::kSchedule;
    deadline.trigger_text = signals.text_of(DeadlineWord::kSchedule);
    if (deadline.question.empty()) ask(deadline, "schedule-missing", {});
    if (deadline.rule == "yearly") deadline.rule = "yearly-schedule";
  } else if (signals.has(DeadlineWord::kCalendar)) {
    deadline.trigger = Trigger::kCalendar;
    deadline.trigger_text = signals.text_of(DeadlineWord::kCalendar);
    deadline.marks.push_back("by-calendar");
    deadline.rule = "calendar";
  }
  deadline.weekdays = signals.weekdays;
  if (!deadline.weekdays.empty()) deadline.rule = "weekdays";
}

void add_marks(Deadline& deadline, const DeadlineSignals& signals, const DeadlineContext& context) {
  for (const DeadlineItem& word : signals.words)
    if (!word.mark.empty()) deadline.marks.push_back(word.mark);
  if (signals.noise) deadline.marks.push_back("noise");
  if (context.approved && std::any_of(deadline.windows.begin(), deadline.windows.end(), [&](const DateWindow& w) { return w.to < *context.approved; }))
    deadline.marks.push_back("before-approval");
  std::sort(deadline.marks.begin(), deadline.marks.end());
}

void order_windows(std::vector<DateWindow>& windows) {
  std::sort(windows.begin(), windows.end(), [](const DateWindow& a, const DateWindow& b) { return std::tie(a.from, a.to) < std::tie(b.from, b.to); });
  windows.erase(std::unique(windows.begin(), windows.end()), windows.end());
}

}  // namespace

Deadline read_deadline(const DeadlineWords& words, std::string_view text, const DeadlineContext& context) {
  const DeadlineSignals signals = take_signals(deadline_items(words, text));
  Deadline deadline;
  if (signals.words.empty() && signals.dates.empty() && signals.weekdays.empty() && signals.unknown.empty()) {
    deadline = empty_deadline(words, context);
  } else {
    const auto spans = read_spans(signals.dates);
    if (!signals.unknown.empty()) return not_understood(words, text, signals.unknown);
    if (!spans) return not_understood(words, text, {std::string(trimmed(text))});
    if (!read_words(deadline, words, signals, *spans, context)) {
      if (spans->empty()) return not_understood(words, text, {std::string(trimmed(text))});
      const bool throughout = std::any_of(signals.dates.begin(), signals.dates.end(), [](const DeadlineItem& item) { return item.is(DeadlineWord::kThroughout); });
      read_dates(deadline, *spans, throughout, context);
      deadline.recurrence = recurrence_of(signals);
    } else if (deadline.recurrence == Recurrence::kNone) {
      deadline.recurrence = recurrence_of(signals);
    }
    add_trigger(deadline, signals);
  }
  deadline.text = text;
  add_marks(deadline, signals, context);
  order_windows(deadline.windows);
  return deadline;
}

}  // namespace opora
