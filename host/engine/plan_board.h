// Use case "the board of a plan": an adopted plan on a day as a page (report/plan_board.h).
#pragma once

#include <string>

#include "base/result.h"
#include "report/plan_board.h"
#include "store/plans.h"

namespace opora {

struct BoardRequest {
  PlanId plan = 0;
  Date on{};
  std::string municipality;  // its holders alone; empty: all
};

// A row and window stands in one column: late, when somebody owes what was due before the day; else returned, open, handed in,
// accepted by the holder who is least far. STORE-029 no such plan; PLAN-071 nobody of the municipality owes anything.
Result<PlanBoard> plan_board(const Store& store, const BoardRequest& request);

}  // namespace opora
