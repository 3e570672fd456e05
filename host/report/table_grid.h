// Where the cells of a table of a document stand, with spans counted, and what columns a spreadsheet makes of it: the
// participants of a share and the bounds of an interval stand in columns of their own.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "report/document.h"

namespace opora {

struct PlacedCell {
  const TableCell* cell = nullptr;  // of the table
  std::size_t row = 0, column = 0;  // of its first place
  int columns = 1, rows = 1;        // spans, cut to what there is
};
// One list a row. Rows may be of unequal length; columns may go beyond those of the table.
std::vector<std::vector<PlacedCell>> placed(const std::vector<std::vector<TableCell>>& rows);

// The column a cell takes its type from; a table without columns has texts.
const TableColumn& column_at(const Table& table, std::size_t column);

enum class GridPart : std::uint8_t { kValue, kParticipants, kLow, kHigh };
struct GridColumn {
  std::size_t of = 0;  // column of the table
  GridPart part = GridPart::kValue;
  std::string title;
};
std::vector<GridColumn> grid_columns(const Table& table);

// What stands in a column of the spreadsheet: the value itself, its denominator, or a bound. Nothing: the cell stays empty.
std::optional<CellValue> grid_value(const CellValue& value, GridPart part);

// What a cell of a header row says: nothing where nothing is.
std::string group_text(const TableCell& cell);

// Rows can be put in another order: no cell spans several of them or stands for a group.
bool is_sortable(const Table& table);

}  // namespace opora
