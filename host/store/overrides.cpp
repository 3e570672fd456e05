#include "store/overrides.h"

#include <fmt/format.h>

#include <map>
#include <tuple>

#include "base/dates.h"
#include "store/answer_codes.h"
#include "store/audit.h"
#include "store/seals.h"

namespace opora {
namespace {

Status seal_and_audit(sqlite3* db, OverrideId id, const std::string& actor, std::string_view action) {
  OPORA_ASSIGN(const std::string seal, seal_override(db, id));
  return audit(db, actor, action, fmt::format("override {}", id), seal);
}

}  // namespace

Result<OverrideId> add_override(Store& store, const Override& made) {
  sqlite3* db = store.handle();
  OPORA_ASSIGN(Statement insert, Statement::prepare(db,
      "INSERT INTO override(run, methodology, category, school, rule_answer, answer, reason, document, actor, at, seal) VALUES(?,?,?,?,?,?,?,?,?,?,'')"));
  OPORA_TRY(bind_all(insert, made.run, made.methodology, made.category, made.school, answer_code(made.rule_answer), answer_code(made.answer),
                     made.reason, made.document, made.actor, made.at).run());
  const OverrideId id = sqlite3_last_insert_rowid(db);
  OPORA_TRY(seal_and_audit(db, id, made.actor, "override"));
  return id;
}

Status withdraw_override(Store& store, OverrideId id, const std::string& actor, const std::string& reason) {
  sqlite3* db = store.handle();
  OPORA_ASSIGN(Statement update, Statement::prepare(db, "UPDATE override SET withdrawn_by = ?, withdrawn_at = ?, withdrawn_reason = ? WHERE id = ?"));
  OPORA_TRY(bind_all(update, actor.empty() ? std::string("?") : actor, now_utc(), reason, id).run());
  return seal_and_audit(db, id, actor, "withdraw");
}

Result<std::vector<Override>> overrides_of(const Store& store, RunId run, bool all) {
  OPORA_ASSIGN(Statement select, Statement::prepare(store.handle(),
      "SELECT id, run, methodology, category, school, rule_answer, answer, reason, document, actor, at, withdrawn_by, withdrawn_at, withdrawn_reason"
      " FROM override WHERE run = ? ORDER BY id"));
  bind_all(select, run);
  std::vector<Override> found;
  std::map<std::tuple<std::string, std::string, std::string>, std::size_t> newest;
  for (;;) {
    OPORA_ASSIGN(const bool row, select.step());
    if (!row) return found;
    const auto text = [&](int column) { return text_of(select, column); };
    Override one{select.integer(0), select.integer(1), text(2), text(3), text(4), answer_of(select.text(5)).value_or(Answer::kNo),
                 answer_of(select.text(6)).value_or(Answer::kNo), text(7), text(8), text(9), text(10), text(11), text(12), text(13)};
    if (!all) {
      if (!one.withdrawn_by.empty()) continue;
      const auto [known, added] = newest.try_emplace({one.methodology, one.category, one.school}, found.size());
      if (!added) {
        found[known->second] = std::move(one);
        continue;
      }
    }
    found.push_back(std::move(one));
  }
}

}  // namespace opora
