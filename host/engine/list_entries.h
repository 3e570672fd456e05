// What stands on a list: the rule's answers of a run with the decisions of people beside them.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "engine/listing.h"
#include "store/lists.h"

namespace opora {

// Entries for one category of a listing (of all decisions): schools that the rule or a person puts on the list, and those
// that a person takes off it. Ascending by municipality and name as a reader expects.
std::vector<ListEntry> entries_for(const Listing& listing, const std::string& methodology, const std::string& category,
                                   const std::vector<Override>& overrides);

// Schools whose entry does not follow from the run and the decisions by people that the entries name.
Result<std::vector<std::string>> differing_schools(const Store& store, const ListRecord& list, const std::vector<ListEntry>& entries);

}  // namespace opora
