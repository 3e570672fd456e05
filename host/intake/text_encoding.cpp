#include "intake/text_encoding.h"

#include <unicode/utf16.h>
#include <unicode/utf8.h>

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
// Is one of the 16 bytes a control character other than tab and line ends, or not ASCII?
bool is_unusual(__m128i bytes) {
  const __m128i low = _mm_cmpeq_epi8(_mm_min_epu8(bytes, _mm_set1_epi8(0x1F)), bytes);
  const __m128i usual = _mm_or_si128(_mm_or_si128(_mm_cmpeq_epi8(bytes, _mm_set1_epi8('\n')), _mm_cmpeq_epi8(bytes, _mm_set1_epi8('\r'))),
                                     _mm_cmpeq_epi8(bytes, _mm_set1_epi8('\t')));
  return (_mm_movemask_epi8(_mm_andnot_si128(usual, low)) | _mm_movemask_epi8(bytes)) != 0;
}
#endif

bool is_ascii16(const char* p) {
#if defined(__SSE2__)
  return _mm_movemask_epi8(_mm_loadu_si128(reinterpret_cast<const __m128i*>(p))) == 0;
#else
  std::uint64_t words[2];
  std::memcpy(words, p, sizeof words);
  return ((words[0] | words[1]) & 0x8080808080808080u) == 0;
#endif
}

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
  for (; i + 16 <= bytes.size(); i += 16)
    if (is_unusual(_mm_loadu_si128(reinterpret_cast<const __m128i*>(bytes.data() + i)))) check_bytes(bytes, i, i + 16, check);
#endif
  check_bytes(bytes, i, bytes.size(), check);
  return check;
}

std::size_t find_bad_utf8(std::string_view bytes) {
  const auto* const p = reinterpret_cast<const unsigned char*>(bytes.data());
  const auto size = static_cast<std::int32_t>(bytes.size());
  for (std::int32_t i = 0; i < size;) {
    if (i + 16 <= size && is_ascii16(bytes.data() + i)) {
      i += 16;
    } else if (p[i] < 0x80) {
      ++i;
    } else if (i + 1 < size && p[i] >= 0xC2 && p[i] <= 0xDF && (p[i + 1] & 0xC0) == 0x80) {
      i += 2;
    } else {
      const std::int32_t start = i;
      UChar32 point = 0;
      U8_NEXT(p, i, size, point);
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
