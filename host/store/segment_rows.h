// Rows of a plan as a frame: only the columns asked for, only the rows that are wanted.
#pragma once

#include "store/fact_plan.h"

namespace opora {

// A further column: a number of the row that is the same in every query, whatever the conditions.
inline constexpr char kRowNumber[] = "#";

// The plan's row conditions are not applied here.
Result<Frame> materialise(SegmentSource& source, const FactPlan& plan, const std::vector<std::string>& columns);

std::int64_t stored_rows(const FactPlan& plan);  // of the plan's segments, schools and masks not considered

// Score, mark or journal of a whole segment, as stored; zeros where the segment has no such column.
Result<std::vector<std::uint16_t>> read_scores(SegmentSource& source, const SegmentPlace& place);
Result<std::vector<std::uint8_t>> read_marks(SegmentSource& source, const SegmentPlace& place, std::span<const std::uint16_t> score);

}  // namespace opora
