#include <iostream>

#include "base/messages.h"
#include "cli/command.h"
#include "cli/print.h"
#include "engine/match.h"
#include "engine/pack_soundness.h"

namespace opora {
namespace {

Result<int> write_reports(const Session& session, const std::string& file, const std::vector<MatchReport>& reports) {
  std::string text;
  const bool csv = !session.json && file.ends_with(".csv");
  for (const MatchReport& report : reports)
    text += csv ? to_csv(report) : session.json || file.ends_with(".json") ? match_json(report) : match_text(session, report);
  return write_output(session, file, text);
}

Result<int> match_schools(const Session& session, const Values& values) {
  MatchRequest request;
  request.pack = values["pack"].as<std::string>();
  request.year = values["year"].as<int>();
  request.matchings = optional_value<std::vector<std::string>>(values, "matching").value_or(std::vector<std::string>{});
  request.run = optional_value<RunId>(values, "run");
  request.category = values["category"].as<std::string>();
  if (!request.category.empty() && !request.run)
    return make_error("CLI-016", tr("--category needs --run: without a run the matching's own methodology makes the list"), tr("name the run, too: --run RUN"));
  request.actor = session.actor;
  request.threads = session.threads;
  OPORA_ASSIGN(request.isolation, isolation(values));
  OPORA_ASSIGN(request.parameters, settings(values));
  const std::string file = values["output"].as<std::string>();
  OPORA_ASSIGN(const PackLibrary packs, session.open_packs());
  OPORA_ASSIGN(Store store, session.open_store(OpenMode::kReadWrite));
  OPORA_TRY(require_sound(session, store, packs, request.pack));
  OPORA_ASSIGN(const MatchOutcome outcome, match(store, packs, request));
  for (const Diagnostic& warning : outcome.warnings) std::cerr << (session.json ? render_json(warning) + "\n" : render_terminal(warning, session.colour));
  if (file.ends_with(".csv") && outcome.reports.size() > 1)
    return make_error("CLI-017", tr("a CSV file holds one matching, and the pack has several"), tr("name one: opora match MATCHING --pack ID --year Y -o FILE"));
  return write_reports(session, file, outcome.reports);
}

Result<int> matches(const Session& session, const Values& values) {
  OPORA_ASSIGN(const Store store, session.open_store(OpenMode::kReadOnly));
  if (const auto id = optional_value<MatchId>(values, "number")) {
    OPORA_ASSIGN(MatchReport report, stored_match(store, id));
    return write_reports(session, values["output"].as<std::string>(), {std::move(report)});
  }
  OPORA_ASSIGN(const auto records, list_matches(store));
  print_matches(session, records);
  return kDone;
}

}  // namespace

std::vector<Command> match_commands() {
  Command match_command{"match", tr("gives each school of a list a partner, with the reasons, and keeps the pairs"),
                        "opora match [MATCHING…] --pack ID --year Y [--run RUN [--category C]] [--set name=value …] [-o FILE]",
                        {{"opora match --pack ru --year 2022", tr("partners for the schools that the pack's methodology puts on the list")},
                         {"opora match --pack ru --year 2022 --run 3 -o pairs.csv", tr("for the list of run 3, as a table for a spreadsheet")},
                         {"opora match --pack ru --year 2022 --set load=1", tr("no more than one school a mentor")}},
                        {}, "matching", -1, match_schools};
  match_command.flags.add_options()
      ("matching", options::value<std::vector<std::string>>(), "")
      ("pack", options::value<std::string>()->required(), tr("pack whose matchings are made"))
      ("year", options::value<int>()->required(), tr("year of the list"))
      ("run", options::value<RunId>(), tr("run whose list is meant; else the methodology that the matching names is run"))
      ("category", options::value<std::string>()->default_value(""), tr("list of that run; else those of the matching's methodology"))
      ("output,o", options::value<std::string>()->default_value(""), tr("file to write: .csv, .json, or the text that is shown"));
  add_extension_flags(match_command.flags);
  Command matches_command{"matches", tr("matchings of the store, newest last; the pairs of one"), "opora matches [NUMBER] [-o FILE]",
                          {{"opora matches", tr("number, pack, year and counts of every matching")},
                           {"opora matches 2 -o pairs.csv", tr("the pairs of matching 2 as a table for a spreadsheet")}},
                          {}, "number", 1, matches};
  matches_command.flags.add_options()
      ("number", options::value<MatchId>(), "")
      ("output,o", options::value<std::string>()->default_value(""), tr("file to write: .csv, .json, or the text that is shown"));
  return {match_command, matches_command};
}

}  // namespace opora
