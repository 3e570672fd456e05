// Parts of plans on their way from store to store, and whether what proves the work is still there.
#include <iostream>
#include <nlohmann/json.hpp>

#include "base/messages.h"
#include "cli/command.h"
#include "cli/print_plan.h"
#include "engine/plan_evidence.h"
#include "engine/plan_merge.h"
#include "engine/plan_work.h"
#include "report/terminal_table.h"

namespace opora {
namespace {

using Json = nlohmann::ordered_json;

constexpr int kTitleCells = 40;
constexpr std::size_t kShown = 40;  // lines of a table on the screen; all of them with --json

std::string text_value(const Values& values, const char* name) { return optional_value<std::string>(values, name).value_or(""); }

Json holder_json(const Holder& holder) { return {{"level", holder.level}, {"code", holder.code}, {"name", holder.name}, {"municipality", holder.municipality}}; }

// --- export

Json json_of(const PlanExportReport& report, const PlanExportRequest& request) {
  Json json{{"plan", request.plan}, {"title", report.title}, {"file", request.file.string()}, {"bytes", report.bytes}, {"holders", report.holders}, {"assignments", report.assignments},
            {"events", report.events}, {"files", report.files}, {"absent", Json::array()}};
  for (const auto& one : report.absent) json["absent"].push_back({{"assignment", one.where}, {"file", one.file}, {"changed", one.changed}});
  return json;
}

void print_export(const Session& session, const PlanExportReport& report, const PlanExportRequest& request) {
  session.say(tr_format("{0}: {1}, {2}, {3}, {4}.", request.file.string(), tr_count("{} holder", "{} holders", report.holders), tr_count("{} assignment", "{} assignments", report.assignments),
                        tr_count("{} event", "{} events", report.events), tr_count("{} file", "{} files", report.files)));
  session.say(tr_format("Who gets it takes it in by: opora plan merge {0}", request.file.filename().string()));
  for (const auto& one : report.absent)
    std::cout << (one.changed ? tr_format("Not packed: {0} ({1}) is not what was handed in.", one.file, one.where) : tr_format("Not packed: {0} ({1}) is missing.", one.file, one.where)) << "\n";
}

Result<int> export_part(const Session& session, const Values& values) {
  PlanExportRequest request;
  request.municipality = text_value(values, "municipality"), request.holder = text_value(values, "holder");
  if (!request.municipality.empty() && !request.holder.empty())
    return make_error("CLI-090", tr("a part is that of a municipality or of a holder, not of both"), tr("leave --municipality or --holder out"));
  request.file = values["output"].as<std::string>(), request.with_files = values["with-files"].as<bool>(), request.actor = session.actor;
  OPORA_ASSIGN(const Store store, session.open_store(OpenMode::kReadOnly));
  request.plan = values["plan"].as<PlanId>();
  OPORA_ASSIGN(const PlanExportReport report, export_plan(store, request));
  if (session.json) std::cout << json_of(report, request).dump() << "\n";
  else print_export(session, report, request);
  return report.absent.empty() ? kDone : kFindings;
}

// --- merge

const char* side_words(const ConflictSide& side) {
  if (side.here) return side.in_bundle ? tr("both") : tr("here");
  return tr("bundle");
}

const char* reason_words(LeftReason reason) {
  return reason == LeftReason::kWindow ? tr("the row has other windows here: decide its deadline as the bundle does (opora plan decide), then merge again")
                                       : tr("the holder has another part in the row here");
}

std::string evidence_words(const std::vector<Evidence>& all) {
  std::string words;
  for (const Evidence& one : all) words += (words.empty() ? "" : "; ") + evidence_line(one);
  return words;
}

Json json_of(const ConflictSide& side) {
  Json json{{"here", side.here}, {"in_bundle", side.in_bundle}, {"event", side.event.uid}, {"kind", kind_code(side.event.kind)}, {"by", side.event.actor}, {"at", side.event.at},
            {"note", side.event.note}, {"evidence", Json::array()}};
  for (const Evidence& one : side.evidence) json["evidence"].push_back({{"kind", one.kind}, {"title", one.title}, {"file", one.file}, {"sha256", one.digest}});
  return json;
}

Json json_of(const MergeConflict& conflict, const Plan& plan) {
  Json json{{"assignment", conflict.assignment}, {"row", conflict.position}, {"number", plan.measures[static_cast<std::size_t>(conflict.position) - 1].text.number}, {"window", conflict.ordinal},
            {"holder", holder_json(conflict.holder)}, {"sides", Json::array()}};
  for (const ConflictSide& side : conflict.sides) json["sides"].push_back(json_of(side));
  return json;
}

Json json_of(const DeadlineDecision& one) { return {{"windows", one.windows}, {"reason", one.reason}, {"by", one.actor}, {"at", one.at}}; }

Json json_of(const PlanMergeReport& report, bool dry_run) {
  const Plan& plan = report.stored.plan;
  Json json{{"plan", report.plan}, {"title", plan.title}, {"redaction", report.stored.redaction}, {"made_by", report.by}, {"made_at", report.at}, {"municipality", report.municipality},
            {"holder", report.holder}, {"dry_run", dry_run}, {"new_plan", report.new_plan}, {"holders", report.holders}, {"assignments", report.assignments}, {"events", report.events},
            {"unchanged", report.known_events}, {"files", report.files}, {"waiting", report.waiting}, {"conflicts", Json::array()}, {"left", Json::array()}, {"decisions", Json::array()}};
  for (const MergeConflict& one : report.conflicts) json["conflicts"].push_back(json_of(one, plan));
  for (const LeftAssignment& one : report.left)
    json["left"].push_back({{"row", one.position}, {"window", one.ordinal}, {"holder", holder_json(one.holder)}, {"events", one.events}, {"reason", one.reason == LeftReason::kWindow ? "window" : "part"}});
  for (const DeadlineDifference& one : report.decisions)
    json["decisions"].push_back({{"row", one.there.position}, {"bundle", json_of(one.there)}, {"here", one.here ? json_of(*one.here) : Json()}, {"taken", one.taken}});
  return json;
}

std::string row_of(const PlanMergeReport& report, int position) { return row_title(report.stored.plan.measures[static_cast<std::size_t>(position) - 1], kTitleCells); }

void print_table(const Session& session, TerminalTable table) {
  const std::size_t all = table.rows.size();
  if (all > kShown) table.rows.resize(kShown);
  std::cout << render_table(table, {session.width, session.colour});
  if (all > kShown) std::cout << tr_format("… and {0} more lines; all of them: --json", all - kShown) << "\n";
}

void print_conflicts(const Session& session, const PlanMergeReport& report) {
  if (report.conflicts.empty()) return;
  std::cout << "\n" << tr_count("{} conflict: both sides stay until somebody settles it.", "{} conflicts: all sides stay until somebody settles them.", static_cast<long long>(report.conflicts.size())) << "\n";
  TerminalTable table{{{tr("No."), true}, {tr("row"), false, 12}, {tr("who owes it"), false, 20}, {tr("side")}, {tr("step"), false, 10}, {tr("by"), false, 10}, {tr("when"), false, 20}, {tr("evidence"), false, 24}}, {}};
  for (const MergeConflict& one : report.conflicts)
    for (std::size_t i = 0; i < one.sides.size(); ++i) {
      const ConflictSide& side = one.sides[i];
      const bool first = i == 0;
      table.rows.push_back({first ? std::to_string(one.assignment) : "", first ? row_of(report, one.position) : "", first ? holder_text(one.holder) : "", side_words(side), event_title(side.event.kind),
                            side.event.actor, side.event.at, evidence_words(side.evidence)});
    }
  print_table(session, std::move(table));
  std::cout << tr_format("Look at one: opora plan history {0}; keep all sides: opora plan settle {0} --reason TEXT; or send it back: opora plan return {0} --reason TEXT", report.conflicts.front().assignment) << "\n";
}

void print_left(const Session& session, const PlanMergeReport& report) {
  if (report.left.empty()) return;
  std::cout << "\n" << tr_count("{} assignment could not be taken in:", "{} assignments could not be taken in:", static_cast<long long>(report.left.size())) << "\n";
  TerminalTable table{{{tr("row"), false, 12}, {tr("window"), true}, {tr("who owes it"), false, 20}, {tr("events"), true}, {tr("why"), false, 30}}, {}};
  for (const LeftAssignment& one : report.left)
    table.rows.push_back({row_of(report, one.position), std::to_string(one.ordinal), holder_text(one.holder), std::to_string(one.events), reason_words(one.reason)});
  print_table(session, std::move(table));
}

void print_decisions(const Session& session, const PlanMergeReport& report) {
  if (report.decisions.empty()) return;
  std::cout << "\n" << tr("Deadlines that were decided otherwise:") << "\n";
  TerminalTable table{{{tr("row"), false, 12}, {tr("here"), false, 24}, {tr("bundle"), false, 24}, {tr("by"), false, 10}, {tr("reason"), false, 20}, {tr("taken")}}, {}};
  for (const DeadlineDifference& one : report.decisions)
    table.rows.push_back({row_of(report, one.there.position), one.here ? one.here->windows : std::string(tr("not decided")), one.there.windows, one.there.actor, one.there.reason, one.taken ? tr("yes") : tr("no")});
  print_table(session, std::move(table));
}

std::string whose_words(const PlanMergeReport& report) {
  if (!report.municipality.empty()) return report.municipality;
  return report.holder.empty() ? std::string(tr("the whole plan")) : report.holder;
}

void print_merge(const Session& session, const PlanMergeReport& report, bool dry_run) {
  const StoredPlan& stored = report.stored;
  std::cout << tr_format("{0} (redaction {1}): {2}, made by {3} on {4}", stored.plan.title, stored.redaction, whose_words(report), report.by, report.at) << "\n";
  if (report.new_plan) std::cout << tr_format("The plan was not in the store: taken in as plan {0}.", report.plan) << "\n";
  std::cout << tr_format("New: {0}, {1}, {2}, {3}; known before: {4}.", tr_count("{} holder", "{} holders", report.holders), tr_count("{} assignment", "{} assignments", report.assignments),
                         tr_count("{} event", "{} events", report.events), tr_count("{} file", "{} files", report.files), tr_count("{} event", "{} events", report.known_events)) << "\n";
  if (report.waiting > 0) std::cout << tr_count("{} earlier conflict is not settled yet.", "{} earlier conflicts are not settled yet.", report.waiting) << "\n";
  print_conflicts(session, report);
  print_left(session, report);
  print_decisions(session, report);
  if (dry_run) std::cout << tr("Nothing was written: this was a dry run.") << "\n";
}

Result<int> merge_part(const Session& session, const Values& values) {
  const PlanMergeRequest request{values["file"].as<std::string>(), session.actor, values["dry-run"].as<bool>(), values["take-decisions"].as<bool>()};
  OPORA_ASSIGN(Store store, session.open_store(OpenMode::kReadWrite));
  OPORA_ASSIGN(const PlanMergeReport report, merge_plan(store, request));
  if (session.json) std::cout << json_of(report, request.dry_run).dump() << "\n";
  else print_merge(session, report, request.dry_run);
  return report.has_findings() ? kFindings : kDone;
}

// --- verify

Result<int> verify_part(const Session& session, const Values& values) {
  OPORA_ASSIGN(const Store store, session.open_store(OpenMode::kReadOnly));
  const auto plan = values["plan"].as<PlanId>();
  OPORA_ASSIGN(const PlanVerification found, verify_plan(store, plan));
  if (session.json) {
    Json json{{"plan", plan}, {"holds", found.problems.empty()}, {"assignments", found.assignments}, {"events", found.events}, {"files", found.files}, {"problems", Json::array()}};
    for (const Diagnostic& problem : found.problems) json["problems"].push_back(Json::parse(render_json(problem)));
    std::cout << json.dump() << "\n";
  } else {
    for (const Diagnostic& problem : found.problems) std::cout << render_terminal(problem, session.colour);
    std::cout << tr_format("{0}: {1}, {2}, {3}.", found.plan.plan.title, tr_count("{} assignment", "{} assignments", found.assignments), tr_count("{} event", "{} events", found.events),
                           tr_count("{} file", "{} files", found.files)) << "\n";
    if (found.problems.empty()) std::cout << tr("What was done and what proves it is as it was handed in.") << "\n";
    else std::cout << tr_count("{} thing is not in order.", "{} things are not in order.", static_cast<long long>(found.problems.size())) << "\n";
  }
  return found.problems.empty() ? kDone : kFindings;
}

}  // namespace

std::vector<Command> plan_handover_commands() {
  Command export_command{"plan export", tr("writes a part of a plan into a file, to be worked on where there is no network"), "opora plan export PLAN [--municipality M | --holder CODE] -o FILE.zip [--with-files]",
                         {{"opora plan export 3 --municipality NAME -o part.zip", tr("what the municipality and its schools owe, with what they have done")},
                          {"opora plan export 3 --municipality NAME -o back.zip --with-files", tr("on the way back: with the files of the evidence")}},
                         {}, "plan", 1, export_part};
  export_command.flags.add_options()("plan", options::value<PlanId>()->required(), "");
  export_command.flags.add_options()
      ("municipality", options::value<std::string>(), tr("the municipality and its schools alone"))
      ("holder", options::value<std::string>(), tr("one who answers alone, by the code"))
      ("with-files", options::bool_switch(), tr("with the files of the evidence"))
      ("output,o", options::value<std::string>()->required(), tr("file to write"));
  Command merge_command{"plan merge", tr("takes a part of a plan in and puts the work done there and here together"), "opora plan merge FILE.zip [--dry-run] [--take-decisions]",
                        {{"opora plan merge part.zip", tr("the plan too when the store has none; conflicts are named and both sides stay")},
                         {"opora plan merge back.zip --dry-run", tr("what would change; nothing is written")}},
                        {}, "file", 1, merge_part};
  merge_command.flags.add_options()("file", options::value<std::string>()->required(), "");
  merge_command.flags.add_options()
      ("dry-run", options::bool_switch(), tr("say what would change and write nothing"))
      ("take-decisions", options::bool_switch(), tr("take the decisions on deadlines too, where nobody here decided otherwise"));
  Command verify_command{"plan verify", tr("is what was done under a plan, and what proves it, still as it was handed in?"), "opora plan verify PLAN",
                         {{"opora plan verify 3", tr("files of the evidence by their digests, and every step")}},
                         {}, "plan", 1, verify_part};
  verify_command.flags.add_options()("plan", options::value<PlanId>()->required(), "");
  return {export_command, merge_command, verify_command};
}

}  // namespace opora
