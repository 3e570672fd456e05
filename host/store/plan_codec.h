// The parts of plans that are kept as JSON texts: how a deadline was read, what the pack says about a row, who answers.
#pragma once

#include <string>
#include <string_view>

#include "model/plan_work.h"

namespace opora {

std::string deadline_json(const Deadline& deadline);
Deadline deadline_of_json(std::string_view text, std::string verbatim);
std::string work_json(const MeasureWork& work);
MeasureWork work_of_json(std::string_view text);
std::string responsible_json(const std::vector<Responsible>& responsible);
std::vector<Responsible> responsible_of_json(std::string_view text);
// Of a plan: what has no column of its own.
std::string head_json(const Plan& plan);
void read_head(std::string_view text, Plan& plan);
// Of an event: what has no column of its own.
std::string event_detail_json(const PlanEvent& event);
void read_event_detail(std::string_view text, PlanEvent& event);
std::string fields_json(const Evidence& evidence);
void read_fields(std::string_view text, Evidence& evidence);

}  // namespace opora
