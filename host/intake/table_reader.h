// Tables as they come: workbooks (XLSX) and delimited text, both giving typed cells with their
// address, in blocks of rows, in bounded memory whatever the file claims about itself.
// Errors (all name file, sheet and place): DATA-001 unreadable, DATA-002 not a table (binary garbage),
// DATA-003 damaged archive, DATA-004 hostile archive (ratio, size, entities), DATA-005 broken XML,
// DATA-006 a line or cell beyond the limit, DATA-031 a text changed by another program while it was read, DATA-008 a workbook with a password or the old .xls form.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/digest.h"
#include "base/result.h"

namespace opora {

enum class CellKind : std::uint8_t { kEmpty, kText, kNumber, kBoolean, kDate, kError };

// `text` is the value in one canonical form, valid until the block is dropped:
//   kText as written (entities decoded, not trimmed); kNumber shortest decimal ("23", "0.5", "-1"),
//   so that 23 and 23.0 are the same; kBoolean "1"/"0"; kDate "2021-03-17" or "2021-03-17 05:33:20";
//   kError "#N/A" …  In delimited text every cell is kText or kEmpty.
struct Cell {
  std::string_view text;
  CellKind kind = CellKind::kEmpty;
};

// Rows of one sheet, row-major with `columns` cells each (short rows are padded with kEmpty).
struct RowBlock {
  std::size_t rows = 0;
  std::size_t columns = 0;
  std::vector<Cell> cells;
  std::vector<std::int64_t> lines;  // row as the spreadsheet shows it; for text the 1-based line

  const Cell* row(std::size_t i) const { return cells.data() + i * columns; }
};

// What is done with the blocks. `work` may run on several threads at once, for different blocks;
// `take` runs on the calling thread, in the order of the file. Either may stop the reading.
struct BlockResult {
  virtual ~BlockResult() = default;
};
struct BlockWork {
  std::function<Result<std::unique_ptr<BlockResult>>(const RowBlock&)> work;
  std::function<Status(std::unique_ptr<BlockResult>)> take;
};

struct OwnedRow {
  std::int64_t line = 0;
  std::vector<std::string> cells;
};

struct ReaderOptions {
  int threads = 1;                     // for one file; workbooks use one
  bool digest = false;                 // of delimited text: see TableReader::digest()
  std::int64_t max_cell_bytes = 1 << 20;
  std::function<void(std::int64_t bytes)> progress;  // compressed/raw bytes read since the last call
};

class TableReader {
 public:
  virtual ~TableReader() = default;
  virtual const std::vector<std::string>& sheets() const = 0;  // {""} for delimited text
  // The first `rows` non-empty rows, to recognise the layout. Cells as canonical text.
  virtual Result<std::vector<OwnedRow>> peek(std::size_t sheet, std::size_t rows) = 0;
  // Every non-empty row after row `after_line`; hidden rows are rows like any other.
  virtual Status read(std::size_t sheet, std::int64_t after_line, const BlockWork& work) = 0;
  // SHA-256 of the very bytes that read() has split, when it has come to the end of a delimited text
  // and ReaderOptions asked for it.
  virtual std::optional<Digest> digest() const { return std::nullopt; }
};

// Chooses by content, not by name: "PK" → workbook, otherwise text (UTF-8 with or without BOM,
// UTF-16 with BOM, windows-1251; `;` `,` tab, quotes, CRLF or LF).
Result<std::unique_ptr<TableReader>> open_table(const std::filesystem::path& file, const ReaderOptions& options = {});

// "A", "B" … "AA" for 0-based column numbers.
std::string column_letters(std::size_t column);

}  // namespace opora
