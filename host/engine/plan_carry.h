// Use case "carry a plan over to the next year": rows that come back and rows that were not finished go on in a plan of the
// new year, with their history behind them.
#pragma once

#include <string>
#include <vector>

#include "engine/plan_adopt.h"

namespace opora {

struct CarryRequest {
  PlanId plan = 0;
  int year = 0;             // of the new plan
  AdoptRequest adopt;       // region, municipality, lists, actor
};

struct CarriedRow {
  std::string before, after;  // titles; one of them empty: the row ended, or is new
  std::int64_t owed = 0;      // assignments that were not finished
};

struct CarryReport {
  AdoptReport adopted;
  bool from_pack = false;   // the pack has a plan for the year; else the rows are the old ones, their years moved on
  std::vector<CarriedRow> rows;
};

// PLAN-063 the year is not later; else as adopt_plan.
Result<CarryReport> carry_over(Store& store, const PackLibrary& packs, const CarryRequest& request);

}  // namespace opora
