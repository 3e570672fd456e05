// table.* and the sorted pairs. Sorting is our own: the stock one picks pivots by the clock and may
// misbehave on a comparison function that contradicts itself; a merge sort does neither.
#include <lua.hpp>

#include <algorithm>
#include <numeric>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/messages.h"
#include "extend/safe_library.h"
#include "extend/sandbox.h"

namespace opora {
namespace {

std::int64_t length_of(lua_State* lua, int index) {
  luaL_checktype(lua, index, LUA_TTABLE);
  return static_cast<std::int64_t>(lua_rawlen(lua, index));
}

int insert(lua_State* lua) {
  const std::int64_t length = length_of(lua, 1);
  const std::int64_t position = lua_gettop(lua) > 2 ? luaL_checkinteger(lua, 2) : length + 1;
  charge(lua, 2 + 2 * std::max<std::int64_t>(0, length - std::max<std::int64_t>(position, 0)));
  return call_original(lua);
}

int remove(lua_State* lua) {
  const std::int64_t length = length_of(lua, 1);
  const std::int64_t position = luaL_optinteger(lua, 2, length);
  charge(lua, 2 + 2 * std::max<std::int64_t>(0, length - std::max<std::int64_t>(position, 0)));
  return call_original(lua);
}

int unpack(lua_State* lua) {
  luaL_checktype(lua, 1, LUA_TTABLE);
  const lua_Integer first = luaL_optinteger(lua, 2, 1);
  const lua_Integer last = lua_isnoneornil(lua, 3) ? length_of(lua, 1) : luaL_checkinteger(lua, 3);
  if (first <= last &&
      static_cast<lua_Unsigned>(last) - static_cast<lua_Unsigned>(first) >= static_cast<lua_Unsigned>(kMostResults))
    Sandbox::of(lua).meter().stop(lua, Stop::kArguments);
  charge(lua, 2 + (first <= last ? last - first : 0));
  return call_original(lua);
}

int concat(lua_State* lua) {
  const std::int64_t length = length_of(lua, 1);
  std::size_t separator_length = 0;
  const char* separator = luaL_optlstring(lua, 2, "", &separator_length);
  const lua_Integer first = luaL_optinteger(lua, 3, 1);
  const lua_Integer last = luaL_optinteger(lua, 4, length);
  const std::size_t most = Sandbox::of(lua).meter().limits().string_bytes;
  std::string joined;
  for (lua_Integer i = first; i <= last; ++i) {
    lua_rawgeti(lua, 1, i);
    if (lua_isstring(lua, -1) == 0) {
      const char* what = luaL_typename(lua, -1);
      return luaL_error(lua, "invalid value (a %s at index %I) in table for 'concat'", what, i);
    }
    std::size_t size = 0;
    const char* text = lua_tolstring(lua, -1, &size);
    charge(lua, 2 + static_cast<std::int64_t>((size + separator_length) / 16));
    if (joined.size() + size + separator_length > most) Sandbox::of(lua).meter().stop(lua, Stop::kString);
    joined.append(text, size);
    lua_pop(lua, 1);
    if (i == last) break;  // `last` may be the greatest integer
    joined.append(separator, separator_length);
  }
  lua_pushlstring(lua, joined.data(), joined.size());
  return 1;
}

// Orders the elements of the table at stack index 3 (a copy) by "<" or the function at index 2.
class MergeSort {
 public:
  MergeSort(lua_State* lua, std::size_t n) : lua_(lua), order_(n), merged_(n) { std::iota(order_.begin(), order_.end(), 1); }

  const std::vector<lua_Integer>& run() {
    for (std::size_t width = 1; width < order_.size(); width *= 2) {
      for (std::size_t start = 0; start < order_.size(); start += 2 * width)
        merge(start, std::min(start + width, order_.size()), std::min(start + 2 * width, order_.size()));
      order_.swap(merged_);
    }
    return order_;
  }

 private:
  void merge(std::size_t left, std::size_t middle, std::size_t end) {
    std::size_t right = middle;
    for (std::size_t i = left, l = left; i < end; ++i)
      merged_[i] = l < middle && (right >= end || !less(order_[right], order_[l])) ? order_[l++] : order_[right++];
  }

  bool less(lua_Integer a, lua_Integer b) {
    const bool by_function = !lua_isnoneornil(lua_, 2);
    if (by_function) lua_pushvalue(lua_, 2);
    lua_rawgeti(lua_, 3, a);
    lua_rawgeti(lua_, 3, b);
    std::int64_t cost = 6;
    if (lua_type(lua_, -1) == LUA_TSTRING) cost += static_cast<std::int64_t>(lua_rawlen(lua_, -1) / 16);
    charge(lua_, cost);
    if (by_function) lua_call(lua_, 2, 1);
    const bool answer = by_function ? lua_toboolean(lua_, -1) != 0 : lua_compare(lua_, -2, -1, LUA_OPLT) != 0;
    lua_settop(lua_, 3);
    return answer;
  }

