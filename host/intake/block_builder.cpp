#include "intake/block_builder.h"

#include <algorithm>

namespace opora {

Status BlockBuilder::flush() {
  Status status;
  if (block_.rows > 0) status = sink_(block_);
  block_.rows = block_.columns = 0;
  block_.cells.clear();
  block_.lines.clear();
  return status;
}

Status BlockBuilder::make_room() {
  const std::size_t padded = block_.rows * std::max(used_, block_.columns);
  if (padded > kMaxBlockCells || padded > 4 * block_.cells.size() + (kMaxBlockCells >> 3)) OPORA_TRY(flush());
  if (used_ <= block_.columns) return {};
  // Widen from the last row backwards, in place.
  block_.cells.resize(block_.rows * used_);
  for (std::size_t i = block_.rows; i-- > 0;) {
    const auto from = block_.cells.begin() + static_cast<std::ptrdiff_t>(i * block_.columns);
    const auto to = block_.cells.begin() + static_cast<std::ptrdiff_t>(i * used_);
    std::copy_backward(from, from + static_cast<std::ptrdiff_t>(block_.columns), to + static_cast<std::ptrdiff_t>(block_.columns));
    std::fill(to + static_cast<std::ptrdiff_t>(block_.columns), to + static_cast<std::ptrdiff_t>(used_), Cell{});
  }
  block_.columns = used_;
  return {};
}

}  // namespace opora
