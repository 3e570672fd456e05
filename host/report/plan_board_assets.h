// Style and script of the board, beside those of all pages.
#pragma once

#include <string_view>

namespace opora {

extern const std::string_view kPlanBoardStyle, kPlanBoardScript;

}  // namespace opora
