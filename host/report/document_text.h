// How the values of a document are written in words and figures: the same in every renderer.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "report/document.h"

namespace opora {

// "12,5 % (25 из 200)", "15.02.2021", "—" with its reason for what is not there. Half-up on exact values.
std::string shown(const CellValue& value, ValueType type, int digits, bool show_n);
std::string shown(const TableCell& cell, const TableColumn& column);

// What of a document is text, block by block in reading order, a line each: the same whatever the file. Tests compare files by it.
std::vector<std::string> document_lines(const Document& document);

// Numbers of numbered paragraphs in the order of the blocks: "1.", "1.1.", "2.".
class Numbering {
 public:
  std::string next(const NumberedParagraph& paragraph);

 private:
  int counts_[3] = {0, 0, 0};
};

// Typography of the document's language: no-break spaces before dashes, after short words and between numbers and units,
// quotation marks in pairs. Russian and English; other languages stay as they are.
std::string typographic(std::string_view text, std::string_view language);

// "1 школа", "2 школы", "5 школ": the form of a noun for a count, from its three forms.
std::string counted(std::int64_t count, std::string_view one, std::string_view few, std::string_view many);

}  // namespace opora
