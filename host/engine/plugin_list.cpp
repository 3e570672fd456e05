#include "engine/plugin_list.h"

#include <algorithm>
#include <set>
#include <system_error>

#include "base/dates.h"
#include "base/digest.h"
#include "base/messages.h"

namespace opora {
namespace {

namespace fs = std::filesystem;

std::set<fs::path> libraries_in(const fs::path& folder) {
  std::set<fs::path> files;
  std::error_code absent;
  for (const auto& entry : fs::directory_iterator(folder, absent))
    if (entry.path().extension() == ".so") files.insert(entry.path());
  return files;
}

std::vector<std::string> packs_naming(const PackLibrary* library, const fs::path& file) {
  std::vector<std::string> ids;
  if (library == nullptr) return ids;
  std::error_code failed;
  for (const Pack& pack : library->packs()) {
    const bool names = std::any_of(pack.items.begin(), pack.items.end(), [&](const PackItem& item) {
      const auto place = file_of(pack, item);
      return place.ok() && fs::equivalent(place->file, file, failed);
    });
    if (names) ids.push_back(pack.id);
  }
  return ids;
}

ListedPlugin listed(const fs::path& file, const fs::path& root, const std::string& shown, const PackLibrary* library, PluginLoader& loader) {
  ListedPlugin plugin;
  plugin.packs = packs_naming(library, file);
  auto read = read_plugin(file, root, shown);
  if (read.ok()) {
    plugin.status = loader.look(*read);
    return plugin;
  }
  plugin.status.shown = shown;
  plugin.status.error = read.take_error();
  return plugin;
}

std::string canonical_name(const fs::path& file) {
  std::error_code failed;
  return fs::weakly_canonical(file, failed).string();
}

}  // namespace

std::vector<ListedPlugin> list_plugins(const PackLibrary* library, PluginLoader& loader) {
  std::vector<ListedPlugin> all;
  const fs::path& shipped = loader.places().shipped;
  for (const fs::path& file : libraries_in(shipped)) all.push_back(listed(file, shipped, file.filename().string(), library, loader));
  if (library == nullptr) return all;
  for (const Pack& pack : library->packs()) {
    std::set<fs::path> files = libraries_in(pack.folder / "plugins");
    for (const PackItem& item : pack.items)  // items may lie elsewhere in the pack
      if (item.source.ends_with(".so") && file_of(pack, item).ok()) files.insert(pack.folder / item.source);
    PluginLoader of_pack(loader.places());  // packs that no run uses together may bring the same plugin
    for (const fs::path& file : files)
      all.push_back(listed(file, pack.folder, "regions/" + pack.folder.filename().string() + "/" + file.lexically_relative(pack.folder).string(), library, of_pack));
  }
  return all;
}

Result<PluginStatus> check_plugin(const fs::path& file, PluginLoader& loader) {
  OPORA_ASSIGN(const PluginFile plugin, read_plugin(file, file.parent_path(), file.string()));
  return loader.look_anew(plugin);
}

Result<TrustChange> trust_plugin(const fs::path& given, const std::string& who, PluginLoader& loader) {
  std::error_code failed;
  const fs::path file = fs::absolute(given, failed);
  OPORA_ASSIGN(const PluginFile plugin, read_plugin(file, file.parent_path(), given.string()));
  OPORA_TRY(check_rights(plugin.file, fs::canonical(file, failed).parent_path(), plugin.shown));
  TrustChange change{to_hex(digest_of(plugin.bytes)), canonical_name(file), now_utc(), who, false};
  OPORA_ASSIGN(TrustList list, loader.trusted());
  loader.cache().forget(change.digest);
  if (const TrustEntry* old = list.find(change.digest)) {
    change.when = old->when;
    change.who = old->who;
    return change;
  }
  OPORA_TRY(list.add({change.digest, change.when, change.who, change.file}));
  change.changed = true;
  return change;
}

Result<TrustChange> revoke_trust(const std::string& what, const std::string& who, PluginLoader& loader) {
  OPORA_ASSIGN(TrustList list, loader.trusted());
  TrustChange change{{}, {}, now_utc(), who, false};
  std::error_code failed;
  if (fs::is_regular_file(what, failed)) {
    OPORA_ASSIGN(const Digest digest, digest_of_file(what));
    change.digest = to_hex(digest);
    change.file = canonical_name(what);
  } else {
    constexpr std::size_t kLeastDigits = 8;
    for (const TrustEntry& entry : list.entries())
      if ((what.size() >= kLeastDigits && entry.digest.starts_with(what)) || entry.file == what || entry.file == canonical_name(what)) {
        change.digest = entry.digest;
        change.file = entry.file;
      }
    if (change.digest.empty())
      return make_error("EXT-010", tr_format("no trusted plugin is named \"{0}\"", what), tr_format("the list is {0}", list.file().string()));
  }
  OPORA_ASSIGN(change.changed, list.remove(change.digest));
  return change;
}

}  // namespace opora
