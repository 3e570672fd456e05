// How documents write values, numbers and words.
#include <gmock/gmock.h>

#include "base/messages.h"
#include "report/document_text.h"

namespace opora {
namespace {

using ::testing::ElementsAre;

class DocumentText : public ::testing::Test {
 protected:
  void SetUp() override { set_language(Language::kEnglish); }
};

TEST_F(DocumentText, SharesAreRoundedHalfUpFromExactValues) {
  EXPECT_EQ(shown({Share{1, 8}, {}, {}}, ValueType::kPercent, 1, false), "12.5\u00A0%");
  EXPECT_EQ(shown({Share{1, 8}, {}, {}}, ValueType::kPercent, 0, false), "13\u00A0%");
  EXPECT_EQ(shown({Share{25, 200}, {}, {}}, ValueType::kPercent, 1, true), "12.5\u00A0% (25 of 200)");
}

// 0.6375 times 100 is a little less than 63.75 for the machine.
TEST_F(DocumentText, MeasuredPartsAreRoundedHalfUpFromWhatAPersonWouldWrite) { EXPECT_EQ(shown({0.6375, {}, std::pair(0.5275, 0.7005)}, ValueType::kPercent, 1, false), "63.8\u00A0% [52.8–70.1]"); }

TEST_F(DocumentText, WhatIsNotThereSaysWhy) {
  EXPECT_EQ(shown({{}, "fewer than 5 participants", {}}, ValueType::kPercent, 1, true), "fewer than 5 participants");
  EXPECT_EQ(shown({}, ValueType::kInteger, 0, false), "—");
  EXPECT_EQ(shown({Share{0, 0}, {}, {}}, ValueType::kPercent, 1, true), "—");
}

TEST_F(DocumentText, AnIntervalStandsBesideItsValue) { EXPECT_EQ(shown({Share{1, 4}, {}, std::pair(0.1, 0.45)}, ValueType::kPercent, 0, false), "25\u00A0% [10–45]"); }

TEST_F(DocumentText, NumbersOfParagraphsFollowTheirLevels) {
  Numbering numbering;
  std::vector<std::string> numbers;
  for (const NumberedParagraph& one : {NumberedParagraph{1, {}, false}, {2, {}, false}, {2, {}, false}, {1, {}, false}, {2, {}, false}, {1, {}, true}}) numbers.push_back(numbering.next(one));
  EXPECT_THAT(numbers, ElementsAre("1.", "1.1.", "1.2.", "2.", "2.1.", "1."));
}

TEST_F(DocumentText, LinesAreTheTextInReadingOrder) {
  Document document;
  document.blocks = {Heading{1, plain("Список")}, NumberedParagraph{1, plain("Утвердить."), false},
                     Table{"Школы", {{"Школа"}, {"Доля", ValueType::kPercent, 1, 1, true}}, {}, {{{{std::string("Школа 1"), {}, {}}}, {{Share{1, 2}, {}, {}}}}}, {}, "По данным 2021 г."}};
  EXPECT_THAT(document_lines(document), ElementsAre("Список", "1. Утвердить.", "Школы", "Школа | Доля", "Школа 1 | 50.0\u00A0% (1 of 2)", "По данным 2021 г."));
}

TEST_F(DocumentText, CellsBesideASpanDownKeepTheFormOfTheirColumn) {
  Document document;
  const TableCell span{{std::string("District"), {}, {}}, 1, 2}, half{{Share{1, 2}, {}, {}}};
  document.blocks = {Table{"", {{"District"}, {"Share", ValueType::kPercent, 0}}, {}, {{span, half}, {half}}, {}, ""}};
  EXPECT_THAT(document_lines(document), ElementsAre("District | Share", "District | 50\u00A0%", "50\u00A0%"));
}

TEST_F(DocumentText, RussianTypographyKeepsShortWordsAndDashesWithTheirNeighbours) {
  EXPECT_EQ(typographic("в школе № 5 — \"лучшая\" и первая", "ru"), "в\u00A0школе №\u00A05\u00A0— «лучшая» и\u00A0первая");
  EXPECT_EQ(typographic("не менее 30 % за 2 года", "ru"), "не\u00A0менее 30\u00A0% за\u00A02\u00A0года");
  EXPECT_EQ(typographic("unchanged \"text\"", "fr"), "unchanged \"text\"");
}

TEST_F(DocumentText, CountedNounsHaveThreeForms) {
  const auto schools = [](std::int64_t n) { return counted(n, "школа", "школы", "школ"); };
  EXPECT_EQ(schools(1), "1\u00A0школа");
  EXPECT_EQ(schools(3), "3\u00A0школы");
  EXPECT_EQ(schools(11), "11\u00A0школ");
  EXPECT_EQ(schools(21), "21\u00A0школа");
  EXPECT_EQ(schools(112), "112\u00A0школ");
}

}  // namespace
}  // namespace opora
