#include "store/plans.h"

#include <map>
#include <utility>

#include "base/messages.h"
#include "store/audit.h"
#include "store/plan_codec.h"
#include "store/sqlite_use.h"

namespace opora {
namespace {

std::string plan_name(PlanId id) { return fmt::format("plan {}", id); }

Status insert_occasion(sqlite3* db, std::int64_t measure, int ordinal, const DateWindow* window, bool never_late) {
  OPORA_ASSIGN(Statement insert, Statement::prepare(db, "INSERT INTO occasion(measure, ordinal, starts, ends, stage, never_late) VALUES(?,?,?,?,?,?)"));
  insert.bind(1, measure).bind(2, std::int64_t{ordinal});
  if (window) insert.bind(3, std::int64_t{to_days(window->from)}).bind(4, std::int64_t{to_days(window->to)});
  else insert.bind_null(3).bind_null(4);
  insert.bind(5, window ? std::string_view(window->stage) : std::string_view("")).bind(6, std::int64_t{never_late});
  return insert.run();
}

Status insert_occasions(sqlite3* db, std::int64_t measure, const Deadline& deadline) {
  const bool never_late = deadline.trigger == Trigger::kDemand;
  if (deadline.windows.empty()) return insert_occasion(db, measure, 1, nullptr, never_late);
  int ordinal = 0;
  for (const DateWindow& window : deadline.windows) OPORA_TRY(insert_occasion(db, measure, ++ordinal, &window, never_late));
  return {};
}

Status insert_measure(sqlite3* db, PlanId plan, const Measure& m) {
  OPORA_ASSIGN(Statement insert, Statement::prepare(db,
      "INSERT INTO measure(plan, position, row, section, number, measure, deadline, purpose, responsible_text, result, line, reading, work, responsible)"
      " VALUES(?,?,nullif(?,0),?,?,?,?,?,?,?,?,?,?,?)"));
  OPORA_TRY(bind_all(insert, plan, m.position, m.row.value_or(0), m.text.section, m.text.number, m.text.measure, m.text.deadline, m.text.purpose,
                     m.text.responsible, m.text.result, m.text.line, deadline_json(m.deadline), work_json(m.work), responsible_json(m.responsible)).run());
  return insert_occasions(db, sqlite3_last_insert_rowid(db), m.deadline);
}

Result<std::vector<Measure>> measures_of(sqlite3* db, PlanId plan) {
  OPORA_ASSIGN(Statement select, Statement::prepare(db,
      "SELECT position, ifnull(row,0), section, number, measure, deadline, purpose, responsible_text, result, line, reading, work, responsible"
      " FROM measure WHERE plan = ? ORDER BY position"));
  bind_all(select, plan);
  std::vector<Measure> measures;
  for (;;) {
    OPORA_ASSIGN(const bool row, select.step());
    if (!row) return measures;
    const auto text = [&](int column) { return text_of(select, column); };
    Measure m;
    m.position = static_cast<int>(select.integer(0));
    if (const auto of = select.integer(1)) m.row = static_cast<int>(of);
    m.text = {select.integer(9), text(2), text(3), text(4), text(5), text(6), text(7), text(8)};
    m.deadline = deadline_of_json(select.text(10), m.text.deadline);
    m.work = work_of_json(select.text(11));
    m.responsible = responsible_of_json(select.text(12));
    measures.push_back(std::move(m));
  }
}

Result<std::vector<StoredPlan>> read_plans(const Store& store, PlanId only) {
  OPORA_ASSIGN(Statement select, Statement::prepare(store.handle(),
      "SELECT id, uid, pack, code, redaction, title, year, starts, ends, head, ifnull(supersedes,0), actor, at FROM plan WHERE ?1 = 0 OR id = ?1 ORDER BY id"));
  bind_all(select, only);
  std::vector<StoredPlan> plans;
  for (;;) {
    OPORA_ASSIGN(const bool row, select.step());
    if (!row) return plans;
    const auto text = [&](int column) { return text_of(select, column); };
    StoredPlan plan;
    plan.id = select.integer(0);
    plan.uid = text(1);
    plan.plan.pack = text(2);
    plan.plan.id = text(3);
    plan.redaction = static_cast<int>(select.integer(4));
    plan.plan.title = text(5);
    plan.plan.year = static_cast<int>(select.integer(6));
    plan.plan.from = from_days(static_cast<std::int32_t>(select.integer(7)));
    plan.plan.to = from_days(static_cast<std::int32_t>(select.integer(8)));
    read_head(select.text(9), plan.plan);
    if (const auto before = select.integer(10)) plan.supersedes = before;
    plan.actor = text(11);
    plan.at = text(12);
    plans.push_back(std::move(plan));
  }
}

Diagnostic no_such_plan(PlanId id) { return make_error("STORE-029", tr_format("there is no plan {0}", id), tr("the plans of the store: opora plan list")); }

Result<std::int64_t> measure_id(sqlite3* db, PlanId plan, int position) {
  OPORA_ASSIGN(Statement select, Statement::prepare(db, "SELECT id FROM measure WHERE plan = ? AND position = ?"));
  bind_all(select, plan, position);
  OPORA_ASSIGN(const bool row, select.step());
  if (!row) return no_such_plan(plan);
  return select.integer(0);
}

Result<std::int64_t> number_of(sqlite3* db, const char* sql, std::int64_t a, std::int64_t b) {
  OPORA_ASSIGN(Statement select, Statement::prepare(db, sql));
  bind_all(select, a, b);
  OPORA_ASSIGN(const bool row, select.step());
  return row ? select.integer(0) : 0;
}

// Windows beyond the last one stay only as long as nothing happened in them.
Status drop_occasions(sqlite3* db, std::int64_t measure, std::int64_t kept) {
  OPORA_ASSIGN(const std::int64_t events, number_of(db,
      "SELECT count(*) FROM plan_event e JOIN assignment a ON a.id = e.assignment JOIN occasion o ON o.id = a.occasion WHERE o.measure = ? AND o.ordinal > ?", measure, kept));
  if (events > 0)
    return make_error("PLAN-006", tr("a window that would go has work in it"), tr("keep as many windows as there are, or withdraw that work first: opora plan undo"));
  OPORA_ASSIGN(Statement remove, Statement::prepare(db, "DELETE FROM occasion WHERE measure = ? AND ordinal > ?"));
  return bind_all(remove, measure, kept).run();
}

Status move_occasion(sqlite3* db, std::int64_t measure, std::int64_t ordinal, const DateWindow& window) {
  OPORA_ASSIGN(Statement update, Statement::prepare(db, "UPDATE occasion SET starts = ?, ends = ? WHERE measure = ? AND ordinal = ?"));
  OPORA_TRY(bind_all(update, to_days(window.from), to_days(window.to), measure, ordinal).run());
  if (sqlite3_changes(db) > 0) return {};
  OPORA_TRY(insert_occasion(db, measure, static_cast<int>(ordinal), &window, false));
  OPORA_ASSIGN(Statement copy, Statement::prepare(db,
      "INSERT INTO assignment(occasion, holder, part) SELECT ?, a.holder, a.part FROM assignment a JOIN occasion o ON o.id = a.occasion"
      " WHERE o.measure = ? AND o.ordinal = 1"));
  return bind_all(copy, sqlite3_last_insert_rowid(db), measure).run();
}

constexpr const char* kAssignmentColumns =
    "SELECT a.id, m.plan, m.position, o.id, o.ordinal, o.starts, o.ends, o.stage, o.never_late, h.id, h.level, h.code, h.name, h.municipality,"
    " a.part, a.state, a.conflict, a.due, a.reached, a.person";
constexpr const char* kAssignmentTables =
    " FROM assignment a JOIN occasion o ON o.id = a.occasion JOIN measure m ON m.id = o.measure JOIN holder h ON h.id = a.holder";

// Conditions of a filter and what they are bound to.
struct Where {
  std::string sql;
  std::vector<std::int64_t> numbers;
  std::vector<std::string> texts;
  std::vector<bool> is_text;

