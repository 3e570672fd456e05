// Delimited text: separators, quotation marks, UTF-8, headers in one spelling.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace csv_results {

inline bool is_utf8(std::string_view text) {
  for (std::size_t i = 0; i < text.size();) {
    const auto lead = static_cast<unsigned char>(text[i]);
    const std::size_t size = lead < 0x80 ? 1 : lead >= 0xC2 && lead < 0xE0 ? 2 : lead >= 0xE0 && lead < 0xF0 ? 3 : lead >= 0xF0 && lead < 0xF5 ? 4 : 0;
    if (size == 0 || text.size() - i < size) return false;
    std::uint32_t code = size == 1 ? lead : lead & (0x7Fu >> size);
    for (std::size_t k = 1; k < size; ++k) {
      const auto byte = static_cast<unsigned char>(text[i + k]);
      if ((byte & 0xC0) != 0x80) return false;
      code = code << 6 | (byte & 0x3Fu);
    }
    const bool overlong = (size == 3 && code < 0x800) || (size == 4 && code < 0x10000);
    if (overlong || code > 0x10FFFF || (code >= 0xD800 && code < 0xE000)) return false;
    i += size;
  }
  return true;
}

inline std::string_view trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t");
  return first == std::string_view::npos ? std::string_view() : text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

inline std::string_view first_line(std::string_view head) {
  if (head.starts_with("\xEF\xBB\xBF")) head.remove_prefix(3);
  head = head.substr(0, head.find('\n'));
  if (head.ends_with('\r')) head.remove_suffix(1);
  return head;
}

// Whichever the header has more of.
inline char separator(std::string_view header) {
  std::size_t semicolons = 0, commas = 0;
  for (const char c : header) semicolons += c == ';', commas += c == ',';
  return semicolons >= commas ? ';' : ',';
}

// One row's cells without outer blanks and quotation marks.
struct Row {
  std::vector<std::string_view> cells;

  // False: a quotation mark is not closed, or something follows it. The cells are good until the next split() or while `line` is.
  bool split(std::string_view line, char separator) {
    cells.clear(), unquoted_.clear();
    unquoted_.reserve(line.size());  // never grows, so that cells stay good
    for (std::size_t at = 0;; ++at) {
      while (at < line.size() && (line[at] == ' ' || line[at] == '\t') && line[at] != separator) ++at;
      if (at < line.size() && line[at] == '"') {
        if (!quoted(line, at)) return false;
      }
      const std::size_t end = std::min(line.find(separator, at), line.size());
      if (in_quotes_ && !trimmed(line.substr(at, end - at)).empty()) return in_quotes_ = false;
      if (!in_quotes_) cells.push_back(trimmed(line.substr(at, end - at)));
      in_quotes_ = false;
      if (end == line.size()) return true;
      at = end;
    }
  }

 private:
  // A cell in quotation marks; leaves `at` behind the closing one.
  bool quoted(std::string_view line, std::size_t& at) {
    const std::size_t start = unquoted_.size();
    for (++at; at < line.size(); ++at) {
      if (line[at] != '"') {
        unquoted_ += line[at];
        continue;
      }
      ++at;
      if (at < line.size() && line[at] == '"') {
        unquoted_ += '"';
        continue;
      }
      cells.push_back(trimmed(std::string_view(unquoted_).substr(start)));
      in_quotes_ = true;
      return true;
    }
    cells.emplace_back();
    return false;
  }
  std::string unquoted_;
  bool in_quotes_ = false;
};

// Lower case of Latin and Russian letters, in UTF-8.
inline std::string lower(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto c = static_cast<unsigned char>(text[i]);
    if (c >= 'A' && c <= 'Z') {
      out += static_cast<char>(c + 32);
    } else if (c == 0xD0 && i + 1 < text.size()) {
      const auto next = static_cast<unsigned char>(text[++i]);
      if (next >= 0x90 && next < 0xA0) out += {'\xD0', static_cast<char>(next + 0x20)};       // А … П
      else if (next >= 0xA0 && next < 0xB0) out += {'\xD1', static_cast<char>(next - 0x20)};  // Р … Я
      else if (next == 0x81) out += {'\xD1', '\x91'};                                         // Ё
      else out += {'\xD0', static_cast<char>(next)};
    } else {
      out += static_cast<char>(c);
    }
  }
  return out;
}

inline std::vector<std::string> headers(std::string_view line, char separator) {
  Row row;
  row.split(line, separator);
  std::vector<std::string> names;
  for (const std::string_view cell : row.cells) names.push_back(lower(cell));
  return names;
}

}  // namespace csv_results
