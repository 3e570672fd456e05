// Text from data before it becomes part of a file of any form: what it says stays, what it could do goes.
#pragma once

#include <string>
#include <string_view>

namespace opora {

// UTF-8 of characters that XML 1.0 may hold. Control characters (but tab and line feed) and broken bytes become U+FFFD, so
// that one sees that something was there. Characters that reorder what stands around them (U+202A–202E, U+2066–2069) are
// left out: they have no text of their own, reach names by copying, and would let a name rewrite the line it stands in.
std::string inert(std::string_view text);

// The same, escaped for element content and for attribute values in double quotes.
std::string xml_text(std::string_view text);

}  // namespace opora
