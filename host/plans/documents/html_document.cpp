#include "plans/documents/html_document.h"

#include <algorithm>
#include <optional>

#include "base/text.h"
#include "plans/documents/document_errors.h"
#include "plans/documents/html_items.h"
#include "plans/documents/plan_remarks.h"
#include "plans/documents/table_grid.h"

namespace opora {
namespace {

bool is_cell(std::string_view tag) { return tag == "td" || tag == "th"; }
bool is_heading(std::string_view tag) { return tag.size() == 2 && tag[0] == 'h' && tag[1] >= '1' && tag[1] <= '6'; }
bool is_unread(std::string_view tag) { return tag == "head" || tag == "style" || tag == "script"; }

std::size_t span_of(const HtmlToken& cell, std::string_view name) {
  const auto value = parse_integer(html_attribute(cell.text, name));
  return value && *value > 1 ? static_cast<std::size_t>(std::min<long long>(*value, kMaxTableCells)) : 1;
}

class HtmlReader {
 public:
  explicit HtmlReader(std::string file) { document_.file = std::move(file); }

  Status take(const HtmlToken& token);
  Result<PlanDocument> finish();

 private:
  Status open_tag(const HtmlToken& tag);
  Status close_tag(const HtmlToken& tag);
  Status end_cell();
  void end_paragraph();
  void end_table();
  Diagnostic too_large() const { return hostile_document(document_.file, tr("a table has more cells than any real one")); }

  PlanDocument document_;
  HtmlItems items_;
  TextLines lines_;
  std::optional<TableGrid> grid_;
  std::optional<HtmlToken> cell_;
  std::int64_t row_ = 0, tables_ = 0, blocks_ = 0;
  int within_cell_ = 0;      // tables within the cell
  std::string unread_;       // a tag whose content is no text
  bool heading_ = false;
  std::vector<Quote> nested_;
};

Status HtmlReader::take(const HtmlToken& token) {
  if (!unread_.empty()) {
    if (token.closing && token.name == unread_) unread_.clear();
    return {};
  }
  if (token.name.empty()) {
    lines_.append(decoded_entities(token.text));
    return {};
  }
  return token.closing ? close_tag(token) : open_tag(token);
}

Status HtmlReader::open_tag(const HtmlToken& tag) {
  if (is_unread(tag.name)) unread_ = tag.name;
  if (cell_ && tag.name == "table") {
    ++within_cell_;
    nested_.push_back({place_in(document_.file, tr_format("table {0}", tables_), row_), {}});
  }
  if (within_cell_ > 0) {
    if (is_cell(tag.name)) lines_.append(" ");
    else items_.take(tag, lines_);
    return {};
  }
  if (!grid_ && breaks_line(tag.name) && tag.name != "br" && tag.name != "li") end_paragraph();
  if (is_heading(tag.name)) heading_ = true;
  if (tag.name == "table") {
    end_table();
    ++blocks_;
    row_ = 0;
    grid_.emplace(tr_format("table {0}", ++tables_));
  } else if (grid_ && tag.name == "tr") {
    OPORA_TRY(end_cell());
    if (!grid_->begin_row(++row_)) return too_large();
  } else if (grid_ && is_cell(tag.name)) {
    OPORA_TRY(end_cell());
    end_paragraph();  // a caption
    if (row_ == 0 && !grid_->begin_row(++row_)) return too_large();
    cell_ = tag;
  } else {
    items_.take(tag, lines_);
  }
  return {};
}

Status HtmlReader::close_tag(const HtmlToken& tag) {
  if (within_cell_ > 0) {
    if (tag.name == "table") --within_cell_;
    if (!is_cell(tag.name)) items_.take(tag, lines_);
    return {};
  }
  if (is_cell(tag.name) || tag.name == "tr") return end_cell();
  if (tag.name == "table") {
    OPORA_TRY(end_cell());
    end_table();
  } else if (!grid_ && breaks_line(tag.name) && tag.name != "li") {
    end_paragraph();
    if (is_heading(tag.name)) heading_ = false;
  } else {
    items_.take(tag, lines_);
  }
  return {};
}

Status HtmlReader::end_cell() {
  if (!cell_) return {};
  const std::size_t columns = span_of(*cell_, "colspan"), rows = span_of(*cell_, "rowspan");
  cell_.reset();
  if (!grid_->add(lines_.take(), columns, rows)) return too_large();
  return {};
}

void HtmlReader::end_paragraph() {
  std::string text = lines_.take();
  if (!text.empty()) document_.blocks.emplace_back(DocumentParagraph{++blocks_, std::move(text), heading_});
}

// What stands in a table but in none of its cells is a paragraph behind it.
void HtmlReader::end_table() {
  if (grid_) document_.blocks.emplace_back(grid_->take());
  grid_.reset();
  end_paragraph();
}

Result<PlanDocument> HtmlReader::finish() {
  OPORA_TRY(end_cell());
  end_table();
  if (!nested_.empty())
    document_.remarks.push_back(made_remark(Severity::kNote, "PLAN-032", tr("a table within a cell was read as lines of the cell"), std::move(nested_)));
  return std::move(document_);
}

}  // namespace

bool is_html_document(std::string_view text) {
  for (std::size_t at = text.find('<'); at != std::string_view::npos; at = text.find('<', at + 1)) {
    std::string_view rest = text.substr(at, 4096);
    if (next_html_token(rest).name == "table") return true;
  }
  return false;
}

Result<PlanDocument> read_html(std::string_view text, std::string file) {
  HtmlReader reader(std::move(file));
  while (!text.empty()) OPORA_TRY(reader.take(next_html_token(text)));
  return reader.finish();
}

}  // namespace opora
