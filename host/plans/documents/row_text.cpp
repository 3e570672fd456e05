#include "plans/documents/row_text.h"

#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <array>
#include <cstdint>

#include "plans/documents/text_lines.h"

namespace opora {
namespace {

constexpr std::array<std::string_view, 9> kDashes = {"-", "–", "—", "•", "·", "▪", "●", "*", "\xE2\x80\x91"};  // the last: a hyphen that does not break
constexpr std::array<std::string_view, 4> kInlineDashes = {"-", "•", "▪", "●"};

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_space(char c) { return c == ' ' || c == '\n' || c == '\t'; }

UChar32 first_character(std::string_view text) {
  UChar32 c = 0;
  std::int32_t i = 0;
  if (text.empty()) return 0;
  U8_NEXT_OR_FFFD(text.data(), i, static_cast<std::int32_t>(std::min<std::size_t>(text.size(), 4)), c);
  return c;
}

UChar32 last_character(std::string_view text) {
  auto i = static_cast<std::int32_t>(text.size());
  UChar32 c = 0;
  if (i == 0) return 0;
  U8_PREV_OR_FFFD(text.data(), 0, i, c);
  return c;
}

bool is_opening(UChar32 c) { return c == 0xAB || c == '"' || c == '(' || c == 0x201C || c == 0x201E; }

std::string_view without_end_blanks(std::string_view text) {
  while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
  return text;
}

std::size_t digits_at(std::string_view text) {
  return static_cast<std::size_t>(std::find_if_not(text.begin(), text.end(), is_digit) - text.begin());
}

// "3", "3.13" at the beginning; the bytes, 0: none. Numbers of rows have at most three digits.
std::size_t dotted_number(std::string_view text) {
  std::size_t size = 0;
  for (int parts = 0; parts < 5; ++parts) {
    const std::size_t digits = digits_at(text.substr(size));
    if (digits == 0 || digits > 3) return parts == 0 ? 0 : size - 1;
    size += digits;
    if (size >= text.size() || text[size] != '.') return size;
    ++size;
  }
  return size - 1;
}

bool is_roman(std::string_view text) {
  if (!text.empty() && (text.back() == '.' || text.back() == ')')) text.remove_suffix(1);
  return !text.empty() && text.size() <= 6 && text.find_first_not_of("IVXLC") == std::string_view::npos;
}

std::size_t dash_size(std::string_view text) {
  for (const std::string_view dash : kDashes)
    if (text.starts_with(dash)) return dash.size();
  return 0;
}

// "2)", "а)" and, where `dots`, "2."
std::size_t list_number_size(std::string_view text, bool dots) {
  std::size_t size = digits_at(text);
  if (size > 2) return 0;
  if (size == 0) {
    if (u_isalpha(first_character(text)) == 0) return 0;
    dots = false;
    size = static_cast<unsigned char>(text.front()) < 0x80 ? 1 : 2;
  }
  if (size + 1 >= text.size() || !is_space(text[size + 1])) return 0;
  return text[size] == ')' || (dots && text[size] == '.') ? size + 1 : 0;
}

std::size_t mark_size(std::string_view text, bool dots) {
  const std::size_t dash = dash_size(text);
  if (dash == 0) return list_number_size(text, dots);
  const std::string_view rest = text.substr(dash);
  if (rest.empty()) return 0;
  if (is_space(rest.front())) return dash;
  // A dash that sticks to its word; "*" there is a footnote's, "-5" a number.
  const UChar32 next = first_character(rest);
  return text.front() != '*' && (u_isalpha(next) != 0 || is_opening(next)) ? dash : 0;
}

int words_in(std::string_view text) {
  int words = 0;
  bool inside = false;
  for (const char c : text) {
    if (!is_space(c) && !inside) ++words;
    inside = !is_space(c);
  }
  return words;
}

// Where the points of a text begin.
class PointMarks {
 public:
  explicit PointMarks(std::string_view text) : text_(text) {
    for (std::size_t at = 0; at < text_.size(); ++at)
      if (begins_line(at) ? at_line(at) : within_line(at)) marks_.push_back(at);
  }
  const std::vector<std::size_t>& marks() const { return marks_; }

 private:
  bool begins_line(std::size_t at) const { return at == 0 || text_[at - 1] == '\n'; }
  UChar32 before(std::size_t at) const { return last_character(without_end_blanks(text_.substr(0, at))); }

  bool at_line(std::size_t at) const {
    const std::string_view rest = text_.substr(at);
    if (mark_size(rest, at > 0) == 0) return false;
    const bool long_dash = rest.starts_with("–") || rest.starts_with("—");
    if (!long_dash || at == 0 || !marks_.empty()) return true;
    const UChar32 end = before(at);  // else it is a dash of the sentence that happens to begin a line
    return end == ':' || end == ';' || end == '.';
  }

  bool within_line(std::size_t at) const {
    if (text_[at - 1] != ' ') return false;
    const std::string_view rest = text_.substr(at);
    const auto dash = std::find_if(kInlineDashes.begin(), kInlineDashes.end(), [&](std::string_view d) { return rest.starts_with(d); });
    if (dash == kInlineDashes.end() || mark_size(rest, false) == 0) return false;
    const std::string_view item = rest.substr(dash->size());
    if (u_isdigit(first_character(item.substr(std::min(item.find_first_not_of(' '), item.size())))) != 0) return false;  // "2020 - 2022"
    const UChar32 end = before(at);
    if (marks_.empty()) return end == ':';
    if (end == ':' || end == ';' || end == '.' || end == ',' || end == 0xBB) return true;
    return is_space(item.front()) && is_short_item(at, item);
  }

