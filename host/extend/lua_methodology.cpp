#include "extend/lua_methodology.h"

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
constexpr std::string_view kKeys[] = {"api", "id", "category", "title", "params", "inputs", "each", "decide"};
enum Key : std::size_t { kApiKey, kId, kCategory, kTitle, kParams, kInputs, kEach, kDecide };
const std::vector<std::string> kTerritories = {"region", "municipality"};
const std::vector<std::string> kDatasets = {"results", "context", "schools", "procedures"};

const char kDescriptionKey = 0;  // registry: the table given to methodology{…}
const char kLibrariesKey = 0;    // registry: library name → what it returned, or false while it is read

// methodology { … } keeps the table for describe(); the script returns it.
int methodology(lua_State* lua) {
  if (lua_type(lua, 1) != LUA_TTABLE) fail_argument(lua, 1, "table");
  lua_rawgetp(lua, LUA_REGISTRYINDEX, &kDescriptionKey);
  if (!lua_isnil(lua, -1))
    fail(lua, "LUA-032", tr("the script describes two methodologies"), tr("a script holds one: put the other into its own file"));
  lua_pushvalue(lua, 1);
  lua_rawsetp(lua, LUA_REGISTRYINDEX, &kDescriptionKey);
  // Checked here, where the line is known.
  MethodologyInfo& info = *static_cast<MethodologyInfo*>(lua_touserdata(lua, lua_upvalueindex(1)));
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
    }
  });
  for (std::size_t key = 0; key < std::size(kKeys); ++key)
    if (!given[key] && key != kParams && key != kEach) fail(lua, "LUA-032", tr_format("the methodology has no '{0}'", kKeys[key]));
  if (info.api != kApi)
    fail(lua, "LUA-032", tr_format("the methodology is written for api {0}, this host offers {1}", info.api, kApi));
  if (info.id.empty() || info.category.empty()) fail(lua, "LUA-032", tr("id and category of a methodology are not empty"));
  for (const std::string& input : info.inputs)
    if (std::find(kDatasets.begin(), kDatasets.end(), input) == kDatasets.end())
      fail(lua, "LUA-032", tr_format("there is no dataset '{0}'", input), suggestion(input, kDatasets));
  if (given[kEach] && std::find(kTerritories.begin(), kTerritories.end(), info.each) == kTerritories.end())
    fail(lua, "LUA-032", tr_format("'each' is \"region\" or \"municipality\", not '{0}'", info.each), suggestion(info.each, kTerritories));
  lua_settop(lua, 1);
  return 1;
}

// include("library"): what the library's file returns; read once a run.
int include(lua_State* lua) {
  const auto& source = *static_cast<const ScriptSource*>(lua_touserdata(lua, lua_upvalueindex(1)));
  const std::string name = need_text(lua, 1, tr_later("the name of a library"));
  lua_rawgetp(lua, LUA_REGISTRYINDEX, &kLibrariesKey);
  const int libraries = lua_gettop(lua);
  if (lua_getfield(lua, libraries, name.c_str()) != LUA_TNIL) {
    if (lua_isboolean(lua, -1)) fail(lua, "LUA-037", tr_format("the library '{0}' includes itself", name));
    return 1;
  }
  if (!source.include) fail(lua, "LUA-037", tr_format("there is no library '{0}': the script stands alone", name));
  const ScriptSource library = unwrap(lua, source.include(name));
  charge(lua, static_cast<std::int64_t>(library.text.size()));
  lua_pushboolean(lua, 0);
  lua_setfield(lua, libraries, name.c_str());
  if (Status loaded = Sandbox::of(lua).load(library.name, library.text); !loaded.ok())
    Sandbox::of(lua).raise(lua, loaded.take_error());
  lua_call(lua, 0, 1);
  if (lua_type(lua, -1) != LUA_TTABLE && lua_type(lua, -1) != LUA_TFUNCTION)
    fail(lua, "LUA-037", tr_format("the library '{0}' returns {1} instead of a table", name, type_at(lua, -1)),
         tr("end it with: return { … }"));
  lua_pushvalue(lua, -1);
  lua_setfield(lua, libraries, name.c_str());
  return 1;
}

