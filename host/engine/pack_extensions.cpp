#include "engine/pack_extensions.h"

#include <algorithm>
#include <fstream>

#include "base/messages.h"
#include "extend/methodology.h"
#include "extend/native_library.h"

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

}  // namespace

Result<Extension> load_extension(const ResolvedItem& item, const std::filesystem::path& shared_library) {
  const std::string kind = kind_id(item.item->kind);
  if (!item.item->source.ends_with(".so"))
    return load_lua_extension({item.display_path, item.text, include_of(*item.pack, shared_library)}, kind);
  // resolve() has made sure that the path stays inside the pack.
  OPORA_ASSIGN(std::shared_ptr<NativeLibrary> library, load_native(item.pack->folder / item.item->source));
  OPORA_ASSIGN(Extension extension, native_extension(std::move(library), kind, item.item->id));
  extension.origin = item.display_path;
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
