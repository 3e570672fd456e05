// The texts of a workbook that its cells name by number.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "intake/text_arena.h"
#include "intake/zip_archive.h"

namespace opora {

struct SharedStrings {
  std::vector<std::string_view> texts;  // into the arena
  TextArena arena;
};

// An empty member name is a workbook without shared strings.
Result<SharedStrings> read_shared_strings(ZipArchive& archive, const std::string& member, std::int64_t max_cell_bytes);

}  // namespace opora
