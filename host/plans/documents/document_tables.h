// A document as tables and the paragraphs around them, in its order, whatever it was written with: DOCX, XLSX, HTML,
// Markdown, delimited text, or plain text whose tables stand in tabs or pipes. What is shown to a reader is kept
// (inserted text, the labels of numbered lists); what a reader does not see is not (deleted text, hidden marks).
// Errors: FILE-001 not readable, PLAN-020 an unknown kind of file, PLAN-022 damaged or not well-formed, PLAN-023 built so
// that it could exhaust the computer; workbooks and delimited text give the errors of intake/table_reader.h.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <variant>
#include <vector>

#include "base/result.h"

namespace opora {

// A cell of a merged area repeats the text of the area and says where it comes from.
enum class CellOrigin : std::uint8_t { kOwn, kFromLeft, kFromAbove };

struct DocumentCell {
  std::string text;  // UTF-8, trimmed; '\n' between its paragraphs
  CellOrigin origin = CellOrigin::kOwn;
};

struct DocumentRow {
  std::int64_t line = 0;            // of the file or sheet; in DOCX and HTML the row of the table
  std::vector<DocumentCell> cells;  // as many as the row has: rows of text tables may be ragged
};

struct DocumentTable {
  std::string name;  // "table 2", or the sheet's name; empty: the file's lines say where a row is
  std::vector<DocumentRow> rows;
};

struct DocumentParagraph {
  std::int64_t line = 0;  // of the file; in DOCX and HTML which block of the document
  std::string text;
  bool heading = false;   // marked as one
};

using DocumentBlock = std::variant<DocumentParagraph, DocumentTable>;

struct PlanDocument {
  std::string file;  // as it was given
  std::vector<DocumentBlock> blocks;
  std::vector<Diagnostic> remarks;  // what could not be kept as it stands: text boxes, tables within cells
};

// Texts of more than 16 MiB, tables of more than 256 columns or two million cells are refused (PLAN-023).
Result<PlanDocument> read_document(const std::filesystem::path& file);

}  // namespace opora
