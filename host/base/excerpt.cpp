#include "base/excerpt.h"

#include "base/text.h"

namespace opora {
namespace {

bool begins_character(char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }

std::string with_single_blanks(std::string_view text) {
  std::string out;
  for (const char c : trimmed(text)) {
    const bool blank = c == ' ' || (c >= '\t' && c <= '\r');
    if (!blank) out += c;
    else if (out.back() != ' ') out += ' ';
  }
  return out;
}

// Where the character with this number begins; the end when there are fewer.
std::size_t place_of(std::string_view text, std::size_t character) {
  std::size_t seen = 0;
  for (std::size_t at = 0; at < text.size(); ++at)
    if (begins_character(text[at]) && seen++ == character) return at;
  return text.size();
}

}  // namespace

std::string excerpt(std::string_view utf8, std::size_t characters) {
  std::string text = with_single_blanks(utf8);
  if (characters == 0 || place_of(text, characters) == text.size()) return characters == 0 ? std::string() : text;
  const std::size_t room = place_of(text, characters - 1);  // "…" takes the last place
  std::size_t end = text.rfind(' ', room);
  if (end == std::string::npos) end = room;  // one long word
  text.resize(end);
  while (!text.empty() && std::string_view(" ,;:.(-").find(text.back()) != std::string_view::npos) text.pop_back();
  return text + "…";
}

}  // namespace opora
