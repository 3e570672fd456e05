// matching { api = 1, id = …, match = function(ctx, p, needing, offering) … return pairs, unmatched end }: its
// description, and one call of match.
#include <array>

#include "base/messages.h"
#include "extend/lua_checks.h"
#include "extend/lua_frames.h"
#include "extend/lua_outputs.h"
#include "extend/lua_parameters.h"
#include "extend/lua_query.h"
#include "extend/lua_script.h"
#include "extend/service_values.h"

namespace opora {
namespace {

constexpr int kApi = 1;
constexpr std::string_view kKeys[] = {"api", "id", "title", "params", "inputs", "outputs", "match", "source", "assumes", "uncertainty", "limits"};
enum Key : std::size_t { kApiKey, kId, kTitle, kParams, kInputs, kOutputs, kMatch };  // then the grounds, which may be left out

struct MatchCall {
  RunScope* scope;
  const std::vector<Parameter>* parameters;
  const MatchSides* sides;
  MatchResult result;
};

Frame need_result(lua_State* lua, int index) {
  if (const FrameObject* frame = find_object<FrameObject>(lua, index)) return frame->frame;
  fail(lua, "LUA-032", tr_format("match must return two frames, not {0}", type_at(lua, index)), tr("end it with: return pairs, unmatched"));
}

// Body of the protected call; the argument is a MatchCall.
int run_match(lua_State* lua) {
  auto& matching = *static_cast<MatchCall*>(lua_touserdata(lua, 1));
  lua_rawgetp(lua, LUA_REGISTRYINDEX, &kDescriptionKey);
  lua_getfield(lua, -1, "match");
  push_facts_context(lua, *matching.scope);
  push_parameters(lua, *matching.parameters);
  push_frame(lua, matching.sides->needing);
  push_frame(lua, matching.sides->offering);
  lua_call(lua, 4, 2);
  matching.result.pairs = need_result(lua, -2);
  matching.result.unmatched = need_result(lua, -1);
  return 0;
}

}  // namespace

// matching { … } keeps the table; the script returns it.
int describe_matching(lua_State* lua) {
  if (lua_type(lua, 1) != LUA_TTABLE) fail_argument(lua, 1, "table");
  keep_description(lua);
  LuaDescription& description = *static_cast<LuaDescription*>(lua_touserdata(lua, lua_upvalueindex(1)));
  description.kind = OPORA_KIND_MATCHING;
  MatchingInfo& info = description.matching;
  std::array<bool, std::size(kKeys)> given{};
  each_option(lua, 1, kKeys, "matching", [&](std::size_t key) {
    given[key] = true;
    const int at = lua_gettop(lua);
    switch (key) {
      case kApiKey: info.api = static_cast<int>(need_integer(lua, at, "api")); break;
      case kId: info.id = need_text(lua, at, "id"); break;
      case kTitle: info.title = need_text(lua, at, "title"); break;
      case kParams: info.parameters = need_parameters(lua, at); break;
      case kInputs: info.inputs = need_texts(lua, at, "inputs"); break;
      case kOutputs: info.outputs = need_outputs(lua, at); break;
      case kMatch:
        if (lua_type(lua, at) != LUA_TFUNCTION)
          fail(lua, "LUA-032", tr_format("match must be a function(ctx, p, needing, offering), not {0}", type_at(lua, at)));
        break;
      default: read_ground(lua, at, kKeys[key], info.grounds);
    }
  });
  for (std::size_t key = 0; key <= kMatch; ++key)
    if (!given[key] && key != kParams && key != kOutputs) fail(lua, "LUA-032", tr_format("the matching has no '{0}'", kKeys[key]));
  if (info.api != kApi)
    fail(lua, "LUA-032", tr_format("the matching is written for api {0}, this host offers {1}", info.api, kApi));
  if (info.id.empty()) fail(lua, "LUA-032", tr("the id of a matching is not empty"));
  check_inputs(lua, info.inputs);
  lua_settop(lua, 1);
  return 1;
}

opora_status lua_match(void* self, std::uint32_t, void*, opora_call* call, const opora_run* run, const opora_frame* needing,
                       const opora_frame* offering, const opora_frame** pairs, const opora_frame** unmatched) {
  LuaScript& script = *static_cast<LuaScript*>(self);
  const auto match = [&]() -> Result<MatchResult> {
    SandboxLimits limits = script.limits;
    limits.cancelled = call->scope.cancelled;
    const CallScope& scope = call->scope;
    MatchSides sides;
    OPORA_ASSIGN(const Frame* needing_frame, need_frame(call, needing));
    OPORA_ASSIGN(const Frame* offering_frame, need_frame(call, offering));
    sides = {*needing_frame, *offering_frame};
    QueryEnvironment environment{scope.facts, scope.threads};
    Verdicts none({});  // nothing states checks here
    RunScope running{{}, {}, scope.inputs, scope.facts, run->year, none, &scope.indicators, {}, {}, {}};
    MatchCall matching{&running, scope.parameters, &sides, {}};
    LuaDescription description;
    // Last, so that it goes first: its objects point to what stands above.
    OPORA_ASSIGN(const std::unique_ptr<Sandbox> sandbox, open_script(script.source, limits, OPORA_KIND_MATCHING, description));
    lua_State* lua = sandbox->lua();
    set_query_environment(lua, &environment);
    lua_pushcfunction(lua, &run_match);
    lua_pushlightuserdata(lua, &matching);
    OPORA_TRY(sandbox->call(1, 0));
    return std::move(matching.result);
  };
  Result<MatchResult> found = match();
  if (!found.ok()) return call->fail(found.take_error());
  *pairs = call->keep(std::move(found->pairs));
  *unmatched = call->keep(std::move(found->unmatched));
  return OPORA_OK;
}

}  // namespace opora
