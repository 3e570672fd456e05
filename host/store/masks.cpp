#include "store/masks.h"

#include <algorithm>
#include <unordered_map>

#include "store/integer_codec.h"
#include "store/segment_columns.h"

namespace opora {
namespace {

// The parts of a key on which files must agree, as a key of its own: the other parts are blank.
ProcedureKey scoped(ProcedureKey key, const ReplaceScope& scope) {
  if (!scope.kind) key.kind.clear();
  if (!scope.subject) key.subject.clear();
  if (!scope.grade) key.grade = 0;
  if (!scope.year) key.year = 0;
  if (!scope.level) key.level.clear();
  return key;
}

Result<std::unordered_map<std::int64_t, ProcedureKey>> procedures_by_id(sqlite3* db, const ReplaceScope& scope) {
  OPORA_ASSIGN(Statement statement, Statement::prepare(db, "SELECT id, kind, subject, grade, year, level FROM procedure"));
  std::unordered_map<std::int64_t, ProcedureKey> found;
  for (;;) {
    OPORA_ASSIGN(const bool row, statement.step());
    if (!row) return found;
    found[statement.integer(0)] = scoped({text_of(statement, 1), text_of(statement, 2), static_cast<int>(statement.integer(3)),
                                          static_cast<int>(statement.integer(4)), text_of(statement, 5)}, scope);
  }
}

void sort_once(std::vector<SchoolId>& schools) {
  if (!std::is_sorted(schools.begin(), schools.end())) std::sort(schools.begin(), schools.end());
  schools.erase(std::unique(schools.begin(), schools.end()), schools.end());
}

// Schools with rows or attendance, by batch and procedure.
using Present = std::map<std::pair<BatchId, std::int64_t>, std::vector<SchoolId>>;

enum class Whose : std::uint8_t { kOfTheBatch, kOfOthers };

Result<Present> schools_of(sqlite3* db, BatchId batch, Whose whose, const std::set<std::int64_t>& procedures) {
  Present present;
  const std::string where = whose == Whose::kOfTheBatch ? " WHERE procedure = ? AND batch = ?" : " WHERE procedure = ? AND batch <> ?";
  OPORA_ASSIGN(Statement segments, Statement::prepare(db, "SELECT batch, rows, directory FROM segment" + where));
  OPORA_ASSIGN(Statement attendance, Statement::prepare(db, "SELECT batch, school FROM attendance" + where));
  for (const std::int64_t procedure : procedures) {
    bind_all(segments, procedure, batch);
    for (;;) {
      OPORA_ASSIGN(const bool row, segments.step());
      if (!row) break;
      OPORA_ASSIGN(const Directory directory, decode_directory(segments.blob(2), segments.integer(1)));
      auto& schools = present[{segments.integer(0), procedure}];
      schools.insert(schools.end(), directory.schools.begin(), directory.schools.end());
    }
    segments.reset();
    bind_all(attendance, procedure, batch);
    for (;;) {
      OPORA_ASSIGN(const bool row, attendance.step());
      if (!row) break;
      present[{attendance.integer(0), procedure}].push_back(attendance.integer(1));
    }
    attendance.reset();
  }
  for (auto& [place, schools] : present) sort_once(schools);
  return present;
}

}  // namespace

Result<Masks> load_masks(sqlite3* db) {
  OPORA_ASSIGN(Statement statement, Statement::prepare(db, "SELECT older_batch, procedure, schools FROM replaced ORDER BY older_batch, procedure"));
  Masks masks;
  for (;;) {
    OPORA_ASSIGN(const bool row, statement.step());
    if (!row) break;
    OPORA_ASSIGN(const std::vector<std::int64_t> schools, decode_integers(statement.blob(2)));
    auto& all = masks[{statement.integer(0), statement.integer(1)}];
    const auto middle = static_cast<std::ptrdiff_t>(all.size());
    all.insert(all.end(), schools.begin(), schools.end());
    std::inplace_merge(all.begin(), all.begin() + middle, all.end());
    all.erase(std::unique(all.begin(), all.end()), all.end());
  }
  return masks;
}

Status write_masks(sqlite3* db, BatchId batch, const ReplaceScope& scope, const std::set<std::int64_t>& procedures) {
  OPORA_ASSIGN(const auto keys, procedures_by_id(db, scope));
  std::set<ProcedureKey> wanted;
  for (const std::int64_t procedure : procedures) wanted.insert(keys.at(procedure));
  std::set<std::int64_t> affected;
  for (const auto& [id, key] : keys)
    if (wanted.contains(key)) affected.insert(id);
  OPORA_ASSIGN(const Present older, schools_of(db, batch, Whose::kOfOthers, affected));
  if (older.empty()) return {};
  OPORA_ASSIGN(const Present own, schools_of(db, batch, Whose::kOfTheBatch, procedures));
  std::map<ProcedureKey, std::vector<SchoolId>> replacing;
  for (const auto& [place, schools] : own) {
    auto& of_key = replacing[keys.at(place.second)];
    of_key.insert(of_key.end(), schools.begin(), schools.end());
  }
  for (auto& [key, schools] : replacing) sort_once(schools);
  OPORA_ASSIGN(Statement insert, Statement::prepare(db, "INSERT INTO replaced (batch, older_batch, procedure, schools) VALUES (?, ?, ?, ?)"));
  for (const auto& [place, schools] : older) {
    const std::vector<SchoolId>& by = replacing.at(keys.at(place.second));
    std::vector<std::int64_t> both;
    std::set_intersection(schools.begin(), schools.end(), by.begin(), by.end(), std::back_inserter(both));
    if (both.empty()) continue;
    const Blob blob = encode_integers(both);
    bind_all(insert, batch, place.first, place.second).bind(4, std::span<const std::uint8_t>(blob));
    OPORA_TRY(insert.run());
  }
  return {};
}

}  // namespace opora
