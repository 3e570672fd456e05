// Is what the store says still what was found, here and on another machine?
#include <iostream>
#include <nlohmann/json.hpp>

#include "base/messages.h"
#include "base/text.h"
#include "cli/command.h"
#include "cli/print.h"
#include "engine/run_bundle.h"
#include "engine/verify.h"
#include "report/terminal_table.h"

namespace opora {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t kShown = 20;  // differing schools on the screen; all of them with --json

Json json_of(const std::vector<Diagnostic>& problems) {
  Json array = Json::array();
  for (const Diagnostic& problem : problems) array.push_back(Json::parse(render_json(problem), nullptr, false));
  return array;
}

Json json_of(const VerifyReport& report) {
  Json differences = Json::array();
  for (const ChangedDecision& one : report.differences)
    differences.push_back({{"school", one.school}, {"category", one.category}, {"kept", one.kept}, {"computed", one.computed}});
  return {{"run", report.run.id}, {"holds", report.holds()}, {"computed", report.computed}, {"decisions", report.decisions}, {"checks", report.checks},
          {"problems", json_of(report.problems)}, {"notes", report.notes}, {"differences", differences}};
}

void print_problems(const Session& session, const std::vector<Diagnostic>& problems) {
  for (const Diagnostic& problem : problems) std::cout << render_terminal(problem, session.colour);
}

void print_report(const Session& session, const VerifyReport& report) {
  print_problems(session, report.problems);
  for (const std::string& note : report.notes) std::cout << tr_format("Note: {0}", note) << "\n";
  if (!report.differences.empty()) {
    std::cout << tr_count("{} decision is not the same:", "{} decisions are not the same:", static_cast<long long>(report.differences.size())) << "\n";
    TerminalTable table{{{tr("code")}, {tr("category")}, {tr("kept"), false, 20}, {tr("computed now"), false, 20}}, {}};
    for (std::size_t i = 0; i < std::min(kShown, report.differences.size()); ++i) {
      const ChangedDecision& one = report.differences[i];
      table.rows.push_back({one.school, one.category, one.kept, one.computed});
    }
    std::cout << render_table(table, {session.width, session.colour});
  }
  if (report.holds())
    std::cout << tr_format("Run {0} (pack {1}, {2}) is verified: {3}, {4}, the same bit for bit.", report.run.id, report.run.info.pack, report.run.info.year,
                           tr_count("{} decision", "{} decisions", report.decisions), tr_count("{} check", "{} checks", report.checks)) << "\n";
  else
    std::cout << tr_format("Run {0} is not verified.", report.run.id) << "\n";
}

Result<int> verified_run(const Session& session, const VerifyReport& report) {
  if (session.json) std::cout << json_of(report).dump() << "\n";
  else print_report(session, report);
  return report.holds() ? kDone : kFindings;
}

Result<int> verified_list(const Session& session, const ListVerification& found) {
  if (session.json) {
    std::cout << Json{{"list", found.list.id}, {"holds", found.holds()}, {"problems", json_of(found.problems)}, {"differing", found.differing}, {"run", json_of(found.run)}}.dump() << "\n";
  } else {
    print_problems(session, found.problems);
    if (!found.differing.empty()) std::cout << tr_format("These schools do not follow from the run and the decisions by people: {0}", fmt::join(found.differing, ", ")) << "\n";
    print_report(session, found.run);
    std::cout << (found.holds() ? tr_format("List L{0} is verified: {1}. Seal: {2}", found.list.id, tr_count("{} school", "{} schools", found.list.schools), found.list.seal)
                                : tr_format("List L{0} is not verified.", found.list.id)) << "\n";
  }
  return found.holds() ? kDone : kFindings;
}

Result<int> verified_store(const Session& session, const Store& store) {
  OPORA_ASSIGN(const SealReport report, verify_seals(store));
  if (session.json) {
    std::cout << Json{{"holds", report.problems.empty()}, {"batches", report.batches}, {"runs", report.runs}, {"overrides", report.overrides},
                      {"lists", report.lists}, {"audit_entries", report.audit_entries}, {"problems", json_of(report.problems)}}.dump() << "\n";
  } else {
    print_problems(session, report.problems);
    std::cout << tr_format("Seals: {0}, {1}, {2}, {3}, {4}.", tr_count("{} batch", "{} batches", report.batches), tr_count("{} run", "{} runs", report.runs),
                           tr_count("{} decision by a person", "{} decisions by people", report.overrides), tr_count("{} list", "{} lists", report.lists),
                           tr_count("{} entry of the audit trail", "{} entries of the audit trail", report.audit_entries)) << "\n";
    std::cout << (report.problems.empty() ? tr("Nothing was changed past Opora.") : tr("The store was changed past Opora.")) << "\n";
  }
  return report.problems.empty() ? kDone : kFindings;
}

Result<int> verify(const Session& session, const Values& values) {
  VerifyRequest request;
  request.threads = session.threads;
  OPORA_ASSIGN(request.isolation, isolation(values));
  const std::string what = optional_value<std::string>(values, "what").value_or("");
  if (what.ends_with(".zip")) {
    OPORA_ASSIGN(const VerifyReport report, verify_bundle(what, request));
    return verified_run(session, report);
  }
  OPORA_ASSIGN(const Store store, session.open_store(OpenMode::kReadOnly));
  if (what.empty()) return verified_store(session, store);
  const bool list = what.starts_with("L") || what.starts_with("l");
  const auto number = parse_integer(list ? what.substr(1) : what);
  if (!number) return make_error("CLI-073", tr_format("\"{0}\" is no run, list or bundle", what), tr("for example: opora verify 3, opora verify L2, opora verify bundle.zip"));
  if (list) {
    OPORA_ASSIGN(const ListVerification found, verify_list(store, *number, request));
    return verified_list(session, found);
  }
  OPORA_ASSIGN(const VerifyReport report, verify_run(store, *number, request));
  return verified_run(session, report);
}

Result<int> export_run(const Session& session, const Values& values) {
  const std::string file = values["output"].as<std::string>();
  OPORA_ASSIGN(const Store store, session.open_store(OpenMode::kReadOnly));
  OPORA_ASSIGN(const RunRecord run, find_run(store, optional_value<RunId>(values, "run")));
  const auto packs = session.open_packs();
  OPORA_ASSIGN(const BundleReport report, export_bundle(store, packs ? &*packs : nullptr, run.id, file, session.threads));
  if (session.json) {
    std::cout << Json{{"run", run.id}, {"file", file}, {"bytes", report.bytes}, {"inputs", report.inputs}, {"not_recomputable", report.not_recomputable}}.dump() << "\n";
    return kDone;
  }
  session.say(tr_format("{0}: run {1}, {2}. To verify it anywhere: opora verify {0}", file, run.id, tr_count("{} table of inputs", "{} tables of inputs", report.inputs)));
  for (const std::string& method : report.not_recomputable)
    session.say(tr_format("\"{0}\" reads rows of single participants, which a bundle does not hold: elsewhere its decisions can be checked against their seals only.", method));
  return kDone;
}

}  // namespace

