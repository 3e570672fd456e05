// Which plans a command means, and on which day: what the commands of plans share.
#pragma once

#include <string>
#include <vector>

#include "cli/command.h"
#include "engine/plan_difference.h"
#include "engine/plan_view.h"

namespace opora {

struct PlanChoice {
  std::vector<PlanView> views;
  bool adopted = false;  // of the store, not of a pack
};

void add_choice_flags(options::options_description& flags);  // numbers, --pack, --plan, --municipality, --level, --holder
void add_day_flag(options::options_description& flags);      // --on
void add_output_flags(options::options_description& flags);  // -o, --format

// The plans by number; with --pack those of the pack by their text; else all plans at work. `only_adopted`: --pack is refused.
// CLI-031 nothing is at work.
Result<PlanChoice> chosen_plans(const Session& session, const Values& values, bool only_adopted = false);
AssignmentFilter filter_of(const Values& values);
Result<Date> day_of(const Values& values);  // --on, else today; PLAN-002

// "3" an adopted plan, "ru-smo/support-2019" that of a pack.
Result<Plan> plan_named(const Session& session, const std::string& word);

struct PackPlanLine {
  std::string pack, id, title;
  Date from{}, to{};
  std::int64_t rows = 0;
};
std::string plans_text(const Session& session, const std::vector<PackPlanLine>& offered, const std::vector<StoredPlan>& stored);
std::string plans_json(const std::vector<PackPlanLine>& offered, const std::vector<StoredPlan>& stored);
std::string difference_text(const Session& session, const Plan& before, const Plan& after, const std::vector<PlanChange>& changes);
std::string difference_json(const std::vector<PlanChange>& changes);

}  // namespace opora
