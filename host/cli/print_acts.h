// Lists and decisions by people for people and for programs (with --json: one object).
#pragma once

#include "cli/command.h"
#include "engine/lists.h"

namespace opora {

void print_overrides(const Session& session, const RunRecord& run, const std::vector<Override>& made);
void print_override(const Session& session, const OverrideReport& report);
Result<int> print_list(const Session& session, const Store& store, const ListRecord& list);
void print_step(const Session& session, const StepReport& report);
void print_lists(const Session& session, const std::vector<ListOverview>& overview);
void print_school_lists(const Session& session, const std::string& school, const std::vector<SchoolOnList>& found);
void print_difference(const Session& session, const ListDifference& difference);
void print_overlap(const Session& session, const ListOverlap& overlap);

}  // namespace opora
