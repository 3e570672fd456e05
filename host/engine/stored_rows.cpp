#include "engine/stored_rows.h"

#include <algorithm>

namespace opora {
namespace {

constexpr std::size_t kNowhere = SIZE_MAX;  // a school that the store does not know

bool agree(const ProcedureKey& a, const ProcedureKey& b, const ReplaceScope& scope) {
  return (!scope.kind || a.kind == b.kind) && (!scope.subject || a.subject == b.subject) && (!scope.grade || a.grade == b.grade) &&
         (!scope.year || a.year == b.year) && (!scope.level || a.level == b.level);
}

// Which schools of the file have rows of a procedure that replaces `stored`.
std::vector<bool> replacing_schools(const MappedFile& file, const ProcedureKey& stored, const ReplaceScope& scope) {
  std::vector<bool> replacing(file.draft.schools_seen.size(), false);
  for (const ProcedureSummary& procedure : file.procedures) {
    if (!agree(stored, procedure.procedure, scope)) continue;
    for (std::size_t school = 0; school < procedure.rows_of_school.size(); ++school) {
      if (procedure.rows_of_school[school] > 0) replacing[school] = true;
    }
  }
  return replacing;
}

std::int64_t count_at(const std::vector<std::int64_t>& counts, std::size_t place) { return place < counts.size() ? counts[place] : 0; }

}  // namespace

Result<StoredRows> StoredRows::load(const Store& store) {
  StoredRows stored;
  OPORA_ASSIGN(stored.rows_, row_counts(store));
  for (std::size_t i = 0; i < stored.rows_.schools.size(); ++i) stored.place_.emplace(stored.rows_.schools[i], i);
  return stored;
}

std::vector<std::size_t> StoredRows::places_of(const MappedFile& file) const {
  std::vector<std::size_t> places;
  for (const SchoolRef& school : file.draft.schools_seen) {
    const auto known = place_.find(school.key);
    places.push_back(known == place_.end() ? kNowhere : known->second);
  }
  return places;
}

StoredRows::Impact StoredRows::impact(const MappedFile& file, const ReplaceScope& scope) const {
  Impact impact;
  const std::vector<std::size_t> places = places_of(file);
  for (const auto& [procedure, counts] : rows_.counts) {
    const std::vector<bool> replacing = replacing_schools(file, procedure, scope);
    for (std::size_t school = 0; school < replacing.size(); ++school) {
      if (replacing[school]) impact.replaced_rows += count_at(counts, places[school]);
    }
  }
  for (const ProcedureSummary& procedure : file.procedures) {
    const auto known = rows_.counts.find(procedure.procedure);
    for (std::size_t school = 0; school < procedure.rows_of_school.size(); ++school) {
      if (known == rows_.counts.end() || count_at(known->second, places[school]) == 0) impact.new_rows += procedure.rows_of_school[school];
    }
  }
  return impact;
}

void StoredRows::apply(const MappedFile& file, const ReplaceScope& scope) {
  for (const SchoolRef& school : file.draft.schools_seen) {
    if (place_.emplace(school.key, rows_.schools.size()).second) rows_.schools.push_back(school.key);
  }
  const std::vector<std::size_t> places = places_of(file);
  for (auto& [procedure, counts] : rows_.counts) {
    const std::vector<bool> replacing = replacing_schools(file, procedure, scope);
    for (std::size_t school = 0; school < replacing.size(); ++school) {
      if (replacing[school] && places[school] < counts.size()) counts[places[school]] = 0;
    }
  }
  for (const ProcedureSummary& procedure : file.procedures) {
    auto& counts = rows_.counts[procedure.procedure];
    counts.resize(rows_.schools.size(), 0);
    for (std::size_t school = 0; school < procedure.rows_of_school.size(); ++school) {
      if (procedure.rows_of_school[school] > 0) counts[places[school]] = procedure.rows_of_school[school];
    }
  }
}

}  // namespace opora
