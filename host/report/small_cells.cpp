#include "report/small_cells.h"

#include "base/messages.h"

namespace opora {

CellValue SmallCells::shown(CellValue value, std::optional<std::int64_t> people) const {
  if (const auto* share = std::get_if<Share>(&value.value); share != nullptr && !people) people = share->denominator;
  if (!people || !hide(*people)) return value;
  return {std::monostate(), tr_format("fewer than {0}", below), std::nullopt};
}

}  // namespace opora
