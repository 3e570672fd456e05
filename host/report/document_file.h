// A document as a file, in the format that the file's ending names.
#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "base/result.h"
#include "report/document.h"

namespace opora {

// The host's own: "docx", "html" …
const std::vector<std::string>& document_formats();
// REPORT-005 nobody writes `format`, with the formats there are.
Diagnostic unknown_format(const std::string& format, const std::vector<std::string>& known);

struct DocumentFileForm {
  std::string format = "txt";
  std::filesystem::path letterhead;  // a region's own .docx with named places: of the formats docx and pdf
  bool for_programs = false;         // of csv: the variant without groups, totals and rounding
  std::function<Result<std::string>(const Document&, std::vector<Diagnostic>* warnings)> render{};  // of a format that is not the host's own
};

// Replaces the file at once when the whole is written. FILE-002, DOC-* of the format; REPORT-006 a letterhead for a format
// that has none. Warnings: places of the letterhead that are not filled. Safe from several threads at once.
Status write_document(const Document& document, const std::filesystem::path& file, const DocumentFileForm& form, std::vector<Diagnostic>* warnings = nullptr);

// The bytes, at once or not at all. FILE-002.
Status write_at_once(const std::filesystem::path& file, const std::string& bytes);

// The document as lines of text: for a terminal.
std::string document_plain_text(const Document& document);

}  // namespace opora
