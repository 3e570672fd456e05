// The schema's history: forward steps only. A step brings a store of version n to n + 1.
#pragma once

#include <span>

#include "base/result.h"

struct sqlite3;

namespace opora {

inline constexpr int kApplicationId = 0x4F504F52;  // "OPOR"

struct Migration {
  const char* sql;
};

// From nothing to version 1, from 1 to 2 …
std::span<const Migration> migrations();
int schema_version();

// Inside one transaction. `steps` and its length are the target version; tests give their own.
Status migrate(sqlite3* db, int from_version, std::span<const Migration> steps);

}  // namespace opora
