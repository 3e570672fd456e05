// A point scale: ranges of a value, each with points and a zone. Ranges are half-open, from ≤ value < to; the lowest may be open
// below, the highest above, and the highest of a scale that ends holds its end. A scale with a gap or an overlap is
// refused when it is loaded, so that no value can fall between ranges and silently get nothing.
// As text: "0 .. 50 = 1 red; 50 .. 75 = 2 yellow; 75 .. 100 = 3 green", an open end left out.
// LUA-043 a gap or an overlap, or a range that is none; LUA-044 a value beyond the ends of the scale.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/share.h"

namespace opora {

struct ScaleRange {
  std::optional<Share> from, to;        // in the unit of the scale; none: without end
  std::string from_text, to_text;       // as written
  std::string points;                   // decimal
  std::string zone;                     // empty: none
};

std::string scale_text(const std::vector<ScaleRange>& ranges);
// Ascending, and in order. `name` is that of the parameter, for messages.
Result<std::vector<ScaleRange>> parse_scale(std::string_view text, const std::string& name);

// The range of an exact value in the scale's unit.
Result<const ScaleRange*> range_of(const std::vector<ScaleRange>& ranges, Share value, const std::string& name);
// The same for a computed number that no short decimal names. A value that is no number is beyond the ends.
Result<const ScaleRange*> range_of(const std::vector<ScaleRange>& ranges, double value, const std::string& name);

}  // namespace opora
