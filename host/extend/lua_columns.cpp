#include "extend/lua_columns.h"

#include <cmath>

#include "base/messages.h"
#include "extend/lua_values.h"
#include "extend/safe_library.h"
#include "frame/elementwise.h"
#include "frame/conditions.h"

namespace opora {
namespace {

constexpr std::size_t kCollectAfter = std::size_t{12} << 20;  // memory used again is cheaper than memory fresh from the system

std::size_t width_of(ColumnType type) { return type == ColumnType::kInt64 || type == ColumnType::kFloat64 ? 8 : 4; }
const void* memory_of(const Column& column) { return column.size() == 0 ? nullptr : column.codes().data(); }

const Column& self(lua_State* lua) { return need_object<ColumnObject>(lua, 1).column; }

// square_root … absolute: the kernels that native plugins call, too.
template <Elementwise kFunction>
int map_verb(lua_State* lua) {
  static constexpr const char* kNames[] = {"sqrt", "log", "floor", "round", "abs"};
  const Column& column = self(lua);
  if (column.type() == ColumnType::kText || column.type() == ColumnType::kDate)
    fail(lua, "LUA-034", tr_format("'{0}' needs a column of numbers", kNames[static_cast<std::size_t>(kFunction)]));
  charge_cells(lua, column.size());
  push_column(lua, unwrap(lua, elementwise(column, kFunction)));
  return 1;
}

// 1 where the condition holds, 0 where not, missing where the value is.
int is(lua_State* lua) {
  const Column column = self(lua);
  charge_cells(lua, column.size());
  Frame frame = Frame().with("value", column);
  Condition condition{"value", need_comparison(lua, 2), need_operand(lua, 3)};
  if (const ColumnObject* other = find_object<ColumnObject>(lua, 3)) {
    if (other->column.size() != column.size()) fail(lua, "LUA-034", tr("two columns of one comparison must have as many rows"));
    frame = frame.with("other", other->column);
    condition.operand = ColumnRef{"other"};
  }
  const std::vector<std::uint8_t> held = unwrap(lua, mask_of(frame, {condition}));
  ColumnValues<std::int64_t> values(held.size());
  std::vector<std::uint8_t> valid(column.null_count() > 0 ? held.size() : 0);
  for (std::size_t i = 0; i < held.size(); ++i) values[i] = held[i];
  for (std::size_t i = 0; i < valid.size(); ++i) valid[i] = column.valid(static_cast<std::int64_t>(i));
  push_column(lua, Column::of_int64(std::move(values), valid));
  return 1;
}

// The value of `b` where `a` has none.
int or_else(lua_State* lua) {
  const Column a = self(lua);
  const Column b = need_column(lua, 2, a.size(), tr_later("the replacement"));
  charge_cells(lua, 2 * a.size());
  if (b.size() != a.size()) fail(lua, "LUA-034", tr("the replacement must have as many rows as the column"));
  const auto n = static_cast<std::size_t>(a.size());
  std::vector<std::uint8_t> valid(n);
  for (std::size_t i = 0; i < n; ++i) valid[i] = a.valid(static_cast<std::int64_t>(i)) || b.valid(static_cast<std::int64_t>(i));
  const auto pick = [&](auto value_of) {
    using Value = decltype(value_of(a, 0));
    std::conditional_t<std::is_same_v<Value, std::string>, std::vector<Value>, ColumnValues<Value>> values(n);
    for (std::size_t i = 0; i < n; ++i) {
      const auto row = static_cast<std::int64_t>(i);
      values[i] = valid[i] == 0 ? Value{} : a.valid(row) ? value_of(a, row) : value_of(b, row);
    }
    return values;
  };
  const bool is_text = a.type() == ColumnType::kText;
  if (is_text != (b.type() == ColumnType::kText) || a.type() == ColumnType::kDate)
    fail(lua, "LUA-034", tr("the replacement must be of the column's kind: numbers or texts"));
  if (is_text) {
    push_column(lua, Column::of_text(pick([](const Column& c, std::int64_t row) { return std::string(c.text(row)); }), valid));
  } else if (a.type() == ColumnType::kInt64 && b.type() == ColumnType::kInt64) {
    push_column(lua,
                Column::of_int64(pick([](const Column& c, std::int64_t row) { return c.int64()[static_cast<std::size_t>(row)]; }),
                                 valid));
  } else {
    push_column(lua, Column::of_float64(pick([](const Column& c, std::int64_t row) { return c.number(row); }), valid));
  }
  return 1;
}

int length(lua_State* lua) {
  lua_pushinteger(lua, self(lua).size());
  return 1;
}

int index(lua_State* lua) {
  if (lua_type(lua, 2) != LUA_TNUMBER) {
    if (push_verb(lua)) return 1;
    const std::string name = text_of(lua, 2);
    fail(lua, "LUA-035", tr_format("a {0} has no '{1}'", "column", name), suggestion(name, verb_names(lua)));
  }
  const Column& column = self(lua);
  const std::int64_t row = need_integer(lua, 2, tr_later("the row of a column"));
  if (row < 1 || row > column.size() + 1)  // one past the end is nil, as ipairs expects
    fail(lua, "LUA-034", tr_format("the column has rows 1 to {0}, not {1}", column.size(), row));
  row > column.size() ? lua_pushnil(lua) : push_value(lua, column, row - 1);
  return 1;
}

int to_text(lua_State* lua) {
  const std::string text = tr_count("column of {} row", "column of {} rows", self(lua).size());
  lua_pushlstring(lua, text.data(), text.size());
  return 1;
}

template <Arithmetic kOperator>
int arithmetic_event(lua_State* lua) {
  return column_arithmetic(lua, kOperator);
}

int negate(lua_State* lua) {
  lua_settop(lua, 1);
  lua_pushinteger(lua, 0);
  lua_insert(lua, 1);
  return column_arithmetic(lua, Arithmetic::kSubtract);
}

int refuse_comparison(lua_State* lua) {
  fail(lua, "LUA-034", tr("columns are not compared with < or ==: the answer would be one for all rows"),
       tr("use column:is(\"<\", value), or :where on the frame"));
}

}  // namespace

void ColumnLedger::hold(const void* memory, std::size_t bytes) {
  if (memory == nullptr) return;
  Held& held = held_[memory];
  if (held.holders++ > 0) return;
  held.bytes = bytes;
  bytes_ += bytes;
}

void ColumnLedger::release(const void* memory) {
  const auto held = held_.find(memory);
  if (held == held_.end() || --held->second.holders > 0) return;
  bytes_ -= held->second.bytes;
  held_.erase(held);
}

void ColumnLedger::hold(const Column& column) {
  const auto rows = static_cast<std::size_t>(column.size());
  hold(memory_of(column), rows * width_of(column.type()) + (column.null_count() > 0 ? rows / 8 : 0));
  if (!column.dictionary() || held_.contains(column.dictionary().get())) return hold(column.dictionary().get(), 0);
  std::size_t bytes = 0;
  for (const std::string& text : column.dictionary()->texts()) bytes += text.size() + sizeof(std::string);
  hold(column.dictionary().get(), bytes);
}

void ColumnLedger::release(const Column& column) {
  release(memory_of(column));
  release(column.dictionary().get());
}

void ColumnLedger::hold(const PendingColumn& column) {
  const std::size_t rows = column.rows()->rows.size();
  hold(column.source());
  hold(column.rows().get(), rows * sizeof(std::uint32_t));
  hold(&column, rows * width_of(column.source().type()) + (column.source().null_count() > 0 ? rows / 8 : 0));
}

void ColumnLedger::release(const PendingColumn& column) {
  release(&column);
  release(column.rows().get());
  release(column.source());
}

void ColumnLedger::hold(const Frame& frame) {
  frame.each_memory([this](const auto& held) { hold(held); });
}

void ColumnLedger::release(const Frame& frame) {
  frame.each_memory([this](const auto& held) { release(held); });
}

void check_frame_memory(lua_State* lua) {
  Sandbox& sandbox = Sandbox::of(lua);
  ColumnLedger& ledger = sandbox.columns();
  const std::size_t limit = sandbox.meter().limits().frame_bytes;
  // Lua does not know how much a frame weighs, so its own collector would come too late.
  if (ledger.bytes() <= limit && ledger.bytes() < ledger.bytes_after_collection * 5 / 4 + kCollectAfter) return;
  lua_gc(lua, LUA_GCCOLLECT);
  ledger.bytes_after_collection = ledger.bytes();
  if (ledger.bytes() > limit)
    fail(lua, "LUA-041", tr_format("the frames of the script need more than {0} MB", limit >> 20),
         tr("aggregate earlier with :group and :tally, and :select only the columns you need"));
}

void push_column(lua_State* lua, Column column) {
  push_object(lua, ColumnObject(Sandbox::of(lua).columns(), std::move(column)));
  check_frame_memory(lua);
}

void push_value(lua_State* lua, const Column& column, std::int64_t row) {
  const auto i = static_cast<std::size_t>(row);
  if (!column.valid(row)) return lua_pushnil(lua);
  switch (column.type()) {
    case ColumnType::kInt64: return lua_pushinteger(lua, column.int64()[i]);
    case ColumnType::kFloat64: return lua_pushnumber(lua, column.float64()[i]);
    case ColumnType::kDate: return lua_pushinteger(lua, column.days()[i]);
    case ColumnType::kText: break;
  }
  const std::string_view text = column.text(row);
  lua_pushlstring(lua, text.data(), text.size());
}

Column need_column(lua_State* lua, int index, std::int64_t rows, const char* what) {
  if (const ColumnObject* object = find_object<ColumnObject>(lua, index)) {
    if (object->column.size() != 1 || rows == 1) return object->column;
    return object->column.take(std::vector<std::int64_t>(static_cast<std::size_t>(rows), 0));
  }
  const auto n = static_cast<std::size_t>(rows);
  if (lua_isinteger(lua, index) != 0) return Column::of_int64(std::vector<std::int64_t>(n, lua_tointeger(lua, index)));
  if (lua_type(lua, index) == LUA_TSTRING)
    return Column::of_codes(std::make_shared<const Dictionary>(std::vector{need_text(lua, index, what)}),
                            std::vector<std::int32_t>(n, 0));
  return Column::of_float64(std::vector<double>(n, need_number(lua, index, what)));
}

int column_arithmetic(lua_State* lua, Arithmetic op) {
  const Column a = need_column(lua, 1, 1, tr_later("the left side")), b = need_column(lua, 2, 1, tr_later("the right side"));
  charge_cells(lua, 2 * std::max(a.size(), b.size()));
  push_column(lua, unwrap(lua, arithmetic(a, op, b)));
  return 1;
}

Operand need_operand(lua_State* lua, int index) {
  if (lua_isinteger(lua, index) != 0) return static_cast<std::int64_t>(lua_tointeger(lua, index));
  if (lua_type(lua, index) == LUA_TSTRING) return need_text(lua, index, tr_later("the value of a condition"));
  if (const ColumnOperand* name = find_object<ColumnOperand>(lua, index)) return ColumnRef{name->name};
  if (find_object<ColumnObject>(lua, index) != nullptr) return ColumnRef{};
  if (lua_type(lua, index) != LUA_TTABLE) return need_number(lua, index, tr_later("the value of a condition"));
  const int table = lua_absindex(lua, index);
  std::vector<std::int64_t> numbers;
  std::vector<std::string> texts;
  for (lua_Integer i = 1; lua_geti(lua, table, i) != LUA_TNIL; ++i) {
    if (lua_type(lua, -1) == LUA_TSTRING)
      texts.push_back(need_text(lua, -1, tr_later("a value of the list")));
    else
      numbers.push_back(need_integer(lua, -1, tr_later("a value of the list")));
    lua_pop(lua, 1);
    charge(lua, 1);
  }
  lua_pop(lua, 1);
  if (!texts.empty() && !numbers.empty()) fail(lua, "LUA-034", tr("a list of values holds texts or whole numbers, not both"));
  if (texts.empty()) return numbers;
  return texts;
}

Comparison need_comparison(lua_State* lua, int index) {
  const std::string symbol = need_text(lua, index, tr_later("the operator of a condition"));
  if (symbol == "in") return Comparison::kEqual;
  if (symbol == "not in") return Comparison::kNotEqual;
  if (const auto op = parse_comparison(symbol)) return *op;
  fail(lua, "LUA-034", tr_format("'{0}' is no operator of a condition", symbol), tr("possible: < <= == != >= > in, not in"));
}

Condition need_condition(lua_State* lua, int index) {
  Condition condition;
  condition.column = need_text(lua, index, tr_later("the column of a condition"));
  condition.op = need_comparison(lua, index + 1);
  if (lua_isnoneornil(lua, index + 2))
    fail(lua, "LUA-034", tr_format("the condition on '{0}' has no value", condition.column),
         tr("a missing value never fulfils a condition; :present(\"column\") keeps the rows that have one"));
  if (find_object<ColumnObject>(lua, index + 2) != nullptr)
    fail(lua, "LUA-034", tr("a condition compares with a value, or with a column by its name"), tr("write col(\"name\")"));
  condition.operand = need_operand(lua, index + 2);
  return condition;
}

void open_columns(Sandbox& sandbox) {
  define_type<ColumnObject>(sandbox.lua(),
                            {{"sqrt", &map_verb<Elementwise::kSquareRoot>},
                             {"log", &map_verb<Elementwise::kLogarithm>},
                             {"floor", &map_verb<Elementwise::kFloor>},
                             {"round", &map_verb<Elementwise::kRound>},
                             {"abs", &map_verb<Elementwise::kAbsolute>},
                             {"is", &is},
                             {"or_else", &or_else}},
                            {{"__index", &index},
                             {"__len", &length},
                             {"__tostring", &to_text},
                             {"__unm", &negate},
                             {"__lt", &refuse_comparison},
                             {"__le", &refuse_comparison},
                             {"__add", &arithmetic_event<Arithmetic::kAdd>},
                             {"__sub", &arithmetic_event<Arithmetic::kSubtract>},
                             {"__mul", &arithmetic_event<Arithmetic::kMultiply>},
                             {"__div", &arithmetic_event<Arithmetic::kDivide>},
                             {"__idiv", &arithmetic_event<Arithmetic::kFloorDivide>},
                             {"__mod", &arithmetic_event<Arithmetic::kModulo>}});
}

}  // namespace opora
