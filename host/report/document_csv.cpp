#include "report/document_csv.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <string_view>

#include "report/csv_text.h"
#include "report/inert_text.h"
#include "report/table_grid.h"

namespace opora {
namespace {

bool would_run(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(" \n\u00A0");
  if (begin == std::string_view::npos) return false;
  const std::string_view rest = text.substr(begin);
  for (const std::string_view sign : {"=", "+", "-", "@", "\t", "＝", "＋", "－", "＠"})
    if (rest.starts_with(sign)) return true;
  return false;
}

// Half-up from the exact value, as everywhere, but always with a comma and a plain minus: spreadsheets read it back.
std::string rounded(Share share, int digits) { return format_decimal(share, digits, ','); }
std::string rounded(double number, int scale, int digits) {
  if (const auto exact = parse_decimal(fmt::format("{}", number))) return rounded(Share{exact->numerator * scale, exact->denominator}, digits);
  std::string text = fmt::format("{:.{}f}", number * scale, digits);
  std::replace(text.begin(), text.end(), '.', ',');
  return text;
}

class Writer {
 public:
  explicit Writer(CsvForm form) : machine_(form == CsvForm::kMachine) {
    if (!machine_) out_ = "\xEF\xBB\xBF";
  }

  void table(const Table& table, bool with_caption) {
    if (tables_++ > 0) end_row();
    if (with_caption && !table.caption.empty()) {
      text(table.caption);
      end_row();
    }
    const std::vector<GridColumn> columns = grid_columns(table);
    if (!machine_) rows(table, columns, table.header, false);
    for (const GridColumn& column : columns) text(title_of(table, column));
    end_row();
    rows(table, columns, table.rows, true);
    if (machine_) return;
    if (!table.totals.empty()) rows(table, columns, {table.totals}, true);
    if (table.note.empty()) return;
    text(table.note);
    end_row();
  }
  std::string take() { return std::move(out_); }

 private:
  std::string title_of(const Table& table, const GridColumn& column) const {
    const bool per_cent = !machine_ && column.part != GridPart::kParticipants && column_at(table, column.of).type == ValueType::kPercent;
    return per_cent && column.title.find('%') == std::string::npos ? column.title + ", %" : column.title;
  }

  void rows(const Table& table, const std::vector<GridColumn>& columns, const std::vector<std::vector<TableCell>>& cells, bool typed) {
    for (const auto& row : placed(cells)) {
      for (const GridColumn& column : columns) {
        const auto found = std::find_if(row.begin(), row.end(), [&](const PlacedCell& one) { return one.column == column.of; });
        const auto value = found == row.end() ? std::nullopt : grid_value(found->cell->value, column.part);
        cell(value.value_or(CellValue{std::string(), {}, {}}), typed ? column_at(table, column.of) : TableColumn{});
      }
      end_row();
    }
  }

  void cell(const CellValue& value, const TableColumn& column) {
    const int scale = column.type == ValueType::kPercent ? 100 : 1;
    if (const auto* words = std::get_if<std::string>(&value.value)) return words->empty() ? bare({}) : text(*words);
    if (const auto* number = std::get_if<std::int64_t>(&value.value)) return bare(std::to_string(*number));
    if (const auto* day = std::get_if<Date>(&value.value)) return date(*day);
    if (const auto* share = std::get_if<Share>(&value.value); share && share->denominator != 0)
      return bare(machine_ ? fmt::format("{}", share->value()) : rounded(Share{share->numerator * scale, share->denominator}, column.digits));
    if (const auto* number = std::get_if<double>(&value.value); number && std::isfinite(*number))
      return bare(machine_ ? fmt::format("{}", *number) : rounded(*number, scale, column.digits));
    if (machine_ || value.reason.empty()) return bare({});
    text(value.reason);
  }

  void date(Date day) { bare(machine_ ? to_iso(day) : fmt::format("{:02}.{:02}.{:04}", unsigned{day.day()}, unsigned{day.month()}, int{day.year()})); }

  void text(std::string_view words) {
    separate();
    if (!machine_) return append_csv_field(out_, (would_run(words) ? "'" : "") + inert(words), ';');
    out_ += '"';
    for (const char c : words) out_ += c == '"' ? std::string("\"\"") : std::string(1, c);
    out_ += '"';
  }
  void bare(std::string_view number) {
    separate();
    out_ += number;
  }
  void separate() {
    if (!first_) out_ += machine_ ? ',' : ';';
    first_ = false;
  }
  void end_row() {
    out_ += machine_ ? "\n" : "\r\n";
    first_ = true;
  }

  bool machine_;
  bool first_ = true;
  int tables_ = 0;
  std::string out_;
};

}  // namespace

std::string to_csv(const Document& document, CsvForm form) {
  const auto is_table = [](const Block& block) { return std::holds_alternative<Table>(block); };
  const bool several = std::count_if(document.blocks.begin(), document.blocks.end(), is_table) > 1;
  Writer writer(form);
  for (const Block& block : document.blocks)
    if (const Table* table = std::get_if<Table>(&block)) writer.table(*table, several || form == CsvForm::kSpreadsheet);
  return writer.take();
}

}  // namespace opora
