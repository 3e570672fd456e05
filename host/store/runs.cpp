#include "store/runs.h"

#include "base/messages.h"
#include "base/parallel.h"
#include "store/audit.h"
#include "store/check_codec.h"
#include "store/seals.h"
#include "store/sqlite_use.h"

namespace opora {
namespace {

Status insert_run(sqlite3* db, const RunInfo& info, RunId& run) {
  OPORA_ASSIGN(Statement insert, Statement::prepare(db,
      "INSERT INTO run(pack, pack_version, pack_digest, year, data_digest, host_version, actor, started_at, finished_at, host_build, kernel_digest, rules_of)"
      " VALUES(?,?,?,?,?,?,?,?,?,?,?,?)"));
  OPORA_TRY(bind_all(insert, info.pack, info.pack_version, info.pack_digest, info.year, info.data_digest, info.host_version, info.actor, info.started_at,
                     info.finished_at, info.host_build, info.kernel_digest, info.rules_of).run());
  run = sqlite3_last_insert_rowid(db);
  OPORA_ASSIGN(Statement method, Statement::prepare(db, "INSERT INTO run_method(run, position, method, digest, params, grounds) VALUES(?,?,?,?,?,?)"));
  for (std::size_t i = 0; i < info.methods.size(); ++i) {
    const RunMethod& m = info.methods[i];
    method.bind(1, run).bind(2, static_cast<std::int64_t>(i)).bind(3, std::string_view(m.id)).bind(4, std::string_view(m.digest)).bind(5, std::string_view(m.params_json));
    method.bind(6, std::string_view(m.grounds_json));
    OPORA_TRY(method.run());
  }
  return {};
}

Status insert_origins(sqlite3* db, const RunInfo& info, const FilesOfPack& files_of, RunId run) {
  OPORA_ASSIGN(Statement pack, Statement::prepare(db, "INSERT INTO run_pack(run, position, pack, digest) VALUES(?,?,?,?)"));
  for (std::size_t i = 0; i < info.packs.size(); ++i) {
    const RunPack& one = info.packs[i];
    OPORA_TRY(bind_all(pack, run, static_cast<std::int64_t>(i), one.pack, one.digest).run());
    OPORA_ASSIGN(const bool kept, has_pack_copy(db, one.digest));
    if (kept) continue;
    OPORA_ASSIGN(const KeptFiles files, files_of(one));
    OPORA_TRY(keep_pack_copy(db, one.digest, files));
  }
  OPORA_ASSIGN(Statement batch, Statement::prepare(db, "INSERT INTO run_batch(run, batch, content_digest) VALUES(?,?,?)"));
  for (const RunBatch& one : info.batches) OPORA_TRY(bind_all(batch, run, one.batch, one.content_digest).run());
  return {};
}

Status read_origins(sqlite3* db, RunRecord& record) {
  OPORA_ASSIGN(Statement packs, Statement::prepare(db, "SELECT pack, digest FROM run_pack WHERE run = ? ORDER BY position"));
  bind_all(packs, record.id);
  for (;;) {
    OPORA_ASSIGN(const bool row, packs.step());
    if (!row) break;
    record.info.packs.push_back({text_of(packs, 0), text_of(packs, 1)});
  }
  OPORA_ASSIGN(Statement batches, Statement::prepare(db, "SELECT batch, content_digest FROM run_batch WHERE run = ? ORDER BY batch"));
  bind_all(batches, record.id);
  for (;;) {
    OPORA_ASSIGN(const bool row, batches.step());
    if (!row) return {};
    record.info.batches.push_back({batches.integer(0), text_of(batches, 1)});
  }
}

Status read_methods(sqlite3* db, RunRecord& record) {
  OPORA_ASSIGN(Statement methods, Statement::prepare(db, "SELECT method, digest, params, grounds FROM run_method WHERE run = ? ORDER BY position"));
  methods.bind(1, record.id);
  for (;;) {
    OPORA_ASSIGN(const bool row, methods.step());
    if (!row) return {};
    record.info.methods.push_back({std::string(methods.text(0)), std::string(methods.text(1)), std::string(methods.text(2)), std::string(methods.text(3))});
  }
}

Status read_parts(sqlite3* db, RunRecord& record) {
  OPORA_ASSIGN(Statement counts, Statement::prepare(db,
      "SELECT c.category, sum(c.yes), sum(c.no), sum(c.not_assessable) FROM run_part r JOIN part_category c ON c.part = r.part "
      "WHERE r.run = ? GROUP BY c.methodology, c.category ORDER BY min(r.position), min(c.position)"));
  counts.bind(1, record.id);
  for (;;) {
    OPORA_ASSIGN(const bool row, counts.step());
    if (!row) break;
    record.counts.push_back({text_of(counts, 0), counts.integer(1), counts.integer(2), counts.integer(3)});
  }
  OPORA_ASSIGN(Statement parts, Statement::prepare(db,
      "SELECT count(*), sum(EXISTS (SELECT 1 FROM run_part o WHERE o.part = r.part AND o.run < r.run)) FROM run_part r WHERE r.run = ?"));
  parts.bind(1, record.id);
  OPORA_ASSIGN(const bool row, parts.step());
  if (row) record.parts = parts.integer(0), record.carried_over = parts.integer(1);
  return {};
}

Result<std::vector<RunRecord>> read_runs(const Store& store, std::string_view condition, std::optional<RunId> id) {
  sqlite3* db = store.handle();
  const std::string sql = "SELECT id, pack, pack_version, pack_digest, year, data_digest, host_version, actor, started_at, finished_at, host_build, kernel_digest, rules_of FROM run " + std::string(condition);
  OPORA_ASSIGN(Statement select, Statement::prepare(db, sql));
  if (id) select.bind(1, *id);
  std::vector<RunRecord> records;
  for (;;) {
    OPORA_ASSIGN(const bool row, select.step());
    if (!row) break;
    const auto text = [&](int column) { return std::string(select.text(column)); };
    records.push_back({select.integer(0), {text(1), text(2), text(3), static_cast<int>(select.integer(4)), {}, text(5), text(6), text(7), text(8), text(9), text(10), text(11), static_cast<int>(select.integer(12)), {}, {}}, {}, 0, 0});
  }
  for (RunRecord& record : records) {
    OPORA_TRY(read_methods(db, record));
    OPORA_TRY(read_parts(db, record));
    OPORA_TRY(read_origins(db, record));
  }
  return records;
}

std::vector<Blob> encoded(const std::vector<RunPart>& parts, int threads) {
  std::vector<Blob> checks(parts.size());
  if (parts.size() == 1 && !parts[0].stored) {
    checks[0] = encode_checks(parts[0].decisions, threads);
    return checks;
  }
  parallel_for(parts.size(), threads, [&](std::size_t i) {
    if (!parts[i].stored) checks[i] = encode_checks(parts[i].decisions, 1);
  });
  return checks;
}

}  // namespace

Result<RunId> save_run(Store& store, const RunInfo& info, const std::vector<RunPart>& parts, int threads, const FilesOfPack& files_of) {
  const std::vector<Blob> checks = encoded(parts, threads);
  RunId run = 0;
  OPORA_TRY(in_transaction(store, [&]() -> Status {
    sqlite3* db = store.handle();
    OPORA_TRY(insert_run(db, info, run));
    OPORA_TRY(insert_origins(db, info, files_of, run));
    OPORA_ASSIGN(Statement insert, Statement::prepare(db, "INSERT INTO run_part(run, position, part) VALUES(?,?,?)"));
    for (std::size_t i = 0; i < parts.size(); ++i) {
      PartId part = parts[i].stored.value_or(0);
      if (!parts[i].stored) {
        OPORA_ASSIGN(part, save_part(db, parts[i], checks[i]));
      }
      OPORA_TRY(bind_all(insert, run, static_cast<std::int64_t>(i), part).run());
    }
    OPORA_ASSIGN(const std::string seal, seal_run(db, run));
    return audit(db, info.actor, "run", fmt::format("run {}", run), to_hex(digest_of(seal)));
  }));
  return run;
}

Result<std::vector<RunRecord>> list_runs(const Store& store) { return read_runs(store, "ORDER BY id", std::nullopt); }

Result<RunRecord> find_run(const Store& store, std::optional<RunId> run) {
  OPORA_ASSIGN(auto records, read_runs(store, run ? "WHERE id = ?" : "ORDER BY id DESC LIMIT 1", run));
  if (!records.empty()) return std::move(records.front());
  if (!run) return make_error("STORE-011", tr("the store has no runs yet"), tr("execute a methodology first: opora run --pack ID --year Y"));
  return make_error("STORE-011", tr_format("there is no run {0}", *run), tr("the runs of the store: opora runs"));
}

Result<std::vector<Category>> load_categories(const Store& store, RunId run) {
  OPORA_ASSIGN(Statement select, Statement::prepare(store.handle(),
      "SELECT c.category, c.title, c.methodology FROM run_part r JOIN part_category c ON c.part = r.part WHERE r.run = ?"
      " GROUP BY c.methodology, c.category ORDER BY min(r.position), min(c.position)"));
  bind_all(select, run);
  std::vector<Category> categories;
  for (;;) {
    OPORA_ASSIGN(const bool row, select.step());
    if (!row) return categories;
    categories.push_back({text_of(select, 0), text_of(select, 1), text_of(select, 2), {}, {}});
  }
}

Result<DecisionSet> load_decisions(const Store& store, RunId run) {
  sqlite3* db = store.handle();
  OPORA_ASSIGN(Statement select, Statement::prepare(db, "SELECT part FROM run_part WHERE run = ? ORDER BY position"));
  select.bind(1, run);
  std::vector<DecisionSet> sets;
  for (;;) {
    OPORA_ASSIGN(const bool row, select.step());
    if (!row) break;
    sets.emplace_back();
    OPORA_ASSIGN(sets.back(), load_part(db, select.integer(0)));
  }
  if (sets.empty()) OPORA_TRY(find_run(store, run));
  return merged(std::move(sets));
}

}  // namespace opora
