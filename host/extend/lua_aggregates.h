// The aggregates of :tally{…}.
#pragma once

#include <vector>

#include "extend/lua_objects.h"
#include "frame/kernels.h"

namespace opora {

void open_aggregates(Sandbox& sandbox);
// tally{ name = aggregate, … } in the order of the names; { {"name", aggregate}, … } in the order given.
std::vector<Aggregate> need_aggregates(lua_State* lua, int index);

}  // namespace opora
