// What newer batches replace of older ones: written once when a batch is finished, read by every scan.
#pragma once

#include <map>
#include <set>
#include <vector>

#include "model/batch.h"
#include "store/sqlite_use.h"

namespace opora {

// Replaced schools (ascending ids) of each (batch, procedure) that has any.
using Masks = std::map<std::pair<BatchId, std::int64_t>, std::vector<SchoolId>>;
Result<Masks> load_masks(sqlite3* db);

// Records what `batch` replaces. `procedures`: those that it has rows or attendance of, already written.
Status write_masks(sqlite3* db, BatchId batch, const ReplaceScope& scope, const std::set<std::int64_t>& procedures);

}  // namespace opora
