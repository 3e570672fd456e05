#include "store/assignment_where.h"

namespace opora {

void Where::number(const char* condition, std::int64_t value) {
  add(condition);
  numbers.push_back(value);
  is_text.push_back(false);
}

void Where::text(const char* condition, const std::string& value) {
  add(condition);
  texts.push_back(value);
  is_text.push_back(true);
}

void Where::add(const char* condition) { sql += (sql.empty() ? std::string(" WHERE ") : std::string(" AND ")) + condition; }

void Where::bind(Statement& statement) const {
  std::size_t n = 0, t = 0;
  for (std::size_t i = 0; i < is_text.size(); ++i) {
    if (is_text[i]) statement.bind(static_cast<int>(i) + 1, std::string_view(texts[t++]));
    else statement.bind(static_cast<int>(i) + 1, numbers[n++]);
  }
}

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

}  // namespace opora
