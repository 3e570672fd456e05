// A plan's part as a bundle, to be carried where there is no network: a municipality takes it into its own Opora, works on
// it and sends it back the same way. A ZIP with: manifest.json (whose part, who made it, digest of each member), plan.json,
// assignments.jsonl, events.jsonl, evidence/ (files by their digest) and README.txt. Uids and digests show what was changed
// on the way; they are no signatures.
// Errors: PLAN-040 no bundle of a plan, PLAN-041 made by a newer Opora, PLAN-042 a member cannot be understood, PLAN-043 an
// event was changed, PLAN-044 a part of a history is missing, PLAN-046 nobody owes anything there, BUNDLE-005, BUNDLE-006.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "engine/bundle_file.h"
#include "engine/plan_part.h"

namespace opora {

struct PlanExportRequest {
  PlanId plan = 0;
  std::string municipality;  // its holders alone, with its schools
  std::string holder;        // code of one holder
  std::filesystem::path file;
  bool with_files = false;   // the files of the evidence too
  std::string actor;
  std::string at;            // UTC; empty: now
};

struct PlanExportReport {
  std::string title;
  std::int64_t holders = 0, assignments = 0, events = 0, files = 0, bytes = 0;
  struct Absent {
    std::string where;    // the assignment in words
    std::string file;
    bool changed = false; // there, but not what was handed in
  };
  std::vector<Absent> absent;  // files that could not be packed
};

Result<PlanExportReport> export_plan(const Store& store, const PlanExportRequest& request);

// A bundle that was read and holds together: digests, uids and histories are in order. Files are taken from `file`.
struct PlanBundle {
  BundleFile file;
  std::string by, at;       // who made it, when
  std::string municipality, holder;  // whose part; both empty: the whole plan
  PlanPart part;
  std::vector<std::string> evidence; // members "evidence/…"
};
Result<PlanBundle> open_plan_bundle(const std::filesystem::path& file);

}  // namespace opora
