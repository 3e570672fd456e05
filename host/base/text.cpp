#include "base/text.h"

#include <unicode/coll.h>
#include <unicode/locid.h>
#include <unicode/stringpiece.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <memory>
#include <numeric>

namespace opora {
namespace {

constexpr std::string_view kNoBreakSpace = "\xC2\xA0";

icu::UnicodeString unicode(std::string_view utf8) {
  return icu::UnicodeString::fromUTF8(icu::StringPiece(utf8.data(), static_cast<int32_t>(utf8.size())));
}

// Collators are costly to open and not thread-safe while being used: one for each thread.
const icu::Collator* collator() {
  thread_local const std::unique_ptr<icu::Collator> opened = [] {
    UErrorCode status = U_ZERO_ERROR;
    return std::unique_ptr<icu::Collator>(icu::Collator::createInstance(icu::Locale("ru"), status));
  }();
  return opened.get();
}

std::size_t edit_distance(std::u32string_view a, std::u32string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), 0);
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t substitution = diagonal + (a[i - 1] != b[j - 1]);
      diagonal = row[j];
      row[j] = std::min({row[j] + 1, row[j - 1] + 1, substitution});
    }
  }
  return row.back();
}

std::u32string code_points(std::string_view utf8) {
  std::u32string points;
  int32_t i = 0;
  const auto length = static_cast<int32_t>(utf8.size());
  while (i < length) {
    UChar32 c = 0;
    U8_NEXT_OR_FFFD(utf8.data(), i, length, c);
    points.push_back(static_cast<char32_t>(c));
  }
  return points;
}

int cells_of(char32_t c) {
  const auto point = static_cast<UChar32>(c);
  const auto type = u_charType(point);
  if (type == U_NON_SPACING_MARK || type == U_ENCLOSING_MARK || type == U_FORMAT_CHAR) return 0;
  const int width = u_getIntPropertyValue(point, UCHAR_EAST_ASIAN_WIDTH);
  return width == U_EA_WIDE || width == U_EA_FULLWIDTH ? 2 : 1;
}

}  // namespace

std::string_view trimmed(std::string_view text) {
  const auto space = [](char c) { return c == ' ' || (c >= '\t' && c <= '\r'); };
  for (;;) {
    if (!text.empty() && space(text.front())) text.remove_prefix(1);
    else if (text.starts_with(kNoBreakSpace)) text.remove_prefix(kNoBreakSpace.size());
    else break;
  }
  for (;;) {
    if (!text.empty() && space(text.back())) text.remove_suffix(1);
    else if (text.ends_with(kNoBreakSpace)) text.remove_suffix(kNoBreakSpace.size());
    else break;
  }
  return text;
}

std::string to_lower(std::string_view utf8) {
  std::string lower;
  unicode(utf8).toLower(icu::Locale::getRoot()).toUTF8String(lower);
  return lower;
}

bool is_utf8(std::string_view bytes) {
  int32_t i = 0;
  const auto length = static_cast<int32_t>(bytes.size());
  while (i < length) {
    UChar32 c = 0;
    U8_NEXT(bytes.data(), i, length, c);
    if (c < 0) return false;
  }
  return true;
}

std::string from_windows_1251(std::string_view bytes) {
  std::string utf8;
  icu::UnicodeString(bytes.data(), static_cast<int32_t>(bytes.size()), "windows-1251").toUTF8String(utf8);
  return utf8;
}

std::optional<long long> parse_integer(std::string_view text) {
  text = trimmed(text);
  const bool negative = !text.empty() && text.front() == '-';
  if (negative) text.remove_prefix(1);
  if (text.empty() || text.size() > 18) return std::nullopt;
  long long value = 0;
  for (char c : text) {
    if (c < '0' || c > '9') return std::nullopt;
    value = value * 10 + (c - '0');
  }
  return negative ? -value : value;
}

bool collates_before(std::string_view a, std::string_view b) {
  UErrorCode status = U_ZERO_ERROR;
  const auto order = collator()->compareUTF8(icu::StringPiece(a.data(), static_cast<int32_t>(a.size())),
                                             icu::StringPiece(b.data(), static_cast<int32_t>(b.size())), status);
  return order == UCOL_EQUAL ? a < b : order == UCOL_LESS;
}

std::optional<std::string> nearest(std::string_view word, std::span<const std::string> candidates) {
  const std::u32string wanted = code_points(word);
  std::size_t best = std::max<std::size_t>(1, (wanted.size() + 2) / 3) + 1;
  std::optional<std::string> found;
  for (const std::string& candidate : candidates) {
    const std::size_t distance = edit_distance(wanted, code_points(candidate));
    if (distance < best) {
      best = distance;
      found = candidate;
    }
  }
  return found;
}

int display_width(std::string_view utf8) {
  int cells = 0;
  for (char32_t c : code_points(utf8)) cells += cells_of(c);
  return cells;
}

std::string fit(std::string_view utf8, int cells) {
  const int width = display_width(utf8);
  std::string out(utf8);
  if (width <= cells) return out.append(static_cast<std::size_t>(cells - width), ' ');
  int32_t end = 0;
  int used = 0;
  const auto length = static_cast<int32_t>(utf8.size());
  while (end < length) {
    int32_t next = end;
    UChar32 c = 0;
    U8_NEXT_OR_FFFD(utf8.data(), next, length, c);
    const int step = cells_of(static_cast<char32_t>(c));
    if (used + step > cells - 1) break;
    used += step;
    end = next;
  }
  out.resize(static_cast<std::size_t>(end));
  return out + "…" + std::string(static_cast<std::size_t>(std::max(0, cells - 1 - used)), ' ');
}

}  // namespace opora
