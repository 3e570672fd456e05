// Bytes of a text file: are they text at all, in which encoding, and as UTF-8.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace opora {

enum class TextEncoding { kUndecided, kUtf8, kUtf16Little, kUtf16Big, kWindows1251 };

struct TextCheck {
  static constexpr std::size_t kNone = static_cast<std::size_t>(-1);
  std::size_t nul = kNone;        // first NUL byte
  std::size_t non_ascii = kNone;  // near the first byte that is not ASCII: not behind it
  std::size_t controls = 0;       // control characters other than tab and line ends
};
TextCheck check_text(std::string_view bytes);

// Offset of the first byte that is not UTF-8, or kNone.
std::size_t find_bad_utf8(std::string_view bytes);

std::int64_t count_lines(std::string_view text);

// Are most of the characters beyond ASCII well-formed UTF-8? A damaged UTF-8 file is not a legacy one,
// and legacy text holds a well-formed pair of bytes only by chance.
bool is_mostly_utf8(std::string_view bytes);

void append_windows_1251(std::string_view bytes, std::vector<char>& utf8);

// UTF-16 in pieces of any size.
class Utf16Decoder {
 public:
  explicit Utf16Decoder(bool big_endian) : big_endian_(big_endian) {}
  // Appends at most 3/2 of the bytes (+ 8) to `out`; false when the text is not UTF-16.
  bool append(std::string_view bytes, bool last, char*& out);

 private:
  bool big_endian_;
  int odd_byte_ = -1;
  std::uint32_t high_ = 0;
};

}  // namespace opora
