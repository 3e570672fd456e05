#include "store/sqlite.h"

#include "base/messages.h"

namespace opora {

Diagnostic sqlite_error(sqlite3* db, std::string_view doing) {
  const int code = sqlite3_errcode(db) & 0xff;
  Diagnostic d = make_error("STORE-006", tr_format("the store refused: {0}", sqlite3_errmsg(db)));
  if (code == SQLITE_CORRUPT || code == SQLITE_NOTADB)
    d = make_error("STORE-004", tr("the store file is damaged"), tr("restore a backup copy; what could be read is in opora export"));
  else if (code == SQLITE_BUSY || code == SQLITE_LOCKED)
    d = make_error("STORE-005", tr("another Opora is writing to this store"), tr("wait until it has finished and repeat the command"));
  else if (code == SQLITE_FULL)
    d = make_error("STORE-006", tr("the disk is full: nothing was changed"), tr("free some space and repeat the command"));
  d.notes.emplace_back(doing.substr(0, 200));
  return d;
}

Status execute(sqlite3* db, const char* sql) {
  return sqlite3_exec(db, sql, nullptr, nullptr, nullptr) == SQLITE_OK ? Status() : Status(sqlite_error(db, sql));
}

Result<Statement> Statement::prepare(sqlite3* db, std::string_view sql) {
  sqlite3_stmt* statement = nullptr;
  if (sqlite3_prepare_v3(db, sql.data(), static_cast<int>(sql.size()), 0, &statement, nullptr) != SQLITE_OK) return sqlite_error(db, sql);
  return Statement(statement);
}

Statement& Statement::bind(int index, std::int64_t value) {
  sqlite3_bind_int64(statement_.get(), index, value);
  return *this;
}

Statement& Statement::bind(int index, double value) {
  sqlite3_bind_double(statement_.get(), index, value);
  return *this;
}

Statement& Statement::bind(int index, std::string_view text) {
  sqlite3_bind_text64(statement_.get(), index, text.data() ? text.data() : "", text.size(), SQLITE_STATIC, SQLITE_UTF8);
  return *this;
}

Statement& Statement::bind(int index, std::span<const std::uint8_t> blob) {
  static constexpr std::uint8_t kNothing = 0;
  sqlite3_bind_blob64(statement_.get(), index, blob.data() ? blob.data() : &kNothing, blob.size(), SQLITE_STATIC);
  return *this;
}

Statement& Statement::bind_null(int index) {
  sqlite3_bind_null(statement_.get(), index);
  return *this;
}

Result<bool> Statement::step() {
  const int code = sqlite3_step(statement_.get());
  if (code == SQLITE_ROW) return true;
  if (code == SQLITE_DONE) return false;
  return sqlite_error(sqlite3_db_handle(statement_.get()), sqlite3_sql(statement_.get()));
}

Status Statement::run() {
  for (;;) {
    OPORA_ASSIGN(const bool row, step());
    if (!row) break;
  }
  reset();
  return {};
}

void Statement::reset() { sqlite3_reset(statement_.get()); }

std::string_view Statement::text(int column) const {
  const auto* data = reinterpret_cast<const char*>(sqlite3_column_text(statement_.get(), column));
  return data ? std::string_view(data, static_cast<std::size_t>(sqlite3_column_bytes(statement_.get(), column))) : std::string_view();
}

std::span<const std::uint8_t> Statement::blob(int column) const {
  const auto* data = static_cast<const std::uint8_t*>(sqlite3_column_blob(statement_.get(), column));
  return {data, data ? static_cast<std::size_t>(sqlite3_column_bytes(statement_.get(), column)) : 0};
}

}  // namespace opora