  void number(const char* condition, std::int64_t value) {
    add(condition);
    numbers.push_back(value);
    is_text.push_back(false);
  }
  void text(const char* condition, const std::string& value) {
    add(condition);
    texts.push_back(value);
    is_text.push_back(true);
  }
  void add(const char* condition) { sql += (sql.empty() ? std::string(" WHERE ") : std::string(" AND ")) + condition; }

  void bind(Statement& statement) const {
    std::size_t n = 0, t = 0;
    for (std::size_t i = 0; i < is_text.size(); ++i) {
      if (is_text[i]) statement.bind(static_cast<int>(i) + 1, std::string_view(texts[t++]));
      else statement.bind(static_cast<int>(i) + 1, numbers[n++]);
    }
  }
};

// What a filter says of plans and windows.
Where where_of_windows(const AssignmentFilter& filter) {
  Where where;
  if (filter.plan) where.number("m.plan = ?", *filter.plan);
  if (filter.position) where.number("m.position = ?", *filter.position);
  if (filter.open_on) {
    where.number("o.starts <= ?", to_days(*filter.open_on));
    where.number("o.ends >= ?", to_days(*filter.open_on));
  }
  if (filter.late_on) where.add("o.never_late = 0");
  return where;
}

Where where_of(const AssignmentFilter& filter) {
  Where where = where_of_windows(filter);
  if (filter.id) where.number("a.id = ?", *filter.id);
  if (!filter.municipality.empty()) where.text("h.municipality = ?", filter.municipality);
  if (!filter.level.empty()) where.text("h.level = ?", filter.level);
  if (!filter.holder.empty()) where.text("h.code = ?", filter.holder);
  if (filter.late_on) where.number("ifnull(a.due, o.ends) < ?", to_days(*filter.late_on));
  if (filter.late_on || filter.owed_only) where.add("a.state IN (0, 3)");
  if (filter.conflicts_only) where.add("a.conflict = 1");
  return where;
}

Assignment assignment_of(const Statement& row) {
  Assignment a;
  a.id = row.integer(0);
  a.plan = row.integer(1);
  a.position = static_cast<int>(row.integer(2));
  a.occasion = {row.integer(3), a.position, static_cast<int>(row.integer(4)), {}, {}, text_of(row, 7), row.integer(8) != 0};
  if (!row.is_null(5)) a.occasion.from = from_days(static_cast<std::int32_t>(row.integer(5)));
  if (!row.is_null(6)) a.occasion.to = from_days(static_cast<std::int32_t>(row.integer(6)));
  a.holder = {row.integer(9), text_of(row, 10), text_of(row, 11), text_of(row, 12), text_of(row, 13)};
  a.part = static_cast<Part>(row.integer(14));
  a.standing.state = static_cast<AssignmentState>(row.integer(15));
  a.standing.conflict = row.integer(16) != 0;
  if (!row.is_null(17)) a.standing.due = from_days(static_cast<std::int32_t>(row.integer(17)));
  a.standing.reached = text_of(row, 18);
  a.standing.person = text_of(row, 19);
  return a;
}

Result<std::vector<AssignmentCount>> counts_of(Statement& select) {
  std::vector<AssignmentCount> counts;
  for (;;) {
    OPORA_ASSIGN(const bool row, select.step());
    if (!row) return counts;
    if (select.integer(2) > 0) counts.push_back({select.integer(0), static_cast<AssignmentState>(select.integer(1)), select.integer(2)});
  }
}

// Whoever holds them. Windows and states are few and assignments many: ranges of an index are counted, grouping rows would
// cost ten times as much.
Result<std::vector<AssignmentCount>> counts_by_window(const Store& store, const AssignmentFilter& filter) {
  const std::string range = std::string("(SELECT count(*) FROM assignment a WHERE a.occasion = o.id AND a.state = s.state") + (filter.conflicts_only ? " AND a.conflict = 1" : "");
  std::string count = range + ")";
  if (filter.late_on) count = fmt::format("{0} AND a.due IS NULL AND o.ends < {1}) + {0} AND a.due < {1})", range, to_days(*filter.late_on));
  Where where = where_of_windows(filter);
  if (filter.late_on || filter.owed_only) where.add("s.state IN (0, 3)");
  OPORA_ASSIGN(Statement select, Statement::prepare(store.handle(), "SELECT o.id, s.state, " + count + " FROM measure m JOIN occasion o ON o.measure = m.id CROSS JOIN"
      " (SELECT 0 AS state UNION ALL SELECT 1 UNION ALL SELECT 2 UNION ALL SELECT 3 UNION ALL SELECT 4) s" + where.sql));
  where.bind(select);
  return counts_of(select);
}

// Of few holders: those that the filter names, or those of all other levels.
Result<std::vector<AssignmentCount>> counts_by_holder(const Store& store, AssignmentFilter filter, bool other_levels) {
  const std::string level = other_levels ? std::exchange(filter.level, {}) : std::string();
  Where where = where_of(filter);
  if (other_levels) where.text("h.level <> ?", level);
  OPORA_ASSIGN(Statement select, Statement::prepare(store.handle(),
      "SELECT a.occasion, a.state, count(*) FROM holder h CROSS JOIN assignment a ON a.holder = h.id JOIN occasion o ON o.id = a.occasion JOIN measure m ON m.id = o.measure" +
      where.sql + " GROUP BY a.occasion, a.state"));
  where.bind(select);
  return counts_of(select);
}

// More than half of all holders are of it.
Result<bool> is_common_level(const Store& store, const std::string& level) {
  OPORA_ASSIGN(Statement select, Statement::prepare(store.handle(), "SELECT (SELECT count(*) FROM holder WHERE level = ?) * 2 > (SELECT count(*) FROM holder)"));
  OPORA_ASSIGN(const bool row, bind_all(select, level).step());
  return row && select.integer(0) != 0;
}

std::vector<AssignmentCount> without(std::vector<AssignmentCount> all, const std::vector<AssignmentCount>& less) {
  std::map<std::pair<OccasionId, AssignmentState>, std::int64_t> gone;
  for (const AssignmentCount& one : less) gone[{one.occasion, one.state}] = one.assignments;
  for (AssignmentCount& one : all) {
    const auto found = gone.find({one.occasion, one.state});
    if (found != gone.end()) one.assignments -= found->second;
  }
  std::erase_if(all, [](const AssignmentCount& one) { return one.assignments == 0; });
  return all;
}

}  // namespace

Result<PlanId> add_plan(Store& store, const StoredPlan& stored) {
  sqlite3* db = store.handle();
  OPORA_ASSIGN(const auto known, plan_of_uid(store, stored.uid));
  if (known) return make_error("STORE-031", tr_format("this plan was adopted before, as plan {0}", *known), tr("see it with opora plan show"));
  const Plan& plan = stored.plan;
  OPORA_ASSIGN(Statement insert, Statement::prepare(db,
      "INSERT INTO plan(uid, pack, code, redaction, title, year, starts, ends, head, supersedes, actor, at) VALUES(?,?,?,?,?,?,?,?,?,nullif(?,0),?,?)"));
  OPORA_TRY(bind_all(insert, stored.uid, plan.pack, plan.id, stored.redaction, plan.title, plan.year, to_days(plan.from), to_days(plan.to), head_json(plan),
                     stored.supersedes.value_or(0), stored.actor, stored.at).run());
  const PlanId id = sqlite3_last_insert_rowid(db);
  for (const Measure& measure : plan.measures) OPORA_TRY(insert_measure(db, id, measure));
  OPORA_TRY(audit(db, stored.actor, "adopted", plan_name(id), stored.uid));
  return id;
}

Result<std::vector<StoredPlan>> all_plans(const Store& store) { return read_plans(store, 0); }

Result<StoredPlan> find_plan(const Store& store, PlanId id) {
  OPORA_ASSIGN(auto plans, read_plans(store, id));
  if (id == 0 || plans.empty()) return no_such_plan(id);
  OPORA_ASSIGN(plans.front().plan.measures, measures_of(store.handle(), id));
  return std::move(plans.front());
}

Result<std::optional<PlanId>> plan_of_uid(const Store& store, const std::string& uid) {
  OPORA_ASSIGN(Statement select, Statement::prepare(store.handle(), "SELECT id FROM plan WHERE uid = ?"));
  bind_all(select, uid);
  OPORA_ASSIGN(const bool row, select.step());
  return row ? std::optional(select.integer(0)) : std::nullopt;
}

Result<std::vector<Occasion>> occasions_of(const Store& store, PlanId plan) {
  OPORA_ASSIGN(Statement select, Statement::prepare(store.handle(),
      "SELECT o.id, m.position, o.ordinal, o.starts, o.ends, o.stage, o.never_late FROM occasion o JOIN measure m ON m.id = o.measure WHERE m.plan = ?"
      " ORDER BY m.position, o.ordinal"));
  bind_all(select, plan);
  std::vector<Occasion> occasions;
  for (;;) {
    OPORA_ASSIGN(const bool row, select.step());
    if (!row) return occasions;
    Occasion one{select.integer(0), static_cast<int>(select.integer(1)), static_cast<int>(select.integer(2)), {}, {}, text_of(select, 5), select.integer(6) != 0};
    if (!select.is_null(3)) one.from = from_days(static_cast<std::int32_t>(select.integer(3)));
    if (!select.is_null(4)) one.to = from_days(static_cast<std::int32_t>(select.integer(4)));
    occasions.push_back(std::move(one));
  }
}

Status decide_deadline(Store& store, PlanId plan, const DeadlineDecision& decision, const std::vector<DateWindow>& windows) {
  sqlite3* db = store.handle();
  OPORA_ASSIGN(const std::int64_t measure, measure_id(db, plan, decision.position));
  OPORA_TRY(drop_occasions(db, measure, static_cast<std::int64_t>(windows.size())));
  for (std::size_t i = 0; i < windows.size(); ++i) OPORA_TRY(move_occasion(db, measure, static_cast<std::int64_t>(i) + 1, windows[i]));
  OPORA_ASSIGN(Statement insert, Statement::prepare(db, "INSERT INTO deadline_decision(measure, windows, reason, actor, at) VALUES(?,?,?,?,?)"));
  OPORA_TRY(bind_all(insert, measure, decision.windows, decision.reason, decision.actor, decision.at).run());
  return audit(db, decision.actor, "decided", plan_name(plan), fmt::format("row {}: {}", decision.position, decision.windows));
}

Result<std::vector<DeadlineDecision>> deadline_decisions_of(const Store& store, PlanId plan) {
  OPORA_ASSIGN(Statement select, Statement::prepare(store.handle(),
      "SELECT m.position, d.windows, d.reason, d.actor, d.at FROM deadline_decision d JOIN measure m ON m.id = d.measure WHERE m.plan = ? ORDER BY d.id"));
  bind_all(select, plan);
  std::vector<DeadlineDecision> decisions;
  for (;;) {
    OPORA_ASSIGN(const bool row, select.step());
    if (!row) return decisions;
    decisions.push_back({static_cast<int>(select.integer(0)), text_of(select, 1), text_of(select, 2), text_of(select, 3), text_of(select, 4)});
  }
}

Result<std::int64_t> holder_id(Store& store, const Holder& holder) {
  sqlite3* db = store.handle();
  OPORA_ASSIGN(Statement select, Statement::prepare(db, "SELECT id FROM holder WHERE level = ? AND code = ?"));
  bind_all(select, holder.level, holder.code);
  OPORA_ASSIGN(const bool known, select.step());
  if (known) return select.integer(0);
  OPORA_ASSIGN(Statement insert, Statement::prepare(db, "INSERT INTO holder(level, code, name, municipality) VALUES(?,?,?,?)"));
  OPORA_TRY(bind_all(insert, holder.level, holder.code, holder.name, holder.municipality).run());
  return std::int64_t{sqlite3_last_insert_rowid(db)};
}

Result<std::int64_t> add_assignments(Store& store, OccasionId occasion, Part part, std::span<const std::int64_t> holders) {
  sqlite3* db = store.handle();
  OPORA_ASSIGN(Statement insert, Statement::prepare(db,
      "INSERT INTO assignment(occasion, holder, part) SELECT ?1, ?2, ?3 WHERE NOT EXISTS (SELECT 1 FROM assignment WHERE holder = ?2 AND occasion = ?1)"));
  std::int64_t added = 0;
  for (const std::int64_t holder : holders) {
    OPORA_TRY(bind_all(insert, occasion, holder, static_cast<int>(part)).run());
    added += sqlite3_changes(db);
  }
  return added;
}

Result<std::int64_t> remove_untouched(Store& store, PlanId plan, std::span<const std::int64_t> holders) {
  sqlite3* db = store.handle();
  OPORA_ASSIGN(Statement remove, Statement::prepare(db,
      "DELETE FROM assignment WHERE holder = ?1 AND occasion IN (SELECT o.id FROM occasion o JOIN measure m ON m.id = o.measure WHERE m.plan = ?2)"
      " AND NOT EXISTS (SELECT 1 FROM plan_event e WHERE e.assignment = assignment.id)"));
  std::int64_t removed = 0;
  for (const std::int64_t holder : holders) {
    OPORA_TRY(bind_all(remove, holder, plan).run());
    removed += sqlite3_changes(db);
  }
  return removed;
}

Status each_assignment(const Store& store, const AssignmentFilter& filter, const std::function<bool(const Assignment&)>& take) {
  const Where where = where_of(filter);
  OPORA_ASSIGN(Statement select, Statement::prepare(store.handle(), std::string(kAssignmentColumns) + kAssignmentTables + where.sql +
      " ORDER BY m.plan, m.position, o.ordinal, h.municipality, h.name, h.code"));
  where.bind(select);
  for (;;) {
    OPORA_ASSIGN(const bool row, select.step());
    if (!row || !take(assignment_of(select))) return {};
  }
}

Result<std::vector<Assignment>> assignments(const Store& store, const AssignmentFilter& filter) {
  std::vector<Assignment> found;
  OPORA_TRY(each_assignment(store, filter, [&](const Assignment& one) { return found.push_back(one), true; }));
  return found;
}

Result<Assignment> find_assignment(const Store& store, AssignmentId id) {
  AssignmentFilter filter;
  filter.id = id;
  OPORA_ASSIGN(auto found, assignments(store, filter));
  if (!found.empty()) return std::move(found.front());
  return make_error("STORE-030", tr_format("there is no assignment {0}", id), tr("their numbers: opora plan status --all"));
}

Result<std::vector<AssignmentCount>> count_assignments(const Store& store, const AssignmentFilter& filter) {
  if (!filter.id && filter.municipality.empty() && filter.level.empty() && filter.holder.empty()) return counts_by_window(store, filter);
  if (filter.id || !filter.municipality.empty() || !filter.holder.empty()) return counts_by_holder(store, filter, false);
  OPORA_ASSIGN(const bool many, is_common_level(store, filter.level));
  if (!many) return counts_by_holder(store, filter, false);
  AssignmentFilter whoever = filter;
  whoever.level.clear();
  OPORA_ASSIGN(std::vector<AssignmentCount> all, counts_by_window(store, whoever));
  OPORA_ASSIGN(const std::vector<AssignmentCount> others, counts_by_holder(store, filter, true));
  return without(std::move(all), others);
}

}  // namespace opora
