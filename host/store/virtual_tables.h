// Facts of volume as SQL tables: `results` (a row a participant), `tasks` (a row a participant and task; score NULL: not attempted),
// `checks` (a row a check of a run). Read-only; equality on kind, subject, grade, year, level, procedure and school (results,
// tasks) or run (checks) is pushed down, so that such a query reads only what it needs.
#pragma once

#include "base/result.h"
#include "store/store.h"

struct sqlite3;

namespace opora {

// Registers the tables on the connection; `store` must outlive it.
Status add_virtual_tables(sqlite3* db, const Store& store);

}  // namespace opora
