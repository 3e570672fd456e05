#include "intake/text_encoding.h"

#include <unicode/utf16.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <string>

#include "base/text.h"

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace opora {
namespace {

bool is_control(unsigned char c) { return c < 0x20 && c != '\t' && c != '\n' && c != '\r'; }

void check_bytes(std::string_view bytes, std::size_t from, std::size_t to, TextCheck& check) {
  for (std::size_t i = from; i < to; ++i) {
    const auto c = static_cast<unsigned char>(bytes[i]);
    if (c >= 0x80 && check.non_ascii == TextCheck::kNone) check.non_ascii = i;
    if (!is_control(c)) continue;
    ++check.controls;
    if (c == 0 && check.nul == TextCheck::kNone) check.nul = i;
  }
}

#if defined(__SSE2__)
// The sign bit is set of each of the 16 bytes that is a control character other than tab and line ends.
__m128i controls_among(__m128i bytes) {
  const __m128i low = _mm_cmpeq_epi8(_mm_min_epu8(bytes, _mm_set1_epi8(0x1F)), bytes);
  const __m128i usual = _mm_or_si128(_mm_or_si128(_mm_cmpeq_epi8(bytes, _mm_set1_epi8('\n')), _mm_cmpeq_epi8(bytes, _mm_set1_epi8('\r'))),
                                     _mm_cmpeq_epi8(bytes, _mm_set1_epi8('\t')));
  return _mm_andnot_si128(usual, low);
}

__m128i load16(const char* p) { return _mm_loadu_si128(reinterpret_cast<const __m128i*>(p)); }
#endif

#if defined(__SSE2__)
// Are the 16 bytes ASCII and characters of two bytes, as most letters are? `open` tells, and is told,
// whether the first byte of such a character stands right before.
bool is_simple_utf8(__m128i bytes, bool& open) {
  const auto beyond = static_cast<unsigned>(_mm_movemask_epi8(bytes));
  if (beyond == 0) return !open;
  const __m128i first = _mm_and_si128(_mm_cmpgt_epi8(bytes, _mm_set1_epi8(static_cast<char>(0xC1))), _mm_cmplt_epi8(bytes, _mm_set1_epi8(static_cast<char>(0xE0))));
  const auto firsts = static_cast<unsigned>(_mm_movemask_epi8(first));
  const auto seconds = static_cast<unsigned>(_mm_movemask_epi8(_mm_cmplt_epi8(bytes, _mm_set1_epi8(static_cast<char>(0xC0)))));
  if ((firsts | seconds) != beyond || seconds != ((firsts << 1 | (open ? 1u : 0u)) & 0xFFFFu)) return false;
  open = (firsts & 0x8000u) != 0;
  return true;
}
#endif

struct Utf8Unit {
  char bytes[4];
  std::size_t size;
};

const std::array<Utf8Unit, 256>& windows_1251_table() {
  static const std::array<Utf8Unit, 256> table = [] {
    std::array<Utf8Unit, 256> units{};
    for (std::size_t c = 0; c < 256; ++c) {
      const char byte = static_cast<char>(c);
      const std::string utf8 = from_windows_1251({&byte, 1});
      units[c].size = utf8.copy(units[c].bytes, sizeof units[c].bytes);
    }
    return units;
  }();
  return table;
}

}  // namespace

TextCheck check_text(std::string_view bytes) {
  TextCheck check;
  std::size_t i = 0;
#if defined(__SSE2__)
  for (; i + 16 <= bytes.size() && check.non_ascii == TextCheck::kNone; i += 16) {
    const __m128i sixteen = load16(bytes.data() + i);
    if (_mm_movemask_epi8(_mm_or_si128(controls_among(sixteen), sixteen)) != 0) check_bytes(bytes, i, i + 16, check);
  }
  // Behind the first letter beyond ASCII only control characters are of interest.
  for (; i + 32 <= bytes.size(); i += 32) {
    const __m128i controls = _mm_or_si128(controls_among(load16(bytes.data() + i)), controls_among(load16(bytes.data() + i + 16)));
    if (_mm_movemask_epi8(controls) != 0) check_bytes(bytes, i, i + 32, check);
  }
#endif
  check_bytes(bytes, i, bytes.size(), check);
  return check;
}

std::int64_t count_lines(std::string_view text) {
  std::int64_t lines = 0;
  std::size_t i = 0;
#if defined(__SSE2__)
  while (i + 16 <= text.size()) {
    // A byte counts to 255 at most before its sum is drawn.
    const std::size_t stop = i + std::min<std::size_t>((text.size() - i) / 16, 255) * 16;
    __m128i counts = _mm_setzero_si128();
    for (; i < stop; i += 16) counts = _mm_sub_epi8(counts, _mm_cmpeq_epi8(load16(text.data() + i), _mm_set1_epi8('\n')));
    const __m128i sums = _mm_sad_epu8(counts, _mm_setzero_si128());
    lines += _mm_cvtsi128_si32(sums) + _mm_extract_epi16(sums, 4);
  }
#endif
  return lines + std::count(text.begin() + static_cast<std::ptrdiff_t>(i), text.end(), '\n');
}

std::size_t find_bad_utf8(std::string_view bytes) {
  const auto size = static_cast<std::int32_t>(bytes.size());
  for (std::int32_t i = 0; i < size;) {
#if defined(__SSE2__)
    bool open = false;
    while (i + 16 <= size && is_simple_utf8(load16(bytes.data() + i), open)) i += 16;
    if (open) --i;
    if (i == size) break;
#endif
    // One character at a time, until the next sixteen bytes may be simple again.
    for (const std::int32_t stop = std::min(i + 16, size); i < stop;) {
      const std::int32_t start = i;
      UChar32 point = 0;
      U8_NEXT(bytes.data(), i, size, point);
      if (point < 0) return static_cast<std::size_t>(start);
    }
  }
  return TextCheck::kNone;
}

bool is_mostly_utf8(std::string_view bytes) {
  const auto size = static_cast<std::int32_t>(bytes.size());
  std::size_t good = 0;
  std::size_t bad = 0;
  for (std::int32_t i = 0; i < size;) {
    UChar32 point = 0;
    U8_NEXT(bytes.data(), i, size, point);
    good += point >= 0x80;
    bad += point < 0;
  }
  return good >= bad;
}

void append_windows_1251(std::string_view bytes, std::vector<char>& utf8) {
  const auto& table = windows_1251_table();
  const std::size_t old = utf8.size();
  utf8.resize(old + bytes.size() * 3 + 4);  // no character of the code page is longer than 3 bytes
  char* out = utf8.data() + old;
  for (char c : bytes) {
    const Utf8Unit& unit = table[static_cast<unsigned char>(c)];
    std::memcpy(out, unit.bytes, sizeof unit.bytes);
    out += unit.size;
  }
  utf8.resize(static_cast<std::size_t>(out - utf8.data()));
}

bool Utf16Decoder::append(std::string_view bytes, bool last, char*& out) {
  for (char c : bytes) {
    const int byte = static_cast<unsigned char>(c);
    if (odd_byte_ < 0) {
      odd_byte_ = byte;
      continue;
    }
    const auto unit = static_cast<std::uint32_t>(big_endian_ ? odd_byte_ << 8 | byte : byte << 8 | odd_byte_);
    odd_byte_ = -1;
    std::uint32_t point = unit;
    if (high_ != 0) {
      if (!U16_IS_TRAIL(unit)) return false;
      point = static_cast<std::uint32_t>(U16_GET_SUPPLEMENTARY(high_, unit));
      high_ = 0;
    } else if (U16_IS_LEAD(unit)) {
      high_ = unit;
      continue;
    } else if (U16_IS_TRAIL(unit)) {
      return false;
    }
    int length = 0;
    U8_APPEND_UNSAFE(out, length, point);
    out += length;
  }
  return !last || (odd_byte_ < 0 && high_ == 0);
}

}  // namespace opora
