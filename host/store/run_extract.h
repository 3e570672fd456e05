// A run as a store of its own: what was found and what it was made of, without data.
#pragma once

#include <filesystem>

#include "store/runs.h"

namespace opora {

// Makes `file` with the run, its parts, its packs, the decisions by people and the lists of it, and the audit trail.
Status extract_run(const Store& store, RunId run, const std::filesystem::path& file);

}  // namespace opora
