// A pack as people name it: an id below the folder of packs, or the folder itself.
#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "packs/pack.h"

namespace opora {

// The library around a pack, so that its bases are found; `pack` points into it.
struct PlacedPack {
  std::shared_ptr<const PackLibrary> library;
  const Pack* pack = nullptr;
};

// `word` with a "/" in it, or that is no id of `regions` but a folder with pack.lua, is a folder; anything else an id.
// PACK-020, and what is wrong with the pack itself.
Result<PlacedPack> place_pack(const std::string& word, const std::filesystem::path& regions);
// The folder alone, whatever is wrong with the pack. PACK-020.
Result<std::filesystem::path> folder_of_pack(const std::string& word, const std::filesystem::path& regions);
Result<PlacedPack> place_folder(const std::filesystem::path& folder);

}  // namespace opora
