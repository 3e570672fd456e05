// Read-only tables over the encoded columns, for SQL: results, tasks, checks. They exist in every
// connection of Opora; the file itself keeps no trace of them.
//   results  year, kind, subject, grade, level, procedure, school, school_name, municipality, class, variant,
//            participant, gender, score, max_score, mark, journal, batch, line
//   tasks    year, kind, subject, grade, level, procedure, school, participant, task, score, batch, line
//   checks   run, category, school, rule, name, numerator, denominator, value, n, op, threshold, met, state
// Equality on year, kind, subject, grade, school and batch (run and category of checks) skips whole segments.
#pragma once

#include "base/result.h"

struct sqlite3;

namespace opora {

Status register_virtual_tables(sqlite3* db);

}  // namespace opora
