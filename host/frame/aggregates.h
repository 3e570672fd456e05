// One aggregate over the rows of each group: the column that group_tally() adds.
#pragma once

#include "frame/grouping.h"
#include "frame/kernels.h"

namespace opora {

struct TallyInput {
  const Frame& frame;
  const Grouping& groups;
  const std::vector<std::string>& keys;
  int threads = 1;
};

// FRAME-001, FRAME-002 as of where(), FRAME-005 for a sum beyond 64 bits, FRAME-007 for an aggregate
// that is not stated properly.
Result<Column> aggregate_column(const TallyInput& input, const Aggregate& aggregate);

// The parts, by the values they look at.
Result<Column> count_column(const TallyInput& input, const Aggregate& aggregate);    // rows: kCount, kCountWhere, kShare
Result<Column> number_column(const TallyInput& input, const Aggregate& aggregate);   // kSum, kMean, kSd, kQuantile, kSpearman
Result<Column> value_column(const TallyInput& input, const Aggregate& aggregate);    // kMin, kMax, kFirst, kHistogram
Result<Column> weight_column(const TallyInput& input, const Aggregate& aggregate);   // kWeight

}  // namespace opora
