// Plans to read: which there are, what is due, who owes it.
#include <algorithm>
#include <chrono>
#include <iostream>

#include "base/messages.h"
#include "base/text.h"
#include "cli/command.h"
#include "cli/plan_choice.h"
#include "cli/print.h"
#include "cli/print_plan.h"
#include "engine/plan_adopt.h"
#include "engine/plan_difference.h"
#include "plans/plan_file.h"
#include "store/plan_events.h"

namespace opora {
namespace {

std::string output_of(const Values& values) { return values["output"].as<std::string>(); }

bool wants_csv(const Session& session, const std::string& file, const Values& values) {
  return !session.json && (file.ends_with(".csv") || (values.count("format") && values["format"].as<std::string>() == "csv"));
}

void tell(const Session& session, const std::vector<Diagnostic>& remarks) {
  for (const Diagnostic& remark : remarks) std::cerr << (session.json ? render_json(remark) + "\n" : render_terminal(remark, session.colour));
}

Result<int> list_plans(const Session& session, const Values&) {
  OPORA_ASSIGN(const PackLibrary packs, session.open_packs());
  std::vector<PackPlanLine> offered;
  for (const Pack& pack : packs.packs()) {
    if (pack.plans.empty()) continue;
    OPORA_ASSIGN(const std::vector<PlanView> views, pack_plans(packs, pack.id));
    for (const PlanView& view : views) offered.push_back({pack.id, view.plan.id, view.plan.title, view.plan.from, view.plan.to, static_cast<std::int64_t>(view.plan.measures.size())});
  }
  std::vector<StoredPlan> stored;
  if (std::filesystem::exists(session.store_file)) {
    OPORA_ASSIGN(const Store store, session.open_store(OpenMode::kReadOnly));
    OPORA_ASSIGN(stored, all_plans(store));
  }
  std::cout << (session.json ? plans_json(offered, stored) : plans_text(session, offered, stored));
  return kDone;
}

Result<int> show(const Session& session, const Values& values) {
  OPORA_ASSIGN(const PlanChoice choice, chosen_plans(session, values));
  const std::string file = output_of(values);
  std::string text;
  const std::string row = values["row"].as<std::string>();
  for (const PlanView& view : choice.views) {
    if (!row.empty()) {
      OPORA_ASSIGN(const int position, find_row(view.plan, row));
      text += row_text(view, position);
    } else if (wants_csv(session, file, values)) {
      text += plan_csv(view);
    } else if (session.json) {
      text += plan_json(view);
    } else {
      text += (text.empty() ? "" : "\n") + plan_text(session, view, values["readings"].as<bool>());
    }
    if (values["check"].as<bool>()) tell(session, remarks_on(view.plan));
  }
  return write_output(session, file, text);
}

Result<int> write_lines(const Session& session, const Values& values, const std::vector<PlanLines>& plans, Date on) {
  const std::string file = output_of(values);
  return write_output(session, file, wants_csv(session, file, values) ? due_csv(plans) : session.json ? due_json(plans, on) : due_text(session, plans, on));
}

Result<int> due(const Session& session, const Values& values) {
  OPORA_ASSIGN(const Date on, day_of(values));
  OPORA_ASSIGN(const PlanChoice choice, chosen_plans(session, values));
  std::vector<PlanLines> plans;
  std::int64_t late = 0;
  for (const PlanView& view : choice.views) {
    plans.push_back({&view, due_lines(view, on, values["within"].as<int>(), values["all"].as<bool>())});
    late += static_cast<std::int64_t>(late_lines(view, on).size());
  }
  OPORA_ASSIGN(const int done, write_lines(session, values, plans, on));
  if (choice.adopted && late > 0) session.say(tr_format("Windows that are over and still owed: {0} (opora plan late)", late));
  return done;
}

Result<int> late(const Session& session, const Values& values) {
  OPORA_ASSIGN(const Date on, day_of(values));
  OPORA_ASSIGN(const PlanChoice choice, chosen_plans(session, values));
  std::vector<PlanLines> plans;
  bool any = false;
  for (const PlanView& view : choice.views) {
    plans.push_back({&view, late_lines(view, on)});
    any |= !plans.back().lines.empty();
  }
  OPORA_ASSIGN(const int done, write_lines(session, values, plans, on));
  return done == kDone && any ? kFindings : done;
}

Result<int> write_assignments(const Session& session, const Values& values, const PlanView& view, const std::vector<Assignment>& found) {
  const std::string file = output_of(values);
  return write_output(session, file, wants_csv(session, file, values) ? assignments_csv(view, found) : session.json ? assignments_json(view, found) : assignments_text(session, view, found));
}

Result<int> status(const Session& session, const Values& values) {
  OPORA_ASSIGN(const PlanChoice choice, chosen_plans(session, values, true));
  std::string text;
  for (const PlanView& view : choice.views) {
    const bool single = values["all"].as<bool>() || !values["row"].as<std::string>().empty() || values["conflicts"].as<bool>();
    if (!single) {
      const PlanLines lines{&view, status_lines(view)};
      text += session.json ? due_json({lines}, view.plan.from) : status_text(session, lines);
      continue;
    }
    OPORA_ASSIGN(const Store store, session.open_store(OpenMode::kReadOnly));
    AssignmentFilter filter = filter_of(values);
    filter.plan = view.id;
    filter.conflicts_only = values["conflicts"].as<bool>();
    if (const std::string row = values["row"].as<std::string>(); !row.empty()) {
      OPORA_ASSIGN(const int position, find_row(view.plan, row));
      filter.position = position;
    }
    OPORA_ASSIGN(const std::vector<Assignment> found, assignments(store, filter));
    OPORA_ASSIGN(const int done, write_assignments(session, values, view, found));
    if (done != kDone) return done;
  }
  return text.empty() ? Result<int>(kDone) : write_output(session, output_of(values), text);
}

// Who has not handed in what was due: the question of every report.
Result<int> missing(const Session& session, const Values& values) {
  OPORA_ASSIGN(const Date on, day_of(values));
  OPORA_ASSIGN(const PlanChoice choice, chosen_plans(session, values, true));
  OPORA_ASSIGN(const Store store, session.open_store(OpenMode::kReadOnly));
  bool any = false;
  for (const PlanView& view : choice.views) {
    AssignmentFilter filter = filter_of(values);
    filter.plan = view.id;
    filter.late_on = on;
    if (const std::string row = values["row"].as<std::string>(); !row.empty()) {
      OPORA_ASSIGN(const int position, find_row(view.plan, row));
      filter.position = position;
    }
    OPORA_ASSIGN(const std::vector<Assignment> found, assignments(store, filter));
    any |= !found.empty();
    OPORA_ASSIGN(const int done, write_assignments(session, values, view, found));
    if (done != kDone) return done;
  }
  return any ? kFindings : kDone;
}

Result<int> history(const Session& session, const Values& values) {
  const auto id = values["assignment"].as<AssignmentId>();
  OPORA_ASSIGN(const Store store, session.open_store(OpenMode::kReadOnly));
  OPORA_ASSIGN(const Assignment assignment, find_assignment(store, id));
  OPORA_ASSIGN(const StoredPlan plan, find_plan(store, assignment.plan));
  OPORA_ASSIGN(const std::vector<PlanEvent> events, events_of(store, id));
  WorkReport standing;
  standing.assignment = assignment;
  standing.row = row_title(plan.plan.measures[static_cast<std::size_t>(assignment.position) - 1], 100);
  std::cout << (session.json ? history_json(events) : history_text(session, standing, events));
  return kDone;
}

AdoptRequest adopt_request(const Session& session, const Values& values) {
  AdoptRequest request;
  request.region = values["region"].as<std::string>();
  request.municipality = values["municipality"].as<std::string>();
  request.actor = session.actor;
  return request;
}

Status add_lists(const Values& values, AdoptRequest& request) {
  for (const std::string& word : optional_value<std::vector<std::string>>(values, "list").value_or(std::vector<std::string>{})) {
    const auto equals = word.find('=');
    if (equals == std::string::npos) return make_error("CLI-003", tr_format("\"{0}\" does not say which list it is", word), tr("write --list METHODOLOGY=L3"));
    request.lists[word.substr(0, equals)] = word.substr(equals + 1);
  }
  return {};
}

Result<int> adopt(const Session& session, const Values& values) {
  AdoptRequest request = adopt_request(session, values);
  request.pack = values["pack"].as<std::string>();
  request.plan = values["plan"].as<std::string>();
  OPORA_TRY(add_lists(values, request));
  OPORA_ASSIGN(const PackLibrary packs, session.open_packs());
  OPORA_ASSIGN(Store store, session.open_store(OpenMode::kReadWrite));
  OPORA_ASSIGN(const AdoptReport report, adopt_plan(store, packs, request));
  std::cout << (session.json ? adopted_json(report) : adopted_text(report));
  return kDone;
}

Result<int> expand(const Session& session, const Values& values) {
  AdoptRequest request = adopt_request(session, values);
  OPORA_TRY(add_lists(values, request));
  OPORA_ASSIGN(const PackLibrary packs, session.open_packs());
  OPORA_ASSIGN(Store store, session.open_store(OpenMode::kReadWrite));
  OPORA_ASSIGN(const AdoptReport report, expand_plan(store, packs, values["number"].as<PlanId>(), request));
  std::cout << (session.json ? adopted_json(report) : adopted_text(report));
  return kDone;
}

Result<int> difference(const Session& session, const Values& values) {
  const auto words = optional_value<std::vector<std::string>>(values, "plans").value_or(std::vector<std::string>{});
  if (words.size() != 2) return make_error("CLI-012", tr("name two plans"), tr("for example: opora plan diff 1 2, or opora plan diff ru-mo-bolsheberezniki/support-2021 ru-mo-bolsheberezniki/support-2022"));
  OPORA_ASSIGN(const Plan before, plan_named(session, words[0]));
  OPORA_ASSIGN(const Plan after, plan_named(session, words[1]));
  const std::vector<PlanChange> changes = plan_difference(before, after);
  std::cout << (session.json ? difference_json(changes) : difference_text(session, before, after, changes));
  return changes.empty() ? kDone : kFindings;
}

Result<int> overview(const Session& session, const Values& values) {
  const auto words = optional_value<std::vector<std::string>>(values, "words").value_or(std::vector<std::string>{});
  if (words.empty()) return list_plans(session, values);
  std::vector<std::string> verbs;
  for (const Command& command : all_commands())
    if (command.name.starts_with("plan ")) verbs.push_back(command.name.substr(5));
  const auto guess = nearest(words.front(), verbs);
  return make_error("CLI-012", tr_format("\"plan {0}\" is not known", words.front()), guess ? tr_format("did you mean \"plan {0}\"?", *guess) : tr_format("there are: {0}", fmt::join(verbs, ", ")));
}

Command command_of(const char* name, const char* summary, const char* usage, std::vector<std::pair<std::string, std::string>> examples, const char* positional, int count,
                   Result<int> (*run)(const Session&, const Values&)) {
  Command command{name, summary, usage, std::move(examples), {}, positional, count, run, false};
  return command;
}

void add_adopt_flags(Command& command) {
  command.flags.add_options()
      ("region", options::value<std::string>()->default_value(""), tr("schools and municipalities of this region alone"))
      ("municipality", options::value<std::string>()->default_value(""), tr("schools of this municipality alone"))
      ("list", options::value<std::vector<std::string>>()->composing(), tr("METHODOLOGY=L3: which list names the schools of a class; else the newest approved one"));
}

Command& with_output(Command& command) {
  add_output_flags(command.flags);
  return command;
}

}  // namespace

std::vector<Command> plan_commands() {
  Command plan{"plan", tr("road maps: what is due, who owes it, what proves it"), "opora plan [VERB …]",
               {{"opora plan", tr("the plans of the packs and those at work; every verb: opora help plan due, opora help plan done …")},
                {"opora plan due --pack ru-smo --on 2020-08-10", tr("what the region's plan asks for on a day, read from the pack")},
                {"opora plan adopt --pack ru-smo", tr("makes the plan work: every row becomes an assignment of each body that answers for it")}},
               {}, "words", -1, overview};
  plan.flags.add_options()("words", options::value<std::vector<std::string>>(), "");

  Command list = command_of("plan list", tr("plans of the packs, and those at work"), "opora plan list", {{"opora plan list", tr("id, period and number of rows of every plan")}}, "", 0, list_plans);

  Command show_command = command_of("plan show", tr("the rows of a plan as its document has them"), "opora plan show [PLAN…] [--pack P [--plan ID]] [--row N] [--readings] [--check] [-o FILE]",
                                    {{"opora plan show --pack ru-se --readings", tr("every row, and how its deadline is read")},
                                     {"opora plan show --pack ru-irk-katanga --check", tr("and what a careful reader remarks: numbers twice, dates before the act")},
                                     {"opora plan show --pack ru-se --row 15", tr("everything about one row: points, reading, bodies, what proves it")},
                                     {"opora plan show 1 -o plan.csv", tr("as a table to edit and to import again")}}, "number", -1, show);
  add_choice_flags(show_command.flags);
  show_command.flags.add_options()("row", options::value<std::string>()->default_value(""), tr("one row in full: 7, 11:2, SECTION/7"))("readings", options::bool_switch(), tr("also how each deadline is read"))("check", options::bool_switch(), tr("also remarks"));

  Command due_command = command_of("plan due", tr("what is due on a day"), "opora plan due [PLAN…] [--pack P [--plan ID]] [--on DATE] [--within DAYS] [--municipality M] [-o FILE]",
                                   {{"opora plan due --pack ru-se --on 2021-02-15", tr("what is under way on the day by the text of the pack's plan")},
                                    {"opora plan due --within 14", tr("of the plans at work, today, and what begins within two weeks")},
                                    {"opora plan due 1 --municipality \"Горный район\"", tr("what one municipality and its schools owe")}}, "number", -1, due);
  add_choice_flags(due_command.flags);
  add_day_flag(due_command.flags);
  due_command.flags.add_options()("within", options::value<int>()->default_value(0), tr("also what begins within so many days"))("all", options::bool_switch(), tr("also windows in which nothing is owed any more"));

  Command late_command = command_of("plan late", tr("windows that are over and still owed"), "opora plan late [PLAN…] [--pack P] [--on DATE] [--municipality M] [-o FILE]",
                                    {{"opora plan late", tr("today, of all plans at work; exit code 1 when there are any")}}, "number", -1, late);
  add_choice_flags(late_command.flags);
  add_day_flag(late_command.flags);

  Command status_command = command_of("plan status", tr("how far a plan is; its assignments"), "opora plan status [PLAN…] [--all | --row N | --conflicts] [--municipality M] [-o FILE]",
                                      {{"opora plan status 1", tr("a line a row: done, handed in, accepted, returned, open")},
                                       {"opora plan status 1 --row 7", tr("who owes row 7, with the numbers that plan done takes")},
                                       {"opora plan status 1 --all -o assignments.csv", tr("every assignment as a table")}}, "number", -1, status);
  add_choice_flags(status_command.flags);
  status_command.flags.add_options()("all", options::bool_switch(), tr("every assignment"))("row", options::value<std::string>()->default_value(""), tr("assignments of this row"))
      ("conflicts", options::bool_switch(), tr("assignments with two histories"));

  Command missing_command = command_of("plan missing", tr("who has not handed in what was due"), "opora plan missing [PLAN…] [--row N] [--on DATE] [--municipality M] [-o FILE]",
                                       {{"opora plan missing 1 --row 4.3 --on 2020-08-16", tr("the municipalities whose report is missing the day after")}}, "number", -1, missing);
  add_choice_flags(missing_command.flags);
  add_day_flag(missing_command.flags);
  missing_command.flags.add_options()("row", options::value<std::string>()->default_value(""), tr("of this row"));

  Command history_command = command_of("plan history", tr("what happened to an assignment, with its evidence"), "opora plan history ASSIGNMENT", {{"opora plan history 12", tr("who, when, what, and which documents")}},
                                       "assignment", 1, history);
  history_command.flags.add_options()("assignment", options::value<AssignmentId>()->required(), "");

  Command adopt_command = command_of("plan adopt", tr("makes a pack's plan work"), "opora plan adopt --pack P [--plan ID] [--region R] [--municipality M] [--list METHODOLOGY=L3]",
                                     {{"opora plan adopt --pack ru-smo", tr("every row becomes an assignment of each body that answers for it")},
                                      {"opora plan adopt --pack ru-mo-bolsheberezniki --plan support-2021 --municipality \"Большеберезниковский район\"", tr("a municipal plan for its schools")}},
                                     "", 0, adopt);
  adopt_command.flags.add_options()("pack", options::value<std::string>()->required(), tr("pack that has the plan"))("plan", options::value<std::string>()->default_value(""), tr("id of the plan, when the pack has several"));
  add_adopt_flags(adopt_command);

  Command expand_command = command_of("plan expand", tr("gives the rows of a class to its schools, now that their list is approved"), "opora plan expand PLAN [--list METHODOLOGY=L3]",
                                      {{"opora plan expand 1", tr("classes that waited become the schools of their list")}}, "number", 1, expand);
  expand_command.flags.add_options()("number", options::value<PlanId>()->required(), "");
  add_adopt_flags(expand_command);

  Command diff_command = command_of("plan diff", tr("what changed between two plans or redactions"), "opora plan diff PLAN PLAN",
                                    {{"opora plan diff 1 2", tr("rows that came, went or say something else; exit code 1 when there are any")},
                                     {"opora plan diff ru-mo-bolsheberezniki/support-2021 ru-mo-bolsheberezniki/support-2022", tr("two plans of packs")}}, "plans", -1, difference);
  diff_command.flags.add_options()("plans", options::value<std::vector<std::string>>(), "");

  for (Command* command : {&show_command, &due_command, &late_command, &status_command, &missing_command}) with_output(*command);
  return {plan, list, show_command, due_command, late_command, status_command, missing_command, history_command, adopt_command, expand_command, diff_command};
}

}  // namespace opora
