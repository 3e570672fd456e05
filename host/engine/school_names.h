// Names of schools for tables that hold codes.
#pragma once

#include <algorithm>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/text.h"
#include "frame/frame.h"

namespace opora {

class SchoolNames {
 public:
  explicit SchoolNames(const Frame& registry);  // store/facts.h schools(), which outlives this

  // Sets name and municipality by the code in `school`, where the registry knows them.
  template <class Row>
  void fill(Row& row) const {
    const auto found = rows_.find(row.school);
    if (found == rows_.end()) return;
    row.name = text("name", found->second);
    row.municipality = text("municipality", found->second);
  }

 private:
  std::string_view text(std::string_view column, std::int64_t row) const;
  const Frame& registry_;
  std::unordered_map<std::string_view, std::int64_t> rows_;
};

// The order in which a reader expects schools: municipality, name, code.
template <class Row>
bool stands_before(const Row& a, const Row& b) {
  if (a.municipality != b.municipality) return collates_before(a.municipality, b.municipality);
  if (a.name != b.name) return collates_before(a.name, b.name);
  return a.school < b.school;
}

// Sorts the rows of each category; the categories stay in their order.
template <class Row, class Before>
void sort_within_categories(std::vector<Row>& rows, Before before) {
  for (auto first = rows.begin(); first != rows.end();) {
    const auto end = std::find_if(first, rows.end(), [&](const Row& row) { return row.category != first->category; });
    std::sort(first, end, before);
    first = end;
  }
}

}  // namespace opora
