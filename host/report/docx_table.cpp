// Tables of a document, and what Word lays out by tables without lines: key figures and signatures.
#include <fmt/format.h>

#include <algorithm>
#include <numeric>

#include "base/text.h"
#include "report/cell_shade.h"
#include "report/document_text.h"
#include "report/docx_body.h"
#include "report/table_grid.h"

namespace opora::docx {
namespace {

constexpr std::size_t kManyColumns = 8;  // from here on letters are smaller
constexpr std::size_t kLongCell = 2000;  // bytes of markup: such a row may break, else it might not fit a page
constexpr int kCellMargins = 190;        // of both sides, twips; with the line between

struct Grid {
  const Table& table;
  std::vector<int> widths;
  std::string_view style;
};

// Room for the longest word of a column, in letters: it would be broken otherwise. Longer ones than any language has may be.
int longest_word(std::string_view text) {
  constexpr int kLongest = 16;
  int longest = 0;
  for (std::size_t begin = 0; begin < text.size() && longest < kLongest;) {
    const std::size_t end = std::min(text.find_first_of(" \n-", begin), text.size());
    longest = std::max(longest, display_width(text.substr(begin, std::min<std::size_t>(end - begin, 4 * kLongest))));
    begin = end + 1;
  }
  return std::min(longest, kLongest);
}

std::vector<int> least_widths(const Table& table, int letter) {
  std::vector<int> letters(table.columns.size(), 1);
  for (std::size_t i = 0; i < letters.size(); ++i) letters[i] = std::max(1, longest_word(table.columns[i].title));
  for (const auto& row : placed(table.rows))
    for (const PlacedCell& one : row)
      if (one.columns == 1 && one.column < letters.size()) letters[one.column] = std::max(letters[one.column], longest_word(shown(*one.cell, table.columns[one.column])));
  for (int& width : letters) width = width * letter + kCellMargins;
  return letters;
}

// By the relative widths; a column that would break its words gets what it needs from the others, where they have it.
std::vector<int> widths_of(const Table& table, int all, int letter) {
  const std::vector<int> least = least_widths(table, letter);
  std::vector<int> widths(least.size(), 0);
  const int needed = std::accumulate(least.begin(), least.end(), 0);
  double room = all, sum = 0;
  for (const TableColumn& column : table.columns) sum += std::max(column.width, 0.01);
  for (bool again = needed < all; again;) {
    again = false;
    for (std::size_t i = 0; i < widths.size(); ++i) {
      const double relative = std::max(table.columns[i].width, 0.01);
      if (widths[i] != 0 || room * relative >= least[i] * sum) continue;
      widths[i] = least[i];
      room -= least[i];
      sum -= relative;
      again = true;
    }
  }
  for (std::size_t i = 0; i < widths.size(); ++i) {
    const double relative = std::max(table.columns[i].width, 0.01);
    if (needed >= all) widths[i] = static_cast<int>(static_cast<double>(all) * least[i] / needed);
    else if (widths[i] == 0) widths[i] = static_cast<int>(room * relative / sum);
  }
  *std::max_element(widths.begin(), widths.end()) += all - std::accumulate(widths.begin(), widths.end(), 0);
  return widths;
}

std::string grid_xml(const std::vector<int>& widths) {
  std::string xml = "<w:tblGrid>";
  for (int width : widths) xml += fmt::format("<w:gridCol w:w=\"{}\"/>", width);
  return xml + "</w:tblGrid>";
}

std::string table_begin(const Body& body, std::string_view style, const std::vector<int>& widths) {
  return fmt::format("<w:tbl><w:tblPr><w:tblStyle w:val=\"{}\"/><w:tblW w:w=\"{}\" w:type=\"dxa\"/><w:tblLayout w:type=\"fixed\"/><w:tblLook w:val=\"0420\" w:firstRow=\"1\" w:lastRow=\"0\" w:firstColumn=\"0\" w:lastColumn=\"0\" w:noHBand=\"0\" w:noVBand=\"1\"/></w:tblPr>",
                     style_id(body.frame, style), std::accumulate(widths.begin(), widths.end(), 0)) +
         grid_xml(widths);
}

// Word joins two tables that touch; the paragraph between them hardly shows.
std::string spacer(Body& body) { return paragraph(body, {.style = "Spacer"}, {}); }

// A table cannot begin a page by itself.
void begin_page(Body& body) {
  if (body.break_before) body.xml += spacer(body);
}

struct CellForm {
  int width = 0, span = 1;
  std::string_view merge = {};  // "restart", "continue"
  std::string borders = {};
  std::string shade = {};
  std::string_view valign = {};
};

std::string cell_xml(const CellForm& form, const std::string& content) {
  std::string properties = fmt::format("<w:tcW w:w=\"{}\" w:type=\"dxa\"/>", form.width);
  if (form.span > 1) properties += fmt::format("<w:gridSpan w:val=\"{}\"/>", form.span);
  if (!form.merge.empty()) properties += fmt::format("<w:vMerge w:val=\"{}\"/>", form.merge);
  if (!form.borders.empty()) properties += "<w:tcBorders>" + form.borders + "</w:tcBorders>";
  if (!form.shade.empty()) properties += fmt::format("<w:shd w:val=\"clear\" w:color=\"auto\" w:fill=\"{}\"/>", form.shade);
  if (!form.valign.empty()) properties += fmt::format("<w:vAlign w:val=\"{}\"/>", form.valign);
  return "<w:tc><w:tcPr>" + properties + "</w:tcPr>" + content + "</w:tc>";
}

std::string_view align_of(ValueType type) {
  switch (type) {
    case ValueType::kText: return "";
    case ValueType::kDate: return "center";
    default: return "right";
  }
}

enum class RowKind { kHeader, kData, kTotals };

// One part of a table: a span does not leave it.
struct PartWriter {
  Body& body;
  const Grid& grid;
  RowKind kind;
  std::vector<std::vector<PlacedCell>> rows;
  std::vector<std::vector<const PlacedCell*>> at = {};  // by row and column of the grid; null: nothing stands there

