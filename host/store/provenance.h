// What a run was made of: the packs as they were, and the batches that were there. With it a run can be computed again
// years later, when packs and data have gone on.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "base/result.h"
#include "model/batch.h"
#include "store/store.h"

namespace opora {

struct RunPack {
  std::string pack;    // id; empty: the scripts that packs share
  std::string digest;  // of the pack, hex
};

struct RunBatch {
  BatchId batch = 0;
  std::string content_digest;
};

struct KeptFile {
  std::string path;  // inside the pack
  std::string data;
};
using KeptFiles = std::vector<KeptFile>;

// The batches of the store, ascending.
Result<std::vector<RunBatch>> batches_now(const Store& store);

// Keeps a pack's files, each once over all packs. Inside a transaction.
Result<bool> has_pack_copy(sqlite3* db, const std::string& digest);
Status keep_pack_copy(sqlite3* db, const std::string& digest, const KeptFiles& files);
// STORE-025 when the store has no copy, or a file of it is not what it was.
Result<KeptFiles> load_pack_copy(const Store& store, const RunPack& pack);

// A copy of the store in another file as it was when only `batches` had been imported, without runs' further history:
// what came later is undone there. STORE-026 names batches that are no longer there.
Result<Store> store_as_of(const Store& store, const std::vector<RunBatch>& batches, const std::filesystem::path& file);

}  // namespace opora
