// The vectorised checks of text against plain loops.
#include "intake/text_encoding.h"

#include <gtest/gtest.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <random>
#include <string>

namespace opora {
namespace {

std::size_t first_bad_character(const std::string& text) {
  const auto size = static_cast<std::int32_t>(text.size());
  for (std::int32_t i = 0; i < size;) {
    const std::int32_t start = i;
    UChar32 point = 0;
    U8_NEXT(text.data(), i, size, point);
    if (point < 0) return static_cast<std::size_t>(start);
  }
  return TextCheck::kNone;
}

// Mostly Latin and Cyrillic letters, some longer characters, sometimes a byte that fits nowhere.
std::string random_text(std::mt19937& random) {
  static const char* const kCharacters[] = {"a", "Я", ";", "\n", "ё", "€", "😀", "\x01"};
  std::string text;
  for (auto length = random() % 80; length > 0; --length) text += kCharacters[random() % 10 < 8 ? random() % 5 : random() % 8];
  if (!text.empty() && random() % 3 == 0) text[random() % text.size()] = static_cast<char>(random() % 256);
  if (!text.empty() && random() % 3 == 0) text.pop_back();
  return text;
}

TEST(TextEncoding, GivenAnyBytes_WhenChecked_ThenTheFirstBadCharacterIsFound) {
  std::mt19937 random(20250);
  for (int i = 0; i < 50'000; ++i) {
    const std::string text = random_text(random);
    ASSERT_EQ(find_bad_utf8(text), first_bad_character(text)) << text;
  }
}

TEST(TextEncoding, GivenAnyBytes_WhenChecked_ThenLinesAndControlsAreCounted) {
  std::mt19937 random(20251);
  for (int i = 0; i < 20'000; ++i) {
    std::string text = random_text(random);
    if (i % 1000 == 0) text += std::string(9000, '\n') + text;
    ASSERT_EQ(count_lines(text), std::count(text.begin(), text.end(), '\n'));
    const TextCheck check = check_text(text);
    const auto is_control = [](unsigned char c) { return c < 0x20 && c != '\t' && c != '\n' && c != '\r'; };
    ASSERT_EQ(check.controls, static_cast<std::size_t>(std::count_if(text.begin(), text.end(), is_control)));
    const auto letter = std::find_if(text.begin(), text.end(), [](unsigned char c) { return c >= 0x80; });
    ASSERT_EQ(check.non_ascii, letter == text.end() ? TextCheck::kNone : static_cast<std::size_t>(letter - text.begin()));
    const std::size_t nul = text.find('\0');
    ASSERT_EQ(check.nul, nul == std::string::npos ? TextCheck::kNone : nul);
  }
}

}  // namespace
}  // namespace opora