  lua_State* lua_;
  std::vector<lua_Integer> order_, merged_;
};

int sort(lua_State* lua) {
  const std::int64_t length = length_of(lua, 1);
  if (!lua_isnoneornil(lua, 2)) luaL_checktype(lua, 2, LUA_TFUNCTION);
  charge(lua, 8 * length);
  lua_settop(lua, 2);
  lua_createtable(lua, static_cast<int>(length), 0);
  for (lua_Integer i = 1; i <= length; ++i) {
    lua_rawgeti(lua, 1, i);
    lua_rawseti(lua, 3, i);
  }
  luaL_checkstack(lua, 8, nullptr);
  MergeSort merge(lua, static_cast<std::size_t>(length));
  const std::vector<lua_Integer>& order = merge.run();
  for (std::size_t i = 0; i < order.size(); ++i) {
    lua_rawgeti(lua, 3, order[i]);
    lua_rawseti(lua, 1, static_cast<lua_Integer>(i) + 1);
  }
  return 0;
}

// A key of a table in the order of pairs: numbers, then texts by bytes, then false and true.
struct Key {
  int type;
  long double number;  // holds every lua_Integer and lua_Number exactly
  std::string_view text;

  bool operator<(const Key& other) const {
    if (type != other.type) return rank() < other.rank();
    return type == LUA_TSTRING ? text < other.text : number < other.number;
  }
  int rank() const { return type == LUA_TNUMBER ? 0 : type == LUA_TSTRING ? 1 : 2; }
};

Key key_at(lua_State* lua, int index) {
  const int type = lua_type(lua, index);
  if (type == LUA_TSTRING) {
    std::size_t length = 0;
    const char* text = lua_tolstring(lua, index, &length);
    return {type, 0, {text, length}};
  }
  if (type == LUA_TBOOLEAN) return {type, static_cast<long double>(lua_toboolean(lua, index)), {}};
  if (type != LUA_TNUMBER)
    luaL_error(lua, "pairs needs keys that have an order: numbers, texts or booleans, not a %s", lua_typename(lua, type));
  if (lua_isinteger(lua, index) != 0) return {type, static_cast<long double>(lua_tointeger(lua, index)), {}};
  return {type, static_cast<long double>(lua_tonumber(lua, index)), {}};
}

void push_key(lua_State* lua, const Key& key) {
  if (key.type == LUA_TSTRING) {
    lua_pushlstring(lua, key.text.data(), key.text.size());
  } else if (key.type == LUA_TBOOLEAN) {
    lua_pushboolean(lua, key.number != 0);
  } else {
    const auto number = static_cast<lua_Number>(key.number);
    const bool whole = key.number >= -0x1p63L && key.number < 0x1p63L &&
                       static_cast<long double>(static_cast<lua_Integer>(key.number)) == key.number;
    whole ? lua_pushinteger(lua, static_cast<lua_Integer>(key.number)) : lua_pushnumber(lua, number);
  }
}

// Iterator of pairs: upvalues table, sorted keys, position. A key removed meanwhile is left out.
int next_pair(lua_State* lua) {
  for (;;) {
    const lua_Integer position = lua_tointeger(lua, lua_upvalueindex(3)) + 1;
    lua_pushinteger(lua, position);
    lua_replace(lua, lua_upvalueindex(3));
    if (lua_rawgeti(lua, lua_upvalueindex(2), position) == LUA_TNIL) return 1;
    lua_pushvalue(lua, -1);
    if (lua_rawget(lua, lua_upvalueindex(1)) != LUA_TNIL) return 2;
    lua_pop(lua, 2);
    charge(lua, 1);
  }
}

}  // namespace

int sorted_pairs(lua_State* lua) {
  luaL_checktype(lua, 1, LUA_TTABLE);
  std::vector<Key> keys;
  std::int64_t cost = 4;
  for (lua_pushnil(lua); lua_next(lua, 1) != 0; lua_pop(lua, 1)) {
    keys.push_back(key_at(lua, -2));
    cost += 10 + static_cast<std::int64_t>(keys.back().text.size() / 16);
    if (cost > 100'000) charge(lua, std::exchange(cost, 0));  // a large table must not be free until its end
  }
  charge(lua, cost);
  std::sort(keys.begin(), keys.end());
  lua_pushvalue(lua, 1);
  lua_createtable(lua, static_cast<int>(keys.size()), 0);
  for (std::size_t i = 0; i < keys.size(); ++i) {
    push_key(lua, keys[i]);
    lua_rawseti(lua, -2, static_cast<lua_Integer>(i) + 1);
  }
  lua_pushinteger(lua, 0);
  lua_pushcclosure(lua, &next_pair, 3);
  return 1;
}

const GuardedFunction kTableFunctions[] = {{"concat", &concat}, {"insert", &insert}, {"pack", &charged}, {"remove", &remove},
                                           {"sort", &sort},     {"unpack", &unpack}, {nullptr, nullptr}};

}  // namespace opora
