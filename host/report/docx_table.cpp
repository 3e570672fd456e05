// Tables of a document, and what Word lays out by tables without lines: key figures and signatures.
#include <fmt/format.h>

#include <algorithm>
#include <numeric>

#include "report/document_text.h"
#include "report/docx_body.h"

namespace opora::docx {
namespace {

constexpr std::size_t kManyColumns = 8;  // from here on letters are smaller
constexpr std::size_t kLongCell = 2000;  // bytes of markup: such a row may break, else it might not fit a page
constexpr int kNarrowest = 400;          // twips

struct Grid {
  const Table& table;
  std::vector<int> widths;
  std::string_view style;
};

std::vector<int> widths_of(const Table& table, int all) {
  double sum = 0;
  for (const TableColumn& column : table.columns) sum += std::max(column.width, 0.01);
  std::vector<int> widths;
  for (const TableColumn& column : table.columns) widths.push_back(std::max(static_cast<int>(all * std::max(column.width, 0.01) / sum), std::min(kNarrowest, all / static_cast<int>(table.columns.size()))));
  const int rest = all - std::accumulate(widths.begin(), widths.end(), 0);
  *std::max_element(widths.begin(), widths.end()) += rest;
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
  std::string_view shade = {};
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

// Spans that reach down from the rows above, by column.
struct Covered {
  int rows = 0, columns = 1;
};

struct RowWriter {
  Body& body;
  const Grid& grid;
  RowKind kind;
  std::vector<Covered> covered;
  std::vector<bool> empty_above;  // of a header: the title below is its text, no line between them

  RowWriter(Body& b, const Grid& g, RowKind k) : body(b), grid(g), kind(k), covered(g.widths.size()), empty_above(g.widths.size()) {}

  int width(std::size_t column, int span) const { return std::accumulate(grid.widths.begin() + static_cast<std::ptrdiff_t>(column), grid.widths.begin() + static_cast<std::ptrdiff_t>(column) + span, 0); }

  std::string cell(const TableCell& one, std::size_t column, int span, int rows_left) {
    const std::string text = shown(one, grid.table.columns[column]);
    const bool header = kind == RowKind::kHeader, strong = one.strong || kind == RowKind::kTotals;
    CellForm form{.width = width(column, span), .span = span, .shade = header || kind == RowKind::kTotals ? "F2F2F2" : "", .valign = header ? "center" : ""};
    const int down = std::clamp(one.rows, 1, rows_left);
    if (down > 1) {
      form.merge = "restart";
      covered[column] = {down - 1, span};
    }
    if (header && empty_above[column]) form.borders += "<w:top w:val=\"nil\"/>";
    if (header && text.empty() && down == 1 && span == 1) form.borders += "<w:bottom w:val=\"nil\"/>";
    empty_above[column] = header && text.empty() && down == 1 && span == 1;
    const bool words = std::holds_alternative<std::string>(one.value.value) || span > 1;
    const std::string_view align = header ? "center" : words ? "" : align_of(grid.table.columns[column].type);
    return cell_xml(form, paragraph(body, {.style = grid.style, .keep_next = header, .align = align}, runs(body, {{text, strong, false, {}}})));
  }

  // `rows_left`: of this part of the table, this one included; a span does not leave its part.
  std::string row(const std::vector<TableCell>& cells, int rows_left) {
    std::string xml;
    std::size_t longest = 0, next = 0;
    for (std::size_t column = 0; column < grid.widths.size();) {
      const int room = static_cast<int>(grid.widths.size() - column);
      if (Covered& above = covered[column]; above.rows > 0) {
        --above.rows;
        const int span = std::min(above.columns, room);
        xml += cell_xml({.width = width(column, span), .span = span, .merge = "continue", .shade = kind == RowKind::kHeader ? "F2F2F2" : ""}, paragraph(body, {.style = grid.style}, {}));
        column += static_cast<std::size_t>(span);
        continue;
      }
      static const TableCell kNothing{CellValue{std::string(), {}, {}}};
      const TableCell& one = next < cells.size() ? cells[next] : kNothing;
      ++next;
      int span = 1;  // as far as the row goes and nothing reaches down
      while (span < std::min(std::max(one.columns, 1), room) && covered[column + static_cast<std::size_t>(span)].rows == 0) ++span;
      const std::size_t before = xml.size();
      xml += cell(one, column, span, rows_left);
      longest = std::max(longest, xml.size() - before);
      column += static_cast<std::size_t>(span);
    }
    const std::string properties = std::string(longest < kLongCell ? "<w:cantSplit/>" : "") + (kind == RowKind::kHeader ? "<w:tblHeader/>" : "");
    return "<w:tr>" + (properties.empty() ? "" : "<w:trPr>" + properties + "</w:trPr>") + xml + "</w:tr>";
  }
};

std::vector<TableCell> title_row(const Table& table) {
  std::vector<TableCell> row;
  for (const TableColumn& column : table.columns) row.push_back({{column.title, {}, {}}});
  return row;
}

std::string part(Body& body, const Grid& grid, RowKind kind, const std::vector<std::vector<TableCell>>& rows) {
  RowWriter writer(body, grid, kind);
  std::string xml;
  for (std::size_t i = 0; i < rows.size(); ++i) xml += writer.row(rows[i], static_cast<int>(rows.size() - i));
  return xml;
}

constexpr std::string_view kLineBelow = "<w:bottom w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"A6A6A6\"/>";

}  // namespace

void add(Body& body, const Table& table) {
  if (table.caption.empty()) begin_page(body);
  else body.xml += paragraph(body, {.style = "Caption", .keep_next = true}, runs(body, plain(table.caption)));
  if (!table.columns.empty()) {
    const Grid grid{table, widths_of(table, body.text_width()), table.columns.size() < kManyColumns ? "TableText" : "TableTextSmall"};
    body.xml += table_begin(body, "TableGrid", grid.widths);
    RowWriter header(body, grid, RowKind::kHeader);
    const int groups = static_cast<int>(table.header.size());
    for (int i = 0; i < groups; ++i) body.xml += header.row(table.header[static_cast<std::size_t>(i)], groups - i);
    body.xml += header.row(title_row(table), 1);
    body.xml += part(body, grid, RowKind::kData, table.rows);
    if (!table.totals.empty()) body.xml += part(body, grid, RowKind::kTotals, {table.totals});
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
