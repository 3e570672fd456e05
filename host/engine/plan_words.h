// How work on a plan is named to people: "row 4 (2nd window), School No. 5".
#pragma once

#include <string>

#include "store/plans.h"

namespace opora {

// The number of a row as the document has it, with its section when the number alone does not tell; its place when it has none.
std::string row_words(const Plan& plan, int position);
std::string assignment_words(const Plan& plan, int position, int ordinal, const Holder& holder);

}  // namespace opora
