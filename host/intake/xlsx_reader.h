// Workbooks (.xlsx): see table_reader.h for what a reader promises.
#pragma once

#include "intake/table_reader.h"

namespace opora {

Result<std::unique_ptr<TableReader>> open_workbook(const std::filesystem::path& file, const ReaderOptions& options);

}  // namespace opora
