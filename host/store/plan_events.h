// What happened to assignments: append-only, mergeable between stores.
#pragma once

#include <string>
#include <vector>

#include "store/plans.h"

namespace opora {

// In the order in which they follow from each other.
Result<std::vector<PlanEvent>> events_of(const Store& store, AssignmentId assignment);

// Appends behind all heads, sets uid, previous and (when empty) at, and brings the assignment's standing up to date.
// Inside in_transaction(). PLAN-007 the assignment has a conflict that has to be settled (or returned) first.
Result<PlanEvent> add_event(Store& store, AssignmentId assignment, PlanEvent event);

// Events of another store, as they are; known ones change nothing. True: the assignment now has a conflict that it did not
// have. Inside in_transaction().
struct MergedEvents {
  std::int64_t added = 0;
  bool new_conflict = false;
};
Result<MergedEvents> merge_events(Store& store, AssignmentId assignment, const std::vector<PlanEvent>& events);

// The digest over an event; `name` is the assignment's, the same in every store.
std::string event_uid(const PlanEvent& event, std::string_view name);
// "plan uid/position/ordinal/level/code/part": what an assignment is called in every store.
Result<std::string> assignment_name(const Store& store, AssignmentId assignment);

struct RegisterEntry {
  AssignmentId assignment = 0;
  PlanEvent event;     // without its other evidence
  Evidence evidence;
};
// Entries of a register, oldest first; those that were withdrawn left out. Empty id: evidence of every register and of none.
Result<std::vector<RegisterEntry>> register_entries(const Store& store, const std::string& register_id, std::optional<PlanId> plan);

}  // namespace opora