// Fills the state with everything a methodology may use. Upvalue-free: arguments are light userdata.
int open_api(lua_State* lua) {
  auto* info = lua_touserdata(lua, 1);
  auto* source = lua_touserdata(lua, 2);
  Sandbox& sandbox = Sandbox::of(lua);
  open_values(sandbox);
  open_columns(sandbox);
  open_frames(sandbox);
  open_queries(sandbox);
  open_parameters(sandbox);
  open_checks(sandbox);
  lua_newtable(lua);
  lua_rawsetp(lua, LUA_REGISTRYINDEX, &kLibrariesKey);
  lua_pushlightuserdata(lua, info);
  lua_pushcclosure(lua, &methodology, 1);
  sandbox.provide("methodology");
  lua_pushlightuserdata(lua, source);
  lua_pushcclosure(lua, &include, 1);
  sandbox.provide("include");
  return 0;
}

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

// A sandbox in which the script has been read; `info` is filled, and must outlive the sandbox.
Result<std::unique_ptr<Sandbox>> open_script(const ScriptSource& source, const SandboxLimits& limits, MethodologyInfo& info) {
  OPORA_ASSIGN(std::unique_ptr<Sandbox> sandbox, Sandbox::create(limits));
  lua_State* lua = sandbox->lua();
  lua_pushcfunction(lua, &open_api);
  lua_pushlightuserdata(lua, &info);
  lua_pushlightuserdata(lua, const_cast<ScriptSource*>(&source));
  OPORA_TRY(sandbox->call(2, 0));
  OPORA_TRY(sandbox->load(source.name, source.text));
  OPORA_TRY(sandbox->call(0, 1));
  lua_rawgetp(lua, LUA_REGISTRYINDEX, &kDescriptionKey);
  const bool described = lua_istable(lua, -1) && lua_rawequal(lua, -1, -2) != 0;
  lua_settop(lua, 0);
  if (described) return sandbox;
  Diagnostic error =
      make_error("LUA-032", tr("the script does not return a methodology"), tr("end it with: return methodology { … }"));
  error.spans.push_back({source.name, {}, 0, {}, {}, {}});
  return error;
}

}  // namespace

Result<std::unique_ptr<LuaMethodology>> LuaMethodology::load(const ScriptSource& source, const SandboxLimits& limits) {
  std::unique_ptr<LuaMethodology> loaded(new LuaMethodology(source, limits));
  OPORA_ASSIGN(const std::unique_ptr<Sandbox> sandbox, open_script(loaded->source_, limits, loaded->info_));
  return loaded;
}

Result<DecisionSet> LuaMethodology::run(const RunContext& context, const std::map<std::string, std::string>& parameters) {
  const std::unique_ptr<FactSource> facts = facts_of(*context.store, context.territory, context.shared);
  return run_on(*facts, context, parameters);
}

Result<DecisionSet> LuaMethodology::run_on(FactSource& facts, const RunContext& context,
                                           const std::map<std::string, std::string>& parameters) const {
  SandboxLimits limits = limits_;
  limits.cancelled = context.cancelled;
  MethodologyInfo info;
  OPORA_ASSIGN(const std::vector<Parameter> values, with_values(info_.parameters, parameters));
  QueryEnvironment environment{&facts, context.threads};
  RunScope scope{&info, &facts, context.year, Verdicts(info_.id), {}, {}, {}};
  // Last, so that it goes first: its objects point to what stands above.
  OPORA_ASSIGN(const std::unique_ptr<Sandbox> sandbox, open_script(source_, limits, info));
  lua_State* lua = sandbox->lua();
  set_query_environment(lua, &environment);
  lua_pushcfunction(lua, &run_decide);
  lua_pushlightuserdata(lua, &scope);
  lua_pushlightuserdata(lua, const_cast<std::vector<Parameter>*>(&values));
  OPORA_TRY(sandbox->call(2, 0));
  if (scope.verdicts.empty()) scope.own_category();  // a list without a school is still a list
  Result<DecisionSet> decisions = scope.verdicts.finish();
  if (decisions.ok()) return decisions;
  Diagnostic error = decisions.take_error();
  error.spans.push_back({source_.name, {}, 0, {}, {}, {}});
  return error;
}

Result<std::unique_ptr<Methodology>> load_lua_methodology(const ScriptSource& source) {
  OPORA_ASSIGN(std::unique_ptr<LuaMethodology> loaded, LuaMethodology::load(source));
  return std::unique_ptr<Methodology>(std::move(loaded));
}

}  // namespace opora
