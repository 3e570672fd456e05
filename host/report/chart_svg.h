// Charts of documents as SVG, drawn the same for the page, the DOCX file and paper: light fills with dark edges that stay
// apart without colour, presentation attributes only (what word processors read of SVG has no style sheets), no scripts, no
// links. Texts are escaped and cut; numbers are written in the language of the messages.
#pragma once

#include <string>

#include "report/document.h"

namespace opora {

struct ChartPicture {
  std::string svg;            // a whole document with title and description; empty: there is nothing to draw
  int width = 0, height = 0;  // in CSS pixels
};

// `id`: of the elements that name it, unique in the page it may become a part of. Points and intervals that are not finite
// are left out.
ChartPicture chart_svg(const Chart& chart, const std::string& id);

}  // namespace opora
