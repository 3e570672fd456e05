#include "extend/safe_library.h"

#include <lua.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <string_view>
#include <vector>

#include "base/messages.h"
#include "base/text.h"
#include "extend/sandbox.h"

namespace opora {
namespace {

const char kNamesKey = 0;  // registry: the table of names a script may use

const GuardedFunction kBaseFunctions[] = {{"assert", nullptr},    {"error", nullptr}, {"ipairs", nullptr}, {"select", &charged},
                                          {"tonumber", &charged}, {"type", nullptr},  {nullptr, nullptr}};
const GuardedFunction kMathFunctions[] = {
    {"abs", nullptr}, {"ceil", nullptr}, {"exp", nullptr},  {"floor", nullptr},      {"fmod", nullptr},       {"log", nullptr},
    {"max", nullptr}, {"min", nullptr},  {"modf", nullptr}, {"sqrt", nullptr},       {"tointeger", nullptr},  {"type", nullptr},
    {"ult", nullptr}, {"huge", nullptr}, {"pi", nullptr},   {"maxinteger", nullptr}, {"mininteger", nullptr}, {nullptr, nullptr}};

struct Absent {
  std::string_view name;
  const char* help;
};
constexpr const char* kNoWorld =
    tr_later("a script sees neither files nor the clock nor the system: facts come through ctx, the year is ctx.year");
constexpr const char* kNoCode = tr_later("use include(\"library\") for a library of the pack");
constexpr const char* kNoCatch = tr_later("errors are not caught in a methodology: the host shows them with the line");
constexpr const char* kNoMeta = tr_later("use plain tables and functions");
constexpr const char* kNoPrint = tr_later("give a value to the list with d:value(name, text)");
constexpr const char* kNoRandom = tr_later("a methodology gives the same answer every time: there are no random numbers");
constexpr const char* kNoMove = tr_later("build the table you need with a loop");
constexpr std::array kAbsent = {Absent{"os", kNoWorld},
                                Absent{"io", kNoWorld},
                                Absent{"debug", kNoWorld},
                                Absent{"package", kNoCode},
                                Absent{"require", kNoCode},
                                Absent{"load", kNoCode},
                                Absent{"loadstring", kNoCode},
                                Absent{"loadfile", kNoCode},
                                Absent{"dofile", kNoCode},
                                Absent{"pcall", kNoCatch},
                                Absent{"xpcall", kNoCatch},
                                Absent{"coroutine", tr_later("use a loop or a function")},
                                Absent{"setmetatable", kNoMeta},
                                Absent{"getmetatable", kNoMeta},
                                Absent{"rawget", kNoMeta},
                                Absent{"rawset", kNoMeta},
                                Absent{"rawequal", tr_later("use ==")},
                                Absent{"rawlen", tr_later("use #")},
                                Absent{"next", tr_later("use pairs: it goes in sorted order")},
                                Absent{"print", kNoPrint},
                                Absent{"warn", kNoPrint},
                                Absent{"_G", tr_later("name what you need")},
                                Absent{"collectgarbage", tr_later("memory is freed by itself")},
                                Absent{"math.random", kNoRandom},
                                Absent{"math.randomseed", kNoRandom},
                                Absent{"table.move", kNoMove},
                                Absent{"string.dump", kNoCode},
                                Absent{"string.pack", kNoMove},
                                Absent{"string.unpack", kNoMove},
                                Absent{"utf8.lower", "case is folded by the host"}};

std::vector<std::string> keys_of(lua_State* lua, int table) {
  std::vector<std::string> keys;
  for (lua_pushnil(lua); lua_next(lua, table) != 0; lua_pop(lua, 1))
    if (lua_type(lua, -2) == LUA_TSTRING) keys.emplace_back(lua_tostring(lua, -2));
  std::sort(keys.begin(), keys.end());
  return keys;
}

// __index of a table of names: reached only for a name that is not there. Upvalue: "" or the library.
int unknown_name(lua_State* lua) {
  const std::string library = lua_tostring(lua, lua_upvalueindex(1));
  const std::string name = (library.empty() ? "" : library + ".") + text_of(lua, 2);
  std::string help;
  for (const Absent& absent : kAbsent)
    if (absent.name == name) help = tr(absent.help);
  if (help.empty())
    if (const auto near = nearest(text_of(lua, 2), keys_of(lua, 1))) help = tr_format("did you mean '{0}'?", *near);
  Sandbox::of(lua).raise(lua, make_error("LUA-026", tr_format("there is no '{0}' in a script", name), std::move(help)));
}

int written_name(lua_State* lua) {
  const std::string name = text_of(lua, 2);
  Sandbox::of(lua).raise(lua, make_error("LUA-033", tr_format("'{0}' is written outside of any function or block", name),
                                         tr_format("write: local {0} = …", name)));
}

int written_library(lua_State* lua) {
  const std::string name = lua_tostring(lua, lua_upvalueindex(1)) + ("." + text_of(lua, 2));
  Sandbox::of(lua).raise(lua, make_error("LUA-033", tr_format("'{0}' belongs to the library and cannot be changed", name),
                                         tr("write a local function of your own")));
}

// Replaces the table on top of the stack by an empty one that reads through to it and refuses
// writing; `library` is "" for the globals. What is not in the table is an error.
void guard_names(lua_State* lua, const char* library, lua_CFunction on_write) {
  const int names = lua_gettop(lua);
  lua_createtable(lua, 0, 1);
  lua_pushstring(lua, library);
  lua_pushcclosure(lua, &unknown_name, 1);
  lua_setfield(lua, -2, "__index");
  lua_setmetatable(lua, names);

  lua_newtable(lua);
  lua_createtable(lua, 0, 2);
  lua_pushvalue(lua, names);
  lua_setfield(lua, -2, "__index");
  lua_pushstring(lua, library);
  lua_pushcclosure(lua, on_write, 1);
  lua_setfield(lua, -2, "__newindex");
  lua_setmetatable(lua, -2);
  lua_replace(lua, names);
}

// Copies the listed functions from the table at `originals` to the table on top of the stack.
void take(lua_State* lua, int originals, const GuardedFunction* functions) {
  for (; functions->name != nullptr; ++functions) {
    lua_getfield(lua, originals, functions->name);
    if (functions->guard != nullptr) lua_pushcclosure(lua, functions->guard, 1);
    lua_setfield(lua, -2, functions->name);
  }
}

void open_part(lua_State* lua, int names, const char* name, lua_CFunction open, const GuardedFunction* functions) {
  luaL_requiref(lua, name, open, 0);
  const int originals = lua_gettop(lua);
  lua_newtable(lua);
  take(lua, originals, functions);
  if (std::string_view(name) == "string") {  // ("x"):rep(…) reaches the library through the metatable of texts
    lua_pushliteral(lua, "");
    lua_getmetatable(lua, -1);
    lua_pushvalue(lua, -3);
    lua_setfield(lua, -2, "__index");
    lua_pop(lua, 2);
  }
  guard_names(lua, name, &written_library);
  lua_setfield(lua, names, name);
  lua_pop(lua, 1);
}

int safe_tostring(lua_State* lua) {
  luaL_checkany(lua, 1);
  const std::string text = text_of(lua, 1);
  lua_pushlstring(lua, text.data(), text.size());
  return 1;
}

}  // namespace

std::string text_of(lua_State* lua, int index) {
  switch (lua_type(lua, index)) {
    case LUA_TNIL: return "nil";
    case LUA_TBOOLEAN: return lua_toboolean(lua, index) != 0 ? "true" : "false";
    case LUA_TNUMBER:
      if (lua_isinteger(lua, index) == 0 && std::isnan(lua_tonumber(lua, index))) return "nan";  // never "-nan"
      [[fallthrough]];
    case LUA_TSTRING: {
      lua_pushvalue(lua, index);
      std::size_t length = 0;
      const char* text = lua_tolstring(lua, -1, &length);
      std::string copy(text, length);
      lua_pop(lua, 1);
      return copy;
    }
    case LUA_TUSERDATA: {
      const int at = lua_absindex(lua, index);
      if (luaL_callmeta(lua, at, "__tostring") == 0) return "userdata";
      std::string text = lua_tostring(lua, -1);
      lua_pop(lua, 1);
      return text;
    }
    default: return luaL_typename(lua, index);
  }
}

void charge(lua_State* lua, std::int64_t cost) { Sandbox::of(lua).meter().charge(lua, cost); }

int call_original(lua_State* lua) {
  const int results = lua_tocfunction(lua, lua_upvalueindex(1))(lua);
  charge(lua, 0);  // stops here when the call itself went over a limit
  return results;
}

int charged(lua_State* lua) {
  std::int64_t cost = 2 + lua_gettop(lua) / 4;
  for (int i = 1; i <= lua_gettop(lua); ++i)
    if (lua_type(lua, i) == LUA_TSTRING) cost += static_cast<std::int64_t>(lua_rawlen(lua, i) / 16);
  charge(lua, cost);
  return call_original(lua);
}

void open_safe_library(lua_State* lua) {
  lua_newtable(lua);
  const int names = lua_gettop(lua);
  luaL_requiref(lua, "_G", luaopen_base, 0);
  lua_pushvalue(lua, names);
  take(lua, names + 1, kBaseFunctions);
  lua_settop(lua, names);
  lua_pushcfunction(lua, &sorted_pairs);
  lua_setfield(lua, names, "pairs");
  lua_pushcfunction(lua, &safe_tostring);
  lua_setfield(lua, names, "tostring");

  open_part(lua, names, "math", luaopen_math, kMathFunctions);
  open_part(lua, names, "table", luaopen_table, kTableFunctions);
  open_part(lua, names, "string", luaopen_string, kStringFunctions);
  open_part(lua, names, "utf8", luaopen_utf8, kUtf8Functions);

  lua_pushvalue(lua, names);
  lua_rawsetp(lua, LUA_REGISTRYINDEX, &kNamesKey);
  guard_names(lua, "", &written_name);
  lua_rawseti(lua, LUA_REGISTRYINDEX, LUA_RIDX_GLOBALS);  // what a loaded chunk gets as its environment
  lua_pushnil(lua);
  lua_setfield(lua, LUA_REGISTRYINDEX, LUA_LOADED_TABLE);  // the unguarded libraries are forgotten
}

void provide_global(lua_State* lua, const char* name) {
  lua_rawgetp(lua, LUA_REGISTRYINDEX, &kNamesKey);
  lua_insert(lua, -2);
  lua_setfield(lua, -2, name);
  lua_pop(lua, 1);
}

}  // namespace opora
