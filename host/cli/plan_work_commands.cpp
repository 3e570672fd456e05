// Plans to work on: give, hand in, accept, return, decide, and what was entered into registers.
#include <iostream>
#include <nlohmann/json.hpp>

#include "base/messages.h"
#include "base/text.h"
#include "cli/command.h"
#include "cli/plan_choice.h"
#include "cli/print.h"
#include "cli/print_plan.h"
#include "engine/plan_work.h"
#include "plans/deadline.h"
#include "plans/evidence_kinds.h"
#include "report/csv_text.h"
#include "report/terminal_table.h"

namespace opora {
namespace {

std::string text_of(const Values& values, const char* name) { return values[name].as<std::string>(); }

std::vector<AssignmentId> assignments_in(const Values& values) {
  return optional_value<std::vector<AssignmentId>>(values, "assignment").value_or(std::vector<AssignmentId>{});
}

void print_work(const Session& session, const WorkReport& report) {
  for (const Diagnostic& warning : report.warnings) std::cerr << (session.json ? render_json(warning) + "\n" : render_terminal(warning, session.colour));
  if (session.json) {
    std::cout << nlohmann::ordered_json{{"assignment", report.assignment.id}, {"row", report.row}, {"holder", report.assignment.holder.code}, {"state", state_code(report.assignment.standing.state)},
                                        {"event", report.event.uid}}.dump() << "\n";
    return;
  }
  std::cout << tr_format("Assignment {0}, {1}: {2}", report.assignment.id, holder_text(report.assignment.holder), state_title(report.assignment.standing.state)) << "\n  " << report.row << "\n";
  for (const Evidence& one : report.event.evidence)
    std::cout << "  " << evidence_title(one.kind) << ": " << one.title << (one.digest.empty() ? "" : " (SHA-256 " + one.digest.substr(0, 12) + "…)") << "\n";
}

// The same for each assignment named; the first that fails stops, those before it stay.
template <class Work>
Result<int> for_each(const Session& session, const Values& values, Work work) {
  const std::vector<AssignmentId> ids = assignments_in(values);
  if (ids.empty()) return make_error("CLI-012", tr("name one or more assignments"), tr("their numbers: opora plan status PLAN --row N"));
  OPORA_ASSIGN(Store store, session.open_store(OpenMode::kReadWrite));
  for (const AssignmentId id : ids) {
    OPORA_ASSIGN(const WorkReport report, work(store, id));
    print_work(session, report);
  }
  return kDone;
}

Result<int> assign(const Session& session, const Values& values) {
  return for_each(session, values, [&](Store& store, AssignmentId id) { return give(store, {id, text_of(values, "to"), text_of(values, "due"), text_of(values, "note"), session.actor}); });
}

Result<std::vector<Register>> registers_for(const Session& session, const Store& store, const std::vector<AssignmentId>& ids) {
  if (ids.empty()) return std::vector<Register>{};
  OPORA_ASSIGN(const Assignment first, find_assignment(store, ids.front()));
  OPORA_ASSIGN(const StoredPlan plan, find_plan(store, first.plan));
  OPORA_ASSIGN(const PackLibrary packs, session.open_packs());
  OPORA_ASSIGN(const auto lineage, packs.lineage(plan.plan.pack));
  return registers_of(lineage);
}

Result<int> done(const Session& session, const Values& values) {
  HandInRequest request{0, {}, text_of(values, "kind"), text_of(values, "title"),
                        text_of(values, "number"), text_of(values, "date"), text_of(values, "register"), {}, text_of(values, "note"), session.actor};
  for (const std::string& file : optional_value<std::vector<std::string>>(values, "evidence").value_or(std::vector<std::string>{})) request.files.push_back({file, {}});
  OPORA_ASSIGN(request.fields, settings(values));
  std::vector<Register> registers;
  if (!request.fields.empty() || !request.register_id.empty()) {
    OPORA_ASSIGN(const Store store, session.open_store(OpenMode::kReadOnly));
    OPORA_ASSIGN(registers, registers_for(session, store, assignments_in(values)));
  }
  return for_each(session, values, [&](Store& store, AssignmentId id) {
    request.assignment = id;
    return hand_in(store, registers, request);
  });
}

Result<int> step(const Session& session, const Values& values, WorkStep which) {
  const std::string by = values.count("by") ? text_of(values, "by") : std::string();
  const std::string reason = values.count("reason") ? text_of(values, "reason") : std::string();
  return for_each(session, values, [&](Store& store, AssignmentId id) { return step_work(store, {id, which, by, reason, session.actor}); });
}

Result<int> accept(const Session& session, const Values& values) { return step(session, values, WorkStep::kAccept); }
Result<int> give_back(const Session& session, const Values& values) { return step(session, values, WorkStep::kReturn); }
Result<int> drop(const Session& session, const Values& values) { return step(session, values, WorkStep::kDrop); }
Result<int> settle(const Session& session, const Values& values) { return step(session, values, WorkStep::kSettle); }
Result<int> undo(const Session& session, const Values& values) { return step(session, values, WorkStep::kUndo); }

Result<int> decide(const Session& session, const Values& values) {
  const auto words = optional_value<std::vector<std::string>>(values, "words").value_or(std::vector<std::string>{});
  const auto plan = words.empty() ? std::nullopt : parse_integer(words[0]);
  if (words.size() != 2 || !plan) return make_error("CLI-012", tr("name the plan and the row"), tr("for example: opora plan decide 1 5 --windows 2023 --reason \"…\""));
  OPORA_ASSIGN(Store store, session.open_store(OpenMode::kReadWrite));
  OPORA_ASSIGN(const DecideReport report, decide_row(store, {*plan, words[1], text_of(values, "windows"), text_of(values, "reason"), session.actor}));
  if (session.json) {
    std::cout << nlohmann::ordered_json{{"plan", *plan}, {"row", report.row}, {"deadline", report.deadline}, {"windows", windows_text(report.windows)}}.dump() << "\n";
    return kDone;
  }
  std::cout << report.row << "\n  " << tr_format("\"{0}\" now means:", report.deadline);
  for (const DateWindow& window : report.windows) std::cout << " " << day_text(window.from) << "–" << day_text(window.to);
  std::cout << "\n";
  return kDone;
}

struct RegisterView {
  std::vector<Register> known;
  std::vector<RegisterEntry> entries;
};

const Register* register_named(const std::vector<Register>& known, const std::string& id) {
  for (const Register& one : known)
    if (one.id == id) return &one;
  return nullptr;
}

std::string shown_value(const RegisterField& field, const std::string& value) {
  for (const auto& [id, title] : field.values)
    if (id == value) return title;
  if (field.type == "date")
    if (const auto day = parse_date(value)) return day_text(*day);
  if (field.type == "flag") return value == "1" ? tr("yes") : tr("no");
  return value;
}

std::string field_value(const Evidence& evidence, const RegisterField& field) {
  for (const auto& [name, value] : evidence.fields)
    if (name == field.id) return shown_value(field, value);
  return {};
}

std::string registers_overview(const Session& session, const RegisterView& view) {
  TerminalTable table;
  table.columns = {{tr("Register"), false, 10}, {tr("Title"), false, 24}, {tr("Fields"), false, 30}, {tr("Entries"), true, 0}};
  for (const Register& one : view.known) {
    std::string fields;
    for (const RegisterField& field : one.fields) fields += (fields.empty() ? "" : ", ") + field.id;
    const auto entries = std::count_if(view.entries.begin(), view.entries.end(), [&](const RegisterEntry& entry) { return entry.evidence.register_id == one.id; });
    table.rows.push_back({{one.id, CellTone::kStrong}, {one.title}, {fields}, {std::to_string(entries)}});
  }
  return render_table(table, {session.width, session.colour});
}

// A line an entry: who, on what, the register's fields, the document.
std::vector<std::vector<std::string>> register_lines(const Store& store, const Register& one, const std::vector<RegisterEntry>& entries) {
  std::vector<std::vector<std::string>> lines;
  for (const RegisterEntry& entry : entries) {
    if (entry.evidence.register_id != one.id) continue;
    const auto assignment = find_assignment(store, entry.assignment);
    std::vector<std::string> line = {std::to_string(entry.assignment), entry.event.at.substr(0, 10), assignment ? holder_text(assignment->holder) : std::string()};
    for (const RegisterField& field : one.fields) line.push_back(field_value(entry.evidence, field));
    line.push_back(entry.evidence.title + (entry.evidence.number.empty() ? "" : " № " + entry.evidence.number));
    lines.push_back(std::move(line));
  }
  return lines;
}

std::vector<std::string> register_titles(const Register& one) {
  std::vector<std::string> titles = {tr("Assignment"), tr("Day"), tr("Who")};
  for (const RegisterField& field : one.fields) titles.push_back(field.title);
  titles.push_back(tr("Document"));
  return titles;
}

std::string register_csv(const std::vector<std::string>& titles, const std::vector<std::vector<std::string>>& lines) {
  std::string out = "\xEF\xBB\xBF";
  const auto add = [&](const std::vector<std::string>& line) {
    for (std::size_t i = 0; i < line.size(); ++i) {
      if (i > 0) out += ';';
      append_csv_field(out, line[i], ';');
    }
    out += "\r\n";
  };
  add(titles);
  for (const auto& line : lines) add(line);
  return out;
}

Result<int> show_register(const Session& session, const Values& values) {
  OPORA_ASSIGN(const PackLibrary packs, session.open_packs());
  OPORA_ASSIGN(const auto lineage, packs.lineage(text_of(values, "pack")));
  RegisterView view;
  OPORA_ASSIGN(view.known, registers_of(lineage));
  OPORA_ASSIGN(const Store store, session.open_store(OpenMode::kReadOnly));
  const std::string id = values.count("register") ? text_of(values, "register") : std::string();
  OPORA_ASSIGN(view.entries, register_entries(store, id, optional_value<PlanId>(values, "plan")));
  if (id.empty()) return write_output(session, text_of(values, "output"), registers_overview(session, view));
  const Register* one = register_named(view.known, id);
  if (!one) {
    std::vector<std::string> ids;
    for (const Register& other : view.known) ids.push_back(other.id);
    const auto guess = nearest(id, ids);
    return make_error("PLAN-018", tr_format("there is no register \"{0}\"", id), guess ? tr_format("did you mean \"{0}\"?", *guess) : tr_format("there are: {0}", fmt::join(ids, ", ")));
  }
  const auto titles = register_titles(*one);
  const auto lines = register_lines(store, *one, view.entries);
  const std::string file = text_of(values, "output");
  if (session.json) {
    std::string out;
    for (const RegisterEntry& entry : view.entries) {
      nlohmann::ordered_json j{{"register", id}, {"assignment", entry.assignment}, {"at", entry.event.at}, {"document", entry.evidence.title}, {"number", entry.evidence.number}};
      for (const auto& [name, value] : entry.evidence.fields) j[name] = value;
      out += j.dump() + "\n";
    }
    return write_output(session, file, out);
  }
  if (file.ends_with(".csv")) return write_output(session, file, register_csv(titles, lines));
  TerminalTable table;
  for (const std::string& title : titles) table.columns.push_back({title, false, 8});
  for (const auto& line : lines) table.rows.emplace_back(line.begin(), line.end());
  return write_output(session, file, one->title + "\n" + render_table(table, {session.width, session.colour}));
}

Command work_command(const char* name, const char* summary, const char* usage, std::vector<std::pair<std::string, std::string>> examples, Result<int> (*run)(const Session&, const Values&)) {
  Command command{name, summary, usage, std::move(examples), {}, "assignment", -1, run, false};
  command.flags.add_options()("assignment", options::value<std::vector<AssignmentId>>(), "");
  return command;
}

void add_reason(Command& command) { command.flags.add_options()("reason", options::value<std::string>()->default_value(""), tr("why")); }

}  // namespace

std::vector<Command> plan_work_commands() {
  Command assign_command = work_command("plan assign", tr("who does it, or a day of its own"), "opora plan assign ASSIGNMENT… [--to WHO] [--due DATE] [--note TEXT]",
                                        {{"opora plan assign 12 13 --to \"заместитель директора\" --due 2021-03-01", tr("a post is better than a name")}}, assign);
  assign_command.flags.add_options()("to", options::value<std::string>()->default_value(""), tr("post or person"))("due", options::value<std::string>()->default_value(""), tr("its own last day"))
      ("note", options::value<std::string>()->default_value(""), tr("a remark"));

  Command done_command = work_command("plan done", tr("hands in what proves that it was done"),
                                      "opora plan done ASSIGNMENT… --evidence FILE… [--kind K] [--number N] [--date D] [--register R --set field=value …]",
                                      {{"opora plan done 12 --evidence справка.pdf --number 14 --date 2021-03-02", tr("a file is kept by its digest and where it is; its bytes stay yours")},
                                       {"opora plan done 15 --title \"Договор с лицеем № 7\" --number 3 --set partner=\"лицей № 7\" --set valid_to=2022-08-31", tr("with the fields of the row's register")}},
                                      done);
  done_command.flags.add_options()
      ("evidence", options::value<std::vector<std::string>>()->composing(), tr("file that proves it; may be given several times"))
      ("kind", options::value<std::string>()->default_value(""), tr("order, note, report, contract, programme, protocol, certificate, recording, publication …; else what the row expects"))
      ("title", options::value<std::string>()->default_value(""), tr("what the document is called; else the file's name"))
      ("number", options::value<std::string>()->default_value(""), tr("its number"))
      ("date", options::value<std::string>()->default_value(""), tr("its date"))
      ("register", options::value<std::string>()->default_value(""), tr("register of the entry; else that of the row"))
      ("set", options::value<std::vector<std::string>>()->composing(), tr("field=value of the register"))
      ("note", options::value<std::string>()->default_value(""), tr("a remark"));

  Command accept_command = work_command("plan accept", tr("accepts what was handed in"), "opora plan accept ASSIGNMENT… [--by ORGANISATION]",
                                        {{"opora plan accept 12", tr("by the next organisation to which the row reports")}, {"opora plan accept 12 --by institute", tr("by this one")}}, accept);
  accept_command.flags.add_options()("by", options::value<std::string>()->default_value(""), tr("organisation of the pack; else the next one in the chain of reports"));
  Command return_command = work_command("plan return", tr("gives back what was handed in, with a reason"), "opora plan return ASSIGNMENT… --reason TEXT [--by ORGANISATION]",
                                        {{"opora plan return 12 --reason \"нет подписи\"", tr("it is owed again")}}, give_back);
  return_command.flags.add_options()("by", options::value<std::string>()->default_value(""), tr("organisation of the pack; else the next one in the chain of reports"));
  Command drop_command = work_command("plan drop", tr("no longer asks for it, with a reason"), "opora plan drop ASSIGNMENT… --reason TEXT", {{"opora plan drop 12 --reason \"школа закрыта\"", tr("it counts no more")}}, drop);
  Command settle_command = work_command("plan settle", tr("settles two histories that contradict each other; both stay"), "opora plan settle ASSIGNMENT… --reason TEXT",
                                        {{"opora plan settle 12 --reason \"обе справки верны\"", tr("after merging two people's work")}}, settle);
  Command undo_command = work_command("plan undo", tr("takes the last step on an assignment back; it stays in its history"), "opora plan undo ASSIGNMENT… [--reason TEXT]", {{"opora plan undo 12", tr("as if it had not been entered")}}, undo);
  for (Command* command : {&return_command, &drop_command, &settle_command, &undo_command}) add_reason(*command);

  Command decide_command{"plan decide", tr("says when, where the text of a plan leaves it open"), "opora plan decide PLAN ROW --windows DAYS|CHOICE --reason TEXT",
                         {{"opora plan decide 1 5 --windows 2023 --reason \"совещание 20.01.2023\"", tr("one of the readings that plan show --readings names")},
                          {"opora plan decide 1 26 --windows \"2019-11-11..2019-11-15, 2020-03-16..2020-03-20\" --reason \"график СОИРО\"", tr("days of a schedule")}},
                         {}, "words", -1, decide, false};
  decide_command.flags.add_options()("words", options::value<std::vector<std::string>>(), "")("windows", options::value<std::string>()->required(), tr("days and ranges of days, or the name of a reading"))
      ("reason", options::value<std::string>()->default_value(""), tr("why"));

  Command register_command{"plan register", tr("what was entered into a register: contracts, events, courses, acts"), "opora plan register [REGISTER] --pack P [--plan N] [-o FILE]",
                           {{"opora plan register --pack ru-ros", tr("the registers, their fields and how many entries they have")},
                            {"opora plan register contracts --pack ru-ros -o договоры.csv", tr("one as a table for a spreadsheet")}},
                           {}, "register", 1, show_register, false};
  register_command.flags.add_options()("register", options::value<std::string>(), "")("pack", options::value<std::string>()->required(), tr("pack whose registers are meant"))
      ("plan", options::value<PlanId>(), tr("entries of this plan alone"))("output,o", options::value<std::string>()->default_value(""), tr("file to write: .csv, .json, or the text that is shown"));
  return {assign_command, done_command, accept_command, return_command, drop_command, settle_command, undo_command, decide_command, register_command};
}

}  // namespace opora