  PartWriter(Body& b, const Grid& g, RowKind k, const std::vector<std::vector<TableCell>>& cells) : body(b), grid(g), kind(k), rows(placed(cells)) {
    at.assign(rows.size(), std::vector<const PlacedCell*>(grid.widths.size(), nullptr));
    for (const auto& row : rows)
      for (const PlacedCell& one : row)
        for (std::size_t r = one.row; r < one.row + static_cast<std::size_t>(one.rows); ++r)
          for (std::size_t c = one.column; c < std::min(one.column + static_cast<std::size_t>(one.columns), grid.widths.size()); ++c)
            if (!at[r][c]) at[r][c] = &one;
  }

  bool is_header() const { return kind == RowKind::kHeader; }

  // Columns from `column` on that belong to the same cell.
  int span(std::size_t row, std::size_t column) const {
    std::size_t end = column + 1;
    while (at[row][column] && end < grid.widths.size() && at[row][end] == at[row][column]) ++end;
    return static_cast<int>(end - column);
  }

  std::string words(const PlacedCell& one) const { return is_header() ? group_text(*one.cell) : shown(*one.cell, column_at(grid.table, one.column)); }

  // Nothing above a title: the title is the text of both, and no line is between them.
  bool is_open(std::size_t row, std::size_t column) const {
    const PlacedCell* one = at[row][column];
    return is_header() && (!one || (one->columns == 1 && one->rows == 1 && words(*one).empty()));
  }

  std::string_view align(const PlacedCell& one) const {
    if (is_header()) return "center";
    const bool text = std::holds_alternative<std::string>(one.cell->value.value) || one.columns > 1;
    return text ? "" : align_of(column_at(grid.table, one.column).type);
  }

  std::string cell(std::size_t row, std::size_t column, int columns) {
    const auto begin = grid.widths.begin() + static_cast<std::ptrdiff_t>(column);
    const PlacedCell* one = at[row][column];
    CellForm form{.width = std::accumulate(begin, begin + columns, 0), .span = columns, .shade = kind == RowKind::kData ? "" : "F2F2F2", .valign = is_header() ? "center" : ""};
    if (const int step = one ? shade_step(*one->cell) : 0) form.shade = fmt::format("{:06X}", shade_colour(step));
    if (row > 0 && is_open(row - 1, column)) form.borders += "<w:top w:val=\"nil\"/>";
    if (is_open(row, column) && row + 1 < rows.size()) form.borders += "<w:bottom w:val=\"nil\"/>";
    if (one && one->rows > 1) form.merge = one->row == row ? "restart" : "continue";
    if (!one || one->row != row) return cell_xml(form, paragraph(body, {.style = grid.style}, {}));
    const bool strong = one->cell->strong || kind == RowKind::kTotals;
    return cell_xml(form, paragraph(body, {.style = grid.style, .keep_next = is_header(), .align = align(*one)}, runs(body, {{words(*one), strong, false, {}}})));
  }

