#include "store/audit.h"

#include "base/dates.h"
#include "base/digest.h"
#include "base/messages.h"
#include "store/sqlite_use.h"

namespace opora {
namespace {

constexpr const char* kEntries = "SELECT id, at, actor, action, object, detail, chain FROM audit ";

std::string link(const std::string& before, std::int64_t id, const Statement& row) {
  Hasher hash;
  hash.field(before).field(id);
  for (int column = 1; column <= 5; ++column) hash.field(row.text(column));
  return to_hex(hash.finish());
}

// What the next entry follows. Entries of stores from before the chain have none and are linked here.
Result<std::string> end_of_chain(sqlite3* db) {
  OPORA_ASSIGN(Statement last, Statement::prepare(db, std::string(kEntries) + "ORDER BY id DESC LIMIT 1"));
  OPORA_ASSIGN(const bool any, last.step());
  if (!any) return std::string();
  if (!last.text(6).empty()) return text_of(last, 6);
  OPORA_ASSIGN(Statement all, Statement::prepare(db, std::string(kEntries) + "ORDER BY id"));
  std::string chain;
  for (;;) {
    OPORA_ASSIGN(const bool row, all.step());
    if (!row) return chain;
    chain = link(chain, all.integer(0), all);
  }
}

Diagnostic broken(std::int64_t id, std::string_view at) {
  Diagnostic error = make_error("STORE-020", tr_format("entry {0} of the audit trail ({1}) does not follow from those before it", id, at),
                                tr("compare the store with a copy from before: somebody changed it past Opora"));
  return error;
}

// Only a batch may go, and then its undoing is the last word on it.
constexpr const char* kLost =
    "SELECT object FROM (SELECT object, action, substr(object, 1, instr(object, ' ') - 1) AS kind, CAST(substr(object, instr(object, ' ') + 1) AS INTEGER) AS number,"
    " max(id) FROM audit WHERE chain <> '' GROUP BY object)"
    " WHERE (kind = 'batch' AND action <> 'undo' AND number NOT IN (SELECT id FROM batch)) OR (kind = 'run' AND number NOT IN (SELECT id FROM run))"
    " OR (kind = 'list' AND number NOT IN (SELECT id FROM list)) OR (kind = 'override' AND number NOT IN (SELECT id FROM override)) LIMIT 1";

Status check_objects(sqlite3* db) {
  OPORA_ASSIGN(Statement lost, Statement::prepare(db, kLost));
  OPORA_ASSIGN(const bool any, lost.step());
  if (!any) return {};
  return make_error("STORE-028", tr_format("{0} of the audit trail is no longer in the store, and nothing tells why", lost.text(0)),
                    tr("compare the store with a copy from before: it was changed past Opora"));
}

}  // namespace

Status audit(sqlite3* db, std::string_view actor, std::string_view action, std::string_view object, std::string_view detail) {
  OPORA_ASSIGN(const std::string before, end_of_chain(db));
  OPORA_ASSIGN(Statement insert, Statement::prepare(db, "INSERT INTO audit (at, actor, action, object, detail) VALUES (?, ?, ?, ?, ?)"));
  OPORA_TRY(bind_all(insert, now_utc(), actor, action, object, detail).run());
  const std::int64_t id = sqlite3_last_insert_rowid(db);
  OPORA_ASSIGN(Statement entry, Statement::prepare(db, std::string(kEntries) + "WHERE id = ?"));
  OPORA_TRY(bind_all(entry, id).step());
  const std::string chain = link(before, id, entry);
  OPORA_ASSIGN(Statement update, Statement::prepare(db, "UPDATE audit SET chain = ? WHERE id = ?"));
  return bind_all(update, chain, id).run();
}

Status check_audit(sqlite3* db, std::int64_t& entries) {
  OPORA_ASSIGN(Statement all, Statement::prepare(db, std::string(kEntries) + "ORDER BY id"));
  std::string chain;
  bool begun = false;
  for (;;) {
    OPORA_ASSIGN(const bool row, all.step());
    if (!row) break;
    ++entries;
    chain = link(chain, all.integer(0), all);
    if (all.text(6).empty() ? begun : all.text(6) != chain) return broken(all.integer(0), all.text(1));
    begun = begun || !all.text(6).empty();
  }
  // Numbers are given once: whoever takes the newest entries away leaves the counter behind.
  OPORA_ASSIGN(Statement counter, Statement::prepare(db,
      "SELECT seq, (SELECT ifnull(max(id), 0) FROM audit) FROM sqlite_sequence WHERE name = 'audit'"));
  OPORA_ASSIGN(const bool counted, counter.step());
  if (counted && counter.integer(0) != counter.integer(1)) return broken(counter.integer(0), tr("missing"));
  return check_objects(db);
}

}  // namespace opora
