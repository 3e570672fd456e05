#include "plans/documents/row_text.h"

#include <gmock/gmock.h>

namespace opora {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(RowText, GivenLabelsThenNumbersOfRowsAreKnownFromTexts) {
  for (const char* number : {"1", "4.", "3.13", "1.2.1.", "5)", "12а", "IV.", "X"}) EXPECT_TRUE(is_row_number(number)) << number;
  for (const char* text : {"", "2020 год", "МОЦ", "15. Курсы", "2021", "100%", "CIVILITAS", "5 школ"}) EXPECT_FALSE(is_row_number(text)) << text;
  EXPECT_THAT(number_parts("3.13."), ElementsAre(3, 13));
  EXPECT_THAT(number_parts("IV"), IsEmpty());
}

TEST(RowText, GivenANumberBeforeATextThenTheyPart) {
  EXPECT_EQ(number_and_text("15. Курсы").value().number, "15.");
  EXPECT_EQ(number_and_text("15. Курсы")->text, "Курсы");
  EXPECT_EQ(number_and_text("3.1 «Учитель»")->text, "«Учитель»");
  for (const char* text : {"5 школ", "2021. Год", "01.09.2021", "15.", "Курсы 15. ", "3.5%"}) EXPECT_FALSE(number_and_text(text)) << text;
}

TEST(RowText, GivenACutSentenceThenItsEndIsKnown) {
  EXPECT_TRUE(is_unfinished("по переходу школ в", {"в"}));
  EXPECT_TRUE(is_unfinished("проведение образо-", {}));
  EXPECT_TRUE(is_unfinished("курсы, семинары,", {}));
  EXPECT_TRUE(is_unfinished("конкурс «Учитель", {}));
  EXPECT_FALSE(is_unfinished("конкурс «Учитель года»", {"в"}));
  EXPECT_FALSE(is_unfinished("Анализ итогов", {"в"}));
  EXPECT_TRUE(starts_lower("«дорожная карта»"));
  EXPECT_FALSE(starts_lower("Курсы"));
  EXPECT_FALSE(starts_lower("100% школ"));
}

TEST(RowText, GivenTwoHalvesThenAHyphenStaysAndAListBeginsALine) {
  EXPECT_EQ(joined("школ в", "эффективный режим"), "школ в эффективный режим");
  EXPECT_EQ(joined("сентябрь-", "октябрь"), "сентябрь-октябрь");
  EXPECT_EQ(joined("планы:", "- анализ"), "планы:\n- анализ");
  EXPECT_EQ(joined("", "май"), "май");
}

TEST(RowText, GivenDashesBehindAColonThenTheyArePoints) {
  const Points points = split_points("Планы: -по итогам ГИА; - по школам - участницам проекта за 2020 - 2022 годы. - прочее");
  EXPECT_EQ(points.head, "Планы:");
  EXPECT_THAT(points.points, ElementsAre("- по итогам ГИА;", "- по школам - участницам проекта за 2020 - 2022 годы.", "- прочее"));
}

TEST(RowText, GivenShortItemsThenTheirDashesAloneAreEnough) {
  EXPECT_THAT(split_points("Курсы: - математики; - английского языка - информатики - начальных классов;").points,
              ElementsAre("- математики;", "- английского языка", "- информатики", "- начальных классов;"));
}

TEST(RowText, GivenMarksAtLinesThenTheyArePointsWhateverStandsBefore) {
  EXPECT_THAT(split_points("Темы\n• ФГОС\n2) ВПР\nа) ОГЭ\n– ЕГЭ").points, ElementsAre("• ФГОС", "2) ВПР", "а) ОГЭ", "– ЕГЭ"));
}

TEST(RowText, GivenDashesOfASentenceThenNothingParts) {
  for (const char* text : {"Семинар «Учитель – опора» - для школ", "Обучение учителей\n– предметников", "Итоги: 2020 - 2022", "Январь - май: анализ"})
    EXPECT_THAT(split_points(text).points, IsEmpty()) << text;
}

}  // namespace
}  // namespace opora
