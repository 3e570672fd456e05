// The dates in a deadline's text: months, days, quarters, years and ranges of them, with or without their year.
#pragma once

#include <optional>
#include <vector>

#include "plans/deadline_tokens.h"

namespace opora {

enum class DateUnit : std::uint8_t { kDay, kMonth, kQuarter, kHalfYear, kYear, kSchoolYear };

// From the beginning of one unit to the end of another (or the same). A year of 0 is not in the text.
struct DateSpan {
  DateUnit unit = DateUnit::kMonth;  // the coarser of the two ends
  int from_year = 0, to_year = 0;
  int from_month = 0, to_month = 0;  // 1 … 12; of years 1 and 12
  int from_day = 0, to_day = 0;      // 0: the first and the last of the month
  bool until = false;                // only the end is said
  bool onwards = false;              // only the beginning is said
  bool joins_previous = false;       // after a comma; a month in a list

  bool has_year() const { return to_year != 0 || from_year != 0; }
  bool is_range() const { return from_year != to_year || from_month != to_month || from_day != to_day; }
};

// All spans of `items`, which hold nothing but dates and the small words between them; nothing: it is no sequence of
// dates. A year at the end of a list belongs to all its parts.
std::optional<std::vector<DateSpan>> read_spans(const std::vector<DeadlineItem>& items);

// The window of a span in the year `year` (for what has none of its own); a span that ends in an earlier month than it
// begins ends in the next year. Nothing when a day does not exist.
std::optional<DateWindow> window_of(const DateSpan& span, int year, Date period_from, Date period_to);

}  // namespace opora
