#include <algorithm>

#include "base/messages.h"
#include "base/text.h"
#include "plans/deadline.h"

namespace opora {
namespace {

const char* code_of(Recurrence recurrence) {
  switch (recurrence) {
    case Recurrence::kYearly: return "yearly";
    case Recurrence::kQuarterly: return "quarterly";
    case Recurrence::kMonthly: return "monthly";
    case Recurrence::kWeekly: return "weekly";
    case Recurrence::kNone: break;
  }
  return "";
}

const char* code_of(Trigger trigger) {
  switch (trigger) {
    case Trigger::kSchedule: return "schedule";
    case Trigger::kDemand: return "demand";
    case Trigger::kEvent: return "event";
    case Trigger::kCalendar: return "calendar";
    case Trigger::kNone: break;
  }
  return "";
}

const char* code_of(Confidence confidence) {
  switch (confidence) {
    case Confidence::kInferred: return "inferred";
    case Confidence::kOpen: return "open";
    case Confidence::kStated: break;
  }
  return "";
}

template <class Range, class Text>
std::string joined(const Range& range, const char* between, Text text) {
  std::string out;
  for (const auto& one : range) {
    if (!out.empty()) out += between;
    out += text(one);
  }
  return out;
}

Diagnostic unreadable(std::string_view piece) {
  return make_error("PLAN-002", tr_format("\"{0}\" is no window of days", piece),
                    tr("write days or ranges of days, separated by commas: 2021-02-15 or 2021-02-01..2021-02-28 or ..2021-08-31"));
}

Result<DateWindow> parse_window(std::string_view piece, Date from) {
  const auto dots = piece.find("..");
  const auto last = parse_date(trimmed(dots == std::string_view::npos ? piece : piece.substr(dots + 2)));
  if (!last) return unreadable(piece);
  if (dots == std::string_view::npos) return DateWindow{*last, *last, {}};
  const std::string_view begin = trimmed(piece.substr(0, dots));
  const auto first = begin.empty() ? std::optional(from) : parse_date(begin);
  if (!first || *last < *first) return unreadable(piece);
  return DateWindow{*first, *last, {}};
}

}  // namespace

std::string windows_text(std::span<const DateWindow> windows) {
  return joined(windows, ", ", [](const DateWindow& window) { return to_iso(window.from) + ".." + to_iso(window.to); });
}

Result<std::vector<DateWindow>> parse_windows(std::string_view text, Date from) {
  std::vector<DateWindow> windows;
  while (true) {
    const auto comma = text.find(',');
    const std::string_view piece = trimmed(text.substr(0, comma));
    OPORA_ASSIGN(const DateWindow window, parse_window(piece, from));
    windows.push_back(window);
    if (comma == std::string_view::npos) break;
    text.remove_prefix(comma + 1);
  }
  std::sort(windows.begin(), windows.end(), [](const DateWindow& a, const DateWindow& b) { return std::tie(a.from, a.to) < std::tie(b.from, b.to); });
  return windows;
}

std::string normal_form(const Deadline& deadline) {
  std::string form = deadline.windows.empty() ? "-" : windows_text(deadline.windows);
  const auto add = [&](const std::string& flag) {
    if (!flag.empty()) form += ' ' + flag;
  };
  add(code_of(deadline.recurrence));
  add(code_of(deadline.trigger));
  if (!deadline.weekdays.empty())
    add("weekdays(" + joined(deadline.weekdays, "; ", [](const WeekdayEntry& one) { return std::to_string(one.weekday) + ":" + one.what; }) + ")");
  add(code_of(deadline.confidence));
  if (!deadline.question.empty()) add("?" + deadline.question);
  if (!deadline.choices.empty())
    add("[" + joined(deadline.choices, " | ", [](const DeadlineChoice& one) { return one.label + "=" + windows_text(one.windows); }) + "]");
  if (!deadline.marks.empty()) add("!" + joined(deadline.marks, ",", [](const std::string& mark) { return mark; }));
  add("=" + deadline.rule);
  return form;
}

}  // namespace opora
