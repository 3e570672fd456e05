// Rows of any width into blocks of equal width, in memory that is used again for the next block.
// A block never pads without bound: a row much wider than its block starts a block of its own.
#pragma once

#include <algorithm>
#include <functional>
#include <span>

#include "base/result.h"
#include "intake/table_reader.h"

namespace opora {

inline constexpr std::size_t kMaxColumns = 16384;   // of a spreadsheet, and of a text table too
inline constexpr std::size_t kMaxBlockCells = 1 << 18;

class BlockBuilder {
 public:
  using Sink = std::function<Status(const RowBlock&)>;
  explicit BlockBuilder(Sink sink) : sink_(std::move(sink)) {}

  // The cells of the row being built; `column` is below kMaxColumns.
  void set(std::size_t column, Cell cell) {
    if (column >= row_.size()) row_.resize(std::max(2 * column, kUsualColumns));
    row_[column] = cell;
    if (cell.kind != CellKind::kEmpty && column >= used_) used_ = column + 1;
    if (column >= touched_) touched_ = column + 1;
  }

  // Keeps the row unless all its cells are empty.
  Status end_row(std::int64_t line) {
    if (used_ > block_.columns || block_.rows * block_.columns > kMaxBlockCells) OPORA_TRY(make_room());
    if (used_ > 0) {
      if (row_.size() < block_.columns) row_.resize(block_.columns);
      block_.cells.insert(block_.cells.end(), row_.begin(), row_.begin() + static_cast<std::ptrdiff_t>(block_.columns));
      block_.lines.push_back(line);
      ++block_.rows;
    }
    drop_row();
    return {};
  }

  // Room for the next row in the block itself, columns() empty cells; nothing when the block has no
  // width yet or is full. keep_row() or give_up_row() follows, before anything else.
  Cell* begin_row() {
    if (block_.columns == 0 || block_.rows * block_.columns > kMaxBlockCells) return nullptr;
    block_.cells.resize((block_.rows + 1) * block_.columns);
    return block_.cells.data() + block_.rows * block_.columns;
  }
  void keep_row(std::int64_t line) {
    block_.lines.push_back(line);
    ++block_.rows;
  }
  void give_up_row() { block_.cells.resize(block_.rows * block_.columns); }

  // A whole row, of at most kMaxColumns cells; for readers that have every cell of a row at hand.
  Status add_row(std::span<const Cell> cells, std::int64_t line) {
    while (!cells.empty() && cells.back().kind == CellKind::kEmpty) cells = cells.first(cells.size() - 1);
    if (cells.empty()) return {};
    used_ = cells.size();
    if (used_ > block_.columns || block_.rows * block_.columns > kMaxBlockCells) OPORA_TRY(make_room());
    used_ = 0;
    block_.cells.insert(block_.cells.end(), cells.begin(), cells.end());
    if (cells.size() < block_.columns) block_.cells.resize((block_.rows + 1) * block_.columns);
    block_.lines.push_back(line);
    ++block_.rows;
    return {};
  }

  void drop_row() {
    std::fill_n(row_.begin(), touched_, Cell{});
    used_ = touched_ = 0;
  }

  std::size_t columns() const { return block_.columns; }

  // Gives the block to the sink, if it has rows. The views of its cells may end afterwards.
  Status flush();

 private:
  Status make_room();

  Sink sink_;
  RowBlock block_;
  static constexpr std::size_t kUsualColumns = 64;
  std::vector<Cell> row_;     // as wide as the widest row so far; empty outside the row being built
  std::size_t used_ = 0;      // columns up to the last cell that is not empty
  std::size_t touched_ = 0;   // columns written at all
};

}  // namespace opora
