// A frame: named columns of equal length. Immutable; every kernel returns a new frame that shares
// the columns it did not change.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "frame/column.h"

namespace opora {

class Frame {
 public:
  Frame() = default;

  std::int64_t rows() const { return columns_.empty() ? 0 : columns_.front().size(); }
  const std::vector<std::string>& names() const { return names_; }
  const std::vector<Column>& columns() const { return columns_; }
  const Column* find(std::string_view name) const;  // nullptr: no such column
  Result<Column> column(std::string_view name) const;  // FRAME-001 with did-you-mean

  // A new frame with `column` added at the end, or in place of the one of that name.
  // The length must be that of the frame (any, for the first column).
  Frame with(std::string name, Column column) const;
  Frame select(const std::vector<std::string>& names) const;  // names must exist
  Frame take(std::span<const std::int64_t> order) const;      // rows, see Column::take

 private:
  std::vector<std::string> names_;
  std::vector<Column> columns_;
};

}  // namespace opora
