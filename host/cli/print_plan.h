// What the commands of plans print: tables for people, CSV and one JSON object a line for programs.
#pragma once

#include <string>
#include <vector>

#include "cli/command.h"
#include "engine/plan_adopt.h"
#include "engine/plan_view.h"
#include "engine/plan_work.h"

namespace opora {

// What is shown of several plans on one day.
struct PlanLines {
  const PlanView* view = nullptr;
  std::vector<DueLine> lines;
};

std::string due_text(const Session& session, const std::vector<PlanLines>& plans, Date on);
std::string due_csv(const std::vector<PlanLines>& plans);
std::string due_json(const std::vector<PlanLines>& plans, Date on);
std::string status_text(const Session& session, const PlanLines& plan);
std::string plan_text(const Session& session, const PlanView& view, bool readings);
std::string row_text(const PlanView& view, int position);  // everything about one row
std::string plan_json(const PlanView& view);
std::string plan_csv(const PlanView& view);  // the columns of a pack's plan, to edit and to read again
std::string assignments_text(const Session& session, const PlanView& view, const std::vector<Assignment>& assignments);
std::string assignments_csv(const PlanView& view, const std::vector<Assignment>& assignments);
std::string assignments_json(const PlanView& view, const std::vector<Assignment>& assignments);
std::string history_text(const Session& session, const WorkReport& standing, const std::vector<PlanEvent>& events);
std::string history_json(const std::vector<PlanEvent>& events);
std::string adopted_text(const AdoptReport& report);
std::string adopted_json(const AdoptReport& report);

// "15.02.2021", as dates are written in the user's language.
std::string day_text(Date day);
std::string holder_text(const Holder& holder);
std::string state_title(AssignmentState state);
const char* event_title(EventKind kind);
std::string evidence_line(const Evidence& one);  // "order: order-5.pdf № 5, 15.02.2021 (SHA-256 3f2a91c0…)"

}  // namespace opora
