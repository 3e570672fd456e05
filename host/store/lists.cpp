#include "store/lists.h"

#include "base/messages.h"
#include "store/answer_codes.h"
#include "store/audit.h"
#include "store/seals.h"

namespace opora {
namespace {

constexpr std::string_view kStates[] = {"draft", "reviewed", "agreed", "approved", "superseded", "withdrawn"};

ListState state_of(std::string_view code) {
  const auto it = std::find(std::begin(kStates), std::end(kStates), code);
  return static_cast<ListState>(it == std::end(kStates) ? 0 : it - std::begin(kStates));
}

Status insert_entries(sqlite3* db, ListId list, const std::vector<ListEntry>& entries) {
  OPORA_ASSIGN(Statement insert, Statement::prepare(db,
      "INSERT INTO list_entry(list, school, name, municipality, rule_answer, answer, reasons, override) VALUES(?,?,?,?,?,?,?,nullif(?,0))"));
  for (const ListEntry& one : entries)
    OPORA_TRY(bind_all(insert, list, one.school, one.name, one.municipality, answer_code(one.rule_answer), answer_code(one.answer), one.reasons,
                       one.override_id.value_or(0)).run());
  return {};
}

Status insert_step(sqlite3* db, ListId list, const ListStep& step) {
  OPORA_ASSIGN(Statement insert, Statement::prepare(db,
      "INSERT INTO list_step(list, position, step, municipality, actor, at, note, document)"
      " VALUES(?1, (SELECT count(*) FROM list_step WHERE list = ?1), ?2, ?3, ?4, ?5, ?6, ?7)"));
  return bind_all(insert, list, step.step, step.municipality, step.actor, step.at, step.note, step.document).run();
}

Status seal_and_audit(sqlite3* db, ListId list, const ListStep& step) {
  OPORA_ASSIGN(const std::string seal, seal_list(db, list));
  return audit(db, step.actor, step.step, fmt::format("list {}", list), seal);
}

Result<std::vector<ListRecord>> read_lists(const Store& store, const char* condition, std::optional<ListId> id) {
  OPORA_ASSIGN(Statement select, Statement::prepare(store.handle(), std::string(
      "SELECT id, run, pack, methodology, category, title, year, data_year, state, order_number, order_date, supersedes, seal,"
      " (SELECT count(*) FROM list_entry e WHERE e.list = l.id AND e.answer = 'yes') FROM list l ") + condition));
  if (id) select.bind(1, *id);
  std::vector<ListRecord> lists;
  for (;;) {
    OPORA_ASSIGN(const bool row, select.step());
    if (!row) return lists;
    const auto text = [&](int column) { return text_of(select, column); };
    ListRecord list{select.integer(0), select.integer(1), text(2), text(3), text(4), text(5), static_cast<int>(select.integer(6)),
                    static_cast<int>(select.integer(7)), state_of(select.text(8)), text(9), text(10), std::nullopt, text(12), select.integer(13)};
    if (!select.is_null(11)) list.supersedes = select.integer(11);
    lists.push_back(std::move(list));
  }
}

}  // namespace

std::string_view state_code(ListState state) { return kStates[static_cast<int>(state)]; }

Result<ListId> add_list(Store& store, const ListRecord& list, const std::vector<ListEntry>& entries, const ListStep& first) {
  sqlite3* db = store.handle();
  OPORA_ASSIGN(Statement insert, Statement::prepare(db,
      "INSERT INTO list(run, pack, methodology, category, title, year, data_year, state) VALUES(?,?,?,?,?,?,?,?)"));
  OPORA_TRY(bind_all(insert, list.run, list.pack, list.methodology, list.category, list.title, list.year, list.data_year, state_code(list.state)).run());
  const ListId id = sqlite3_last_insert_rowid(db);
  OPORA_TRY(insert_entries(db, id, entries));
  OPORA_TRY(insert_step(db, id, first));
  OPORA_TRY(seal_and_audit(db, id, first));
  return id;
}

Status replace_entries(Store& store, ListId list, const std::vector<ListEntry>& entries) {
  OPORA_ASSIGN(Statement remove, Statement::prepare(store.handle(), "DELETE FROM list_entry WHERE list = ?"));
  OPORA_TRY(bind_all(remove, list).run());
  return insert_entries(store.handle(), list, entries);
}

Status take_step(Store& store, const ListRecord& list, const ListStep& step) {
  sqlite3* db = store.handle();
  OPORA_ASSIGN(Statement update, Statement::prepare(db,
      "UPDATE list SET state = ?, order_number = ?, order_date = ?, supersedes = nullif(?,0) WHERE id = ?"));
  OPORA_TRY(bind_all(update, state_code(list.state), list.order_number, list.order_date, list.supersedes.value_or(0), list.id).run());
  OPORA_TRY(insert_step(db, list.id, step));
  return seal_and_audit(db, list.id, step);
}

Result<std::vector<ListRecord>> all_lists(const Store& store) { return read_lists(store, "ORDER BY id", std::nullopt); }

Result<ListRecord> find_list(const Store& store, ListId id) {
  OPORA_ASSIGN(auto found, read_lists(store, "WHERE id = ?", id));
  if (!found.empty()) return std::move(found.front());
  return make_error("STORE-027", tr_format("there is no list L{0}", id), tr("the lists of the store: opora lists"));
}

Result<std::vector<ListEntry>> entries_of(const Store& store, ListId list) {
  OPORA_ASSIGN(Statement select, Statement::prepare(store.handle(),
      "SELECT school, name, municipality, rule_answer, answer, reasons, override FROM list_entry WHERE list = ? ORDER BY municipality, name, school"));
  bind_all(select, list);
  std::vector<ListEntry> entries;
  for (;;) {
    OPORA_ASSIGN(const bool row, select.step());
    if (!row) return entries;
    ListEntry entry{text_of(select, 0), text_of(select, 1), text_of(select, 2), answer_of(select.text(3)).value_or(Answer::kNo),
                    answer_of(select.text(4)).value_or(Answer::kNo), text_of(select, 5), std::nullopt};
    if (!select.is_null(6)) entry.override_id = select.integer(6);
    entries.push_back(std::move(entry));
  }
}

Result<std::vector<ListStep>> steps_of(const Store& store, ListId list) {
  OPORA_ASSIGN(Statement select, Statement::prepare(store.handle(),
      "SELECT step, municipality, actor, at, note, document FROM list_step WHERE list = ? ORDER BY position"));
  bind_all(select, list);
  std::vector<ListStep> steps;
  for (;;) {
    OPORA_ASSIGN(const bool row, select.step());
    if (!row) return steps;
    const auto text = [&](int column) { return text_of(select, column); };
    steps.push_back({text(0), text(1), text(2), text(3), text(4), text(5)});
  }
}

}  // namespace opora
