// Rows of a list that others deliver: which school is marked for what in which year (ListsSection). The list is kept as it
// stands; whether its schools are known is said in the protocol and seen when the list is read.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "intake/gates.h"
#include "intake/layout.h"
#include "model/batch.h"

namespace opora {

class ListsMapper {
 public:
  ListsMapper(const SourceProfile& profile, const SheetLayout& layout, const std::string& hint, std::optional<int> year, std::uint32_t sheet);

  // False, with the reason in the log: the row was rejected.
  bool map(const OwnedRow& row, BatchDraft& draft, DefectLog& defects);

 private:
  std::string_view cell(const OwnedRow& row, int column) const;  // trimmed; words for "missing" are empty
  std::optional<int> year_of(const OwnedRow& row) const;
  bool marked(std::string_view text) const;

  const SourceProfile* profile_;
  std::uint32_t sheet_;
  int school_column_, year_column_, total_column_;
  std::string fixed_year_;
  std::vector<int> columns_;                                 // of the markers
  std::map<std::pair<std::string, int>, std::int64_t> seen_; // school and year: line of the row
};

}  // namespace opora
