#include "report/inert_text.h"

#include <unicode/utf8.h>

#include <cstdint>

#include "report/html_text.h"

namespace opora {
namespace {

bool reorders(UChar32 c) { return (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069); }

bool may_stand(UChar32 c) {
  if (c == '\n' || c == '\t') return true;
  return c >= 0x20 && !(c >= 0x7F && c <= 0x9F) && (c & 0xFFFE) != 0xFFFE && !(c >= 0xFDD0 && c <= 0xFDEF);
}

}  // namespace

std::string inert(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  const auto* bytes = reinterpret_cast<const std::uint8_t*>(text.data());
  const auto size = static_cast<std::int64_t>(text.size());
  for (std::int64_t at = 0; at < size;) {
    const std::int64_t begin = at;
    UChar32 c;
    U8_NEXT(bytes, at, size, c);
    if (reorders(c)) continue;
    if (c == '\r') {
      if (at == size || bytes[at] != '\n') out += '\n';
    } else if (c < 0 || !may_stand(c)) {
      out += "\uFFFD";
    } else {
      out.append(text.substr(static_cast<std::size_t>(begin), static_cast<std::size_t>(at - begin)));
    }
  }
  return out;
}

std::string xml_text(std::string_view text) { return escaped(inert(text)); }

}  // namespace opora
