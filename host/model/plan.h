// Plans: a road map as an authority signed it, its rows with their deadlines in normal form, and what each row asks for.
// Texts stay as the document has them; what is made of them stands beside.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/dates.h"

namespace opora {

// Days from … to, both included. `stage`: which of several occurrences it is ("entry", "interim", "final"); may be empty.
struct DateWindow {
  Date from{}, to{};
  std::string stage;

  bool operator==(const DateWindow&) const = default;
};

enum class Recurrence : std::uint8_t { kNone, kYearly, kQuarterly, kMonthly, kWeekly };

// What makes the work begin when no date does.
enum class Trigger : std::uint8_t {
  kNone,
  kSchedule,  // another schedule, of somebody who has to attach it
  kDemand,    // when somebody asks; never late
  kEvent,     // an event of the year: its end
  kCalendar,  // days of a calendar of their own: methodical days
};

enum class Confidence : std::uint8_t {
  kStated,    // the text says it
  kInferred,  // the text and the plan's period leave one reading
  kOpen,      // several readings, or none: a person decides
};

// A day of the week on which something is offered: "химия, биология" on Monday (1 … 7, ISO).
struct WeekdayEntry {
  std::string what;
  int weekday = 0;

  bool operator==(const WeekdayEntry&) const = default;
};

// One reading of a deadline that leaves several.
struct DeadlineChoice {
  std::string label;  // "2023", "2023-05-31"
  std::vector<DateWindow> windows;
};

struct Deadline {
  std::string text;                 // verbatim
  std::vector<DateWindow> windows;  // ascending by beginning; empty: no date is known
  Recurrence recurrence = Recurrence::kNone;
  Trigger trigger = Trigger::kNone;
  std::string trigger_text;         // the words that say so
  std::vector<WeekdayEntry> weekdays;
  Confidence confidence = Confidence::kStated;
  std::string rule;                 // by which it was read: "month-year", "throughout" …
  std::string question;             // why a person must choose: "several-years", "schedule-missing" …; empty: nobody must
  std::string question_text;        // the words in doubt, and the nearest known ones; may be empty
  std::vector<DeadlineChoice> choices;
  std::vector<std::string> marks;   // what a reader should know: "before-approval", "dates-unlike-points" …
};

// Who answers for a row: an organisation of the pack, a class of organisations, or words that no organisation is called by.
enum class Part : std::uint8_t { kLead, kCoexecutor, kController };
struct Responsible {
  std::string text;          // verbatim piece
  std::string organisation;  // id in the pack's organisations; empty: not known there
  Part part = Part::kLead;
};

// A row of a plan, or a point below one.
struct PlanRow {
  std::int64_t line = 0;  // of the file that it was read from
  std::string section, number, measure, deadline, purpose, responsible, result;
};

// What a pack says about a row beyond its text.
struct MeasureWork {
  std::vector<std::string> performs;  // "methodology:stably-low", "matching:partner-schools", "campaign:social-passport"
  std::vector<std::string> evidence;  // kinds of documents that prove it: "order", "protocol"
  std::string register_id;            // whose typed fields an entry has: "events"
  std::optional<int> target;          // per cent of those who owe it
  std::vector<std::string> stages;    // names of its windows in order
  std::string list;                   // methodology whose list names the schools meant
  std::string reports_to;             // organisation that accepts it
  std::string carries_on;             // "support-2020/5": the measure of an earlier plan that it continues
};

struct Measure {
  int position = 0;            // 1, 2 … in the document's order: the key, for numbers may repeat
  std::optional<int> row;      // position of the row that this point belongs to
  PlanRow text;
  Deadline deadline;
  std::vector<Responsible> responsible;
  MeasureWork work;

  bool is_point() const { return row.has_value(); }
};

struct PlanAct {
  std::string title, number;
  std::string date;  // YYYY-MM-DD; empty: not legible
};

struct PlanSection {
  std::string title;
  std::optional<int> year;      // what "this year" means in it
  std::optional<Date> from, to;
  std::string list;             // methodology whose list names the schools meant
};

struct Plan {
  std::string pack, id, title;
  int year = 0;                 // what "this year" means in it
  bool school_year = false;     // "this year" is a school year: from 1 September of `year`
  Date from{}, to{};            // the period it covers
  PlanAct act;
  std::vector<PlanAct> amended; // later acts that changed it, oldest first
  std::string criterion;        // of an assessment of management mechanisms that the plan is answerable for; may be empty
  std::string controller;       // organisation that sees to it
  std::vector<std::string> chain;  // organisations by which reports go up: municipality, institute, ministry
  std::vector<PlanSection> sections;
  std::vector<Measure> measures;
};

}  // namespace opora
