// The data of a chart as a table: what stands beside the picture, and where a spreadsheet draws it from.
#pragma once

#include "report/document.h"

namespace opora {

// Bars, lines with categories: a row a category, a column a series (with its bounds where one has them). Points with
// places: a row a point. Timelines: a row a span with its two dates. No caption.
Table table_of(const Chart& chart);

// Points stand at categories, not at places on an axis of numbers.
bool has_categories(const Chart& chart);

}  // namespace opora
