// Use case "merge a bundle of a plan": what was done elsewhere comes together with what was done here. Nothing is lost and
// nothing is overwritten: two steps that do not know of each other both stay and are a conflict until somebody settles it;
// the order in which bundles come does not matter. One transaction; merging a bundle again changes nothing.
// Errors: those of engine/plan_bundle.h; PLAN-045 the store has the plan in another redaction.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "engine/plan_bundle.h"

namespace opora {

struct PlanMergeRequest {
  std::filesystem::path file;
  std::string actor;
  bool dry_run = false;
  bool take_decisions = false;  // on deadlines, where this store has none or follows from those here
};

// One of the steps that contradict each other, with all that was handed in on its way and not on the others'.
struct ConflictSide {
  bool here = false, in_bundle = false;  // who knew it before
  PlanEvent event;                       // the last one
  std::vector<Evidence> evidence;
};

struct MergeConflict {
  AssignmentId assignment = 0;
  int position = 0, ordinal = 0;
  Holder holder;
  std::vector<ConflictSide> sides;
};

enum class LeftReason : std::uint8_t {
  kWindow,  // the measure has other windows here
  kPart,    // the holder has another part in it here
};
struct LeftAssignment {
  int position = 0, ordinal = 0;
  Holder holder;
  std::int64_t events = 0;
  LeftReason reason = LeftReason::kWindow;
};

// The last decision of the bundle on a deadline, when it is not the last one here.
struct DeadlineDifference {
  DeadlineDecision there;
  std::optional<DeadlineDecision> here;
  bool taken = false;
};

struct PlanMergeReport {
  PlanId plan = 0;
  StoredPlan stored;             // as the bundle has it
  std::string by, at;            // who made the bundle, when
  std::string municipality, holder;
  bool new_plan = false;
  std::int64_t holders = 0, assignments = 0, events = 0;  // that are new here
  std::int64_t known_events = 0;
  std::int64_t files = 0;        // evidence put beside the store
  std::vector<MergeConflict> conflicts;   // that are new
  std::int64_t waiting = 0;               // earlier conflicts of the part that nobody settled
  std::vector<LeftAssignment> left;
  std::vector<DeadlineDifference> decisions;

  bool has_changes() const;   // of the store
  bool has_findings() const;   // something that a person has to look at
};

Result<PlanMergeReport> merge_plan(Store& store, const PlanMergeRequest& request);

}  // namespace opora
