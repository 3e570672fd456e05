#include "store/batches.h"

#include <algorithm>
#include <numeric>

#include "base/digest.h"
#include "base/messages.h"
#include "store/audit.h"
#include "store/masks.h"
#include "store/seals.h"
#include "store/segment_columns.h"
#include "store/sqlite_use.h"

namespace opora {
namespace {

using Bytes = std::span<const std::uint8_t>;

// The statements that a batch repeats for each segment or row.
struct Statements {
  Statement find_procedure, add_procedure, find_school, add_school, add_segment, add_column, add_task;

  static Result<Statements> prepare(sqlite3* db) {
    OPORA_ASSIGN(Statement find_procedure, Statement::prepare(db, "SELECT id FROM procedure WHERE kind = ? AND subject = ? AND grade = ? AND year = ? AND level = ?"));
    OPORA_ASSIGN(Statement add_procedure, Statement::prepare(db, "INSERT INTO procedure (kind, subject, grade, year, level, title) VALUES (?, ?, ?, ?, ?, ?)"));
    OPORA_ASSIGN(Statement find_school, Statement::prepare(db, "SELECT id FROM school WHERE key = ?"));
    OPORA_ASSIGN(Statement add_school, Statement::prepare(db, "INSERT INTO school (key, code) VALUES (?, ?)"));
    OPORA_ASSIGN(Statement add_segment, Statement::prepare(db, "INSERT INTO segment (batch, procedure, slice, rows, maximum, directory) VALUES (?, ?, ?, ?, ?, ?)"));
    OPORA_ASSIGN(Statement add_column, Statement::prepare(db, "INSERT INTO segment_column (segment, name, data) VALUES (?, ?, ?)"));
    OPORA_ASSIGN(Statement add_task, Statement::prepare(db, "INSERT INTO task_column (segment, position, task, maximum, data) VALUES (?, ?, ?, ?, ?)"));
    return Statements{std::move(find_procedure), std::move(add_procedure), std::move(find_school), std::move(add_school),
                      std::move(add_segment), std::move(add_column), std::move(add_task)};
  }
};

// The id of the row that `find` gives, or of the one that `add` inserts.
Result<std::int64_t> found_or_added(sqlite3* db, Statement& find, Statement& add) {
  OPORA_ASSIGN(const bool there, find.step());
  const std::int64_t id = there ? find.integer(0) : 0;
  find.reset();
  if (there) return id;
  OPORA_TRY(add.run());
  return sqlite3_last_insert_rowid(db);
}

}  // namespace

struct BatchWriter::State {
  sqlite3* db;
  BatchInfo info;
  Statements statements;
  bool open = true;
  BatchId batch = 0;
  std::map<ProcedureKey, std::int64_t> procedures;
  std::map<std::int64_t, int> slices;             // by procedure id
  std::map<ProcedureKey, std::string> digests;    // of the rows
  std::vector<SchoolId> schools;                  // by local index
  std::set<std::int64_t> present;                 // procedures with rows or attendance
  BatchSeal seal;

  State(sqlite3* connection, const BatchInfo& about, Statements&& prepared) : db(connection), info(about), statements(std::move(prepared)) {}
  State(const State&) = delete;
  State& operator=(const State&) = delete;
  ~State() {
    if (open) sqlite3_exec(db, "ROLLBACK", nullptr, nullptr, nullptr);
  }

  Result<std::int64_t> procedure_id(const ProcedureKey& key) {
    if (const auto known = procedures.find(key); known != procedures.end()) return known->second;
    const std::string title = to_text(key);
    bind_all(statements.find_procedure, std::string_view(key.kind), std::string_view(key.subject), key.grade, key.year, std::string_view(key.level));
    bind_all(statements.add_procedure, std::string_view(key.kind), std::string_view(key.subject), key.grade, key.year, std::string_view(key.level), std::string_view(title));
    OPORA_ASSIGN(const std::int64_t id, found_or_added(db, statements.find_procedure, statements.add_procedure));
    procedures.emplace(key, id);
    return id;
  }

