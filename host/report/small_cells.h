// Small groups in what leaves an authority: a value of fewer people than a report allows is not shown, wherever it would
// stand. The one place that decides it.
#pragma once

#include <cstdint>
#include <optional>

#include "report/document.h"

namespace opora {

struct SmallCells {
  std::int64_t below = 0;  // groups of fewer people are hidden; 0: none

  bool hide(std::int64_t people) const { return below > 0 && people > 0 && people < below; }
  // The value, or nothing with its reason. `people`: behind the value; else the whole of a share.
  CellValue shown(CellValue value, std::optional<std::int64_t> people) const;
};

}  // namespace opora
