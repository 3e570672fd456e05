// Going through a frame row by row: for what few rows need. Each row is a small table; a column that
// the frame does not have is an error, a missing value is nil.
#include <algorithm>
#include <numeric>

#include "base/messages.h"
#include "extend/lua_frames.h"
#include "extend/safe_library.h"

namespace opora {
namespace {

constexpr std::int64_t kMostRows = 20'000;
constexpr std::int64_t kMostGroupedRows = 1'000'000;

// __index of a row: reached for missing values and for columns that do not exist. Upvalue: the frame.
int missing_value(lua_State* lua) {
  const Frame& frame = static_cast<FrameObject*>(lua_touserdata(lua, lua_upvalueindex(1)))->frame;
  const std::string name = text_of(lua, 2);
  if (frame.find(name) != nullptr) return 0;
  fail(lua, "LUA-035", tr_format("the frame has no column '{0}'", name), suggestion(name, frame.names()));
}

// Pushes what the iterators share, as their upvalues: 1 frame, 2 metatable of rows, 3 position.
void push_row_upvalues(lua_State* lua) {
  lua_pushvalue(lua, 1);
  lua_createtable(lua, 0, 1);
  lua_pushvalue(lua, 1);
  lua_pushcclosure(lua, &missing_value, 1);
  lua_setfield(lua, -2, "__index");
  lua_pushinteger(lua, 0);
}

void push_row(lua_State* lua, const Frame& frame, std::int64_t row) {
  const std::size_t width = frame.columns().size();
  lua_createtable(lua, 0, static_cast<int>(width));
  for (std::size_t i = 0; i < width; ++i) {
    if (!frame.columns()[i].valid(row)) continue;
    const std::string& name = frame.names()[i];
    lua_pushlstring(lua, name.data(), name.size());
    push_value(lua, frame.columns()[i], row);
    lua_rawset(lua, -3);
  }
  lua_pushvalue(lua, lua_upvalueindex(2));
  lua_setmetatable(lua, -2);
}

std::int64_t advance(lua_State* lua, std::int64_t by) {
  const std::int64_t position = lua_tointeger(lua, lua_upvalueindex(3));
  lua_pushinteger(lua, position + by);
  lua_replace(lua, lua_upvalueindex(3));
  return position;
}

const Frame& iterated(lua_State* lua) { return static_cast<FrameObject*>(lua_touserdata(lua, lua_upvalueindex(1)))->frame; }

int next_row(lua_State* lua) {
  const Frame& frame = iterated(lua);
  const std::int64_t row = advance(lua, 1);
  if (row >= frame.rows()) return 0;
  charge(lua, 1 + static_cast<std::int64_t>(frame.columns().size()));
  push_row(lua, frame, row);
  return 1;
}

[[noreturn]] void refuse_many(lua_State* lua, std::int64_t rows, std::int64_t most) {
  fail(lua, "LUA-040", tr_format("the frame has {0} rows; a script goes through {1} at most", rows, most),
       tr("aggregate first with :group and :tally, or check the whole frame with ctx:check"));
}

// Row numbers in the order of one column, so that equal keys stand together. Held by the iterator.
struct RowOrder {
  static constexpr const char* kTypeName = "opora.row_order";
  static constexpr const char* kWhat = "row order";
  std::vector<std::int64_t> rows;
  std::size_t column = 0;
};

template <class Value>
void order_by(std::vector<std::int64_t>& rows, std::span<const Value> values) {
  const auto before = [&](std::int64_t a, std::int64_t b) {
    return values[static_cast<std::size_t>(a)] < values[static_cast<std::size_t>(b)];
  };
  if (!std::is_sorted(rows.begin(), rows.end(), before)) std::stable_sort(rows.begin(), rows.end(), before);
}

bool same_key(const Column& column, std::int64_t a, std::int64_t b) {
  const auto i = static_cast<std::size_t>(a), j = static_cast<std::size_t>(b);
  return column.type() == ColumnType::kInt64 ? column.int64()[i] == column.int64()[j] : column.codes()[i] == column.codes()[j];
}

// Upvalue 4: the RowOrder.
int next_group(lua_State* lua) {
  const Frame& frame = iterated(lua);
  const RowOrder& order = *static_cast<RowOrder*>(lua_touserdata(lua, lua_upvalueindex(4)));
  const Column& key = frame.columns()[order.column];
  const auto first = static_cast<std::size_t>(lua_tointeger(lua, lua_upvalueindex(3)));
  if (first >= order.rows.size()) return 0;
  std::size_t last = first + 1;
  while (last < order.rows.size() && same_key(key, order.rows[first], order.rows[last])) ++last;
  const auto count = static_cast<std::int64_t>(last - first);
  advance(lua, count);
  charge(lua, count * (1 + static_cast<std::int64_t>(frame.columns().size())));
  push_value(lua, key, order.rows[first]);
  lua_createtable(lua, static_cast<int>(count), 0);
  for (std::size_t i = first; i < last; ++i) {
    push_row(lua, frame, order.rows[i]);
    lua_rawseti(lua, -2, static_cast<lua_Integer>(i - first) + 1);
  }
  return 2;
}

}  // namespace

int frame_rows(lua_State* lua) {
  const Frame& frame = need_object<FrameObject>(lua, 1).frame;
  if (frame.rows() > kMostRows) refuse_many(lua, frame.rows(), kMostRows);
  push_row_upvalues(lua);
  lua_pushcclosure(lua, &next_row, 3);
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
  RowOrder order;
  order.rows.resize(static_cast<std::size_t>(frame.rows()));
  std::iota(order.rows.begin(), order.rows.end(), 0);
  order.column = static_cast<std::size_t>(std::find(frame.names().begin(), frame.names().end(), name) - frame.names().begin());
  key.type() == ColumnType::kText ? order_by(order.rows, key.codes()) : order_by(order.rows, key.int64());
  push_row_upvalues(lua);
  if (luaL_getmetatable(lua, RowOrder::kTypeName) == LUA_TNIL) define_type<RowOrder>(lua, {});
  lua_pop(lua, 1);
  push_object(lua, std::move(order));
  lua_pushcclosure(lua, &next_group, 4);
  return 1;
}

}  // namespace opora
