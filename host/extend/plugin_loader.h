// From a plugin's file to an extension that can be called. One order for all: rights → trust → copy by
// content → probe in a worker (or what an earlier one found) → either a description whose calls go to a worker,
// or the library in this process: load → init, the process's state compared and put back around both.
//   Shipped plugins are those whose digest the installation lists; they run in this process. Others run isolated
//   unless the caller decides otherwise.
//   A library stays loaded until the process ends; shut_down_plugins() calls deinit in reverse order, before
//   main() returns. A changed file is another content: it is loaded beside the old one, which running jobs keep.
// EXT-010 … EXT-016 (plugin_trust.h, plugin_cache.h, plugin_probe.h), EXT-014 two plugins with one id.
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "extend/plugin_cache.h"
#include "extend/plugin_trust.h"
#include "extend/registry.h"

namespace opora {

struct PluginPlaces {
  std::filesystem::path cache;    // $XDG_CACHE_HOME/opora/plugins
  std::filesystem::path trust;    // $XDG_CONFIG_HOME/opora/trust, a file
  std::filesystem::path shipped;  // folder of the plugins that came with the host; its `digests` lists them
  std::string host_build;
};
PluginPlaces plugin_places(std::string host_build);

struct PluginFile {
  std::filesystem::path file;
  std::filesystem::path root;  // folder that it must not leave; that of its pack
  std::string shown;           // in messages
  std::string bytes;           // its content as read, which is what is judged and loaded
  std::string digest{};        // of the bytes, hex; empty: not known yet
};
// ABI-001 when it cannot be read.
Result<PluginFile> read_plugin(const std::filesystem::path& file, const std::filesystem::path& root, std::string shown);

enum class PluginState { kReady, kUntrusted, kQuarantined, kRejected };
const char* name_of(PluginState state);  // "ready", "untrusted", "quarantined", "rejected"

struct PluginStatus {
  std::string shown;
  std::string digest;
  PluginState state = PluginState::kRejected;
  bool shipped = false;
  std::optional<PluginReport> report;  // when ready
  std::optional<Diagnostic> error;     // otherwise
  std::filesystem::path copy;          // when ready
};

enum class Isolation { kUnlessShipped, kAlways, kNever };

// For one run: two plugins of one id in one run are refused, and a file is read and judged once, however many of its
// extensions are asked for. Not for several threads at once.
class PluginLoader {
 public:
  explicit PluginLoader(PluginPlaces places, Isolation isolation = Isolation::kUnlessShipped);

  // The file as this run sees it. ABI-001 when it cannot be read.
  Result<const PluginFile*> read(const std::filesystem::path& file, const std::filesystem::path& root, const std::string& shown);
  // Whether the plugin may be used, without loading it here.
  PluginStatus look(const PluginFile& plugin);
  // The same, whatever is known and trusted: the caller's word stands for the file, this once.
  PluginStatus look_anew(const PluginFile& plugin);
  Result<Extension> extension(const PluginFile& plugin, std::string_view kind, std::string_view id);

  Result<TrustList> trusted() const { return TrustList::open(places_.trust); }
  const PluginCache& cache() const { return cache_; }
  const PluginPlaces& places() const { return places_; }
  bool ships(const std::string& digest) const;

 private:
  struct Seen {
    std::string shown, digest;
  };
  Status may_run(const PluginFile& plugin, PluginStatus& status) const;
  void probe(const PluginFile& plugin, PluginStatus& status, bool anew);
  Status note_id(const PluginStatus& status);

  PluginPlaces places_;
  Isolation isolation_;
  PluginCache cache_;
  std::vector<std::string> shipped_;  // digests
  std::map<std::string, Seen> seen_;  // by id
  std::map<std::string, PluginFile> files_;       // by name in messages and path
  std::map<std::string, PluginStatus> ready_;     // by name in messages and digest
};

// deinit of every plugin in this process, the last one first. Their code stays where it is.
void shut_down_plugins();

}  // namespace opora
