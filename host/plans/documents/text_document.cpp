#include "plans/documents/text_document.h"

#include <algorithm>

#include "base/text.h"
#include "plans/documents/document_errors.h"
#include "plans/documents/html_text.h"
#include "plans/documents/row_text.h"
#include "plans/documents/table_grid.h"

namespace opora {
namespace {

struct Line {
  std::int64_t number = 0;
  std::string_view text;  // without its end
};

std::vector<Line> lines_of(std::string_view text) {
  std::vector<Line> lines;
  std::int64_t number = 0;
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    std::string_view line = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    while (line.starts_with('\f')) line.remove_prefix(1);  // a page begins
    while (line.ends_with('\r')) line.remove_suffix(1);
    lines.push_back({++number, line});
  }
  return lines;
}

bool is_pipe_row(std::string_view line) {
  const std::string_view inner = trimmed(line);
  return inner.starts_with('|') && inner.find('|', 1) != std::string_view::npos;
}

bool has_inner_tab(std::string_view line) { return trimmed(line).find('\t') != std::string_view::npos; }

// The line between the header of a Markdown table and its rows: "|---|:-:|".
bool is_rule(std::string_view line) {
  return line.find('-') != std::string_view::npos && line.find_first_not_of("|-: \t") == std::string_view::npos;
}

std::vector<std::string_view> split(std::string_view line, char by) {
  std::vector<std::string_view> cells;
  std::size_t begin = 0;
  for (std::size_t at = 0; at <= line.size(); ++at) {
    if (at < line.size() && (line[at] != by || (by == '|' && at > 0 && line[at - 1] == '\\'))) continue;
    cells.push_back(line.substr(begin, at - begin));
    begin = at + 1;
  }
  return cells;
}

std::vector<std::string_view> pipe_cells(std::string_view line) {
  line = trimmed(line);
  line.remove_prefix(1);
  if (line.ends_with('|') && !line.ends_with("\\|")) line.remove_suffix(1);
  return split(line, '|');
}

void replace_all(std::string& text, std::string_view what, std::string_view by) {
  for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + by.size())) text.replace(at, what.size(), by);
}

// Without the marks of Markdown and the remnants of HTML.
std::string cell_text(std::string_view raw) {
  std::string text(trimmed(raw));
  replace_all(text, "\\|", "|");
  replace_all(text, "**", "");
  return has_markup(text) ? text_of_markup(text) : folded(text);
}

class TextReader {
 public:
  explicit TextReader(std::string file) { document_.file = std::move(file); }

  Result<PlanDocument> read(const std::vector<Line>& lines);

 private:
  using Iterator = std::vector<Line>::const_iterator;
  Status add_row(TableGrid& grid, const Line& line, const std::vector<std::string_view>& cells) const;
  Status read_pipes(Iterator begin, Iterator end);
  Status read_tabs(Iterator begin, Iterator end);
  void read_paragraph(Iterator begin, Iterator end);
  Status read_run(Iterator begin, Iterator end);

  PlanDocument document_;
};

Status TextReader::add_row(TableGrid& grid, const Line& line, const std::vector<std::string_view>& cells) const {
  bool fits = grid.begin_row(line.number);
  for (const std::string_view cell : cells) fits = fits && grid.add(cell_text(cell));
  if (!fits) return hostile_document(document_.file, tr("a table has more cells than any real one"));
  return {};
}

Status TextReader::read_pipes(Iterator begin, Iterator end) {
  TableGrid grid("");
  for (; begin != end; ++begin)
    if (!is_rule(begin->text)) OPORA_TRY(add_row(grid, *begin, pipe_cells(begin->text)));
  document_.blocks.emplace_back(grid.take());
  return {};
}

Status TextReader::read_tabs(Iterator begin, Iterator end) {
  TableGrid grid("");
  for (; begin != end; ++begin) OPORA_TRY(add_row(grid, *begin, split(begin->text, '\t')));
  document_.blocks.emplace_back(grid.take());
  return {};
}

void TextReader::read_paragraph(Iterator begin, Iterator end) {
  std::string text;
  const std::int64_t number = begin == end ? 0 : begin->number;
  for (; begin != end; ++begin) text.append(text.empty() ? "" : "\n").append(trimmed(begin->text));
  if (text.empty()) return;
  const bool marked = text.starts_with('#');
  const bool bold = text.size() > 4 && text.starts_with("**") && text.ends_with("**");
  text.erase(0, std::min(text.find_first_not_of("# "), text.size()));
  replace_all(text, "**", "");
  if (!text.empty()) document_.blocks.emplace_back(DocumentParagraph{number, std::move(text), marked || bold});
}

// Lines without an empty one between them.
Status TextReader::read_run(Iterator begin, Iterator end) {
  const auto pipe = [](const Line& line) { return is_pipe_row(line.text); };
  const auto no_pipe = [](const Line& line) { return !is_pipe_row(line.text); };
  while (begin != end) {
    const Iterator pipes = std::find_if(begin, end, pipe);
    if (std::any_of(begin, pipes, [](const Line& line) { return has_inner_tab(line.text); })) OPORA_TRY(read_tabs(begin, pipes));
    else read_paragraph(begin, pipes);
    begin = std::find_if(pipes, end, no_pipe);
    if (pipes != begin) OPORA_TRY(read_pipes(pipes, begin));
  }
  return {};
}

Result<PlanDocument> TextReader::read(const std::vector<Line>& lines) {
  const auto empty = [](const Line& line) { return trimmed(line.text).empty(); };
  for (auto begin = lines.begin(); begin != lines.end();) {
    const auto end = std::find_if(begin, lines.end(), empty);
    OPORA_TRY(read_run(begin, end));
    begin = std::find_if_not(end, lines.end(), empty);
  }
  return std::move(document_);
}

}  // namespace

Result<PlanDocument> read_text(std::string_view text, std::string file) { return TextReader(std::move(file)).read(lines_of(text)); }

}  // namespace opora
