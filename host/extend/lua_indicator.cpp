// indicator { api = 1, id = …, outputs = { … }, compute = function(ctx, p) … return frame end }: its
// description, and one call of compute.
#include <algorithm>
#include <array>

#include "base/messages.h"
#include "extend/lua_checks.h"
#include "extend/lua_outputs.h"
#include "extend/lua_parameters.h"
#include "extend/lua_query.h"
#include "extend/lua_script.h"
#include "extend/lua_values.h"
#include "extend/safe_library.h"

namespace opora {
namespace {

constexpr int kApi = 1;
constexpr std::string_view kKeys[] = {"api", "id", "title", "inputs", "outputs", "compute", "params", "source", "assumes", "uncertainty", "limits"};
enum Key : std::size_t { kApiKey, kId, kTitle, kInputs, kOutputs, kCompute, kParams };  // from kParams on: may be left out
// ctx of an indicator or a matching: the facts, and no way to state anything.
struct IndicatorContext {
  static constexpr const char* kTypeName = "opora.indicator_context";
  static constexpr const char* kWhat = "ctx";
  RunScope* scope;
};

int context(lua_State* lua) { return push_context(lua, *need_object<IndicatorContext>(lua, 1).scope); }
int lists(lua_State* lua) { return push_external_lists(lua, *need_object<IndicatorContext>(lua, 1).scope); }
int other(lua_State* lua) { return push_indicator(lua, *need_object<IndicatorContext>(lua, 1).scope); }

int index(lua_State* lua) {
  if (push_verb(lua)) return 1;
  RunScope& scope = *need_object<IndicatorContext>(lua, 1).scope;
  const std::string name = text_of(lua, 2);
  if (push_fact(lua, scope, name)) return 1;
  std::vector<std::string> names = verb_names(lua);
  names.insert(names.end(), fact_names().begin(), fact_names().end());
  fail(lua, "LUA-035", tr_format("a {0} has no '{1}'", "ctx", name), suggestion(name, names));
}

struct Computing {
  RunScope* scope;
  const std::vector<Parameter>* parameters;
  std::optional<Frame> result;
};

// Body of the protected call; the argument is a Computing.
int run_compute(lua_State* lua) {
  auto& computing = *static_cast<Computing*>(lua_touserdata(lua, 1));
  lua_rawgetp(lua, LUA_REGISTRYINDEX, &kDescriptionKey);
  lua_getfield(lua, -1, "compute");
  push_facts_context(lua, *computing.scope);
  push_parameters(lua, *computing.parameters);
  lua_call(lua, 2, 1);
  if (const FrameObject* frame = find_object<FrameObject>(lua, -1))
    computing.result = frame->frame;
  else
    fail(lua, "LUA-032", tr_format("compute must return a frame, not {0}", type_at(lua, -1)), tr("end it with: return frame"));
  return 0;
}

}  // namespace

void push_facts_context(lua_State* lua, RunScope& scope) { push_object(lua, IndicatorContext{&scope}); }

void open_indicators(Sandbox& sandbox) {
  define_type<IndicatorContext>(sandbox.lua(), {{"context", &context}, {"external_lists", &lists}, {"indicator", &other}}, {{"__index", &index}});
}

// indicator { … } keeps the table; the script returns it.
int describe_indicator(lua_State* lua) {
  if (lua_type(lua, 1) != LUA_TTABLE) fail_argument(lua, 1, "table");
  keep_description(lua);
  LuaDescription& description = *static_cast<LuaDescription*>(lua_touserdata(lua, lua_upvalueindex(1)));
  description.kind = OPORA_KIND_INDICATOR;
  IndicatorInfo& info = description.indicator;
  std::array<bool, std::size(kKeys)> given{};
  each_option(lua, 1, kKeys, "indicator", [&](std::size_t key) {
    given[key] = true;
    const int at = lua_gettop(lua);
    switch (key) {
      case kApiKey: info.api = static_cast<int>(need_integer(lua, at, "api")); break;
      case kId: info.id = need_text(lua, at, "id"); break;
      case kTitle: info.title = need_text(lua, at, "title"); break;
      case kParams: info.parameters = need_parameters(lua, at); break;
      case kInputs: info.inputs = need_texts(lua, at, "inputs"); break;
      case kOutputs: info.outputs = need_outputs(lua, at); break;
      case kCompute:
        if (lua_type(lua, at) != LUA_TFUNCTION)
          fail(lua, "LUA-032", tr_format("compute must be a function(ctx, p), not {0}", type_at(lua, at)));
        break;
      default: read_ground(lua, at, kKeys[key], info.grounds);
    }
  });
  for (std::size_t key = 0; key < kParams; ++key)
    if (!given[key]) fail(lua, "LUA-032", tr_format("the indicator has no '{0}'", kKeys[key]));
  if (info.api != kApi)
    fail(lua, "LUA-032", tr_format("the indicator is written for api {0}, this host offers {1}", info.api, kApi));
  if (info.id.empty()) fail(lua, "LUA-032", tr("the id of an indicator is not empty"));
  if (info.outputs.empty()) fail(lua, "LUA-032", tr("an indicator declares the columns it gives"));
  check_inputs(lua, info.inputs);
  lua_settop(lua, 1);
  return 1;
}

opora_status lua_compute(void* self, std::uint32_t, void*, opora_call* call, const opora_run* run, const opora_frame** result) {
  LuaScript& script = *static_cast<LuaScript*>(self);
  const auto compute = [&]() -> Result<Frame> {
    SandboxLimits limits = script.limits;
    limits.cancelled = call->scope.cancelled;
    const CallScope& scope = call->scope;
    QueryEnvironment environment{scope.facts, scope.threads};
    Verdicts none({});  // nothing states checks here
    RunScope running{{}, {}, scope.inputs, scope.facts, run->year, none, &scope.indicators, {}, {}, {}};
    Computing computing{&running, scope.parameters, {}};
    LuaDescription description;
    // Last, so that it goes first: its objects point to what stands above.
    OPORA_ASSIGN(const std::unique_ptr<Sandbox> sandbox, open_script(script.source, limits, OPORA_KIND_INDICATOR, description));
    lua_State* lua = sandbox->lua();
    set_query_environment(lua, &environment);
    lua_pushcfunction(lua, &run_compute);
    lua_pushlightuserdata(lua, &computing);
    OPORA_TRY(sandbox->call(1, 0));
    return *std::move(computing.result);
  };
  Result<Frame> frame = compute();
  if (!frame.ok()) return call->fail(frame.take_error());
  *result = call->keep(*std::move(frame));
  return OPORA_OK;
}

}  // namespace opora
