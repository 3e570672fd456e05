// Where the rows of a sample file go: a workbook with one or more sheets, or delimited text.
// Cells are given from left to right, rows from top to bottom; the sheets of a workbook may be filled
// in turns. The bytes depend on the cells alone.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace opora {

class SheetSink {
 public:
  virtual ~SheetSink() = default;
  virtual void text(std::string_view utf8) = 0;  // empty text: an empty cell
  virtual void number(std::int64_t value) = 0;
  virtual void end_row() = 0;
  void empty() { text({}); }
};

class SampleBook {
 public:
  virtual ~SampleBook() = default;
  virtual SheetSink& sheet(std::size_t index) = 0;
  virtual Status close() = 0;  // DATA-091 when not everything could be written
};

Result<std::unique_ptr<SampleBook>> make_workbook(const std::filesystem::path& file, const std::vector<std::string>& sheets);
// «;» between cells, CRLF; UTF-8 with a byte order mark, or windows-1251.
Result<std::unique_ptr<SampleBook>> make_delimited(const std::filesystem::path& file, bool windows_1251);

}  // namespace opora
