// The scan: counts, sums and the like over score, mark and journal, for groups made of columns of the
// procedure and the school. Streams segment by segment; memory depends on the groups, not the rows.
#pragma once

#include <optional>

#include "store/facts.h"
#include "store/fact_plan.h"

namespace opora {

// Nothing when the request needs the rows themselves (other keys, columns or aggregates).
Result<std::optional<Frame>> scan_tally(SegmentSource& source, const FactPlan& plan, const FactRequest& request);

}  // namespace opora
