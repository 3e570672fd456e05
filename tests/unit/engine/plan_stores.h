// Stores with a plan at work, for tests of what goes from store to store.
#pragma once

#include <string>
#include <vector>

#include "store/plan_events.h"
#include "unit/store/sample_store.h"

namespace opora::testing {

// Three rows: the first in February 2021 and again in June, the second in March, the third whenever somebody says.
Plan small_plan();

inline constexpr const char* kPlanUid = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

// Adopted as `uid`; schools "s1" and "s2" of the municipality "North" and "s3" of "South" owe each window.
PlanId adopt_small_plan(Store& store, const std::string& uid = kPlanUid, int redaction = 1, std::optional<PlanId> supersedes = {});

AssignmentId assignment_of(const Store& store, const std::string& school, int position, int ordinal = 1);

struct Document {
  std::string title, file, digest;
};
// Hands in; at a time of its own, so that tests do not depend on the clock.
PlanEvent hand_in(Store& store, AssignmentId assignment, const std::string& actor, const std::string& at, const Document& document);
PlanEvent step(Store& store, AssignmentId assignment, EventKind kind, const std::string& actor, const std::string& at, const std::string& note = {});

// All that can be seen of the store's plans, without numbers: plans, windows, decisions, who owes what and how it stands,
// events with their evidence.
std::string dump_plans(const Store& store);

}  // namespace opora::testing
