#include "engine/pack_extensions.h"

#include <algorithm>
#include <array>
#include <fstream>

#include "base/installation.h"
#include "base/messages.h"
#include "engine/host_build.h"
#include "extend/isolation.h"
#include "extend/methodology.h"
#include "store/bytes.h"

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

Status check_id(const PluginStatus& plugin, const std::string& wanted) {
  if (!plugin.report || plugin.report->id == wanted) return {};
  return make_error("PACK-029", tr_format("{0} is the plugin \"{1}\", not \"{2}\"", plugin.shown, plugin.report->id, wanted),
                    tr("correct the id in pack.lua"));
}

}  // namespace

Result<Extension> load_extension(const ResolvedItem& item, const std::filesystem::path& shared_library, PluginLoader& plugins) {
  const std::string kind = kind_id(item.item->kind);
  if (item.file.extension() != ".so") {
    OPORA_ASSIGN(Extension script, load_lua_extension({item.display_path, item.text, include_of(*item.pack, shared_library)}, kind));
    script.digest = item.digest;
    return script;
  }
  const PluginFile plugin{item.file, item.root, item.display_path, item.text};
  if (!item.item->plugin.empty()) OPORA_TRY(check_id(plugins.look(plugin), item.item->plugin));
  OPORA_ASSIGN(Extension extension, plugins.extension(plugin, kind, item.item->id));
  extension.digest = item.digest;
  return extension;
}

Result<Registry> indicators_of_pack(const PackLibrary& library, const std::string& pack, int year,
                                    const std::filesystem::path& shared_library, PluginLoader& plugins) {
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
    Result<Extension> loaded = load_extension(item, shared_library, plugins);
    // One plugin that may not run takes nothing from those who never ask for it.
    if (!loaded.ok() && loaded.error().code.starts_with("EXT-"))
      loaded = Extension{kind_id("indicator"), item.item->id, item.display_path, nullptr, 0, nullptr, {}, std::make_shared<Diagnostic>(loaded.take_error())};
    OPORA_ASSIGN(Extension extension, std::move(loaded));
    extension.digest = item.digest;
    extension.parameters.insert(item.item->parameters.begin(), item.item->parameters.end());
    OPORA_TRY(registry.add(std::move(extension)));
  }
  return registry;
}

Result<std::string> registry_recipe(const PackLibrary& library, const std::string& pack, int year) {
  Blob bytes;
  ByteWriter out(bytes);
  std::error_code ignored;
  out.text(std::filesystem::absolute(library.folder(), ignored).string());
  out.text(pack);
  out.varint(static_cast<std::uint64_t>(year));
  OPORA_ASSIGN(const auto lineage, library.lineage(pack));
  for (const Pack* one : lineage) out.text(one->digest);
  return std::string(bytes.begin(), bytes.end());
}

Result<Registry> registry_of_recipe(const std::string& recipe) {
  ByteReader in({reinterpret_cast<const std::uint8_t*>(recipe.data()), recipe.size()});
  const std::string folder = in.text(), pack = in.text();
  const int year = static_cast<int>(in.varint());
  OPORA_ASSIGN(const PackLibrary library, PackLibrary::open(folder));
  OPORA_ASSIGN(const std::string now, registry_recipe(library, pack, year));
  if (now != recipe)
    return make_error("PACK-028", tr_format("pack \"{0}\" was changed while the run was being computed", pack), tr("repeat the run: opora run …"));
  // A worker is isolated already: what the plugin asks for shares its process.
  PluginLoader plugins(plugin_places(host_build()), Isolation::kNever);
  return indicators_of_pack(library, pack, year, installation().data / "scripts", plugins);
}

std::span<const WorkerJob> worker_jobs() {
  static const std::array<WorkerJob, 2> kJobs = {
      probe_job(), {kCallJob, [](const std::string& request) { return serve_call(request, &registry_of_recipe); }}};
  return kJobs;
}

}  // namespace opora
