#include "store/seals.h"

#include <algorithm>
#include <bit>

#include "base/messages.h"
#include "model/procedure.h"
#include "store/audit.h"

namespace opora {
namespace {

// A table, or a part of one, that belongs to something sealed: rows in an order of their own, ids of others by their keys.
struct Piece {
  const char* name;
  const char* sql;
};

constexpr Piece kOfBatch[] = {
    {"batch", "SELECT file, file_digest, profile, pack_digest, actor, imported_at, scope_kind, scope_subject, scope_grade, scope_year, scope_level,"
              " rows, accepted, absent, other, rejected, content_digest, protocol FROM batch WHERE id = ?"},
    {"schools", "SELECT s.id, s.key, b.code FROM batch_school b JOIN school s ON s.id = b.school WHERE b.batch = ? ORDER BY s.id"},
    {"registry", "SELECT school, name, municipality, region, line FROM school_version WHERE batch = ? ORDER BY rowid"},
    {"context", "SELECT school, year, item, text, numerator, denominator, line FROM context WHERE batch = ? ORDER BY rowid"},
    {"attendance", "SELECT p.kind, p.subject, p.grade, p.year, p.level, a.school, a.absent, a.other"
                   " FROM attendance a JOIN procedure p ON p.id = a.procedure WHERE a.batch = ? ORDER BY a.rowid"},
    {"scales", "SELECT kind, subject, grade, level, year_from, year_to, maximum, borders FROM scale WHERE batch = ? ORDER BY rowid"},
    {"external_lists", "SELECT school_key, code, year, list, marker, line FROM external_list WHERE batch = ? ORDER BY rowid"},
    {"task_descriptions", "SELECT kind, subject, grade, level, year, task, d.position, skill, block, difficulty, maximum, line, c.codifier, c.position, c.code"
                          " FROM task_description d LEFT JOIN task_code c ON c.description = d.id WHERE batch = ? ORDER BY d.id, c.codifier, c.position"},
    {"code_texts", "SELECT kind, subject, grade, level, year, codifier, code, text, line FROM code_text WHERE batch = ? ORDER BY rowid"},
};

constexpr Piece kOfPart[] = {
    {"part", "SELECT inputs, territory, checks, data FROM part WHERE id = ?"},
    {"categories", "SELECT position, category, title, methodology, definition, yes, no, not_assessable FROM part_category WHERE part = ? ORDER BY position"},
    {"decisions", "SELECT category, school, answer, reason, further FROM decision WHERE part = ? ORDER BY category, school"},
    {"warnings", "SELECT position, warning, times FROM part_warning WHERE part = ? ORDER BY position"},
};

constexpr Piece kOfRun[] = {
    {"run", "SELECT pack, pack_version, pack_digest, year, data_digest, host_version, host_build, kernel_digest, actor, started_at, finished_at, rules_of FROM run WHERE id = ?"},
    {"methods", "SELECT position, method, digest, params, grounds FROM run_method WHERE run = ? ORDER BY position"},
    {"packs", "SELECT position, pack, digest FROM run_pack WHERE run = ? ORDER BY position"},
    {"batches", "SELECT batch, content_digest FROM run_batch WHERE run = ? ORDER BY batch"},
    {"parts", "SELECT r.position, p.seal FROM run_part r JOIN part p ON p.id = r.part WHERE r.run = ? ORDER BY r.position"},
};

constexpr Piece kOfList[] = {
    {"list", "SELECT run, pack, methodology, category, title, year, data_year, state, order_number, order_date, supersedes FROM list WHERE id = ?"},
    {"entries", "SELECT school, name, municipality, rule_answer, answer, reasons, override FROM list_entry WHERE list = ? ORDER BY school"},
    {"steps", "SELECT position, step, municipality, actor, at, note, document FROM list_step WHERE list = ? ORDER BY position"},
};

constexpr Piece kOfOverride[] = {
    {"override", "SELECT run, methodology, category, school, rule_answer, answer, reason, document, actor, at, withdrawn_by, withdrawn_at, withdrawn_reason"
                 " FROM override WHERE id = ?"},
};

void add_value(Hasher& hash, sqlite3_stmt* row, int column) {
  const int type = sqlite3_column_type(row, column);
  hash.field(std::int64_t{type});
  if (type == SQLITE_INTEGER) hash.field(std::int64_t{sqlite3_column_int64(row, column)});
  if (type == SQLITE_FLOAT) hash.field(std::bit_cast<std::int64_t>(sqlite3_column_double(row, column)));
  if (type != SQLITE_TEXT && type != SQLITE_BLOB) return;
  const void* bytes = type == SQLITE_TEXT ? static_cast<const void*>(sqlite3_column_text(row, column)) : sqlite3_column_blob(row, column);
  hash.field(std::string_view(static_cast<const char*>(bytes), static_cast<std::size_t>(sqlite3_column_bytes(row, column))));
}

void add_line(std::string& seal, std::string_view name, const std::string& hex) { seal += fmt::format("{}\t{}\n", name, hex); }

Status add_pieces(sqlite3* db, std::span<const Piece> pieces, std::int64_t id, std::string& seal) {
  for (const Piece& piece : pieces) {
    OPORA_ASSIGN(const std::string digest, digest_of_rows(db, piece.sql, id));
    if (!digest.empty()) add_line(seal, piece.name, digest);
  }
  return {};
}

// All pieces in one digest: where it is enough to know that something was changed.
Result<std::string> digest_of_pieces(sqlite3* db, std::span<const Piece> pieces, std::int64_t id) {
  std::string seal;
  OPORA_TRY(add_pieces(db, pieces, id, seal));
  return to_hex(digest_of(seal));
}

Status write_seal(sqlite3* db, const char* update, std::string_view seal, std::int64_t id) {
  OPORA_ASSIGN(Statement statement, Statement::prepare(db, update));
  return bind_all(statement, seal, id).run();
}

Result<std::string> stored_text(sqlite3* db, const char* sql, std::int64_t id) {
  OPORA_ASSIGN(Statement select, Statement::prepare(db, sql));
  OPORA_ASSIGN(const bool row, bind_all(select, id).step());
  return row ? text_of(select, 0) : std::string();
}

std::string joined(const std::vector<std::string>& names) { return fmt::format("{}", fmt::join(names, ", ")); }

const char* remedy() { return tr("compare the store with a copy from before: it was changed past Opora"); }

Result<std::string> seal_whole(sqlite3* db, std::span<const Piece> pieces, const char* update, std::int64_t id) {
  OPORA_ASSIGN(std::string seal, digest_of_pieces(db, pieces, id));
  OPORA_TRY(write_seal(db, update, seal, id));
  return seal;
}

// What is from before there were seals has none, and the audit trail says nothing of it.
Result<bool> was_sealed(sqlite3* db, const std::string& object) {
  OPORA_ASSIGN(Statement known, Statement::prepare(db, "SELECT 1 FROM audit WHERE object = ? AND chain <> ''"));
  return bind_all(known, object).step();
}

// A seal that is written anew when its row is changed past Opora still is not the one in the audit trail.
Result<bool> is_audited(sqlite3* db, const std::string& object, const std::string& seal) {
  OPORA_ASSIGN(Statement select, Statement::prepare(db, "SELECT detail FROM audit WHERE object = ? AND chain <> '' ORDER BY id DESC LIMIT 1"));
  OPORA_ASSIGN(const bool row, bind_all(select, object).step());
  return row && select.text(0).ends_with(seal);
}

Result<bool> is_whole(sqlite3* db, std::span<const Piece> pieces, const char* table, std::int64_t id) {
  OPORA_ASSIGN(const std::string sealed, stored_text(db, fmt::format("SELECT seal FROM {} WHERE id = ?", table).c_str(), id));
  OPORA_ASSIGN(const std::string now, digest_of_pieces(db, pieces, id));
  if (sealed != now) return false;
  return is_audited(db, fmt::format("{} {}", table, id), sealed);
}

Status check_parts(sqlite3* db, std::int64_t run) {
  OPORA_ASSIGN(Statement select, Statement::prepare(db,
      "SELECT p.id, p.territory, p.seal, (SELECT group_concat(category, ', ') FROM part_category c WHERE c.part = p.id)"
      " FROM run_part r JOIN part p ON p.id = r.part WHERE r.run = ? ORDER BY r.position"));
  bind_all(select, run);
  for (;;) {
    OPORA_ASSIGN(const bool row, select.step());
    if (!row) return {};
    if (select.text(2).empty()) continue;
    std::string now;
    OPORA_TRY(add_pieces(db, kOfPart, select.integer(0), now));
    const auto changed = changed_pieces(select.text(2), now);
    if (changed.empty()) continue;
    const std::string where = select.text(1).empty() ? text_of(select, 3) : fmt::format("{}, {}", select.text(3), select.text(1));
    return make_error("STORE-022", tr_format("run {0} was changed after it was kept: {1} of {2}", run, joined(changed), where), remedy());
  }
}

}  // namespace

Result<std::string> digest_of_rows(sqlite3* db, const char* sql, std::int64_t id) {
  OPORA_ASSIGN(Statement select, Statement::prepare(db, sql));
  bind_all(select, id);
  Hasher hash;
  bool any = false;
  for (;;) {
    OPORA_ASSIGN(const bool row, select.step());
    if (!row) return any ? to_hex(hash.finish()) : std::string();
    any = true;
    for (int column = 0; column < sqlite3_column_count(select.handle()); ++column) add_value(hash, select.handle(), column);
  }
}

void BatchSeal::segment(const ProcedureKey& procedure, std::int64_t rows, std::int64_t maximum, std::span<const std::uint8_t> directory) {
  results_[to_text(procedure)].field(rows).field(maximum).field(std::string_view(reinterpret_cast<const char*>(directory.data()), directory.size()));
}

void BatchSeal::column(const ProcedureKey& procedure, std::string_view name, std::span<const std::uint8_t> data) {
  results_[to_text(procedure)].field(name).field(std::string_view(reinterpret_cast<const char*>(data.data()), data.size()));
}

Result<std::string> BatchSeal::finish(sqlite3* db, BatchId batch) {
  std::string seal;
  OPORA_TRY(add_pieces(db, kOfBatch, batch, seal));
  for (auto& [procedure, hash] : results_) add_line(seal, "results " + procedure, to_hex(hash.finish()));
  return seal;
}

Result<std::string> seal_of_batch(sqlite3* db, BatchId batch) {
  BatchSeal seal;
  OPORA_ASSIGN(Statement segments, Statement::prepare(db,
      "SELECT s.id, p.kind, p.subject, p.grade, p.year, p.level, s.rows, s.maximum, s.directory FROM segment s JOIN procedure p ON p.id = s.procedure"
      " WHERE s.batch = ? ORDER BY s.id"));
  OPORA_ASSIGN(Statement columns, Statement::prepare(db, "SELECT name, data FROM segment_column WHERE segment = ? ORDER BY rowid"));
  OPORA_ASSIGN(Statement tasks, Statement::prepare(db, "SELECT printf('%d %d %s', position, maximum, task), data FROM task_column WHERE segment = ? ORDER BY rowid"));
  bind_all(segments, batch);
  for (;;) {
    OPORA_ASSIGN(const bool row, segments.step());
    if (!row) return seal.finish(db, batch);
    const ProcedureKey procedure{text_of(segments, 1), text_of(segments, 2), static_cast<int>(segments.integer(3)), static_cast<int>(segments.integer(4)), text_of(segments, 5)};
    seal.segment(procedure, segments.integer(6), segments.integer(7), segments.blob(8));
    for (Statement* of_segment : {&columns, &tasks}) {
      bind_all(*of_segment, segments.integer(0));
      for (;;) {
        OPORA_ASSIGN(const bool more, of_segment->step());
        if (!more) break;
        seal.column(procedure, of_segment->text(0), of_segment->blob(1));
      }
      of_segment->reset();
    }
  }
}

std::vector<std::string> changed_pieces(std::string_view sealed, std::string_view now) {
  const auto lines = [](std::string_view text) {
    std::map<std::string, std::string_view> found;
    while (!text.empty()) {
      const std::string_view line = text.substr(0, text.find('\n'));
      text.remove_prefix(std::min(line.size() + 1, text.size()));
      found[std::string(line.substr(0, line.find('\t')))] = line;
    }
    return found;
  };
  const auto before = lines(sealed), after = lines(now);
  std::vector<std::string> changed;
  for (const auto& [name, line] : before)
    if (const auto it = after.find(name); it == after.end() || it->second != line) changed.push_back(name);
  for (const auto& [name, line] : after)
    if (!before.contains(name)) changed.push_back(name);
  return changed;
}

Result<std::vector<std::int64_t>> ids_of(sqlite3* db, std::string_view table) {
  OPORA_ASSIGN(Statement select, Statement::prepare(db, fmt::format("SELECT id FROM {} ORDER BY id", table)));
  std::vector<std::int64_t> ids;
  for (;;) {
    OPORA_ASSIGN(const bool row, select.step());
    if (!row) return ids;
    ids.push_back(select.integer(0));
  }
}

Status check_batch(sqlite3* db, BatchId batch) {
  OPORA_ASSIGN(const std::string sealed, stored_text(db, "SELECT seal FROM batch WHERE id = ?", batch));
  OPORA_ASSIGN(const std::string file, stored_text(db, "SELECT file FROM batch WHERE id = ?", batch));
  const std::string object = fmt::format("batch {}", batch);
  OPORA_ASSIGN(const bool known, was_sealed(db, object));
  if (sealed.empty() && !known) return {};
  OPORA_ASSIGN(const std::string now, seal_of_batch(db, batch));
  OPORA_ASSIGN(const bool audited, is_audited(db, object, to_hex(digest_of(sealed))));
  std::vector<std::string> changed = changed_pieces(sealed, now);
  if (changed.empty() && !audited) changed.push_back("seal");
  if (changed.empty()) return {};
  return make_error("STORE-021", tr_format("batch {0} ({1}) was changed after its import: {2}", batch, file, joined(changed)), remedy());
}

Status check_run(sqlite3* db, std::int64_t run) {
  OPORA_ASSIGN(const std::string sealed, stored_text(db, "SELECT seal FROM run WHERE id = ?", run));
  const std::string object = fmt::format("run {}", run);
  OPORA_ASSIGN(const bool known, was_sealed(db, object));
  if (sealed.empty() && !known) return {};
  std::string now;
  OPORA_TRY(add_pieces(db, kOfRun, run, now));
  std::vector<std::string> changed = changed_pieces(sealed, now);
  OPORA_ASSIGN(const bool audited, is_audited(db, object, to_hex(digest_of(sealed))));
  if (changed.empty() && !audited) changed.push_back("seal");
  if (!changed.empty()) return make_error("STORE-022", tr_format("run {0} was changed after it was kept: {1}", run, joined(changed)), remedy());
  return check_parts(db, run);
}

Status check_list(sqlite3* db, std::int64_t list) {
  OPORA_ASSIGN(const bool whole, is_whole(db, kOfList, "list", list));
  if (whole) return {};
  return make_error("STORE-023", tr_format("list {0} was changed after its last step", list), remedy());
}

Status check_override(sqlite3* db, std::int64_t id) {
  OPORA_ASSIGN(const bool whole, is_whole(db, kOfOverride, "override", id));
  if (whole) return {};
  OPORA_ASSIGN(const std::string school, stored_text(db, "SELECT school FROM override WHERE id = ?", id));
  return make_error("STORE-024", tr_format("the decision by a person number {0} (school {1}) was changed after it was made", id, school), remedy());
}

Status seal_part(sqlite3* db, std::int64_t part) {
  std::string seal;
  OPORA_TRY(add_pieces(db, kOfPart, part, seal));
  return write_seal(db, "UPDATE part SET seal = ? WHERE id = ?", seal, part);
}

Result<std::string> seal_run(sqlite3* db, std::int64_t run) {
  std::string seal;
  OPORA_TRY(add_pieces(db, kOfRun, run, seal));
  OPORA_TRY(write_seal(db, "UPDATE run SET seal = ? WHERE id = ?", seal, run));
  return seal;
}

Result<std::string> seal_list(sqlite3* db, std::int64_t list) { return seal_whole(db, kOfList, "UPDATE list SET seal = ? WHERE id = ?", list); }
Result<std::string> seal_override(sqlite3* db, std::int64_t id) { return seal_whole(db, kOfOverride, "UPDATE override SET seal = ? WHERE id = ?", id); }

}  // namespace opora
