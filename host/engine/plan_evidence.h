// Files that prove what was done: where a plan's evidence is, and whether it is still what was handed in. Evidence that
// came with a bundle lies beside the store, in a folder "<store file>.evidence", each file under its digest.
#pragma once

#include <cstdint>
#include <filesystem>
#include <vector>

#include "store/plans.h"

namespace opora {

std::filesystem::path evidence_folder(const Store& store);

// "3f…e1.pdf": what a piece of evidence is called there and in bundles.
std::string evidence_name(const Evidence& evidence);

enum class FileState : std::uint8_t { kPresent, kChanged, kMissing };
struct EvidenceFile {
  FileState state = FileState::kMissing;
  std::filesystem::path path;  // of the file that is present, else of the one that was changed
};
// Where it was handed in from, else beside the store. `evidence` has a digest.
EvidenceFile find_evidence(const Store& store, const Evidence& evidence);

struct PlanVerification {
  StoredPlan plan;
  std::int64_t assignments = 0, events = 0, files = 0;  // that were looked at
  // PLAN-055 a file is missing, PLAN-056 was changed, PLAN-057 an event was changed past Opora, PLAN-058 an event that others
  // follow is gone, PLAN-059 an assignment stands otherwise than its events say.
  std::vector<Diagnostic> problems;
};

// STORE-029.
Result<PlanVerification> verify_plan(const Store& store, PlanId plan);

}  // namespace opora
