// Facts of volume as SQL tables: `results` (a row a participant), `tasks` (a row a participant and task; task_score NULL: not
// attempted), `checks` (a row a check of a run). Read-only; equality on what a procedure or a school has (kind … procedure, school,
// municipality, region), on task or on run (checks) is pushed down, so that such a query reads only what it needs; rows of one batch,
// procedure and task are in memory at a time.
#pragma once

#include "base/result.h"
#include "store/store.h"

struct sqlite3;

namespace opora {

// Registers the tables on the connection; `store` must outlive it.
Status add_virtual_tables(sqlite3* db, const Store& store);

}  // namespace opora
