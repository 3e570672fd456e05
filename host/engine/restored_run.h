// A run as it was: its packs, its parameters and its data, ready to be computed again.
#pragma once

#include <filesystem>
#include <optional>

#include "engine/identify.h"
#include "engine/recorded_packs.h"

namespace opora {

struct RestoredRun {
  PackLibrary library;            // of the kept copies
  IdentifyRequest request;        // afresh, with the parameters that the run's command gave
  std::optional<Store> then;      // the data of then, where those of now are others
};

// The packs and the request. Files go below `folder`, which has to outlive the result. Errors as of unpack().
Result<RestoredRun> restore_run(const Store& store, const RunInfo& info, const std::filesystem::path& folder);
// The data. STORE-026 when batches are gone, VERIFY-002 when what is there is not what it was.
Status restore_data(const Store& store, const RunInfo& info, const std::filesystem::path& folder, RestoredRun& run);

}  // namespace opora
