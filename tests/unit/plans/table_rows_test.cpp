// How tables of road maps break, and what is made of each break.
#include "plans/documents/table_rows.h"

#include <gmock/gmock.h>

#include "unit/plans/document_fixtures.h"

namespace opora {
namespace {

using namespace fixtures;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr const char* kHeader = "№\tМероприятие\tСрок\tОтветственный\n";

RowsOfPlan below_header(const std::string& rows) { return rows_of_text(kHeader + rows); }

TEST(PlanColumns, GivenHeadersOfTheFiveDocumentsThenEachIsTheFieldThatItNamesFirst) {
  const std::vector<std::pair<const char*, PlanField>> expected = {
      {"№ п/п", PlanField::kNumber}, {"Период реализации отдельного действия", PlanField::kDeadline}, {"Наименование мероприятия (краткое содержание)", PlanField::kMeasure},
      {"Мероприятия (содержание деятельности)", PlanField::kMeasure}, {"Сроки исполнения", PlanField::kDeadline}, {"Исполнители", PlanField::kResponsible},
      {"Результат исполнения", PlanField::kResult}, {"Цель мероприятия", PlanField::kPurpose}, {"Ответственный исполнитель", PlanField::kResponsible},
      {"Ожидаемые результаты мероприятий", PlanField::kResult}, {"Итоговый документ", PlanField::kResult}};
  for (const auto& [header, field] : expected) {
    const HeaderMeaning meaning = meaning_of_header(russian(), header);
    EXPECT_TRUE(meaning.known) << header;
    EXPECT_EQ(meaning.field, field) << header;
  }
  EXPECT_FALSE(meaning_of_header(russian(), "Финансирование").known);
}

TEST(PlanColumns, GivenAFileWithoutAColumnThenItsNameIsSaid) {
  const auto columns = load_plan_columns(write_document("columns.lua", "return { columns = {} }"), "columns.lua");
  ASSERT_FALSE(columns.ok());
  EXPECT_EQ(columns.error().code, "PACK-011");
}

TEST(PlanRows, GivenColumnsInAnyOrderThenFieldsAreThoseOfTheHeaders) {
  EXPECT_THAT(shown(rows_of_text("№ п/п\tПериод реализации действия\tНаименование мероприятия\tИсполнители\n1\t2\t3\t4\n1\tмай 2020 года\tАнализ\tМОЦ\n")),
              ElementsAre("1 | Анализ | май 2020 года | МОЦ"));
}

TEST(PlanRows, GivenNoHeaderOverTheNumbersThenTheyAreNumbersNevertheless) {
  EXPECT_THAT(shown(rows_of_text("\tМероприятия\tСроки\n1.1.\tАнализ\t2021\n1.2.\tОтчёт\t2022\n")), ElementsAre("1.1. | Анализ | 2021 | ", "1.2. | Отчёт | 2022 | "));
}

TEST(PlanRows, GivenAHeaderInTwoRowsThenBothAreTheHeader) {
  const RowsOfPlan rows = rows_of_text("| № | Мероприятие | Сроки |\n|--|--|--|\n| | | исполнения |\n| 1 | Анализ | май |\n");
  EXPECT_THAT(shown(rows), ElementsAre("1 | Анализ | май | "));
  EXPECT_THAT(quotes(rows, "PLAN-024"), ElementsAre("№ | Мероприятие | Сроки", "исполнения"));
}

TEST(PlanRows, GivenTitlesAmidTheRowsThenTheyAreSections) {
  EXPECT_THAT(shown(below_header("2020 год\n1\tАнализ\tмай\tМОЦ\n2021 год\n1\tОтчёт\tмай\tМОЦ\n")), ElementsAre("[2020 год] 1 | Анализ | май | МОЦ", "[2021 год] 1 | Отчёт | май | МОЦ"));
  EXPECT_THAT(shown(rows_of_text("| № | Мероприятие | Срок |\n|--|--|--|\n| Раздел 1 | | |\n| 1 | Анализ | май |\n")), ElementsAre("[Раздел 1] 1 | Анализ | май | "));
}

TEST(PlanRows, GivenAColumnOfSectionsThenRowsBelowABlankCellStayInTheSection) {
  EXPECT_THAT(shown(rows_of_text("Раздел\t№\tМероприятие\tСрок\nКадры\t1\tАнализ\tмай\n\t2\tОтчёт\tмай\nСреда\t3\tКурсы\tмай\n")),
              ElementsAre("[Кадры] 1 | Анализ | май | ", "[Кадры] 2 | Отчёт | май | ", "[Среда] 3 | Курсы | май | "));
}

TEST(PlanRows, GivenARowThatAPageBreakCutsThenItIsOneRow) {
  const RowsOfPlan rows = below_header("1\tПереход школ в\tс мая\tМОЦ\n\n\tэффективный режим\tпо июнь\tи школы\n2\tОтчёт\tмай\tМОЦ\n");
  EXPECT_THAT(shown(rows), ElementsAre("1 | Переход школ в эффективный режим | с мая по июнь | МОЦ и школы", "2 | Отчёт | май | МОЦ"));
  EXPECT_THAT(quotes(rows, "PLAN-025"), ElementsAre("эффективный режим | по июнь | и школы"));
}

TEST(PlanRows, GivenAHeaderRepeatedOnTheNextPageThenTheTableGoesOn) {
  const RowsOfPlan rows = below_header(std::string("Кадры\n1\tПереход школ в\tмай\tМОЦ\n\n") + kHeader + "\tэффективный режим\t\t\n2\tОтчёт\tмай\tМОЦ\n" + kHeader + "3\tКурсы\tмай\tМОЦ\n");
  EXPECT_THAT(shown(rows), ElementsAre("[Кадры] 1 | Переход школ в эффективный режим | май | МОЦ", "[Кадры] 2 | Отчёт | май | МОЦ", "[Кадры] 3 | Курсы | май | МОЦ"));
}

TEST(PlanRows, GivenAnUnfinishedSentenceThenACapitalLetterBelowGoesOnWithIt) {
  EXPECT_THAT(shown(below_header("1\tАнализ итогов ВПР и\tмай\tМОЦ\n\tГИА\t\t\n")), ElementsAre("1 | Анализ итогов ВПР и ГИА | май | МОЦ"));
}

TEST(PlanRows, GivenAHyphenAtThePageBreakThenTheHalvesMeetAtIt) {
  EXPECT_THAT(shown(below_header("1\tАнализ\tсентябрь-\tМОЦ\n\t\tоктябрь\t\n")), ElementsAre("1 | Анализ | сентябрь-октябрь | МОЦ"));
}

TEST(PlanRows, GivenASentenceOfItsOwnBelowANumberedRowThenItIsAPointAndARemarkSaysSo) {
  const RowsOfPlan rows = below_header("1\tПоддержка школ\tмай\tМОЦ\n\tПроведение вебинара\tиюнь\tСОИРО\n2\tОтчёт\tмай\tМОЦ\n");
  EXPECT_THAT(shown(rows), ElementsAre("1 | Поддержка школ | май | МОЦ", " | Проведение вебинара | июнь | СОИРО", "2 | Отчёт | май | МОЦ"));
  EXPECT_THAT(quotes(rows, "PLAN-026"), ElementsAre("Проведение вебинара"));
}

TEST(PlanRows, GivenListedRowsWithDeadlinesOfTheirOwnThenTheyArePoints) {
  EXPECT_THAT(shown(below_header("1\tКурсы для учителей:\t\tСОИРО\n\tматематики;\tмай\t\n\tхимии\tиюнь\t\n")),
              ElementsAre("1 | Курсы для учителей: |  | СОИРО", " | математики; | май | ", " | химии | июнь | "));
}

TEST(PlanRows, GivenAPointThatAPageBreakCutsThenThePointGoesOnAndTheDeadlineIsTheRows) {
  EXPECT_THAT(shown(below_header("1\tПланы: - анализ; - поддержка\tв течение\tМОЦ\n\tучителей; - курсы\tгода\t\n")),
              ElementsAre("1 | Планы: | в течение года | МОЦ", " | - анализ; |  | ", " | - поддержка учителей; |  | ", " | - курсы |  | "));
}

TEST(PlanRows, GivenNumberAndMeasureInOneCellThenTheyPart) {
  const RowsOfPlan rows = rows_of_text("| № | Мероприятие | Срок |\n|--|--|--|\n| 14. | Анализ | май |\n\n| | |\n|--|--|\n| 15. Курсы | июнь |\n| 16. Отчёт | июль |\n");
  EXPECT_THAT(shown(rows), ElementsAre("14. | Анализ | май | ", "15. | Курсы | июнь | ", "16. | Отчёт | июль | "));
  EXPECT_THAT(quotes(rows, "PLAN-027"), ElementsAre("15.", "16."));
  EXPECT_THAT(shown(below_header("1. Анализ\t\tмай\tМОЦ\n2\tОтчёт\tмай\tМОЦ\n")), ElementsAre("1. | Анализ | май | МОЦ", "2 | Отчёт | май | МОЦ"));
}

TEST(PlanRows, GivenACellTooFewThenTheRowIsReadAndARemarkSaysSo) {
  const RowsOfPlan rows = below_header("1\tАнализ\tмай\tМОЦ\n2\tОтчёт\tиюнь\n3. Курсы\tиюль\tСОИРО\n");
  EXPECT_THAT(shown(rows), ElementsAre("1 | Анализ | май | МОЦ", "2 | Отчёт | июнь | ", "3. | Курсы | июль | СОИРО"));
  EXPECT_EQ(quotes(rows, "PLAN-028").size(), 2u);
}

TEST(PlanRows, GivenACellTooManyThenItsTextIsQuotedWithItsLine) {
  const RowsOfPlan rows = below_header("1\tАнализ\tмай\tМОЦ\tсправка\n");
  EXPECT_THAT(quotes(rows, "PLAN-028"), ElementsAre("справка"));
  EXPECT_THAT(rows.remarks, Contains(testing::Truly([](const Diagnostic& d) { return d.code == "PLAN-028" && d.spans.at(0).line == 2 && d.severity == Severity::kWarning; })));
}

TEST(PlanRows, GivenRepeatedAndMissingNumbersThenTheyStayAndAreTold) {
  const RowsOfPlan rows = below_header("1.\tА\tмай\tМОЦ\n3.\tБ\tмай\tМОЦ\n3.\tВ\tмай\tМОЦ\n4.\tГ\tмай\tМОЦ\n");
  EXPECT_THAT(shown(rows), ElementsAre("1. | А | май | МОЦ", "3. | Б | май | МОЦ", "3. | В | май | МОЦ", "4. | Г | май | МОЦ"));
  EXPECT_THAT(quotes(rows, "PLAN-029"), ElementsAre("3.", "3."));
}

TEST(PlanRows, GivenNumbersThatBeginAnewInASectionThenNothingIsTold) {
  EXPECT_THAT(quotes(below_header("2020 год\n1\tА\tмай\tМОЦ\n2\tБ\tмай\tМОЦ\n2021 год\n1\tА\tмай\tМОЦ\n2\tБ\tмай\tМОЦ\n"), "PLAN-029"), IsEmpty());
  EXPECT_THAT(quotes(below_header("1.1.\tА\tмай\tМОЦ\n1.2.\tБ\tмай\tМОЦ\n2.1.\tВ\tмай\tМОЦ\n3.\tГ\tмай\tМОЦ\n3.1.\tД\tмай\tМОЦ\n"), "PLAN-029"), IsEmpty());
}

TEST(PlanRows, GivenNoNumbersAtAllThenRowsAreCounted) {
  const RowsOfPlan rows = rows_of_text("Мероприятие\tСрок\nАнализ\tмай\nОтчёт по\tиюнь\nитогам\t\n");
  EXPECT_THAT(shown(rows), ElementsAre("1 | Анализ | май | ", "2 | Отчёт по итогам | июнь | "));
  EXPECT_THAT(quotes(rows, "PLAN-029"), ElementsAre("1", "2"));
}

TEST(PlanRows, GivenANumberOnOnePageAndItsMeasureOnTheNextThenTheyAreOneRow) {
  EXPECT_THAT(shown(below_header("1\t\t\t\n\n\tАнализ\tмай\tМОЦ\n2\tОтчёт\tмай\tМОЦ\n")), ElementsAre("1 | Анализ | май | МОЦ", "2 | Отчёт | май | МОЦ"));
}

TEST(PlanRows, GivenAHeaderAloneOnItsPageThenTheNumbersBelowAreSeen) {
  EXPECT_THAT(shown(below_header("\n1\tАнализ\tмай\tМОЦ\n\tПроведение вебинара\tиюнь\tМОЦ\n")), ElementsAre("1 | Анализ | май | МОЦ", " | Проведение вебинара | июнь | МОЦ"));
}

TEST(PlanRows, GivenARowWithoutAMeasureThenItIsQuoted) {
  const RowsOfPlan rows = below_header("1\tАнализ\tмай\tМОЦ\n2\t\tиюнь\tМОЦ\n3\tОтчёт\tмай\tМОЦ\n");
  EXPECT_EQ(rows.rows.size(), 2u);
  EXPECT_THAT(quotes(rows, "PLAN-030"), ElementsAre("2 | июнь | МОЦ"));
}

TEST(PlanRows, GivenParagraphsAmidATableThenTheyAreQuoted) {
  const RowsOfPlan rows = below_header(std::string("1\tАнализ\tмай\tМОЦ\n\n12\n\n") + kHeader + "2\tОтчёт\tмай\tМОЦ\n\nПримечание\n");
  EXPECT_EQ(rows.rows.size(), 2u);
  EXPECT_THAT(quotes(rows, "PLAN-030"), ElementsAre("12"));
  EXPECT_THAT(quotes(rows, "PLAN-034"), ElementsAre("Примечание"));
}

TEST(PlanRows, GivenAColumnOfAnotherMeaningThenItsCellsAreQuoted) {
  const RowsOfPlan rows = rows_of_text("№\tМероприятие\tСрок\tФинансирование\n1\tАнализ\tмай\tне требуется\n");
  EXPECT_THAT(shown(rows), ElementsAre("1 | Анализ | май | "));
  EXPECT_THAT(quotes(rows, "PLAN-033"), ElementsAre("не требуется"));
}

TEST(PlanRows, GivenSeveralTablesThenTheTitlesAboveThemAreSections) {
  const RowsOfPlan rows = rows_of_text(std::string("План мероприятий\nпо поддержке школ\n\nПриложение № 2\nк приказу\n\nПлан\n\n") + kHeader + "Кадры\n1\tАнализ\tмай\tМОЦ\n\nПриложение № 3\nк приказу\n\nПлан\n\n" +
                                         kHeader + "1\tКурсы\tмай\tСОИРО\n");
  EXPECT_THAT(shown(rows), ElementsAre("[Приложение № 2: Кадры] 1 | Анализ | май | МОЦ", "[Приложение № 3] 1 | Курсы | май | СОИРО"));
}

TEST(PlanRows, GivenPartsUnderHeadingsWithoutHeadersOfTheirOwnThenTheHeadingsAreSections) {
  const auto row = [](const char* number, const char* text) { return table_row({text_cell(number), text_cell(text), text_cell("май")}); };
  const RowsOfPlan rows = rows_of(write_docx("parts.docx", table({table_row({text_cell("№"), text_cell("Мероприятие"), text_cell("Срок")}), row("1", "Анализ")}) + paragraph("Раздел 2. Кадры") +
                                                                table({row("1", "Курсы")}) + paragraph("Состав комиссии") + table({row("Иванов", "председатель")})));
  EXPECT_THAT(shown(rows), ElementsAre("1 | Анализ | май | ", "[Раздел 2. Кадры] 1 | Курсы | май | "));
  EXPECT_THAT(quotes(rows, "PLAN-031"), ElementsAre("Иванов | председатель | май"));
}

TEST(PlanRows, GivenATitleThatGoesOnInTheNextParagraphThenItIsWhole) {
  EXPECT_EQ(rows_of_text(std::string("Планируется\n\nПлан мероприятий,\n\nнаправленных на поддержку\n\n") + kHeader + "1\tА\tмай\tМОЦ\n").title, "План мероприятий, направленных на поддержку");
}

// A number that is merged over several rows is the number of the first; the others are its points.
TEST(PlanRows, GivenMergedNumbersAndBodiesThenPointsHaveTheBodyAndNoNumber) {
  const std::string begin = R"(<w:vMerge w:val="restart"/>)", on = "<w:vMerge/>";
  const RowsOfPlan rows = rows_of(write_docx("vertical.docx", table({table_row({text_cell("№"), text_cell("Мероприятие"), text_cell("Срок"), text_cell("Ответственный")}),
      table_row({text_cell("1", begin), text_cell("Анализ"), text_cell("май"), text_cell("МОЦ", begin)}), table_row({text_cell("", on), text_cell("Отчёт"), text_cell("июнь"), text_cell("", on)}),
      table_row({text_cell("2"), text_cell("Курсы", begin), text_cell("июль"), text_cell("СОИРО", begin)}), table_row({text_cell(""), text_cell("", on), text_cell("август"), text_cell("", on)})})));
  EXPECT_THAT(shown(rows), ElementsAre("1 | Анализ | май | МОЦ", " | Отчёт | июнь | МОЦ", "2 | Курсы | июль август | СОИРО"));
}

TEST(PlanRows, GivenNoColumnOfMeasuresThenTheHeadersSeenAreSaid) {
  const auto rows = read_plan_rows(write_document("other.txt", "Школа\tДиректор\nСОШ 1\tИванов\n"), russian());
  ASSERT_FALSE(rows.ok());
  EXPECT_EQ(rows.error().code, "PLAN-021");
  EXPECT_EQ(rows.error().spans.at(0).source_line, "Школа | Директор");
  EXPECT_EQ(error_of(write_document("none.txt", "Просто текст\n")), "PLAN-021");
}

TEST(PlanRows, GivenEveryDefectInOneDocumentThenNoCharacterOfItsTablesIsLost) {
  const auto file = write_document("all.txt", std::string("Паспорт\tпрограммы\nЦель\tрост\n\nПлан\n\n") +
      "Отдел\t№\tМероприятие\tСрок\tОтветственный\tСумма\n1\t2\t3\t4\t5\t6\n\nпустой раздел\nРаздел 1\n\t1\tАнализ: - а; - б\tмай\tМОЦ\t10\tлишнее\n\t\tпродолжение\tиюнь\t\n\t3\t\tиюль\n\t\tТочка\t\t\t\n"
      "4. Курсы\tавгуст\n\nРаздел 2\n\n12\n\n\t5\tОтчёт\tмай\tМОЦ\t\n");
  const RowsOfPlan rows = rows_of(file);
  EXPECT_EQ(characters_of_rows(rows, document_of(file)), characters_of_tables(document_of(file)));
  EXPECT_THAT(shown(rows), ElementsAre("[Раздел 1] 1 | Анализ: | май июнь | МОЦ", "[Раздел 1]  | - а; |  | ", "[Раздел 1]  | - б продолжение |  | ", "[Раздел 1] 3 | Точка | июль | "));
  EXPECT_THAT(quotes(rows, "PLAN-025"), ElementsAre("продолжение | июнь", "Точка"));
  EXPECT_THAT(quotes(rows, "PLAN-028"), ElementsAre("лишнее", "", "", ""));
  EXPECT_THAT(quotes(rows, "PLAN-029"), ElementsAre("3"));
  EXPECT_THAT(quotes(rows, "PLAN-030"), ElementsAre("пустой раздел", "август"));
  EXPECT_THAT(quotes(rows, "PLAN-031"), ElementsAre("Паспорт | программы", "Цель | рост", "5 | Отчёт | май | МОЦ"));
  EXPECT_THAT(quotes(rows, "PLAN-033"), ElementsAre("10", "4. Курсы"));
  EXPECT_THAT(quotes(rows, "PLAN-034"), ElementsAre("План", "Раздел 2", "12"));
}

}  // namespace
}  // namespace opora