  // "- English - geography - history": nothing but the dashes parts them. A dash between long phrases belongs to a sentence.
  bool is_short_item(std::size_t at, std::string_view item) const {
    constexpr int kFewWords = 2;
    const std::string_view last = text_.substr(marks_.back(), at - marks_.back());
    const std::string_view next = item.substr(0, std::min(item.find(" - "), item.find_first_of(";,\n")));
    return words_in(last) <= kFewWords + 1 && words_in(next) <= kFewWords;  // the last one with its dash
  }

  std::string_view text_;
  std::vector<std::size_t> marks_;
};

std::string point_text(std::string_view text) {
  const std::size_t mark = mark_size(text, true);
  return std::string(text.substr(0, mark)) + ' ' + folded(text.substr(mark));
}

}  // namespace

std::string folded(std::string_view text) {
  TextLines lines;
  lines.append(text);
  return lines.take();
}

std::size_t find_word(std::string_view text, std::string_view word) {
  for (std::size_t at = text.find(word); at != std::string_view::npos; at = text.find(word, at + 1))
    if (u_isalnum(last_character(text.substr(0, at))) == 0) return at;
  return std::string_view::npos;
}

bool begins_with_word(std::string_view text, std::string_view word) {
  return text.starts_with(word) && u_isalnum(first_character(text.substr(word.size()))) == 0;
}

bool starts_lower(std::string_view text) {
  std::int32_t i = 0;
  const auto size = static_cast<std::int32_t>(text.size());
  while (i < size) {
    UChar32 c = 0;
    U8_NEXT_OR_FFFD(text.data(), i, size, c);
    if (!is_opening(c)) return u_islower(c) != 0;
  }
  return false;
}

bool is_row_number(std::string_view text) {
  if (is_roman(text)) return true;
  std::size_t size = dotted_number(text);
  if (size == 0) return false;
  std::string_view rest = text.substr(size);
  const UChar32 letter = first_character(rest);
  if (u_isalpha(letter) != 0) rest.remove_prefix(static_cast<std::size_t>(U8_LENGTH(letter)));
  return rest.empty() || rest == "." || rest == ")";
}

std::vector<int> number_parts(std::string_view number) {
  std::vector<int> parts;
  for (std::string_view rest = number.substr(0, dotted_number(number)); !rest.empty();) {
    const std::size_t digits = digits_at(rest);
    parts.push_back(std::stoi(std::string(rest.substr(0, digits))));
    rest.remove_prefix(std::min(digits + 1, rest.size()));
  }
  return parts;
}

std::optional<NumberedText> number_and_text(std::string_view text) {
  std::size_t size = dotted_number(text);
  // "3.1 Text" needs no dot at its end, "3 schools" is no number.
  const bool dotted = text.substr(0, size).find('.') != std::string_view::npos;
  if (size == 0 || size >= text.size()) return std::nullopt;
  if (text[size] == '.') ++size;
  else if (!dotted) return std::nullopt;
  const std::size_t start = text.find_first_not_of(" \n\t", size);
  if (start == std::string_view::npos) return std::nullopt;
  const UChar32 first = first_character(text.substr(start));
  if (start == size && u_isalpha(first) == 0) return std::nullopt;
  if (u_isalpha(first) == 0 && !is_opening(first)) return std::nullopt;
  return NumberedText{std::string(text.substr(0, size)), std::string(text.substr(start))};
}

std::size_t list_mark_size(std::string_view text) {
  const std::size_t mark = mark_size(text, false);
  return mark == 0 ? 0 : std::min(text.find_first_not_of(" \n\t", mark), text.size());
}

Points split_points(std::string_view text) {
  const PointMarks found(text);
  const std::vector<std::size_t>& marks = found.marks();
  if (marks.empty()) return {folded(text), {}};
  Points points{folded(text.substr(0, marks.front())), {}};
  for (std::size_t i = 0; i < marks.size(); ++i) {
    const std::size_t end = i + 1 < marks.size() ? marks[i + 1] : text.size();
    points.points.push_back(point_text(text.substr(marks[i], end - marks[i])));
  }
  return points;
}

bool is_unfinished(std::string_view text, const std::vector<std::string>& words) {
  const std::string line = folded(text);
  const UChar32 end = last_character(line);
  if (end == '-' || end == ',' || is_opening(end)) return true;
  const std::size_t blank = line.rfind(' ');
  const std::string last = blank == std::string::npos ? line : line.substr(blank + 1);
  if (std::find(words.begin(), words.end(), last) != words.end()) return true;
  return line.rfind("«") != std::string::npos && (line.rfind("»") == std::string::npos || line.rfind("»") < line.rfind("«"));
}

std::string joined(std::string above, std::string_view below) {
  if (above.empty()) return std::string(below);
  if (below.empty()) return above;
  const bool hyphen = above.back() == '-' && above.size() > 1 && !is_space(above[above.size() - 2]) && starts_lower(below);
  if (!hyphen) above += list_mark_size(below) > 0 ? '\n' : ' ';
  return above.append(below);
}

}  // namespace opora
