// A table in memory behind the TableReader contract: rows as written, blocks of a chosen size.
#pragma once

#include <string>
#include <vector>

#include "intake/table_reader.h"

namespace opora::testing {

class MemoryReader : public TableReader {
 public:
  explicit MemoryReader(std::vector<std::vector<std::string>> rows, std::size_t block_rows = 1000, std::string sheet = "")
      : sheets_{std::move(sheet)}, rows_(std::move(rows)), block_rows_(block_rows) {}

  const std::vector<std::string>& sheets() const override { return sheets_; }

  Result<std::vector<OwnedRow>> peek(std::size_t, std::size_t rows) override {
    std::vector<OwnedRow> peeked;
    for (std::size_t i = 0; i < rows_.size() && i < rows; ++i) peeked.push_back({static_cast<std::int64_t>(i) + 1, rows_[i]});
    return peeked;
  }

  Status read(std::size_t, std::int64_t after_line, const BlockWork& work) override {
    for (auto first = static_cast<std::size_t>(after_line); first < rows_.size(); first += block_rows_) {
      auto done = work.work(block(first));
      if (!done) return done.take_error();
      OPORA_TRY(work.take(*std::move(done)));
    }
    return {};
  }

 private:
  RowBlock block(std::size_t first) const {
    RowBlock out;
    const std::size_t end = std::min(first + block_rows_, rows_.size());
    for (std::size_t i = first; i < end; ++i) out.columns = std::max(out.columns, rows_[i].size());
    for (std::size_t i = first; i < end; ++i) {
      for (std::size_t column = 0; column < out.columns; ++column) {
        const bool filled = column < rows_[i].size() && !rows_[i][column].empty();
        out.cells.push_back(filled ? Cell{rows_[i][column], CellKind::kText} : Cell{});
      }
      out.lines.push_back(static_cast<std::int64_t>(i) + 1);
      ++out.rows;
    }
    return out;
  }

  std::vector<std::string> sheets_;
  std::vector<std::vector<std::string>> rows_;
  std::size_t block_rows_;
};

}  // namespace opora::testing
