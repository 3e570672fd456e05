// Writes the sample documents in every format into a folder: for the browser test, and for people to look at.
#include <filesystem>
#include <fstream>
#include <iostream>
#include <string_view>

#include "base/messages.h"
#include "report/document_csv.h"
#include "report/document_docx.h"
#include "report/document_html.h"
#include "report/document_json.h"
#include "report/document_xlsx.h"
#include "sample_documents.h"

namespace {

bool write(const std::filesystem::path& file, const std::string& bytes) {
  std::ofstream stream(file, std::ios::binary);
  stream << bytes;
  return static_cast<bool>(stream.flush());
}

}  // namespace

int main(int count, char** arguments) {
  using namespace opora;
  if (count != 2) return std::cerr << "usage: document_sample DIR\n", 2;
  const std::filesystem::path folder = arguments[1];
  set_language(Language::kRussian);
  const std::pair<const char*, Document> documents[] = {{"note", samples::analytic_note()}, {"order", samples::order()}, {"list", samples::long_list(600)}, {"hostile", samples::hostile()}};
  for (const auto& [name, document] : documents) {
    const std::filesystem::path file = folder / name;
    const bool written = write(file.string() + ".html", to_html(document)) && write(file.string() + ".csv", to_csv(document, CsvForm::kSpreadsheet)) && write(file.string() + ".json", to_json(document));
    const Result<std::string> docx = to_docx(document);
    if (!docx.ok() || !write(file.string() + ".docx", *docx)) return std::cerr << "cannot write " << file << ".docx\n", 1;
    if (!written || !write_xlsx(document, file.string() + ".xlsx").ok()) return std::cerr << "cannot write " << file << "\n", 1;
  }
  return 0;
}
