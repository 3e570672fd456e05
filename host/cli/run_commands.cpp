#include <iostream>
#include <mutex>
#include <nlohmann/json.hpp>

#include "base/messages.h"
#include "cli/command.h"
#include "cli/print.h"
#include "cli/progress.h"
#include "engine/levels.h"
#include "engine/pack_soundness.h"

namespace opora {

Result<std::vector<std::pair<std::string, std::string>>> settings(const Values& values) {
  std::vector<std::pair<std::string, std::string>> out;
  for (const std::string& text : optional_value<std::vector<std::string>>(values, "set").value_or(std::vector<std::string>{})) {
    const auto equals = text.find('=');
    if (equals == std::string::npos || equals == 0)
      return make_error("CLI-003", tr_format("--set \"{0}\" is not name=value", text), tr("for example: --set low_share=25"));
    out.emplace_back(text.substr(0, equals), text.substr(equals + 1));
  }
  return out;
}

Result<Isolation> isolation(const Values& values) {
  const bool isolate = values["isolate"].as<bool>(), in_process = values["in-process"].as<bool>();
  if (isolate && in_process) return make_error("CLI-011", tr("--isolate and --in-process exclude each other"), tr("leave one of them out"));
  return isolate ? Isolation::kAlways : in_process ? Isolation::kNever : Isolation::kUnlessShipped;
}

void add_isolation_flags(options::options_description& flags) {
  flags.add_options()
      ("isolate", options::bool_switch(), tr("every native plugin in a process of its own; otherwise those that do not ship with Opora"))
      ("in-process", options::bool_switch(), tr("no plugin in a process of its own: faster, and a plugin that crashes ends the run"));
}

Status require_sound(const Session& session, const Store& store, const PackLibrary& packs, const std::string& pack) {
  return require_sound(store, packs, pack, session.threads, [&](const Pack& one, std::size_t tests) {
    session.say(tr_format("Pack {0} is new or was changed: running {1} first …", one.id, tr_count("{} test", "{} tests", static_cast<long long>(tests))));
  });
}

void add_extension_flags(options::options_description& flags) {
  add_isolation_flags(flags);
  flags.add_options()("set", options::value<std::vector<std::string>>()->composing(), tr("parameter=value, or method.parameter=value"));
}

namespace {

int tell(const Session& session, const LevelsReport& found) {
  int code = kDone;
  for (const LevelReport& one : found.levels) {
    print_run(session, one.report, one.level);
    for (const Diagnostic& failed : one.report.failed) std::cerr << (session.json ? render_json(failed) + "\n" : render_terminal(failed, session.colour));
    if (!one.report.failed.empty()) code = kExtensionFailed;
  }
  for (const std::string& pack : found.without_rules) session.say(tr_format("Pack {0} has no methodology for the year; its level is left out.", pack));
  return code;
}

Result<int> write_levels_of(const Session& session, const Store& store, const PackLibrary& packs, const LevelsReport& found, ListOutput out, int code) {
  if (session.json && out.file.empty()) return code;
  if (session.quiet && out.file.empty()) return code;
  out.request.run = found.levels.back().report.run.id;
  const bool all = out.request.all;
  out.request.all = all || out.format == "table";  // beside a "yes" of one level the answers of the others
  OPORA_ASSIGN(const auto listings, list_levels(store, out.request, &packs));
  out.request.all = all;
  if (out.file.empty()) std::cout << "\n";
  OPORA_TRY(write_levels(session, out, listings));
  return code;
}

Result<int> run(const Session& session, const Values& values) {
  IdentifyRequest request;
  request.pack = values["pack"].as<std::string>();
  request.year = values["year"].as<int>();
  request.methods = optional_value<std::vector<std::string>>(values, "method").value_or(std::vector<std::string>{});
  request.actor = session.actor;
  request.threads = session.threads;
  OPORA_ASSIGN(request.isolation, isolation(values));
  request.afresh = values["afresh"].as<bool>();
  OPORA_ASSIGN(request.parameters, settings(values));
  OPORA_ASSIGN(const PackLibrary packs, session.open_packs());
  OPORA_ASSIGN(Store store, session.open_store(OpenMode::kReadWrite));
  OPORA_TRY(require_sound(session, store, packs, request.pack));
  ProgressLine line(session);
  std::mutex drawing;
  request.progress = [&](std::size_t done, std::size_t all) {
    const std::lock_guard lock(drawing);
    if (all > 1) line.show(static_cast<int>(done), static_cast<int>(all), tr("parts of the run"));
  };
  const bool levels = values["levels"].as<bool>();
  OPORA_ASSIGN(LevelsReport found, identify_levels(store, packs, request, levels));
  line.clear();
  const ListOutput out = list_output(session, values);
  const int code = tell(session, found);
  if (levels) return write_levels_of(session, store, packs, found, out, code);
  if (out.file.empty()) return code;
  IdentifyReport& report = found.levels.back().report;
  OPORA_ASSIGN(const Listing listing, list_decisions(store, std::move(report.run), std::move(report.decisions), out.request, &packs));
  OPORA_TRY(write_list(session, out, listing));
  return code;
}

Result<int> runs(const Session& session, const Values&) {
  OPORA_ASSIGN(const Store store, session.open_store(OpenMode::kReadOnly));
  OPORA_ASSIGN(const auto records, list_runs(store));
  print_runs(session, records);
  return kDone;
}

}  // namespace

std::vector<Command> run_commands() {
  Command run_command{"run", tr("executes a pack's methodologies and keeps the result as a run"),
                      "opora run [METHOD…] --pack ID --year Y [--set name=value …] [--levels] [-o FILE]",
                      {{"opora run --pack ru --year 2022", tr("the federal base methodology on the data of 2022")},
                       {"opora run --pack ru --year 2022 -o list.html", tr("the same, and the list as a page at once")},
                       {"opora run --pack ru-mo-bolsheberezniki --year 2021 --levels", tr("the municipality's list beside the region's and the federal one")},
                       {"opora run --pack ru-smo --year 2021 --set low_share=25", tr("with another threshold, to see what it would change")}},
                      {}, "method", -1, run};
  run_command.flags.add_options()
      ("method", options::value<std::vector<std::string>>(), "")
      ("pack", options::value<std::string>()->required(), tr("pack whose methodologies run"))
      ("year", options::value<int>()->required(), tr("year of the list"))
      ("levels", options::bool_switch(), tr("also the packs that it extends: federal, regional, municipal side by side, each a run of its own"))
      ("afresh", options::bool_switch(), tr("compute everything, also what an earlier run computed from the same data, rules and parameters"));
  add_extension_flags(run_command.flags);
  add_list_flags(run_command.flags);
  Command runs_command{"runs", tr("runs of the store, newest last"), "opora runs", {{"opora runs", tr("number, pack, year and counts of every run")}}, {}, "", 0, runs};
  return {run_command, runs_command};
}

}  // namespace opora
