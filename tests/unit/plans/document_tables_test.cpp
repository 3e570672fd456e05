// What a reader of the document sees is what is read, whatever program wrote it.
#include "plans/documents/document_tables.h"

#include <gmock/gmock.h>
#include <xlsxwriter.h>

#include <fstream>

#include "unit/plans/document_fixtures.h"

namespace opora {
namespace {

using namespace fixtures;
using testing::ElementsAre;
using testing::HasSubstr;

std::string numbered(int list, int level = 0) {
  return "<w:numPr><w:ilvl w:val=\"" + std::to_string(level) + "\"/><w:numId w:val=\"" + std::to_string(list) + "\"/></w:numPr>";
}

const std::map<std::string, std::string> kLists = {{"word/numbering.xml", R"xml(<w:numbering xmlns:w="w">
  <w:abstractNum w:abstractNumId="7"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl>
    <w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1.%2."/></w:lvl></w:abstractNum>
  <w:abstractNum w:abstractNumId="8"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/><w:lvlText w:val="*"/></w:lvl></w:abstractNum>
  <w:abstractNum w:abstractNumId="9"><w:lvl w:ilvl="0"><w:start w:val="3"/><w:numFmt w:val="russianLower"/><w:lvlText w:val="%1)"/></w:lvl></w:abstractNum>
  <w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="8"/></w:num>
  <w:num w:numId="3"><w:abstractNumId w:val="9"/></w:num>
  <w:num w:numId="4"><w:abstractNumId w:val="7"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride></w:num></w:numbering>)xml"}};

TEST(Docx, GivenParagraphsAndATableThenTheyComeInTheOrderOfTheDocument) {
  const auto file = write_docx("order.docx", paragraph("Приложение № 2") + table({table_row({text_cell("№"), text_cell("Мероприятие")})}) + paragraph("подпись"));
  EXPECT_THAT(shown(document_of(file)), ElementsAre("P Приложение № 2", "T table 1", "1: № | Мероприятие", "P подпись"));
}

TEST(Docx, GivenMergedCellsThenTheirTextStandsInEveryPlaceTheyCover) {
  const auto file = write_docx("merged.docx", table({
      table_row({text_cell("Раздел 1", R"(<w:gridSpan w:val="3"/>)")}),
      table_row({text_cell("1"), text_cell("Анализ"), text_cell("МОЦ", R"(<w:vMerge w:val="restart"/>)")}),
      table_row({text_cell("2"), text_cell("Отчёт"), text_cell("", R"(<w:vMerge/>)")})}));
  EXPECT_THAT(shown(document_of(file)), ElementsAre("T table 1", "1: Раздел 1 | ‹Раздел 1 | ‹Раздел 1", "2: 1 | Анализ | МОЦ", "3: 2 | Отчёт | ^МОЦ"));
}

TEST(Docx, GivenRowsThatBeginAndEndWithinTheGridThenTheirCellsKeepTheirColumns) {
  const std::string row = "<w:tr><w:trPr><w:gridBefore w:val=\"1\"/><w:gridAfter w:val=\"1\"/></w:trPr>" + text_cell("Анализ") + "</w:tr>";
  EXPECT_THAT(shown(document_of(write_docx("grid.docx", table({row})))), ElementsAre("T table 1", "1:  | Анализ | "));
}

TEST(Docx, GivenLineBreaksAndTabsThenLinesPartAndTabsAreBlanks) {
  const auto file = write_docx("breaks.docx", "<w:p><w:r><w:t>март</w:t><w:br/><w:t>май</w:t><w:tab/><w:t>2021</w:t><w:noBreakHyphen/><w:t>2022</w:t></w:r></w:p>");
  EXPECT_THAT(shown(document_of(file)), ElementsAre("P март\nмай 2021-2022"));
}

TEST(Docx, GivenTrackedChangesThenInsertionsStayAndDeletionsGo) {
  const std::string changed = "<w:p><w:r><w:t xml:space=\"preserve\">до </w:t></w:r><w:del><w:r><w:delText>мая</w:delText></w:r></w:del>"
                              "<w:ins><w:r><w:t>июня</w:t></w:r></w:ins></w:p>";
  const std::string gone = "<w:tr><w:trPr><w:del/></w:trPr>" + text_cell("старая строка") + "</w:tr>";
  const PlanDocument document = document_of(write_docx("changes.docx", changed + table({table_row({text_cell("1")}), gone})));
  EXPECT_THAT(shown(document), ElementsAre("P до июня", "T table 1", "1: 1"));
  ASSERT_EQ(document.remarks.size(), 1u);
  EXPECT_EQ(document.remarks[0].code, "PLAN-032");
  EXPECT_EQ(document.remarks[0].spans.size(), 2u);
}

TEST(Docx, GivenCountedListsThenTheirLabelsAreText) {
  const auto item = [](int list, int level, const char* text) { return paragraph(text, numbered(list, level)); };
  const auto file = write_docx("lists.docx",
                               item(1, 0, "Раздел") + item(1, 1, "а") + item(1, 1, "б") + item(1, 0, "Второй") + item(1, 1, "в") + item(2, 0, "точка") + item(3, 0, "буква") +
                                   item(3, 0, "ещё") + item(4, 0, "Пятый"), kLists);
  EXPECT_THAT(shown(document_of(file)),
              ElementsAre("P 1. Раздел", "P 1.1. а", "P 1.2. б", "P 2. Второй", "P 2.1. в", "P - точка", "P в) буква", "P г) ещё", "P 5. Пятый"));
}

// The number column of many plans holds nothing but the word processor's own count.
TEST(Docx, GivenANumberColumnThatIsCountedThenRowsHaveTheirNumbers) {
  const auto number = [] { return cell(paragraph("", numbered(1))); };
  const auto file = write_docx("counted.docx", table({table_row({text_cell("№"), text_cell("Мероприятие"), text_cell("Срок")}), table_row({number(), text_cell("Анализ"), text_cell("май")}),
                                                      table_row({number(), text_cell("Отчёт"), text_cell("июнь")})}), kLists);
  EXPECT_THAT(shown(rows_of(file)), ElementsAre("1. | Анализ | май | ", "2. | Отчёт | июнь | "));
}

TEST(Docx, GivenAListInACellThenItsItemsArePoints) {
  const auto file = write_docx("points.docx", table({table_row({text_cell("№"), text_cell("Мероприятие"), text_cell("Срок")}),
      table_row({text_cell("1."), cell(paragraph("Разработка планов:") + paragraph("анализ", numbered(2)) + paragraph("поддержка", numbered(2))), text_cell("май")})}), kLists);
  EXPECT_THAT(shown(rows_of(file)), ElementsAre("1. | Разработка планов: | май | ", " | - анализ |  | ", " | - поддержка |  | "));
}

TEST(Docx, GivenATableWithinACellThenItsTextIsTheCellsAndARemarkSaysSo) {
  const std::string nested = table({table_row({text_cell("январь"), text_cell("химия")}), table_row({text_cell("май"), text_cell("физика")})});
  const PlanDocument document = document_of(write_docx("nested.docx", table({table_row({cell(paragraph("Курсы") + nested), text_cell("СОИРО")})})));
  EXPECT_THAT(shown(document), ElementsAre("T table 1", "1: Курсы/январь химия/май физика | СОИРО"));
  ASSERT_EQ(document.remarks.size(), 1u);
  EXPECT_EQ(document.remarks[0].code, "PLAN-032");
  EXPECT_EQ(document.remarks[0].spans.at(0).source_line, "январь химия\nмай физика");
}

TEST(Docx, GivenATextBoxThenItsTextIsQuotedAndNotRead) {
  const std::string box = "<w:p><w:r><w:pict><v:textbox xmlns:v=\"v\"><w:txbxContent>" + paragraph("Утверждаю") + "</w:txbxContent></v:textbox></w:pict><w:t>План</w:t></w:r></w:p>";
  const PlanDocument document = document_of(write_docx("box.docx", box));
  EXPECT_THAT(shown(document), ElementsAre("P План"));
  ASSERT_EQ(document.remarks.size(), 1u);
  EXPECT_EQ(document.remarks[0].spans.at(0).source_line, "Утверждаю");
}

TEST(Docx, GivenControlsAndLinksThenTheirContentIsRead) {
  const std::string control = "<w:sdt><w:sdtPr/><w:sdtContent><w:p><w:hyperlink><w:r><w:t>Положение</w:t></w:r></w:hyperlink></w:p></w:sdtContent></w:sdt>";
  EXPECT_THAT(shown(document_of(write_docx("controls.docx", control))), ElementsAre("P Положение"));
}

TEST(Docx, GivenHeadingStylesThenHeadingsAreKnown) {
  const auto file = write_docx("heading.docx", paragraph("Раздел", "<w:pStyle w:val=\"1\"/>") + paragraph("текст"),
                               {{"word/styles.xml", R"(<w:styles xmlns:w="w"><w:style w:styleId="1"><w:name w:val="heading 1"/></w:style></w:styles>)"}});
  EXPECT_THAT(shown(document_of(file)), ElementsAre("H Раздел", "P текст"));
}

TEST(Docx, GivenDamageThenItIsSaidAndNothingIsRead) {
  const std::string whole = [] {
    std::ifstream file(write_docx("whole.docx", paragraph(std::string(4000, 'x'))), std::ios::binary);
    return std::string(std::istreambuf_iterator<char>(file), {});
  }();
  EXPECT_EQ(error_of(write_document("cut.docx", whole.substr(0, whole.size() / 2))), "PLAN-022");
  EXPECT_EQ(error_of(write_docx("xml.docx", "<w:p><w:r>")), "PLAN-022");
  EXPECT_EQ(error_of(write_docx("lists_cut.docx", paragraph("x"), {{"word/numbering.xml", "<w:num"}})), "PLAN-022");
}

TEST(Docx, GivenABombThenItIsRefused) {
  EXPECT_EQ(error_of(write_docx("size.docx", std::string(std::size_t{70} << 20, ' '))), "PLAN-023");
  EXPECT_EQ(error_of(write_docx("wide.docx", table({table_row({text_cell("a", R"(<w:gridSpan w:val="2000000000"/>)")})}))), "PLAN-023");
  std::string deep, end;
  for (int i = 0; i < 100000; ++i) {
    deep += "<w:ins>";
    end += "</w:ins>";
  }
  EXPECT_EQ(error_of(write_docx("deep.docx", deep + end)), "PLAN-023");
  std::string tables, closed;
  for (int i = 0; i < 5000; ++i) {
    tables += "<w:tbl><w:tr><w:tc>";
    closed = "</w:tc></w:tr></w:tbl>" + closed;
  }
  EXPECT_EQ(error_of(write_docx("tables.docx", tables + closed)), "PLAN-023");
  EXPECT_EQ(error_of(write_docx("entities.docx", paragraph("x"), {{"word/numbering.xml", "<!DOCTYPE w [<!ENTITY a \"b\">]><w:numbering xmlns:w=\"w\">&a;</w:numbering>"}})), "PLAN-023");
}

TEST(Html, GivenMergedCellsAndListsThenTheyAreReadAsInOtherDocuments) {
  const auto file = write_document("plan.html", "<html><head><title>нет</title><style>td{}</style></head><body><h2>План&nbsp;работы</h2>"
      "<table><caption>Таблица</caption><tr><th>№<th colspan=2>Срок</tr><tr><td rowspan='2'>1</td><td>май<br>июнь</td><td><ul><li>а</li><li>- б</li></ul></td></tr>"
      "<tr><td>июль</td><td><ol><li>в<li>г</ol></td></tr></table><p>конец &laquo;плана&raquo;</p></body></html>");
  EXPECT_THAT(shown(document_of(file)), ElementsAre("H План работы", "P Таблица", "T table 1", "1: № | Срок | ‹Срок", "2: 1 | май/июнь | - а/- б", "3: ^1 | июль | 1) в/2) г",
                                                    "P конец «плана»"));
}

TEST(Html, GivenATableWithinACellThenItsTextIsTheCells) {
  const PlanDocument document = document_of(write_document("nested.html", "<table><tr><td>a<table><tr><td>b</td><td>c</td></tr></table></td><td>d</td></tr></table>"));
  EXPECT_THAT(shown(document), ElementsAre("T table 1", "1: a/b c | d"));
  EXPECT_EQ(document.remarks.at(0).code, "PLAN-032");
}

TEST(Text, GivenPipesThenRowsAreCellsAndRemnantsOfHtmlAreGone) {
  const auto file = write_document("pipes.md", "# План\n\n| № | Мера |\n|---|:--:|\n| 1. | <p>а &amp; б</p> <ul style=\"x\"> - в; - **г** \\| д |\n|  | <ФИО> |\n\nсноска\n");
  EXPECT_THAT(shown(document_of(file)), ElementsAre("H План", "T ", "3: № | Мера", "5: 1. | а & б/- в; - г | д", "6:  | <ФИО>", "P сноска"));
}

TEST(Text, GivenTabsThenALineWithoutOneIsARowWithOneCell) {
  const auto file = write_document("tabs.txt", "План\nна год\n\n№\tМера\tСрок\r\nРаздел 1\n1\tАнализ\t\n\tпродолжение\tмай\n\nконец");
  EXPECT_THAT(shown(document_of(file)), ElementsAre("P План\nна год", "T ", "4: № | Мера | Срок", "5: Раздел 1", "6: 1 | Анализ | ", "7:  | продолжение | май", "P конец"));
}

TEST(Text, GivenOtherEncodingsThenTheTextIsTheSame) {
  const std::vector<std::string> expected = {"T ", "1: № | Мера"};
  EXPECT_EQ(shown(document_of(write_document("utf8.txt", "\xEF\xBB\xBF№\tМера\n"))), expected);
  EXPECT_EQ(shown(document_of(write_document("1251.txt", "\xB9\t\xCC\xE5\xF0\xE0\n"))), expected);
  EXPECT_EQ(shown(document_of(write_document("utf16.txt", std::string("\xFF\xFE\x16\x21\x09\x00\x1C\x04\x35\x04\x40\x04\x30\x04\x0A\x00", 16)))), expected);
}

TEST(Sheets, GivenMergedCellsThenTheirTextStandsInEveryPlaceTheyCover) {
  const auto path = write_document("merged.xlsx", "");
  lxw_workbook* book = workbook_new(path.c_str());
  lxw_worksheet* sheet = workbook_add_worksheet(book, "План");
  worksheet_merge_range(sheet, 0, 0, 0, 2, "Раздел", nullptr);
  worksheet_write_number(sheet, 1, 0, 1, nullptr);
  worksheet_write_string(sheet, 1, 1, "Анализ\nитогов", nullptr);
  worksheet_merge_range(sheet, 1, 2, 2, 2, "МОЦ", nullptr);
  worksheet_write_number(sheet, 2, 0, 2, nullptr);
  workbook_close(book);
  EXPECT_THAT(shown(document_of(path)), ElementsAre("T План", "1: Раздел | ‹Раздел | ‹Раздел", "2: 1 | Анализ/итогов | МОЦ", "3: 2 |  | ^МОЦ"));
}

TEST(Sheets, GivenDelimitedTextThenQuotesAndSemicolonsAreUnderstoodWhateverTheName) {
  EXPECT_THAT(shown(document_of(write_document("plan.csv", "№;Мера\n1;\"а; б\"\n"))), ElementsAre("T ", "1: № | Мера", "2: 1 | а; б"));
  EXPECT_THAT(shown(document_of(write_document("plan.dat", "\"№\";\"Мера\"\n1;\"а; б\"\n"))), ElementsAre("T ", "1: № | Мера", "2: 1 | а; б"));
}

// Any byte may be another one: the reading ends with rows or with an error that has a code.
TEST(Documents, GivenDamagedBytesThenTheReadingEndsInAnOrderlyWay) {
  const std::string rows = table({table_row({text_cell("№"), text_cell("Мероприятие"), text_cell("Срок")}),
                                  table_row({cell(paragraph("", numbered(1))), text_cell("Анализ: - а; - б", R"(<w:vMerge w:val="restart"/>)"), text_cell("май")})});
  std::vector<std::string> parts = {rows, kLists.at("word/numbering.xml")};
  std::uint32_t random = 1;
  const auto next = [&random](std::size_t below) { return (random = random * 1664525u + 1013904223u) / 65536u % below; };
  const std::string html = "<table><tr><th rowspan=2>№<th colspan=3>Мероприятие<th>Срок</tr><tr><td>1<td><ul><li>&laquo;а&#187;</ul></table>";
  for (int i = 0; i < 600; ++i) {
    std::vector<std::string> damaged = {parts[0], parts[1], html, "№\tМероприятие\tСрок\n1\tАнализ\tмай\n", "| № | Мероприятие | Срок |\n|--|--|--|\n| 1 | А | май |\n"};
    for (std::string& text : damaged)
      for (int n = 0; n < 3; ++n) text[next(text.size())] = "<>/&;|\t\n-1a\"="[next(13)];
    for (const std::filesystem::path& file : {write_docx("damaged.docx", damaged[0], {{"word/numbering.xml", damaged[1]}}), write_document("damaged.html", damaged[2]),
                                              write_document("damaged.txt", damaged[3]), write_document("damaged.md", damaged[4])}) {
      const auto read = read_plan_rows(file, russian());
      EXPECT_THAT(read.ok() ? "DATA-" : read.error().code, testing::AnyOf(testing::StartsWith("PLAN-02"), testing::StartsWith("DATA-"))) << file;
    }
  }
}

TEST(Documents, GivenAKindThatIsNotKnownThenItIsNamed) {
  EXPECT_EQ(error_of(write_document("plan.pdf", "%PDF-1.4\n")), "PLAN-020");
  EXPECT_EQ(error_of(write_document("plan.rtf", "{\\rtf1}")), "PLAN-020");
  EXPECT_EQ(error_of(write_document("plan.doc", "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1")), "PLAN-020");
  EXPECT_EQ(error_of(write_document("plan.bin", std::string("\0\1\2\3", 4))), "PLAN-020");
  EXPECT_EQ(error_of(write_document("none/plan.docx", "")), "DATA-001");
  const auto read = read_document(write_document("old.doc", "\xD0\xCF\x11\xE0"));
  EXPECT_THAT(read.error().help, HasSubstr(".docx"));
}

}  // namespace
}  // namespace opora
