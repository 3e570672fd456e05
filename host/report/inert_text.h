// Text that came from data, before it stands in a file that a program will open.
#pragma once

#include <string>
#include <string_view>

namespace opora {

// Bytes that are no UTF-8, control characters (but line feed and tab) and noncharacters become U+FFFD; a carriage return
// goes. Marks that turn the direction of what follows (U+202A … U+202E, U+2066 … U+2069) go too: with them a name could
// be shown otherwise than it is written, and take its neighbours along.
std::string inert(std::string_view text);

}  // namespace opora
