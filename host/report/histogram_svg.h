// A histogram as inline SVG: bars, threshold, axes, and the same content in words for screen readers.
#pragma once

#include <string>

#include "report/list_page.h"

namespace opora {

// `id` names the title and description inside the page and must be unique there.
std::string histogram_svg(const PageHistogram& histogram, const std::string& id);

}  // namespace opora
