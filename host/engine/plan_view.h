// A plan as it stands: what it says, and, when it was adopted, its windows, decisions on deadlines and how far the work is.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "packs/pack.h"
#include "store/plans.h"

namespace opora {

struct PlanView {
  std::optional<PlanId> id;  // nothing: a pack's plan that nobody has adopted
  int redaction = 1;
  Plan plan;
  std::vector<Occasion> occasions;         // ascending by position, ordinal
  std::vector<AssignmentCount> counts;     // of the holders asked for
  std::vector<DeadlineDecision> decisions;
  std::vector<Organisation> organisations; // of the pack, when it is there

  const Measure& measure(int position) const { return plan.measures[static_cast<std::size_t>(position) - 1]; }
  bool is_decided(int position) const;
};

PlanView view_of(Plan plan);  // by its text alone

// The plans of a pack (one of them by `id`), as their texts say. PLAN-001 no such plan, with the nearest.
Result<std::vector<PlanView>> pack_plans(const PackLibrary& packs, const std::string& pack, const std::string& id = {});
// An adopted plan; `filter` narrows the counts.
Result<PlanView> stored_plan(const Store& store, PlanId id, const AssignmentFilter& filter = {});
// Organisations of the plan's pack and its bases, when the pack is installed; else nothing.
void name_organisations(PlanView& view, const PackLibrary& packs);

enum class DueState : std::uint8_t {
  kRunning,  // a window holds the day
  kDemand,   // on demand: never late
  kDecide,   // the days are open, and one reading (or the whole period) holds the day
  kLate,     // the window is over
  kComing,   // the window begins within the days asked for
};
std::string_view state_code(DueState state);

struct WorkCounts {
  std::int64_t open = 0, handed_in = 0, accepted = 0, returned = 0, dropped = 0;
  std::int64_t asked() const { return open + handed_in + accepted + returned; }
  std::int64_t done() const { return handed_in + accepted; }
};

struct DueLine {
  int position = 0;
  DueState state = DueState::kRunning;
  std::optional<Date> from, until;  // of the window meant
  std::string stage;
  WorkCounts work;                  // of all windows meant; nothing when the plan is not adopted
};

// What is due on a day, in the plan's order. A point is there only when it has a deadline or bodies of its own. `coming`:
// also what begins within so many days. Of an adopted plan, windows in which nothing is owed are left out unless `all`.
std::vector<DueLine> due_lines(const PlanView& view, Date on, int coming = 0, bool all = true);
// Windows that ended before the day and in which something is owed (of a plan that is not adopted: every one).
std::vector<DueLine> late_lines(const PlanView& view, Date on);
// One line a measure with all its windows' counts.
std::vector<DueLine> status_lines(const PlanView& view);

// Measures by a person's words: "7", "11:2" (the second with the number 11), "Приложение № 3/1" (section and number).
// PLAN-003 no such row, with those there are; PLAN-004 several.
Result<int> find_row(const Plan& plan, const std::string& words);

}  // namespace opora
