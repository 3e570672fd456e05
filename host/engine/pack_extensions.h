// Items of packs as extensions of the registry: a script, or an entry of a native plugin of the pack.
#pragma once

#include <filesystem>
#include <span>

#include "extend/plugin_loader.h"
#include "packs/pack.h"

namespace opora {

// LUA-*, ABI-*, EXT-*. include() of a script is served from the pack's lib/ and the shared library.
Result<Extension> load_extension(const ResolvedItem& item, const std::filesystem::path& shared_library, PluginLoader& plugins);

// The indicators that hold for the year, the pack's own and those it inherits.
Result<Registry> indicators_of_pack(const PackLibrary& library, const std::string& pack, int year,
                                    const std::filesystem::path& shared_library, PluginLoader& plugins);

// How a worker makes the registry of indicators_of_pack() again, and that it is the same (STORE-014's sibling
// PACK-028: the pack changed meanwhile).
Result<std::string> registry_recipe(const PackLibrary& library, const std::string& pack, int year);
Result<Registry> registry_of_recipe(const std::string& recipe);

// The jobs of this program's workers.
std::span<const WorkerJob> worker_jobs();

}  // namespace opora
