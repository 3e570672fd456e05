// What every document's page carries inside, besides what all pages share (list_page_assets.h).
#pragma once

#include <string_view>

namespace opora {

extern const std::string_view kDocumentStyle;
extern const std::string_view kChartScript;  // draws the charts of a page with Chart.js; their data stand in the page

// Chart.js of the system (Debian: libjs-chart.js) or of this installation; empty when there is none. Read once.
std::string_view chart_library();

}  // namespace opora
