// outputs = { share = { type = "number", min = 0 }, … }: the columns that an indicator or a matching declares.
#pragma once

#include <vector>

#include "extend/lua_objects.h"
#include "extend/outputs.h"

namespace opora {

// "whole", "number", "text", "date".
ColumnType need_type(lua_State* lua, int index);
// In the order of the names: a Lua table does not remember its own.
std::vector<OutputColumn> need_outputs(lua_State* lua, int index);

}  // namespace opora
