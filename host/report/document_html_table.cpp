#include "report/document_html_table.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "base/messages.h"
#include "report/cell_shade.h"
#include "report/document_text.h"
#include "report/html_text.h"
#include "report/number_text.h"
#include "report/table_grid.h"

namespace opora {
namespace {

constexpr std::size_t kRowsToFilter = 20;  // with more, a box to filter them helps
constexpr std::size_t kManyColumns = 6;    // with more, a table may be wider than its page of a screen and is moved by itself
constexpr std::size_t kLongWord = 60;      // bytes; longer ones are broken anywhere, so that no column pushes the others out

bool has_long_word(std::string_view text) {
  std::size_t length = 0;
  for (const char c : text) {
    length = c == ' ' || c == '\n' ? 0 : length + 1;
    if (length > kLongWord) return true;
  }
  return false;
}

bool is_numeric(const TableColumn& column) { return column.type != ValueType::kText; }

struct SortKey {
  std::string operator()(std::monostate) const { return ""; }  // of a column of numbers: stands last
  std::string operator()(const std::string&) const { return ""; }
  std::string operator()(std::int64_t number) const { return fmt::format("{}", number); }
  std::string operator()(double number) const { return std::isfinite(number) ? fmt::format("{}", number) : ""; }
  std::string operator()(Share share) const { return share.denominator != 0 ? fmt::format("{}", share.value()) : ""; }
  std::string operator()(Date day) const { return fmt::format("{}", to_days(day)); }
};

std::string spans(const PlacedCell& one) {
  std::string text;
  if (one.columns > 1) text += fmt::format(" colspan=\"{}\"", one.columns);
  if (one.rows > 1) text += fmt::format(" rowspan=\"{}\"", one.rows);
  return text;
}

struct RowForm {
  const Table& table;
  std::size_t head;   // column that names a row; beyond the columns: none
  bool keys = false;  // values to sort by
};

std::string cell_html(const PlacedCell& one, const RowForm& form) {
  const TableColumn& column = column_at(form.table, one.column);
  const CellValue& value = one.cell->value;
  const bool words = std::holds_alternative<std::string>(value.value), missing = std::holds_alternative<std::monostate>(value.value);
  const bool is_head = one.column == form.head;
  const std::string text = shown(*one.cell, column);
  std::string classes;
  if (is_numeric(column) && !words && !(missing && !value.reason.empty())) classes += " num";
  if (missing && !value.reason.empty()) classes += " missing";
  if (one.cell->strong) classes += " strong";
  if (has_long_word(text)) classes += " long";
  if (const int step = shade_step(*one.cell)) classes += fmt::format(" shade s{}", step);
  std::string tag = is_head ? "<th scope=\"row\"" : "<td";
  if (!classes.empty()) tag += fmt::format(" class=\"{}\"", classes.substr(1));
  if (form.keys && is_numeric(column)) tag += fmt::format(" data-key=\"{}\"", std::visit(SortKey{}, value.value));
  return tag + spans(one) + ">" + (words || missing ? escaped(text) : value_html(text)) + (is_head ? "</th>" : "</td>");
}

std::string rows_html(const std::vector<std::vector<TableCell>>& rows, const RowForm& form) {
  std::string html;
  for (const auto& row : placed(rows)) {
    html += "<tr>";
    for (const PlacedCell& one : row) html += cell_html(one, form);
    html += "</tr>\n";
  }
  return html;
}

std::string group_rows(const Table& table) {
  std::string html;
  for (const auto& row : placed(table.header)) {
    html += "<tr class=\"group\">";
    for (const PlacedCell& one : row) {
      const std::string text = group_text(*one.cell);
      if (text.empty()) html += fmt::format("<td{}></td>", spans(one));
      else html += fmt::format("<th scope=\"{}\"{}>{}</th>", one.columns > 1 ? "colgroup" : "col", spans(one), escaped(text));
    }
    html += "</tr>\n";
  }
  return html;
}

std::string title_row(const Table& table, bool sortable) {
  std::string html = "<tr>";
  for (const TableColumn& column : table.columns) {
    std::string classes = is_numeric(column) ? "num" : "";
    if (has_long_word(column.title)) classes += " long";
    const bool empty = column.title.empty();  // an empty head says nothing to a screen reader: it is a plain cell
    html += fmt::format("<{}{}{}>{}</{}>", empty ? "td" : "th scope=\"col\"", classes.empty() ? "" : fmt::format(" class=\"{}\"", classes), sortable && !empty ? " data-sort=\"1\"" : "",
                        escaped(column.title), empty ? "td" : "th");
  }
  return html + "</tr>\n";
}

// Rows are named by their first text; a table of numbers alone has no such column.
std::size_t head_column(const Table& table) {
  const auto found = std::find_if(table.columns.begin(), table.columns.end(), [](const TableColumn& column) { return column.type == ValueType::kText; });
  return static_cast<std::size_t>(found - table.columns.begin());
}

std::string filter_box(const std::string& id) {
  return fmt::format("<div class=\"tools\" data-table=\"{}\" hidden=\"\"><input type=\"search\" placeholder=\"{}\" aria-label=\"{}\"/><output></output></div>\n", id,
                     escaped(tr("Words to look for")), escaped(tr("Filter the table")));
}

}  // namespace

std::string table_html(const Table& table, const std::string& id, const std::string& name) {
  const bool sortable = is_sortable(table) && table.rows.size() > 1;
  const RowForm form{table, head_column(table), sortable};
  std::string html = table.rows.size() > kRowsToFilter ? filter_box(id) : "";
  const std::string label = table.caption.empty() ? fmt::format(" aria-label=\"{}\"", escaped(name)) : fmt::format(" aria-labelledby=\"{}-name\"", id);
  html += fmt::format("<div class=\"wide{}\" role=\"region\" tabindex=\"0\"{}>\n<table id=\"{}\">\n", table.columns.size() > kManyColumns ? " many" : "", label, id);
  if (!table.caption.empty()) html += fmt::format("<caption id=\"{}-name\"><span>{}</span></caption>\n", id, escaped(table.caption));
  html += "<colgroup>";
  for (std::size_t i = 0; i < table.columns.size(); ++i) html += "<col/>";
  html += "</colgroup>\n<thead>\n" + group_rows(table) + title_row(table, sortable) + "</thead>\n<tbody>\n" + rows_html(table.rows, form) + "</tbody>\n";
  if (!table.totals.empty()) html += "<tfoot>\n" + rows_html({table.totals}, {table, form.head, false}) + "</tfoot>\n";
  html += "</table>\n</div>\n";
  if (!table.note.empty()) html += fmt::format("<p class=\"note\">{}</p>\n", escaped(table.note));
  return html;
}

std::string value_html(const std::string& text) {
  std::string html;
  std::size_t begin = 0;
  for (const char* behind : {" (", " ["}) {
    const std::size_t found = text.find(behind, begin);
    if (found == std::string::npos) continue;
    html += (begin == 0 ? escaped(text.substr(0, found)) : escaped(text.substr(begin, found - begin)) + "</span>") + " <span class=\"more\">";
    begin = found + 1;
  }
  return html + escaped(text.substr(begin)) + (begin > 0 ? "</span>" : "");
}

std::string table_style(const Table& table, const std::string& id) {
  double sum = 0;
  bool alike = true;
  for (const TableColumn& column : table.columns) {
    sum += column.width;
    alike = alike && column.width == table.columns.front().width;
  }
  if (alike || !std::isfinite(sum) || sum <= 0) return {};
  std::string rules;
  for (std::size_t i = 0; i < table.columns.size(); ++i)
    rules += fmt::format("#{} col:nth-child({}){{width:{:.2f}%}}", id, i + 1, 100 * std::clamp(table.columns[i].width / sum, 0.0, 1.0));
  return rules + "\n";
}

}  // namespace opora