  Result<SchoolId> school_id(const SchoolRef& school) {
    bind_all(statements.find_school, std::string_view(school.key));
    bind_all(statements.add_school, std::string_view(school.key), std::string_view(school.code));
    return found_or_added(db, statements.find_school, statements.add_school);
  }

  Status know(const std::vector<SchoolRef>& seen) {
    for (std::size_t i = schools.size(); i < seen.size(); ++i) {
      OPORA_ASSIGN(const SchoolId id, school_id(seen[i]));
      schools.push_back(id);
    }
    return {};
  }

  Status write_segment(const Segment& segment);
  Status write_draft(const BatchDraft& draft);
  Status write_schools(const BatchDraft& draft);
  Status write_registry(const BatchDraft& draft);
  Status write_context(const BatchDraft& draft);
  Status write_attendance(const BatchDraft& draft);
  Status write_rest(const BatchDraft& draft);
  Status write_descriptions(const BatchDraft& draft);
  std::string content_digest(const BatchDraft& draft) const;
};

Status BatchWriter::State::write_segment(const Segment& segment) {
  if (!segment.content_digest.empty()) digests[segment.procedure] = segment.content_digest;
  if (segment.rows == 0) return {};
  OPORA_ASSIGN(const std::int64_t procedure, procedure_id(segment.procedure));
  std::vector<std::int64_t> ids;
  std::vector<std::uint32_t> rows;
  for (const SegmentSchool& entry : segment.directory) {
    ids.push_back(schools[static_cast<std::size_t>(entry.school)]);
    rows.push_back(entry.rows);
  }
  present.insert(procedure);
  const Blob directory = encode_directory(ids, rows);
  OPORA_TRY(bind_all(statements.add_segment, batch, procedure, slices[procedure]++, segment.rows, segment.maximum, Bytes(directory)).run());
  const std::int64_t id = sqlite3_last_insert_rowid(db);
  seal.segment(segment.procedure, segment.rows, segment.maximum, directory);
  const auto write = [&](std::string_view name, const Blob& data) -> Status {
    if (data.empty()) return {};
    seal.column(segment.procedure, name, data);
    return bind_all(statements.add_column, id, name, Bytes(data)).run();
  };
  // What a scan reads first stands first in the file.
  for (const char* hot : {"score", "mark_of_score", "mark", "journal"})
    if (const auto it = segment.columns.find(hot); it != segment.columns.end()) OPORA_TRY(write(hot, it->second));
  OPORA_TRY(write("tally_scores", segment.tally_scores));
  OPORA_TRY(write("tally_marks", segment.tally_marks));
  for (const auto& [name, data] : segment.columns)
    if (name != "score" && name != "mark_of_score" && name != "mark" && name != "journal") OPORA_TRY(write(name, data));
  for (std::size_t t = 0; t < segment.tasks.size(); ++t) {
    const TaskColumn& task = segment.tasks[t];
    seal.column(segment.procedure, fmt::format("{} {} {}", t, task.maximum, task.label), task.scores);
    OPORA_TRY(bind_all(statements.add_task, id, static_cast<std::int64_t>(t), std::string_view(task.label), task.maximum, Bytes(task.scores)).run());
  }
  return {};
}

Status BatchWriter::State::write_schools(const BatchDraft& draft) {
  OPORA_ASSIGN(Statement insert, Statement::prepare(db, "INSERT OR IGNORE INTO batch_school (batch, school, code) VALUES (?, ?, ?)"));
  for (std::size_t i = 0; i < draft.schools_seen.size(); ++i)
    OPORA_TRY(bind_all(insert, batch, schools[i], std::string_view(draft.schools_seen[i].code)).run());
  for (const SchoolRow& row : draft.registry) {
    OPORA_ASSIGN(const SchoolId id, school_id(row.school));
    OPORA_TRY(bind_all(insert, batch, id, std::string_view(row.school.code)).run());
  }
  return {};
}

Status BatchWriter::State::write_registry(const BatchDraft& draft) {
  OPORA_ASSIGN(Statement insert, Statement::prepare(db, "INSERT INTO school_version (batch, school, name, municipality, region, line) VALUES (?, ?, ?, ?, ?, ?)"));
  for (const SchoolRow& row : draft.registry) {
    OPORA_ASSIGN(const SchoolId id, school_id(row.school));
    OPORA_TRY(bind_all(insert, batch, id, std::string_view(row.name), std::string_view(row.municipality), std::string_view(row.region), row.line).run());
  }
  return {};
}

Status BatchWriter::State::write_context(const BatchDraft& draft) {
  OPORA_ASSIGN(Statement insert, Statement::prepare(db, "INSERT INTO context (batch, school, year, item, text, line, numerator, denominator) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"));
  for (const ContextRow& row : draft.context) {
    bind_all(insert, batch, schools[static_cast<std::size_t>(row.school)], row.year, std::string_view(row.item), std::string_view(row.text), row.line);
    if (row.number) insert.bind(7, row.number->numerator).bind(8, row.number->denominator);
    else insert.bind_null(7).bind_null(8);
    OPORA_TRY(insert.run());
  }
  return {};
}

Status BatchWriter::State::write_attendance(const BatchDraft& draft) {
  OPORA_ASSIGN(Statement insert, Statement::prepare(db, "INSERT INTO attendance (batch, procedure, school, absent, other) VALUES (?, ?, ?, ?, ?)"));
  for (const Attendance& row : draft.attendance) {
    OPORA_ASSIGN(const std::int64_t procedure, procedure_id(row.procedure));
    const SchoolId school = schools[static_cast<std::size_t>(row.school)];
    present.insert(procedure);
    OPORA_TRY(bind_all(insert, batch, procedure, school, row.absent, row.other).run());
  }
  return {};
}

Status BatchWriter::State::write_rest(const BatchDraft& draft) {
  OPORA_ASSIGN(Statement scale, Statement::prepare(db, "INSERT INTO scale (batch, kind, subject, grade, level, year_from, year_to, maximum, borders) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"));
  for (const Scale& row : draft.scales) {
    std::string borders;
    for (const int border : row.borders) borders += fmt::format("{}{}", borders.empty() ? "" : ",", border);
    OPORA_TRY(bind_all(scale, batch, std::string_view(row.kind), std::string_view(row.subject), row.grade, std::string_view(row.level),
                         row.year_from, row.year_to, row.maximum, std::string_view(borders)).run());
  }
  OPORA_TRY(write_descriptions(draft));
  OPORA_ASSIGN(Statement code, Statement::prepare(db,
      "INSERT INTO code_text (batch, kind, subject, grade, level, year, codifier, code, text, line) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"));
  for (const CodeText& row : draft.code_texts)
    OPORA_TRY(bind_all(code, batch, std::string_view(row.work.kind), std::string_view(row.work.subject), row.work.grade, std::string_view(row.work.level),
                         row.work.year, std::string_view(row.codifier), std::string_view(row.code), std::string_view(row.text), row.line).run());
  OPORA_ASSIGN(Statement listed, Statement::prepare(db, "INSERT INTO external_list (batch, school_key, code, year, list, marker, line) VALUES (?, ?, ?, ?, ?, ?, ?)"));
  for (const ListedMarker& row : draft.lists)
    OPORA_TRY(bind_all(listed, batch, std::string_view(row.school.key), std::string_view(row.school.code), row.year, std::string_view(row.list),
                       std::string_view(row.marker), row.line).run());
  return {};
}

Status BatchWriter::State::write_descriptions(const BatchDraft& draft) {
  OPORA_ASSIGN(Statement insert, Statement::prepare(db,
      "INSERT INTO task_description (batch, kind, subject, grade, level, year, task, position, skill, block, difficulty, maximum, line)"
      " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"));
  OPORA_ASSIGN(Statement add_code, Statement::prepare(db, "INSERT INTO task_code (description, codifier, position, code) VALUES (?, ?, ?, ?)"));
  for (const TaskDescription& row : draft.task_descriptions) {
    OPORA_TRY(bind_all(insert, batch, std::string_view(row.work.kind), std::string_view(row.work.subject), row.work.grade, std::string_view(row.work.level),
                         row.work.year, std::string_view(row.task), row.position, std::string_view(row.skill), std::string_view(row.block),
                         std::string_view(row.difficulty), row.maximum, row.line).run());
    const std::int64_t id = sqlite3_last_insert_rowid(db);
    for (const auto& [codifier, codes] : {std::pair(kContentCodes, &row.content_codes), std::pair(kRequirementCodes, &row.requirement_codes)})
      for (std::size_t i = 0; i < codes->size(); ++i)
        OPORA_TRY(bind_all(add_code, id, std::string_view(codifier), static_cast<std::int64_t>(i), std::string_view((*codes)[i])).run());
  }
  return {};
}

Status BatchWriter::State::write_draft(const BatchDraft& draft) {
  OPORA_TRY(know(draft.schools_seen));
  OPORA_TRY(write_schools(draft));
  OPORA_TRY(write_registry(draft));
  OPORA_TRY(write_context(draft));
  OPORA_TRY(write_attendance(draft));
  return write_rest(draft);
}

// Everything that methodologies can see of the batch; neither file names nor line numbers.
std::string BatchWriter::State::content_digest(const BatchDraft& draft) const {
  Hasher hash;
  const auto list = [&](std::string_view name, std::size_t size) -> Hasher& { return hash.field(name).field(static_cast<std::int64_t>(size)); };
  const auto procedure = [&](const ProcedureKey& p) { hash.field(p.kind).field(p.subject).field(std::int64_t{p.grade}).field(std::int64_t{p.year}).field(p.level); };
  list("schools", draft.schools_seen.size());
  for (const SchoolRef& school : draft.schools_seen) hash.field(school.key).field(school.code);
  list("results", digests.size());
  for (const auto& [key, digest] : digests) procedure(key), hash.field(digest);
  list("registry", draft.registry.size());
  for (const SchoolRow& row : draft.registry)
    hash.field(row.school.key).field(row.school.code).field(row.name).field(row.municipality).field(row.region);
  list("context", draft.context.size());
  for (const ContextRow& row : draft.context) {
    hash.field(std::int64_t{row.school}).field(std::int64_t{row.year}).field(row.item).field(row.text).field(std::int64_t{row.number.has_value()});
    if (row.number) hash.field(row.number->numerator).field(row.number->denominator);
  }
  list("attendance", draft.attendance.size());
  for (const Attendance& row : draft.attendance)
    procedure(row.procedure), hash.field(std::int64_t{row.school}).field(row.absent).field(row.other);
  list("scales", draft.scales.size());
  for (const Scale& row : draft.scales) {
    procedure({row.kind, row.subject, row.grade, row.year_from, row.level});
    list("borders", row.borders.size()).field(std::int64_t{row.year_to}).field(std::int64_t{row.maximum});
    for (const int border : row.borders) hash.field(std::int64_t{border});
  }
  list("task_descriptions", draft.task_descriptions.size());
  for (const TaskDescription& row : draft.task_descriptions) {
    procedure(row.work);
    hash.field(row.task).field(std::int64_t{row.position}).field(row.skill).field(row.block).field(row.difficulty).field(std::int64_t{row.maximum});
    for (const auto* codes : {&row.content_codes, &row.requirement_codes}) {
      list("codes", codes->size());
      for (const std::string& code : *codes) hash.field(code);
    }
  }
  list("code_texts", draft.code_texts.size());
  for (const CodeText& row : draft.code_texts) procedure(row.work), hash.field(row.codifier).field(row.code).field(row.text);
  if (!draft.lists.empty()) list("lists", draft.lists.size());
  for (const ListedMarker& row : draft.lists)
    hash.field(row.school.key).field(row.school.code).field(std::int64_t{row.year}).field(row.list).field(row.marker);
  const ReplaceScope& scope = info.scope;
  for (const bool part : {scope.kind, scope.subject, scope.grade, scope.year, scope.level}) hash.field(std::int64_t{part});
  return to_hex(hash.finish());
}

BatchWriter::BatchWriter(std::unique_ptr<State> state) : state_(std::move(state)) {}
BatchWriter::BatchWriter(BatchWriter&&) noexcept = default;
BatchWriter& BatchWriter::operator=(BatchWriter&&) noexcept = default;
BatchWriter::~BatchWriter() = default;

Result<BatchWriter> BatchWriter::begin(Store& store, const BatchInfo& info) {
  sqlite3* db = store.handle();
  OPORA_ASSIGN(Statements statements, Statements::prepare(db));
  OPORA_TRY(execute(db, "BEGIN IMMEDIATE"));
  auto state = std::make_unique<State>(db, info, std::move(statements));
  OPORA_ASSIGN(Statement insert, Statement::prepare(db,
      "INSERT INTO batch (file, file_digest, profile, pack_digest, actor, imported_at, scope_kind, scope_subject, scope_grade, scope_year, scope_level)"
      " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"));
  OPORA_TRY(bind_all(insert, std::string_view(info.file), std::string_view(info.digest), std::string_view(info.profile),
                        std::string_view(info.pack_digest), std::string_view(info.actor), std::string_view(info.imported_at),
                        int{info.scope.kind}, int{info.scope.subject}, int{info.scope.grade}, int{info.scope.year}, int{info.scope.level}).run());
  state->batch = sqlite3_last_insert_rowid(db);
  return BatchWriter(std::move(state));
}

Status BatchWriter::add(const Segment& segment, const std::vector<SchoolRef>& schools_so_far) {
  OPORA_TRY(state_->know(schools_so_far));
  return state_->write_segment(segment);
}

void BatchWriter::file_digest(std::string digest) { state_->info.digest = std::move(digest); }

Result<BatchId> BatchWriter::finish(const BatchDraft& draft) {
  State& state = *state_;
  OPORA_TRY(state.write_draft(draft));
  OPORA_TRY(write_masks(state.db, state.batch, state.info.scope, state.present));
  OPORA_ASSIGN(Statement update, Statement::prepare(state.db,
      "UPDATE batch SET file_digest = ?, rows = ?, accepted = ?, absent = ?, other = ?, rejected = ?, content_digest = ?, protocol = ? WHERE id = ?"));
  const BatchCounts& counts = draft.counts;
  OPORA_TRY(bind_all(update, std::string_view(state.info.digest), counts.rows, counts.accepted, counts.absent, counts.other, counts.rejected,
                        std::string_view(state.content_digest(draft)), std::string_view(draft.protocol_json), state.batch).run());
  OPORA_ASSIGN(const std::string seal, state.seal.finish(state.db, state.batch));
  OPORA_ASSIGN(Statement write_seal, Statement::prepare(state.db, "UPDATE batch SET seal = ? WHERE id = ?"));
  OPORA_TRY(bind_all(write_seal, std::string_view(seal), state.batch).run());
  OPORA_TRY(audit(state.db, state.info.actor, "import", fmt::format("batch {}", state.batch), state.info.file + "\t" + to_hex(digest_of(seal))));
  OPORA_TRY(execute(state.db, "COMMIT"));
  state.open = false;
  return state.batch;
}

}  // namespace opora
