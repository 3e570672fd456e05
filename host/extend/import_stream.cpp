#include "extend/import_stream.h"

#include <algorithm>
#include <charconv>

#include "base/dates.h"
#include "base/messages.h"
#include "base/text.h"
#include "extend/child_message.h"
#include "store/bytes.h"

namespace opora {
namespace {

constexpr std::size_t kUsualMessage = std::size_t{256} << 10;  // rows are collected up to here
constexpr char kTable = 'T', kRows = 'R', kFinding = 'F';
constexpr std::uint64_t kTypes = 4;

Diagnostic damaged() { return make_error("EXT-005", tr("the extension's answer is damaged"), tr("report it to the plugin's author")); }

std::string_view view_of(const Blob& bytes) { return {reinterpret_cast<const char*>(bytes.data()), bytes.size()}; }

void write_row(ByteWriter& out, const ImportedRows& rows, std::size_t row) {
  out.varint(static_cast<std::uint64_t>(rows.lines[row]));
  for (std::size_t column = 0; column < rows.columns; ++column) {
    const ImportedCell& cell = rows.cells[row * rows.columns + column];
    out.byte(static_cast<std::uint8_t>(cell.type));
    out.text(cell.text);
  }
}

// A number or date is what the host wrote as one; a text is UTF-8.
bool is_proper(std::string_view text, ColumnType type) {
  if (text.empty()) return true;
  if (type == ColumnType::kText) return is_utf8(text);
  if (type == ColumnType::kDate) return parse_date(text).has_value();
  double number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc() && end == text.data() + text.size();
}

bool is_line(std::uint64_t line) { return line <= UINT32_MAX; }

bool is_column(std::int64_t column) { return column >= -1 && column < 1'000'000; }

Result<ImportedTable> table_of(ByteReader& in, const ImporterInfo& info) {
  ImportedTable table;
  table.dataset = in.text(), table.sheet = in.text();
  const std::uint64_t line = in.varint(), fields = in.varint();
  table.header_line = static_cast<std::int64_t>(line);
  if (in.failed() || !is_utf8(table.sheet) || !is_line(line) || fields == 0 || fields > kMostFields) return damaged();
  if (std::find(info.datasets.begin(), info.datasets.end(), table.dataset) == info.datasets.end()) return damaged();
  for (std::uint64_t i = 0; i < fields; ++i) {
    ImportedField field{in.text(), 0};
    const std::int64_t column = unzigzag(in.varint());
    const auto same = [&](const ImportedField& other) { return other.name == field.name; };
    if (in.failed() || !is_utf8(field.name) || !is_column(column) || std::any_of(table.fields.begin(), table.fields.end(), same)) return damaged();
    field.column = static_cast<std::int32_t>(column);
    table.fields.push_back(std::move(field));
  }
  return table;
}

Result<ImportedRows> rows_of(ByteReader& in, std::size_t columns) {
  ImportedRows rows;
  const std::uint64_t count = in.varint();
  if (columns == 0 || count == 0 || count > in.rest().size() / columns) return damaged();  // a cell takes a byte at least
  rows.rows = static_cast<std::size_t>(count), rows.columns = columns;
  rows.cells.reserve(rows.rows * columns);
  for (std::uint64_t row = 0; row < count; ++row) {
    const std::uint64_t line = in.varint();
    if (line == 0 || !is_line(line)) return damaged();
    rows.lines.push_back(static_cast<std::int64_t>(line));
    for (std::size_t column = 0; column < columns; ++column) {
      const std::uint64_t type = in.byte();
      const auto bytes = in.part();
      const ImportedCell cell{{reinterpret_cast<const char*>(bytes.data()), bytes.size()}, static_cast<ColumnType>(type)};
      if (in.failed() || type >= kTypes || !is_proper(cell.text, cell.type)) return damaged();
      rows.cells.push_back(cell);
    }
  }
  return rows;
}

Result<ImportedFinding> finding_of(ByteReader& in, bool in_table) {
  ImportedFinding finding;
  const std::uint8_t severity = in.byte();
  for (std::string* text : {&finding.code, &finding.message, &finding.help, &finding.value}) {
    *text = in.text();
    if (!is_utf8(*text)) return damaged();
  }
  const std::uint64_t line = in.varint();
  const std::int64_t column = unzigzag(in.varint());
  if (in.failed() || severity > static_cast<std::uint8_t>(Severity::kNote) || !is_line(line) || !is_column(column)) return damaged();
  finding.severity = static_cast<Severity>(severity);
  finding.line = static_cast<std::int64_t>(line), finding.column = static_cast<std::int32_t>(column);
  // What rejects a row belongs to a table.
  if (finding.code.empty() || finding.message.empty() || (finding.severity == Severity::kError && !in_table)) return damaged();
  return finding;
}

}  // namespace

Status RowSender::send(char what, std::string_view body) {
  if (body.size() > kLargestPart / 2)
    return make_error("DATA-036", tr("the importer hands over a row that is too large"), tr("report it to the plugin's author"));
  Blob bytes;
  ByteWriter out(bytes);
  out.byte(static_cast<std::uint8_t>(what));
  out.varint(static_cast<std::uint64_t>(reached_));
  bytes.insert(bytes.end(), body.begin(), body.end());
  return send_(view_of(bytes));
}

Status RowSender::table(ImportedTable table) {
  Blob bytes;
  ByteWriter out(bytes);
  out.text(table.dataset);
  out.text(table.sheet);
  out.varint(static_cast<std::uint64_t>(table.header_line));
  out.varint(table.fields.size());
  for (const ImportedField& field : table.fields) {
    out.text(field.name);
    out.varint(zigzag(field.column));
  }
  return send(kTable, view_of(bytes));
}

Status RowSender::rows(const ImportedRows& rows) {
  for (std::size_t row = 0; row < rows.rows;) {
    Blob cells;
    ByteWriter out(cells);
    std::uint64_t count = 0;
    for (; row < rows.rows && cells.size() < kUsualMessage; ++row, ++count) write_row(out, rows, row);
    Blob bytes;
    ByteWriter(bytes).varint(count);
    bytes.insert(bytes.end(), cells.begin(), cells.end());
    OPORA_TRY(send(kRows, view_of(bytes)));
  }
  return {};
}

Status RowSender::finding(ImportedFinding finding) {
  Blob bytes;
  ByteWriter out(bytes);
  out.byte(static_cast<std::uint8_t>(finding.severity));
  for (const std::string* text : {&finding.code, &finding.message, &finding.help, &finding.value}) out.text(*text);
  out.varint(static_cast<std::uint64_t>(finding.line));
  out.varint(zigzag(finding.column));
  return send(kFinding, view_of(bytes));
}

Status RowReceiver::take(std::string_view message) {
  ByteReader in({reinterpret_cast<const std::uint8_t*>(message.data()), message.size()});
  const char what = static_cast<char>(in.byte());
  const std::uint64_t reached = in.varint();
  if (in.failed() || reached > INT64_MAX) return damaged();
  if (source_.reached) source_.reached(static_cast<std::int64_t>(reached));
  if (what == kTable) {
    OPORA_ASSIGN(ImportedTable table, table_of(in, info_));
    columns_ = table.fields.size();
    return in.at_end() ? taker_.table(std::move(table)) : Status(damaged());
  }
  if (what == kRows) {
    OPORA_ASSIGN(const ImportedRows rows, rows_of(in, columns_));
    return in.at_end() ? taker_.rows(rows) : Status(damaged());
  }
  if (what != kFinding) return damaged();
  OPORA_ASSIGN(ImportedFinding finding, finding_of(in, columns_ > 0));
  return in.at_end() ? taker_.finding(std::move(finding)) : Status(damaged());
}

}  // namespace opora
