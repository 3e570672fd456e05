// Who is to be matched: the schools of a list, and those who can help them.
#pragma once

#include <set>
#include <string>

#include "engine/match.h"

namespace opora {

struct ListedSchools {
  std::set<std::string> codes;
  RunId run = 0;
  std::string category;  // names of the lists, by commas
};

// The schools on the lists of these methodologies ("yes"), or on the list `category` of the run.
ListedSchools on_lists(const DecisionSet& decisions, const std::set<std::string>& methodologies, const std::string& category);
bool has_lists(const DecisionSet& decisions, const std::string& methodology);

// Needing: the registry's schools that are on the list. Offering: the others but for the excluded ones.
MatchSides sides_of_schools(const Frame& registry, const std::set<std::string>& needing, const std::set<std::string>& excluded);
// Offering from a pack's own table (people, organisations). PACK-035.
Result<Frame> offering_of_table(const Frame& table);

}  // namespace opora
