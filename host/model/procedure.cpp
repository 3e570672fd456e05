#include "model/procedure.h"

#include <algorithm>

namespace opora {

std::string to_text(const ProcedureKey& p) {
  std::string text = p.kind + " " + p.subject + " " + std::to_string(p.grade) + " " + std::to_string(p.year);
  return p.level.empty() ? text : text + " " + p.level;
}

bool Scale::covers(const ProcedureKey& p) const {
  return kind == p.kind && subject == p.subject && grade == p.grade && level == p.level &&
         (year_from == 0 || p.year >= year_from) && (year_to == 0 || p.year <= year_to);
}

int Scale::mark_of(int score) const {
  return 2 + static_cast<int>(std::count_if(borders.begin(), borders.end(), [&](int b) { return b <= score; }));
}

}  // namespace opora
