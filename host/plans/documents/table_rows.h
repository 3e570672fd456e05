// The rows of a road map, out of any document with its table: columns in any order, rows that page breaks cut, points
// without numbers, titles of sections between the rows. Texts stay as the document has them but for white space; numbers
// too, also where they repeat or are missing. Nothing is dropped: what is in no row is in a remark, with place and text.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "base/result.h"
#include "model/plan.h"
#include "plans/documents/document_tables.h"
#include "plans/documents/plan_columns.h"

namespace opora {

struct RowsOfPlan {
  std::vector<PlanRow> rows;         // a row without a number is a point of the row with a number above it
  std::vector<Diagnostic> remarks;   // PLAN-024 … PLAN-034, see plan_remarks.h; the quoted text is the span's source_line
  std::string title;                 // of the plan; may be empty
};

// Errors: those of read_document, and PLAN-021 when no table has a column of measures.
Result<RowsOfPlan> read_plan_rows(const std::filesystem::path& file, const PlanColumns& columns);
Result<RowsOfPlan> rows_of_document(const PlanDocument& document, const PlanColumns& columns);

}  // namespace opora
