// Adopted plans: rows, windows, who owes what. What happens to an assignment is in store/plan_events.h.
// Errors: STORE-029 no such plan, STORE-030 no such assignment, STORE-031 the same redaction was adopted before.
#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/result.h"
#include "model/plan_work.h"
#include "store/store.h"

namespace opora {

using PlanId = std::int64_t;
using OccasionId = std::int64_t;
using AssignmentId = std::int64_t;

struct StoredPlan {
  PlanId id = 0;
  std::string uid;       // the same in every store that adopted this redaction
  int redaction = 1;
  std::optional<PlanId> supersedes;
  std::string actor, at;
  Plan plan;             // measures too, unless said otherwise
};

// A window of a measure. Without days: nobody has said when.
struct Occasion {
  OccasionId id = 0;
  int position = 0;  // of the measure in the plan
  int ordinal = 0;   // 1, 2 … of the measure
  std::optional<Date> from, to;
  std::string stage;
  bool never_late = false;
};

struct Holder {
  std::int64_t id = 0;
  std::string level;         // federal, region, municipality, school
  std::string code;          // organisation of the pack, name of the municipality, code of the school
  std::string name;
  std::string municipality;  // of a school or municipality; else empty
};

struct Assignment {
  AssignmentId id = 0;
  PlanId plan = 0;
  int position = 0;
  Occasion occasion;
  Holder holder;
  Part part = Part::kLead;
  Standing standing;
};

// Which assignments are meant; what is not set does not narrow. A day: `on`.
struct AssignmentFilter {
  std::optional<PlanId> plan;
  std::optional<int> position;
  std::optional<AssignmentId> id;
  std::string municipality;      // holders of the municipality, its schools included
  std::string level, holder;     // level and code of the holder
  std::optional<Date> open_on;   // the window holds the day
  std::optional<Date> late_on;   // the window (or the day of its own) ended before, and it is still owed
  bool owed_only = false;
  bool conflicts_only = false;
};

struct AssignmentCount {
  OccasionId occasion = 0;
  AssignmentState state = AssignmentState::kOpen;
  std::int64_t assignments = 0;
};

struct DeadlineDecision {
  int position = 0;
  std::string windows;  // as windows_text writes them
  std::string reason, actor, at;
};

// What add_plan and the others write goes inside in_transaction().
Result<PlanId> add_plan(Store& store, const StoredPlan& plan);  // id is ignored; windows of the deadlines become occasions
Result<std::vector<StoredPlan>> all_plans(const Store& store);  // without measures, oldest first
Result<StoredPlan> find_plan(const Store& store, PlanId id);
Result<std::optional<PlanId>> plan_of_uid(const Store& store, const std::string& uid);
Result<std::vector<Occasion>> occasions_of(const Store& store, PlanId plan);  // ascending by position, ordinal

// New windows of a measure by a person's decision. Assignments of the windows that stay keep what happened to them; those
// of new windows are made for the same holders. A window that goes and whose assignments have events: PLAN-006.
Status decide_deadline(Store& store, PlanId plan, const DeadlineDecision& decision, const std::vector<DateWindow>& windows);
Result<std::vector<DeadlineDecision>> deadline_decisions_of(const Store& store, PlanId plan);

// Before much is written at once: assignments and events go to places of their indexes that lie far apart, and the small
// cache that suits imports would write each page many times. For the rest of the connection's life.
Status widen_cache(Store& store);

Result<std::int64_t> holder_id(Store& store, const Holder& holder);  // of level and code, new when there is none
// One for each holder that does not have it yet. Returns how many were added.
Result<std::int64_t> add_assignments(Store& store, OccasionId occasion, Part part, std::span<const std::int64_t> holders);

// Assignments of these holders in a plan to which nothing happened. Returns how many went.
Result<std::int64_t> remove_untouched(Store& store, PlanId plan, std::span<const std::int64_t> holders);

// In the order of the plan, then municipality, name, code of the holder. `take` may stop by returning false.
Status each_assignment(const Store& store, const AssignmentFilter& filter, const std::function<bool(const Assignment&)>& take);
Result<std::vector<Assignment>> assignments(const Store& store, const AssignmentFilter& filter);
Result<Assignment> find_assignment(const Store& store, AssignmentId id);
// By window and state, whoever holds them.
Result<std::vector<AssignmentCount>> count_assignments(const Store& store, const AssignmentFilter& filter);

}  // namespace opora
