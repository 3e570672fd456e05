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

Result<int> write_list(const Session& session, const Store& store, std::optional<RunId> run, const Values& values) {
  ListRequest request;
  request.run = run;
  request.category = values["category"].as<std::string>();
  request.all = values.count("all") > 0;
  request.sort = values["sort"].as<std::string>();
  const std::string output = values["output"].as<std::string>();
  const std::string format = session.json ? "json" : output.ends_with(".html") ? "html" : output.ends_with(".csv") ? "csv"
                             : output.ends_with(".json") ? "json" : values["format"].as<std::string>();
  if (format == "html") request.all = true;  // the page also shows near misses and what could not be assessed
  const Words words = words_of_run(session, store, request.run);
  OPORA_ASSIGN(const Listing listing, list_decisions(store, request, words));
  std::vector<std::string> columns = split(values["columns"].as<std::string>());
  if (columns.empty()) columns = default_columns(listing);
  if (format == "csv") return write_output(session, output, to_csv(listing, columns));
  if (format == "json") return write_output(session, output, listing_json(listing));
  if (format == "html") return write_output(session, output, list_page(listing, words));
  if (format == "table") return write_output(session, output, listing_table(session, listing));
  return make_error("CLI-004", tr_format("unknown format \"{0}\"", format), tr("possible values: table, csv, json, html"));
}

void add_list_flags(options::options_description& flags) {
  flags.add_options()
      ("category", options::value<std::string>()->default_value(""), tr("one category of the run only"))
      ("all", tr("also the schools answered \"no\" and \"not assessable\""))
      ("format", options::value<std::string>()->default_value("table"), tr("table, csv, json or html"))
      ("columns", options::value<std::string>()->default_value(""), tr("columns of the CSV, separated by commas"))
      ("sort", options::value<std::string>()->default_value(""), tr("column to sort by; else municipality and name"))
      ("output,o", options::value<std::string>()->default_value(""), tr("file to write; its ending chooses the format"));
}

namespace {

Result<int> list(const Session& session, const Values& values) {
  OPORA_ASSIGN(const Store store, session.open_store(OpenMode::kReadOnly));
  return write_list(session, store, optional_value<RunId>(values, "run"), values);
}

Result<int> explain_school(const Session& session, const Values& values) {
  OPORA_ASSIGN(const Store store, session.open_store(OpenMode::kReadOnly));
  const auto run = optional_value<RunId>(values, "run");
  OPORA_ASSIGN(const Explanation explanation, explain(store, values["school"].as<std::string>(), run));
  std::cout << (session.json ? explanation_json(explanation) : explanation_text(session, explanation, words_of_run(session, store, run)));
  return kDone;
}

}  // namespace

std::vector<Command> list_commands() {
  Command list_command{"list", tr("the decisions of a run: on screen, as CSV, JSON or a page"),
                       "opora list [RUN] [--category C] [--all] [--format table|csv|json|html] [-o FILE]",
                       {{"opora list", tr("the newest run's list")},
                        {"opora list 3 --all --format csv", tr("every school of run 3 with its answer")},
                        {"opora list -o list.html", tr("a self-contained page to read, print and send")}},
                       {}, "run", 1, list};
  list_command.flags.add_options()("run", options::value<RunId>(), "");
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
