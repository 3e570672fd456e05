#include "engine/pack_place.h"

#include <system_error>

namespace opora {

namespace fs = std::filesystem;

Result<PlacedPack> place_folder(const fs::path& folder) {
  OPORA_ASSIGN(const Pack own, load_pack(folder));
  std::error_code failed;
  const fs::path there = fs::weakly_canonical(folder, failed);
  OPORA_ASSIGN(PackLibrary all, PackLibrary::open((failed ? folder : there).parent_path()));
  PlacedPack placed{std::make_shared<const PackLibrary>(std::move(all)), nullptr};
  OPORA_ASSIGN(placed.pack, placed.library->find(own.id));
  return placed;
}

Result<PlacedPack> place_pack(const std::string& word, const fs::path& regions) {
  std::error_code absent;
  fs::path folder(word);
  if (!folder.has_filename()) folder = folder.parent_path();  // "regions/ru/"
  const bool there = fs::exists(folder / "pack.lua", absent);
  if (there && (word.find('/') != std::string::npos || word == ".")) return place_folder(folder);
  OPORA_ASSIGN(PackLibrary all, PackLibrary::open(regions));
  PlacedPack placed{std::make_shared<const PackLibrary>(std::move(all)), nullptr};
  auto found = placed.library->find(word);
  if (!found.ok() && there && found.error().code == "PACK-020") return place_folder(folder);
  if (!found.ok()) return found.take_error();
  placed.pack = *found;
  return placed;
}

Result<fs::path> folder_of_pack(const std::string& word, const fs::path& regions) {
  auto placed = place_pack(word, regions);
  if (placed.ok()) return fs::path(placed->pack->folder);
  std::error_code absent;
  for (const fs::path& folder : {fs::path(word), regions / word})
    if (fs::exists(folder / "pack.lua", absent)) return fs::path(folder);
  return placed.take_error();
}

}  // namespace opora
