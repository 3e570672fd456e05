#include "engine/stored_rows.h"

#include <set>

#include "store/facts.h"

namespace opora {
namespace {

bool agree(const ProcedureKey& a, const ProcedureKey& b, const ReplaceScope& scope) {
  return (!scope.kind || a.kind == b.kind) && (!scope.subject || a.subject == b.subject) && (!scope.grade || a.grade == b.grade) &&
         (!scope.year || a.year == b.year) && (!scope.level || a.level == b.level);
}

Result<std::map<std::string, std::string, std::less<>>> keys_by_code(const Store& store) {
  std::map<std::string, std::string, std::less<>> keys;
  OPORA_ASSIGN(const Frame frame, schools(store));
  OPORA_ASSIGN(const Column code, frame.column("school"));
  OPORA_ASSIGN(const Column key, frame.column("key"));
  for (std::int64_t i = 0; i < frame.rows(); ++i) keys.emplace(code.text(i), key.text(i));
  return keys;
}

// Calls back for each stored procedure that a procedure of the file replaces, with the school keys
// that the file has rows of.
template <class Visit>
void for_each_replaced(const MappedFile& file, const ProcedureKey& stored, const ReplaceScope& scope, Visit&& visit) {
  for (const ProcedureSummary& procedure : file.procedures) {
    if (!agree(stored, procedure.procedure, scope)) continue;
    for (std::size_t school = 0; school < procedure.rows_of_school.size(); ++school) {
      if (procedure.rows_of_school[school] > 0) visit(file.draft.schools_seen[school].key);
    }
  }
}

}  // namespace

Result<StoredRows> StoredRows::load(const Store& store) {
  StoredRows stored;
  OPORA_ASSIGN(const auto keys, keys_by_code(store));
  FactRequest request;
  request.keys = {"kind", "subject", "grade", "year", "level", "school"};
  request.aggregates.emplace_back().name = "n";  // rows of the group
  OPORA_ASSIGN(const Frame frame, tally(store, request));
  if (frame.rows() == 0) return stored;
  OPORA_ASSIGN(const Column kind, frame.column("kind"));
  OPORA_ASSIGN(const Column subject, frame.column("subject"));
  OPORA_ASSIGN(const Column grade, frame.column("grade"));
  OPORA_ASSIGN(const Column year, frame.column("year"));
  OPORA_ASSIGN(const Column level, frame.column("level"));
  OPORA_ASSIGN(const Column school, frame.column("school"));
  OPORA_ASSIGN(const Column count, frame.column("n"));
  for (std::int64_t i = 0; i < frame.rows(); ++i) {
    const auto at = static_cast<std::size_t>(i);
    const ProcedureKey procedure{std::string(kind.text(i)), std::string(subject.text(i)), static_cast<int>(grade.int64()[at]),
                                 static_cast<int>(year.int64()[at]), level.valid(i) ? std::string(level.text(i)) : std::string()};
    const auto key = keys.find(school.text(i));
    stored.rows_[procedure][key == keys.end() ? std::string(school.text(i)) : key->second] += count.int64()[at];
  }
  return stored;
}

StoredRows::Impact StoredRows::impact(const MappedFile& file, const ReplaceScope& scope) const {
  Impact impact;
  for (const auto& [procedure, schools_of] : rows_) {
    std::set<std::string> replaced;
    for_each_replaced(file, procedure, scope, [&](const std::string& key) { replaced.insert(key); });
    for (const std::string& key : replaced) {
      const auto rows = schools_of.find(key);
      if (rows != schools_of.end()) impact.replaced_rows += rows->second;
    }
  }
  for (const ProcedureSummary& procedure : file.procedures) {
    const auto known = rows_.find(procedure.procedure);
    for (std::size_t school = 0; school < procedure.rows_of_school.size(); ++school) {
      if (known == rows_.end() || !known->second.contains(file.draft.schools_seen[school].key)) impact.new_rows += procedure.rows_of_school[school];
    }
  }
  return impact;
}

void StoredRows::apply(const MappedFile& file, const ReplaceScope& scope) {
  for (auto& [procedure, schools_of] : rows_) {
    for_each_replaced(file, procedure, scope, [&](const std::string& key) { schools_of.erase(key); });
  }
  for (const ProcedureSummary& procedure : file.procedures) {
    for (std::size_t school = 0; school < procedure.rows_of_school.size(); ++school) {
      if (procedure.rows_of_school[school] > 0) rows_[procedure.procedure][file.draft.schools_seen[school].key] = procedure.rows_of_school[school];
    }
  }
}

}  // namespace opora
