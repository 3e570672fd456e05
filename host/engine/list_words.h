// States and steps of lists in the language of the reader.
#pragma once

#include <string_view>

#include "store/lists.h"

namespace opora {

const char* state_title(ListState state);          // "draft"
const char* step_title(std::string_view step);     // of ListStep::step; as it is when it is none

}  // namespace opora
