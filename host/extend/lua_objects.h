// How host values live in Lua: typed userdata, arguments that are checked, and failures that end the
// script with a diagnostic at its own line.
//   LUA-032 unknown or missing key, LUA-034 wrong argument, LUA-035 unknown verb
//
// An object type is a value type with
//   static constexpr const char* kTypeName;  // of the metatable: "opora.frame"
//   static constexpr const char* kWhat;      // in messages: "frame"
#pragma once

#include <lua.hpp>

#include <initializer_list>
#include <new>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "base/messages.h"
#include "base/result.h"
#include "extend/sandbox.h"

namespace opora {

[[noreturn]] void fail(lua_State* lua, std::string_view code, std::string message, std::string help = {});
// "did you mean 'x'?", or the names themselves when there are few, or nothing.
std::string suggestion(std::string_view word, const std::vector<std::string>& names);

template <class T>
T unwrap(lua_State* lua, Result<T> result) {
  if (!result.ok()) Sandbox::of(lua).raise(lua, result.take_error());
  return *std::move(result);
}

// Takes `cost` instructions for work on `cells` values in the host; asks for cancellation on the way.
void charge_cells(lua_State* lua, std::int64_t cells);

// --- objects -------------------------------------------------------------------------------------

using Functions = std::initializer_list<std::pair<const char*, lua_CFunction>>;

void define_metatable(lua_State* lua, const char* type, const char* what, Functions verbs, Functions events,
                      lua_CFunction destroy);
// Pushes the verb `key` (at stack index 2) of the metatable whose __index calls this; false: none.
bool push_verb(lua_State* lua);
std::vector<std::string> verb_names(lua_State* lua);
void* object_at(lua_State* lua, int index, const char* type);  // nullptr: something else
[[noreturn]] void fail_argument(lua_State* lua, int index, std::string_view wanted);

template <class T>
T* find_object(lua_State* lua, int index) {
  return static_cast<T*>(object_at(lua, index, T::kTypeName));
}

template <class T>
T& need_object(lua_State* lua, int index) {
  if (T* object = find_object<T>(lua, index)) return *object;
  fail_argument(lua, index, T::kWhat);
}

template <class T>
T& push_object(lua_State* lua, T value) {
  void* memory = lua_newuserdatauv(lua, sizeof(T), 0);
  T* object = new (memory) T(std::move(value));
  luaL_setmetatable(lua, T::kTypeName);
  return *object;
}

template <class T>
int destroy_object(lua_State* lua) {
  static_cast<T*>(lua_touserdata(lua, 1))->~T();
  return 0;
}

// Verbs are called as object:verb(…). An own "__index" among the events replaces the usual one.
template <class T>
void define_type(lua_State* lua, Functions verbs, Functions events = {}) {
  define_metatable(lua, T::kTypeName, T::kWhat, verbs, events,
                   std::is_trivially_destructible_v<T> ? nullptr : &destroy_object<T>);
}

// --- arguments -----------------------------------------------------------------------------------

std::string type_at(lua_State* lua, int index);                      // "text", "number", "frame" … for messages
std::string need_text(lua_State* lua, int index, const char* what);  // valid UTF-8
std::int64_t need_integer(lua_State* lua, int index, const char* what);
double need_number(lua_State* lua, int index, const char* what);                   // also a share
std::vector<std::string> need_texts(lua_State* lua, int index, const char* what);  // a text or a list of texts

// Reads the options table at `index`: `read(i)` with the value of keys[i] on top of the stack, in the
// order of `keys`, for those that are there. Any other key is an error (LUA-032).
[[noreturn]] void fail_unknown_key(lua_State* lua, int index, std::span<const std::string_view> keys, const char* verb);
bool has_only(lua_State* lua, int index, int known);

template <class Read>
void each_option(lua_State* lua, int index, std::span<const std::string_view> keys, const char* verb, Read&& read) {
  if (lua_type(lua, index) != LUA_TTABLE) fail_argument(lua, index, "table of options");
  const int table = lua_absindex(lua, index);
  int known = 0;
  for (std::size_t i = 0; i < keys.size(); ++i) {
    if (lua_getfield(lua, table, keys[i].data()) != LUA_TNIL) {
      ++known;
      read(i);
    }
    lua_pop(lua, 1);
  }
  if (!has_only(lua, table, known)) fail_unknown_key(lua, table, keys, verb);
}

}  // namespace opora
