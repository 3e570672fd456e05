// What a deadline's text says besides dates: that it comes back every year, hangs on a schedule, names days of the week.
#pragma once

#include <string>
#include <vector>

#include "plans/deadline_tokens.h"

namespace opora {

struct DeadlineSignals {
  std::vector<DeadlineItem> words;        // all that is no date, in the text's order
  std::vector<WeekdayEntry> weekdays;
  std::vector<DeadlineItem> dates;        // what is left to read as dates
  std::vector<std::string> unknown;       // words that nothing covers, neighbours together
  bool noise = false;                     // signs without meaning

  bool has(DeadlineWord word) const;
  std::string text_of(DeadlineWord word) const;
};

DeadlineSignals take_signals(const std::vector<DeadlineItem>& items);

}  // namespace opora
