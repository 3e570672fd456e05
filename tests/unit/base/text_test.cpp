#include "base/text.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

namespace opora {
namespace {

using ::testing::ElementsAre;

TEST(Text, GivenNoBreakSpacesAmongBlanksThenTrimmingRemovesThemAllButInnerOnes) {
  EXPECT_EQ(trimmed("\xC2\xA0 \t школа\xC2\xA0№ 1\r\n\xC2\xA0"), "школа\xC2\xA0№ 1");
  EXPECT_EQ(trimmed(" \xC2\xA0 "), "");
  EXPECT_EQ(trimmed(""), "");
  EXPECT_EQ(trimmed("Р"), "Р");  // ends in the byte A0, which alone is no space
}

TEST(Text, GivenRussianCapitalsThenLowerCaseKnowsThem) { EXPECT_EQ(to_lower("ШКОЛА № 5 ЁЛКА İ"), "школа № 5 ёлка i̇"); }

TEST(Text, GivenBytesOfWindows1251ThenTheyAreReadAndAreNoUtf8) {
  const std::string_view bytes = "\xD8\xEA\xEE\xEB\xE0 \xB9 1 \xA8\xB8\xA0";
  EXPECT_FALSE(is_utf8(bytes));
  EXPECT_EQ(from_windows_1251(bytes), "Школа № 1 Ёё\xC2\xA0");
}

TEST(Text, GivenBrokenUtf8ThenItIsNotAccepted) {
  EXPECT_TRUE(is_utf8("Ёж €"));
  for (const char* bytes : {"\xD0", "\xC0\xAF", "\xED\xA0\x80", "a\xFF"}) EXPECT_FALSE(is_utf8(bytes));
}

TEST(Text, GivenWholeNumbersThenOnlyCanonicalDigitsCount) {
  EXPECT_EQ(parse_integer(" 12\xC2\xA0"), 12);
  EXPECT_EQ(parse_integer("-7"), -7);
  EXPECT_EQ(parse_integer("999999999999999999"), 999999999999999999);
  for (const char* text : {"", "-", "+1", "1.0", "1 2", "1000000000000000000", "½", "1e3"}) EXPECT_FALSE(parse_integer(text)) << text;
}

TEST(Collation, GivenNamesWithYoThenTheyStandWhereARussianReaderLooksForThem) {
  std::vector<std::string> names = {"жук", "Ёлка", "яма", "елка", "ель", "Ива", "ёж", "Еда", "арбуз"};
  std::sort(names.begin(), names.end(), [](const auto& a, const auto& b) { return collates_before(a, b); });
  EXPECT_THAT(names, ElementsAre("арбуз", "Еда", "ёж", "елка", "Ёлка", "ель", "жук", "Ива", "яма"));
}

TEST(Collation, GivenTextsThatDifferOnlyInBytesThenTheOrderStillIsStrict) {
  const std::string composed = "й", decomposed = "и\xCC\x86";
  EXPECT_NE(collates_before(composed, decomposed), collates_before(decomposed, composed));
  EXPECT_FALSE(collates_before(composed, composed));
}

TEST(Nearest, GivenATypingErrorThenTheMeantWordIsFoundAndAStrangeWordFindsNothing) {
  const std::vector<std::string> words = {"school", "subject", "mark", "класс"};
  EXPECT_EQ(nearest("shcool", words), "school");
  EXPECT_EQ(nearest("клас", words), "класс");
  EXPECT_EQ(nearest("municipality", words), std::nullopt);
  EXPECT_EQ(nearest("x", std::vector<std::string>{}), std::nullopt);
}

TEST(Text, GivenATerminalThenWidthCountsCellsAndFitFillsThemExactly) {
  EXPECT_EQ(display_width("школа"), 5);
  EXPECT_EQ(display_width("и\xCC\x86"), 1);
  EXPECT_EQ(display_width("学校"), 4);
  EXPECT_EQ(fit("школа", 7), "школа  ");
  EXPECT_EQ(fit("школа", 4), "шко…");
  EXPECT_EQ(fit("学校で", 4), "学… ");
  for (int cells = 1; cells < 12; ++cells) EXPECT_EQ(display_width(fit("МБОУ «СОШ» 学校", cells)), cells) << cells;
}

}  // namespace
}  // namespace opora
