// Texts and values of documents, read from Lua.
#include <cmath>

#include "base/messages.h"
#include "extend/lua_document.h"
#include "extend/lua_values.h"
#include "extend/safe_library.h"

namespace opora {
namespace {

[[noreturn]] void fail_value(lua_State* lua, int index, ValueType type) {
  static constexpr const char* kTypes[] = {"text", "integer", "number", "percent", "date"};
  fail(lua, "LUA-038", tr_format("a value of the type \"{0}\" cannot be {1}", kTypes[static_cast<std::size_t>(type)],
                                 lua_type(lua, index) == LUA_TSTRING ? "\"" + text_of(lua, index) + "\"" : type_at(lua, index)),
       tr("types are text, integer, number, percent (a share, or a part of 1) and date (2022-03-15)"));
}

// { text = "…", bold = true, italic = true, note = "…" }
TextRun need_run(lua_State* lua, int index) {
  if (lua_type(lua, index) != LUA_TTABLE) return {need_title_text(lua, index, tr_later("a text")), false, false, {}};
  static constexpr std::string_view kKeys[] = {"text", "bold", "italic", "note"};
  TextRun run;
  each_option(lua, index, kKeys, "text", [&](std::size_t key) {
    switch (key) {
      case 0: run.text = need_title_text(lua, -1, tr_later("a text")); break;
      case 1: run.bold = lua_toboolean(lua, -1) != 0; break;
      case 2: run.italic = lua_toboolean(lua, -1) != 0; break;
      case 3: run.note = need_title_text(lua, -1, tr_later("a footnote")); break;
    }
  });
  return run;
}

CellValue plain_cell(lua_State* lua, int index, ValueType type) {
  if (lua_isnil(lua, index)) return {};
  if (const Exact* exact = find_object<Exact>(lua, index)) {
    if (exact->missing()) return {};
    if (type == ValueType::kText || type == ValueType::kDate) fail_value(lua, index, type);
    return {exact->share, {}, {}};
  }
  const bool is_number = lua_type(lua, index) == LUA_TNUMBER;
  switch (type) {
    case ValueType::kText: return {need_title_text(lua, index, tr_later("a text")), {}, {}};
    case ValueType::kInteger: {
      int whole = 0;
      const lua_Integer value = is_number ? lua_tointegerx(lua, index, &whole) : 0;
      if (whole == 0) fail_value(lua, index, type);
      return {static_cast<std::int64_t>(value), {}, {}};
    }
    case ValueType::kNumber:
    case ValueType::kPercent:
      if (!is_number) fail_value(lua, index, type);
      return {static_cast<double>(lua_tonumber(lua, index)), {}, {}};
    case ValueType::kDate: {
      const auto day = lua_type(lua, index) == LUA_TSTRING ? parse_date(need_text(lua, index, tr_later("a day"))) : std::nullopt;
      if (!day) fail_value(lua, index, type);
      return {*day, {}, {}};
    }
  }
  return {};
}

std::pair<double, double> need_interval(lua_State* lua, int index) {
  double ends[2] = {0, 0};
  const int list = lua_absindex(lua, index);
  if (lua_type(lua, list) != LUA_TTABLE) fail_argument(lua, list, "interval { low, high }");
  for (int i = 0; i < 2; ++i) {
    lua_geti(lua, list, i + 1);
    ends[i] = need_number(lua, -1, tr_later("an end of an interval"));
    lua_pop(lua, 1);
  }
  return {ends[0], ends[1]};
}

}  // namespace

std::string need_title_text(lua_State* lua, int index, const char* what) {
  return lua_type(lua, index) == LUA_TNUMBER ? text_of(lua, index) : need_text(lua, index, what);
}

RichText need_rich_text(lua_State* lua, int index) {
  RichText text;
  if (lua_type(lua, index) != LUA_TTABLE || lua_rawlen(lua, index) == 0) {
    text.push_back(need_run(lua, index));
    return text;
  }
  each_element(lua, index, [&](lua_Integer) { text.push_back(need_run(lua, -1)); });
  return text;
}

ValueType need_value_type(lua_State* lua, int index) {
  static const std::vector<std::string> kTypes = {"text", "integer", "number", "percent", "date"};
  const std::string word = need_text(lua, index, tr_later("the type of a value"));
  for (std::size_t i = 0; i < kTypes.size(); ++i)
    if (kTypes[i] == word) return static_cast<ValueType>(i);
  fail(lua, "LUA-034", tr_format("there is no type '{0}'", word), suggestion(word, kTypes));
}

CellValue need_cell(lua_State* lua, int index, const DocumentCellForm& form, const SmallCells& small) {
  CellValue cell;
  std::optional<std::int64_t> people;
  if (lua_type(lua, index) == LUA_TTABLE) {
    static constexpr std::string_view kKeys[] = {"value", "reason", "n", "interval", "columns", "rows", "strong", "shade"};  // spans and looks are the table's
    std::string reason;
    each_option(lua, index, kKeys, "cell", [&](std::size_t key) {
      switch (key) {
        case 0: cell = plain_cell(lua, lua_gettop(lua), form.type); break;
        case 1: reason = need_title_text(lua, -1, tr_later("a reason")); break;
        case 2: people = need_integer(lua, -1, "n"); break;
        case 3: cell.interval = need_interval(lua, -1); break;
        default: break;
      }
    });
    cell.reason = std::move(reason);
  } else {
    cell = plain_cell(lua, index, form.type);
  }
  return form.open ? cell : small.shown(std::move(cell), people);
}

}  // namespace opora
