// Deadlines of road maps: from the words of a document to windows of days. Which words mean what is data of a pack
// (`deadline_words` in pack.lua); what follows from them is here. Dates that a text leaves open are never made up: the
// deadline then has a question, and the readings to choose from.
#pragma once

#include <chrono>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "model/plan.h"

namespace opora {

// What a phrase of the language of deadlines means.
enum class DeadlineWord : std::uint8_t {
  kMonth,       // value 1 … 12
  kWeekday,     // value 1 … 7
  kYear,        // the word "year", which says nothing beside a number
  kSchoolYear,
  kThroughout,  // "in the course of"
  kUntil,       // "by", the day included
  kFrom,        // "from" …
  kTo,          // … "to"
  kAnd,
  kThisYear,    // "in the course of the year": the plan's or section's own
  kThisSchoolYear,
  kYearly,
  kQuarterly,
  kMonthly,
  kWeekly,
  kAlways,      // "constantly": the plan's period
  kQuarter,     // "quarter", after its number
  kHalfYear,
  kSchedule,    // by a schedule of its own
  kDemand,
  kSchoolYearEnd,
  kCalendar,    // on days of a calendar of their own
  kRemark,      // says something, but not when
  kNumber,      // an ordinal in words or Roman letters; value 1, 2 …
};

struct DeadlinePhrase {
  std::vector<std::string> tokens;  // lower case
  DeadlineWord meaning = DeadlineWord::kRemark;
  int value = 0;
  std::string mark;  // of a remark that a reader should see
  std::string text;  // as the data file has it
};

// Error codes as of any data file (PACK-010 … PACK-013), and PACK-081 for a phrase with two meanings.
struct DeadlineWords {
  std::vector<DeadlinePhrase> phrases;                 // longest first
  std::vector<std::chrono::month_day> school_year_ends;  // days on which a school year may be said to end
};
Result<DeadlineWords> load_deadline_words(const std::filesystem::path& file, const std::string& shown);

// Around a deadline's text: what the plan says that the text leaves out.
struct DeadlineContext {
  Date from{}, to{};         // the period of the plan or section
  int year = 0;              // "this year"; 0: none, the period has several
  bool school_year = false;  // "this year" is a school year
  std::optional<Date> approved;
  std::string_view measure;  // its text may name the time when the deadline is empty
  int points = 0;            // below the row
};

// Always gives a deadline; what could not be read is its question.
Deadline read_deadline(const DeadlineWords& words, std::string_view text, const DeadlineContext& context);

// "2021-02-01..2021-02-28, 2021-06-01..2021-06-30": how windows are written where people choose them, and back.
std::string windows_text(std::span<const DateWindow> windows);
// "2021-02-15", "2021-02-01..2021-02-28", "..2021-08-31" (from `from` on), with commas. PLAN-002 what cannot be read.
Result<std::vector<DateWindow>> parse_windows(std::string_view text, Date from);

// The whole normal form in one line, for tests and JSON: windows, "yearly", "schedule(…)", "?question", "=rule".
std::string normal_form(const Deadline& deadline);

}  // namespace opora
