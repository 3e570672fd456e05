#include <algorithm>
#include <iostream>
#include <sstream>

#include "base/messages.h"
#include "cli/command.h"
#include "cli/print.h"
#include "engine/explain.h"
#include "engine/list_page.h"
#include "engine/listing.h"

namespace opora {
namespace {

std::vector<std::string> split(const std::string& text) {
  std::vector<std::string> parts;
  std::istringstream in(text);
  for (std::string part; std::getline(in, part, ',');) parts.push_back(part);
  return parts;
}

}  // namespace

std::string output_format(const Session& session, const std::string& file, const std::string& format) {
  if (session.json) return "json";
  for (const char* known : {"html", "csv", "json"})
    if (file.ends_with(std::string(".") + known)) return known;
  return format;
}

ListOutput list_output(const Session& session, const Values& values) {
  ListOutput out;
  out.file = values["output"].as<std::string>();
  out.format = output_format(session, out.file, values["format"].as<std::string>());
  out.request.category = values["category"].as<std::string>();
  out.request.all = values.count("all") > 0 || out.format == "html";  // the page also shows near misses and what could not be assessed
  if (const auto near = optional_value<int>(values, "near")) out.request.near = static_cast<std::size_t>(std::max(*near, 1));
  out.request.sort = values["sort"].as<std::string>();
  if (out.format == "csv") out.request.columns = split(values["columns"].as<std::string>());
  return out;
}

Result<int> write_list(const Session& session, const ListOutput& out, const Listing& listing) {
  const std::vector<std::string>& columns = out.request.columns;
  if (out.format == "csv") return write_output(session, out.file, to_csv(listing, columns.empty() ? default_columns(listing) : columns));
  if (out.format == "json") return write_output(session, out.file, listing_json(listing));
  if (out.format == "html") return write_output(session, out.file, list_page(listing));
  if (out.format == "table") return write_output(session, out.file, listing_table(session, listing));
  return make_error("CLI-004", tr_format("unknown format \"{0}\"", out.format), tr("possible values: table, csv, json, html"));
}

Result<int> write_levels(const Session& session, const ListOutput& out, const std::vector<LevelListing>& levels) {
  if (out.format == "csv") return write_output(session, out.file, to_csv(levels, out.request.columns));
  if (out.format == "table") return write_output(session, out.file, levels_table(session, levels, out.request.all));
  if (out.format != "json") return make_error("CLI-004", tr_format("unknown format \"{0}\"", out.format), tr("possible values: table, csv, json"));
  std::string text;
  for (const LevelListing& one : levels) text += listing_json(one.listing, one.level.level);
  return write_output(session, out.file, text);
}

void add_list_flags(options::options_description& flags) {
  flags.add_options()
      ("category", options::value<std::string>()->default_value(""), tr("one category of the run only"))
      ("all", tr("also the schools answered \"no\" and \"not assessable\""))
      ("near", options::value<int>()->implicit_value(20), tr("so many schools that are not on the list and nearest to a threshold (20)"))
      ("format", options::value<std::string>()->default_value("table"), tr("table, csv, json or html"))
      ("columns", options::value<std::string>()->default_value(""), tr("columns of the CSV, separated by commas"))
      ("sort", options::value<std::string>()->default_value(""), tr("column to sort by; else municipality and name"))
      ("output,o", options::value<std::string>()->default_value(""), tr("file to write; its ending chooses the format"));
}

namespace {

Result<int> list(const Session& session, const Values& values) {
  OPORA_ASSIGN(const Store store, session.open_store(OpenMode::kReadOnly));
  ListOutput out = list_output(session, values);
  out.request.run = optional_value<RunId>(values, "run");
  const auto packs = session.open_packs();
  if (values["levels"].as<bool>()) {
    const bool all = out.request.all;
    out.request.all = all || out.format == "table";  // beside a "yes" of one level the answers of the others
    OPORA_ASSIGN(const auto levels, list_levels(store, out.request, packs ? &*packs : nullptr));
    out.request.all = all;
    return write_levels(session, out, levels);
  }
  OPORA_ASSIGN(const Listing listing, list_decisions(store, out.request, packs ? &*packs : nullptr));
  return write_list(session, out, listing);
}

Result<int> explain_school(const Session& session, const Values& values) {
  OPORA_ASSIGN(const Store store, session.open_store(OpenMode::kReadOnly));
  const std::string school = values["school"].as<std::string>();
  OPORA_ASSIGN(Explanation first, explain(store, school, optional_value<RunId>(values, "run")));
  OPORA_ASSIGN(const auto levels, runs_beside(store, first.run.id));
  const auto packs = session.open_packs();
  const auto print = [&](const Explanation& explanation, const std::string& level) {
    const Words words = packs ? words_of_pack(*packs, explanation.run.info.pack) : Words();
    if (!session.json && !level.empty()) std::cout << level_word(level) << "\n";
    std::cout << (session.json ? explanation_json(explanation, level) : explanation_text(session, explanation, words));
  };
  if (levels.size() < 2) {
    print(first, session.json && !levels.empty() ? levels.front().level : std::string());
    return kDone;
  }
  for (const RunLevel& level : levels) {
    OPORA_ASSIGN(const Explanation explanation, explain(store, school, level.run));
    if (!session.json && level.run != levels.front().run) std::cout << "\n";
    print(explanation, level.level);
  }
  return kDone;
}

}  // namespace

std::vector<Command> list_commands() {
  Command list_command{"list", tr("the decisions of a run: on screen, as CSV, JSON or a page"),
                       "opora list [RUN] [--category C] [--all] [--levels] [--format table|csv|json|html] [-o FILE]",
                       {{"opora list", tr("the newest run's list")},
                        {"opora list 3 --all --format csv", tr("every school of run 3 with its answer")},
                        {"opora list --near 10 --category ШНОР", tr("who is not on the list, but nearly")},
                        {"opora list --levels", tr("federal, regional and municipal answers side by side, after opora run --levels")},
                        {"opora list -o list.html", tr("a self-contained page to read, print and send")}},
                       {}, "run", 1, list};
  list_command.flags.add_options()
      ("run", options::value<RunId>(), "")
      ("levels", options::bool_switch(), tr("the runs that opora run --levels made beside it, a level a column"));
  add_list_flags(list_command.flags);
  Command explain_command{"explain", tr("every check of a school: value, threshold, distance, file and rows"),
                          "opora explain SCHOOL [--run RUN]",
                          {{"opora explain sch220001", tr("why the school is on the list, or how far from it")},
                           {"opora explain \"№ 12\" --run 3", tr("by a part of its name, in run 3")}},
                          {}, "school", 1, explain_school};
  explain_command.flags.add_options()
      ("school", options::value<std::string>()->required(), "")
      ("run", options::value<RunId>(), tr("number of the run; else the newest"));
  return {list_command, explain_command};
}

}  // namespace opora
