// Scores of single tasks as rows: one a participant and task, in the order of the segments, then of
// their rows, then of the tasks in the file.
#pragma once

#include "frame/kernels.h"
#include "store/store.h"

namespace opora {

// Columns: "task" (the file's label), "score" (of the task; missing: not attempted) and those of the
// dataset "results" (store/facts.h), and a number of the row as in store/segment_rows.h. Conditions may name columns of the procedure and of the school only.
Result<Frame> task_rows(const Store& store, const std::vector<Condition>& conditions, const std::vector<std::string>& columns);

}  // namespace opora
