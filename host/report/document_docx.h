// A document as a Word file: a package of its own in the form of an order after ГОСТ Р 7.0.97-2025, or a region's template
// with its letterhead, filled. The same document gives the same bytes. Texts are never read as markup (inert_text.h).
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "base/result.h"
#include "report/document.h"
#include "report/zip_writer.h"

namespace opora {

// The parts of a region's .docx or .dotx; `file` is the name in messages.
struct DocxTemplate {
  std::string file;
  std::vector<ZipMember> parts;
};

// FILE-001 when it cannot be read; DOC-004 when it is no Word document, is protected, or is beyond the limits of one.
Result<DocxTemplate> read_docx_template(const std::filesystem::path& file);

// The bytes of the file. Charts are pictures (SVG and PNG); where librsvg is missing they are said in words and figures.
Result<std::string> to_docx(const Document& document);

// Places of the template, content controls by their tag and {{place}} in its text, get the texts of Document::places; the
// place "content" gets the blocks. Styles, headers and page sizes are the template's. DOC-003 when there is no place for the
// content. Warnings: DOC-001 places that the document does not fill, DOC-002 texts for which there is no place.
Result<std::string> to_docx(const Document& document, const DocxTemplate& form, std::vector<Diagnostic>* warnings = nullptr);

}  // namespace opora
