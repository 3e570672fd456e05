// Use case "import a plan": a document with a road map's table becomes a plan, as the pack's plans are; what was not
// understood is listed.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "model/plan.h"
#include "packs/pack.h"

namespace opora {

struct PlanImportRequest {
  std::filesystem::path file;
  std::string pack;         // whose words of deadlines, columns and organisations are meant
  std::string id, title;    // else the file's name, and the title that the document has
  std::optional<int> year;  // "this year"
  bool school_year = false;
  std::string from, to;     // the period; else the year, else the years that the deadlines name
};

struct ImportedPlan {
  Plan plan;
  std::vector<Diagnostic> remarks;  // on the document, then on the plan
  bool period_inferred = false;
};

// PLAN-020 … PLAN-023 the document; PLAN-002 a day that is none; PLAN-064 no year is named anywhere; PACK-087.
Result<ImportedPlan> import_plan(const PackLibrary& packs, const PlanImportRequest& request);

}  // namespace opora
