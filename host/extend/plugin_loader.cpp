#include "extend/plugin_loader.h"

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <mutex>

#include "base/digest.h"
#include "base/files.h"
#include "base/installation.h"
#include "base/messages.h"
#include "base/text.h"
#include "extend/isolation.h"
#include "extend/native_library.h"
#include "extend/process_state.h"

namespace opora {
namespace {

namespace fs = std::filesystem;

fs::path folder_of_user(const char* variable, const char* below_home) {
  const char* given = std::getenv(variable);
  if (given != nullptr && *given == '/') return given;
  const char* home = std::getenv("HOME");
  return fs::path(home != nullptr && *home != '\0' ? home : "/nonexistent") / below_home;
}

// "digest  file" a line, as sha256sum writes it.
std::vector<std::string> digests_of(const fs::path& list) {
  std::vector<std::string> digests;
  std::ifstream in(list);
  for (std::string line; std::getline(in, line);)
    if (line.size() >= 64) digests.push_back(line.substr(0, 64));
  return digests;
}

Diagnostic at(Diagnostic error, const std::string& file) {
  error.spans.push_back({file, {}, 0, {}, {}, {}});
  return error;
}

PluginStatus begun(const PluginFile& plugin) {
  PluginStatus status;
  status.shown = plugin.shown;
  status.digest = plugin.digest.empty() ? to_hex(digest_of(plugin.bytes)) : plugin.digest;
  return status;
}

// Libraries in this process, by content, in the order in which they came. Never destroyed.
struct LoadedLibraries {
  std::mutex mutex;
  std::vector<std::pair<std::string, std::shared_ptr<NativeLibrary>>> libraries;
};
LoadedLibraries& loaded_libraries() {
  static auto* libraries = new LoadedLibraries();
  return *libraries;
}

Result<std::shared_ptr<NativeLibrary>> load_once(const PluginStatus& status) {
  LoadedLibraries& loaded = loaded_libraries();
  const std::lock_guard lock(loaded.mutex);
  for (const auto& [digest, library] : loaded.libraries)
    if (digest == status.digest) return library;
  const ProcessState before = ProcessState::capture();
  OPORA_ASSIGN(std::shared_ptr<NativeLibrary> library, load_native(status.copy, status.shown));
  OPORA_TRY(check_state(before, status.shown));
  loaded.libraries.emplace_back(status.digest, library);
  return library;
}

}  // namespace

PluginPlaces plugin_places(std::string host_build) {
  return {folder_of_user("XDG_CACHE_HOME", ".cache") / "opora" / "plugins", folder_of_user("XDG_CONFIG_HOME", ".config") / "opora" / "trust",
          installation().plugins, std::move(host_build)};
}

Result<PluginFile> read_plugin(const fs::path& file, const fs::path& root, std::string shown) {
  auto bytes = read_whole(file);
  if (!bytes) return no_such_file(shown);
  std::string digest = to_hex(digest_of(*bytes));
  return PluginFile{file, root, std::move(shown), *std::move(bytes), std::move(digest)};
}

const char* name_of(PluginState state) {
  constexpr const char* kNames[] = {"ready", "untrusted", "quarantined", "rejected"};
  return kNames[static_cast<int>(state)];
}

PluginLoader::PluginLoader(PluginPlaces places, Isolation isolation)
    : places_(std::move(places)), isolation_(isolation), cache_(places_.cache, places_.host_build), shipped_(digests_of(places_.shipped / "digests")) {}

bool PluginLoader::ships(const std::string& digest) const { return std::find(shipped_.begin(), shipped_.end(), digest) != shipped_.end(); }

Status PluginLoader::may_run(const PluginFile& plugin, PluginStatus& status) const {
  if (ships(status.digest)) {
    status.shipped = true;
    return {};
  }
  OPORA_TRY(check_rights(plugin.file, plugin.root, plugin.shown));
  OPORA_ASSIGN(const TrustList list, trusted());
  if (list.find(status.digest) != nullptr) return {};
  status.state = PluginState::kUntrusted;
  std::error_code ignored;
  const std::string name = fs::weakly_canonical(plugin.file, ignored).string();
  Diagnostic error = at(make_error("EXT-010", tr("the native code of this plugin is not trusted"),
                                   tr_format("make sure where it comes from, then: opora plugin trust '{0}'", plugin.file.string())), plugin.shown);
  error.reason = tr_format("its SHA-256 is {0}", status.digest);
  if (const TrustEntry* old = list.find_file(name))
    error.notes.push_back(tr_format("a file of this name with another content ({0}…) was trusted on {1} by {2}", old->digest.substr(0, 12), old->when, old->who));
  return error;
}

void PluginLoader::probe(const PluginFile& plugin, PluginStatus& status, bool anew) {
  status.state = PluginState::kRejected;
  auto copy = cache_.copy_of(plugin.bytes, status.digest);
  if (!copy.ok()) {
    status.error = copy.take_error();
    return;
  }
  std::optional<ProbeResult> result;
  if (anew) cache_.forget(status.digest);
  else result = cache_.known(status.digest, plugin.shown);
  if (!result) {
    result = probe_plugin(*copy, plugin.shown);
    if (Status kept = cache_.keep(status.digest, *result); !kept.ok() && !result->error) result->error = kept.take_error();
  }
  status.report = std::move(result->report);
  status.error = std::move(result->error);
  if (result->harmful) {
    status.state = PluginState::kQuarantined;
    status.error->notes.push_back(tr_format("it is not run again until somebody looks: opora plugin check '{0}'", plugin.file.string()));
  } else if (!status.error) {
    status.state = PluginState::kReady;
    status.copy = *std::move(copy);
  }
}

Status PluginLoader::note_id(const PluginStatus& status) {
  const auto [it, added] = seen_.try_emplace(status.report->id, Seen{status.shown, status.digest});
  if (added || it->second.digest == status.digest) return {};
  return at(make_error("EXT-014", tr_format("two plugins have the id \"{0}\": {1} and {2}", status.report->id, it->second.shown, status.shown),
                       tr("remove one of the files; a newer version of a plugin replaces the older file")), status.shown);
}

Result<const PluginFile*> PluginLoader::read(const fs::path& file, const fs::path& root, const std::string& shown) {
  const std::string name = shown + '\n' + file.string();
  if (const auto known = files_.find(name); known != files_.end()) return &known->second;
  OPORA_ASSIGN(PluginFile plugin, read_plugin(file, root, shown));
  return &files_.emplace(name, std::move(plugin)).first->second;
}

PluginStatus PluginLoader::look(const PluginFile& plugin) {
  PluginStatus status = begun(plugin);
  const std::string name = plugin.shown + '\n' + status.digest;
  if (const auto known = ready_.find(name); known != ready_.end()) return known->second;
  if (Status allowed = may_run(plugin, status); !allowed.ok()) {
    status.error = allowed.take_error();
    return status;
  }
  probe(plugin, status, false);
  if (status.state != PluginState::kReady) return status;
  if (Status unique = note_id(status); !unique.ok()) {
    status.error = unique.take_error();
    status.state = PluginState::kRejected;
    return status;
  }
  return ready_.emplace(name, std::move(status)).first->second;
}

PluginStatus PluginLoader::look_anew(const PluginFile& plugin) {
  PluginStatus status = begun(plugin);
  status.shipped = ships(status.digest);
  probe(plugin, status, true);
  return status;
}

Result<Extension> PluginLoader::extension(const PluginFile& plugin, std::string_view kind, std::string_view id) {
  PluginStatus status = look(plugin);
  if (status.error) return *std::move(status.error);
  if (status.report->find(kind, id) == nullptr) {
    std::vector<std::string> known;
    for (const ReportedExtension& one : status.report->extensions)
      if (one.kind == kind) known.push_back(one.id);
    const auto guess = nearest(id, known);
    return at(make_error("ABI-008", tr_format("the plugin offers no \"{0}\" of the kind {1}", id, kind),
                         guess           ? tr_format("did you mean \"{0}\"?", *guess)
                         : known.empty() ? std::string(tr("look at what it offers with opora plugin list"))
                                         : tr_format("there are: {0}", fmt::join(known, ", "))), plugin.shown);
  }
  if (isolation_ == Isolation::kAlways || (isolation_ == Isolation::kUnlessShipped && !status.shipped)) {
    Extension extension;
    extension.kind = kind;
    extension.id = id;
    extension.origin = plugin.shown;
    extension.digest = status.digest;
    extension.copy = status.copy;
    extension.isolated = std::make_shared<IsolatedPlugin>(IsolatedPlugin{*std::move(status.report), {}});
    return extension;
  }
  OPORA_ASSIGN(std::shared_ptr<NativeLibrary> library, load_once(status));
  OPORA_ASSIGN(Extension extension, native_extension(std::move(library), kind, id, plugin.shown));
  extension.digest = status.digest;
  extension.copy = status.copy;
  return extension;
}

void shut_down_plugins() {
  LoadedLibraries& loaded = loaded_libraries();
  const std::lock_guard lock(loaded.mutex);
  while (!loaded.libraries.empty()) loaded.libraries.pop_back();
}

}  // namespace opora
