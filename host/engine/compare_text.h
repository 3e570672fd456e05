// How differences are worded for people, in one place for the terminal, CSV and the page.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "engine/compare.h"

namespace opora {

// One cause in parts: what, its value, how it stood before and after.
struct CauseText {
  std::string what;           // "Доля отметок «2»: ВПР, русский язык, 4 класс, 2021"
  std::string value;          // "27,8 % (n = 18; 12,5–50,9 %)": with Wilson's interval; empty for a requirement
  std::string before, after;  // "≥ 30 %: not met", "≥ 25 %: met"
  bool decisive = false;
};
std::vector<CauseText> causes_of(const SchoolChange& change, const Words& words);
std::string causes_text(const SchoolChange& change, const Words& words);  // in one line

// The schools of a category in the groups in which they are read, each with its title (to be translated).
struct ChangeGroup {
  const char* title;
  bool (*holds)(const SchoolChange&);
};
std::span<const ChangeGroup> change_groups();

std::string answers_text(const SchoolChange& change);                     // "no → yes"
std::string_view change_code(const SchoolChange& change);                 // for CSV and JSON: "entered", "left", "other", "same"
std::string_view presence_code(Presence presence);                        // "both", "before", "after"
std::string totals_text(const CategoryTotals& totals);                    // on the list, entries, exits, agreement
std::string presence_text(const CategoryTotals& totals);                  // of a category that one side has; empty: both
std::string probability_text(double probability);                         // "12,3 %", "< 0,1 %"
std::string flip_text(const SchoolChange& change);                        // "12,3 % → 41,0 %"; a dash where no check is drawn anew
std::string stability_note();                                             // model, assumptions and limits, for the foot

}  // namespace opora
