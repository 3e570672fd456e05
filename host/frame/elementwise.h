// Functions of each value of a column of numbers; missing where the result is no finite number.
#pragma once

#include <cstdint>

#include "base/result.h"
#include "frame/column.h"

namespace opora {

enum class Elementwise : std::uint8_t {
  kSquareRoot,
  kLogarithm,  // natural
  kFloor,      // whole numbers
  kRound,      // whole numbers, half up, as orders and reports round: 2.5 → 3, -2.5 → -2
  kAbsolute,
};

// FRAME-002 for texts and dates.
Result<Column> elementwise(const Column& column, Elementwise function);

}  // namespace opora
