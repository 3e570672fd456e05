// Use cases of `opora plugin`: every plugin that is there, whatever its state, and what a person decides about one.
#pragma once

#include <string>
#include <vector>

#include "extend/plugin_loader.h"
#include "packs/pack.h"

namespace opora {

struct ListedPlugin {
  PluginStatus status;
  std::vector<std::string> packs;  // that name it among their items
};

// Shipped plugins, then the plugins/ folders of all packs, in the order of their names. Those that may run are
// probed when nothing is known of them; others are named with the reason.
std::vector<ListedPlugin> list_plugins(const PackLibrary* library, PluginLoader& loader);

// Looks at the file now, whatever is known of it: quarantine ends when it passes.
Result<PluginStatus> check_plugin(const std::filesystem::path& file, PluginLoader& loader);

struct TrustChange {
  std::string digest, file, when, who;
  bool changed = false;  // false: it was so already
};
// Ends a quarantine as well. EXT-011 when others may change the file: trust in it would mean nothing.
Result<TrustChange> trust_plugin(const std::filesystem::path& file, const std::string& who, PluginLoader& loader);
// `what`: a file, or the digest of one that is gone (at least eight digits).
Result<TrustChange> revoke_trust(const std::string& what, const std::string& who, PluginLoader& loader);

}  // namespace opora
