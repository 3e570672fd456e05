// Plans for people who do not sit at this computer: calendars, boards, programmes.
#include <iostream>
#include <nlohmann/json.hpp>

#include "base/messages.h"
#include "cli/plan_choice.h"
#include "cli/print.h"
#include "engine/pack_soundness.h"
#include "engine/plan_board.h"
#include "engine/plan_calendar.h"
#include "engine/plan_programme.h"
#include "engine/plan_rows.h"

namespace opora {
namespace {

using nlohmann::ordered_json;

std::string text_value(const Values& values, const char* name) { return values[name].as<std::string>(); }

// To standard output when no file is named; else a word about it.
Result<int> write_calendar(const Session& session, const std::string& file, const PlanCalendar& made) {
  const CalendarText calendar = to_ical(made.calendar);
  OPORA_TRY(write_output(session, file, calendar.text));
  if (session.json && !file.empty()) {
    ordered_json told = {{"file", file}, {"events", calendar.events}, {"tasks", calendar.tasks}, {"left_out", ordered_json::array()}};
    for (const LeftOut& one : made.left_out)
      told["left_out"].push_back({{"number", one.number}, {"measure", one.measure}, {"deadline", one.deadline}, {"reason", one.reason}});
    std::cout << told.dump() << "\n";
    return kDone;
  }
  session.say(tr_format("Windows as events: {0}, as tasks: {1}. Rows left out: {2}", calendar.events, calendar.tasks, made.left_out.size()));
  for (const LeftOut& one : made.left_out)
    session.say(fmt::format("  {} {} [{}] — {}", one.number, one.measure, one.deadline.empty() ? "—" : one.deadline, one.reason));
  return kDone;
}

Result<int> ical(const Session& session, const Values& values) {
  const CalendarRequest request{text_value(values, "stamp"), optional_value<int>(values, "alarm"), values["longest"].as<int>(), text_value(values, "municipality"),
                                text_value(values, "holder")};
  if (const auto id = optional_value<PlanId>(values, "number")) {
    OPORA_ASSIGN(const Store store, session.open_store(OpenMode::kReadOnly));
    OPORA_ASSIGN(const PlanCalendar made, calendar_of_plan(store, *id, request));
    return write_calendar(session, text_value(values, "output"), made);
  }
  if (text_value(values, "pack").empty())
    return make_error("CLI-096", tr("which plan is not said"), tr("name an adopted plan by its number, or a pack: opora plan ical --pack ID"));
  OPORA_ASSIGN(const PackLibrary packs, session.open_packs());
  OPORA_ASSIGN(const PlanCalendar made, calendar_of_pack(packs, text_value(values, "pack"), text_value(values, "plan"), optional_value<int>(values, "year"), request));
  return write_calendar(session, text_value(values, "output"), made);
}

Result<int> board(const Session& session, const Values& values) {
  BoardRequest request{values["number"].as<PlanId>(), {}, text_value(values, "municipality")};
  OPORA_ASSIGN(request.on, day_of(values));
  OPORA_ASSIGN(const Store store, session.open_store(OpenMode::kReadOnly));
  OPORA_ASSIGN(const PlanBoard made, plan_board(store, request));
  return write_output(session, text_value(values, "output"), render_plan_board(made));
}

void tell_programme(const Session& session, const std::string& file, const Programme& made) {
  for (const Diagnostic& warning : made.warnings) std::cerr << (session.json ? render_json(warning) + "\n" : render_terminal(warning, session.colour));
  for (const std::string& list : made.unanswered) session.say(tr_format("No measure of the table answers: {0}", list));
  if (session.json && !file.empty())
    std::cout << ordered_json{{"file", file}, {"title", made.title}, {"schools", made.schools}, {"measures", made.rows.size()}, {"unanswered", made.unanswered}}.dump() << "\n";
  else session.say(tr_format("{0}: measures {1}", made.title, made.rows.size()));
}

Result<int> programme(const Session& session, const Values& values) {
  ProgrammeRequest request;
  request.school = text_value(values, "school");
  request.municipality = text_value(values, "municipality");
  request.pack = text_value(values, "pack");
  request.run = optional_value<RunId>(values, "run");
  request.year = optional_value<int>(values, "year");
  request.threads = session.threads;
  OPORA_ASSIGN(request.isolation, isolation(values));
  if (request.school.empty() == request.municipality.empty())
    return make_error("CLI-097", tr("a programme is of one school or of one municipality"), tr("name a school, or --municipality NAME"));
  const std::string file = text_value(values, "output");
  OPORA_ASSIGN(const PackLibrary packs, session.open_packs());
  OPORA_ASSIGN(const Store store, session.open_store(OpenMode::kReadOnly));
  OPORA_TRY(require_sound(session, store, packs, request.pack));
  OPORA_ASSIGN(const Programme made, make_programme(store, packs, request));
  OPORA_TRY(write_output(session, file, file.ends_with(".csv") ? rows_csv(made.rows) : programme_markdown(made)));
  tell_programme(session, file, made);
  return kDone;
}

Command ical_command() {
  Command command{"plan ical", tr("windows of a plan as a calendar for phones and desks"),
                  "opora plan ical [PLAN] [--pack ID [--plan ID] [--year Y]] [--municipality M] [--holder CODE] [--alarm DAYS] [-o FILE.ics]",
                  {{"opora plan ical 3 --municipality \"Сосновский район\" --alarm 3 -o plan.ics", tr("what the municipality owes, with a reminder three days before the end")},
                   {"opora plan ical --pack ru-se --year 2021 -o plan.ics", tr("the pack's plans of that year, as the document has them")}},
                  {}, "number", 1, ical};
  command.flags.add_options()
      ("number", options::value<PlanId>(), "")
      ("pack", options::value<std::string>()->default_value(""), tr("pack whose plans are meant, when none is adopted"))
      ("plan", options::value<std::string>()->default_value(""), tr("one plan of the pack by its id"))
      ("year", options::value<int>(), tr("plans of the pack that have days in the year"))
      ("municipality", options::value<std::string>()->default_value(""), tr("what its holders owe, its schools included"))
      ("holder", options::value<std::string>()->default_value(""), tr("what one holder owes: code of a school, name of a municipality, organisation"))
      ("alarm", options::value<int>(), tr("a reminder so many days before the last day"))
      ("longest", options::value<int>()->default_value(45), tr("a window of more days is a task with its last day, not an event"))
      ("stamp", options::value<std::string>()->default_value(""), tr("time of the calendar's making, 2021-02-15T12:00:00Z; else now"))
      ("output,o", options::value<std::string>()->default_value(""), tr("file to write: .ics"));
  return command;
}

Command board_command() {
  Command command{"plan board", tr("a page with the state of an adopted plan: late, returned, in work, handed in, accepted"),
                  "opora plan board PLAN [--on DATE] [--municipality M] [-o FILE.html]",
                  {{"opora plan board 3 -o board.html", tr("today's board of plan 3")},
                   {"opora plan board 3 --on 2021-02-15 --municipality \"Сосновский район\" -o board.html", tr("on a day, for one municipality and its schools")}},
                  {}, "number", 1, board};
  command.flags.add_options()
      ("number", options::value<PlanId>()->required(), "")
      ("municipality", options::value<std::string>()->default_value(""), tr("its holders alone, its schools included"))
      ("output,o", options::value<std::string>()->default_value(""), tr("file to write: .html"));
  add_day_flag(command.flags);
  return command;
}

Command programme_command() {
  Command command{"plan programme", tr("a school's programme of transition from its checks and deficits, or a municipality's from its schools"),
                  "opora plan programme [SCHOOL] [--municipality M] --pack ID [--run RUN] [--year Y] [-o FILE.csv|FILE.md]",
                  {{"opora plan programme sch220001 --pack ru-smo -o programme.md", tr("measures that the newest run asks for, each with its reason")},
                   {"opora plan programme --municipality \"Сосновский район\" --pack ru-smo -o programme.csv", tr("for the listed schools of the municipality, to be edited and imported")}},
                  {}, "school", 1, programme};
  command.flags.add_options()
      ("school", options::value<std::string>()->default_value(""), "")
      ("municipality", options::value<std::string>()->default_value(""), tr("the programme of a municipality for its listed schools"))
      ("pack", options::value<std::string>()->required(), tr("pack whose run and measures are used"))
      ("run", options::value<RunId>(), tr("number of the run; else the newest of the pack"))
      ("year", options::value<int>(), tr("year in which the programme begins; else that of the run"))
      ("output,o", options::value<std::string>()->default_value(""), tr("file to write: .csv as the tables of plans have it, else Markdown"));
  add_isolation_flags(command.flags);
  return command;
}

}  // namespace

std::vector<Command> plan_view_commands() { return {ical_command(), board_command(), programme_command()}; }

}  // namespace opora
