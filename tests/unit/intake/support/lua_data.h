// Data-only Lua files of packs as JSON, for tests of what reads them: no library, text chunks only.
#pragma once

#include <lua.hpp>

#include <filesystem>
#include <nlohmann/json.hpp>
#include <stdexcept>

namespace opora::testing {

inline nlohmann::json lua_value(lua_State* lua, int index) {
  switch (lua_type(lua, index)) {
    case LUA_TBOOLEAN: return lua_toboolean(lua, index) != 0;
    case LUA_TNUMBER:
      if (lua_isinteger(lua, index)) return lua_tointeger(lua, index);
      return lua_tonumber(lua, index);
    case LUA_TSTRING: return std::string(lua_tostring(lua, index));
    case LUA_TTABLE: break;
    default: return nullptr;
  }
  const auto length = static_cast<lua_Integer>(lua_rawlen(lua, index));
  nlohmann::json out = length > 0 ? nlohmann::json::array() : nlohmann::json::object();
  for (lua_Integer i = 1; i <= length; ++i) {
    lua_rawgeti(lua, index, i);
    out.push_back(lua_value(lua, lua_gettop(lua)));
    lua_pop(lua, 1);
  }
  if (length > 0) return out;
  lua_pushnil(lua);
  while (lua_next(lua, index) != 0) {
    out[lua_tostring(lua, -2)] = lua_value(lua, lua_gettop(lua));
    lua_pop(lua, 1);
  }
  return out;
}

inline nlohmann::json load_lua_data(const std::filesystem::path& file) {
  const std::unique_ptr<lua_State, decltype(&lua_close)> lua(luaL_newstate(), &lua_close);
  if (luaL_loadfilex(lua.get(), file.c_str(), "t") != LUA_OK || lua_pcall(lua.get(), 0, 1, 0) != LUA_OK) {
    throw std::runtime_error(lua_tostring(lua.get(), -1));
  }
  return lua_value(lua.get(), lua_gettop(lua.get()));
}

}  // namespace opora::testing
