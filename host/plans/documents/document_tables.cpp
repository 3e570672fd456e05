#include "plans/documents/document_tables.h"

#include <algorithm>

#include "base/text.h"
#include "intake/delimited_layout.h"
#include "intake/text_encoding.h"
#include "intake/zip_archive.h"
#include "plans/documents/document_errors.h"
#include "plans/documents/docx_document.h"
#include "plans/documents/html_document.h"
#include "plans/documents/sheet_document.h"
#include "plans/documents/text_document.h"

namespace opora {
namespace {

constexpr std::size_t kMaxText = 16 << 20;

Result<std::string> read_bytes(const std::filesystem::path& file) {
  OPORA_ASSIGN(InputFile input, InputFile::open(file));
  std::string bytes(kMaxText + 1, '\0');
  OPORA_ASSIGN(const std::size_t size, input.read(bytes.data(), bytes.size()));
  bytes.resize(size);
  return bytes;
}

// As UTF-8. PLAN-020 when the bytes are no text.
Result<std::string> decoded(std::string bytes, const std::string& file) {
  if (bytes.size() > kMaxText) return hostile_document(file, tr_format("a text of more than {0} MiB", kMaxText >> 20));
  const bool little = bytes.starts_with("\xFF\xFE"), big = bytes.starts_with("\xFE\xFF");
  if (little || big) {
    std::string utf8(bytes.size() * 3 / 2 + 8, '\0');
    char* out = utf8.data();
    if (!Utf16Decoder(big).append(std::string_view(bytes).substr(2), true, out))
      return unknown_document(file, tr("the file says that it is UTF-16 but is not"));
    utf8.resize(static_cast<std::size_t>(out - utf8.data()));
    return utf8;
  }
  if (bytes.starts_with("\xEF\xBB\xBF")) bytes.erase(0, 3);
  const TextCheck check = check_text(bytes);
  if (check.nul != TextCheck::kNone || check.controls > 8 + bytes.size() / 200) return unknown_document(file, tr("the file holds bytes that are not text"));
  if (is_utf8(bytes)) return bytes;
  if (is_mostly_utf8(bytes)) return damaged_document(file, tr("some of its bytes are not UTF-8"));
  return from_windows_1251(bytes);
}

// Quoted cells, or semicolons in the first line; commas alone are found in any sentence.
bool is_delimited(const std::filesystem::path& file, std::string_view text) {
  const std::string extension = to_lower(file.extension().string());
  if (extension == ".csv" || extension == ".tsv") return true;
  const std::string_view line = text.substr(0, text.find('\n'));
  if (line.find_first_of("\t|") != std::string_view::npos) return false;
  return line.starts_with('"') || std::count(line.begin(), line.end(), ';') >= 2;
}

Result<PlanDocument> read_archive(const std::filesystem::path& file) {
  auto opened = ZipArchive::open(file, file.string());
  if (!opened) return opened.error().code == "DATA-003" ? damaged_document(file.string(), opened.error().reason) : opened.error();
  ZipArchive archive = *std::move(opened);
  const std::string main_part = docx_main_part(archive);
  if (!main_part.empty()) return read_docx(archive, main_part);
  const bool workbook = archive.has("xl/workbook.xml") || archive.has("[Content_Types].xml");
  if (!workbook) return unknown_document(file.string(), tr("an archive that is neither .docx nor .xlsx"));
  return read_sheets(file, true);
}

}  // namespace

Result<PlanDocument> read_document(const std::filesystem::path& file) {
  OPORA_ASSIGN(std::string bytes, read_bytes(file));
  const std::string shown = file.string();
  if (bytes.starts_with("PK\x03\x04") || bytes.starts_with("PK\x05\x06")) return read_archive(file);
  if (bytes.starts_with("\xD0\xCF\x11\xE0")) return unknown_document(shown, tr("a document with a password, or of the old .doc or .xls form"));
  if (bytes.starts_with("%PDF")) return unknown_document(shown, tr("a PDF file holds no tables, only where each letter stands"));
  if (bytes.starts_with("{\\rtf")) return unknown_document(shown, tr("a file of the .rtf form"));
  OPORA_ASSIGN(const std::string text, decoded(std::move(bytes), shown));
  if (is_html_document(text)) return read_html(text, shown);  // remnants in the cells of a text table bring no table in tags
  if (is_delimited(file, text)) return read_sheets(file, false);
  return read_text(text, shown);
}

}  // namespace opora
