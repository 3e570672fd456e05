#include "report/date_words.h"

#include "base/messages.h"

namespace opora {

std::string date_words(Date day) {
  static constexpr const char* kMonths[] = {
      tr_later("January {0}, {1}"), tr_later("February {0}, {1}"), tr_later("March {0}, {1}"),     tr_later("April {0}, {1}"),
      tr_later("May {0}, {1}"),     tr_later("June {0}, {1}"),     tr_later("July {0}, {1}"),      tr_later("August {0}, {1}"),
      tr_later("September {0}, {1}"), tr_later("October {0}, {1}"), tr_later("November {0}, {1}"), tr_later("December {0}, {1}")};
  if (!day.ok()) return {};
  return tr_format(kMonths[unsigned{day.month()} - 1], unsigned{day.day()}, int{day.year()});
}

}  // namespace opora
