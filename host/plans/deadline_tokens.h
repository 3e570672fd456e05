// The pieces of a deadline's text: words and numbers, then what the pack's phrases make of them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "plans/deadline.h"

namespace opora {

// Lower-case words, numbers and the signs - , ; ( ) of a text; dots only inside of dates.
std::vector<std::string> deadline_tokens(std::string_view text);

enum class ItemKind : std::uint8_t { kWord, kYearNumber, kNumber, kDate, kDash, kComma, kSemicolon, kBracket, kUnknown };

struct DeadlineItem {
  ItemKind kind = ItemKind::kUnknown;
  DeadlineWord word = DeadlineWord::kRemark;  // of kWord
  int value = 0;                              // of kWord, kYearNumber, kNumber
  Date date{};                                // of kDate
  std::string text;                           // the tokens
  std::string mark;                           // of a remark

  bool is(DeadlineWord wanted) const { return kind == ItemKind::kWord && word == wanted; }
};

// Tokens taken together by the longest phrase at each place.
std::vector<DeadlineItem> deadline_items(const DeadlineWords& words, std::string_view text);

}  // namespace opora
