// string.* and utf8.*: texts work on bytes, as in Lua; order and case of names are the host's.
#include <lua.hpp>

#include <algorithm>
#include <string_view>

#include "base/messages.h"
#include "extend/pattern_cost.h"
#include "extend/safe_library.h"
#include "extend/sandbox.h"

namespace opora {
namespace {

constexpr std::int64_t kStepsPerInstruction = 8;

std::string_view text_argument(lua_State* lua, int index) {
  std::size_t length = 0;
  const char* text = luaL_checklstring(lua, index, &length);
  return {text, length};
}

void charge_pattern(lua_State* lua, bool anchors) {
  const std::string_view text = text_argument(lua, 1), pattern = text_argument(lua, 2);
  Meter& meter = Sandbox::of(lua).meter();
  const std::int64_t steps = pattern_cost(text, pattern, anchors);
  if (steps > meter.limits().pattern_steps) meter.stop(lua, Stop::kPattern);
  charge(lua, 4 + static_cast<std::int64_t>(text.size() / 16) + steps / kStepsPerInstruction);
}

int find(lua_State* lua) {
  const std::string_view text = text_argument(lua, 1), pattern = text_argument(lua, 2);
  if (lua_toboolean(lua, 4) == 0 && !is_plain_pattern(pattern)) {
    charge_pattern(lua, true);
  } else {
    const std::size_t compared = text.size() > pattern.size() ? (text.size() - pattern.size()) * (pattern.size() / 32) : 0;
    charge(lua, 4 + static_cast<std::int64_t>(text.size() / 16 + compared));
  }
  return call_original(lua);
}

int match(lua_State* lua) {
  charge_pattern(lua, true);
  return call_original(lua);
}

int gmatch(lua_State* lua) {
  charge_pattern(lua, false);
  return call_original(lua);
}

int gsub(lua_State* lua) {
  charge_pattern(lua, true);
  if (lua_type(lua, 3) == LUA_TSTRING) {
    // Every position may be replaced; a text that could not be kept is not built.
    const std::int64_t longest =
        static_cast<std::int64_t>(lua_rawlen(lua, 3) / 16) * static_cast<std::int64_t>(lua_rawlen(lua, 1) + 1);
    charge(lua, std::min<std::int64_t>(longest, 1'000'000));
  }
  return call_original(lua);
}

int rep(lua_State* lua) {
  const std::string_view text = text_argument(lua, 1);
  const lua_Integer count = luaL_checkinteger(lua, 2);
  const std::size_t separator = lua_isnoneornil(lua, 3) ? 0 : text_argument(lua, 3).size();
  Meter& meter = Sandbox::of(lua).meter();
  const std::size_t one = text.size() + separator;
  if (count > 0 && one > 0 && static_cast<std::size_t>(count) > meter.limits().string_bytes / one) meter.stop(lua, Stop::kString);
  if (one == 0 || count <= 0) {  // the original would count to the end for nothing
    lua_pushliteral(lua, "");
    return 1;
  }
  charge(lua, 4 + static_cast<std::int64_t>(one * static_cast<std::size_t>(count) / 16));
  return call_original(lua);
}

// byte(s, i, j) and codepoint(s, i, j): one result a character.
int listed(lua_State* lua) {
  const auto length = static_cast<lua_Integer>(text_argument(lua, 1).size());
  const auto position = [&](lua_Integer at) { return at >= 0 ? at : at < -length ? 0 : length + at + 1; };
  const lua_Integer first = std::max<lua_Integer>(1, position(luaL_optinteger(lua, 2, 1)));
  const lua_Integer last = std::min(length, position(luaL_optinteger(lua, 3, first)));
  if (last - first >= kMostResults) Sandbox::of(lua).meter().stop(lua, Stop::kArguments);
  charge(lua, 2 + std::max<lua_Integer>(0, last - first));
  return call_original(lua);
}

bool shows_addresses(std::string_view form) {
  for (std::size_t i = 0; i + 1 < form.size(); ++i) {
    if (form[i] != '%') continue;
    std::size_t end = form.find_first_not_of("-+ #0123456789.", i + 1);
    if (end == std::string_view::npos) return false;
    if (form[end] == 'p') return true;
    i = end;
  }
  return false;
}

int format(lua_State* lua) {
  if (shows_addresses(text_argument(lua, 1))) return luaL_error(lua, "format '%%p' is not offered: addresses differ in each run");
  std::int64_t cost = 4;
  for (int i = 1; i <= lua_gettop(lua); ++i) {
    const int type = lua_type(lua, i);
    if (type == LUA_TSTRING) cost += 4 + static_cast<std::int64_t>(lua_rawlen(lua, i) / 16);
    if (type != LUA_TTABLE && type != LUA_TFUNCTION && type != LUA_TUSERDATA) continue;
    const std::string text = text_of(lua, i);
    lua_pushlstring(lua, text.data(), text.size());
    lua_replace(lua, i);
  }
  charge(lua, cost);
  return call_original(lua);
}

}  // namespace

const GuardedFunction kStringFunctions[] = {{"byte", &listed},   {"char", &charged}, {"find", &find},       {"format", &format},
                                            {"gmatch", &gmatch}, {"gsub", &gsub},    {"len", nullptr},      {"lower", &charged},
                                            {"match", &match},   {"rep", &rep},      {"reverse", &charged}, {"sub", &charged},
                                            {"upper", &charged}, {nullptr, nullptr}};

const GuardedFunction kUtf8Functions[] = {{"char", &charged},  {"charpattern", nullptr}, {"codepoint", &listed},
                                          {"codes", &charged}, {"len", &charged},        {"offset", &charged},
                                          {nullptr, nullptr}};

}  // namespace opora
