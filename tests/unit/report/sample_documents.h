// Documents that the tests of all renderers share: one with every kind of block, one with a region's list, one of hostile data.
#pragma once

#include "report/document.h"

namespace opora::samples {

TableCell cell(CellValue value);
TableCell text(std::string words);
TableCell count(std::int64_t number);
TableCell share(std::int64_t numerator, std::int64_t denominator);
TableCell day(int year, unsigned month, unsigned of_month);
TableCell missing(std::string reason);

// Every block; tables with groups, spans, totals, intervals; a chart of each kind.
Document analytic_note();
Document order();
// One table of so many schools.
Document long_list(int schools);
// Script tags, formulas, marks of direction, control characters, bytes that are no UTF-8, a name of 10,000 characters.
Document hostile();

}  // namespace opora::samples
