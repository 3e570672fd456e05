#include "plans/documents/document_errors.h"

#include "base/messages.h"

namespace opora {
namespace {

Diagnostic about(const std::string& file, const char* code, std::string message, std::string reason, std::string help) {
  Diagnostic error = make_error(code, std::move(message), std::move(help));
  error.reason = std::move(reason);
  error.spans.push_back(place_in(file, {}, 0));
  return error;
}

}  // namespace

Diagnostic unknown_document(const std::string& file, std::string reason) {
  return about(file, "PLAN-020", tr("the file is of no kind that a plan can be read from"), std::move(reason),
               tr("open it in an office program and save it as .docx, .xlsx, .html or .csv"));
}

Diagnostic damaged_document(const std::string& file, std::string reason) {
  return about(file, "PLAN-022", tr("the document is damaged and cannot be read to its end"), std::move(reason),
               tr("copy or download the file again, or open it in an office program and save it once more"));
}

Diagnostic hostile_document(const std::string& file, std::string reason) {
  return about(file, "PLAN-023", tr("the document is built in a way that could exhaust this computer"), std::move(reason),
               tr("do not use the file; ask its sender to save the document once more"));
}

Span place_in(const std::string& file, const std::string& table, std::int64_t line) {
  Span span;
  span.file = file;
  span.sheet = table;
  span.line = line;
  return span;
}

}  // namespace opora
