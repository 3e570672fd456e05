#include "store/store.h"

#include <system_error>

#include "base/messages.h"
#include "store/migrations.h"
#include "store/sqlite_use.h"

namespace opora {
namespace {

namespace fs = std::filesystem;

constexpr int kBusyMilliseconds = 1000;
// A small cache sends the pages of a large batch to the log while its file is still being read.
constexpr const char* kWriterPragmas = "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA cache_size = -1000;";
// A stranger's file must not make the schema call functions or write; mapping saves a copy of each page.
constexpr const char* kReaderPragmas = "PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON; PRAGMA mmap_size = 1073741824; PRAGMA cache_size = -8000;";

Diagnostic at_file(Diagnostic error, const fs::path& file) {
  if (error.spans.empty()) error.spans.emplace_back();
  error.spans.front().file = file.string();
  return error;
}

std::string uri_of(const fs::path& file) {
  constexpr const char* kDigits = "0123456789ABCDEF";
  std::string uri = "file:";
  for (const char c : fs::absolute(file).string()) {
    if (c == '%' || c == '?' || c == '#') {
      const auto byte = static_cast<unsigned char>(c);
      uri += {'%', kDigits[byte >> 4], kDigits[byte & 15]};
    } else {
      uri += c;
    }
  }
  return uri + "?immutable=1";
}

// What an open file can be wrong about, in words; the rest is for sqlite_error.
Diagnostic open_error(sqlite3* db, int code) {
  switch (code & 0xff) {
    case SQLITE_NOTADB:
      return make_error("STORE-002", tr("the file is not a store of Opora"), tr("check the path; `opora init` creates a new store"));
    case SQLITE_CANTOPEN:
    case SQLITE_PERM:
    case SQLITE_READONLY:
    case SQLITE_IOERR: {
      Diagnostic error = make_error("STORE-001", tr("the store cannot be opened"), tr("check the rights to the file and to its folder"));
      error.reason = db ? sqlite3_errmsg(db) : sqlite3_errstr(code);
      return error;
    }
    default: return sqlite_error(db, "open");
  }
}

// SQLite counts the memory of all connections behind one lock; nobody asks for the count.
int leave_memory_uncounted() { return sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0); }

Result<Database> connect(const std::string& name, int flags) {
  static const int once = leave_memory_uncounted();  // refused when SQLite is in use already: no harm
  static_cast<void>(once);
  sqlite3* db = nullptr;
  const int code = sqlite3_open_v2(name.c_str(), &db, flags | SQLITE_OPEN_NOMUTEX, nullptr);  // whoever shares one locks it
  Database connection(db);
  if (code != SQLITE_OK) return open_error(db, code);
  sqlite3_busy_timeout(db, kBusyMilliseconds);
  sqlite3_db_config(db, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
  if (const int set = sqlite3_exec(db, kReaderPragmas, nullptr, nullptr, nullptr); set != SQLITE_OK) return open_error(db, set);
  return connection;
}

Result<std::int64_t> pragma(sqlite3* db, const char* sql) {
  sqlite3_stmt* prepared = nullptr;
  int code = sqlite3_prepare_v2(db, sql, -1, &prepared, nullptr);
  std::int64_t value = 0;
  if (code == SQLITE_OK && (code = sqlite3_step(prepared)) == SQLITE_ROW) value = sqlite3_column_int64(prepared, 0);
  const bool read = code == SQLITE_ROW;
  Result<std::int64_t> result = read ? Result<std::int64_t>(value) : Result<std::int64_t>(open_error(db, code));
  sqlite3_finalize(prepared);
  return result;
}

struct Marks {
  std::int64_t application = 0, version = 0;
};

Result<Marks> marks_of(sqlite3* db) {
  Marks marks;
  OPORA_ASSIGN(marks.application, pragma(db, "PRAGMA application_id"));
  OPORA_ASSIGN(marks.version, pragma(db, "PRAGMA user_version"));
  return marks;
}

Status check_marks(const Marks& marks) {
  if (marks.application != kApplicationId)
    return make_error("STORE-002", tr("the file is not a store of Opora"), tr("check the path; `opora init` creates a new store"));
  if (marks.version > schema_version())
    return make_error("STORE-003", tr("the store was made by a newer Opora"), tr("install the newer Opora on this machine too"));
  return {};
}

// A reader in a folder where nobody may write cannot keep WAL's shared memory; when no writer has left
// a log, the file alone is the whole truth and is read as unchangeable.
Result<Database> connect_reader(const fs::path& file) {
  auto connection = connect(file.string(), SQLITE_OPEN_READONLY);
  if (connection.ok()) {
    const auto probe = pragma(connection->get(), "PRAGMA user_version");
    if (probe.ok() || probe.error().code != "STORE-001") return connection;
  }
  std::error_code ignored;
  const fs::path log = file.string() + "-wal";
  if (fs::exists(log, ignored) && fs::file_size(log, ignored) > 0)
    return make_error("STORE-001", tr("the store cannot be read: its folder may not be written, and another Opora has not finished with the store"),
                      tr("close the other Opora, or copy the store to a folder of your own"));
  return connect(uri_of(file), SQLITE_OPEN_READONLY | SQLITE_OPEN_URI);
}

}  // namespace

struct Store::State {
  fs::path file;
  Database connection;
};

Store::Store(std::unique_ptr<State> state) : state_(std::move(state)) {}
Store::Store(Store&&) noexcept = default;
Store& Store::operator=(Store&&) noexcept = default;
Store::~Store() = default;
sqlite3* Store::handle() const { return state_->connection.get(); }
const fs::path& Store::file() const { return state_->file; }

Result<Store> Store::create(const fs::path& file) {
  std::error_code ignored;
  if (fs::exists(file, ignored))
    return at_file(make_error("STORE-001", tr("the store is not created: there is a file of this name already"), tr("choose another name, or use the store that is there")), file);
  auto connection = connect(file.string(), SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE);
  if (!connection.ok()) return at_file(connection.take_error(), file);
  sqlite3* db = connection->get();
  const auto fill = [&]() -> Status {
    // Nothing can be lost yet, so no journal is kept, and the disk is waited for once. Should the mark
    // of WAL get lost, the next writer sets it again.
    OPORA_TRY(execute(db, "PRAGMA page_size = 4096; PRAGMA journal_mode = MEMORY; PRAGMA synchronous = FULL;"));
    OPORA_TRY(migrate(db, 0, migrations()));
    OPORA_TRY(execute(db, "PRAGMA synchronous = OFF; PRAGMA journal_mode = WAL;"));
    return execute(db, kWriterPragmas);
  };
  if (Status filled = fill(); !filled.ok()) return at_file(filled.take_error(), file);
  return Store(std::make_unique<State>(State{file, *std::move(connection)}));
}

Result<Store> Store::open(const fs::path& file, OpenMode mode) {
  std::error_code ignored;
  if (!fs::exists(file, ignored))
    return at_file(make_error("STORE-001", tr("there is no store of this name"), tr("check the path; `opora init` creates a new store")), file);
  const bool writes = mode == OpenMode::kReadWrite;
  auto connection = writes ? connect(file.string(), SQLITE_OPEN_READWRITE) : connect_reader(file);
  if (!connection.ok()) return at_file(connection.take_error(), file);
  sqlite3* db = connection->get();
  const auto prepare = [&]() -> Status {
    OPORA_ASSIGN(const Marks marks, marks_of(db));
    OPORA_TRY(check_marks(marks));
    if (writes) OPORA_TRY(execute(db, kWriterPragmas));
    if (marks.version < schema_version()) {
      if (!writes)
        return make_error("STORE-008", tr("the store was made by an older Opora and has to be brought up to date"), tr("import a file into it once with this version of Opora"));
      OPORA_TRY(migrate(db, static_cast<int>(marks.version), migrations()));
    }
    return {};
  };
  if (Status prepared = prepare(); !prepared.ok()) return at_file(prepared.take_error(), file);
  return Store(std::make_unique<State>(State{file, *std::move(connection)}));
}

Result<Snapshot> Snapshot::take(const Store& store) {
  OPORA_ASSIGN(ReadView view, ReadView::begin(store.handle()));
  return Snapshot(std::make_shared<ReadView>(std::move(view)));
}

Status in_transaction(Store& store, const std::function<Status()>& work) {
  sqlite3* db = store.handle();
  OPORA_TRY(execute(db, "BEGIN IMMEDIATE"));
  Status done = work();
  if (done.ok()) done = execute(db, "COMMIT");
  if (!done.ok()) sqlite3_exec(db, "ROLLBACK", nullptr, nullptr, nullptr);
  return done;
}

}  // namespace opora
