// Going through a frame row by row: for what few rows need. Each row is a small table; a column that
// the frame does not have is an error, a missing value is nil.
#include "base/messages.h"
#include "extend/lua_frames.h"
#include "extend/safe_library.h"
#include "frame/grouping.h"

namespace opora {
namespace {

constexpr std::int64_t kMostRows = 20'000;
constexpr std::int64_t kMostGroupedRows = 1'000'000;

// __index of a row: reached for missing values and for columns that do not exist. Upvalue: the frame.
int missing_value(lua_State* lua) {
  const Frame& frame = static_cast<FrameObject*>(lua_touserdata(lua, lua_upvalueindex(1)))->frame;
  const std::string name = text_of(lua, 2);
  if (frame.has(name)) return 0;
  fail(lua, "LUA-035", tr_format("the frame has no column '{0}'", name), suggestion(name, frame.names()));
}

// What an iterator goes through: the frame's columns, looked up once, and for :by the groups.
struct RowReader {
  static constexpr const char* kTypeName = "opora.row_reader";
  static constexpr const char* kWhat = "row reader";
  std::vector<const Column*> columns;  // of the frame, which is an upvalue of the iterator
  Grouping groups;
  const Column* key = nullptr;
};

enum Upvalue { kFrame = 1, kRowMetatable, kPosition, kNames, kReader };

// Leaves the iterator on the stack. Names are looked up as Lua strings once, not for each row.
void push_iterator(lua_State* lua, RowReader reader, lua_CFunction next) {
  const Frame& frame = need_object<FrameObject>(lua, 1).frame;
  for (std::size_t i = 0; i < frame.width(); ++i) reader.columns.push_back(&frame.column_at(i));
  lua_pushvalue(lua, 1);
  lua_createtable(lua, 0, 1);
  lua_pushvalue(lua, 1);
  lua_pushcclosure(lua, &missing_value, 1);
  lua_setfield(lua, -2, "__index");
  lua_pushinteger(lua, 0);
  lua_createtable(lua, static_cast<int>(frame.width()), 0);
  for (std::size_t i = 0; i < frame.width(); ++i) {
    lua_pushlstring(lua, frame.names()[i].data(), frame.names()[i].size());
    lua_rawseti(lua, -2, static_cast<lua_Integer>(i) + 1);
  }
  if (luaL_getmetatable(lua, RowReader::kTypeName) == LUA_TNIL) define_type<RowReader>(lua, {});
  lua_pop(lua, 1);
  push_object(lua, std::move(reader));
  lua_pushcclosure(lua, next, kReader);
}

const RowReader& reader_of(lua_State* lua) { return *static_cast<RowReader*>(lua_touserdata(lua, lua_upvalueindex(kReader))); }

void push_row(lua_State* lua, const RowReader& reader, std::int64_t row) {
  const std::size_t width = reader.columns.size();
  lua_createtable(lua, 0, static_cast<int>(width));
  for (std::size_t i = 0; i < width; ++i) {
    const Column& column = *reader.columns[i];
    if (!column.valid(row)) continue;
    lua_rawgeti(lua, lua_upvalueindex(kNames), static_cast<lua_Integer>(i) + 1);
    push_value(lua, column, row);
    lua_rawset(lua, -3);
  }
  lua_pushvalue(lua, lua_upvalueindex(kRowMetatable));
  lua_setmetatable(lua, -2);
}

std::int64_t advance(lua_State* lua) {
  const std::int64_t position = lua_tointeger(lua, lua_upvalueindex(kPosition));
  lua_pushinteger(lua, position + 1);
  lua_replace(lua, lua_upvalueindex(kPosition));
  return position;
}

int next_row(lua_State* lua) {
  const RowReader& reader = reader_of(lua);
  const std::int64_t row = advance(lua);
  if (reader.columns.empty() || row >= reader.columns.front()->size()) return 0;
  charge(lua, 1 + static_cast<std::int64_t>(reader.columns.size()));
  push_row(lua, reader, row);
  return 1;
}

int next_group(lua_State* lua) {
  const RowReader& reader = reader_of(lua);
  const auto group = static_cast<std::size_t>(advance(lua));
  if (group >= reader.groups.size()) return 0;
  const auto count = static_cast<std::int64_t>(reader.groups.rows_of(group));
  charge(lua, count * (1 + static_cast<std::int64_t>(reader.columns.size())));
  push_value(lua, *reader.key, reader.groups.row(reader.groups.starts[group]));
  lua_createtable(lua, static_cast<int>(count), 0);
  lua_Integer place = 0;
  reader.groups.each(group, [&](std::size_t row) {
    push_row(lua, reader, static_cast<std::int64_t>(row));
    lua_rawseti(lua, -2, ++place);
  });
  return 2;
}

[[noreturn]] void refuse_many(lua_State* lua, std::int64_t rows, std::int64_t most) {
  fail(lua, "LUA-040", tr_format("the frame has {0} rows; a script goes through {1} at most", rows, most),
       tr("aggregate first with :group and :tally, or check the whole frame with ctx:check"));
}

}  // namespace

int frame_rows(lua_State* lua) {
  const Frame& frame = need_object<FrameObject>(lua, 1).frame;
  if (frame.rows() > kMostRows) refuse_many(lua, frame.rows(), kMostRows);
  push_iterator(lua, {}, &next_row);
  return 1;
}

int frame_by(lua_State* lua) {
  const Frame& frame = need_object<FrameObject>(lua, 1).frame;
  const std::string name = need_text(lua, 2, tr_later("the column of groups"));
  const Column key = unwrap(lua, frame.column(name));
  if (frame.rows() > kMostGroupedRows) refuse_many(lua, frame.rows(), kMostGroupedRows);
  if (key.type() != ColumnType::kText && key.type() != ColumnType::kInt64)
    fail(lua, "LUA-034", tr_format("rows are grouped by texts or whole numbers; '{0}' holds neither", name));
  if (key.null_count() > 0)
    fail(lua, "LUA-042", tr_format("{0} rows have no value of '{1}'", key.null_count(), name),
         tr_format("leave them out with :present(\"{0}\")", name));
  charge_cells(lua, 4 * frame.rows());
  RowReader reader;
  if (frame.rows() > 0) reader.groups = unwrap(lua, group_rows(frame, {name}));
  else reader.groups.starts = {0};
  reader.key = frame.find(name);
  push_iterator(lua, std::move(reader), &next_group);
  return 1;
}

}  // namespace opora
