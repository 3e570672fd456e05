#include "store/facts.h"
#include "store/sqlite_use.h"

namespace opora {

Result<Frame> external_lists(const Store& store) {
  OPORA_ASSIGN(Statement row, Statement::prepare(store.handle(),
      "SELECT school, list, year, marker, known FROM external_list_current ORDER BY school, list, year, marker, line"));
  std::vector<std::string> school, list, marker;
  std::vector<std::int64_t> year, known;
  for (;;) {
    OPORA_ASSIGN(const bool there, row.step());
    if (!there) break;
    school.push_back(text_of(row, 0)), list.push_back(text_of(row, 1)), marker.push_back(text_of(row, 3));
    year.push_back(row.integer(2)), known.push_back(row.integer(4));
  }
  return Frame().with("school", Column::of_text(school)).with("list", Column::of_text(list)).with("year", Column::of_int64(year))
      .with("marker", Column::of_text(marker)).with("known", Column::of_int64(known));
}

}  // namespace opora
