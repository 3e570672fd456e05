#include "intake/cell_values.h"

#include <gtest/gtest.h>

#include <charconv>
#include <random>

namespace opora {
namespace {

std::string number(std::string_view raw) {
  std::string scratch;
  return std::string(canonical_number(raw, scratch));
}

std::string decoded(std::string_view raw) {
  std::string out;
  return decode_xml_text(raw, out) ? out : "bad";
}

TEST(CellValues, GivenNumbersInAnySpelling_WhenMadeCanonical_ThenEqualNumbersAreEqualTexts) {
  for (const char* raw : {"23", "23.0", "2.3E1", "+23", "0023", " 23 ", "230e-1"}) EXPECT_EQ(number(raw), "23") << raw;
  EXPECT_EQ(number("1E3"), "1000");
  EXPECT_EQ(number(".5"), "0.5");
  EXPECT_EQ(number("-1.50"), "-1.5");
  EXPECT_EQ(number("-0"), "0");
  EXPECT_EQ(number("-0.0"), "0");
  EXPECT_EQ(number("4.3499999999999996"), "4.35");
  EXPECT_EQ(number("123456789012345678"), "123456789012345678");
}

TEST(CellValues, GivenNoNumber_WhenMadeCanonical_ThenNothing) {
  for (const char* raw : {"", " ", "abc", "1,5", "1e999", "nan", "inf", "-inf", "0x10", "1 2", "--1", "+-1", "-", "."}) EXPECT_EQ(number(raw), "") << raw;
}

TEST(CellValues, GivenRandomNumbers_WhenMadeCanonical_ThenTheyReadBackTheSame) {
  std::mt19937_64 random(7);
  for (int i = 0; i < 20000; ++i) {
    const double value = std::ldexp(static_cast<double>(static_cast<std::int64_t>(random())), static_cast<int>(random() % 120) - 90);
    char raw[64];
    const auto written = std::to_chars(raw, raw + sizeof raw, value, std::chars_format::scientific);
    const std::string canonical = number({raw, static_cast<std::size_t>(written.ptr - raw)});
    EXPECT_EQ(canonical.find_first_not_of("-0123456789."), std::string::npos) << canonical;
    EXPECT_EQ(std::stod(canonical), value);
    EXPECT_EQ(number(canonical), canonical);
  }
}

TEST(CellValues, GivenReferences_WhenDecoded_ThenTheirCharacters) {
  EXPECT_EQ(decoded("&#1087;&#x43f; &lt;&amp;&gt;&quot;&apos;"), "пп <&>\"'");
  EXPECT_EQ(decoded("&#128512;"), "😀");
  EXPECT_EQ(decoded("a\r\nb\rc"), "a\nb\nc");
  EXPECT_EQ(decoded("a_x000D_\nb_x0041_c_x005F_x0041_"), "a\nbAc_x0041_");
  EXPECT_EQ(decoded("sch_22_x00"), "sch_22_x00");
}

TEST(CellValues, GivenWhatXmlForbids_WhenDecoded_ThenItIsBad) {
  for (std::string_view raw : {"&nbsp;", "&", "a & b", "&#0;", "&#xD800;", "&#x110000;", "&#;", "&;", "&#12", "\x01", "\xFF", "\xD0", "\xED\xA0\x80"})
    EXPECT_EQ(decoded(raw), "bad") << raw;
}

TEST(CellValues, GivenSerialNumbers_WhenShown_ThenTheDatesOfASpreadsheet) {
  EXPECT_EQ(date_of_serial(44272, false), "2021-03-17");
  EXPECT_EQ(date_of_serial(44272.231481481482, false), "2021-03-17 05:33:20");
  EXPECT_EQ(date_of_serial(42810, true), "2021-03-17");
  EXPECT_EQ(date_of_serial(1, false), "1900-01-01");
  EXPECT_EQ(date_of_serial(59, false), "1900-02-28");
  EXPECT_EQ(date_of_serial(60, false), std::nullopt);
  EXPECT_EQ(date_of_serial(61, false), "1900-03-01");
  EXPECT_EQ(date_of_serial(44271.999999, false), "2021-03-17");
  EXPECT_EQ(date_of_serial(-1, false), std::nullopt);
  EXPECT_EQ(date_of_serial(1e300, false), std::nullopt);
}

TEST(CellValues, GivenFormatCodes_WhenAsked_ThenOnlyDatesAreDates) {
  for (const char* code : {"dd.mm.yyyy", "d/m", "[$-419]d mmmm yyyy;@", "[h]:mm", "hh:mm:ss", "YYYY-MM-DD", "\"от\" dd.mm.yy"}) EXPECT_TRUE(is_date_format(code)) << code;
  for (const char* code : {"General", "0.00", "#,##0", "0.00E+00", "[Red]0", "0 \"days\"", "0\\d", "@", "[$-419]0", "_d0", ""}) EXPECT_FALSE(is_date_format(code)) << code;
  EXPECT_TRUE(is_date_format(14));
  EXPECT_TRUE(is_date_format(47));
  EXPECT_FALSE(is_date_format(0));
  EXPECT_FALSE(is_date_format(49));
}

TEST(CellValues, GivenIsoDates_WhenRead_ThenOneForm) {
  EXPECT_EQ(date_of_iso("2021-03-17"), "2021-03-17");
  EXPECT_EQ(date_of_iso("2021-03-17T00:00:00Z"), "2021-03-17");
  EXPECT_EQ(date_of_iso("2021-03-17T05:33:20.123"), "2021-03-17 05:33:20");
  for (const char* raw : {"17.03.2021", "2021-02-30", "2021-03-17T25:00:00", "2021", ""}) EXPECT_EQ(date_of_iso(raw), std::nullopt) << raw;
}

TEST(CellValues, GivenManyTextsThroughTheCache_WhenDecodedAgain_ThenTheSame) {
  TextCache cache;
  for (int round = 0; round < 3; ++round) {
    cache.start_block();
    for (int i = 0; i < 20000; ++i) {
      const std::string raw = "&#" + std::to_string(1040 + i % 32) + ";" + std::string(static_cast<std::size_t>(i % 300), 'x');
      std::string expected;
      ASSERT_TRUE(decode_xml_text(raw, expected));
      ASSERT_EQ(cache.decoded(raw), expected);
    }
  }
}

}  // namespace
}  // namespace opora
