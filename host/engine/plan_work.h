// Use cases of work on a plan: give, hand in, accept, return, drop, settle, take back, decide a deadline.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/plan_view.h"
#include "plans/registers.h"
#include "store/plan_events.h"

namespace opora {

struct WorkReport {
  Assignment assignment;   // as it stands afterwards
  std::string row;         // "7. Определение школ …"
  PlanEvent event;
  std::vector<Diagnostic> warnings;
};

struct AssignRequest {
  AssignmentId assignment = 0;
  std::string person;        // post or role, better than a name
  std::string due;           // a day of its own
  std::string note, actor;
};
// PLAN-008 nothing is said; PLAN-002 the day is none.
Result<WorkReport> give(Store& store, const AssignRequest& request);

struct HandedFile {
  std::string path;
  std::string title;  // else that of the request, else the file's name
};

struct HandInRequest {
  AssignmentId assignment = 0;
  std::vector<HandedFile> files;
  std::string kind;            // of the evidence; else what the row expects first, else "other"
  std::string title, number, date;
  std::string register_id;     // else the row's
  std::vector<std::pair<std::string, std::string>> fields;
  std::string note, actor;
};
// PLAN-009 a file cannot be read, or there is neither a file nor the name or number of a document; PLAN-017 a kind of
// evidence that is none; PLAN-018 a register or field that is none, or a value that does not fit (with what it takes).
Result<WorkReport> hand_in(Store& store, const std::vector<Register>& registers, const HandInRequest& request);

enum class WorkStep : std::uint8_t { kAccept, kReturn, kDrop, kSettle, kUndo };
struct StepOnWork {
  AssignmentId assignment = 0;
  WorkStep step = WorkStep::kAccept;
  std::string organisation;  // kAccept: who; else the one to whom the row or the plan reports
  std::string note, actor;
};
// PLAN-019 the step does not follow from how the assignment stands; PLAN-008 it needs a reason.
Result<WorkReport> step_work(Store& store, const StepOnWork& request);

struct DecideRequest {
  PlanId plan = 0;
  std::string row;      // as of find_row
  std::string windows;  // days, or the label of a reading: "2023", "every"
  std::string reason, actor;
};
struct DecideReport {
  std::string row, deadline;
  std::vector<DateWindow> windows;
};
// PLAN-002, PLAN-003, PLAN-004, PLAN-006, PLAN-008.
Result<DecideReport> decide_row(Store& store, const DecideRequest& request);

// "7. Определение школ …", cut to a line.
std::string row_title(const Measure& measure, int cells = 60);

}  // namespace opora
