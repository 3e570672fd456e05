// The beginning of a text for places that have no room for the whole of it: calendars, cards.
#pragma once

#include <string>
#include <string_view>

namespace opora {

// At most `characters` code points, cut behind a word and closed by "…"; the whole text when it fits. Runs of white space
// become one blank.
std::string excerpt(std::string_view utf8, std::size_t characters);

}  // namespace opora
