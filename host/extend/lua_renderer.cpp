// renderer { api = 1, id = …, ending = ".md", render = function(document, out) … end }: its description, and one call of
// render. `document` has the fields of a document as JSON, `out:write(…)` appends to the file.
#include <array>

#include "base/messages.h"
#include "extend/lua_objects.h"
#include "extend/lua_script.h"
#include "extend/lua_values.h"
#include "extend/renderer_call.h"
#include "extend/safe_library.h"
#include "extend/value_tree.h"
#include "report/document_json.h"

namespace opora {
namespace {

constexpr int kApi = 1;
constexpr std::string_view kKeys[] = {"api", "id", "title", "ending", "render"};
enum Key : std::size_t { kApiKey, kId, kTitle, kEnding, kRender };

struct FileObject {
  static constexpr const char* kTypeName = "opora.file";
  static constexpr const char* kWhat = "file";
  std::string* bytes;
};

// out:write("…", 12): texts and numbers, one after the other.
int write(lua_State* lua) {
  std::string& bytes = *need_object<FileObject>(lua, 1).bytes;
  for (int i = 2; i <= lua_gettop(lua); ++i) {
    if (lua_type(lua, i) != LUA_TSTRING && lua_type(lua, i) != LUA_TNUMBER) fail_argument(lua, i, "text");
    const std::string text = text_of(lua, i);
    charge(lua, static_cast<std::int64_t>(text.size()));
    if (text.size() > kLargestRendering - bytes.size()) fail(lua, "REPORT-001", tr("the document is too large for a file"));
    bytes += text;
  }
  return 0;
}

struct RenderCall {
  const ReportFields* document;
  std::string* bytes;
};

// Body of the protected call; the argument is a RenderCall.
int run_render(lua_State* lua) {
  const auto& rendering = *static_cast<RenderCall*>(lua_touserdata(lua, 1));
  lua_rawgetp(lua, LUA_REGISTRYINDEX, &kDescriptionKey);
  lua_getfield(lua, -1, "render");
  push_fields(lua, *rendering.document);
  push_object(lua, FileObject{rendering.bytes});
  lua_call(lua, 2, 0);
  return 0;
}

}  // namespace

void open_renderings(Sandbox& sandbox) { define_type<FileObject>(sandbox.lua(), {{"write", &write}}); }

// renderer { … } keeps the table; the script returns it.
int describe_renderer(lua_State* lua) {
  if (lua_type(lua, 1) != LUA_TTABLE) fail_argument(lua, 1, "table");
  keep_description(lua);
  LuaDescription& description = *static_cast<LuaDescription*>(lua_touserdata(lua, lua_upvalueindex(1)));
  description.kind = OPORA_KIND_RENDERER;
  RendererInfo& info = description.renderer;
  std::array<bool, std::size(kKeys)> given{};
  each_option(lua, 1, kKeys, "renderer", [&](std::size_t key) {
    given[key] = true;
    const int at = lua_gettop(lua);
    switch (key) {
      case kApiKey: info.api = static_cast<int>(need_integer(lua, at, "api")); break;
      case kId: info.id = need_text(lua, at, "id"); break;
      case kTitle: info.title = need_text(lua, at, "title"); break;
      case kEnding: info.ending = need_text(lua, at, "ending"); break;
      case kRender:
        if (lua_type(lua, at) != LUA_TFUNCTION) fail(lua, "LUA-032", tr_format("render must be a function(document, out), not {0}", type_at(lua, at)));
    }
  });
  for (std::size_t key = 0; key < std::size(kKeys); ++key)
    if (!given[key]) fail(lua, "LUA-032", tr_format("the renderer has no '{0}'", kKeys[key]));
  if (info.api != kApi) fail(lua, "LUA-032", tr_format("the renderer is written for api {0}, this host offers {1}", info.api, kApi));
  if (Status status = check_renderer(info); !status.ok()) {
    const Diagnostic error = status.take_error();
    fail(lua, "LUA-032", error.message, error.help);
  }
  lua_settop(lua, 1);
  return 1;
}

Result<std::string> lua_render(const LuaScript& script, const Document& document) {
  const ReportFields fields = fields_of_json(to_json(document));
  std::string bytes;
  RenderCall rendering{&fields, &bytes};
  LuaDescription description;
  // Last, so that it goes first: its objects point to what stands above.
  OPORA_ASSIGN(const std::unique_ptr<Sandbox> sandbox, open_script(script.source, script.limits, OPORA_KIND_RENDERER, description));
  lua_pushcfunction(sandbox->lua(), &run_render);
  lua_pushlightuserdata(sandbox->lua(), &rendering);
  OPORA_TRY(sandbox->call(1, 0));
  return bytes;
}

}  // namespace opora
