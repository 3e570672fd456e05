#include "store/plan_events.h"

#include <algorithm>

#include "base/digest.h"
#include "base/messages.h"
#include "store/audit.h"
#include "store/plan_codec.h"
#include "store/sqlite_use.h"

namespace opora {
namespace {

std::string joined(const std::vector<std::string>& uids) {
  std::string text;
  for (const std::string& uid : uids) text += (text.empty() ? "" : " ") + uid;
  return text;
}

std::vector<std::string> split(std::string_view text) {
  std::vector<std::string> uids;
  while (!text.empty()) {
    const auto blank = std::min(text.find(' '), text.size());
    uids.emplace_back(text.substr(0, blank));
    text.remove_prefix(std::min(blank + 1, text.size()));
  }
  return uids;
}

Result<std::vector<Evidence>> evidence_of(sqlite3* db, std::int64_t event) {
  OPORA_ASSIGN(Statement select, Statement::prepare(db,
      "SELECT kind, title, file, digest, bytes, number, date, register, fields FROM evidence WHERE event = ? ORDER BY id"));
  bind_all(select, event);
  std::vector<Evidence> all;
  for (;;) {
    OPORA_ASSIGN(const bool row, select.step());
    if (!row) return all;
    const auto text = [&](int column) { return text_of(select, column); };
    Evidence one{text(0), text(1), text(2), text(3), select.integer(4), text(5), text(6), text(7), {}};
    read_fields(select.text(8), one);
    all.push_back(std::move(one));
  }
}

Status insert_event(sqlite3* db, AssignmentId assignment, const PlanEvent& event) {
  OPORA_ASSIGN(Statement insert, Statement::prepare(db, "INSERT INTO plan_event(uid, assignment, previous, kind, at, actor, note, detail) VALUES(?,?,?,?,?,?,?,?)"));
  OPORA_TRY(bind_all(insert, event.uid, assignment, joined(event.previous), kind_code(event.kind), event.at, event.actor, event.note, event_detail_json(event)).run());
  const std::int64_t id = sqlite3_last_insert_rowid(db);
  OPORA_ASSIGN(Statement evidence, Statement::prepare(db,
      "INSERT INTO evidence(event, kind, title, file, digest, bytes, number, date, register, fields) VALUES(?,?,?,?,?,?,?,?,?,?)"));
  for (const Evidence& one : event.evidence)
    OPORA_TRY(bind_all(evidence, id, one.kind, one.title, one.file, one.digest, one.bytes, one.number, one.date, one.register_id, fields_json(one)).run());
  return audit(db, event.actor, kind_code(event.kind), fmt::format("assignment {}", assignment), event.uid);
}

Status set_standing(sqlite3* db, AssignmentId assignment, const Standing& standing) {
  OPORA_ASSIGN(Statement update, Statement::prepare(db, "UPDATE assignment SET state = ?, conflict = ?, due = ?, reached = ?, person = ? WHERE id = ?"));
  update.bind(1, std::int64_t{static_cast<int>(standing.state)}).bind(2, std::int64_t{standing.conflict});
  if (standing.due) update.bind(3, std::int64_t{to_days(*standing.due)});
  else update.bind_null(3);
  update.bind(4, std::string_view(standing.reached)).bind(5, std::string_view(standing.person)).bind(6, assignment);
  return update.run();
}

bool may_follow_conflict(EventKind kind) { return kind == EventKind::kSettled || kind == EventKind::kReturned; }

}  // namespace

Result<std::vector<PlanEvent>> events_of(const Store& store, AssignmentId assignment) {
  OPORA_ASSIGN(Statement select, Statement::prepare(store.handle(),
      "SELECT id, uid, previous, kind, at, actor, note, detail FROM plan_event WHERE assignment = ? ORDER BY id"));
  bind_all(select, assignment);
  std::vector<PlanEvent> events;
  for (;;) {
    OPORA_ASSIGN(const bool row, select.step());
    if (!row) break;
    PlanEvent event;
    event.uid = text_of(select, 1);
    event.previous = split(select.text(2));
    event.kind = event_kind_of(select.text(3)).value_or(EventKind::kAssigned);
    event.at = text_of(select, 4);
    event.actor = text_of(select, 5);
    event.note = text_of(select, 6);
    read_event_detail(select.text(7), event);
    OPORA_ASSIGN(event.evidence, evidence_of(store.handle(), select.integer(0)));
    events.push_back(std::move(event));
  }
  order_events(events);
  return events;
}

Result<std::string> assignment_name(const Store& store, AssignmentId assignment) {
  OPORA_ASSIGN(Statement select, Statement::prepare(store.handle(),
      "SELECT p.uid || '/' || m.position || '/' || o.ordinal || '/' || h.level || '/' || h.code || '/' || a.part FROM assignment a"
      " JOIN occasion o ON o.id = a.occasion JOIN measure m ON m.id = o.measure JOIN plan p ON p.id = m.plan JOIN holder h ON h.id = a.holder WHERE a.id = ?"));
  bind_all(select, assignment);
  OPORA_ASSIGN(const bool row, select.step());
  if (row) return text_of(select, 0);
  return make_error("STORE-030", tr_format("there is no assignment {0}", assignment), tr("their numbers: opora plan status --all"));
}

std::string event_uid(const PlanEvent& event, std::string_view name) {
  Hasher hasher;
  hasher.field(name).field(joined(event.previous)).field(kind_code(event.kind)).field(event.at).field(event.actor).field(event.note).field(event_detail_json(event));
  for (const Evidence& one : event.evidence)
    hasher.field(one.kind).field(one.title).field(one.file).field(one.digest).field(std::to_string(one.bytes)).field(one.number).field(one.date)
        .field(one.register_id).field(fields_json(one));
  return to_hex(hasher.finish());
}

Result<PlanEvent> add_event(Store& store, AssignmentId assignment, PlanEvent event) {
  OPORA_ASSIGN(std::vector<PlanEvent> events, events_of(store, assignment));
  event.previous = heads_of(events);
  if (event.previous.size() > 1 && !may_follow_conflict(event.kind))
    return make_error("PLAN-007", tr_format("assignment {0} has two histories that contradict each other", assignment),
                      tr_format("look at both with opora plan history {0}, then keep both with opora plan settle {0} --reason TEXT, or return it", assignment));
  if (event.at.empty()) event.at = now_utc();
  OPORA_ASSIGN(const std::string name, assignment_name(store, assignment));
  event.uid = event_uid(event, name);
  OPORA_TRY(insert_event(store.handle(), assignment, event));
  events.push_back(event);
  order_events(events);
  OPORA_TRY(set_standing(store.handle(), assignment, standing_after(events)));
  return event;
}

Result<MergedEvents> merge_events(Store& store, AssignmentId assignment, const std::vector<PlanEvent>& incoming) {
  OPORA_ASSIGN(std::vector<PlanEvent> events, events_of(store, assignment));
  const bool had_conflict = heads_of(events).size() > 1;
  MergedEvents merged;
  for (const PlanEvent& event : incoming) {
    if (std::any_of(events.begin(), events.end(), [&](const PlanEvent& known) { return known.uid == event.uid; })) continue;
    OPORA_TRY(insert_event(store.handle(), assignment, event));
    events.push_back(event);
    ++merged.added;
  }
  if (merged.added == 0) return merged;
  order_events(events);
  const Standing standing = standing_after(events);
  merged.new_conflict = standing.conflict && !had_conflict;
  OPORA_TRY(set_standing(store.handle(), assignment, standing));
  return merged;
}

Result<std::vector<RegisterEntry>> register_entries(const Store& store, const std::string& register_id, std::optional<PlanId> plan) {
  OPORA_ASSIGN(Statement select, Statement::prepare(store.handle(),
      "SELECT DISTINCT e.assignment FROM evidence v JOIN plan_event e ON e.id = v.event JOIN assignment a ON a.id = e.assignment JOIN occasion o ON o.id = a.occasion"
      " JOIN measure m ON m.id = o.measure WHERE (?1 = '' OR v.register = ?1) AND (?2 = 0 OR m.plan = ?2) ORDER BY e.assignment"));
  bind_all(select, register_id, plan.value_or(0));
  std::vector<RegisterEntry> entries;
  for (;;) {
    OPORA_ASSIGN(const bool row, select.step());
    if (!row) break;
    const AssignmentId assignment = select.integer(0);
    OPORA_ASSIGN(const std::vector<PlanEvent> events, events_of(store, assignment));
    for (const PlanEvent& event : events) {
      const bool undone = std::any_of(events.begin(), events.end(), [&](const PlanEvent& other) { return other.undone == event.uid; });
      for (const Evidence& evidence : event.evidence) {
        if (undone || (!register_id.empty() && evidence.register_id != register_id)) continue;
        RegisterEntry entry{assignment, event, evidence};
        entry.event.evidence.clear();
        entries.push_back(std::move(entry));
      }
    }
  }
  std::stable_sort(entries.begin(), entries.end(), [](const RegisterEntry& a, const RegisterEntry& b) { return a.event.at < b.event.at; });
  return entries;
}

}  // namespace opora
