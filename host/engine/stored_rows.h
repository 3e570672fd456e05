// How many result rows the store holds for each procedure and school: what a file will replace.
// Loaded once an import, then kept up to date by the files committed.
#pragma once

#include <cstdint>
#include <string>
#include <unordered_map>

#include "intake/mapping.h"
#include "store/row_counts.h"

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
  std::vector<std::size_t> places_of(const MappedFile& file) const;

  RowCounts rows_;
  std::unordered_map<std::string, std::size_t> place_;  // school key → place in the counts
};

}  // namespace opora
