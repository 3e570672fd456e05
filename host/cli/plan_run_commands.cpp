// Plans that work by themselves: carry out what is due, see whether it helped, go on next year.
#include <iostream>
#include <nlohmann/json.hpp>

#include "base/messages.h"
#include "cli/command.h"
#include "cli/plan_choice.h"
#include "cli/print.h"
#include "cli/print_plan.h"
#include "engine/plan_carry.h"
#include "engine/plan_monitor.h"
#include "engine/plan_run.h"
#include "report/number_text.h"
#include "report/terminal_table.h"

namespace opora {
namespace {

using Json = nlohmann::ordered_json;

void print_performed(const Session& session, const std::vector<PerformedWork>& all) {
  for (const PerformedWork& work : all) {
    if (session.json) {
      Json j{{"row", work.row}, {"performs", work.performs}, {"outcome", work.outcome}, {"file", work.file.string()}, {"filed", work.filed}};
      if (work.failed) j["failed"] = work.failed->code;
      std::cout << j.dump() << "\n";
    } else {
      std::cout << work.row << "\n  " << work.performs;
      if (!work.outcome.empty()) std::cout << " → " << work.outcome;
      if (!work.file.empty()) std::cout << ", " << tr_format("filed as evidence of {0}", tr_count("{} assignment", "{} assignments", static_cast<long long>(work.filed.size()))) << "\n  " << work.file.string();
      std::cout << "\n";
    }
    if (work.failed) std::cerr << (session.json ? render_json(*work.failed) + "\n" : render_terminal(*work.failed, session.colour));
  }
}

Result<int> run(const Session& session, const Values& values) {
  PlanRunRequest request;
  request.plan = values["number"].as<PlanId>();
  request.row = values["row"].as<std::string>();
  request.dry = values["dry-run"].as<bool>();
  request.actor = session.actor;
  request.threads = session.threads;
  OPORA_ASSIGN(request.isolation, isolation(values));
  OPORA_ASSIGN(request.on, day_of(values));
  request.year = optional_value<int>(values, "year").value_or(int{request.on->year()});
  const std::string folder = values["output"].as<std::string>();
  request.folder = folder.empty() ? fmt::format("plan-{}-{}", request.plan, to_iso(*request.on)) : folder;
  request.begin = [&](const std::string& what) { session.say(tr_format("{0} …", what)); };
  OPORA_ASSIGN(const PackLibrary packs, session.open_packs());
  OPORA_ASSIGN(Store store, session.open_store(OpenMode::kReadWrite));
  OPORA_ASSIGN(const auto all, run_plan(store, packs, request));
  print_performed(session, all);
  if (all.empty()) session.say(tr("No row that is due names anything that Opora could carry out."));
  return std::any_of(all.begin(), all.end(), [](const PerformedWork& work) { return work.failed.has_value(); }) ? kFindings : kDone;
}

std::string figure_text(const MonitorFigure& one) {
  if (one.value.denominator == 0) return "—";
  return number_text(Share{one.value.numerator * 100, one.value.denominator}, 1) + " % (" + count_text(one.value.numerator) + "/" + count_text(one.value.denominator) + ")";
}

bool below_target(const MonitorFigure& one) { return one.target && one.value.denominator > 0 && one.value.numerator * 100 < *one.target * one.value.denominator; }

std::string monitor_text(const Session& session, const PlanMonitor& monitor) {
  const TerminalStyle style{session.width == 0 ? 120 : session.width, session.colour};
  TerminalTable figures;
  figures.columns = {{tr("Figure"), false, 30}, {tr("Row"), false, 20}, {tr("Value"), true, 0}, {tr("Target"), true, 0}};
  for (const MonitorFigure& one : monitor.figures)
    figures.rows.push_back({{one.title}, {one.row}, {figure_text(one), below_target(one) ? CellTone::kWarn : CellTone::kPlain}, {one.target ? std::to_string(*one.target) + " %" : std::string()}});
  std::string text = monitor.title + "\n" + tr_format("On {0}", day_text(monitor.on)) + "\n\n" + render_table(figures, style);
  if (!monitor.stages.empty()) {
    TerminalTable stages;
    stages.columns = {{tr("Row"), false, 30}, {tr("Stage"), false, 8}, {tr("From"), false, 10}, {tr("Until"), false, 10}, {tr("Done"), true, 0}, {tr("By"), false, 16}};
    for (const MonitorStage& one : monitor.stages) {
      std::string by;
      for (const std::string& what : one.performs) by += (by.empty() ? "" : ", ") + what;
      stages.rows.push_back({{one.row}, {one.stage}, {one.from ? day_text(*one.from) : "—"}, {one.to ? day_text(*one.to) : "—"}, {tr_format("{0} of {1}", one.work.done(), one.work.asked())}, {by}});
    }
    text += "\n" + std::string(tr("Stages")) + "\n" + render_table(stages, style);
  }
  if (!monitor.loop.empty()) {
    TerminalTable loop;
    loop.columns = {{tr("School"), false, 20}, {tr("List"), false, 12}, {tr("Sign that needs a check"), false, 24}, {tr("Was"), false, 8}, {tr("Done"), true, 0}, {tr("Documents"), true, 0}, {tr("Is now"), false, 8}, {tr("On the list now"), false, 6}};
    for (const LoopLine& one : monitor.loop)
      loop.rows.push_back({{one.name + " (" + one.school + ")"}, {one.list}, {one.check}, {one.before}, {tr_format("{0} of {1}", one.done, one.done + one.owed)}, {std::to_string(one.documents)},
                           {one.after.empty() ? "—" : one.after}, {one.answer_after.empty() ? "—" : one.answer_after}});
    text += "\n" + std::string(tr("What became of it: from the check to the next value of the same check")) + "\n" + render_table(loop, style);
  }
  return text;
}

std::string monitor_json(const PlanMonitor& monitor) {
  std::string out;
  for (const MonitorFigure& one : monitor.figures) {
    Json j{{"figure", one.id}, {"title", one.title}, {"row", one.row}, {"numerator", one.value.numerator}, {"denominator", one.value.denominator}};
    if (one.target) j["target"] = *one.target;
    out += j.dump() + "\n";
  }
  for (const MonitorStage& one : monitor.stages)
    out += Json{{"stage", one.stage}, {"row", one.row}, {"from", one.from ? to_iso(*one.from) : ""}, {"until", one.to ? to_iso(*one.to) : ""}, {"done", one.work.done()}, {"asked", one.work.asked()}}.dump() + "\n";
  for (const LoopLine& one : monitor.loop)
    out += Json{{"school", one.school}, {"list", one.list}, {"check", one.check}, {"before", one.before}, {"after", one.after}, {"answer_after", one.answer_after}, {"done", one.done}, {"owed", one.owed}, {"documents", one.documents}}.dump() + "\n";
  return out;
}

Result<int> monitor(const Session& session, const Values& values) {
  OPORA_ASSIGN(const Date on, day_of(values));
  OPORA_ASSIGN(const PackLibrary packs, session.open_packs());
  OPORA_ASSIGN(const Store store, session.open_store(OpenMode::kReadOnly));
  OPORA_ASSIGN(const PlanMonitor found, monitor_plan(store, packs, values["number"].as<PlanId>(), on));
  return write_output(session, values["output"].as<std::string>(), session.json ? monitor_json(found) : monitor_text(session, found));
}

Result<int> carry(const Session& session, const Values& values) {
  CarryRequest request;
  request.plan = values["number"].as<PlanId>();
  request.year = values["year"].as<int>();
  request.adopt.region = values["region"].as<std::string>();
  request.adopt.municipality = values["municipality"].as<std::string>();
  request.adopt.actor = session.actor;
  OPORA_ASSIGN(const PackLibrary packs, session.open_packs());
  OPORA_ASSIGN(Store store, session.open_store(OpenMode::kReadWrite));
  OPORA_ASSIGN(const CarryReport report, carry_over(store, packs, request));
  if (session.json) {
    std::cout << adopted_json(report.adopted);
    for (const CarriedRow& row : report.rows) std::cout << Json{{"before", row.before}, {"after", row.after}, {"owed", row.owed}}.dump() << "\n";
    return kDone;
  }
  std::cout << adopted_text(report.adopted);
  std::cout << (report.from_pack ? tr("The rows are those of the pack's plan for the year.") : tr("The pack has no plan for the year: the rows are the old ones with their years moved on. Check them: opora plan show --readings")) << "\n\n";
  TerminalTable table;
  table.columns = {{tr("Before"), false, 30}, {tr("After"), false, 30}, {tr("Not finished"), true, 0}};
  for (const CarriedRow& row : report.rows)
    table.rows.push_back({{row.before.empty() ? "—" : row.before}, {row.after.empty() ? std::string(tr("ended")) : row.after, row.after.empty() ? CellTone::kWarn : CellTone::kPlain}, {row.owed == 0 ? "·" : count_text(row.owed)}});
  std::cout << render_table(table, {session.width == 0 ? 120 : session.width, session.colour});
  return kDone;
}

}  // namespace

std::vector<Command> plan_run_commands() {
  Command run_command{"plan run", tr("carries out what is due and files what came out as evidence"), "opora plan run PLAN [--on DATE | --row N] [--year Y] [--dry-run] [-o FOLDER]",
                      {{"opora plan run 1 --dry-run", tr("what would be done today")},
                       {"opora plan run 1 --row \"Приложение № 2/4\" --year 2020", tr("identifies the schools, and row 4 has its list as evidence")}},
                      {}, "number", 1, run, false};
  run_command.flags.add_options()("number", options::value<PlanId>()->required(), "")("row", options::value<std::string>()->default_value(""), tr("this row, due or not"))
      ("year", options::value<int>(), tr("year of lists and figures; else that of the day"))("dry-run", options::bool_switch(), tr("only say what would be done"))
      ("output,o", options::value<std::string>()->default_value(""), tr("folder for what comes out; else plan-N-DAY"));
  add_day_flag(run_command.flags);
  add_isolation_flags(run_command.flags);

  Command monitor_command{"plan monitor", tr("how a plan is carried out, and whether it helped"), "opora plan monitor PLAN [--on DATE] [-o FILE]",
                          {{"opora plan monitor 1", tr("shares with their denominators, targets, stages, and each listed school from its check to the next value")}}, {}, "number", 1, monitor, false};
  monitor_command.flags.add_options()("number", options::value<PlanId>()->required(), "")("output,o", options::value<std::string>()->default_value(""), tr("file to write"));
  add_day_flag(monitor_command.flags);

  Command carry_command{"plan carry-over", tr("goes on with a plan in a later year"), "opora plan carry-over PLAN --year Y [--region R] [--municipality M]",
                        {{"opora plan carry-over 1 --year 2022", tr("the pack's plan for 2022, or the old rows with their years moved on; each row knows which it carries on")}}, {}, "number", 1, carry, false};
  carry_command.flags.add_options()("number", options::value<PlanId>()->required(), "")("year", options::value<int>()->required(), tr("year of the new plan"))
      ("region", options::value<std::string>()->default_value(""), tr("schools and municipalities of this region alone"))
      ("municipality", options::value<std::string>()->default_value(""), tr("schools of this municipality alone"));
  return {run_command, monitor_command, carry_command};
}

}  // namespace opora
