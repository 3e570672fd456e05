// An HTML document: the paragraphs and tables of its body. See document_tables.h for what is promised.
#pragma once

#include <string_view>

#include "plans/documents/document_tables.h"

namespace opora {

bool is_html_document(std::string_view text);  // has a table in tags

// Tables within cells become lines of the cell, with a remark.
Result<PlanDocument> read_html(std::string_view text, std::string file);

}  // namespace opora
