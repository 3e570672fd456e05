// Which assignments a query means: conditions over the tables of plans by the names that queries give them (m measure,
// o occasion, a assignment, h holder).
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "store/plans.h"
#include "store/sqlite_use.h"

namespace opora {

// Conditions of a filter and what they are bound to.
struct Where {
  std::string sql;
  std::vector<std::int64_t> numbers;
  std::vector<std::string> texts;
  std::vector<bool> is_text;

  void number(const char* condition, std::int64_t value);
  void text(const char* condition, const std::string& value);
  void add(const char* condition);  // bound to nothing
  void bind(Statement& statement) const;
};

Where where_of_windows(const AssignmentFilter& filter);  // what the filter says of plans and windows
Where where_of(const AssignmentFilter& filter);

}  // namespace opora
