#include "engine/recorded_packs.h"

#include <fstream>
#include <system_error>

#include "base/messages.h"
#include "engine/pack_extensions.h"
#include "packs/pack.h"

namespace opora {
namespace {

namespace fs = std::filesystem;

// A bundle comes from outside: neither a pack's name nor a path in it may lead out of the folder.
bool stays_inside(const std::string& path) {
  const fs::path relative(path);
  if (path.empty() || relative.is_absolute()) return false;
  for (const fs::path& part : relative)
    if (part == ".." || part == ".") return false;
  return true;
}

Status write_file(const fs::path& folder, const KeptFile& file) {
  if (!stays_inside(file.path))
    return make_error("VERIFY-004", tr_format("the kept copy of a pack has a file \"{0}\" outside of the pack", file.path), tr("do not use this file: it was not made by Opora"));
  const fs::path target = folder / file.path;
  std::error_code failed;
  fs::create_directories(target.parent_path(), failed);
  std::ofstream out(target, std::ios::binary);
  if (!failed && out.write(file.data.data(), static_cast<std::streamsize>(file.data.size())) && out.flush()) return {};
  return make_error("FILE-002", tr_format("cannot write {0}", target.string()), tr("check that the disk is not full"));
}

Status check_digest(const RunPack& pack, const KeptFiles& files, const fs::path& folder) {
  std::string digest;
  if (pack.pack.empty()) {
    digest = digest_of_scripts(files);
  } else {
    OPORA_ASSIGN(const Pack loaded, load_pack(folder));
    digest = loaded.digest;
  }
  if (digest == pack.digest) return {};
  return make_error("VERIFY-003", tr_format("the kept copy of pack \"{0}\" is not the pack that the run names", pack.pack),
                    tr("compare the store with a copy from before: it was changed past Opora"));
}

}  // namespace

Result<RecordedPacks> unpack(const Store& store, const RunInfo& info, const fs::path& folder) {
  RecordedPacks packs{folder / "regions", folder / "scripts"};
  std::error_code ignored;
  fs::create_directories(packs.regions, ignored);
  fs::create_directories(packs.scripts, ignored);
  if (info.packs.empty())
    return make_error("STORE-025", tr_format("the store has no copy of pack \"{0}\" as it was when the run was made", info.pack),
                      tr("runs of an older Opora were kept without their packs and cannot be computed again"));
  for (const RunPack& pack : info.packs) {
    OPORA_ASSIGN(const KeptFiles files, load_pack_copy(store, pack));
    if (!pack.pack.empty() && !stays_inside(pack.pack)) return write_file(folder, {"../" + pack.pack, {}}).error();
    const fs::path place = pack.pack.empty() ? packs.scripts : packs.regions / pack.pack;
    for (const KeptFile& file : files) OPORA_TRY(write_file(place, file));
    OPORA_TRY(check_digest(pack, files, place));
  }
  return packs;
}

}  // namespace opora
