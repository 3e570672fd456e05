// doc: how a script makes a document. Verbs read tables and hand blocks to the host; a script writes no markup and formats
// no numbers.
// LUA-038 a value that is not of its column's type; REPORT-001 as of DocumentSink.
#pragma once

#include "extend/lua_objects.h"
#include "report/document_sink.h"
#include "report/small_cells.h"

namespace opora {

struct DocumentObject {
  static constexpr const char* kTypeName = "opora.document";
  static constexpr const char* kWhat = "document";
  DocumentSink* sink;
  SmallCells small;
};

void open_document(Sandbox& sandbox);

// Parts of blocks, read from the value at `index` (lua_document_values.cpp).
RichText need_rich_text(lua_State* lua, int index);
std::string need_title_text(lua_State* lua, int index, const char* what);  // a text; numbers are written out
ValueType need_value_type(lua_State* lua, int index);
// "MISSING", a text, a number, a share, a day, or { value = …, reason = …, n = …, interval = { low, high } }. `open`: no
// people are behind it, so that small counts are shown.
struct DocumentCellForm {
  ValueType type = ValueType::kText;
  bool open = false;
};
CellValue need_cell(lua_State* lua, int index, const DocumentCellForm& form, const SmallCells& small);

Table need_table(lua_State* lua, int index, const SmallCells& small);   // lua_document_table.cpp
Chart need_chart(lua_State* lua, int index, const SmallCells& small);   // lua_document_chart.cpp
KeyFigures need_key_figures(lua_State* lua, int index, const SmallCells& small);

// read() with the elements of the list at `index` one after the other on top of the stack.
template <class Read>
void each_element(lua_State* lua, int index, Read&& read) {
  if (lua_type(lua, index) != LUA_TTABLE) fail_argument(lua, index, "list");
  const int list = lua_absindex(lua, index);
  const auto length = static_cast<lua_Integer>(lua_rawlen(lua, list));
  for (lua_Integer i = 1; i <= length; ++i) {
    lua_geti(lua, list, i);
    read(i);
    lua_pop(lua, 1);
  }
}

}  // namespace opora
