// Windows of a plan by month as inline SVG: what runs, what ends and how it stands; the same in words for screen readers.
#pragma once

#include <string>

#include "report/plan_board.h"

namespace opora {

// Empty when there are no months.
std::string month_strip_svg(const std::vector<BoardMonth>& months, std::optional<double> today);

}  // namespace opora
