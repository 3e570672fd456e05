// report { api = 1, id = …, write = function(ctx, doc, p) … end }: its description, and one call of write.
#include <algorithm>
#include <array>

#include "base/messages.h"
#include "extend/lua_document.h"
#include "extend/lua_frames.h"
#include "extend/lua_parameters.h"
#include "extend/lua_query.h"
#include "extend/lua_script.h"
#include "extend/lua_values.h"
#include "extend/safe_library.h"

namespace opora {
namespace {

constexpr int kApi = 1;
constexpr std::string_view kKeys[] = {"api", "id", "title", "scope", "write", "needs", "params"};
enum Key : std::size_t { kApiKey, kId, kTitle, kScope, kWrite, kNeeds, kParams };  // from kNeeds on: may be left out

struct PushValue {
  lua_State* lua;

  void operator()(std::monostate) const { lua_pushnil(lua); }
  void operator()(bool value) const { lua_pushboolean(lua, value); }
  void operator()(std::int64_t value) const { lua_pushinteger(lua, value); }
  void operator()(double value) const { lua_pushnumber(lua, value); }
  void operator()(const std::string& value) const { lua_pushlstring(lua, value.data(), value.size()); }
  void operator()(Share value) const { push_object(lua, Exact{value, false}); }
  void operator()(const std::shared_ptr<const Frame>& value) const { push_frame(lua, *value); }
  void operator()(const ReportList& list) const {
    charge(lua, static_cast<std::int64_t>(list.size()));
    luaL_checkstack(lua, 4, nullptr);
    lua_createtable(lua, static_cast<int>(list.size()), 0);
    lua_Integer place = 0;
    for (const ReportValue& one : list) {
      std::visit(*this, one.value);
      lua_rawseti(lua, -2, ++place);
    }
  }
  void operator()(const ReportFields& fields) const {
    charge(lua, static_cast<std::int64_t>(fields.size()));
    luaL_checkstack(lua, 4, nullptr);
    lua_createtable(lua, 0, static_cast<int>(fields.size()));
    for (const auto& [name, one] : fields) {
      std::visit(*this, one.value);
      lua_setfield(lua, -2, name.c_str());
    }
  }
};

// __index of ctx: what the host did not give.
int missing_part(lua_State* lua) {
  const std::string name = text_of(lua, 2);
  const auto& needs = report_needs();
  if (std::find(needs.begin(), needs.end(), name) != needs.end() || name == "figures")
    fail(lua, "LUA-036", tr_format("the report reads '{0}', but its needs do not name it", name), tr_format("add \"{0}\" to needs", name == "figures" ? "indicator:…" : name));
  fail(lua, "LUA-035", tr_format("a {0} has no '{1}'", "ctx", name), suggestion(name, needs));
}

void push_report_context(lua_State* lua, const ReportFields& context) {
  push_fields(lua, context);
  lua_createtable(lua, 0, 1);
  lua_pushcfunction(lua, &missing_part);
  lua_setfield(lua, -2, "__index");
  lua_setmetatable(lua, -2);
}

struct WriteCall {
  const ReportCall* call;
  DocumentSink* sink;
};

// Body of the protected call; the argument is a WriteCall.
int run_write(lua_State* lua) {
  const auto& writing = *static_cast<WriteCall*>(lua_touserdata(lua, 1));
  lua_rawgetp(lua, LUA_REGISTRYINDEX, &kDescriptionKey);
  lua_getfield(lua, -1, "write");
  push_report_context(lua, *writing.call->context);
  push_object(lua, DocumentObject{writing.sink, writing.call->small});
  push_parameters(lua, *writing.call->parameters);
  lua_call(lua, 3, 0);
  return 0;
}

}  // namespace

void push_fields(lua_State* lua, const ReportFields& fields) { PushValue{lua}(fields); }

// report { … } keeps the table; the script returns it.
int describe_report(lua_State* lua) {
  if (lua_type(lua, 1) != LUA_TTABLE) fail_argument(lua, 1, "table");
  keep_description(lua);
  LuaDescription& description = *static_cast<LuaDescription*>(lua_touserdata(lua, lua_upvalueindex(1)));
  description.kind = OPORA_KIND_REPORT;
  ReportInfo& info = description.report;
  std::array<bool, std::size(kKeys)> given{};
  each_option(lua, 1, kKeys, "report", [&](std::size_t key) {
    given[key] = true;
    const int at = lua_gettop(lua);
    switch (key) {
      case kApiKey: info.api = static_cast<int>(need_integer(lua, at, "api")); break;
      case kId: info.id = need_text(lua, at, "id"); break;
      case kTitle: info.title = need_text(lua, at, "title"); break;
      case kScope: info.scopes = need_texts(lua, at, "scope"); break;
      case kNeeds: info.needs = need_texts(lua, at, "needs"); break;
      case kParams: info.parameters = need_parameters(lua, at); break;
      case kWrite:
        if (lua_type(lua, at) != LUA_TFUNCTION) fail(lua, "LUA-032", tr_format("write must be a function(ctx, doc, p), not {0}", type_at(lua, at)));
    }
  });
  for (std::size_t key = 0; key < kNeeds; ++key)
    if (!given[key]) fail(lua, "LUA-032", tr_format("the report has no '{0}'", kKeys[key]));
  if (info.api != kApi) fail(lua, "LUA-032", tr_format("the report is written for api {0}, this host offers {1}", info.api, kApi));
  if (Status status = check_report(info); !status.ok()) {
    const Diagnostic error = status.take_error();
    fail(lua, "LUA-032", error.message, error.help);
  }
  lua_settop(lua, 1);
  return 1;
}

Status lua_write(const LuaScript& script, const ReportCall& call, DocumentSink& sink) {
  SandboxLimits limits = script.limits;
  limits.cancelled = call.cancelled;
  QueryEnvironment environment{nullptr, 1};
  WriteCall writing{&call, &sink};
  LuaDescription description;
  // Last, so that it goes first: its objects point to what stands above.
  OPORA_ASSIGN(const std::unique_ptr<Sandbox> sandbox, open_script(script.source, limits, OPORA_KIND_REPORT, description));
  lua_State* lua = sandbox->lua();
  set_query_environment(lua, &environment);
  lua_pushcfunction(lua, &run_write);
  lua_pushlightuserdata(lua, &writing);
  return sandbox->call(1, 0);
}

}  // namespace opora
