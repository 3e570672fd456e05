// The facts that ctx gives, to methodologies and to indicators.
#include <algorithm>

#include "base/messages.h"
#include "extend/lua_checks.h"
#include "extend/lua_query.h"
#include "extend/lua_values.h"
#include "extend/safe_library.h"

namespace opora {
namespace {

void need_input(lua_State* lua, const RunScope& scope, const std::string& dataset) {
  if (std::find(scope.inputs->begin(), scope.inputs->end(), dataset) != scope.inputs->end()) return;
  fail(lua, "LUA-036", tr_format("the methodology reads '{0}', but its inputs do not name it", dataset),
       tr_format("add \"{0}\" to inputs", dataset));
}

std::string argument_text(lua_State* lua) {
  if (lua_type(lua, -1) == LUA_TBOOLEAN) return lua_toboolean(lua, -1) != 0 ? "true" : "false";
  if (lua_type(lua, -1) == LUA_TSTRING) return need_text(lua, -1, tr_later("the value of a parameter"));
  if (lua_isinteger(lua, -1) != 0) return std::to_string(lua_tointeger(lua, -1));
  // A percent parameter handed on is again what a person would write: 30, not 0.3.
  if (const Exact* exact = find_object<Exact>(lua, -1); exact != nullptr && exact->is_percent)
    return decimal_text(exact->share.value() * 100);
  return decimal_text(need_number(lua, -1, tr_later("the value of a parameter")));
}

}  // namespace

const std::vector<std::string>& fact_names() {
  static const std::vector<std::string> names = {"year", "results", "tasks", "schools", "procedures", "task_descriptions", "code_texts"};
  return names;
}

bool push_fact(lua_State* lua, RunScope& scope, const std::string& name) {
  if (name == "year") {
    lua_pushinteger(lua, scope.year);
  } else if (name == "results" || name == "tasks") {
    need_input(lua, scope, name);
    push_facts_query(lua, name);
  } else if (name == "task_descriptions" || name == "code_texts") {
    need_input(lua, scope, name);
    charge_cells(lua, 10'000);
    Frame frame = unwrap(lua, scope.facts->reference(name));
    charge_cells(lua, cells_of(frame));
    push_frame(lua, std::move(frame));
  } else if (name == "schools") {
    if (!scope.schools) scope.schools = unwrap(lua, scope.facts->schools());
    push_frame(lua, *scope.schools);
  } else if (name == "procedures") {
    if (!scope.procedures) scope.procedures = unwrap(lua, scope.facts->procedures());
    push_frame(lua, *scope.procedures);
  } else {
    return false;
  }
  return true;
}

int push_context(lua_State* lua, RunScope& scope) {
  need_input(lua, scope, "context");
  const std::int64_t year = lua_isnoneornil(lua, 2) ? scope.year : need_integer(lua, 2, tr_later("the year of the context"));
  charge_cells(lua, 10'000);
  auto found = scope.context.find(static_cast<int>(year));
  if (found == scope.context.end())
    found = scope.context.emplace(static_cast<int>(year), unwrap(lua, scope.facts->context(static_cast<int>(year)))).first;
  push_frame(lua, found->second);
  return 1;
}

int push_external_lists(lua_State* lua, RunScope& scope) {
  need_input(lua, scope, "external_lists");
  const std::int64_t year = lua_isnoneornil(lua, 2) ? scope.year : need_integer(lua, 2, tr_later("the year of the list"));
  charge_cells(lua, 10'000);
  Frame all = unwrap(lua, scope.facts->external_lists());
  Frame of_year = unwrap(lua, where(all, {{"year", Comparison::kEqual, year}}));
  charge_cells(lua, cells_of(of_year));
  push_frame(lua, std::move(of_year));
  return 1;
}

int push_indicator(lua_State* lua, RunScope& scope) {
  const std::string id = need_text(lua, 2, tr_later("the id of an indicator"));
  Arguments arguments;
  if (!lua_isnoneornil(lua, 3)) {
    if (lua_type(lua, 3) != LUA_TTABLE) fail_argument(lua, 3, "table of parameters");
    for (lua_pushnil(lua); lua_next(lua, 3) != 0; lua_pop(lua, 1)) {
      if (lua_type(lua, -2) != LUA_TSTRING) fail(lua, "LUA-034", tr("the parameters of an indicator are given by name"));
      arguments[lua_tostring(lua, -2)] = argument_text(lua);
    }
  }
  charge_cells(lua, 10'000);
  if (scope.indicators == nullptr || !*scope.indicators)
    fail(lua, "LUA-055", tr_format("there is no indicator \"{0}\"", id), tr("name it among the items of pack.lua"));
  Frame frame = unwrap(lua, (*scope.indicators)(id, arguments));
  charge_cells(lua, cells_of(frame));
  push_frame(lua, std::move(frame));
  return 1;
}

}  // namespace opora
