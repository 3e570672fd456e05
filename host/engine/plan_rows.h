// What calendars and boards show of a plan's rows: which of them stand for themselves, how they are called, how far they are.
#pragma once

#include <array>
#include <string>
#include <vector>

#include "engine/plan_view.h"

namespace opora {

// How many holders stand where, of a window.
struct HolderCounts {
  std::array<std::int64_t, 5> by_state{};

  void add(AssignmentState state) { ++by_state[static_cast<std::size_t>(state)]; }
  std::int64_t in(AssignmentState state) const { return by_state[static_cast<std::size_t>(state)]; }
  std::int64_t done() const { return in(AssignmentState::kHandedIn) + in(AssignmentState::kAccepted); }
  std::int64_t owed() const { return in(AssignmentState::kOpen) + in(AssignmentState::kReturned); }
  std::int64_t asked() const { return done() + owed(); }
};

// Windows of the rows that stand for themselves, in the plan's order: points that only continue their row have none of their own.
std::vector<const Occasion*> shown_occasions(const PlanView& view);

// The number of a row as the document has it; of a point that of the row it belongs to.
const std::string& row_number(const Plan& plan, const Measure& measure);

// What has to be decided about a deadline, in words; with the words in doubt.
std::string question_title(std::string_view question);
std::string doubt_text(const Deadline& deadline);

}  // namespace opora
