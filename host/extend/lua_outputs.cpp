#include "extend/lua_outputs.h"

#include <algorithm>

#include "base/messages.h"

namespace opora {
namespace {

constexpr std::string_view kOutputKeys[] = {"type", "title", "unit", "min", "max", "always"};
enum OutputKey : std::size_t { kType, kOutputTitle, kUnit, kMin, kMax, kAlways };
const std::vector<std::string> kTypes = {"whole", "number", "text", "date"};

// "number", or { type = "number", min = 0, max = 100, unit = "%", title = "…", always = true }.
OutputColumn need_output(lua_State* lua, int index) {
  OutputColumn output;
  if (lua_type(lua, index) != LUA_TTABLE) {
    output.type = need_type(lua, index);
    return output;
  }
  bool typed = false;
  each_option(lua, index, kOutputKeys, "outputs", [&](std::size_t key) {
    switch (key) {
      case kType: output.type = need_type(lua, -1), typed = true; break;
      case kOutputTitle: output.title = need_text(lua, -1, "title"); break;
      case kUnit: output.unit = need_text(lua, -1, "unit"); break;
      case kMin: output.minimum = need_number(lua, -1, "min"); break;
      case kMax: output.maximum = need_number(lua, -1, "max"); break;
      case kAlways: output.never_missing = lua_toboolean(lua, -1) != 0; break;
    }
  });
  if (!typed) fail(lua, "LUA-032", tr("an output has no type"), tr("write for example: share = { type = \"number\", min = 0 }"));
  return output;
}

}  // namespace

ColumnType need_type(lua_State* lua, int index) {
  const std::string word = need_text(lua, index, tr_later("the type of an output"));
  const auto found = std::find(kTypes.begin(), kTypes.end(), word);
  if (found == kTypes.end())
    fail(lua, "LUA-032", tr_format("an output is \"whole\", \"number\", \"text\" or \"date\", not '{0}'", word), suggestion(word, kTypes));
  return static_cast<ColumnType>(found - kTypes.begin());
}

std::vector<OutputColumn> need_outputs(lua_State* lua, int index) {
  if (lua_type(lua, index) != LUA_TTABLE) fail(lua, "LUA-032", tr_format("outputs must be a table, not {0}", type_at(lua, index)));
  std::vector<std::string> names;
  for (lua_pushnil(lua); lua_next(lua, index) != 0; lua_pop(lua, 1)) {
    if (lua_type(lua, -2) != LUA_TSTRING)
      fail(lua, "LUA-032", tr("outputs are given by name"), tr("write for example: outputs = { school = \"text\", mean = \"number\" }"));
    names.push_back(need_text(lua, -2, tr_later("the name of a column")));
  }
  std::sort(names.begin(), names.end());
  std::vector<OutputColumn> outputs;
  for (const std::string& name : names) {
    lua_getfield(lua, index, name.c_str());
    outputs.push_back(need_output(lua, lua_gettop(lua)));
    outputs.back().name = name;
    lua_pop(lua, 1);
  }
  return outputs;
}

}  // namespace opora
