// methodology { api = 1, id = …, decide = function(ctx, p) … end }: its description, and one call of decide.
#include "extend/lua_script.h"

#include <algorithm>
#include <array>

#include "base/messages.h"
#include "extend/lua_checks.h"
#include "extend/lua_parameters.h"
#include "extend/lua_query.h"
#include "extend/lua_values.h"
#include "extend/safe_library.h"

namespace opora {
namespace {

constexpr int kApi = 1;
constexpr std::string_view kKeys[] = {"api", "id", "category", "title", "inputs", "decide", "params", "each", "source", "assumes", "uncertainty", "limits"};
enum Key : std::size_t { kApiKey, kId, kCategory, kTitle, kInputs, kDecide, kParams, kEach };  // from kParams on: may be left out
const std::vector<std::string> kTerritories = {"region", "municipality"};

// Upvalue-free body of the protected call that runs decide(): arguments are the scope and the parameters.
int run_decide(lua_State* lua) {
  auto* scope = static_cast<RunScope*>(lua_touserdata(lua, 1));
  const auto& parameters = *static_cast<const std::vector<Parameter>*>(lua_touserdata(lua, 2));
  lua_rawgetp(lua, LUA_REGISTRYINDEX, &kDescriptionKey);
  lua_getfield(lua, -1, "decide");
  push_object(lua, ContextObject{scope});
  push_parameters(lua, parameters);
  lua_call(lua, 2, 0);
  return 0;
}

}  // namespace

// methodology { … } keeps the table; the script returns it.
int describe_methodology(lua_State* lua) {
  if (lua_type(lua, 1) != LUA_TTABLE) fail_argument(lua, 1, "table");
  keep_description(lua);
  // Checked here, where the line is known.
  LuaDescription& description = *static_cast<LuaDescription*>(lua_touserdata(lua, lua_upvalueindex(1)));
  description.kind = OPORA_KIND_METHODOLOGY;
  MethodologyInfo& info = description.methodology;
  std::array<bool, std::size(kKeys)> given{};
  each_option(lua, 1, kKeys, "methodology", [&](std::size_t key) {
    given[key] = true;
    const int at = lua_gettop(lua);
    switch (key) {
      case kApiKey: info.api = static_cast<int>(need_integer(lua, at, "api")); break;
      case kId: info.id = need_text(lua, at, "id"); break;
      case kCategory: info.category = need_text(lua, at, "category"); break;
      case kTitle: info.title = need_text(lua, at, "title"); break;
      case kParams: info.parameters = need_parameters(lua, at); break;
      case kInputs: info.inputs = need_texts(lua, at, "inputs"); break;
      case kEach: info.each = need_text(lua, at, "each"); break;
      case kDecide:
        if (lua_type(lua, at) != LUA_TFUNCTION)
          fail(lua, "LUA-032", tr_format("decide must be a function(ctx, p), not {0}", type_at(lua, at)));
        break;
      default: read_ground(lua, at, kKeys[key], info.grounds);
    }
  });
  for (std::size_t key = 0; key < kParams; ++key)
    if (!given[key]) fail(lua, "LUA-032", tr_format("the methodology has no '{0}'", kKeys[key]));
  if (info.api != kApi)
    fail(lua, "LUA-032", tr_format("the methodology is written for api {0}, this host offers {1}", info.api, kApi));
  if (info.id.empty() || info.category.empty()) fail(lua, "LUA-032", tr("id and category of a methodology are not empty"));
  check_inputs(lua, info.inputs);
  if (given[kEach] && std::find(kTerritories.begin(), kTerritories.end(), info.each) == kTerritories.end())
    fail(lua, "LUA-032", tr_format("'each' is \"region\" or \"municipality\", not '{0}'", info.each), suggestion(info.each, kTerritories));
  lua_settop(lua, 1);
  return 1;
}

opora_status lua_decide(void* self, std::uint32_t, void*, opora_call* call, const opora_run* run) {
  LuaScript& script = *static_cast<LuaScript*>(self);
  const auto decide = [&]() -> Status {
    SandboxLimits limits = script.limits;
    limits.cancelled = call->scope.cancelled;
    const CallScope& scope = call->scope;
    QueryEnvironment environment{scope.facts, scope.threads};
    RunScope running{scope.category, scope.title, scope.inputs, scope.facts, run->year, *scope.verdicts, &scope.indicators, {}, {}, {}};
    LuaDescription description;
    // Last, so that it goes first: its objects point to what stands above.
    OPORA_ASSIGN(const std::unique_ptr<Sandbox> sandbox, open_script(script.source, limits, OPORA_KIND_METHODOLOGY, description));
    lua_State* lua = sandbox->lua();
    set_query_environment(lua, &environment);
    lua_pushcfunction(lua, &run_decide);
    lua_pushlightuserdata(lua, &running);
    lua_pushlightuserdata(lua, const_cast<std::vector<Parameter>*>(scope.parameters));
    return sandbox->call(2, 0);
  };
  Status status = decide();
  return status.ok() ? OPORA_OK : call->fail(status.take_error());
}

}  // namespace opora
