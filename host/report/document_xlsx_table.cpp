#include <algorithm>
#include <set>

#include "base/messages.h"
#include "base/text.h"
#include "report/cell_shade.h"
#include "report/document_text.h"
#include "report/document_xlsx_sheets.h"
#include "report/inert_text.h"

namespace opora {
namespace {

constexpr int kNarrowest = 7, kWidest = 60, kWidestNumber = 20;
constexpr int kFilterButton = 3;             // cells that the button beside a title takes
constexpr std::size_t kLongestTitle = 250;   // of a native table's column, with room for a mark
constexpr int kPortraitWidth = 105;          // of all columns; wider tables lie across the page
constexpr int kNarrowestCaption = 60;        // a narrow table's caption goes over columns beside it
constexpr int kUsualWidth = 9;               // of a column of which nothing is said

// Columns of the sheet that a cell of the table covers: parts of a column belong to it.
struct Range {
  lxw_col_t first = 0, last = 0;
};
Range range_of(const std::vector<GridColumn>& columns, const PlacedCell& one) {
  Range range;
  bool found = false;
  for (std::size_t i = 0; i < columns.size(); ++i) {
    if (columns[i].of < one.column || columns[i].of >= one.column + static_cast<std::size_t>(one.columns)) continue;
    if (!found) range.first = static_cast<lxw_col_t>(i);
    range.last = static_cast<lxw_col_t>(i);
    found = true;
  }
  return range;
}

// Titles of a native table differ and are never empty; case does not make a difference.
std::vector<std::string> table_titles(const std::vector<GridColumn>& columns) {
  std::vector<std::string> titles;
  std::set<std::string> known;
  for (std::size_t i = 0; i < columns.size(); ++i) {
    std::string base = cut_to(inert(columns[i].title), kLongestTitle);
    std::replace(base.begin(), base.end(), '\n', ' ');
    if (trimmed(base).empty()) base = tr_format("Column {0}", i + 1);
    std::string title = base;
    for (int copy = 2; !known.insert(to_lower(title)).second; ++copy) title = base + " (" + std::to_string(copy) + ")";
    titles.push_back(std::move(title));
  }
  return titles;
}

int longest_word(std::string_view text) {
  int longest = 0;
  for (std::size_t begin = 0; begin <= text.size();) {
    const std::size_t end = std::min(text.find_first_of(" \n", begin), text.size());
    longest = std::max(longest, display_width(text.substr(begin, end - begin)));
    begin = end + 1;
  }
  return longest;
}

class Sheet {
 public:
  Sheet(XlsxBook& book, lxw_worksheet* sheet, const Table& table) : book_(book), sheet_(sheet), table_(table), columns_(grid_columns(table)), titles_(table_titles(columns_)) {}

  int title_lines() const { return title_lines_; }

  XlsxTablePlace write(const std::string& caption) {
    widths();
    if (!caption.empty()) {
      write_across(book_, sheet_, row_, place(0, 0), kNarrowestCaption, caption, {.bold = true});
      row_ += 2;
    }
    const lxw_row_t groups = row_;
    rows(table_.header, {.bold = true, .title = true, .centre = true}, true);
    const lxw_row_t titles = row_++;
    const lxw_row_t first = row_;
    rows(table_.rows, {}, false);
    const lxw_row_t last = row_ == first ? first : row_ - 1;
    if (!table_.totals.empty()) rows({table_.totals}, {.totals = true}, false);
    title_row(titles, last, row_ > first);
    if (!table_.note.empty()) write_across(book_, sheet_, row_ + 1, place(0, 0), kNarrowestCaption, table_.note, {.quiet = true});
    if (width_ > kPortraitWidth) xlsx().worksheet_set_landscape(sheet_);
    xlsx().worksheet_freeze_panes(sheet_, first, 0);
    book_.note(xlsx().worksheet_repeat_rows(sheet_, groups, titles));
    return place(first, last);
  }

 private:
  XlsxTablePlace place(lxw_row_t first, lxw_row_t last) const { return {book_.last_sheet_name(), columns_, first, last, width_}; }

  void rows(const std::vector<std::vector<TableCell>>& cells, XlsxLook look, bool groups) {
    for (const auto& row : placed(cells)) {
      for (const PlacedCell& one : row) {
        if (one.column >= table_.columns.size()) continue;
        if (groups || one.columns > 1 || one.rows > 1) spanning(one, look, groups);
        else single(one, look);
      }
      if (look.totals && !row.empty()) fill_rest(row, look);
      heighten(row, groups);
      ++row_;
    }
  }

  void heighten(const std::vector<PlacedCell>& row, bool groups) {
    int lines = 1;
    for (const PlacedCell& one : row) {
      if (one.column >= table_.columns.size() || one.rows > 1) continue;
      const Range range = range_of(columns_, one);
      const bool joined = groups || one.columns > 1;
      int width = 0;
      for (std::size_t i = range.first; i <= (joined ? range.last : range.first); ++i) width += widths_[i];
      lines = std::max(lines, lines_of(groups ? group_text(*one.cell) : shown(one.cell->value, column_at(table_, one.column).type, column_at(table_, one.column).digits, false), width));
    }
    book_.height(sheet_, row_, lines);
  }

  void single(const PlacedCell& one, XlsxLook look) {
    const TableColumn& column = column_at(table_, one.column);
    look.bold = look.bold || one.cell->strong;
    look.shade = shade_step(*one.cell);
    for (std::size_t i = 0; i < columns_.size(); ++i) {
      if (columns_[i].of != one.column) continue;
      const auto value = grid_value(one.cell->value, columns_[i].part);
      if (value) book_.value(sheet_, at(i), *value, columns_[i].part == GridPart::kParticipants ? TableColumn{{}, ValueType::kInteger, 0, 1, false} : column, look);
      else if (look.totals) book_.text(sheet_, at(i), {}, look);
    }
  }

