// Read-only SQL over the store for people who know SQL: the documented tables, and the facts of volume
// as virtual tables (store/virtual_tables.h). Nothing can be changed, attached or set.
#pragma once

#include <functional>
#include <string>
#include <variant>
#include <vector>

#include "base/result.h"
#include "store/store.h"

namespace opora {

using SqlValue = std::variant<std::monostate, std::int64_t, double, std::string>;  // NULL, …; a BLOB as hex text

struct SqlResult {
  std::vector<std::string> columns;
  std::vector<std::vector<SqlValue>> rows;
};

// One statement. STORE-006 with SQLite's reason when it is wrong or not a query; STORE-012 when it
// returns more than `max_rows` rows or runs longer than `max_seconds`.
Result<SqlResult> run_sql(const Store& store, const std::string& query, std::size_t max_rows = 1'000'000, int max_seconds = 120);

}  // namespace opora
