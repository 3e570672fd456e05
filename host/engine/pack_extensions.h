// Items of packs as extensions of the registry: a script, or an entry of a native plugin of the pack.
#pragma once

#include <filesystem>
#include <span>

#include "extend/methodology.h"
#include "extend/plugin_loader.h"
#include "packs/pack.h"
#include "store/provenance.h"

namespace opora {

// LUA-*, ABI-*, EXT-*, PACK-034. include() of a script is served from the pack's lib/ and the shared library, as they
// are now: who has the extension keeps it as it is, whatever becomes of the files.
Result<Extension> load_extension(const ResolvedItem& item, const std::filesystem::path& shared_library, PluginLoader& plugins);

// What an extension says of itself, whatever its kind; an importer says nothing.
struct ExtensionWords {
  std::string title, category;  // category: of a methodology
  std::vector<Parameter> parameters;
};
Result<ExtensionWords> words_of_extension(const Extension& extension);

// Whether a failure is that of one item, so that the others go on: its plugin may not run or failed in its worker (EXT-*),
// or does not offer what pack.lua names (ABI-008).
bool failed_alone(const Diagnostic& error);

// The indicators that hold for the year, the pack's own and those it inherits.
struct PackIndicators {
  Registry registry;
  std::string recipe;  // registry_of_recipe() makes the same registry of it in a worker; empty: there are none
};
Result<PackIndicators> indicators_of_pack(const PackLibrary& library, const std::string& pack, int year,
                                          const std::filesystem::path& shared_library, PluginLoader& plugins);
Result<Registry> registry_of_recipe(const std::string& recipe);

// The scripts of a folder that any pack may include, ascending by path, and the digest by which a run keeps them.
KeptFiles shared_scripts(const std::filesystem::path& folder);
std::string digest_of_scripts(const KeptFiles& scripts);

// The jobs of this program's workers.
std::span<const WorkerJob> worker_jobs();

}  // namespace opora
