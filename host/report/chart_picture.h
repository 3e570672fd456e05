// A chart as dots, for word processors that do not read SVG: Word before 2016, LibreOffice before 7.6, and the office suites
// that authorities are to use instead of Word.
#pragma once

#include <string>

#include "base/result.h"
#include "report/chart_svg.h"

namespace opora {

// PNG of 240 dots an inch across a page. HOST-001 when librsvg is not there; DOC-005 when it cannot draw the picture.
Result<std::string> chart_png(const ChartPicture& picture);

}  // namespace opora
