// Items of packs as extensions of the registry: a script, or an entry of a native plugin of the pack.
#pragma once

#include <filesystem>
#include <memory>

#include "extend/native_library.h"
#include "extend/registry.h"
#include "packs/pack.h"

namespace opora {

// The library of this file: one for all that use it at a time, so that init() runs once. On the main thread only.
Result<std::shared_ptr<NativeLibrary>> open_plugin(const std::filesystem::path& file);

// LUA-*, ABI-*. include() of a script is served from the pack's lib/ and the shared library.
Result<Extension> load_extension(const ResolvedItem& item, const std::filesystem::path& shared_library);

// The indicators that hold for the year, the pack's own and those it inherits.
Result<Registry> indicators_of_pack(const PackLibrary& library, const std::string& pack, int year,
                                    const std::filesystem::path& shared_library);

}  // namespace opora
