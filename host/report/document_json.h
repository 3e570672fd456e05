// A document as JSON and back: for other programs, and to keep what was handed out. Values are exact: a share is its two
// counts, a date is ISO 8601. Keys follow the names of report/document.h; what has its usual value is left out.
//   {"format": "opora-document", "version": 1, "title": …, "kind": …, "language": …, "blocks": [{"type": "heading", …}, …]}
// Texts: [{"text", "bold", "italic", "note"}]. Values: {"text"}, {"integer"}, {"number"}, {"numerator", "denominator"},
// {"date"} or {"missing": true}, with "reason" and "interval": [low, high]. Read as well: a text of one look as a string,
// a value as a string or number, a column as its title, and how many people are behind a value or point ("n").
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "report/document.h"
#include "report/small_cells.h"

namespace opora {

std::string to_json(const Document& document);  // indented, ends with a line feed; marks of direction as \uXXXX
std::string to_json(const Chart& chart);        // one line

// DOC-013: no JSON, or no document of this form; names the block.
Result<Document> document_of_json(std::string_view json);
// One block. What has few people behind it is hidden, unless it says {"open": true}: none are.
Result<Block> block_of_json(std::string_view json, const SmallCells& small);

}  // namespace opora
