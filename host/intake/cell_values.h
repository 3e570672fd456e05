// What the text of a cell in a workbook means: references decoded, numbers and dates in one
// canonical form. Strict: what cannot be understood is said, never guessed.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "intake/table_reader.h"
#include "intake/text_arena.h"

namespace opora {

// Bytes that can be taken over from XML as they are: ASCII without `<`, `&`, `_` (which may begin
// an _xHHHH_ escape), carriage returns and other controls.
constexpr std::array<bool, 256> plain_xml_bytes() {
  std::array<bool, 256> plain{};
  for (int c = 0x20; c < 0x7F; ++c) plain[static_cast<std::size_t>(c)] = c != '<' && c != '&' && c != '_';
  plain['\t'] = plain['\n'] = true;
  return plain;
}
inline constexpr std::array<bool, 256> kPlainXmlByte = plain_xml_bytes();
bool is_plain_xml(std::string_view raw);

// Character references and the five names of XML, _xHHHH_ escapes of ISO/IEC 29500-1 22.9.2.19, line
// ends. Appends to `out`; false when the text is not well-formed or not UTF-8.
bool decode_xml_text(std::string_view raw, std::string& out);

// "23.0" and "2.3E1" → "23"; whole numbers of up to 18 digits keep all digits. Empty: not a number.
// The view is `raw` itself or a text in `scratch`.
std::string_view canonical_number(std::string_view raw, std::string& scratch);

// Days of a spreadsheet → "2021-03-17" or "2021-03-17 05:33:20", to the second. Nothing for days
// outside 1900…9999 and for 29 February 1900, which only spreadsheets know.
std::optional<std::string> date_of_serial(double serial, bool from_1904);

// ISO 8601 as stored in cells of type "d" → the same two forms.
std::optional<std::string> date_of_iso(std::string_view raw);

// Does a number format show a date or time? Letters d, m, y, h, s outside quotes, brackets, escapes.
bool is_date_format(int id);
bool is_date_format(std::string_view code);

// Texts decoded before, by their bytes in the file: most texts of a table are repeated. Bounded.
class TextCache {
 public:
  TextCache() : slots_(kSlots) {}
  // Nothing when `raw` is not well-formed. Valid until the next start_block() at least.
  std::optional<std::string_view> decoded(std::string_view raw);
  void start_block();

 private:
  static constexpr std::size_t kSlots = 4096;
  static constexpr std::size_t kMaxKept = 4 << 20;
  struct Slot {
    std::string_view raw;
    std::string_view text;
  };
  std::vector<Slot> slots_;
  TextArena arena_;
  std::string scratch_;
};

}  // namespace opora
