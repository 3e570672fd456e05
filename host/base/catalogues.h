// The words of every language at once, for files that people of either language write: a table of expected decisions
// says "yes" in the words of whoever wrote it, whatever language the messages have today.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace opora {

// The text itself, then its translation in each catalogue that is installed.
std::vector<std::string> in_every_language(std::string_view text);

}  // namespace opora
