#include "plans/ical.h"

#include "base/digest.h"
#include "base/excerpt.h"
#include "base/messages.h"
#include "base/text.h"

namespace opora {
namespace {

constexpr std::size_t kLineBytes = 75;
constexpr std::size_t kSummaryCharacters = 72;
constexpr std::size_t kCategoryCharacters = 40;
constexpr int kAlarmHour = 9;
constexpr const char* kWeekdays[] = {"MO", "TU", "WE", "TH", "FR", "SA", "SU"};

// A line is folded between characters, never inside one: programs that unfold bytes and those that unfold characters then
// read the same.
void append_line(std::string& out, std::string_view line) {
  for (std::size_t room = kLineBytes; line.size() > room; room = kLineBytes - 1) {
    std::size_t cut = room;
    while (cut > 1 && (static_cast<unsigned char>(line[cut]) & 0xC0) == 0x80) --cut;
    out.append(line.substr(0, cut)).append("\r\n ");
    line.remove_prefix(cut);
  }
  out.append(line).append("\r\n");
}

// The type TEXT: what separates values is escaped, control characters have no place in it.
std::string text_value(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '\n') out += "\\n";
    else if (c == '\\' || c == ';' || c == ',') (out += '\\') += c;
    else if (static_cast<unsigned char>(c) >= 0x20 && c != 0x7F) out += c;
    else if (c == '\t') out += ' ';
  }
  return out;
}

void append_text(std::string& out, const char* property, std::string_view text) { append_line(out, std::string(property) + ":" + text_value(text)); }

std::string without(std::string text, std::string_view left_out) {
  std::erase_if(text, [&](char c) { return left_out.find(c) != std::string_view::npos; });
  return text;
}

std::string day_value(Date day) { return without(to_iso(day), "-"); }
Date day_after(Date day) { return from_days(to_days(day) + 1); }

std::string row_number(const CalendarEntry& entry) {
  std::string number(trimmed(entry.number));
  while (number.ends_with('.')) number.pop_back();
  return number;
}

std::string summary(const CalendarEntry& entry) {
  std::string text = entry.measure;
  if (!entry.weekly.what.empty()) text = entry.weekly.what + ": " + text;
  const std::string number = row_number(entry);
  return number.empty() ? excerpt(text, kSummaryCharacters) : tr_format("item {0}. {1}", number, excerpt(text, kSummaryCharacters));
}

std::string description(const CalendarEntry& entry) {
  std::string text;
  const auto add = [&](const std::string& line) {
    if (!text.empty()) text += '\n';
    text += line;
  };
  if (!entry.section.empty()) add(entry.section);
  add(entry.measure);
  if (!entry.weekly.what.empty()) add(tr_format("On this day: {0}", entry.weekly.what));
  if (!entry.deadline.empty()) add(tr_format("Deadline in the document: {0}", entry.deadline));
  if (!entry.responsible.empty()) add(tr_format("Responsible: {0}", entry.responsible));
  if (!entry.result.empty()) add(tr_format("Result: {0}", entry.result));
  if (!entry.note.empty()) add(entry.note);
  return text;
}

const char* event_status(CalendarState state) {
  switch (state) {
    case CalendarState::kTentative: return "TENTATIVE";
    case CalendarState::kCancelled: return "CANCELLED";
    case CalendarState::kOpen: case CalendarState::kHandedIn: case CalendarState::kDone: break;
  }
  return "CONFIRMED";
}

const char* task_status(CalendarState state) {
  switch (state) {
    case CalendarState::kHandedIn: return "IN-PROCESS";
    case CalendarState::kDone: return "COMPLETED";
    case CalendarState::kCancelled: return "CANCELLED";
    case CalendarState::kOpen: case CalendarState::kTentative: break;
  }
  return "NEEDS-ACTION";
}

// From the end of the component, in hours; before it when negative.
std::string trigger(int hours) {
  const int whole = hours < 0 ? -hours : hours;
  std::string text = hours < 0 ? "-P" : "P";
  if (whole >= 24) text += std::to_string(whole / 24) + "D";
  return text + "T" + std::to_string(whole % 24) + "H";
}

// An event ends with the midnight after its last day, a task is due with the midnight before it.
void append_alarm(std::string& out, const CalendarEntry& entry, int days, bool task) {
  append_line(out, "BEGIN:VALARM");
  append_line(out, "ACTION:DISPLAY");
  append_text(out, "DESCRIPTION", summary(entry));
  append_line(out, "TRIGGER;RELATED=END:" + trigger(kAlarmHour - 24 * (task ? days : days + 1)));
  append_line(out, "END:VALARM");
}

void append_days(std::string& out, const CalendarEntry& entry, bool task) {
  const Date last = entry.weekly.weekday != 0 ? entry.window.from : entry.window.to;
  append_line(out, "DTSTART;VALUE=DATE:" + day_value(entry.window.from));
  append_line(out, task ? "DUE;VALUE=DATE:" + day_value(last) : "DTEND;VALUE=DATE:" + day_value(day_after(last)));
  if (entry.weekly.weekday != 0)
    append_line(out, std::string("RRULE:FREQ=WEEKLY;BYDAY=") + kWeekdays[entry.weekly.weekday - 1] + ";UNTIL=" + day_value(entry.window.to));
}

void append_entry(std::string& out, const Calendar& calendar, const CalendarEntry& entry, bool task) {
  const char* component = task ? "VTODO" : "VEVENT";
  append_line(out, std::string("BEGIN:") + component);
  append_line(out, "UID:" + to_hex(digest_of(entry.name)).substr(0, 32) + "@opora");
  append_line(out, "DTSTAMP:" + without(calendar.stamp, "-:"));
  append_line(out, "SEQUENCE:" + std::to_string(entry.redaction - 1));
  append_days(out, entry, task);
  append_text(out, "SUMMARY", summary(entry));
  append_text(out, "DESCRIPTION", description(entry));
  if (!entry.section.empty()) append_text(out, "CATEGORIES", excerpt(entry.section, kCategoryCharacters));
  append_line(out, std::string("STATUS:") + (task ? task_status(entry.state) : event_status(entry.state)));
  if (!task) append_line(out, "TRANSP:TRANSPARENT");
  const bool finished = entry.state == CalendarState::kDone || entry.state == CalendarState::kCancelled;
  if (calendar.alarm_days && entry.weekly.weekday == 0 && !finished) append_alarm(out, entry, *calendar.alarm_days, task);
  append_line(out, std::string("END:") + component);
}

bool is_task(const Calendar& calendar, const CalendarEntry& entry) {
  return entry.weekly.weekday == 0 && to_days(entry.window.to) - to_days(entry.window.from) + 1 > calendar.longest_event;
}

}  // namespace

CalendarText to_ical(const Calendar& calendar) {
  CalendarText out;
  append_line(out.text, "BEGIN:VCALENDAR");
  append_line(out.text, "VERSION:2.0");
  append_line(out.text, "PRODID:-//Opora//Plans//EN");
  append_line(out.text, "CALSCALE:GREGORIAN");
  append_text(out.text, "X-WR-CALNAME", calendar.name);  // the name that programs show
  for (const CalendarEntry& entry : calendar.entries) {
    const bool task = is_task(calendar, entry);
    append_entry(out.text, calendar, entry, task);
    ++(task ? out.tasks : out.events);
  }
  append_line(out.text, "END:VCALENDAR");
  return out;
}

}  // namespace opora
