// The sheets of a workbook of a document.
#pragma once

#include <string>
#include <vector>

#include "report/table_grid.h"
#include "report/xlsx_book.h"

namespace opora {

// Where the rows of a table stand on its sheet.
struct XlsxTablePlace {
  std::string sheet;
  std::vector<GridColumn> columns;
  lxw_row_t first = 0, last = 0;
  int width = 0;  // of all columns, in letters
};

// Words over all columns of the table, broken into lines; over further columns where the table is narrower than `least`.
void write_across(XlsxBook& book, lxw_worksheet* sheet, lxw_row_t row, const XlsxTablePlace& place, int least, const std::string& words, const XlsxLook& look);

// `caption` above, groups of columns, titles, rows, totals, note. A native table with a filter where no cell spans others.
XlsxTablePlace write_table_sheet(XlsxBook& book, lxw_worksheet* sheet, const Table& table, const std::string& caption);

void write_chart_sheet(XlsxBook& book, const Chart& chart, int number);

}  // namespace opora
