// What packs bring for importing: source profiles with their word tables, and scales of marks.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "intake/profile.h"
#include "packs/pack.h"

namespace opora {

struct PackSources {
  std::vector<SourceProfile> profiles;  // ids as "ru/vpr-2021"
  std::vector<Scale> scales;
  std::string digest;                   // over the packs' digests, hex: kept with every batch
};

// Of every pack of the library. A profile sees the word tables of its own pack and of its bases.
// The first problem of any profile fails the whole: an import must not depend on which half was read.
Result<PackSources> pack_sources(const PackLibrary& library);

// The scales of a pack, then those of its bases: what a methodology of the pack knows of mark borders
// beside the imported ones.
Result<std::vector<Scale>> pack_scales(const PackLibrary& library, const std::string& pack);

}  // namespace opora
