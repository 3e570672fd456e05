// Real files made at run time, and tables read back as plain rows.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "intake/table_reader.h"

namespace opora::fixtures {

// A folder of this process, removed at its end.
const std::filesystem::path& folder();
std::filesystem::path write_file(const std::string& name, std::string_view bytes);
std::string read_file(const std::filesystem::path& path);

// Parts of a workbook by member name. `sheet` is the whole XML of its only worksheet.
using Parts = std::map<std::string, std::string>;
Parts workbook_parts(std::string sheet);
std::filesystem::path write_workbook(const std::string& name, const Parts& parts);
std::filesystem::path write_sheet(const std::string& name, std::string_view rows);  // rows inside <sheetData>

// "T:text", "N:23", "B:1", "D:2021-03-17", "E:#N/A", "" for empty; trailing empty cells left out.
struct Table {
  std::vector<std::int64_t> lines;
  std::vector<std::vector<std::string>> rows;
  std::string error;   // code of the diagnostic, empty when the table was read
  std::string reason;  // its message and reason
  Diagnostic diagnostic;
};
Table read_table(const std::filesystem::path& file, std::size_t sheet = 0, std::int64_t after_line = 0, int threads = 1);

}  // namespace opora::fixtures
