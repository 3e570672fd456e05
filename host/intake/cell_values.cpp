#include "intake/cell_values.h"

#include <unicode/utf8.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <cstring>

#include "base/dates.h"
#include "base/text.h"

namespace opora {
namespace {

void append_utf8(std::uint32_t point, std::string& out) {
  char bytes[4];
  int length = 0;
  U8_APPEND_UNSAFE(bytes, length, point);
  out.append(bytes, static_cast<std::size_t>(length));
}

bool is_xml_character(std::uint32_t point) {
  if (point < 0x20) return point == '\t' || point == '\n' || point == '\r';
  return point < 0xD800 || (point > 0xDFFF && point <= 0x10FFFF && point != 0xFFFE && point != 0xFFFF);
}

// "#1087" or "#x43F" or "lt" → the character; 0 when unknown.
std::uint32_t referenced(std::string_view name) {
  if (name == "lt") return '<';
  if (name == "gt") return '>';
  if (name == "amp") return '&';
  if (name == "quot") return '"';
  if (name == "apos") return '\'';
  if (name.size() < 2 || name[0] != '#') return 0;
  const bool hex = name[1] == 'x';
  const char* first = name.data() + (hex ? 2 : 1);
  const char* last = name.data() + name.size();
  std::uint32_t point = 0;
  const auto [end, problem] = std::from_chars(first, last, point, hex ? 16 : 10);
  if (problem != std::errc() || end != last || !is_xml_character(point)) return 0;
  return point;
}

// The unit of an escape "_x000D_" at `text`, if there is one.
std::optional<std::uint32_t> escaped_unit(std::string_view text) {
  if (text.size() < 7 || text[1] != 'x' || text[6] != '_') return std::nullopt;
  std::uint32_t unit = 0;
  const auto [end, problem] = std::from_chars(text.data() + 2, text.data() + 6, unit, 16);
  if (problem != std::errc() || end != text.data() + 6) return std::nullopt;
  return unit;
}

// Length of an escape at the start of `text` after decoding it to `out`, 0 if there is none.
// Escaped surrogates come in pairs; control characters cannot be in a cell of ours and are dropped.
std::size_t take_escape(std::string_view text, std::string& out) {
  const auto unit = escaped_unit(text);
  if (!unit) return 0;
  if (*unit >= 0xD800 && *unit <= 0xDBFF) {
    const auto low = escaped_unit(text.substr(7, 7));
    if (!low || *low < 0xDC00 || *low > 0xDFFF || text[7] != '_') return 0;
    append_utf8(0x10000 + ((*unit - 0xD800) << 10) + (*low - 0xDC00), out);
    return 14;
  }
  if (*unit == '\r' && text.substr(7, 1) == "\n") return 7;  // Excel's way to write a line end
  if (is_xml_character(*unit)) append_utf8(*unit, out);
  else if (*unit >= 0x20) return 0;
  return 7;
}

std::string with_time(std::int64_t days, std::int64_t seconds) {
  std::string text = to_iso(from_days(static_cast<std::int32_t>(days)));
  if (seconds == 0) return text;
  const auto two = [&](char before, std::int64_t n) {
    text += before;
    text += static_cast<char>('0' + n / 10);
    text += static_cast<char>('0' + n % 10);
  };
  two(' ', seconds / 3600);
  two(':', seconds / 60 % 60);
  two(':', seconds % 60);
  return text;
}

bool is_whole(std::string_view raw) {
  if (!raw.empty() && raw[0] == '-') raw.remove_prefix(1);
  if (raw.empty() || raw.size() > 18 || (raw[0] == '0' && raw.size() > 1)) return false;
  for (char c : raw)
    if (c < '0' || c > '9') return false;
  return true;
}

}  // namespace

bool is_plain_xml(std::string_view raw) {
  for (char c : raw)
    if (!kPlainXmlByte[static_cast<unsigned char>(c)]) return false;
  return true;
}

bool decode_xml_text(std::string_view raw, std::string& out) {
  const auto length = static_cast<std::int32_t>(raw.size());
  for (std::int32_t i = 0; i < length;) {
    const std::int32_t start = i;
    while (i < length && kPlainXmlByte[static_cast<unsigned char>(raw[static_cast<std::size_t>(i)])]) ++i;
    out.append(raw.substr(static_cast<std::size_t>(start), static_cast<std::size_t>(i - start)));
    if (i == length) break;
    const std::string_view rest = raw.substr(static_cast<std::size_t>(i));
    if (rest[0] == '&') {
      const std::size_t end = rest.substr(0, 12).find(';');
      if (end == std::string_view::npos) return false;
      const std::uint32_t point = referenced(rest.substr(1, end - 1));
      if (point == 0) return false;
      append_utf8(point, out);
      i += static_cast<std::int32_t>(end) + 1;
    } else if (rest[0] == '_') {
      const std::size_t taken = take_escape(rest, out);
      if (taken == 0) out += '_';
      i += static_cast<std::int32_t>(taken == 0 ? 1 : taken);
    } else if (rest[0] == '\r') {
      if (rest.substr(1, 1) != "\n") out += '\n';
      ++i;
    } else {
      UChar32 point = 0;
      U8_NEXT(raw.data(), i, length, point);
      if (point < 0 || !is_xml_character(static_cast<std::uint32_t>(point))) return false;
      append_utf8(static_cast<std::uint32_t>(point), out);
    }
  }
  return true;
}

std::string_view canonical_number(std::string_view raw, std::string& scratch) {
  raw = trimmed(raw);
  if (raw == "-0") return "0";
  if (is_whole(raw)) return raw;
  if (!raw.empty() && raw[0] == '+') raw.remove_prefix(raw.substr(1, 1) == "-" ? raw.size() : 1);
  if (raw.empty() || !((raw[0] >= '0' && raw[0] <= '9') || raw[0] == '-' || raw[0] == '.')) return {};
  double value = 0;
  const auto [end, problem] = std::from_chars(raw.data(), raw.data() + raw.size(), value);
  const bool whole_text = end == raw.data() + raw.size();
  if (!whole_text || problem != std::errc() || !std::isfinite(value)) return {};
  if (value == 0) return "0";
  char digits[400];
  const auto written = std::to_chars(digits, digits + sizeof digits, value, std::chars_format::fixed);
  scratch.assign(digits, written.ptr);
  return scratch;
}

std::optional<std::string> date_of_serial(double serial, bool from_1904) {
  if (!(serial >= 0) || serial >= 2958466) return std::nullopt;  // 9999-12-31 is 2958465
  constexpr std::int64_t kDay = 86400;
  const auto total = static_cast<std::int64_t>(std::llround(serial * static_cast<double>(kDay)));
  std::int64_t day = total / kDay;
  if (from_1904) return with_time(day + to_days(Date{std::chrono::year{1904}, std::chrono::month{1}, std::chrono::day{1}}), total % kDay);
  if (day == 60) return std::nullopt;
  if (day < 60) ++day;  // spreadsheets count a 29 February 1900 that never was
  return with_time(day + to_days(Date{std::chrono::year{1899}, std::chrono::month{12}, std::chrono::day{30}}), total % kDay);
}

std::optional<std::string> date_of_iso(std::string_view raw) {
  raw = trimmed(raw);
  const auto date = parse_date(raw.substr(0, 10));
  if (!date || raw.size() < 10 || raw[4] != '-') return std::nullopt;
  if (raw.size() == 10) return std::string(raw);
  std::string_view time = raw.substr(10);
  if (time.back() == 'Z') time.remove_suffix(1);
  int part[3] = {0, 0, 0};
  if (time.size() < 9 || time[0] != 'T' || time[3] != ':' || time[6] != ':') return std::nullopt;
  for (std::size_t i = 0; i < 3; ++i) {
    const char* digits = time.data() + 1 + 3 * i;
    if (std::from_chars(digits, digits + 2, part[i]).ptr != digits + 2) return std::nullopt;
  }
  if (part[0] > 23 || part[1] > 59 || part[2] > 59) return std::nullopt;
  return with_time(to_days(*date), part[0] * 3600 + part[1] * 60 + part[2]);
}

bool is_date_format(int id) { return (id >= 14 && id <= 22) || (id >= 45 && id <= 47); }

bool is_date_format(std::string_view code) {
  for (std::size_t i = 0; i < code.size(); ++i) {
    const char c = code[i];
    if (c == '\\' || c == '_' || c == '*') {
      ++i;
    } else if (c == '"') {
      i = code.find('"', i + 1);
    } else if (c == '[') {
      // [Red], [$-419], [>=100] are not dates; elapsed hours [h] are a time.
      const std::size_t close = code.find(']', i);
      if (close == std::string_view::npos) return false;
      if (code.substr(i + 1, close - i - 1).find_first_not_of("hHmMsS") == std::string_view::npos) return true;
      i = close;
    } else if (std::string_view("dmyhsDMYHS").find(c) != std::string_view::npos) {
      return true;
    }
    if (i == std::string_view::npos) return false;
  }
  return false;
}

std::optional<std::string_view> TextCache::decoded(std::string_view raw) {
  std::uint64_t hash = raw.size();
  for (std::size_t i = 0; i < raw.size(); i += 8) {
    std::uint64_t word = 0;
    std::memcpy(&word, raw.data() + i, std::min<std::size_t>(8, raw.size() - i));
    hash = (hash ^ word) * 0x9E3779B97F4A7C15u;
    hash ^= hash >> 32;
  }
  Slot& slot = slots_[hash % kSlots];
  if (slot.raw == raw) return slot.text;
  scratch_.clear();
  if (!decode_xml_text(raw, scratch_)) return std::nullopt;
  slot = {arena_.keep(raw), arena_.keep(scratch_)};
  return slot.text;
}

void TextCache::start_block() {
  if (arena_.used() < kMaxKept) return;
  arena_.clear();
  std::fill(slots_.begin(), slots_.end(), Slot{});
}

}  // namespace opora
