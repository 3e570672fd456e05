// Use case "a pack from a pack": a copy under another id, to be edited. The copy works at once: its id, and ids of items
// that carry the old one, are changed wherever pack.lua, scripts and tests name them; the lock is left out; README.md
// says where it is from. Acts and bases stay those of the original.
// CLI-042 … CLI-044 as for templates.
#pragma once

#include <filesystem>
#include <string>

#include "engine/scaffold.h"
#include "packs/pack.h"

namespace opora {

struct PackCopyRequest {
  const Pack* from = nullptr;
  std::string id;
  std::filesystem::path folder;  // to be made
};

Result<MadeFiles> copy_pack(const PackCopyRequest& request);

}  // namespace opora
