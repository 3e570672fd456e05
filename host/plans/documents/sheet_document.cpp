#include "plans/documents/sheet_document.h"

#include <algorithm>
#include <charconv>
#include <optional>

#include "intake/table_reader.h"
#include "intake/workbook_parts.h"
#include "intake/xml_slices.h"
#include "intake/xml_text.h"
#include "plans/documents/document_errors.h"
#include "plans/documents/html_text.h"
#include "plans/documents/table_grid.h"
#include "plans/documents/text_lines.h"

namespace opora {
namespace {

struct CopiedRows : BlockResult {
  std::vector<DocumentRow> rows;
};

// Lines of a cell stay lines, each folded.
std::string cell_text(std::string_view raw) {
  if (has_markup(raw)) return text_of_markup(raw);
  TextLines lines;
  while (!raw.empty()) {
    const std::size_t end = std::min(raw.find('\n'), raw.size());
    lines.append(raw.substr(0, end));
    lines.break_line();
    raw.remove_prefix(std::min(end + 1, raw.size()));
  }
  return lines.take();
}

Result<std::unique_ptr<BlockResult>> copied(const RowBlock& block) {
  auto copy = std::make_unique<CopiedRows>();
  for (std::size_t i = 0; i < block.rows; ++i) {
    DocumentRow row{block.lines[i], {}};
    for (std::size_t c = 0; c < block.columns; ++c) row.cells.push_back({cell_text(block.row(i)[c].text), CellOrigin::kOwn});
    copy->rows.push_back(std::move(row));
  }
  return std::unique_ptr<BlockResult>(std::move(copy));
}

Result<DocumentTable> read_sheet(TableReader& reader, std::size_t sheet, const std::string& file) {
  DocumentTable table{reader.sheets()[sheet], {}};
  std::size_t cells = 0, columns = 0;
  const auto take = [&](std::unique_ptr<BlockResult> result) -> Status {
    for (DocumentRow& row : static_cast<CopiedRows&>(*result).rows) {
      while (!row.cells.empty() && row.cells.back().text.empty()) row.cells.pop_back();
      columns = std::max(columns, row.cells.size());
      cells += row.cells.size();
      table.rows.push_back(std::move(row));
    }
    if (cells > kMaxTableCells || columns > kMaxTableColumns) return hostile_document(file, tr("a table has more cells than any real one"));
    return {};
  };
  OPORA_TRY(reader.read(sheet, 0, {copied, take}));
  for (DocumentRow& row : table.rows) row.cells.resize(columns);
  return table;
}

struct Area {
  std::size_t left = 0, right = 0;
  std::int64_t top = 0, bottom = 0;
};

// "B3" → column 1, row 3; takes it off the front.
bool take_address(std::string_view& text, std::size_t& column, std::int64_t& row) {
  std::size_t letters = 0;
  for (; !text.empty() && text.front() >= 'A' && text.front() <= 'Z' && letters <= 3 * 26 * 26 * 26; text.remove_prefix(1))
    letters = letters * 26 + static_cast<std::size_t>(text.front() - 'A' + 1);
  if (letters == 0) return false;
  column = letters - 1;
  const auto parsed = std::from_chars(text.data(), text.data() + text.size(), row);
  text.remove_prefix(static_cast<std::size_t>(parsed.ptr - text.data()));
  return parsed.ec == std::errc();
}

std::optional<Area> area_of(std::string_view text) {
  Area area;
  if (!take_address(text, area.left, area.top) || !text.starts_with(':')) return std::nullopt;
  text.remove_prefix(1);
  if (!take_address(text, area.right, area.bottom)) return std::nullopt;
  return area;
}

Result<std::vector<Area>> merged_areas(ZipArchive& archive, const SheetPart& sheet) {
  const ReadPlace place{.file = archive.file(), .sheet = sheet.name};
  OPORA_ASSIGN(MemberStream stream, archive.stream(sheet.member, place));
  XmlSlices slices(std::move(stream), {"worksheet", "mergeCells", "mergeCell"}, place);
  OPORA_TRY(slices.open());
  std::vector<Area> areas;
  for (;;) {
    OPORA_ASSIGN(const std::span<char> slice, slices.next());
    if (slice.empty()) return areas;
    pugi::xml_document part;
    if (const auto parsed = part.load_buffer(slice.data(), slice.size(), kSliceFlags); !parsed) return broken_xml(place, parsed.description());
    for (const pugi::xml_node node : part)
      if (const auto area = area_of(node.attribute("ref").value())) areas.push_back(*area);
  }
}

// A row that is empty but for a cell from above is no row of the reader, and none here.
void repeat(const Area& area, DocumentTable& table) {
  const auto is_before = [](const DocumentRow& row, std::int64_t line) { return row.line < line; };
  const auto first = std::lower_bound(table.rows.begin(), table.rows.end(), area.top, is_before);
  if (first == table.rows.end() || first->line != area.top || area.left >= first->cells.size()) return;
  const std::string text = first->cells[area.left].text;
  for (auto row = first; row != table.rows.end() && row->line <= area.bottom; ++row)
    for (std::size_t c = area.left; c <= area.right && c < row->cells.size(); ++c)
      if (row != first || c != area.left) row->cells[c] = {text, row == first ? CellOrigin::kFromLeft : CellOrigin::kFromAbove};
}

}  // namespace

Result<PlanDocument> read_sheets(const std::filesystem::path& file, bool workbook) {
  PlanDocument document;
  document.file = file.string();
  OPORA_ASSIGN(const std::unique_ptr<TableReader> reader, open_table(file));
  for (std::size_t sheet = 0; sheet < reader->sheets().size(); ++sheet) {
    OPORA_ASSIGN(DocumentTable table, read_sheet(*reader, sheet, document.file));
    document.blocks.emplace_back(std::move(table));
  }
  if (!workbook) return document;
  OPORA_ASSIGN(ZipArchive archive, ZipArchive::open(file, document.file));
  OPORA_ASSIGN(const Workbook book, read_workbook(archive));
  for (std::size_t sheet = 0; sheet < book.sheets.size(); ++sheet) {
    OPORA_ASSIGN(const std::vector<Area> areas, merged_areas(archive, book.sheets[sheet]));
    for (const Area& area : areas) repeat(area, std::get<DocumentTable>(document.blocks[sheet]));
  }
  return document;
}

}  // namespace opora
