// The files that an import is asked for: folders walked, what is no table named with its reason.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "base/result.h"

namespace opora {

struct FoundFile {
  std::filesystem::path path;  // to open
  std::string shown;           // as given, or relative to the folder given
  std::int64_t bytes = 0;
  std::string skipped;         // why it is not read; empty: it is
  bool other_ending = false;   // skipped for that alone: an importer may know it
};

// Ascending by path. Hidden files and folders are not looked into; `~$…` lock files of office programs,
// and in folders empty files and everything that does not end like a table, are skipped. DATA-026 when
// a path does not exist.
Result<std::vector<FoundFile>> find_files(const std::vector<std::filesystem::path>& paths);

}  // namespace opora
