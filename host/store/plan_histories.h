// Parts of plans as they go from store to store: assignments with their histories, and where they belong elsewhere.
#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "store/plan_events.h"

namespace opora {

// As store/plan_events.h names it, of an assignment at hand.
std::string assignment_name(std::string_view plan_uid, int position, int ordinal, const Holder& holder, Part part);

// Assignments in the order of each_assignment, each with what happened to it. `take` may stop by returning false.
Status each_history(const Store& store, const AssignmentFilter& filter,
                    const std::function<bool(const Assignment&, const std::vector<PlanEvent>&)>& take);

Result<bool> is_holder(const Store& store, std::string_view level, std::string_view code);

// What each of the holders owes in the window, in their order; nothing where one owes nothing.
struct Held {
  AssignmentId assignment = 0;
  Part part = Part::kLead;
};
Result<std::vector<std::optional<Held>>> held_in(const Store& store, OccasionId occasion, std::span<const std::int64_t> holders);

// Into the audit trail, inside in_transaction().
Status note_merge(Store& store, PlanId plan, std::string_view actor, std::string_view detail);

}  // namespace opora
