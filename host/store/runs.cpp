#include "store/runs.h"

#include "base/messages.h"
#include "base/parallel.h"
#include "store/check_codec.h"
#include "store/sqlite_use.h"

namespace opora {
namespace {

Status insert_run(sqlite3* db, const RunInfo& info, RunId& run) {
  OPORA_ASSIGN(Statement insert, Statement::prepare(db,
      "INSERT INTO run(pack, pack_version, pack_digest, year, data_digest, host_version, actor, started_at, finished_at) VALUES(?,?,?,?,?,?,?,?,?)"));
  insert.bind(1, std::string_view(info.pack)).bind(2, std::string_view(info.pack_version)).bind(3, std::string_view(info.pack_digest));
  insert.bind(4, std::int64_t{info.year}).bind(5, std::string_view(info.data_digest)).bind(6, std::string_view(info.host_version));
  insert.bind(7, std::string_view(info.actor)).bind(8, std::string_view(info.started_at)).bind(9, std::string_view(info.finished_at));
  OPORA_TRY(insert.run());
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
  const std::string sql = "SELECT id, pack, pack_version, pack_digest, year, data_digest, host_version, actor, started_at, finished_at FROM run " + std::string(condition);
  OPORA_ASSIGN(Statement select, Statement::prepare(db, sql));
  if (id) select.bind(1, *id);
  std::vector<RunRecord> records;
  for (;;) {
    OPORA_ASSIGN(const bool row, select.step());
    if (!row) break;
    const auto text = [&](int column) { return std::string(select.text(column)); };
    records.push_back({select.integer(0), {text(1), text(2), text(3), static_cast<int>(select.integer(4)), {}, text(5), text(6), text(7), text(8), text(9)}, {}, 0, 0});
  }
  for (RunRecord& record : records) {
    OPORA_TRY(read_methods(db, record));
    OPORA_TRY(read_parts(db, record));
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

Result<RunId> save_run(Store& store, const RunInfo& info, const std::vector<RunPart>& parts, int threads) {
  const std::vector<Blob> checks = encoded(parts, threads);
  RunId run = 0;
  OPORA_TRY(in_transaction(store, [&]() -> Status {
    sqlite3* db = store.handle();
    OPORA_TRY(insert_run(db, info, run));
    OPORA_ASSIGN(Statement insert, Statement::prepare(db, "INSERT INTO run_part(run, position, part) VALUES(?,?,?)"));
    for (std::size_t i = 0; i < parts.size(); ++i) {
      PartId part = parts[i].stored.value_or(0);
      if (!parts[i].stored) {
        OPORA_ASSIGN(part, save_part(db, parts[i], checks[i]));
      }
      OPORA_TRY(bind_all(insert, run, static_cast<std::int64_t>(i), part).run());
    }
    return {};
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
