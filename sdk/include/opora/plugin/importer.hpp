// What an importer works with: the head of a file to recognise it by, its lines, and rows to hand over.
// An importer has `static constexpr ImporterInfo info{…}`, `static int sniff(const Head& head)` and
// `void read(Import& file)`. See abi/kinds/importer.h for the datasets and their fields.
#pragma once

#include <concepts>
#include <cstring>
#include <optional>
#include <vector>

#include "opora/plugin/call.hpp"

namespace opora::sdk {

struct Head {
  std::string_view name, bytes;  // the file's name without folders; its first 64 KiB
};

// A field of a table; `column` is where it stands in the file, from 1 (0: nowhere).
struct Field {
  std::string name;
  std::int64_t column = 0;
  std::int32_t type = OPORA_TEXT_COLUMN;  // or OPORA_INT64, OPORA_FLOAT64
};

// Something that the host cannot see: a row cut off, a line of rubbish. Places from 1, 0: the whole line.
struct Finding {
  Text code{}, message{}, help{}, value{};
  std::int64_t line = 0, column = 0;
};

class Import {
 public:
  Import(Call call, const opora_source& source, const opora_row_sink& sink) : call_(std::move(call)), source_(source), sink_(sink) {}
  Import(const Import&) = delete;

  std::string_view name() const { return view(source_.name); }
  std::int64_t size() const { return source_.size; }  // -1: not known
  // Bytes from anywhere; less than asked for at the end.
  std::size_t read(std::int64_t offset, char* into, std::size_t size) {
    std::uint64_t got = 0;
    require(source_.read(source_.self, offset, into, size, &got));
    return static_cast<std::size_t>(got);
  }

  // Starts a table; rows follow.
  void table(Text dataset, std::vector<Field> fields, std::int64_t header_line = 0, Text sheet = {}) {
    flush();
    columns_.assign(fields.size(), {});
    std::vector<opora_field> c;
    for (std::size_t i = 0; i < fields.size(); ++i) {
      columns_[i].type = fields[i].type;
      c.push_back({sizeof(opora_field), fields[i].type, Text(fields[i].name), fields[i].column});
    }
    require(sink_.table(sink_.self, dataset, sheet, header_line, c.data(), c.size()));
  }
  // The value of field number `field` (from 0) in the row that end_row() will end. Fields that are not set stay empty.
  void set(std::size_t field, std::string_view text) {
    Column& column = at(field, OPORA_TEXT_COLUMN);
    column.texts.resize(lines_.size() + 1);
    column.texts.back() = {bytes_.size(), text.size()};
    bytes_ += text;
  }
  template <std::integral T>
  void set(std::size_t field, T value) { put(at(field, OPORA_INT64).integers, at(field, OPORA_INT64), static_cast<std::int64_t>(value)); }
  void set(std::size_t field, double value) { put(at(field, OPORA_FLOAT64).numbers, at(field, OPORA_FLOAT64), value); }
  void end_row(std::int64_t line) {
    lines_.push_back(line);
    if (lines_.size() == kBlock) flush();
  }

  // A row that cannot be imported, and what is worth a remark but no obstacle.
  void reject(const Finding& what) { finding(OPORA_ERROR, what); }
  void warn(const Finding& what) { finding(OPORA_WARNING, what); }
  // The file as a whole is not in order: ends the reading, nothing is imported.
  [[noreturn]] void fail(const Finding& why) {
    opora_span span{};
    span.struct_size = sizeof span, span.file = source_.name, span.line = why.line, span.label = why.value;
    opora_diagnostic diagnostic{};
    diagnostic.struct_size = sizeof diagnostic;
    diagnostic.code = why.code, diagnostic.message = why.message, diagnostic.help = why.help;
    diagnostic.spans = &span, diagnostic.span_count = 1;
    OPORA_SDK_FUNCTION(diag, report, call_->call)(call_->call, &diagnostic);
    throw Failure{OPORA_E_INVALID_DATA};
  }

  // Hands over what is collected; the host's trampoline does it after read().
  void flush() {
    if (lines_.empty()) return;
    std::vector<opora_cells> cells;
    for (Column& column : columns_) cells.push_back(cells_of(column));
    require(sink_.rows(sink_.self, cells.data(), lines_.data(), lines_.size()));
    lines_.clear(), bytes_.clear();
    for (Column& column : columns_) column.texts.clear(), column.integers.clear(), column.numbers.clear(), column.present.clear();
  }

