// Group "pack" of the conformance checks: the manifest and what it names.
#pragma once

#include <memory>

#include "extend/conformance/check.h"
#include "packs/pack.h"

namespace opora {

// A pack to be checked. `library` is that of the folder around it, so that its bases are found.
struct CheckedPack {
  std::filesystem::path folder;
  std::filesystem::path shared_library;
};

std::vector<conformance::Check> pack_checks(const CheckedPack& pack);
// The items that the manifest names, as subjects of the other checks. PACK-*.
Result<std::vector<conformance::Subject>> pack_subjects(const CheckedPack& pack);

}  // namespace opora
