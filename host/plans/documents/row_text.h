// Questions about the texts of a plan's rows: is it a number, a mark of a list, the rest of a sentence.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace opora {

// One line: inner white space as single blanks, no-break spaces too, without soft hyphens and outer blanks.
std::string folded(std::string_view text);

// Is `word` at a place of `text` where a word begins? Both folded, in small letters. The place, or npos.
std::size_t find_word(std::string_view text, std::string_view word);

bool begins_with_word(std::string_view text, std::string_view word);  // a whole one; both as above

bool starts_lower(std::string_view text);  // its first letter is a small one, and nothing but quotation marks is before it

// "1", "4.", "3.13", "1.2.1.", "5)", "12а", "IV."
bool is_row_number(std::string_view text);
std::vector<int> number_parts(std::string_view number);  // "3.13." → {3, 13}; empty for roman ones and others

// "15. Carrying out …" → "15." and the rest.
struct NumberedText {
  std::string number, text;
};
std::optional<NumberedText> number_and_text(std::string_view text);

// Bytes of the mark of a list and the blanks behind it: "- ", "–", "• ", "2) "; 0: there is none.
std::size_t list_mark_size(std::string_view text);

// A text with points below it: "Plans for: - a; - b" gives the head "Plans for:" and two points with their dashes.
struct Points {
  std::string head;
  std::vector<std::string> points;
};
Points split_points(std::string_view text);

// Does a sentence break off at the end: a hyphen, a comma, an open bracket or quotation, one of `words` (a preposition)?
bool is_unfinished(std::string_view text, const std::vector<std::string>& words);

// The text of a cell that a page break cut in two. A hyphen at the end of a line stays.
std::string joined(std::string above, std::string_view below);

}  // namespace opora
