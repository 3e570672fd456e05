// The packs of a run as they were, as folders again.
#pragma once

#include <filesystem>

#include "base/result.h"
#include "store/runs.h"

namespace opora {

struct RecordedPacks {
  std::filesystem::path regions;  // holds one folder a pack
  std::filesystem::path scripts;  // that packs share; may hold nothing
};

// Writes them below `folder`. STORE-025 when the store has no copy, VERIFY-003 when a copy is not the pack that the run
// names, VERIFY-004 when a path would leave the folder.
Result<RecordedPacks> unpack(const Store& store, const RunInfo& info, const std::filesystem::path& folder);

}  // namespace opora