std::vector<Command> verify_commands() {
  Command verify_command{"verify", tr("computes a run or list again from what was kept with it, and compares bit for bit"),
                         "opora verify [RUN | LIST | BUNDLE.zip]",
                         {{"opora verify 3", tr("run 3, with its packs, parameters and data as they were")},
                          {"opora verify L2", tr("a list, its run and the decisions by people on it")},
                          {"opora verify bundle.zip", tr("a run that was exported elsewhere; no store is needed")},
                          {"opora verify", tr("the seals of everything in the store: was anything changed past Opora?")}},
                         {}, "what", 1, verify};
  verify_command.flags.add_options()("what", options::value<std::string>(), "");
  verify_command.flags.add_options()
      ("isolate", options::bool_switch(), tr("every native plugin in a process of its own; otherwise those that do not ship with Opora"))
      ("in-process", options::bool_switch(), tr("no plugin in a process of its own: faster, and a plugin that crashes ends the run"));
  Command export_command{"export", tr("writes a run with everything needed to verify it on another machine"), "opora export [--run RUN] -o FILE.zip",
                         {{"opora export --run 3 -o run3.zip", tr("decisions, checks, digests, the packs and the aggregated inputs; no rows of pupils")}},
                         {}, "", 0, export_run};
  export_command.flags.add_options()
      ("run", options::value<RunId>(), tr("number of the run; else the newest"))
      ("output,o", options::value<std::string>()->required(), tr("file to write"));
  return {verify_command, export_command};
}

}  // namespace opora
