#include "store/sql.h"

#include <algorithm>
#include <chrono>
#include <string_view>

#include "base/messages.h"
#include "store/sqlite.h"
#include "store/virtual_tables.h"

namespace opora {
namespace {

// Functions whose value is not a function of the store's content, or that reach outside it.
constexpr std::string_view kForbidden[] = {"random", "randomblob", "load_extension", "readfile", "writefile", "edit", "fts3_tokenizer",
                                           "current_date", "current_time", "current_timestamp", "zeroblob"};
constexpr int kMaxValueBytes = 16 * 1024 * 1024;
constexpr int kStepsBetweenLooks = 100'000;

int allow(void*, int action, const char*, const char* detail, const char*, const char*) {
  if (action == SQLITE_SELECT || action == SQLITE_READ || action == SQLITE_RECURSIVE) return SQLITE_OK;
  if (action != SQLITE_FUNCTION) return SQLITE_DENY;
  const bool forbidden = std::find(std::begin(kForbidden), std::end(kForbidden), std::string_view(detail)) != std::end(kForbidden);
  return forbidden ? SQLITE_DENY : SQLITE_OK;
}

using Clock = std::chrono::steady_clock;

int past_deadline(void* deadline) { return Clock::now() > *static_cast<Clock::time_point*>(deadline); }

Result<Database> open_guarded(const Store& store) {
  sqlite3* raw = nullptr;
  const int opened = sqlite3_open_v2(store.file().c_str(), &raw, SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX, nullptr);
  Database db(raw);
  if (opened != SQLITE_OK) return sqlite_error(raw, "open");
  sqlite3_db_config(raw, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
  sqlite3_db_config(raw, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
  sqlite3_limit(raw, SQLITE_LIMIT_LENGTH, kMaxValueBytes);
  OPORA_TRY(execute(raw, "PRAGMA query_only = 1; PRAGMA temp_store = memory"));
  OPORA_TRY(add_virtual_tables(raw, store));
  // A virtual table declares its columns at its first use, which the authorizer would refuse.
  OPORA_TRY(execute(raw, "SELECT 1 FROM results WHERE 0; SELECT 1 FROM tasks WHERE 0; SELECT 1 FROM checks WHERE 0"));
  sqlite3_set_authorizer(raw, allow, nullptr);
  return db;
}

SqlValue value_of(sqlite3_stmt* statement, int column) {
  switch (sqlite3_column_type(statement, column)) {
    case SQLITE_INTEGER: return std::int64_t{sqlite3_column_int64(statement, column)};
    case SQLITE_FLOAT: return sqlite3_column_double(statement, column);
    case SQLITE_NULL: return std::monostate{};
    default: break;
  }
  const auto* bytes = static_cast<const unsigned char*>(sqlite3_column_blob(statement, column));
  const auto size = static_cast<std::size_t>(sqlite3_column_bytes(statement, column));
  if (sqlite3_column_type(statement, column) == SQLITE_TEXT) return std::string(reinterpret_cast<const char*>(bytes), size);
  std::string hex;
  for (std::size_t i = 0; i < size; ++i) hex += fmt::format("{:02x}", bytes[i]);
  return hex;
}

Diagnostic query_error(sqlite3* db, const std::string& query) {
  Diagnostic d = make_error("STORE-006", tr_format("the query is not possible: {0}", sqlite3_errmsg(db)),
                            tr("only SELECT is allowed; tables: opora sql \"SELECT name, sql FROM sqlite_schema\""));
  if (const int at = sqlite3_error_offset(db); at >= 0)
    d.spans.push_back({"SQL", "", 1, std::to_string(at + 1), query.substr(0, 200), ""});
  return d;
}

// Whatever follows the first statement, unless it is empty: silently leaving it out would mislead.
bool has_more(sqlite3* db, const char* rest) {
  sqlite3_stmt* raw = nullptr;
  const int code = sqlite3_prepare_v2(db, rest, -1, &raw, nullptr);
  const bool more = raw != nullptr || code != SQLITE_OK;
  sqlite3_finalize(raw);
  return more;
}

}  // namespace

Result<SqlResult> run_sql(const Store& store, const std::string& query, std::size_t max_rows, int max_seconds) {
  OPORA_ASSIGN(const Database db, open_guarded(store));
  Clock::time_point deadline = Clock::now() + std::chrono::seconds(max_seconds);
  sqlite3_progress_handler(db.get(), kStepsBetweenLooks, past_deadline, &deadline);
  sqlite3_stmt* raw = nullptr;
  const char* rest = nullptr;
  if (sqlite3_prepare_v2(db.get(), query.c_str(), -1, &raw, &rest) != SQLITE_OK) return query_error(db.get(), query);
  const std::unique_ptr<sqlite3_stmt, decltype(&sqlite3_finalize)> statement(raw, &sqlite3_finalize);
  if (has_more(db.get(), rest)) return make_error("STORE-006", tr("there is more than one statement"), tr("execute them one by one"));
  SqlResult result;
  if (!raw) return result;
  for (int i = 0; i < sqlite3_column_count(raw); ++i) result.columns.emplace_back(sqlite3_column_name(raw, i));
  for (;;) {
    const int code = sqlite3_step(raw);
    if (code == SQLITE_DONE) return result;
    if (code == SQLITE_INTERRUPT) return make_error("STORE-012", tr_format("the query ran longer than {0} s", max_seconds), tr("narrow it down, or aggregate"));
    if (code != SQLITE_ROW) return query_error(db.get(), query);
    if (result.rows.size() >= max_rows) return make_error("STORE-012", tr_format("the query returns more than {0} rows", max_rows), tr("add LIMIT, or aggregate"));
    auto& row = result.rows.emplace_back();
    for (int i = 0; i < sqlite3_column_count(raw); ++i) row.push_back(value_of(raw, i));
  }
}

}  // namespace opora
