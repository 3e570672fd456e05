// A ZIP file, written whole. The same members give the same bytes: times are fixed.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "base/result.h"

namespace opora {

struct ZipMember {
  std::string name;  // "packs/ru/pack.lua"
  std::string data;
  std::filesystem::path file = {};  // when set, its bytes are taken instead of `data`: for large ones
};

// Replaces the file at once when everything is written. FILE-002 when it cannot be written.
Status write_zip(const std::filesystem::path& file, const std::vector<ZipMember>& members);

// The same in memory.
Result<std::string> zip_bytes(const std::vector<ZipMember>& members);

}  // namespace opora
