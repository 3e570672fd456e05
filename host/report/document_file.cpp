#include "report/document_file.h"

#include <algorithm>
#include <fstream>

#include "base/messages.h"
#include "report/document_text.h"

namespace opora {

const std::vector<std::string>& document_formats() {
  static const std::vector<std::string> kFormats = {"txt"};
  return kFormats;
}

Result<std::string> document_format(const std::filesystem::path& file) {
  std::string ending = file.extension().string();
  if (!ending.empty()) ending.erase(0, 1);
  const auto& formats = document_formats();
  if (std::find(formats.begin(), formats.end(), ending) != formats.end()) return ending;
  return make_error("REPORT-005", tr_format("a document cannot be written as \"{0}\"", file.filename().string()),
                    tr_format("the ending of the file chooses the format: {0}", fmt::join(formats, ", ")));
}

Result<std::string> document_bytes(const Document& document, const DocumentFileForm& form, std::vector<Diagnostic>*) {
  if (form.format == "txt") return document_plain_text(document);
  return make_error("REPORT-005", tr_format("a document cannot be written as \"{0}\"", form.format),
                    tr_format("the ending of the file chooses the format: {0}", fmt::join(document_formats(), ", ")));
}

Status write_document(const std::filesystem::path& file, const std::string& bytes) {
  std::filesystem::path part = file;
  part += ".part";
  std::error_code failed;
  {
    std::ofstream out(part, std::ios::binary | std::ios::trunc);
    out << bytes;
    if (!out.flush()) failed = std::make_error_code(std::errc::io_error);
  }
  if (!failed) std::filesystem::rename(part, file, failed);
  if (!failed) return {};
  std::error_code ignored;
  std::filesystem::remove(part, ignored);
  return make_error("FILE-002", tr_format("cannot write {0}", file.string()), tr("check that the folder exists, may be written, and the disk is not full"));
}

std::string document_plain_text(const Document& document) {
  std::string text;
  for (const std::string& line : document_lines(document)) text += line + "\n";
  return text;
}

}  // namespace opora
