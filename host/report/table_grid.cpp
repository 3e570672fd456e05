#include "report/table_grid.h"

#include <algorithm>

#include "base/messages.h"
#include "report/document_text.h"

namespace opora {
namespace {

bool has_interval(const std::vector<PlacedCell>& row, std::size_t column) {
  return std::any_of(row.begin(), row.end(), [&](const PlacedCell& one) { return one.column == column && one.cell->value.interval; });
}

}  // namespace

std::vector<std::vector<PlacedCell>> placed(const std::vector<std::vector<TableCell>>& rows) {
  std::vector<std::vector<PlacedCell>> out(rows.size());
  std::vector<std::size_t> covered_until;  // by column: the first row that a cell above leaves free
  for (std::size_t row = 0; row < rows.size(); ++row) {
    std::size_t column = 0;
    for (const TableCell& cell : rows[row]) {
      while (column < covered_until.size() && covered_until[column] > row) ++column;
      const std::size_t high = std::min(static_cast<std::size_t>(std::max(cell.rows, 1)), rows.size() - row);
      const std::size_t wide = static_cast<std::size_t>(std::max(cell.columns, 1));
      out[row].push_back({&cell, row, column, static_cast<int>(wide), static_cast<int>(high)});
      if (covered_until.size() < column + wide) covered_until.resize(column + wide, 0);
      std::fill_n(covered_until.begin() + static_cast<std::ptrdiff_t>(column), wide, row + high);
      column += wide;
    }
  }
  return out;
}

const TableColumn& column_at(const Table& table, std::size_t column) {
  static const TableColumn kNone;
  return table.columns.empty() ? kNone : table.columns[std::min(column, table.columns.size() - 1)];
}

std::vector<GridColumn> grid_columns(const Table& table) {
  const auto rows = placed(table.rows);
  std::vector<GridColumn> out;
  for (std::size_t i = 0; i < table.columns.size(); ++i) {
    const TableColumn& column = table.columns[i];
    out.push_back({i, GridPart::kValue, column.title});
    if (column.show_n) out.push_back({i, GridPart::kParticipants, tr_format("{0}: n", column.title)});
    if (std::none_of(rows.begin(), rows.end(), [&](const auto& row) { return has_interval(row, i); })) continue;
    out.push_back({i, GridPart::kLow, tr_format("{0}: from", column.title)});
    out.push_back({i, GridPart::kHigh, tr_format("{0}: to", column.title)});
  }
  return out;
}

std::optional<CellValue> grid_value(const CellValue& value, GridPart part) {
  if (part == GridPart::kValue) return value;
  const Share* share = std::get_if<Share>(&value.value);
  if (part == GridPart::kParticipants) return share ? std::optional(CellValue{share->denominator, {}, {}}) : std::nullopt;
  if (!value.interval) return std::nullopt;
  return CellValue{part == GridPart::kLow ? value.interval->first : value.interval->second, {}, {}};
}

std::string group_text(const TableCell& cell) { return std::holds_alternative<std::monostate>(cell.value.value) ? cell.value.reason : shown(cell, TableColumn{}); }

bool is_sortable(const Table& table) {
  return std::none_of(table.rows.begin(), table.rows.end(),
                      [](const auto& row) { return std::any_of(row.begin(), row.end(), [](const TableCell& cell) { return cell.rows != 1 || cell.columns != 1; }); });
}

}  // namespace opora