 private:
  static constexpr std::size_t kBlock = 4096;  // rows handed over at once
  struct Place {
    std::size_t at = 0, size = 0;
  };
  struct Column {
    std::int32_t type = OPORA_TEXT_COLUMN;
    std::vector<Place> texts;  // in bytes_
    std::vector<opora_text> views;
    std::vector<std::int64_t> integers;
    std::vector<double> numbers;
    std::vector<std::uint8_t> present;
  };

  Column& at(std::size_t field, std::int32_t type) {
    if (field >= columns_.size()) misuse(*call_, "the table has no field of that number");
    if (columns_[field].type != type) misuse(*call_, "a value is of another type than its field");
    return columns_[field];
  }
  template <class T>
  void put(std::vector<T>& values, Column& column, T value) {
    values.resize(lines_.size() + 1), column.present.resize(lines_.size() + 1);
    values.back() = value, column.present.back() = 1;
  }
  opora_cells cells_of(Column& column) {
    const std::size_t rows = lines_.size();
    if (column.type == OPORA_TEXT_COLUMN) {
      column.texts.resize(rows);
      column.views.clear();
      for (const Place& text : column.texts) column.views.push_back({bytes_.data() + text.at, text.size});
      return {sizeof(opora_cells), 0, column.views.data(), nullptr};
    }
    column.present.resize(rows);
    if (column.type == OPORA_INT64) column.integers.resize(rows);
    else column.numbers.resize(rows);
    const void* values = column.type == OPORA_INT64 ? static_cast<const void*>(column.integers.data()) : column.numbers.data();
    return {sizeof(opora_cells), 0, values, column.present.data()};
  }
  void finding(std::int32_t severity, const Finding& what) {
    const opora_finding c = {sizeof(opora_finding), severity, what.code, what.message, what.help, what.value, what.line, what.column};
    require(sink_.finding(sink_.self, &c));
  }

  Call call_;
  const opora_source& source_;
  const opora_row_sink& sink_;
  std::vector<Column> columns_;
  std::vector<std::int64_t> lines_;
  std::string bytes_;  // texts of the rows collected
};

// The lines of a text file, without their ends (LF or CRLF) and without the mark that some programs put first.
// Memory for one line and a buffer, however long the file.
class Lines {
 public:
  explicit Lines(Import& file) : file_(file) {
    if (fill() && std::string_view(buffer_).starts_with("\xEF\xBB\xBF")) start_ = 3;
  }
  // nullopt after the last line. The text is good until the next call.
  std::optional<std::string_view> next() {
    std::size_t end = buffer_.find('\n', start_);
    while (end == std::string::npos && fill()) end = buffer_.find('\n', start_);
    if (end == std::string::npos && start_ == buffer_.size()) return std::nullopt;
    ++number_;
    std::string_view line = std::string_view(buffer_).substr(start_, std::min(end, buffer_.size()) - start_);
    start_ = end == std::string::npos ? buffer_.size() : end + 1;
    if (line.ends_with('\r')) line.remove_suffix(1);
    return line;
  }
  std::int64_t number() const { return number_; }  // of the line that next() gave, from 1

 private:
  static constexpr std::size_t kChunk = 256 * 1024, kLongest = 1024 * 1024;
  bool fill() {
    buffer_.erase(0, start_);
    start_ = 0;
    if (buffer_.size() > kLongest)
      file_.fail({.code = "LINES-001", .message = "a line is longer than a megabyte", .help = "the file may be of another format", .line = number_ + 1});
    const std::size_t kept = buffer_.size();
    buffer_.resize(kept + kChunk);
    const std::size_t got = file_.read(offset_, buffer_.data() + kept, kChunk);
    buffer_.resize(kept + got);
    offset_ += static_cast<std::int64_t>(got);
    return got > 0;
  }
  Import& file_;
  std::string buffer_;
  std::size_t start_ = 0;
  std::int64_t offset_ = 0, number_ = 0;
};

}  // namespace opora::sdk
