// Plans of a pack: a data file named by `plans` in pack.lua, and the table of rows that it names (columns section, number,
// measure, deadline, purpose, responsible, result; a row without number is a point of the numbered row above it).
// Errors: PACK-010 … PACK-013 as of any data file; PACK-082 a row that the table does not have;
// PACK-083 an organisation that the pack does not have; PACK-084 a date or period that is none; PACK-085 two plans with
// one id; PACK-086 the table (columns, empty measure).
#pragma once

#include <span>
#include <string>
#include <vector>

#include "base/result.h"
#include "model/plan.h"
#include "packs/pack.h"
#include "plans/deadline.h"

namespace opora {

// The words of deadlines for a pack: its own file or the nearest base's. PACK-087: none of them has one.
Result<DeadlineWords> deadline_words_of(const std::vector<const Pack*>& lineage);
// Organisations of a pack and of its bases, the pack's first.
std::vector<Organisation> organisations_of(const std::vector<const Pack*>& lineage);

// A plan from its rows: points find their row, deadlines and responsible bodies are read. `head.measures` is replaced.
Plan assemble_plan(Plan head, const std::vector<PlanRow>& rows, const DeadlineWords& words, std::span<const Organisation> organisations);

// All plans of the pack itself, in the order of pack.lua.
Result<std::vector<Plan>> plans_of(const std::vector<const Pack*>& lineage);

// What a careful reader remarks about a plan; nothing is repaired. PLAN-010 a number twice in a section, PLAN-011 a number
// missing, PLAN-012 nobody is called so, PLAN-013 a deadline before the act, PLAN-014 dates unlike points, PLAN-015 a
// deadline that needs a decision, PLAN-016 words that no deadline has.
std::vector<Diagnostic> remarks_on(const Plan& plan);

}  // namespace opora
