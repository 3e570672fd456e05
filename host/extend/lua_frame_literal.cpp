// frame({ { "school", "text" }, { "rank", "whole" } }, { { "s1", 1 }, { "s2", nil } }): a frame of a script's own
// rows: the result of a matching, or small tables that a pack brings along.
#include "base/messages.h"
#include "extend/lua_frames.h"
#include "extend/lua_outputs.h"
#include "extend/lua_values.h"
#include "extend/safe_library.h"

namespace opora {
namespace {

constexpr std::int64_t kMostRows = 200'000;

// One column in the making; a cell that is nil has no value.
class Cells {
 public:
  Cells(std::string name, ColumnType type) : name_(std::move(name)), type_(type) {}
  const std::string& name() const { return name_; }

  void add(lua_State* lua, int index) {
    const bool there = !lua_isnil(lua, index);
    valid_.push_back(there);
    switch (type_) {
      case ColumnType::kInt64: return whole_.push_back(there ? need_integer(lua, index, name_.c_str()) : 0);
      case ColumnType::kFloat64: return number_.push_back(there ? need_number(lua, index, name_.c_str()) : 0);
      default: return text_.push_back(there ? need_text(lua, index, name_.c_str()) : std::string());
    }
  }
  Column column() const {
    switch (type_) {
      case ColumnType::kInt64: return Column::of_int64(whole_, valid_);
      case ColumnType::kFloat64: return Column::of_float64(number_, valid_);
      default: return Column::of_text(text_, valid_);
    }
  }

 private:
  std::string name_;
  ColumnType type_;
  std::vector<std::uint8_t> valid_;
  std::vector<std::int64_t> whole_;
  std::vector<double> number_;
  std::vector<std::string> text_;
};

// Stays on the C++ side when a cell fails: the sandbox ends the script by an exception, which frees it.
std::vector<Cells> need_columns(lua_State* lua, int index) {
  if (lua_type(lua, index) != LUA_TTABLE) fail_argument(lua, index, "table of columns");
  std::vector<Cells> columns;
  for (lua_Integer i = 1; lua_rawgeti(lua, index, i) == LUA_TTABLE; ++i) {
    lua_rawgeti(lua, -1, 1);
    std::string name = need_text(lua, -1, tr_later("the name of a column"));
    lua_rawgeti(lua, -2, 2);
    const ColumnType type = need_type(lua, lua_gettop(lua));
    if (type == ColumnType::kDate) fail(lua, "LUA-034", tr("dates cannot be written into a frame; write them as texts"));
    for (const Cells& other : columns)
      if (other.name() == name) fail(lua, "LUA-034", tr_format("the column '{0}' is there twice", name));
    columns.emplace_back(std::move(name), type);
    lua_settop(lua, 2);
  }
  lua_settop(lua, 2);
  if (columns.empty()) fail(lua, "LUA-034", tr("a frame needs columns"), tr("write for example: frame({ { \"school\", \"text\" } }, rows)"));
  return columns;
}

int frame_literal(lua_State* lua) {
  lua_settop(lua, 2);
  std::vector<Cells> columns = need_columns(lua, 1);
  if (lua_type(lua, 2) != LUA_TTABLE) fail_argument(lua, 2, "table of rows");
  const auto rows = static_cast<std::int64_t>(lua_rawlen(lua, 2));
  if (rows > kMostRows) fail(lua, "LUA-040", tr_format("{0} rows are too many to be written one by one", rows));
  charge_cells(lua, rows * static_cast<std::int64_t>(columns.size()));
  for (std::int64_t row = 1; row <= rows; ++row) {
    if (lua_rawgeti(lua, 2, row) != LUA_TTABLE) fail(lua, "LUA-034", tr_format("row {0} is no table of values", row));
    for (std::size_t i = 0; i < columns.size(); ++i) {
      lua_rawgeti(lua, 3, static_cast<lua_Integer>(i) + 1);
      columns[i].add(lua, 4);
      lua_settop(lua, 3);
    }
    lua_settop(lua, 2);
  }
  Frame made;
  for (const Cells& cells : columns) made = made.with(cells.name(), cells.column());
  push_frame(lua, std::move(made));
  return 1;
}

}  // namespace

void open_frame_literals(Sandbox& sandbox) {
  lua_pushcfunction(sandbox.lua(), &frame_literal);
  sandbox.provide("frame");
}

}  // namespace opora
