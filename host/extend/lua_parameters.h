// Parameters of a methodology: percent(30, {…}), integer(2), number(1.96), choice("all", {"all", "any"}),
// flag(true), scale { … }; each may carry basis, title, unit, valid_from, valid_to, numbers also min and max. In
// decide(ctx, p) a percent is an exact share, a scale has the verbs points and zone, the others are plain values.
// LUA-030 unknown parameter, LUA-031 value of the wrong kind or outside its range.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "extend/lua_objects.h"
#include "extend/methodology.h"

namespace opora {

struct ParameterObject {
  static constexpr const char* kTypeName = "opora.parameter";
  static constexpr const char* kWhat = "parameter";
  Parameter parameter;
  std::int64_t order = 0;  // as written in the script: a Lua table does not remember
};

void open_parameters(Sandbox& sandbox);
// The table `params` at `index`, in script order.
std::vector<Parameter> need_parameters(lua_State* lua, int index);

// Pushes p. Runs inside a protected call.
void push_parameters(lua_State* lua, const std::vector<Parameter>& parameters);

}  // namespace opora
