// What calendars and boards show of a plan's rows: which of them stand for themselves and how they are called.
#pragma once

#include <string>
#include <vector>

#include "engine/plan_view.h"

namespace opora {

// Windows of the rows that stand for themselves, in the plan's order: points that only continue their row have none of their own.
std::vector<const Occasion*> shown_occasions(const PlanView& view);

// The number of a row as the document has it; of a point that of the row it belongs to.
const std::string& row_number(const Plan& plan, const Measure& measure);

// Rows as the table of a pack's plan has them (columns section, number, measure, deadline, purpose, responsible, result), to be
// edited in a spreadsheet and read again: semicolons, a byte order mark.
std::string rows_csv(const std::vector<PlanRow>& rows);

// What has to be decided about a deadline, in words; with the words in doubt.
std::string question_title(std::string_view question);
std::string doubt_text(const Deadline& deadline);

}  // namespace opora
