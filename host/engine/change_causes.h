// What made an answer differ: the checks and requirements that stand otherwise on the two sides.
#pragma once

#include "engine/compare.h"

namespace opora {

// Fills checks, requirements and combination_changed of a change whose answers differ. A side that says nothing of the
// school is null.
//
// A change is decisive when the answer becomes another one with this change alone taken back. Changes that pull the
// answer the other way are left out: when a school enters, a check that is no longer met did not do it.
void find_causes(const Decision* before, const Decision* after, SchoolChange& change);

}  // namespace opora
