// The rows of a worksheet: slices of its XML → cells → blocks. Rows that are spelt like rows before
// them are read by their known spelling (cell_shapes.h), all others by pugixml.
#pragma once

#include <pugixml.hpp>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "intake/block_builder.h"
#include "intake/cell_shapes.h"
#include "intake/cell_values.h"
#include "intake/reader_errors.h"
#include "intake/shared_strings.h"
#include "intake/workbook_parts.h"

namespace opora {

struct SheetContext {
  const Workbook* book = nullptr;
  const SharedStrings* strings = nullptr;
  ReadPlace place;
  std::string prefix;             // of element names: "x:" or nothing
  std::int64_t after_line = 0;
  std::size_t max_cell_bytes = 0;
};

class SheetRows {
 public:
  SheetRows(SheetContext context, BlockBuilder& blocks);

  // Whole rows, padded as XmlSlices does. All blocks are given out before it returns.
  Status take(std::span<char> slice);

 private:
  Status quick_rows(const char*& at, const char* end);
  const char* quick_row(const char* at, const char* end, std::int64_t& line);
  const char* quick_cell(const char* at, const char* end, std::size_t column);
  Status slow_rows(const char*& at, const char* end);
  Status slow_row(pugi::xml_node row);
  Status slow_cell(pugi::xml_node cell, std::int64_t line, std::size_t column);
  Status end_row(std::int64_t line);

  Result<CellForm> form_of(pugi::xml_node cell, std::int64_t line, std::int64_t column) const;
  const char* convert(CellForm form, std::string_view text, Cell& cell);
  const char* convert_text(std::string_view raw, Cell& cell);
  const char* convert_date(std::string_view raw, Cell& cell);
  void learn_row(pugi::xml_node row);
  void learn_cell(pugi::xml_node cell, CellForm form, pugi::xml_node value);
  const char* original(const char* in_parsed) const { return original_ + (in_parsed - parsed_.data()); }
  Diagnostic fail(std::int64_t line, std::int64_t column, std::string reason) const;

  SheetContext context_;
  BlockBuilder& blocks_;
  CellShapes shapes_;
  std::vector<Spelling> row_shapes_;  // from behind the row's number to its first cell
  Spelling row_open_, cell_open_, row_close_;
  std::string row_close_text_;
  TextCache cache_;
  TextArena texts_;       // numbers, dates and joined texts of the block being built
  std::string scratch_;
  std::vector<char> parsed_;         // copy of a region, spoilt by the parser
  const char* original_ = nullptr;   // the same region as it was
  pugi::xml_document document_;
  std::int64_t last_line_ = 0;
  std::uint64_t given_cells_ = 0;    // against sheets of emptiness: see end_row()
  std::uint64_t padded_cells_ = 0;
};

}  // namespace opora
