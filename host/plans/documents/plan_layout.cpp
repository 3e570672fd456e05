#include "plans/documents/plan_layout.h"

#include <algorithm>

#include "base/text.h"
#include "plans/documents/row_text.h"

namespace opora {
namespace {

constexpr std::size_t kHeaderWithin = 15;
constexpr std::size_t kLongestHeader = 240;  // bytes: what is longer is a measure that mentions the words

bool is_own(const DocumentCell& cell) { return cell.origin == CellOrigin::kOwn && !cell.text.empty(); }

// No header: rows of a plan may well mention measures and deadlines.
bool looks_like_a_row(const DocumentRow& row) {
  return std::any_of(row.cells.begin(), row.cells.end(),
                     [](const DocumentCell& cell) { return is_row_number(cell.text) || cell.text.size() > kLongestHeader; });
}

PlanLayout layout_of(const PlanColumns& columns, const DocumentRow& row) {
  PlanLayout layout;
  for (const DocumentCell& cell : row.cells) {
    const HeaderMeaning meaning = meaning_of_header(columns, cell.text);
    layout.fields.push_back(meaning.known ? std::optional(meaning.field) : std::nullopt);
    layout.headers.push_back(folded(cell.text));
  }
  return layout;
}

bool is_header(const PlanLayout& layout, const DocumentRow& row) {
  if (!layout.has(PlanField::kMeasure) || looks_like_a_row(row)) return false;
  std::size_t texts = 0, known = 0;
  bool another = false;
  for (std::size_t i = 0; i < row.cells.size(); ++i) {
    texts += is_own(row.cells[i]);
    known += is_own(row.cells[i]) && layout.fields[i];
    another = another || (layout.fields[i] && *layout.fields[i] != PlanField::kMeasure);
  }
  return another && 2 * known >= texts;
}

// "1 | 2 | 3 | 4": the numbers of the columns.
bool counts_columns(const DocumentRow& row) {
  for (std::size_t i = 0; i < row.cells.size(); ++i)
    if (row.cells[i].text != std::to_string(i + 1)) return false;
  return row.cells.size() > 1;
}

bool goes_on(const PlanLayout& layout, const DocumentRow& row) {
  if (counts_columns(row)) return true;
  if (is_blank(row) || row.cells.size() != layout.fields.size() || looks_like_a_row(row)) return false;
  const auto free = [&](PlanField field) {
    for (std::size_t i = 0; i < row.cells.size(); ++i)
      if (layout.fields[i] == field && is_own(row.cells[i])) return false;
    return true;
  };
  return free(PlanField::kMeasure) && free(PlanField::kNumber) && is_blank({0, {row.cells.front()}});
}

void add_to_header(const PlanColumns& columns, const DocumentRow& row, PlanLayout& layout) {
  ++layout.rows;
  for (std::size_t i = 0; i < row.cells.size() && !counts_columns(row); ++i) {
    if (!is_own(row.cells[i])) continue;
    layout.headers[i] = folded(layout.headers[i] + ' ' + row.cells[i].text);
    const HeaderMeaning meaning = meaning_of_header(columns, layout.headers[i]);
    if (!layout.fields[i] && meaning.known) layout.fields[i] = meaning.field;
  }
}

// A header that is left empty is the number's.
void name_first_column(PlanLayout& layout) {
  if (!layout.has(PlanField::kNumber) && layout.headers.front().empty() && !layout.fields.front()) layout.fields.front() = PlanField::kNumber;
}

void put(const DocumentCell& cell, PlanField field, MappedRow& row) {
  if (cell.text.empty() || cell.origin == CellOrigin::kFromLeft) return;
  std::string& text = row.of(field);
  bool& from_above = row.from_above[static_cast<std::size_t>(field)];
  const bool above = cell.origin == CellOrigin::kFromAbove;
  if (!text.empty() && above && !from_above) return;
  if (text.empty() || from_above > above) text = cell.text;
  else if (!above || text != cell.text) text += ' ' + cell.text;
  from_above = above;
}

// The one text of a row, and where it stands.
void find_single(const DocumentRow& row, const PlanLayout& layout, MappedRow& mapped) {
  const auto own = std::find_if(row.cells.begin(), row.cells.end(), is_own);
  if (own == row.cells.end() || std::any_of(own + 1, row.cells.end(), is_own)) return;
  const auto above = [](const DocumentCell& cell) { return cell.origin == CellOrigin::kFromAbove && !cell.text.empty(); };
  if (std::any_of(row.cells.begin(), row.cells.end(), above)) return;
  const auto from_left = [](const DocumentCell& cell) { return cell.origin == CellOrigin::kFromLeft; };
  const auto end = std::find_if_not(own + 1, row.cells.end(), from_left);
  const auto width = static_cast<std::size_t>(end - own);
  mapped.single = true;
  const bool first_column = own == row.cells.begin() && layout.fields.front() != PlanField::kMeasure;
  mapped.whole = row.cells.size() == 1 || first_column || (width > 1 && width + 1 >= layout.fields.size());
  mapped.text = own->text;
}

}  // namespace

bool PlanLayout::has(PlanField field) const { return std::find(fields.begin(), fields.end(), field) != fields.end(); }

std::optional<PlanLayout> find_header(const PlanColumns& columns, const DocumentTable& table) {
  for (std::size_t at = 0; at < std::min(kHeaderWithin, table.rows.size()); ++at) {
    PlanLayout layout = layout_of(columns, table.rows[at]);
    if (!is_header(layout, table.rows[at])) continue;
    layout.first = at;
    layout.rows = 1;
    while (at + layout.rows < table.rows.size() && goes_on(layout, table.rows[at + layout.rows])) add_to_header(columns, table.rows[at + layout.rows], layout);
    name_first_column(layout);
    return layout;
  }
  return std::nullopt;
}

bool same_headers(const PlanLayout& a, const PlanLayout& b) { return a.headers == b.headers && a.fields == b.fields; }

bool repeats_header(const PlanLayout& layout, const DocumentRow& row) {
  std::size_t same = 0;
  for (std::size_t i = 0; i < row.cells.size(); ++i) {
    const std::string text = folded(row.cells[i].text);
    if (i >= layout.headers.size() || !layout.headers[i].starts_with(text)) return false;
    same += !text.empty();
  }
  return same > 1 || (counts_columns(row) && layout.rows > 1);
}

std::optional<PlanLayout> continued_layout(const PlanLayout& layout, const DocumentTable& table) {
  std::size_t columns = 0, numbers = 0;
  for (const DocumentRow& row : table.rows) {
    if (row.cells.size() == layout.fields.size()) return layout;  // others may be broken
    columns = std::max(columns, row.cells.size());
    numbers += !row.cells.empty() && is_row_number(row.cells.front().text);
  }
  if (columns + 1 != layout.fields.size() || layout.fields.front() != PlanField::kNumber || numbers > 0) return std::nullopt;
  PlanLayout narrow = layout;
  narrow.fields.erase(narrow.fields.begin());
  narrow.headers.erase(narrow.headers.begin());
  return narrow;
}

MappedRow mapped(const PlanLayout& layout, const DocumentRow& row) {
  MappedRow result;
  result.line = row.line;
  find_single(row, layout, result);
  const std::size_t columns = layout.fields.size();
  const bool one_less = row.cells.size() + 1 == columns && columns > 2 && layout.fields.front() == PlanField::kNumber;
  result.without_number = one_less && !row.cells.front().text.empty() && !is_row_number(row.cells.front().text);
  result.short_of_cells = row.cells.size() < columns && row.cells.size() > 1;
  const std::size_t shift = result.without_number ? 1 : 0;
  for (std::size_t i = 0; i < row.cells.size(); ++i) {
    const DocumentCell& cell = row.cells[i];
    if (i + shift >= columns) {
      if (is_own(cell)) result.beyond.push_back(cell.text);
    } else if (layout.fields[i + shift]) {
      put(cell, *layout.fields[i + shift], result);
    } else if (is_own(cell)) {
      result.unread.emplace_back(i + shift, cell.text);
    }
  }
  return result;
}

std::string shown_row(const DocumentRow& row) {
  std::string text;
  for (const DocumentCell& cell : row.cells) {
    if (!is_own(cell)) continue;
    if (!text.empty()) text += " | ";
    text += folded(cell.text);
  }
  return text;
}

bool is_blank(const DocumentRow& row) { return std::none_of(row.cells.begin(), row.cells.end(), is_own); }

}  // namespace opora
