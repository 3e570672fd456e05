#include "engine/pack_extensions.h"

#include <algorithm>
#include <fstream>
#include <map>

#include "base/messages.h"
#include "extend/methodology.h"

namespace opora {
namespace {

std::string kind_id(const std::string& kind) { return "opora." + kind + "/1"; }

auto include_of(const Pack& pack, const std::filesystem::path& shared_library) {
  return [&pack, shared_library](const std::string& name) -> Result<ScriptSource> {
    if (auto own = read_inside(pack, "lib/" + name + ".lua"))
      return ScriptSource{"regions/" + pack.folder.filename().string() + "/lib/" + name + ".lua", *std::move(own), {}};
    const bool plain = !name.empty() && name.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_") == std::string::npos;
    std::ifstream in(shared_library / (name + ".lua"), std::ios::binary);
    if (plain && in) return ScriptSource{"scripts/" + name + ".lua", std::string(std::istreambuf_iterator<char>(in), {}), {}};
    return make_error("LUA-050", tr_format("there is no library \"{0}\"", name),
                      tr_format("put it into lib/{0}.lua of the pack; names are small letters, digits and _", name));
  };
}

Status check_id(const NativeLibrary& library, const std::string& wanted) {
  const opora_text id = library.descriptor().id;
  if (std::string_view(id.data, id.size) == wanted) return {};
  return make_error("PACK-029", tr_format("{0} is the plugin \"{1}\", not \"{2}\"", library.path().filename().string(), std::string_view(id.data, id.size), wanted),
                    tr("correct the id in pack.lua"));
}

}  // namespace

Result<std::shared_ptr<NativeLibrary>> open_plugin(const std::filesystem::path& file) {
  static auto* open = new std::map<std::filesystem::path, std::weak_ptr<NativeLibrary>>();
  std::weak_ptr<NativeLibrary>& known = (*open)[file];
  if (auto library = known.lock()) return library;
  OPORA_ASSIGN(std::shared_ptr<NativeLibrary> library, load_native(file));
  known = library;
  return library;
}

Result<Extension> load_extension(const ResolvedItem& item, const std::filesystem::path& shared_library) {
  const std::string kind = kind_id(item.item->kind);
  if (item.file.extension() != ".so") {
    OPORA_ASSIGN(Extension script, load_lua_extension({item.display_path, item.text, include_of(*item.pack, shared_library)}, kind));
    script.digest = item.digest;
    return script;
  }
  // resolve() has made sure that the file stays inside the pack or the folder of shipped plugins.
  OPORA_ASSIGN(std::shared_ptr<NativeLibrary> library, open_plugin(item.file));
  if (!item.item->plugin.empty()) OPORA_TRY(check_id(*library, item.item->plugin));
  OPORA_ASSIGN(Extension extension, native_extension(std::move(library), kind, item.item->id));
  extension.origin = item.display_path;
  extension.digest = item.digest;
  return extension;
}

Result<Registry> indicators_of_pack(const PackLibrary& library, const std::string& pack, int year,
                                    const std::filesystem::path& shared_library) {
  OPORA_ASSIGN(const std::vector<const Pack*> lineage, library.lineage(pack));
  std::vector<std::string> ids;
  for (const Pack* one : lineage)
    for (const PackItem& item : one->items) {
      const bool holds = item.valid_from <= year && (item.valid_to == 0 || item.valid_to >= year);
      if (item.kind == "indicator" && holds && std::find(ids.begin(), ids.end(), item.id) == ids.end()) ids.push_back(item.id);
    }
  Registry registry;
  if (ids.empty()) return registry;
  OPORA_ASSIGN(const std::vector<ResolvedItem> items, resolve(library, pack, "indicator", year, ids));
  for (const ResolvedItem& item : items) {
    OPORA_ASSIGN(Extension extension, load_extension(item, shared_library));
    OPORA_TRY(registry.add(std::move(extension)));
  }
  return registry;
}

}  // namespace opora
