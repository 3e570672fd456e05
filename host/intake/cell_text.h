// The cheap questions about a cell that are asked for every cell of a file.
#pragma once

#include <cstdint>
#include <string_view>

#include "base/text.h"

namespace opora {

inline bool may_have_blanks(std::string_view text) {
  if (text.empty()) return false;
  const auto first = static_cast<unsigned char>(text.front()), last = static_cast<unsigned char>(text.back());
  return first <= ' ' || first == 0xC2 || last <= ' ' || last == 0xA0;
}

// Without outer blanks and no-break spaces; costs two comparisons when there are none.
inline std::string_view cleaned(std::string_view text) { return may_have_blanks(text) ? trimmed(text) : text; }

// The value of up to nine digits, -1 for anything else.
inline std::int64_t whole_number(std::string_view digits) {
  if (digits.empty() || digits.size() > 9) return -1;
  std::int64_t value = 0;
  for (const char c : digits) {
    const unsigned digit = static_cast<unsigned char>(c) - unsigned{'0'};
    if (digit > 9) return -1;
    value = value * 10 + digit;
  }
  return value;
}

inline bool is_whole_number(std::string_view digits) {
  if (digits.empty()) return false;
  for (const char c : digits) {
    if (c < '0' || c > '9') return false;
  }
  return true;
}

}  // namespace opora
