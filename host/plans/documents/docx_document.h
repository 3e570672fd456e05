// DOCX (ISO/IEC 29500): the paragraphs and tables of the main part. See document_tables.h for what is promised.
#pragma once

#include "intake/zip_archive.h"
#include "plans/documents/document_tables.h"

namespace opora {

// The member that holds the text, "word/document.xml" in nearly all files; empty: the archive is no DOCX.
std::string docx_main_part(ZipArchive& archive);

// Tables within cells become lines of the cell, text boxes a remark with their text.
Result<PlanDocument> read_docx(ZipArchive& archive, const std::string& main_part);

}  // namespace opora
