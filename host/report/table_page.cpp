#include "report/table_page.h"

#include <fmt/format.h>

#include "base/messages.h"
#include "report/html_text.h"
#include "report/number_text.h"

namespace opora {
namespace {

constexpr std::string_view kStyle = R"css(
.tone-in{color:var(--limit);font-weight:600}.tone-out{color:var(--accent);font-weight:600}.tone-quiet{color:var(--quiet)}
td.because{width:56%}
ul.lines{margin:0;padding:0;list-style:none;display:grid;gap:.3rem}
ul.lines li{display:grid;grid-template-columns:minmax(0,1.5fr) minmax(0,.9fr) minmax(0,.8fr) minmax(0,.9fr);gap:0 .8rem;font-size:.93rem;color:var(--quiet)}
ul.lines li.strong{color:var(--ink)}ul.lines li.strong span:first-child{font-weight:600}
@media(max-width:60rem){ul.lines li{grid-template-columns:1fr 1fr}ul.lines li span:first-child{grid-column:1/-1}}
@media print{ul.lines li{grid-template-columns:1.3fr .8fr 1fr 1fr}}
)css";

constexpr std::size_t kFewRows = 10;  // they are read without a filter

std::string_view class_of(PageTone tone) {
  switch (tone) {
    case PageTone::kPlain: return "";
    case PageTone::kIn: return "tone-in";
    case PageTone::kOut: return "tone-out";
    case PageTone::kQuiet: return "tone-quiet";
  }
  return "";
}

std::string cell_html(const PageCell& cell, const PageColumn& column) {
  std::string html = fmt::format("<td class=\"{} {}\"", column.number ? "num" : cell.lines.empty() ? "" : "because", class_of(cell.tone));
  if (cell.key) html += fmt::format(" data-key=\"{:.9g}\"", *cell.key);
  html += ">" + escaped(cell.text);
  if (!cell.code.empty()) html += fmt::format(" <span class=\"code\">{}</span>", escaped(cell.code));
  if (!cell.lines.empty()) {
    html += "<ul class=\"lines\">\n";
    for (const PageLine& line : cell.lines) {
      html += line.strong ? "<li class=\"strong\">" : "<li>";
      for (const std::string& field : line.fields) html += fmt::format("<span>{}</span>", escaped(field));
      html += "</li>\n";
    }
    html += "</ul>";
  }
  if (!cell.note.empty()) html += fmt::format("<p class=\"note\">{}</p>", escaped(cell.note));
  return html + "</td>";
}

std::string table_html(const PageTable& table, const std::string& id) {
  std::string html;
  if (!table.title.empty())
    html += fmt::format("<h3 id=\"{}-h\">{}{}</h3>\n", id, escaped(table.title),
                        table.small ? std::string() : fmt::format(" <span class=\"code\">{}</span>", count_text(static_cast<std::int64_t>(table.rows.size()))));
  if (table.rows.empty()) return html + fmt::format("<p class=\"lead\">{}</p>\n", escaped(tr("None.")));
  const bool sorted = !table.small && table.rows.size() > 1;
  if (sorted)  // the script sorts the tables that have tools
    html += fmt::format("<div class=\"tools\" data-table=\"{}\" hidden><input type=\"search\" placeholder=\"{}\" aria-label=\"{}\"{}><output></output></div>\n", id,
                        escaped(tr("School or municipality")), escaped(tr("Filter the table")), table.rows.size() > kFewRows ? "" : " hidden");
  html += fmt::format("<table class=\"{}\" id=\"{}\"{}><thead><tr>", table.small ? "small" : "wide", id,
                      table.title.empty() ? std::string() : fmt::format(" aria-labelledby=\"{}-h\"", id));
  for (const PageColumn& column : table.columns)
    html += fmt::format("<th{} scope=\"col\"{}>{}</th>", column.number ? " class=\"num\"" : "", sorted ? " data-sort=\"1\"" : "", escaped(column.title));
  html += "</tr></thead><tbody>\n";
  for (const auto& row : table.rows) {
    html += "<tr>";
    for (std::size_t i = 0; i < row.size(); ++i) html += cell_html(row[i], table.columns[i]);
    html += "</tr>\n";
  }
  return html + "</tbody></table>\n";
}

std::string part_html(const PagePart& part, std::size_t index) {
  std::string html = fmt::format("<section class=\"category\" id=\"c{}\">\n", index + 1);
  if (!part.overline.empty()) html += fmt::format("<p class=\"overline\">{}</p>\n", escaped(part.overline));
  html += fmt::format("<h2>{}</h2>\n", escaped(part.title));
  for (const std::string& lead : part.leads) html += fmt::format("<p class=\"lead\">{}</p>\n", escaped(lead));
  for (std::size_t i = 0; i < part.tables.size(); ++i) html += table_html(part.tables[i], fmt::format("c{}-t{}", index + 1, i + 1));
  return html + "</section>\n";
}

}  // namespace

std::string render_table_page(const TablePage& page) {
  std::string html = page_start(page.title, kStyle) + page_title(page.title, page.subtitle, page.facts);
  if (!page.figures.empty()) {
    html += "<ul class=\"answers\">\n";
    for (const PageFigure& figure : page.figures)
      html += fmt::format("<li><a href=\"#c{}\"><span class=\"name\">{}</span><span class=\"count\">{}</span><span class=\"rest\">{}</span></a></li>\n", figure.part + 1,
                          escaped(figure.name), escaped(figure.count), escaped(figure.rest));
    html += "</ul>\n";
  }
  html += "</header>\n<main>\n";
  for (std::size_t i = 0; i < page.parts.size(); ++i) html += part_html(page.parts[i], i);
  return html + "</main>\n" + page_end(page.closing);
}

}  // namespace opora
