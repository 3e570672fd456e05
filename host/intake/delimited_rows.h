// Whole records of delimited text → rows.
#pragma once

#include <vector>

#include "intake/block_builder.h"
#include "intake/delimited_chunks.h"

namespace opora {

struct RowsLimits {
  char delimiter = ';';
  std::int64_t after_line = 0;
  std::size_t max_cell_bytes = 0;
};

// For one thread; keeps its memory from chunk to chunk.
class DelimitedRows {
 public:
  DelimitedRows(RowsLimits limits, ReadPlace place, BlockBuilder::Sink sink)
      : limits_(limits), place_(std::move(place)), blocks_(std::move(sink)), row_(kUsualColumns) {}

  // Splits a chunk and gives out its blocks. Quoted cells are joined in place: the chunk is spoilt.
  Status take(TextChunk& chunk);

 private:
  Status check(std::string_view text, std::int64_t first_line, TextEncoding encoding) const;
  Status split(char* text, std::size_t size, std::int64_t line);
  void begin_row();
  void widen_row(std::size_t columns);
  Status end_row(std::size_t columns, std::int64_t line);
  Diagnostic beyond_limits(std::size_t column, std::size_t bytes, std::int64_t line) const;

  RowsLimits limits_;
  ReadPlace place_;
  BlockBuilder blocks_;
  static constexpr std::size_t kUsualColumns = 64;
  Cell* cells_ = nullptr;   // of the row being read: in the block, or in row_ when it is wider
  std::size_t room_ = 0;
  std::vector<Cell> row_;   // grows to the widest row
  std::vector<char> utf8_;
};

}  // namespace opora
