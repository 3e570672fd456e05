// A document as the bytes of a file, in the format that a file's ending names.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "report/document.h"

namespace opora {

// "html", "docx" …
const std::vector<std::string>& document_formats();
// The format of a file's name. REPORT-005 it names none of them, with those there are.
Result<std::string> document_format(const std::filesystem::path& file);

struct DocumentFileForm {
  std::string format = "txt";
  std::filesystem::path form;  // of the region, with its letterhead and named places; of .docx alone
};
Result<std::string> document_bytes(const Document& document, const DocumentFileForm& form, std::vector<Diagnostic>* warnings = nullptr);

// Replaces the file at once when everything is written. FILE-002 when it cannot be written.
Status write_document(const std::filesystem::path& file, const std::string& bytes);

// The document as lines of text: for a terminal.
std::string document_plain_text(const Document& document);

}  // namespace opora
