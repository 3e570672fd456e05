// The first rows of a table kept, and the reading stopped when there are enough.
#pragma once

#include "base/result.h"
#include "intake/table_reader.h"

namespace opora {

class PeekedRows {
 public:
  explicit PeekedRows(std::size_t wanted) : wanted_(wanted) {}

  // The sink of a reader; "fails" to stop the reading.
  Status take(const RowBlock& block) {
    for (std::size_t i = 0; i < block.rows && rows_.size() < wanted_; ++i) {
      OwnedRow row{block.lines[i], {}};
      for (std::size_t c = 0; c < block.columns; ++c) row.cells.emplace_back(block.row(i)[c].text);
      rows_.push_back(std::move(row));
    }
    stopped_ = rows_.size() >= wanted_;
    if (stopped_) return Diagnostic{};
    return {};
  }

  Result<std::vector<OwnedRow>> finish(Status status) {
    if (!status.ok() && !stopped_) return status.take_error();
    return std::move(rows_);
  }

 private:
  std::size_t wanted_;
  bool stopped_ = false;
  std::vector<OwnedRow> rows_;
};

}  // namespace opora
