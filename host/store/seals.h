// Seals: digests over what was written, by which a later change past Opora is seen and named. They cover the stored
// bytes; the content digests of batches cover what the bytes mean.
// Errors: STORE-021 a batch was changed, STORE-022 a run, STORE-023 a list, STORE-024 an override.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/digest.h"
#include "base/result.h"
#include "store/segment.h"
#include "store/sqlite_use.h"

namespace opora {

// The seal of a batch while it is being written: participants' rows as they come, the rest at the end.
class BatchSeal {
 public:
  void segment(const ProcedureKey& procedure, std::int64_t rows, std::int64_t maximum, std::span<const std::uint8_t> directory);
  void column(const ProcedureKey& procedure, std::string_view name, std::span<const std::uint8_t> data);
  // A line a piece: "results ВПР RU 4 2022<TAB>hex". `batch` is written but for its seal.
  Result<std::string> finish(sqlite3* db, BatchId batch);

 private:
  std::map<std::string, Hasher> results_;
};

// The same of a batch as it stands in the store.
Result<std::string> seal_of_batch(sqlite3* db, BatchId batch);

// Digest over every value of the rows that `sql` (with one parameter, `id`) gives, in its order, hex; empty when there are none.
Result<std::string> digest_of_rows(sqlite3* db, const char* sql, std::int64_t id);

// Pieces that differ between two seals of a batch, as people call them: "results ВПР RU 4 2022", "context".
std::vector<std::string> changed_pieces(std::string_view sealed, std::string_view now);

// Numbers of all rows of "batch", "run", "override" or "list", ascending.
Result<std::vector<std::int64_t>> ids_of(sqlite3* db, std::string_view table);

// The batch, the run with its parts and packs: as when they were written (or from before there were seals).
Status check_batch(sqlite3* db, BatchId batch);
Status check_run(sqlite3* db, std::int64_t run);
// A list with its entries and steps; an override.
Status check_list(sqlite3* db, std::int64_t list);
Status check_override(sqlite3* db, std::int64_t override_id);

// Written when the run with all its rows is; inside its transaction.
Status seal_part(sqlite3* db, std::int64_t part);
Result<std::string> seal_run(sqlite3* db, std::int64_t run);  // gives the seal, for the audit trail
Result<std::string> seal_list(sqlite3* db, std::int64_t list);
Result<std::string> seal_override(sqlite3* db, std::int64_t override_id);

}  // namespace opora
