#include <iostream>
#include <nlohmann/json.hpp>

#include "base/messages.h"
#include "cli/command.h"
#include "report/terminal_table.h"
#include "store/sql.h"

namespace opora {
namespace {

Result<int> init(const Session& session, const Values&) {
  OPORA_ASSIGN(const Store store, Store::create(session.store_file));
  session.say(tr_format("A new store: {0}. Next: opora import FOLDER", store.file().string()));
  return kDone;
}

nlohmann::ordered_json json_of(const SqlValue& value) {
  if (const auto* number = std::get_if<std::int64_t>(&value)) return *number;
  if (const auto* real = std::get_if<double>(&value)) return *real;
  if (const auto* text = std::get_if<std::string>(&value)) return *text;
  return nullptr;
}

std::string text_of(const SqlValue& value) {
  if (const auto* text = std::get_if<std::string>(&value)) return *text;
  return std::holds_alternative<std::monostate>(value) ? std::string() : json_of(value).dump();
}

std::string rows_as_json(const SqlResult& result) {
  std::string out;
  for (const auto& row : result.rows) {
    nlohmann::ordered_json j = nlohmann::ordered_json::object();
    for (std::size_t i = 0; i < row.size(); ++i) j[result.columns[i]] = json_of(row[i]);
    out += j.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n";
  }
  return out;
}

std::string rows_as_table(const Session& session, const SqlResult& result) {
  TerminalTable table;
  for (std::size_t i = 0; i < result.columns.size(); ++i) {
    const bool number = !result.rows.empty() && !std::holds_alternative<std::string>(result.rows.front()[i]);
    table.columns.push_back({result.columns[i], number});
  }
  for (const auto& row : result.rows) {
    auto& cells = table.rows.emplace_back();
    for (const SqlValue& value : row) cells.emplace_back(text_of(value));
  }
  return render_table(table, {session.width, session.colour});
}

Result<int> sql(const Session& session, const Values& values) {
  OPORA_ASSIGN(const Store store, session.open_store(OpenMode::kReadOnly));
  OPORA_ASSIGN(const SqlResult result, run_sql(store, values["query"].as<std::string>()));
  std::cout << (session.json ? rows_as_json(result) : rows_as_table(session, result));
  return kDone;
}

}  // namespace

std::vector<Command> store_commands() {
  Command init_command{"init", tr("creates a store"), "opora [--store FILE] init",
                       {{"opora init", tr("a new store opora.db in this folder")},
                        {"opora --store region.db init", tr("under another name")}},
                       {}, "", 0, init};
  Command sql_command{"sql", tr("a read-only SQL query over the store"), "opora sql QUERY",
                      {{"opora sql \"SELECT kind, subject, grade, count(*), avg(score) FROM results WHERE year = 2021 GROUP BY 1, 2, 3\"",
                        tr("participants and mean scores of a year")},
                       {"opora sql \"SELECT name, sql FROM sqlite_schema\"", tr("the tables and what they hold")}},
                      {}, "query", 1, sql};
  sql_command.flags.add_options()("query", options::value<std::string>()->required(), "");
  return {init_command, sql_command};
}

}  // namespace opora
