// An assessment event: kind × subject × programme grade × year (× level). Procedures are data: the
// words are those of the source profile (ВПР, ОГЭ, RU, MA …), never an enum of the host.
#pragma once

#include <compare>
#include <cstdint>
#include <string>
#include <vector>

namespace opora {

struct ProcedureKey {
  std::string kind;
  std::string subject;
  int grade = 0;  // programme grade: the grade whose programme is tested, not the pupil's class
  int year = 0;
  std::string level;  // empty, or "база", "профиль" …

  auto operator<=>(const ProcedureKey&) const = default;
};

// Text form used as the value of the column "procedure" and as the name of a check:
// "ВПР RU 4 2021", "ЕГЭ MA 11 2021 профиль".
std::string to_text(const ProcedureKey& procedure);

// Marks of a procedure: mark = 2 + number of borders that are ≤ score; a score above `maximum`
// gets the highest mark. Borders ascend. Source: the scale table of the pack or of a batch.
struct Scale {
  std::string kind;
  std::string subject;
  int grade = 0;
  int year_from = 0;  // 0: no lower bound; both inclusive
  int year_to = 0;    // 0: no upper bound
  std::string level;
  int maximum = 0;
  std::vector<int> borders;

  bool covers(const ProcedureKey& procedure) const;
  int mark_of(int score) const;
};

}  // namespace opora
