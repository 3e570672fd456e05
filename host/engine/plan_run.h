// Use case "plan run": rows that a pack connects with a methodology, a matching or an indicator are carried out, and what
// came out is filed as the evidence of the row.
#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "engine/plan_work.h"
#include "extend/plugin_loader.h"

namespace opora {

struct PlanRunRequest {
  PlanId plan = 0;
  int year = 0;            // of the lists and figures
  std::optional<Date> on;  // rows that are under way or late on the day, or
  std::string row;         // this row
  std::filesystem::path folder;  // for what comes out
  bool dry = false;        // only say what would be done
  std::string actor;
  int threads = 1;
  Isolation isolation = Isolation::kUnlessShipped;
  std::function<void(const std::string& what)> begin;  // told of each work before it starts
};

struct PerformedWork {
  std::string row, performs;       // "6. Определение …", "methodology:stably-low"
  std::string outcome;             // "run 12: 34 schools", or why nothing was done
  std::filesystem::path file;
  std::vector<AssignmentId> filed;  // as evidence of these: what single bodies owe; each school and municipality reports itself
  std::optional<Diagnostic> failed;
};

// STORE-029; PLAN-003, PLAN-004 the row; PLAN-060 the row names nothing to carry out. What fails fails alone.
Result<std::vector<PerformedWork>> run_plan(Store& store, const PackLibrary& packs, const PlanRunRequest& request);

}  // namespace opora
