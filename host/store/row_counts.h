// How many rows each school has in each procedure, without a look at the rows: the directories of the
// segments know it.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "model/procedure.h"
#include "store/store.h"

namespace opora {

struct RowCounts {
  std::vector<std::string> schools;                          // keys
  std::map<ProcedureKey, std::vector<std::int64_t>> counts;  // by place in `schools`; 0 beyond the end
};

// Rows that a newer batch replaced do not count.
Result<RowCounts> row_counts(const Store& store);

// Keys of the schools that a registry names.
Result<std::vector<std::string>> named_schools(const Store& store);

}  // namespace opora
