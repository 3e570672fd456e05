// A script of a pack as an extension: reads it in a sandbox, keeps what it describes, and fills the C table
// of its kind, as a native plugin does. Every call opens a fresh sandbox, so that nothing is left over from
// the call before and calls can run on several threads.
// LUA-032 the description, LUA-037 a library that cannot be included.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "extend/indicator.h"
#include "extend/lua_objects.h"
#include "extend/matching.h"
#include "extend/methodology.h"
#include "extend/renderer_call.h"
#include "extend/report_call.h"
#include "opora/abi/all.h"

namespace opora {

// What methodology{…}, indicator{…}, matching{…}, report{…} or renderer{…} said; the fields of the other kinds are left alone.
struct LuaDescription {
  const char* kind = nullptr;
  MethodologyInfo methodology;
  IndicatorInfo indicator;
  MatchingInfo matching;
  ReportInfo report;
  RendererInfo renderer;
};

inline constexpr char kDescriptionKey = 0;  // registry: the table given to methodology{…}, indicator{…} …

// A sandbox in which the script has been read; `description` is filled, and must outlive the sandbox.
Result<std::unique_ptr<Sandbox>> open_script(const ScriptSource& source, const SandboxLimits& limits, std::string_view kind,
                                             LuaDescription& description);
// The constructors that a script calls, one file each. Upvalue: the LuaDescription.
int describe_methodology(lua_State* lua);
int describe_indicator(lua_State* lua);
int describe_matching(lua_State* lua);
int describe_report(lua_State* lua);
int describe_renderer(lua_State* lua);
void open_indicators(Sandbox& sandbox);
void open_renderings(Sandbox& sandbox);
// For indicators, methodologies and matchings: the text at `index` of one of the keys source, assumes, uncertainty, limits.
void read_ground(lua_State* lua, int index, std::string_view key, Grounds& grounds);
// For all: remembers the table at index 1; the script describes one extension only.
void keep_description(lua_State* lua);
// ctx without a way to state checks: of indicators and matchings.
void push_facts_context(lua_State* lua, struct RunScope& scope);
void check_inputs(lua_State* lua, const std::vector<std::string>& inputs);
// What a report is given, and a document: as tables.
void push_fields(lua_State* lua, const ReportFields& fields);

// `self` of the tables: the script, and the description in the form of the ABI.
struct LuaScript {
  ScriptSource source;
  SandboxLimits limits;
  LuaDescription description;

  std::vector<opora_text> inputs;
  std::vector<std::vector<opora_text>> choices;
  std::vector<opora_parameter> parameters;
  std::vector<opora_output> outputs;
  opora_methodology_info methodology_info{};
  opora_indicator_info indicator_info{};
  opora_matching_info matching_info{};
  opora_methodology_kind methodology_kind{};
  opora_indicator_kind indicator_kind{};
  opora_matching_kind matching_kind{};
  ReportTable report_table{};
  RendererTable renderer_table{};
};

// The verbs of the tables.
opora_status lua_decide(void* self, std::uint32_t index, void* instance, opora_call* call, const opora_run* run);
opora_status lua_compute(void* self, std::uint32_t index, void* instance, opora_call* call, const opora_run* run,
                         const opora_frame** result);
opora_status lua_match(void* self, std::uint32_t index, void* instance, opora_call* call, const opora_run* run, const opora_frame* needing,
                       const opora_frame* offering, const opora_frame** pairs, const opora_frame** unmatched);
Status lua_write(const LuaScript& script, const ReportCall& call, DocumentSink& sink);
Result<std::string> lua_render(const LuaScript& script, const Document& document);

}  // namespace opora
