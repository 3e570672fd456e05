// The audit trail: who did what, when. Nothing is ever taken out of it, and each entry is chained to all before it.
#pragma once

#include <cstdint>
#include <string_view>

#include "base/result.h"

struct sqlite3;

namespace opora {

// Inside the transaction of what is done. `object`: "batch 3", "run 5", "list 2".
Status audit(sqlite3* db, std::string_view actor, std::string_view action, std::string_view object, std::string_view detail);

// The first entry that does not follow from those before it (STORE-020), or what it tells of and is no longer there
// (STORE-028). `entries`: how many there are.
Status check_audit(sqlite3* db, std::int64_t& entries);

}  // namespace opora
