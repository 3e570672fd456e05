// A workbook of a document, read back by the reader that imports workbooks.
#include <gmock/gmock.h>

#include <filesystem>

#include "base/files.h"
#include "base/messages.h"
#include "base/temporary_folder.h"
#include "intake/table_reader.h"
#include "report/document_xlsx.h"
#include "report/xlsx_book.h"
#include "sample_documents.h"

namespace opora {
namespace {

using namespace samples;
using ::testing::Contains;
using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::SizeIs;

using Rows = std::vector<std::vector<std::string>>;

class DocumentXlsx : public ::testing::Test {
 protected:
  void SetUp() override {
    set_language(Language::kEnglish);
    auto made = TemporaryFolder::make();
    ASSERT_TRUE(made.ok());
    folder_.emplace(*std::move(made));
  }

  std::unique_ptr<TableReader> written(const Document& document) {
    const auto file = folder_->path() / "document.xlsx";
    const Status status = write_xlsx(document, file);
    EXPECT_TRUE(status.ok()) << status.error().message << status.error().reason;
    auto reader = open_table(file);
    EXPECT_TRUE(reader.ok()) << reader.error().message;
    return *std::move(reader);
  }
  static Rows rows_of(TableReader& reader, std::size_t sheet) {
    Rows rows;
    const auto peeked = reader.peek(sheet, 10'000);
    EXPECT_TRUE(peeked.ok());
    for (const OwnedRow& row : *peeked) {
      rows.push_back(row.cells);
      while (!rows.back().empty() && rows.back().back().empty()) rows.back().pop_back();
    }
    return rows;
  }

  std::optional<TemporaryFolder> folder_;
};

TEST_F(DocumentXlsx, ValuesAreNativeAndExact) {
  const auto reader = written(analytic_note());
  const Rows rows = rows_of(*reader, 1);
  EXPECT_THAT(rows, Contains(ElementsAre("№", "Школа", "Участники", "Доля отметок «2»", "Доля отметок «2»: n", "Доля отметок «2»: from", "Доля отметок «2»: to", "Средний балл", "Дата работы")));
  EXPECT_THAT(rows, Contains(ElementsAre("1", "МБОУ «Средняя школа № 1» г. Вяземский", "48", "0.125", "48", "0.059", "0.247", "11.25", "2025-04-15")));
  EXPECT_THAT(rows, Contains(ElementsAre("3", "МКОУ «Дальняя начальная школа»", "3", "менее 5 участников", "", "", "", "менее 5 участников", "2025-04-17")));
  EXPECT_THAT(rows, Contains(Contains("Всего по округу")));
}

TEST_F(DocumentXlsx, TextsTablesAndChartsHaveTheirSheets) {
  const auto reader = written(analytic_note());
  EXPECT_THAT(reader->sheets(), ElementsAre("Document", "Таблица 1. Результаты ВПР по м…", "Таблица 2. Задачи округов", "ВПР и журнал  доля отметок «4»…", "Распределение первичных баллов", "Доля участников с отметкой «2»…", "Контекст и результат", "План поддержки"));
  EXPECT_THAT(rows_of(*reader, 0), Contains(ElementsAre("1.1. Пригласить кураторов школ, вошедших в перечень.")));
  EXPECT_THAT(rows_of(*reader, 0), Contains(ElementsAre("Участников (все предметы)", "11670")));
  EXPECT_THAT(rows_of(*reader, 3), Contains(ElementsAre("История", "52.1", "44", "60.1", "68.4")));
}

TEST_F(DocumentXlsx, HostileTextsAreTextsOfTheFile) {
  const auto reader = written(hostile());
  ASSERT_THAT(reader->sheets(), SizeIs(4));
  EXPECT_THAT(reader->sheets(), ElementsAre("Document", "=1+1", "=1+1 (2)", testing::_));
  EXPECT_THAT(reader->sheets(), Each(testing::Not(testing::ContainsRegex("[]:*?/\\\\'[]"))));
  const Rows rows = rows_of(*reader, 1);
  EXPECT_THAT(rows, Contains(ElementsAre("=1+1", "=1+1", "-5")));
  EXPECT_THAT(rows, Contains(ElementsAre("школа abc № 5", "школа abc № 5", "-5")));
  EXPECT_THAT(rows, Contains(ElementsAre(std::string(10'000, 'w'), std::string(10'000, 'w'), "-5")));
  EXPECT_THAT(rows, Contains(ElementsAre("=HYPERLINK(\"https://example.org\")", "Column 2", "Column 3")));
}

TEST_F(DocumentXlsx, TheSameDocumentGivesTheSameBytes) {
  const auto first = folder_->path() / "a.xlsx", second = folder_->path() / "b.xlsx";
  ASSERT_TRUE(write_xlsx(order(), first).ok());
  ASSERT_TRUE(write_xlsx(order(), second).ok());
  EXPECT_EQ(read_whole(first), read_whole(second));
}

TEST_F(DocumentXlsx, AFolderThatIsNotThereIsSaidAndLeavesNothing) {
  const Status status = write_xlsx(order(), folder_->path() / "none" / "a.xlsx");
  ASSERT_FALSE(status.ok());
  EXPECT_EQ(status.error().code, "DOC-012");
  EXPECT_TRUE(std::filesystem::is_empty(folder_->path()));
}

TEST(XlsxText, IsCutAtWholeCharactersByWhatTheFormatCounts) {
  EXPECT_EQ(cut_to("школа", 5), "школа");
  EXPECT_EQ(cut_to("школа", 4), "шко…");
  EXPECT_EQ(cut_to("ab\U0001F600cd", 4), "ab…");
  EXPECT_EQ(cut_to("ab\U0001F600cd", 6), "ab\U0001F600cd");
  EXPECT_EQ(sheet_name("[]:*", "Table 1"), "Table 1");
}

}  // namespace
}  // namespace opora