  void spanning(const PlacedCell& one, XlsxLook look, bool group) {
    const Range range = range_of(columns_, one);
    look.bold = look.bold || one.cell->strong;
    look.shade = shade_step(*one.cell);
    const lxw_row_t end = row_ + static_cast<lxw_row_t>(one.rows) - 1;
    if (range.last > range.first || end > row_) book_.note(xlsx().worksheet_merge_range(sheet_, row_, range.first, end, range.last, "", book_.format(look)));
    if (group) book_.text(sheet_, {row_, range.first}, group_text(*one.cell), look);
    else book_.value(sheet_, {row_, range.first}, one.cell->value, column_at(table_, one.column), look);
  }

  // Totals have one ground from the first column to the last.
  void fill_rest(const std::vector<PlacedCell>& row, const XlsxLook& look) {
    for (std::size_t i = 0; i < columns_.size(); ++i) {
      const bool taken = std::any_of(row.begin(), row.end(), [&](const PlacedCell& one) { return columns_[i].of >= one.column && columns_[i].of < one.column + static_cast<std::size_t>(one.columns); });
      if (!taken) book_.text(sheet_, at(i), {}, look);
    }
  }

  void title_row(lxw_row_t row, lxw_row_t last, bool has_rows) {
    lxw_format* look = book_.format({.title = true});
    if (!has_rows || table_.rows.empty() || !is_sortable(table_)) {
      for (std::size_t i = 0; i < titles_.size(); ++i) book_.text(sheet_, {row, static_cast<lxw_col_t>(i)}, titles_[i], {.title = true});
      return;
    }
    std::vector<lxw_table_column> heads(titles_.size());
    std::vector<lxw_table_column*> pointers;
    for (std::size_t i = 0; i < titles_.size(); ++i) {
      heads[i].header = titles_[i].data();
      heads[i].header_format = look;
      pointers.push_back(&heads[i]);
    }
    pointers.push_back(nullptr);
    lxw_table_options options{};
    options.columns = pointers.data();
    options.style_type = LXW_TABLE_STYLE_TYPE_LIGHT;
    options.style_type_number = 1;
    book_.note(xlsx().worksheet_add_table(sheet_, row, 0, last, static_cast<lxw_col_t>(titles_.size() - 1), &options));
  }

  // By what stands in a column; words of a title are not broken.
  void widths() {
    int title_lines = 1;
    for (std::size_t i = 0; i < columns_.size(); ++i) {
      const TableColumn& column = column_at(table_, columns_[i].of);
      const bool is_text = column.type == ValueType::kText && columns_[i].part == GridPart::kValue;
      const int needed = longest_word(titles_[i]) + kFilterButton;
      int width = std::max(kNarrowest, needed);
      for (const auto& row : placed(table_.rows)) width = std::max(width, content_width(row, columns_[i], column));
      width = std::min(width, is_text ? kWidest : std::max(kWidestNumber, std::min(needed, kWidest)));
      title_lines = std::max(title_lines, (display_width(titles_[i]) + kFilterButton + width - 1) / width);
      width_ += width;
      widths_.push_back(width);
      book_.note(xlsx().worksheet_set_column(sheet_, static_cast<lxw_col_t>(i), static_cast<lxw_col_t>(i), width, nullptr));
    }
    title_lines_ = std::min(title_lines + (title_lines > 1 ? 1 : 0), 8);
  }

  int content_width(const std::vector<PlacedCell>& row, const GridColumn& grid, const TableColumn& column) const {
    for (const PlacedCell& one : row)
      if (one.column == grid.of && one.columns == 1)
        if (const auto value = grid_value(one.cell->value, grid.part)) return std::min(display_width(shown(*value, column.type, column.digits, false)) * 11 / 10, kWidest) + 2;
    return 0;
  }

  XlsxPlace at(std::size_t column) const { return {row_, static_cast<lxw_col_t>(column)}; }

  XlsxBook& book_;
  lxw_worksheet* sheet_;
  const Table& table_;
  std::vector<GridColumn> columns_;
  std::vector<std::string> titles_;
  lxw_row_t row_ = 0;
  int width_ = 0;  // of all columns
  std::vector<int> widths_;
  int title_lines_ = 1;
};

}  // namespace

void write_across(XlsxBook& book, lxw_worksheet* sheet, lxw_row_t row, const XlsxTablePlace& place, int least, const std::string& words, const XlsxLook& look) {
  constexpr int kMostLines = 20;
  const int beside = std::max(0, (least - place.width + kUsualWidth - 1) / kUsualWidth), width = place.width + beside * kUsualWidth;
  const int last = static_cast<int>(place.columns.size()) + beside - 1;
  const int lines = std::min(lines_of(words, width), kMostLines);
  if (last > 0) book.note(xlsx().worksheet_merge_range(sheet, row, 0, row, static_cast<lxw_col_t>(last), "", book.format(look)));
  book.height(sheet, row, lines);
  book.text(sheet, {row, 0}, words, look);
}

XlsxTablePlace write_table_sheet(XlsxBook& book, lxw_worksheet* sheet, const Table& table, const std::string& caption) {
  Sheet writer(book, sheet, table);
  XlsxTablePlace place = writer.write(caption);
  book.height(sheet, place.first - 1, writer.title_lines());
  return place;
}

}  // namespace opora
