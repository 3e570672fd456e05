// How many assignments there are by window and state: what `plan due` asks of a region's million.
#include <map>
#include <utility>

#include "base/messages.h"
#include "store/assignment_where.h"

namespace opora {
namespace {

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
