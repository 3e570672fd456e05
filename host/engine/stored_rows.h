// How many result rows the store holds for each procedure and school: what a file will replace.
// Loaded once an import, then kept up to date by the files committed.
#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "intake/mapping.h"
#include "store/store.h"

namespace opora {

class StoredRows {
 public:
  static Result<StoredRows> load(const Store& store);

  struct Impact {
    std::int64_t new_rows = 0;       // of schools that had no row of the procedure
    std::int64_t replaced_rows = 0;  // stored rows that will be seen no more
  };
  Impact impact(const MappedFile& file, const ReplaceScope& scope) const;
  void apply(const MappedFile& file, const ReplaceScope& scope);  // after the file's commit

 private:
  using Schools = std::map<std::string, std::int64_t>;  // key → rows
  std::map<ProcedureKey, Schools> rows_;
};

}  // namespace opora
