// The store: one SQLite file with everything; copying it is a backup (see store/schema.sql for the
// tables and their meaning). One writer; readers see the last committed state (WAL).
// Errors: STORE-001 cannot open, STORE-002 not an Opora store, STORE-003 made by a newer Opora,
// STORE-004 damaged, STORE-005 busy (another Opora writes), STORE-006 SQL error, STORE-007 no such batch.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "model/batch.h"

struct sqlite3;

namespace opora {

enum class OpenMode { kReadOnly, kReadWrite };

class Store {
 public:
  // A new file; fails when it exists. Writes application_id, user_version and the schema.
  static Result<Store> create(const std::filesystem::path& file);
  // Migrates forward when opened kReadWrite; a read-only older store is migrated in memory never:
  // STORE-008 asks to open it once for writing.
  static Result<Store> open(const std::filesystem::path& file, OpenMode mode);

  Store(Store&&) noexcept;
  Store& operator=(Store&&) noexcept;
  ~Store();

  sqlite3* handle() const;  // for store/ itself and the tests; no SQL outside host/store
  const std::filesystem::path& file() const;

 private:
  struct State;
  explicit Store(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

// Until the end of its life everything read through the store's connection is of one state, whatever
// others write. Not while the same connection writes.
class Snapshot {
 public:
  static Result<Snapshot> take(const Store& store);

 private:
  explicit Snapshot(std::shared_ptr<void> view) : view_(std::move(view)) {}
  std::shared_ptr<void> view_;
};

// Runs `work` inside one immediate transaction; rolls back when it fails.
Status in_transaction(Store& store, const std::function<Status()>& work);

}  // namespace opora
