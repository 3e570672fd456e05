// Many tests at once: when each of 400 schools is tested at 5 %, 20 are marked by chance alone.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "frame/frame.h"

namespace opora {

enum class Adjustment : std::uint8_t {
  kHolm,               // family-wise error: Holm (1979), Scandinavian Journal of Statistics 6
  kBenjaminiHochberg,  // false discovery rate: Benjamini & Hochberg (1995), JRSS B 57
};

// Adjusted p-values of a column, within groups of equal `by` columns; missing where p is, and missing ones are no
// tests. FRAME-001, FRAME-002, FRAME-010 for a p outside 0…1.
Result<Column> adjust_p(const Frame& frame, const std::string& column, const std::vector<std::string>& by, Adjustment method);

}  // namespace opora
