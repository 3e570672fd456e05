// Rows of a table with merged cells, laid out so that a column has one place in every row.
#pragma once

#include <string>
#include <vector>

#include "plans/documents/document_tables.h"

namespace opora {

inline constexpr std::size_t kMaxTableColumns = 256;
inline constexpr std::size_t kMaxTableCells = 2'000'000;

// Cells are added from left to right. The adding functions return false when the table is beyond the limits.
class TableGrid {
 public:
  explicit TableGrid(std::string name) { table_.name = std::move(name); }

  bool begin_row(std::int64_t line);
  bool skip(std::size_t columns);  // blank places
  bool add(std::string text, std::size_t columns = 1, std::size_t rows = 1);
  bool continue_above(std::size_t columns);  // the cell above goes on here

  DocumentTable take() { return std::move(table_); }

 private:
  bool place(DocumentCell cell);
  bool place_reaching();  // cells that reach down from rows above
  std::string above(std::size_t column) const;

  DocumentTable table_;
  std::vector<std::size_t> reaching_;  // by column: further rows that the cell above covers
  std::size_t cells_ = 0;
};

}  // namespace opora