  std::string row(std::size_t index) {
    std::string xml;
    std::size_t longest = 0;
    for (std::size_t column = 0; column < grid.widths.size();) {
      const int columns = span(index, column);
      const std::string one = cell(index, column, columns);
      longest = std::max(longest, one.size());
      xml += one;
      column += static_cast<std::size_t>(columns);
    }
    const std::string properties = std::string(longest < kLongCell ? "<w:cantSplit/>" : "") + (is_header() ? "<w:tblHeader/>" : "");
    return "<w:tr>" + (properties.empty() ? "" : "<w:trPr>" + properties + "</w:trPr>") + xml + "</w:tr>";
  }
};

void add_part(Body& body, const Grid& grid, RowKind kind, const std::vector<std::vector<TableCell>>& rows) {
  PartWriter writer(body, grid, kind, rows);
  for (std::size_t i = 0; i < rows.size(); ++i) body.xml += writer.row(i);
}

// Groups, cut so that they do not reach into the titles below them.
std::vector<std::vector<TableCell>> header_rows(const Table& table) {
  std::vector<std::vector<TableCell>> rows = table.header;
  for (std::size_t i = 0; i < rows.size(); ++i)
    for (TableCell& cell : rows[i]) cell.rows = std::min(cell.rows, static_cast<int>(rows.size() - i));
  std::vector<TableCell> titles;
  for (const TableColumn& column : table.columns) titles.push_back({{column.title, {}, {}}});
  rows.push_back(std::move(titles));
  return rows;
}

constexpr std::string_view kLineBelow = "<w:bottom w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"A6A6A6\"/>";

}  // namespace

void add(Body& body, const Table& table) {
  if (table.caption.empty()) begin_page(body);
  else body.xml += paragraph(body, {.style = "Caption", .keep_next = true}, runs(body, plain(table.caption)));
  if (!table.columns.empty()) {
    const bool small = table.columns.size() >= kManyColumns;
    const int points = (body.frame.order ? 12 : 11) - (small ? 2 : 0), letter = points * 11;  // twips; 0.55 of the size is a letter of Times on average
    const Grid grid{table, widths_of(table, body.text_width(), letter), small ? "TableTextSmall" : "TableText"};
    body.xml += table_begin(body, "TableGrid", grid.widths);
    add_part(body, grid, RowKind::kHeader, header_rows(table));
    add_part(body, grid, RowKind::kData, table.rows);
    if (!table.totals.empty()) add_part(body, grid, RowKind::kTotals, {table.totals});
    body.xml += "</w:tbl>";
  }
  body.xml += table.note.empty() ? spacer(body) : paragraph(body, {.style = "TableNote"}, runs(body, plain(table.note)));
}

// "Title: value (note)" a row, the values in a column of their own.
void add(Body& body, const KeyFigures& figures) {
  if (figures.figures.empty()) return;
  begin_page(body);
  const int all = body.text_width();
  const std::vector<int> widths{all * 6 / 10, all - all * 6 / 10};
  body.xml += table_begin(body, "TableLayout", widths);
  for (const KeyFigure& figure : figures.figures) {
    const std::string left = paragraph(body, {.style = "TableText"}, runs(body, plain(figure.title + ":")));
    RichText value{{shown(figure.value, figure.type, figure.digits, true), true, false, {}}};
    if (!figure.note.empty()) value.push_back({" (" + figure.note + ")", false, false, {}});
    const std::string right = paragraph(body, {.style = "TableText"}, runs(body, value));
    body.xml += "<w:tr><w:trPr><w:cantSplit/></w:trPr>" + cell_xml({.width = widths[0], .borders = std::string(kLineBelow)}, left) + cell_xml({.width = widths[1], .borders = std::string(kLineBelow), .valign = "bottom"}, right) + "</w:tr>";
  }
  body.xml += "</w:tbl>" + spacer(body);
}

// Post at the left, name at the right margin, between them a line to sign on; never alone on a page.
void add(Body& body, const Signature& signature) {
  begin_page(body);
  body.xml += paragraph(body, {.style = "SignatureSpace", .keep_next = true}, {});
  const int all = body.text_width();
  const int line = all / 5, post = std::min(all * 45 / 100, twips(kCorner)), gap = twips(4);
  const std::vector<int> widths{post, gap, line, all - post - gap - line};
  const auto text = [&](const std::string& words, std::string_view align) { return paragraph(body, {.style = "SignatureText", .align = align}, runs(body, plain(words))); };
  body.xml += table_begin(body, "TableLayout", widths) + "<w:tr><w:trPr><w:cantSplit/></w:trPr>" + cell_xml({.width = widths[0], .valign = "bottom"}, text(signature.post, {})) +
              cell_xml({.width = widths[1]}, text({}, {})) +
              cell_xml({.width = widths[2], .borders = "<w:bottom w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"auto\"/>"}, text({}, {})) +
              cell_xml({.width = widths[3], .valign = "bottom"}, text(signature.name, "right")) + "</w:tr></w:tbl>" + spacer(body);
}

}  // namespace opora::docx
