// Use case "a plan as a calendar": the windows of a pack's plans or of an adopted one, and what has no day to stand on.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "packs/pack.h"
#include "plans/ical.h"
#include "store/plans.h"

namespace opora {

struct CalendarRequest {
  std::string stamp;                // UTC; empty: now
  std::optional<int> alarm_days;
  int longest_event = 45;           // days
  std::string municipality;         // windows of its holders alone; of an adopted plan
  std::string holder;               // code of a holder; of a pack's plan: id of an organisation
};

struct LeftOut {
  std::string number, measure, deadline;  // as the document has them, the measure's beginning
  std::string reason;                     // why no day can be named
};

struct PlanCalendar {
  Calendar calendar;
  std::vector<LeftOut> left_out;
};

// Plans of a pack: one by its id, those that cover a day of `year`, or all. PLAN-001; PLAN-070 none covers the year; PLAN-071
// nobody called so owes anything; PLAN-072 a municipality is asked for, and only an adopted plan knows who is where.
Result<PlanCalendar> calendar_of_pack(const PackLibrary& packs, const std::string& pack, const std::string& plan, std::optional<int> year,
                                      const CalendarRequest& request);

// An adopted plan with how far the work is; who has a day of its own (plan assign --due) has an entry of its own. STORE-029, PLAN-071.
Result<PlanCalendar> calendar_of_plan(const Store& store, PlanId plan, const CalendarRequest& request);

}  // namespace opora
