#include "store/row_counts.h"

#include <algorithm>
#include <unordered_map>

#include "store/masks.h"
#include "store/segment_columns.h"

namespace opora {

Result<RowCounts> row_counts(const Store& store) {
  sqlite3* db = store.handle();
  OPORA_ASSIGN(const ReadView view, ReadView::begin(db));
  OPORA_ASSIGN(const Masks masks, load_masks(db));
  RowCounts all;
  std::unordered_map<SchoolId, std::size_t> place;
  OPORA_ASSIGN(Statement school, Statement::prepare(db, "SELECT id, key FROM school"));
  for (;;) {
    OPORA_ASSIGN(const bool row, school.step());
    if (!row) break;
    place.emplace(school.integer(0), all.schools.size());
    all.schools.push_back(text_of(school, 1));
  }
  OPORA_ASSIGN(Statement segment, Statement::prepare(db,
      "SELECT p.kind, p.subject, p.grade, p.year, p.level, p.id, s.batch, s.rows, s.directory"
      " FROM segment s JOIN procedure p ON p.id = s.procedure"));
  for (;;) {
    OPORA_ASSIGN(const bool row, segment.step());
    if (!row) return all;
    OPORA_ASSIGN(const Directory directory, decode_directory(segment.blob(8), segment.integer(7)));
    const auto mask = masks.find({segment.integer(6), segment.integer(5)});
    auto& counts = all.counts[{text_of(segment, 0), text_of(segment, 1), static_cast<int>(segment.integer(2)),
                               static_cast<int>(segment.integer(3)), text_of(segment, 4)}];
    counts.resize(all.schools.size(), 0);
    for (std::size_t i = 0; i < directory.schools.size(); ++i) {
      const SchoolId id = directory.schools[i];
      if (mask != masks.end() && std::binary_search(mask->second.begin(), mask->second.end(), id)) continue;
      if (const auto known = place.find(id); known != place.end()) counts[known->second] += directory.rows[i];
    }
  }
}

Result<std::vector<std::string>> named_schools(const Store& store) {
  OPORA_ASSIGN(Statement school, Statement::prepare(store.handle(),
      "SELECT key FROM school s WHERE EXISTS (SELECT 1 FROM school_version v WHERE v.school = s.id AND v.name <> '')"));
  std::vector<std::string> keys;
  for (;;) {
    OPORA_ASSIGN(const bool row, school.step());
    if (!row) return keys;
    keys.push_back(text_of(school, 0));
  }
}

}  // namespace opora
