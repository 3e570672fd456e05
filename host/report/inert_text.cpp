#include "report/inert_text.h"

#include <unicode/utf8.h>

namespace opora {
namespace {

bool turns_direction(UChar32 c) { return (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069); }

bool has_no_form(UChar32 c) {
  if (c == '\n' || c == '\t') return false;
  return c < 0x20 || (c >= 0x7F && c <= 0x9F) || (c & 0xFFFE) == 0xFFFE;  // c < 0: no UTF-8
}

}  // namespace

std::string inert(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  const auto length = static_cast<std::int32_t>(text.size());
  for (std::int32_t at = 0; at < length;) {
    const std::int32_t begin = at;
    UChar32 c = 0;
    U8_NEXT(text.data(), at, length, c);
    if (c == '\r' || turns_direction(c)) continue;
    if (has_no_form(c)) out += "\uFFFD";
    else out += text.substr(static_cast<std::size_t>(begin), static_cast<std::size_t>(at - begin));
  }
  return out;
}

}  // namespace opora
