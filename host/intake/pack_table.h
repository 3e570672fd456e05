// A small table of a pack, written by hand or in a spreadsheet: a line of column names in any order, then lines; cells
// separated by ";", UTF-8.
#pragma once

#include <filesystem>
#include <map>
#include <span>
#include <string>
#include <vector>

#include "base/result.h"

namespace opora {

struct PackTable {
  struct Line {
    std::int64_t number = 0;         // in the file
    std::vector<std::string> cells;  // trimmed
  };
  std::map<std::string, std::size_t> places;  // of columns
  std::vector<Line> lines;

  std::string cell(const Line& line, const std::string& column) const;  // empty where there is none
};

// What the table is about, in messages.
struct PackTableForm {
  std::string shown;                     // "regions/ru/coverage.csv"
  std::span<const char* const> columns;  // all that there may be, the required ones first
  std::size_t required = 0;
  const char* code = "";                 // of errors about columns: PACK-052, PACK-071
};
Result<PackTable> read_pack_table(const std::filesystem::path& file, const PackTableForm& form);

Diagnostic at_line(const char* code, const std::string& shown, std::int64_t line, std::string message, std::string help);

}  // namespace opora
