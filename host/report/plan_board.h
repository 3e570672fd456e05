// The board of an adopted plan on a day: one self-contained HTML file in the dress of the list page, for a meeting, a mail or
// a print. Columns of cards, one card a row and window; a strip of months; what a person has to decide; who has not handed in.
// All of it is read without a script; a small one adds the filter. The engine fills the struct with words for people.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "report/page_frame.h"

namespace opora {

struct BoardHolder {
  std::string name, state;
  bool owes = false;
};

struct BoardCard {
  std::string number, text;             // the measure, as a document has it
  std::string shorter;                  // its beginning
  std::string section, responsible, result;
  std::string due;                      // "28.02.2021", "01.02.2021 – 28.02.2021"
  std::string note;                     // "12 days late"
  std::int64_t holders = 0, done = 0;   // who is asked, and who of them has handed in
  std::vector<BoardHolder> names;       // those who owe first
  std::int64_t unnamed = 0;             // further holders
};

struct BoardColumn {
  std::string title, hint;
  bool alarming = false;
  std::vector<BoardCard> cards;
};

// Windows of a month: all that run in it, and those that end in it by how they stand.
struct BoardMonth {
  int year = 0, month = 0;
  std::int64_t running = 0, done = 0, owed = 0, late = 0;
};

// A deadline that nobody can read without deciding.
struct BoardQuestion {
  std::string number, shorter, deadline, doubt, choices;
};

// Who has not handed in what was due before the day, of a municipality.
struct BoardDebt {
  std::string municipality;
  std::int64_t due = 0, missing = 0;
  std::vector<std::string> rows;  // "7: School A, School B and 3 more"
};

struct PlanBoard {
  std::string title, subtitle;
  std::vector<PageFact> facts;
  std::vector<BoardColumn> columns;
  std::vector<BoardCard> later, on_demand;
  std::vector<BoardMonth> months;     // one after the other, without gaps
  std::optional<double> today;        // months since the beginning of the first one
  std::vector<BoardQuestion> questions;
  std::vector<BoardDebt> debts;
  std::string closing;
};

std::string render_plan_board(const PlanBoard& board);

}  // namespace opora
