#include "store/run_extract.h"

#include "store/sqlite_use.h"

namespace opora {
namespace {

// In an order in which nothing refers to what is not there yet. ?1 is the run.
constexpr const char* kCopies[] = {
    "INSERT INTO run SELECT * FROM whole.run WHERE id = ?1",
    "INSERT INTO run_method SELECT * FROM whole.run_method WHERE run = ?1",
    "INSERT INTO run_pack SELECT * FROM whole.run_pack WHERE run = ?1",
    "INSERT INTO run_batch SELECT * FROM whole.run_batch WHERE run = ?1",
    "INSERT INTO part SELECT p.* FROM whole.part p WHERE p.id IN (SELECT part FROM whole.run_part WHERE run = ?1)",
    "INSERT INTO part_category SELECT c.* FROM whole.part_category c WHERE c.part IN (SELECT part FROM whole.run_part WHERE run = ?1)",
    "INSERT INTO part_warning SELECT w.* FROM whole.part_warning w WHERE w.part IN (SELECT part FROM whole.run_part WHERE run = ?1)",
    "INSERT INTO decision SELECT d.* FROM whole.decision d WHERE d.part IN (SELECT part FROM whole.run_part WHERE run = ?1)",
    "INSERT INTO run_part SELECT * FROM whole.run_part WHERE run = ?1",
    "INSERT INTO pack_file SELECT f.* FROM whole.pack_file f WHERE f.digest IN (SELECT c.file FROM whole.pack_copy c JOIN whole.run_pack r ON r.digest = c.digest WHERE r.run = ?1)",
    "INSERT INTO pack_copy SELECT c.* FROM whole.pack_copy c WHERE c.digest IN (SELECT digest FROM whole.run_pack WHERE run = ?1)",
    "INSERT INTO override SELECT * FROM whole.override WHERE run = ?1",
    "INSERT INTO list SELECT * FROM whole.list WHERE run = ?1 ORDER BY id",
    "INSERT INTO list_entry SELECT e.* FROM whole.list_entry e WHERE e.list IN (SELECT id FROM whole.list WHERE run = ?1)",
    "INSERT INTO list_step SELECT s.* FROM whole.list_step s WHERE s.list IN (SELECT id FROM whole.list WHERE run = ?1)",
    "INSERT INTO audit SELECT * FROM whole.audit WHERE ?1 > 0 ORDER BY id",
};

Status copy_all(sqlite3* db, RunId run) {
  OPORA_TRY(execute(db, "PRAGMA foreign_keys = OFF; BEGIN"));  // a list may supersede one of another run
  for (const char* sql : kCopies) {
    OPORA_ASSIGN(Statement copy, Statement::prepare(db, sql));
    OPORA_TRY(bind_all(copy, run).run());
  }
  return execute(db, "COMMIT");
}

}  // namespace

Status extract_run(const Store& store, RunId run, const std::filesystem::path& file) {
  OPORA_ASSIGN(const RunRecord record, find_run(store, run));
  OPORA_ASSIGN(const Store copy, Store::create(file));
  sqlite3* db = copy.handle();
  OPORA_ASSIGN(Statement attach, Statement::prepare(db, "ATTACH ? AS whole"));
  OPORA_TRY(bind_all(attach, store.file().string()).run());
  OPORA_TRY(copy_all(db, record.id));
  OPORA_TRY(execute(db, "DETACH whole"));
  return execute(db, "PRAGMA journal_mode = DELETE; VACUUM");
}

}  // namespace opora
