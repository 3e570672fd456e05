#include "store/provenance.h"

#include <algorithm>
#include <set>

#include "base/digest.h"
#include "base/messages.h"
#include "store/batches.h"
#include "store/sqlite_use.h"

namespace opora {
namespace {

Diagnostic no_copy(const RunPack& pack, const std::string& path) {
  return make_error("STORE-025",
                    path.empty() ? tr_format("the store has no copy of pack \"{0}\" as it was when the run was made", pack.pack)
                                 : tr_format("the kept copy of {0} is not what it was when the run was made", "regions/" + pack.pack + "/" + path),
                    tr("compare the store with a copy from before: it was changed past Opora, or the run is from an older Opora"));
}

// A file as of before without what it became: SQLite's own way of copying a store that others may be reading.
Status copy_to(sqlite3* db, const std::string& file) {
  OPORA_ASSIGN(Statement copy, Statement::prepare(db, "VACUUM INTO ?"));
  return bind_all(copy, std::string_view(file)).run();
}

}  // namespace

Result<std::vector<RunBatch>> batches_now(const Store& store) {
  OPORA_ASSIGN(Statement select, Statement::prepare(store.handle(), "SELECT id, content_digest FROM batch ORDER BY id"));
  std::vector<RunBatch> batches;
  for (;;) {
    OPORA_ASSIGN(const bool row, select.step());
    if (!row) return batches;
    batches.push_back({select.integer(0), text_of(select, 1)});
  }
}

Result<bool> has_pack_copy(sqlite3* db, const std::string& digest) {
  OPORA_ASSIGN(Statement find, Statement::prepare(db, "SELECT 1 FROM pack_copy WHERE digest = ? LIMIT 1"));
  return bind_all(find, digest).step();
}

Status keep_pack_copy(sqlite3* db, const std::string& digest, const KeptFiles& files) {
  OPORA_ASSIGN(Statement file, Statement::prepare(db, "INSERT OR IGNORE INTO pack_file(digest, data) VALUES(?, ?)"));
  OPORA_ASSIGN(Statement copy, Statement::prepare(db, "INSERT INTO pack_copy(digest, path, file) VALUES(?, ?, ?)"));
  for (const KeptFile& one : files) {
    const std::string of_file = to_hex(digest_of(one.data));
    const std::span data(reinterpret_cast<const std::uint8_t*>(one.data.data()), one.data.size());
    OPORA_TRY(bind_all(file, of_file, data).run());
    OPORA_TRY(bind_all(copy, digest, one.path, of_file).run());
  }
  return {};
}

Result<KeptFiles> load_pack_copy(const Store& store, const RunPack& pack) {
  OPORA_ASSIGN(Statement select, Statement::prepare(store.handle(),
      "SELECT c.path, c.file, f.data FROM pack_copy c JOIN pack_file f ON f.digest = c.file WHERE c.digest = ? ORDER BY c.path"));
  bind_all(select, pack.digest);
  KeptFiles files;
  for (;;) {
    OPORA_ASSIGN(const bool row, select.step());
    if (!row) break;
    const auto bytes = select.blob(2);
    files.push_back({text_of(select, 0), std::string(reinterpret_cast<const char*>(bytes.data()), bytes.size())});
    if (to_hex(digest_of(files.back().data)) != select.text(1)) return no_copy(pack, files.back().path);
  }
  if (files.empty()) return no_copy(pack, {});
  return files;
}

Result<Store> store_as_of(const Store& store, const std::vector<RunBatch>& batches, const std::filesystem::path& file) {
  OPORA_ASSIGN(const std::vector<RunBatch> there, batches_now(store));
  std::set<BatchId> wanted;
  for (const RunBatch& batch : batches) wanted.insert(batch.batch);
  for (const RunBatch& batch : there) wanted.erase(batch.batch);
  if (!wanted.empty()) {
    Diagnostic error = make_error("STORE-026", tr_format("the run used batches that are no longer in the store: {0}", fmt::join(wanted, ", ")),
                                  tr("they were undone since; a bundle made before that (opora export --run) can still be verified"));
    return error;
  }
  OPORA_TRY(copy_to(store.handle(), file.string()));
  OPORA_ASSIGN(Store copy, Store::open(file, OpenMode::kReadWrite));
  for (auto later = there.rbegin(); later != there.rend(); ++later) {
    const bool of_run = std::any_of(batches.begin(), batches.end(), [&](const RunBatch& b) { return b.batch == later->batch; });
    if (!of_run) OPORA_TRY(undo_batch(copy, later->batch, ""));
  }
  return copy;
}

}  // namespace opora
