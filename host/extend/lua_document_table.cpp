// doc:table{ columns = { { title = …, type = …, name = … } }, rows = …, totals = …, header = …, caption = …, note = … }:
// rows are lists in the order of the columns, or records and frames, whose fields the columns name.
#include <algorithm>

#include "base/messages.h"
#include "extend/lua_document.h"
#include "extend/lua_frames.h"
#include "extend/safe_library.h"

namespace opora {
namespace {

struct ReadColumn {
  TableColumn column;
  std::string name;  // of the field
  bool open = false;
  DocumentCellForm form() const { return {column.type, open}; }
};
using ReadColumns = std::vector<ReadColumn>;

ReadColumn need_table_column(lua_State* lua, int index) {
  ReadColumn read;
  if (lua_type(lua, index) == LUA_TSTRING) {
    read.column.title = need_text(lua, index, tr_later("the title of a column"));
    return read;
  }
  static constexpr std::string_view kKeys[] = {"title", "type", "digits", "width", "show_n", "name", "open"};
  each_option(lua, index, kKeys, "columns", [&](std::size_t key) {
    switch (key) {
      case 0: read.column.title = need_title_text(lua, -1, tr_later("the title of a column")); break;
      case 1: read.column.type = need_value_type(lua, lua_gettop(lua)); break;
      case 2: read.column.digits = static_cast<int>(std::clamp<std::int64_t>(need_integer(lua, -1, "digits"), 0, 9)); break;
      case 3: read.column.width = need_number(lua, -1, "width"); break;
      case 4: read.column.show_n = lua_toboolean(lua, -1) != 0; break;
      case 5: read.name = need_text(lua, -1, "name"); break;
      case 6: read.open = lua_toboolean(lua, -1) != 0; break;
    }
  });
  return read;
}

int whole_field(lua_State* lua, int index, const char* key, int otherwise) {
  const bool given = lua_getfield(lua, index, key) != LUA_TNIL;
  const int value = given ? static_cast<int>(std::clamp<std::int64_t>(need_integer(lua, -1, key), 1, 1000)) : otherwise;
  lua_pop(lua, 1);
  return value;
}

TableCell need_table_cell(lua_State* lua, int index, const DocumentCellForm& form, const SmallCells& small) {
  TableCell cell;
  cell.value = need_cell(lua, index, form, small);
  if (lua_type(lua, index) != LUA_TTABLE) return cell;
  cell.columns = whole_field(lua, index, "columns", 1);
  cell.rows = whole_field(lua, index, "rows", 1);
  lua_getfield(lua, index, "strong");
  cell.strong = lua_toboolean(lua, -1) != 0;
  lua_pop(lua, 1);
  const bool shaded = lua_getfield(lua, index, "shade") != LUA_TNIL;
  if (shaded) cell.shade = std::clamp(need_number(lua, -1, "shade"), 0.0, 1.0);
  lua_pop(lua, 1);
  if (std::holds_alternative<std::monostate>(cell.value.value)) cell.shade.reset();  // a ground would tell what is hidden
  return cell;
}

// Cells of spans above, by column: how many further rows each covers.
using Covered = std::vector<int>;

// The list at `index`, a cell after the other; columns that a span covers have none.
std::vector<TableCell> need_listed_row(lua_State* lua, int index, const ReadColumns& columns, const SmallCells& small, Covered& covered) {
  if (lua_type(lua, index) != LUA_TTABLE) fail_argument(lua, index, "row");
  const int row = lua_absindex(lua, index);
  charge(lua, static_cast<std::int64_t>(columns.size()));
  std::vector<TableCell> cells;
  lua_Integer place = 0;
  for (std::size_t column = 0; column < columns.size();) {
    if (covered[column] > 0) {
      --covered[column++];
      continue;
    }
    lua_geti(lua, row, ++place);
    cells.push_back(need_table_cell(lua, lua_gettop(lua), columns[column].form(), small));
    lua_pop(lua, 1);
    const TableCell& cell = cells.back();
    for (int i = 0; i < cell.columns && column < columns.size(); ++i) covered[column++] = cell.rows - 1;
  }
  lua_geti(lua, row, place + 1);
  if (!lua_isnil(lua, -1)) fail(lua, "LUA-034", tr_format("a row has more cells than the table has columns, {0}", columns.size()));
  lua_pop(lua, 1);
  return cells;
}

std::vector<TableCell> need_record(lua_State* lua, int index, const ReadColumns& columns, const SmallCells& small) {
  if (lua_type(lua, index) != LUA_TTABLE) fail_argument(lua, index, "row");
  const int row = lua_absindex(lua, index);
  charge(lua, static_cast<std::int64_t>(columns.size()));
  std::vector<TableCell> cells;
  for (const ReadColumn& column : columns) {
    lua_getfield(lua, row, column.name.c_str());
    cells.push_back(need_table_cell(lua, lua_gettop(lua), column.form(), small));
    lua_pop(lua, 1);
  }
  return cells;
}

bool by_name(const ReadColumns& columns) {
  return !columns.empty() && std::all_of(columns.begin(), columns.end(), [](const ReadColumn& one) { return !one.name.empty(); });
}

std::vector<std::vector<TableCell>> need_frame_rows(lua_State* lua, const Frame& frame, const ReadColumns& columns, const SmallCells& small) {
  if (!by_name(columns)) fail(lua, "LUA-034", tr("rows of a frame need columns with names"), tr("write for example: { name = \"share\", title = \"…\", type = \"percent\" }"));
  charge_cells(lua, cells_of(frame));
  std::vector<const Column*> sources;
  for (const ReadColumn& column : columns) {
    if (!frame.has(column.name)) fail(lua, "LUA-035", tr_format("the frame has no column '{0}'", column.name), suggestion(column.name, frame.names()));
    sources.push_back(frame.find(column.name));
  }
  std::vector<std::vector<TableCell>> rows(static_cast<std::size_t>(frame.rows()));
  for (std::int64_t row = 0; row < frame.rows(); ++row)
    for (std::size_t i = 0; i < columns.size(); ++i) {
      if (sources[i]->valid(row)) push_value(lua, *sources[i], row);
      else lua_pushnil(lua);
      rows[static_cast<std::size_t>(row)].push_back(need_table_cell(lua, lua_gettop(lua), columns[i].form(), small));
      lua_pop(lua, 1);
    }
  return rows;
}

std::vector<std::vector<TableCell>> need_rows(lua_State* lua, int index, const ReadColumns& columns, const SmallCells& small) {
  if (const FrameObject* frame = find_object<FrameObject>(lua, index)) return need_frame_rows(lua, frame->frame, columns, small);
  std::vector<std::vector<TableCell>> rows;
  Covered covered(columns.size(), 0);
  each_element(lua, index, [&](lua_Integer) {
    const bool record = by_name(columns) && lua_rawlen(lua, -1) == 0;
    rows.push_back(record ? need_record(lua, lua_gettop(lua), columns, small) : need_listed_row(lua, lua_gettop(lua), columns, small, covered));
  });
  return rows;
}

// Rows above the titles hold texts.
ReadColumns as_texts(const ReadColumns& columns) { return ReadColumns(columns.size(), ReadColumn{}); }

}  // namespace

Table need_table(lua_State* lua, int index, const SmallCells& small) {
  static constexpr std::string_view kKeys[] = {"columns", "rows", "totals", "header", "caption", "note"};
  enum Key : std::size_t { kColumns, kRows, kTotals, kHeader, kCaption, kNote };
  ReadColumns columns;
  Table table;
  // Columns come first among the keys: the rows are read by them.
  each_option(lua, index, kKeys, "table", [&](std::size_t key) {
    const int at = lua_gettop(lua);
    Covered covered(columns.size(), 0);
    switch (key) {
      case kColumns: each_element(lua, at, [&](lua_Integer) { columns.push_back(need_table_column(lua, lua_gettop(lua))); }); break;
      case kRows: table.rows = need_rows(lua, at, columns, small); break;
      case kTotals: table.totals = by_name(columns) && lua_rawlen(lua, at) == 0 ? need_record(lua, at, columns, small) : need_listed_row(lua, at, columns, small, covered); break;
      case kHeader: table.header = need_rows(lua, at, as_texts(columns), small); break;
      case kCaption: table.caption = need_title_text(lua, at, tr_later("the caption")); break;
      case kNote: table.note = need_title_text(lua, at, tr_later("the note")); break;
    }
  });
  if (columns.empty()) fail(lua, "LUA-032", tr("a table has columns"), tr("write for example: columns = { { title = \"…\", type = \"text\" } }"));
  for (ReadColumn& one : columns) table.columns.push_back(std::move(one.column));
  return table;
}

}  // namespace opora
