#include "extend/lua_script.h"

#include <algorithm>

#include "base/messages.h"
#include "extend/lua_checks.h"
#include "extend/lua_document.h"
#include "extend/lua_frames.h"
#include "extend/lua_parameters.h"
#include "extend/lua_query.h"
#include "extend/lua_values.h"
#include "extend/safe_library.h"

namespace opora {
namespace {

const char kLibrariesKey = 0;  // registry: library name → what it returned, or false while it is read

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

// Fills the state with everything a script may use. Upvalue-free: arguments are light userdata.
int open_api(lua_State* lua) {
  auto* description = lua_touserdata(lua, 1);
  auto* source = lua_touserdata(lua, 2);
  Sandbox& sandbox = Sandbox::of(lua);
  open_values(sandbox);
  open_columns(sandbox);
  open_frames(sandbox);
  open_queries(sandbox);
  open_parameters(sandbox);
  open_checks(sandbox);
  open_indicators(sandbox);
  open_frame_literals(sandbox);
  open_document(sandbox);
  open_renderings(sandbox);
  lua_newtable(lua);
  lua_rawsetp(lua, LUA_REGISTRYINDEX, &kLibrariesKey);
  static constexpr std::pair<const char*, lua_CFunction> kConstructors[] = {{"methodology", &describe_methodology}, {"indicator", &describe_indicator},
                                                                           {"matching", &describe_matching}, {"report", &describe_report},
                                                                           {"renderer", &describe_renderer}};
  for (const auto& [name, constructor] : kConstructors) {
    lua_pushlightuserdata(lua, description);
    lua_pushcclosure(lua, constructor, 1);
    sandbox.provide(name);
  }
  lua_pushlightuserdata(lua, source);
  lua_pushcclosure(lua, &include, 1);
  sandbox.provide("include");
  return 0;
}

opora_text view(const std::string& text) { return {text.data(), text.size()}; }

void fill_inputs(LuaScript& script, const std::vector<std::string>& inputs) {
  for (const std::string& input : inputs) script.inputs.push_back(view(input));
}

void fill_parameters(LuaScript& script, const std::vector<Parameter>& parameters) {
  script.choices.reserve(parameters.size());
  for (const Parameter& parameter : parameters) {
    std::vector<opora_text>& choices = script.choices.emplace_back();
    for (const std::string& choice : parameter.choices) choices.push_back(view(choice));
    script.parameters.push_back({sizeof(opora_parameter), static_cast<std::int32_t>(parameter.type), view(parameter.name),
                                 view(parameter.value), view(parameter.basis), view(parameter.title), parameter.minimum.has_value(),
                                 parameter.maximum.has_value(), parameter.minimum.value_or(0), parameter.maximum.value_or(0),
                                 choices.data(), choices.size(), view(parameter.unit), view(parameter.valid_from), view(parameter.valid_to)});
  }
}

const opora_methodology_info* describe_as_methodology(void* self, std::uint32_t index) {
  return index == 0 ? &static_cast<LuaScript*>(self)->methodology_info : nullptr;
}
const opora_indicator_info* describe_as_indicator(void* self, std::uint32_t index) {
  return index == 0 ? &static_cast<LuaScript*>(self)->indicator_info : nullptr;
}

void fill_methodology(LuaScript& script) {
  const MethodologyInfo& info = script.description.methodology;
  fill_inputs(script, info.inputs);
  fill_parameters(script, info.parameters);
  const std::int32_t each = info.each.empty() ? OPORA_EACH_RUN : info.each == "region" ? OPORA_EACH_REGION : OPORA_EACH_MUNICIPALITY;
  script.methodology_info = {sizeof(opora_methodology_info), each, view(info.id), view(info.category), view(info.title),
                             script.inputs.data(), script.inputs.size(), script.parameters.data(), script.parameters.size(),
                             view(info.grounds.source), view(info.grounds.assumes), view(info.grounds.uncertainty), view(info.grounds.limits)};
  script.methodology_kind = {sizeof(opora_methodology_kind), 1, &script, &describe_as_methodology, nullptr, nullptr, &lua_decide};
}

const opora_matching_info* describe_as_matching(void* self, std::uint32_t index) {
  return index == 0 ? &static_cast<LuaScript*>(self)->matching_info : nullptr;
}

void fill_outputs(LuaScript& script, const std::vector<OutputColumn>& outputs) {
  for (const OutputColumn& output : outputs)
    script.outputs.push_back({sizeof(opora_output), static_cast<std::int32_t>(output.type), view(output.name), view(output.title),
                              view(output.unit), output.never_missing, output.minimum.has_value(), output.maximum.has_value(), 0,
                              output.minimum.value_or(0), output.maximum.value_or(0)});
}

void fill_matching(LuaScript& script) {
  const MatchingInfo& info = script.description.matching;
  fill_inputs(script, info.inputs);
  fill_parameters(script, info.parameters);
  fill_outputs(script, info.outputs);
  script.matching_info = {sizeof(opora_matching_info), 0, view(info.id), view(info.title), script.inputs.data(), script.inputs.size(),
                          script.parameters.data(), script.parameters.size(), script.outputs.data(), script.outputs.size(),
                          view(info.grounds.source), view(info.grounds.assumes), view(info.grounds.uncertainty), view(info.grounds.limits)};
  script.matching_kind = {sizeof(opora_matching_kind), 1, &script, &describe_as_matching, nullptr, nullptr, &lua_match};
}

void fill_indicator(LuaScript& script) {
  const IndicatorInfo& info = script.description.indicator;
  fill_inputs(script, info.inputs);
  fill_parameters(script, info.parameters);
  fill_outputs(script, info.outputs);
  script.indicator_info = {sizeof(opora_indicator_info), 0, view(info.id), view(info.title), script.inputs.data(), script.inputs.size(),
                           script.parameters.data(), script.parameters.size(), script.outputs.data(), script.outputs.size(),
                           view(info.grounds.source), view(info.grounds.assumes), view(info.grounds.uncertainty), view(info.grounds.limits)};
  script.indicator_kind = {sizeof(opora_indicator_kind), 1, &script, &describe_as_indicator, nullptr, nullptr, &lua_compute};
}

}  // namespace

void keep_description(lua_State* lua) {
  lua_rawgetp(lua, LUA_REGISTRYINDEX, &kDescriptionKey);
  if (!lua_isnil(lua, -1))
    fail(lua, "LUA-032", tr("the script describes two methodologies"), tr("a script holds one: put the other into its own file"));
  lua_pop(lua, 1);
  lua_pushvalue(lua, 1);
  lua_rawsetp(lua, LUA_REGISTRYINDEX, &kDescriptionKey);
}

void read_ground(lua_State* lua, int index, std::string_view key, Grounds& grounds) {
  static constexpr std::pair<std::string_view, std::string Grounds::*> kTexts[] = {
      {"source", &Grounds::source}, {"assumes", &Grounds::assumes}, {"uncertainty", &Grounds::uncertainty}, {"limits", &Grounds::limits}};
  for (const auto& [name, text] : kTexts)
    if (name == key) grounds.*text = need_text(lua, index, name.data());
}

void check_inputs(lua_State* lua, const std::vector<std::string>& inputs) {
  for (const std::string& input : inputs)
    if (std::find(input_names().begin(), input_names().end(), input) == input_names().end())
      fail(lua, "LUA-032", tr_format("there is no dataset '{0}'", input), suggestion(input, input_names()));
}

Result<std::unique_ptr<Sandbox>> open_script(const ScriptSource& source, const SandboxLimits& limits, std::string_view kind,
                                             LuaDescription& description) {
  OPORA_ASSIGN(std::unique_ptr<Sandbox> sandbox, Sandbox::create(limits));
  lua_State* lua = sandbox->lua();
  lua_pushcfunction(lua, &open_api);
  lua_pushlightuserdata(lua, &description);
  lua_pushlightuserdata(lua, const_cast<ScriptSource*>(&source));
  OPORA_TRY(sandbox->call(2, 0));
  OPORA_TRY(sandbox->load(source.name, source.text));
  OPORA_TRY(sandbox->call(0, 1));
  lua_rawgetp(lua, LUA_REGISTRYINDEX, &kDescriptionKey);
  const bool described = lua_istable(lua, -1) && lua_rawequal(lua, -1, -2) != 0;
  lua_settop(lua, 0);
  if (described && description.kind == kind) return sandbox;
  Diagnostic error = kind == OPORA_KIND_REPORT
      ? make_error("LUA-032", tr("the script does not return a report"), tr("end it with: return report { … }"))
      : kind == OPORA_KIND_RENDERER
      ? make_error("LUA-032", tr("the script does not return a renderer"), tr("end it with: return renderer { … }"))
      : kind == OPORA_KIND_INDICATOR
      ? make_error("LUA-032", tr("the script does not return an indicator"), tr("end it with: return indicator { … }"))
      : kind == OPORA_KIND_MATCHING
      ? make_error("LUA-032", tr("the script does not return a matching"), tr("end it with: return matching { … }"))
      : make_error("LUA-032", tr("the script does not return a methodology"), tr("end it with: return methodology { … }"));
  error.spans.push_back({source.name, {}, 0, {}, {}, {}});
  return error;
}

Result<Extension> load_lua_extension(const ScriptSource& source, std::string_view kind, const SandboxLimits& limits) {
  auto script = std::make_shared<LuaScript>();  // stays where it is: its table points into it
  script->source = source;
  script->limits = limits;
  OPORA_ASSIGN(const std::unique_ptr<Sandbox> sandbox, open_script(script->source, limits, kind, script->description));
  Extension extension{std::string(kind), {}, source.name, nullptr, 0, script};
  if (kind == OPORA_KIND_INDICATOR) {
    fill_indicator(*script);
    extension.id = script->description.indicator.id;
    extension.table = &script->indicator_kind;
  } else if (kind == OPORA_KIND_MATCHING) {
    fill_matching(*script);
    extension.id = script->description.matching.id;
    extension.table = &script->matching_kind;
  } else if (kind == OPORA_KIND_REPORT) {
    script->report_table.info = script->description.report;
    script->report_table.write = [self = script.get()](const ReportCall& call, DocumentSink& sink) { return lua_write(*self, call, sink); };
    extension.id = script->description.report.id;
    extension.table = &script->report_table;
  } else if (kind == OPORA_KIND_RENDERER) {
    script->renderer_table.info = script->description.renderer;
    script->renderer_table.render = [self = script.get()](const Document& document, Warnings*) { return lua_render(*self, document); };
    extension.id = script->description.renderer.id;
    extension.table = &script->renderer_table;
  } else {
    fill_methodology(*script);
    extension.id = script->description.methodology.id;
    extension.table = &script->methodology_kind;
  }
  return extension;
}

Result<std::unique_ptr<Methodology>> load_lua_methodology(const ScriptSource& source, const SandboxLimits& limits) {
  OPORA_ASSIGN(const Extension extension, load_lua_extension(source, OPORA_KIND_METHODOLOGY, limits));
  return Methodology::of(extension);
}

Result<std::unique_ptr<Indicator>> load_lua_indicator(const ScriptSource& source, const SandboxLimits& limits) {
  OPORA_ASSIGN(const Extension extension, load_lua_extension(source, OPORA_KIND_INDICATOR, limits));
  return Indicator::of(extension);
}

}  // namespace opora
