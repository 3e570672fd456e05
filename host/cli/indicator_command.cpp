#include <iostream>

#include "base/messages.h"
#include "cli/command.h"
#include "cli/indicator_text.h"
#include "cli/print.h"
#include "engine/pack_soundness.h"

namespace opora {
namespace {

Result<int> offer(const Session& session, const Values& values, const PackLibrary& packs, Isolation isolated) {
  const std::string pack = values["pack"].as<std::string>();
  const int year = values["year"].as<int>();
  OPORA_ASSIGN(const auto offered, offered_indicators(packs, pack, year, isolated));
  return write_output(session, values["output"].as<std::string>(), session.json ? offered_json(offered) : offered_text(session, pack, year, offered));
}

Result<std::string> written(const Session& session, const std::string& format, const std::string& file, const Figures& found) {
  if (session.json || file.ends_with(".json")) return figures_json(found);
  if (file.ends_with(".csv")) return to_spreadsheet_csv(found);
  if (format == "json") return figures_json(found);
  if (format == "csv") return to_csv(found);
  if (format == "table") return figures_table(session, found);
  return make_error("CLI-004", tr_format("unknown format \"{0}\"", format), tr("possible values: table, csv, json"));
}

Result<int> indicator(const Session& session, const Values& values) {
  FiguresRequest request;
  OPORA_ASSIGN(request.isolation, isolation(values));
  OPORA_ASSIGN(const PackLibrary packs, session.open_packs());
  request.indicator = values["id"].as<std::string>();
  if (request.indicator.empty()) return offer(session, values, packs, request.isolation);
  request.pack = values["pack"].as<std::string>();
  request.year = values["year"].as<int>();
  OPORA_ASSIGN(request.parameters, settings(values));
  request.within = values["within"].as<std::string>();
  request.school = values["school"].as<std::string>();
  request.territory = values["territory"].as<std::string>();
  request.sort = values["sort"].as<std::string>();
  request.limit = values["limit"].as<std::int64_t>();
  request.threads = session.threads;
  OPORA_ASSIGN(const Store store, session.open_store(OpenMode::kReadOnly));
  OPORA_TRY(require_sound(session, store, packs, request.pack));
  OPORA_ASSIGN(const Figures found, figures(store, packs, request));
  if (!session.json)
    for (const Diagnostic& warning : found.warnings) std::cerr << render_terminal(warning, session.colour);
  const std::string file = values["output"].as<std::string>();
  OPORA_ASSIGN(const std::string text, written(session, values["format"].as<std::string>(), file, found));
  return write_output(session, file, text);
}

}  // namespace

std::vector<Command> indicator_commands() {
  Command command{"indicator", tr("computes an indicator of a pack and shows its figures with what stands behind them"),
                  "opora indicator [ID] --pack ID --year Y [--set name=value …] [--school S] [--territory T] [--sort COLUMN] [--limit N] [--format table|csv|json] [-o FILE]",
                  {{"opora indicator --pack ru-smo --year 2021", tr("what the pack offers for the year: titles, columns, parameters")},
                   {"opora indicator mean-intervals --pack ru-smo --year 2021 --sort=-lower --limit 20", tr("the twenty greatest values of the column \"lower\"")},
                   {"opora indicator mean-intervals --pack ru-smo --year 2021 --school \"№ 12\"", tr("one school")},
                   {"opora indicator mean-intervals --pack ru-smo --year 2021 --set z=2.58 -o intervals.csv", tr("with another parameter, for a spreadsheet")}},
                  {}, "id", 1, indicator};
  command.flags.add_options()
      ("id", options::value<std::string>()->default_value(""), "")
      ("pack", options::value<std::string>()->required(), tr("pack whose indicator it is, or which inherits it"))
      ("year", options::value<int>()->required(), tr("year of the figures"))
      ("school", options::value<std::string>()->default_value(""), tr("only this school: its code or a part of its name"))
      ("territory", options::value<std::string>()->default_value(""), tr("only schools of this region or municipality; computed from all"))
      ("within", options::value<std::string>()->default_value(""), tr("compute from the schools of this region or municipality alone"))
      ("sort", options::value<std::string>()->default_value(""), tr("column to sort by; --sort=-column: the greatest first"))
      ("limit", options::value<std::int64_t>()->default_value(0), tr("so many rows at most; 0: all"))
      ("format", options::value<std::string>()->default_value("table"), tr("table, csv or json"))
      ("output,o", options::value<std::string>()->default_value(""), tr("file to write: .csv for a spreadsheet, .json for a program"));
  add_extension_flags(command.flags);
  return {command};
}

}  // namespace opora
