// Workbooks and delimited text through the readers of intake: a table a sheet, with its merged cells repeated.
#pragma once

#include "plans/documents/document_tables.h"

namespace opora {

Result<PlanDocument> read_sheets(const std::filesystem::path& file, bool workbook);

}  // namespace opora
