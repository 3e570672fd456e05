// Windows of plans as a calendar for phones and desks (RFC 5545): CRLF, lines of at most 75 bytes, one component a window.
//
// What becomes what:
// - A window of at most `longest_event` days is an all-day event. Nobody is busy for it (TRANSP:TRANSPARENT): people owe
//   something within these days, they are not away.
// - A longer window is a task with its last day as DUE. "In the course of the year" as an event would lie over every day of
//   every month and hide what has a date; a task stands once in the list of tasks and on the day on which it is due.
// - What is offered on a weekday is an event on the first such day that recurs weekly until the window ends.
// There is no METHOD: with one the file would be a message of scheduling (RFC 5546), which needs an organiser with an address,
// and programs would take the windows for invitations.
// DTEND of days is the day after the last one, as the standard has it; DUE is the last day itself, as programs show it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "model/plan.h"

namespace opora {

enum class CalendarState : std::uint8_t {
  kOpen,
  kTentative,  // the days are one reading of several
  kHandedIn,
  kDone,
  kCancelled,
};

struct CalendarEntry {
  std::string name;     // the UID follows from it: the same row and window have one name in every export
  int redaction = 1;    // of the plan: a later one replaces the entry in the user's calendar
  DateWindow window;    // of a weekday: from the first such day
  WeekdayEntry weekly;  // weekday 0: the window as a whole
  CalendarState state = CalendarState::kOpen;
  std::string number, section, measure, deadline, responsible, result;  // as the document has them
  std::string note;     // how far the work is; may be empty
};

struct Calendar {
  std::string name;
  std::string stamp;               // UTC, "2026-11-22T23:52:01Z": when the file was made; the only thing in it that changes
  std::optional<int> alarm_days;   // a reminder at nine in the morning so many days before the last day; not of weekdays
  int longest_event = 45;          // days
  std::vector<CalendarEntry> entries;
};

struct CalendarText {
  std::string text;
  std::int64_t events = 0, tasks = 0;
};
CalendarText to_ical(const Calendar& calendar);

}  // namespace opora
