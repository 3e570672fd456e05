// What changed between two plans: redactions of one, or the plans of two years.
#pragma once

#include <string>
#include <vector>

#include "model/plan.h"

namespace opora {

struct PlanChange {
  enum class Kind : std::uint8_t { kAdded, kRemoved, kChanged };
  Kind kind = Kind::kChanged;
  std::string section, number;
  std::string field;  // measure, deadline, purpose, responsible, result, number; of a row that came or went: measure
  std::string before, after;
};

// Rows are the same when they have one number in one section and texts that resemble each other, or one text under another
// number. In the order of `after`, rows that went where they stood.
std::vector<PlanChange> plan_difference(const Plan& before, const Plan& after);
// Pairs of positions that plan_difference takes for the same row: before, after.
std::vector<std::pair<int, int>> same_rows(const Plan& before, const Plan& after);

std::string change_field_title(const std::string& field);

}  // namespace opora
