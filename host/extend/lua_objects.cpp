#include "extend/lua_objects.h"

#include <algorithm>

#include "base/messages.h"
#include "base/text.h"
#include "extend/lua_values.h"
#include "extend/safe_library.h"

namespace opora {
namespace {

constexpr std::int64_t kCellsPerInstruction = 16;
constexpr std::int64_t kPerVerb = 50;

// __index of an object that has verbs only. Upvalues: verbs, what it is.
int index_of_verbs(lua_State* lua) {
  if (push_verb(lua)) return 1;
  const std::string name = text_of(lua, 2);
  fail(lua, "LUA-035", tr_format("a {0} has no '{1}'", lua_tostring(lua, lua_upvalueindex(2)), name),
       suggestion(name, verb_names(lua)));
}

int refuse_writing(lua_State* lua) {
  fail(lua, "LUA-034", tr_format("a {0} cannot be changed", lua_tostring(lua, lua_upvalueindex(2))),
       tr("verbs give a new one: keep their result in a local"));
}

}  // namespace

void fail(lua_State* lua, std::string_view code, std::string message, std::string help) {
  Sandbox::of(lua).raise(lua, make_error(code, std::move(message), std::move(help)));
}

std::string suggestion(std::string_view word, const std::vector<std::string>& names) {
  constexpr std::size_t kFew = 12;
  if (const auto near = nearest(word, names)) return tr_format("did you mean '{0}'?", *near);
  if (names.empty() || names.size() > kFew) return {};
  std::string list;
  for (const std::string& name : names) list += (list.empty() ? "" : ", ") + name;
  return tr_format("possible: {0}", list);
}

void charge_cells(lua_State* lua, std::int64_t cells) {
  Meter& meter = Sandbox::of(lua).meter();
  meter.charge(lua, kPerVerb + cells / kCellsPerInstruction);
  if (meter.limits().cancelled && meter.limits().cancelled()) meter.stop(lua, Stop::kCancelled);
}

void define_metatable(lua_State* lua, const char* type, const char* what, Functions verbs, Functions events,
                      lua_CFunction destroy) {
  luaL_newmetatable(lua, type);
  lua_newtable(lua);
  for (const auto& [name, function] : verbs) {
    lua_pushcfunction(lua, function);
    lua_setfield(lua, -2, name);
  }
  const auto set_event = [&](const char* name, lua_CFunction function) {
    lua_pushvalue(lua, -1);
    lua_pushstring(lua, what);
    lua_pushcclosure(lua, function, 2);
    lua_setfield(lua, -3, name);
  };
  set_event("__index", &index_of_verbs);
  set_event("__newindex", &refuse_writing);
  for (const auto& [name, function] : events) set_event(name, function);
  lua_pop(lua, 1);
  if (destroy != nullptr) {
    lua_pushcfunction(lua, destroy);
    lua_setfield(lua, -2, "__gc");
  }
  lua_pushstring(lua, what);
  lua_setfield(lua, -2, "__name");  // Lua's own messages: "attempt to compare number with frame"
  lua_pop(lua, 1);
}

bool push_verb(lua_State* lua) {
  lua_pushvalue(lua, 2);
  return lua_rawget(lua, lua_upvalueindex(1)) != LUA_TNIL;
}

std::vector<std::string> verb_names(lua_State* lua) {
  std::vector<std::string> names;
  for (lua_pushnil(lua); lua_next(lua, lua_upvalueindex(1)) != 0; lua_pop(lua, 1)) names.emplace_back(lua_tostring(lua, -2));
  std::sort(names.begin(), names.end());
  return names;
}

void* object_at(lua_State* lua, int index, const char* type) { return luaL_testudata(lua, index, type); }

std::string type_at(lua_State* lua, int index) {
  switch (lua_type(lua, index)) {
    case LUA_TNONE:
    case LUA_TNIL: return tr("nothing");
    case LUA_TSTRING: return tr("a text");
    case LUA_TNUMBER: return tr("a number");
    case LUA_TUSERDATA: {
      if (luaL_getmetafield(lua, index, "__name") == LUA_TNIL) break;
      std::string what = tr_format("a {0}", lua_tostring(lua, -1));
      lua_pop(lua, 1);
      return what;
    }
    default: break;
  }
  return tr_format("a {0}", luaL_typename(lua, index));
}

void fail_argument(lua_State* lua, int index, std::string_view wanted) {
  lua_Debug call;
  std::string verb = "?";
  if (lua_getstack(lua, 0, &call) == 1 && lua_getinfo(lua, "n", &call) != 0 && call.name != nullptr) verb = call.name;
  const bool is_method = call.namewhat != nullptr && std::string_view(call.namewhat) == "method";
  const int shown = is_method ? index - 1 : index;
  if (shown == 0)
    fail(lua, "LUA-034", tr_format("'{0}' is a verb of a {1}, called on {2}", verb, wanted, type_at(lua, index)),
         tr("call it with a colon: object:verb(…)"));
  if (shown < 0 || shown > lua_gettop(lua))
    fail(lua, "LUA-034", tr_format("'{0}' needs a {1}, not {2}", verb, wanted, type_at(lua, index)));
  fail(lua, "LUA-034", tr_format("argument {0} of '{1}' must be a {2}, not {3}", shown, verb, wanted, type_at(lua, index)));
}

std::string need_text(lua_State* lua, int index, const char* what) {
  if (lua_type(lua, index) != LUA_TSTRING)
    fail(lua, "LUA-034", tr_format("{0} must be a text, not {1}", tr(what), type_at(lua, index)));
  std::size_t length = 0;
  const char* bytes = lua_tolstring(lua, index, &length);
  std::string text(bytes, length);
  if (!is_utf8(text))
    fail(lua, "LUA-034", tr_format("{0} is not a UTF-8 text", tr(what)),
         tr("string.sub cuts bytes: use utf8.offset for letters"));
  return text;
}

std::int64_t need_integer(lua_State* lua, int index, const char* what) {
  int whole = 0;
  const lua_Integer value = lua_type(lua, index) == LUA_TNUMBER ? lua_tointegerx(lua, index, &whole) : 0;
  if (whole == 0)
    fail(lua, "LUA-034",
         tr_format("{0} must be a whole number, not {1}", tr(what),
                   lua_type(lua, index) == LUA_TNUMBER ? text_of(lua, index) : type_at(lua, index)));
  return value;
}

double need_number(lua_State* lua, int index, const char* what) {
  if (lua_type(lua, index) == LUA_TNUMBER) return lua_tonumber(lua, index);
  if (const Exact* exact = find_object<Exact>(lua, index); exact != nullptr && !exact->missing()) return exact->share.value();
  fail(lua, "LUA-034", tr_format("{0} must be a number, not {1}", tr(what), type_at(lua, index)));
}

std::vector<std::string> need_texts(lua_State* lua, int index, const char* what) {
  if (lua_type(lua, index) != LUA_TTABLE) return {need_text(lua, index, what)};
  const int table = lua_absindex(lua, index);
  std::vector<std::string> texts;
  for (lua_Integer i = 1; lua_geti(lua, table, i) != LUA_TNIL; ++i) {
    texts.push_back(need_text(lua, -1, what));
    lua_pop(lua, 1);
    charge(lua, 1);
  }
  lua_pop(lua, 1);
  return texts;
}

bool has_only(lua_State* lua, int index, int known) {
  for (lua_pushnil(lua); lua_next(lua, index) != 0; lua_pop(lua, 1)) --known;
  return known == 0;
}

void fail_unknown_key(lua_State* lua, int index, std::span<const std::string_view> keys, const char* verb) {
  const std::vector<std::string> names(keys.begin(), keys.end());
  std::vector<std::string> unknown;
  for (lua_pushnil(lua); lua_next(lua, index) != 0; lua_pop(lua, 1)) {
    std::string key = text_of(lua, -2);
    if (lua_type(lua, -2) != LUA_TSTRING || std::find(names.begin(), names.end(), key) == names.end())
      unknown.push_back(std::move(key));
  }
  const std::string first = *std::min_element(unknown.begin(), unknown.end());
  fail(lua, "LUA-032", tr_format("'{0}' does not know the key '{1}'", verb, first), suggestion(first, names));
}

}  // namespace opora
