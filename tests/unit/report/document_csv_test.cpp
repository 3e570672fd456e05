// The bytes of delimited text.
#include <gmock/gmock.h>

#include "base/messages.h"
#include "report/document_csv.h"
#include "sample_documents.h"

namespace opora {
namespace {

using namespace samples;
using ::testing::HasSubstr;
using ::testing::Not;

Document small() {
  Document document;
  Table table;
  table.caption = "Школы";
  table.columns = {{"Школа", ValueType::kText, 0, 1, false}, {"Доля", ValueType::kPercent, 1, 1, true}, {"Балл", ValueType::kNumber, 2, 1, false}, {"Дата", ValueType::kDate, 0, 1, false}};
  table.rows = {{text("№ 1; \"первая\""), share(1, 8), cell({-1.125, {}, {}}), day(2025, 4, 15)}, {text("=1+1"), missing("менее 5"), cell({}), cell({})}};
  table.totals = {text("Всего"), share(1, 8), cell({}), cell({})};
  table.note = "-5 в тексте";
  document.blocks = {table};
  return document;
}

TEST(DocumentCsv, ForASpreadsheetItIsRussianAndRunsNothing) {
  set_language(Language::kEnglish);
  EXPECT_EQ(to_csv(small(), CsvForm::kSpreadsheet),
            "\xEF\xBB\xBFШколы\r\n"
            "Школа;Доля, %;Доля: n;Балл;Дата\r\n"
            "\"№ 1; \"\"первая\"\"\";12,5;8;-1,13;15.04.2025\r\n"
            "'=1+1;менее 5;;;\r\n"
            "Всего;12,5;8;;\r\n"
            "'-5 в тексте\r\n");
}

TEST(DocumentCsv, ForAProgramItIsExactAndPlain) {
  set_language(Language::kEnglish);
  EXPECT_EQ(to_csv(small(), CsvForm::kMachine),
            "\"Школа\",\"Доля\",\"Доля: n\",\"Балл\",\"Дата\"\n"
            "\"№ 1; \"\"первая\"\"\",0.125,8,-1.125,2025-04-15\n"
            "\"=1+1\",,,,\n");
}

TEST(DocumentCsv, TablesAreApartByAnEmptyLineAndSpansStayInPlace) {
  set_language(Language::kEnglish);
  const std::string csv = to_csv(analytic_note(), CsvForm::kSpreadsheet);
  EXPECT_THAT(csv, HasSubstr("не показаны.\r\n\r\nТаблица 2. Задачи округов\r\n"));
  EXPECT_THAT(csv, HasSubstr("Вяземский;Назначить куратора;01.09.2025\r\n;Провести семинар;15.10.2025\r\n"));
  EXPECT_THAT(csv, HasSubstr("1;МБОУ «Средняя школа № 1» г. Вяземский;48;12,5;48;5,9;24,7;11,25;15.04.2025\r\n"));
  EXPECT_THAT(csv, HasSubstr(";;Весна 2025 года;;;;;;\r\n"));
}

TEST(DocumentCsv, NoHostileTextBeginsWithWhatASpreadsheetRuns) {
  const std::string csv = to_csv(hostile(), CsvForm::kSpreadsheet);
  for (const char* formula : {"\r\n=", "\r\n+", "\r\n-", "\r\n@", "\r\n\t", "\r\n =", "\r\n＝", ";=", ";+", ";@", ";\t", ";＝", "\"=", "\u202E"}) EXPECT_THAT(csv, Not(HasSubstr(formula))) << formula;
  EXPECT_THAT(csv, HasSubstr("'=cmd|' /C calc'!A0"));
  EXPECT_THAT(csv, HasSubstr(";-5\r\n")) << "numbers stay numbers";
}

}  // namespace
}  // namespace opora
