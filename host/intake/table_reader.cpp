#include "intake/table_reader.h"

#include <algorithm>

#include "intake/delimited_chunks.h"
#include "intake/delimited_reader.h"
#include "intake/xlsx_reader.h"

namespace opora {

std::string column_letters(std::size_t column) {
  std::string letters;
  for (std::size_t n = column + 1; n > 0; n = (n - 1) / 26) letters.insert(letters.begin(), static_cast<char>('A' + (n - 1) % 26));
  return letters;
}

Result<std::unique_ptr<TableReader>> open_table(const std::filesystem::path& file, const ReaderOptions& options) {
  std::string head(8, '\0');
  {
    OPORA_ASSIGN(InputFile input, InputFile::open(file));
    OPORA_ASSIGN(const std::size_t size, input.read(head.data(), head.size()));
    head.resize(size);
  }
  if (head.starts_with("\xD0\xCF\x11\xE0"))
    return read_error("DATA-008", {.file = file.string()}, tr("the file is a workbook with a password or of the old .xls form"),
                      tr("open it in a spreadsheet, remove the password if there is one, and save it as .xlsx"));
  const std::string_view kind = std::string_view(head).substr(0, 4);
  const bool archive = kind == "PK\x03\x04" || kind == "PK\x05\x06" || kind == "PK\x07\x08";
  return archive ? open_workbook(file, options) : open_delimited(file, options);
}

}  // namespace opora
