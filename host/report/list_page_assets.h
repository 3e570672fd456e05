// Style sheet and script that every list page carries inside.
#pragma once

#include <string_view>

namespace opora {

extern const std::string_view kListPageStyle;
extern const std::string_view kListPageScript;  // filter and sorting; the page reads well without it

}  // namespace opora
