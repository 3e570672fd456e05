// What was imported, what it means for the data digest, and taking a batch back.
#include <algorithm>
#include <unordered_map>

#include "base/digest.h"
#include "base/messages.h"
#include "store/audit.h"
#include "store/batches.h"
#include "store/masks.h"
#include "store/segment_columns.h"
#include "store/sqlite_use.h"

namespace opora {
namespace {

constexpr const char* kBatches =
    "SELECT id, file, file_digest, profile, pack_digest, actor, imported_at, scope_kind, scope_subject, scope_grade, scope_year,"
    " scope_level, rows, accepted, absent, other, rejected, content_digest, protocol FROM batch ORDER BY id";

BatchRecord record_of(const Statement& row) {
  BatchRecord record;
  record.id = row.integer(0);
  record.info = {text_of(row, 1), text_of(row, 2), text_of(row, 3), text_of(row, 4), text_of(row, 5), text_of(row, 6),
                 {row.integer(7) != 0, row.integer(8) != 0, row.integer(9) != 0, row.integer(10) != 0, row.integer(11) != 0}};
  record.counts = {row.integer(12), row.integer(13), row.integer(14), row.integer(15), row.integer(16)};
  record.content_digest = text_of(row, 17);
  record.protocol_json = text_of(row, 18);
  return record;
}

Result<std::unordered_map<BatchId, std::int64_t>> masked_rows(sqlite3* db) {
  OPORA_ASSIGN(const Masks masks, load_masks(db));
  OPORA_ASSIGN(Statement segments, Statement::prepare(db, "SELECT rows, directory FROM segment WHERE batch = ? AND procedure = ?"));
  std::unordered_map<BatchId, std::int64_t> masked;
  for (const auto& [place, schools] : masks) {
    bind_all(segments, place.first, place.second);
    for (;;) {
      OPORA_ASSIGN(const bool row, segments.step());
      if (!row) break;
      OPORA_ASSIGN(const Directory directory, decode_directory(segments.blob(1), segments.integer(0)));
      for (std::size_t i = 0; i < directory.schools.size(); ++i)
        if (std::binary_search(schools.begin(), schools.end(), directory.schools[i])) masked[place.first] += directory.rows[i];
    }
    segments.reset();
  }
  return masked;
}

Result<std::vector<BatchRecord>> records(sqlite3* db) {
  OPORA_ASSIGN(const ReadView view, ReadView::begin(db));
  OPORA_ASSIGN(const auto masked, masked_rows(db));
  OPORA_ASSIGN(Statement statement, Statement::prepare(db, kBatches));
  std::vector<BatchRecord> found;
  for (;;) {
    OPORA_ASSIGN(const bool row, statement.step());
    if (!row) return found;
    found.push_back(record_of(statement));
    if (const auto it = masked.find(found.back().id); it != masked.end()) found.back().masked_rows = it->second;
  }
}

// Schools and procedures that only the removed batch mentioned, and the codes of those that stay.
constexpr const char* kTidy[] = {
    "DELETE FROM school WHERE id IN (SELECT school FROM temp.mentioned) AND NOT EXISTS (SELECT 1 FROM batch_school b WHERE b.school = school.id)",
    "UPDATE school SET code = (SELECT b.code FROM batch_school b WHERE b.school = school.id ORDER BY b.batch LIMIT 1)"
    " WHERE id IN (SELECT school FROM temp.mentioned)",
    "DELETE FROM procedure WHERE NOT EXISTS (SELECT 1 FROM segment s WHERE s.procedure = procedure.id)"
    " AND NOT EXISTS (SELECT 1 FROM attendance a WHERE a.procedure = procedure.id)",
    "DROP TABLE temp.mentioned",
};

Status remove_batch(sqlite3* db, BatchId batch, std::string_view actor) {
  OPORA_ASSIGN(Statement find, Statement::prepare(db, "SELECT file FROM batch WHERE id = ?"));
  bind_all(find, batch);
  OPORA_ASSIGN(const bool there, find.step());
  if (!there)
    return make_error("STORE-007", tr_format("there is no batch {0}", batch), tr("`opora batches` shows the batches of the store"));
  const std::string file = text_of(find, 0);
  find.reset();
  OPORA_TRY(execute(db, "CREATE TEMP TABLE mentioned AS SELECT school FROM batch_school WHERE batch = 0"));
  OPORA_ASSIGN(Statement mention, Statement::prepare(db, "INSERT INTO temp.mentioned SELECT school FROM batch_school WHERE batch = ?"));
  OPORA_TRY(bind_all(mention, batch).run());
  OPORA_ASSIGN(Statement remove, Statement::prepare(db, "DELETE FROM batch WHERE id = ?"));
  OPORA_TRY(bind_all(remove, batch).run());
  for (const char* sql : kTidy) OPORA_TRY(execute(db, sql));
  return audit(db, actor, "undo", fmt::format("batch {}", batch), file);
}

}  // namespace

Result<std::vector<BatchRecord>> list_batches(const Store& store) { return records(store.handle()); }

Result<std::optional<BatchId>> find_batch_by_file_digest(const Store& store, std::string_view digest) {
  OPORA_ASSIGN(Statement find, Statement::prepare(store.handle(), "SELECT max(id) FROM batch WHERE file_digest = ?"));
  OPORA_TRY(bind_all(find, digest).step());
  return find.is_null(0) ? std::nullopt : std::optional<BatchId>(find.integer(0));
}

Result<bool> may_hold_file(const Store& store, std::int64_t bytes) {
  OPORA_ASSIGN(Statement find, Statement::prepare(store.handle(),
      "SELECT 1 FROM batch WHERE ifnull(CASE WHEN json_valid(protocol) THEN json_extract(protocol, '$.bytes') END, ?1) = ?1 LIMIT 1"));
  return bind_all(find, bytes).step();
}

Status undo_batch(Store& store, BatchId batch, std::string_view actor) {
  return in_transaction(store, [&] { return remove_batch(store.handle(), batch, actor); });
}

// What is masked follows from the contents, their scopes and their order, so the digests are enough.
Result<std::string> data_digest(const Store& store) {
  OPORA_ASSIGN(Statement statement, Statement::prepare(store.handle(), "SELECT content_digest FROM batch ORDER BY id"));
  Hasher hash;
  for (;;) {
    OPORA_ASSIGN(const bool row, statement.step());
    if (!row) break;
    hash.field(text_of(statement, 0));
  }
  return to_hex(hash.finish());
}

}  // namespace opora
