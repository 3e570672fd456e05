// A document as a workbook: a first sheet with its texts, a sheet a table, a sheet a chart. Values are native: integers,
// per cents as fractions with their format, dates as days; participants of shares and bounds of intervals have columns of
// their own. Texts never become formulas; what the format has no room for (32,767 units a cell) is cut with "…".
#pragma once

#include <filesystem>

#include "base/result.h"
#include "report/document.h"

namespace opora {

// Replaces the file at once when the whole is written. The same document gives the same bytes. DOC-012 when it cannot be
// written; HOST-001 without libxlsxwriter.
Status write_xlsx(const Document& document, const std::filesystem::path& file);

}  // namespace opora
