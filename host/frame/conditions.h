// Conditions as a byte mask: 1 where every condition holds. Shared by where() and the aggregates
// that count rows.
#pragma once

#include <cstdint>
#include <vector>

#include "base/result.h"
#include "frame/kernels.h"

namespace opora {

// One byte a row. FRAME-001 unknown column, FRAME-002 types that cannot be compared.
Result<std::vector<std::uint8_t>> mask_of(const Frame& frame, const std::vector<Condition>& conditions);

}  // namespace opora
