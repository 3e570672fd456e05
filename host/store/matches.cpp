#include "store/matches.h"

#include "base/messages.h"
#include "store/sqlite_use.h"

namespace opora {
namespace {

constexpr char kColumns[] =
    "id, pack, pack_version, pack_digest, year, matching, title, digest, params, outputs, run, category, excluded_by, offering, excluded, "
    "data_digest, host_version, actor, started_at, finished_at, "
    "(SELECT count(*) FROM matching_pair p WHERE p.matching = m.id AND p.rank = 1), "
    "(SELECT count(*) FROM matching_unmatched u WHERE u.matching = m.id)";

Status insert_info(sqlite3* db, const MatchInfo& info, MatchId& id) {
  OPORA_ASSIGN(Statement insert, Statement::prepare(db,
      "INSERT INTO matching(pack, pack_version, pack_digest, year, matching, title, digest, params, outputs, run, category, excluded_by, "
      "offering, excluded, data_digest, host_version, actor, started_at, finished_at) "
      "VALUES(?,?,?,?,?,?,?,?,?,?,?,nullif(?,0),?,?,?,?,?,?,?)"));
  OPORA_TRY(bind_all(insert, info.pack, info.pack_version, info.pack_digest, info.year, info.matching, info.title, info.digest, info.params_json,
                     info.outputs_json, info.run, info.category, info.excluded_by.value_or(0), info.offering, info.excluded, info.data_digest,
                     info.host_version, info.actor, info.started_at, info.finished_at).run());
  id = sqlite3_last_insert_rowid(db);
  return {};
}

Status insert_rows(sqlite3* db, MatchId id, const MatchRows& rows) {
  OPORA_ASSIGN(Statement pair, Statement::prepare(db,
      "INSERT INTO matching_pair(matching, school, rank, partner, cost, reason, further) VALUES(?,?,?,?,?,?,?)"));
  for (const MatchPair& one : rows.pairs) {
    pair.bind(1, id).bind(2, std::string_view(one.school)).bind(3, one.rank).bind(4, std::string_view(one.partner)).bind(5, one.cost);
    OPORA_TRY(pair.bind(6, std::string_view(one.reason)).bind(7, std::string_view(one.further_json)).run());
  }
  OPORA_ASSIGN(Statement alone, Statement::prepare(db, "INSERT INTO matching_unmatched(matching, school, reason) VALUES(?,?,?)"));
  for (const UnmatchedSchool& one : rows.unmatched) OPORA_TRY(bind_all(alone, id, one.school, one.reason).run());
  return {};
}

MatchRecord record_of(const Statement& row) {
  const auto text = [&](int column) { return text_of(row, column); };
  MatchRecord record;
  record.id = row.integer(0);
  MatchInfo& info = record.info;
  info.pack = text(1), info.pack_version = text(2), info.pack_digest = text(3), info.year = static_cast<int>(row.integer(4));
  info.matching = text(5), info.title = text(6), info.digest = text(7), info.params_json = text(8), info.outputs_json = text(9);
  info.run = row.integer(10), info.category = text(11);
  if (const std::int64_t other = row.integer(12); other != 0) info.excluded_by = other;
  info.offering = row.integer(13), info.excluded = row.integer(14);
  info.data_digest = text(15), info.host_version = text(16), info.actor = text(17), info.started_at = text(18), info.finished_at = text(19);
  record.matched = row.integer(20), record.unmatched = row.integer(21);
  return record;
}

Result<std::vector<MatchRecord>> read_matches(const Store& store, const char* condition, std::optional<MatchId> id) {
  OPORA_ASSIGN(Statement select, Statement::prepare(store.handle(), std::string("SELECT ") + kColumns + " FROM matching m " + condition));
  if (id) select.bind(1, *id);
  std::vector<MatchRecord> records;
  for (;;) {
    OPORA_ASSIGN(const bool row, select.step());
    if (!row) return records;
    records.push_back(record_of(select));
  }
}

}  // namespace

Result<MatchId> save_match(Store& store, const MatchInfo& info, const MatchRows& rows) {
  MatchId id = 0;
  OPORA_TRY(in_transaction(store, [&]() -> Status {
    OPORA_TRY(insert_info(store.handle(), info, id));
    return insert_rows(store.handle(), id, rows);
  }));
  return id;
}

Result<std::vector<MatchRecord>> list_matches(const Store& store) { return read_matches(store, "ORDER BY id", std::nullopt); }

Result<MatchRecord> find_match(const Store& store, std::optional<MatchId> id) {
  OPORA_ASSIGN(auto records, read_matches(store, id ? "WHERE id = ?" : "ORDER BY id DESC LIMIT 1", id));
  if (!records.empty()) return std::move(records.front());
  if (!id) return make_error("STORE-015", tr("the store has no matchings yet"), tr("match the schools first: opora match --pack ID --year Y"));
  return make_error("STORE-015", tr_format("there is no matching {0}", *id), tr("the matchings of the store: opora matches"));
}

Result<MatchRows> load_match(const Store& store, MatchId id) {
  MatchRows rows;
  OPORA_ASSIGN(Statement pairs, Statement::prepare(store.handle(),
      "SELECT school, partner, rank, cost, reason, further FROM matching_pair WHERE matching = ? ORDER BY school, rank"));
  pairs.bind(1, id);
  for (;;) {
    OPORA_ASSIGN(const bool row, pairs.step());
    if (!row) break;
    rows.pairs.push_back({text_of(pairs, 0), text_of(pairs, 1), pairs.integer(2), pairs.real(3), text_of(pairs, 4), text_of(pairs, 5)});
  }
  OPORA_ASSIGN(Statement alone, Statement::prepare(store.handle(), "SELECT school, reason FROM matching_unmatched WHERE matching = ? ORDER BY school"));
  alone.bind(1, id);
  for (;;) {
    OPORA_ASSIGN(const bool row, alone.step());
    if (!row) return rows;
    rows.unmatched.push_back({text_of(alone, 0), text_of(alone, 1)});
  }
}

}  // namespace opora
