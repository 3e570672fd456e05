#include "report/document_file.h"

#include <fstream>

#include "base/messages.h"
#include "base/temporary_folder.h"
#include "report/document_csv.h"
#include "report/document_docx.h"
#include "report/document_html.h"
#include "report/document_json.h"
#include "report/document_pdf.h"
#include "report/document_text.h"
#include "report/document_xlsx.h"

namespace opora {
namespace {

Result<std::string> docx_bytes(const Document& document, const DocumentFileForm& form, std::vector<Diagnostic>* warnings) {
  if (form.letterhead.empty()) return to_docx(document);
  OPORA_ASSIGN(const DocxTemplate letterhead, read_docx_template(form.letterhead));
  return to_docx(document, letterhead, warnings);
}

// By way of a Word file, so that letterhead, numbering and page numbers are the same.
Status write_as_pdf(const Document& document, const std::filesystem::path& file, const DocumentFileForm& form, std::vector<Diagnostic>* warnings) {
  OPORA_ASSIGN(const TemporaryFolder folder, TemporaryFolder::make());
  OPORA_ASSIGN(const std::string bytes, docx_bytes(document, form, warnings));
  OPORA_TRY(write_at_once(folder.path() / "document.docx", bytes));
  return write_pdf(folder.path() / "document.docx", file);
}

Result<std::string> bytes_of(const Document& document, const DocumentFileForm& form, std::vector<Diagnostic>* warnings) {
  if (form.format == "docx") return docx_bytes(document, form, warnings);
  if (form.format == "html") return to_html(document);
  if (form.format == "csv") return to_csv(document, form.for_programs ? CsvForm::kMachine : CsvForm::kSpreadsheet);
  if (form.format == "json") return to_json(document);
  if (form.format == "txt") return document_plain_text(document);
  if (form.render) return form.render(document, warnings);
  return unknown_format(form.format, document_formats());
}

}  // namespace

Diagnostic unknown_format(const std::string& format, const std::vector<std::string>& known) {
  return make_error("REPORT-005", tr_format("a document cannot be written as \"{0}\"", format),
                    tr_format("the ending of the file chooses the format: {0}", fmt::join(known, ", ")));
}

const std::vector<std::string>& document_formats() {
  static const std::vector<std::string> kFormats = {"docx", "html", "xlsx", "csv", "json", "pdf", "txt"};
  return kFormats;
}

Status write_document(const Document& document, const std::filesystem::path& file, const DocumentFileForm& form, std::vector<Diagnostic>* warnings) {
  if (!form.letterhead.empty() && form.format != "docx" && form.format != "pdf")
    return make_error("REPORT-006", tr_format("a document in the format \"{0}\" has no letterhead", form.format), tr("--template goes with .docx and .pdf"));
  if (form.format == "xlsx") return write_xlsx(document, file);
  if (form.format == "pdf") return write_as_pdf(document, file, form, warnings);
  OPORA_ASSIGN(const std::string bytes, bytes_of(document, form, warnings));
  return write_at_once(file, bytes);
}

Status write_at_once(const std::filesystem::path& file, const std::string& bytes) {
  std::filesystem::path part = file;
  part += ".part";
  std::ofstream out(part, std::ios::binary | std::ios::trunc);
  out << bytes;
  out.close();
  std::error_code failed;
  if (out) std::filesystem::rename(part, file, failed);
  if (out && !failed) return {};
  std::filesystem::remove(part, failed);
  return make_error("FILE-002", tr_format("cannot write {0}", file.string()), tr("check that the folder exists, may be written, and the disk is not full"));
}

std::string document_plain_text(const Document& document) {
  std::string text;
  for (const std::string& line : document_lines(document)) text += line + "\n";
  return text;
}

}  // namespace opora
