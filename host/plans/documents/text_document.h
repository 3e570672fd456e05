// Plain text and Markdown: tables whose cells stand between pipes or tabs, paragraphs between empty lines.
// A line without a tab amid lines with tabs is a row with one cell: the title of a section, or the rest of a cell.
#pragma once

#include <string>
#include <string_view>

#include "plans/documents/document_tables.h"

namespace opora {

// `text` is UTF-8 without a byte order mark.
Result<PlanDocument> read_text(std::string_view text, std::string file);

}  // namespace opora
