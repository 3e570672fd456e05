#include "intake/reader_errors.h"

#include "intake/table_reader.h"

namespace opora {

Diagnostic read_error(std::string_view code, const ReadPlace& place, std::string message, std::string help,
                      std::string reason) {
  Diagnostic error = make_error(code, std::move(message), std::move(help));
  error.reason = std::move(reason);
  Span span;
  span.file = place.file;
  span.sheet = place.sheet;
  span.line = place.line;
  if (place.column >= 0)
    span.column = place.sheet.empty() ? std::to_string(place.column + 1)
                                      : column_letters(static_cast<std::size_t>(place.column));
  error.spans.push_back(std::move(span));
  return error;
}

Diagnostic damaged_archive(const ReadPlace& place, std::string reason) {
  return read_error("DATA-003", place, tr("the workbook is damaged and cannot be read to its end"),
                    tr("copy or download the file again, or open it in a spreadsheet and save it once more as .xlsx"),
                    std::move(reason));
}

Diagnostic hostile_archive(const ReadPlace& place, std::string reason) {
  return read_error("DATA-004", place, tr("the workbook is built in a way that could exhaust this computer"),
                    tr("do not use the file; ask its sender to save the table once more as .xlsx"), std::move(reason));
}

Diagnostic broken_xml(const ReadPlace& place, std::string reason) {
  return read_error("DATA-005", place, tr("the workbook breaks the rules of its format"),
                    tr("open the file in a spreadsheet, save it once more as .xlsx and repeat the import"),
                    std::move(reason));
}

Diagnostic too_long(const ReadPlace& place, std::string reason) {
  return read_error("DATA-006", place, tr("a line or cell is longer than any real table needs"),
                    tr("check that the file is a table and that every quote opened in it is closed"),
                    std::move(reason));
}

}  // namespace opora
