// SQLite as the store uses it: a connection and prepared statements that close themselves, failures as
// Diagnostics. Only host/store includes this.
#pragma once

#include <sqlite3.h>

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/result.h"

namespace opora {

struct CloseDatabase {
  void operator()(sqlite3* db) const { sqlite3_close_v2(db); }
};
using Database = std::unique_ptr<sqlite3, CloseDatabase>;

// SQLite's error as a Diagnostic: STORE-004 damaged, STORE-005 busy, STORE-006 anything else.
Diagnostic sqlite_error(sqlite3* db, std::string_view doing);

Status execute(sqlite3* db, const char* sql);  // one or several statements without parameters

// A prepared statement. Binding is by position from 1; texts and blobs are copied only where said.
class Statement {
 public:
  static Result<Statement> prepare(sqlite3* db, std::string_view sql);

  Statement& bind(int index, std::int64_t value);
  Statement& bind(int index, double value);
  Statement& bind(int index, std::string_view text);                     // must live until step()
  Statement& bind(int index, std::span<const std::uint8_t> blob);        // must live until step()
  Statement& bind_null(int index);

  Result<bool> step();   // true: a row is there
  Status run();          // step to the end and reset, for statements without rows
  void reset();

  std::int64_t integer(int column) const { return sqlite3_column_int64(statement_.get(), column); }
  double real(int column) const { return sqlite3_column_double(statement_.get(), column); }
  bool is_null(int column) const { return sqlite3_column_type(statement_.get(), column) == SQLITE_NULL; }
  std::string_view text(int column) const;                // until the next step
  std::span<const std::uint8_t> blob(int column) const;   // until the next step
  sqlite3_stmt* handle() const { return statement_.get(); }

 private:
  struct Finalize {
    void operator()(sqlite3_stmt* s) const { sqlite3_finalize(s); }
  };
  explicit Statement(sqlite3_stmt* statement) : statement_(statement) {}
  std::unique_ptr<sqlite3_stmt, Finalize> statement_;
};

}  // namespace opora
