// Text that becomes part of an HTML page. Everything that comes from data passes through here.
#pragma once

#include <string>
#include <string_view>

namespace opora {

// For element content and for attribute values in double quotes. What inert_text.h makes harmless is harmless here:
// control characters become U+FFFD, marks of direction go.
std::string escaped(std::string_view text);

}  // namespace opora
