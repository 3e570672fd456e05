// The ground of a shaded cell: ten steps of one blue, each of which black letters can be read on. Every renderer has the same.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>

#include "report/document.h"

namespace opora {

inline constexpr int kShadeSteps = 10;

// 1 … 10; 0: no ground of its own.
inline int shade_step(const TableCell& cell) {
  if (!cell.shade || std::isnan(*cell.shade)) return 0;
  return static_cast<int>(std::lround(std::clamp(*cell.shade, 0.0, 1.0) * kShadeSteps));
}

// Red, green and blue on white paper.
inline std::uint32_t shade_colour(int step) {
  constexpr std::uint32_t kDeepest = 0x7DB4E2;
  std::uint32_t colour = 0;
  for (int bits = 16; bits >= 0; bits -= 8) {
    const std::uint32_t deepest = kDeepest >> bits & 0xFF;
    colour = colour << 8 | (0xFF - (0xFF - deepest) * static_cast<std::uint32_t>(step) / kShadeSteps);
  }
  return colour;
}

}  // namespace opora
