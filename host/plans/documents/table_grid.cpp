#include "plans/documents/table_grid.h"

#include <algorithm>

namespace opora {

bool TableGrid::place(DocumentCell cell) {
  std::vector<DocumentCell>& row = table_.rows.back().cells;
  if (row.size() == kMaxTableColumns || ++cells_ > kMaxTableCells) return false;
  row.push_back(std::move(cell));
  return true;
}

std::string TableGrid::above(std::size_t column) const {
  if (table_.rows.size() < 2) return {};
  const std::vector<DocumentCell>& cells = table_.rows[table_.rows.size() - 2].cells;
  return column < cells.size() ? cells[column].text : std::string();
}

bool TableGrid::place_reaching() {
  for (;;) {
    const std::size_t column = table_.rows.back().cells.size();
    if (column >= reaching_.size() || reaching_[column] == 0) return true;
    --reaching_[column];
    if (!place({above(column), CellOrigin::kFromAbove})) return false;
  }
}

bool TableGrid::begin_row(std::int64_t line) {
  // What still reaches into the row that ends here, behind its last cell.
  if (!table_.rows.empty() && !place_reaching()) return false;
  table_.rows.push_back({line, {}});
  return true;
}

bool TableGrid::skip(std::size_t columns) {
  for (; columns > 0; --columns)
    if (!place({})) return false;
  return true;
}

bool TableGrid::add(std::string text, std::size_t columns, std::size_t rows) {
  if (!place_reaching()) return false;
  const std::size_t first = table_.rows.back().cells.size();
  for (std::size_t i = 0; i < columns; ++i)
    if (!place({text, i == 0 ? CellOrigin::kOwn : CellOrigin::kFromLeft})) return false;
  if (reaching_.size() < first + columns) reaching_.resize(first + columns);
  for (std::size_t i = 0; i < columns; ++i) reaching_[first + i] = rows - std::min<std::size_t>(rows, 1);
  return true;
}

bool TableGrid::continue_above(std::size_t columns) {
  for (; columns > 0; --columns)
    if (!place({above(table_.rows.back().cells.size()), CellOrigin::kFromAbove})) return false;
  return true;
}

}  // namespace opora
