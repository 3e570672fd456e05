#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <xlsxwriter.h>
#include <zip.h>

#include <algorithm>

#include "unit/intake/table_fixtures.h"

namespace opora {
namespace {

using fixtures::Parts;
using fixtures::read_table;
using fixtures::Table;
using fixtures::workbook_parts;
using fixtures::write_sheet;
using fixtures::write_workbook;
using testing::ElementsAre;
using Row = std::vector<std::string>;

TEST(XlsxReader, GivenAWorkbookOfAnotherProgram_WhenRead_ThenEveryKindOfCell) {
  const auto path = (fixtures::folder() / "writer.xlsx").string();
  lxw_workbook* book = workbook_new(path.c_str());
  lxw_worksheet* first = workbook_add_worksheet(book, "Классы");
  lxw_worksheet* second = workbook_add_worksheet(book, "Протокол");
  lxw_format* date = workbook_add_format(book);
  format_set_num_format(date, "dd.mm.yyyy hh:mm");
  lxw_format* builtin = workbook_add_format(book);
  format_set_num_format_index(builtin, 14);
  lxw_format* bold = workbook_add_format(book);
  format_set_bold(bold);
  worksheet_write_string(first, 0, 0, "логин", nullptr);
  worksheet_write_string(first, 0, 2, " отсутствовал ", nullptr);
  worksheet_write_number(first, 1, 0, 23.0, nullptr);
  worksheet_write_number(first, 1, 1, 0.1, bold);
  worksheet_write_number(first, 1, 2, 44272.231481481482, date);
  worksheet_write_number(first, 1, 3, 44272, builtin);
  worksheet_write_boolean(first, 1, 4, 1, nullptr);
  worksheet_write_formula_num(first, 1, 5, "=A2+1", nullptr, 24);
  worksheet_write_formula_str(first, 1, 6, "=T(\"x\")", nullptr, "x<y");
  worksheet_write_blank(first, 1, 7, bold);
  std::string plain_run = "Школа ", bold_run = "№ 5";
  lxw_rich_string_tuple run1 = {nullptr, plain_run.data()}, run2 = {bold, bold_run.data()};
  lxw_rich_string_tuple* runs[] = {&run1, &run2, nullptr};
  worksheet_write_rich_string(first, 4, 1, runs, nullptr);
  lxw_row_col_options hidden = {LXW_TRUE, 0, LXW_FALSE};
  worksheet_set_row_opt(first, 4, 15, nullptr, &hidden);
  worksheet_merge_range(second, 0, 0, 1, 1, "сумма", bold);
  worksheet_write_string(second, 2, 0, "А & Б", nullptr);
  ASSERT_EQ(workbook_close(book), LXW_NO_ERROR);

  auto reader = open_table(path);
  ASSERT_TRUE(reader.ok());
  EXPECT_THAT((*reader)->sheets(), ElementsAre("Классы", "Протокол"));
  const Table classes = read_table(path, 0);
  EXPECT_EQ(classes.error, "");
  EXPECT_THAT(classes.lines, ElementsAre(1, 2, 5));
  EXPECT_THAT(classes.rows, ElementsAre(Row{"T:логин", "", "T: отсутствовал "},
                                        Row{"N:23", "N:0.1", "D:2021-03-17 05:33:20", "D:2021-03-17", "B:1", "N:24", "T:x<y"}, Row{"", "T:Школа № 5"}));
  const Table merged = read_table(path, 1);
  EXPECT_THAT(merged.rows, ElementsAre(Row{"T:сумма"}, Row{"T:А & Б"}));
  EXPECT_THAT(merged.lines, ElementsAre(1, 3));
}

TEST(XlsxReader, GivenInlineTextsAsReferencesWithoutDeclaration_WhenRead_ThenLettersRowAfterRow) {
  std::string rows;
  for (int i = 1; i <= 5000; ++i) {
    const std::string n = std::to_string(i);
    rows += "<row r=\"" + n + "\"><c r=\"A" + n + "\" t=\"inlineStr\"><is><t>sch" + n + "</t></is></c><c r=\"B" + n +
            "\" t=\"inlineStr\"><is><t>&#1087;&#x440;</t></is></c><c r=\"D" + n + "\" t=\"inlineStr\"><is><t xml:space=\"preserve\"> </t></is></c>" +
            "<c r=\"E" + n + "\" t=\"inlineStr\"><is><t></t></is></c><c r=\"AA" + n + "\"><v>" + n + ".0</v></c></row>";
  }
  const Table table = read_table(write_sheet("inline.xlsx", rows));
  ASSERT_EQ(table.error, "") << table.reason;
  ASSERT_EQ(table.rows.size(), 5000u);
  for (std::size_t i = 0; i < 5000; ++i) {
    const std::string n = std::to_string(i + 1);
    Row expected(27);
    expected[0] = "T:sch" + n;
    expected[1] = "T:пр";
    expected[3] = "T: ";
    expected[26] = "N:" + n;
    ASSERT_EQ(table.rows[i], expected);
    ASSERT_EQ(table.lines[i], static_cast<std::int64_t>(i + 1));
  }
}

TEST(XlsxReader, GivenPrefixedElements_WhenRead_ThenTheSameCells) {
  std::string rows;
  for (int i = 1; i <= 300; ++i) rows += "<x:row r=\"" + std::to_string(i) + "\"><x:c r=\"A" + std::to_string(i) + "\" t=\"b\"><x:v>1</x:v></x:c></x:row>\n";
  const Table table = read_table(write_workbook("prefixed.xlsx", workbook_parts("\xEF\xBB\xBF<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<x:worksheet xmlns:x=\"m\"><x:dimension ref=\"A1\"/><x:sheetData>" + rows + "</x:sheetData></x:worksheet>\n")));
  ASSERT_EQ(table.error, "") << table.reason;
  ASSERT_EQ(table.rows.size(), 300u);
  EXPECT_EQ(table.rows[299], Row{"B:1"});
}

TEST(XlsxReader, GivenSharedTextsWithRunsAndPhonetics_WhenRead_ThenOnlyTheText) {
  Parts parts = workbook_parts("<worksheet><sheetData><row><c t=\"s\"><v>0</v></c><c t=\"s\"><v>1</v></c><c t=\"s\"><v>2</v></c></row></sheetData></worksheet>");
  parts["xl/sharedStrings.xml"] = "<sst count=\"3\"><si><t>один</t></si><si><r><t>дв</t></r><r><rPr><b/></rPr><t>а</t></r><rPh sb=\"0\" eb=\"1\"><t>X</t></rPh></si><si><t/></si></sst>";
  const Table table = read_table(write_workbook("shared.xlsx", parts));
  ASSERT_EQ(table.error, "") << table.reason;
  EXPECT_THAT(table.rows, ElementsAre(Row{"T:один", "T:два"}));
}

TEST(XlsxReader, GivenStylesAnd1904_WhenRead_ThenDatesByStyleOnly) {
  Parts parts = workbook_parts("<worksheet><sheetData><row r=\"1\"><c r=\"A1\" s=\"1\"><v>42810</v></c><c r=\"B1\" s=\"2\"><v>42810</v></c>"
                               "<c r=\"C1\"><v>42810</v></c><c r=\"D1\" t=\"d\"><v>2021-03-17T00:00:00</v></c><c r=\"E1\" t=\"e\"><v>#N/A</v></c></row></sheetData></worksheet>");
  parts["xl/styles.xml"] = "<styleSheet><numFmts><numFmt numFmtId=\"170\" formatCode=\"[$-419]d\\ mmmm\"/></numFmts><cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"170\"/><xf numFmtId=\"2\"/></cellXfs></styleSheet>";
  parts["xl/workbook.xml"].insert(parts["xl/workbook.xml"].find("<sheets>"), "<workbookPr date1904=\"1\"/>");
  const Table table = read_table(write_workbook("dates.xlsx", parts));
  ASSERT_EQ(table.error, "") << table.reason;
  EXPECT_THAT(table.rows, ElementsAre(Row{"D:2021-03-17", "N:42810", "N:42810", "D:2021-03-17", "E:#N/A"}));
}

TEST(XlsxReader, GivenCellsWithoutAddressAndEmptyRows_WhenRead_ThenPlacesAreCounted) {
  const Table table = read_table(write_sheet("places.xlsx", "<row/><row><c><v>1</v></c><c/><c><v>1E3</v></c></row><row r=\"7\"><c r=\"C7\"><f>1+1</f><v>2</v></c><c><f>X</f></c></row><row r=\"9\"><c r=\"A9\" s=\"1\"/></row>"));
  ASSERT_EQ(table.error, "") << table.reason;
  EXPECT_THAT(table.rows, ElementsAre(Row{"N:1", "", "N:1000"}, Row{"", "", "N:2"}));
  EXPECT_THAT(table.lines, ElementsAre(2, 7));
}

TEST(XlsxReader, GivenRowsOfChangingShape_WhenRead_ThenKnownSpellingsDoNotMixUp) {
  std::string rows;
  std::vector<Row> expected;
  for (int i = 1; i <= 2000; ++i) {
    const std::string n = std::to_string(i);
    const std::string address = " r=\"A" + n + "\"";
    switch (i % 6) {
      case 0: rows += "<row r=\"" + n + "\"><c" + address + "><v>" + n + "</v></c></row>"; expected.push_back({"N:" + n}); break;
      case 1: rows += "<row r=\"" + n + "\" spans=\"1:2\"><c" + address + " t=\"str\"><v>" + n + "</v></c></row>"; expected.push_back({"T:" + n}); break;
      case 2: rows += "<row r=\"" + n + "\"><c" + address + "><v>" + n + "</v><!-- </c></row> --></c></row>"; expected.push_back({"N:" + n}); break;
      case 3: rows += "<row r=\"" + n + "\"><c" + address + " t=\"str\"><v><![CDATA[&<" + n + "]]></v></c></row>"; expected.push_back({"T:&<" + n}); break;
      case 4: rows += "<row r=\"" + n + "\"><c" + address + " t=\"b\"><v>1</v></c><c r=\"B" + n + "\" t=\"str\"><v>a&amp;b</v></c></row>"; expected.push_back({"B:1", "T:a&b"}); break;
      default: rows += "<row r='" + n + "' ><c  r='A" + n + "' ><v >-" + n + "</v ></c ></row>"; expected.push_back({"N:-" + n}); break;
    }
  }
  const Table table = read_table(write_sheet("shapes.xlsx", rows));
  ASSERT_EQ(table.error, "") << table.reason;
  EXPECT_EQ(table.rows, expected);
}

TEST(XlsxReader, GivenACommentThatLooksLikeTheList_WhenRead_ThenTheRealListCounts) {
  const Table table = read_table(write_workbook("comment.xlsx", workbook_parts(
      "<worksheet><!-- <sheetData><row><c><v>5</v></c></row></sheetData> --><sheetData><!-- <row><c><v>6</v></c></row> --><row><c><v>7</v></c></row></sheetData></worksheet>")));
  if (table.error.empty()) {
    EXPECT_THAT(table.rows, ElementsAre(Row{"N:7"}));
  } else {
    EXPECT_EQ(table.error, "DATA-005");
  }
}

TEST(XlsxReader, GivenNoRows_WhenRead_ThenAnEmptyTable) {
  for (const char* sheet : {"<worksheet/>", "<worksheet><sheetData/></worksheet>", "<worksheet><sheetData></sheetData></worksheet>", "<worksheet><sheetViews/></worksheet>"}) {
    const Table table = read_table(write_workbook("no_rows.xlsx", workbook_parts(sheet)));
    EXPECT_EQ(table.error, "") << sheet << table.reason;
    EXPECT_TRUE(table.rows.empty());
  }
}

TEST(XlsxReader, GivenALineToStartAfter_WhenReadAndPeeked_ThenOnlyThoseRows) {
  std::string rows;
  for (int i = 1; i <= 100; ++i) rows += "<row r=\"" + std::to_string(i * 2) + "\"><c><v>" + std::to_string(i) + "</v></c></row>";
  const auto path = write_sheet("after.xlsx", rows);
  const Table table = read_table(path, 0, 150);
  ASSERT_EQ(table.rows.size(), 25u);
  EXPECT_EQ(table.lines.front(), 152);
  auto reader = open_table(path);
  ASSERT_TRUE(reader.ok());
  for (int again = 0; again < 2; ++again) {
    auto head = (*reader)->peek(0, 3);
    ASSERT_TRUE(head.ok());
    ASSERT_EQ(head->size(), 3u);
    EXPECT_EQ((*head)[2].line, 6);
    EXPECT_THAT((*head)[2].cells, ElementsAre("3"));
  }
  EXPECT_EQ((*reader)->peek(0, 1000)->size(), 100u);
}

TEST(XlsxReader, GivenAWideRowAmongNarrowOnes_WhenRead_ThenAllCellsAreInPlace) {
  std::string rows;
  for (int i = 1; i <= 3000; ++i) rows += "<row r=\"" + std::to_string(i) + "\"><c r=\"" + (i % 1000 == 0 ? "XFD" : "A") + std::to_string(i) + "\"><v>" + std::to_string(i) + "</v></c></row>";
  const Table table = read_table(write_sheet("wide.xlsx", rows));
  ASSERT_EQ(table.error, "") << table.reason;
  ASSERT_EQ(table.rows.size(), 3000u);
  EXPECT_EQ(table.rows[0], Row{"N:1"});
  EXPECT_EQ(table.rows[1998], Row{"N:1999"});
  ASSERT_EQ(table.rows[1999].size(), 16384u);
  EXPECT_EQ(table.rows[1999].back(), "N:2000");
}

std::size_t rows_with_values_in(const std::filesystem::path& file, const std::string& member) {
  zip_t* archive = zip_open(file.c_str(), ZIP_RDONLY, nullptr);
  zip_file_t* part = zip_fopen(archive, member.c_str(), 0);
  std::string xml;
  std::vector<char> piece(1 << 20);
  for (zip_int64_t n; part != nullptr && (n = zip_fread(part, piece.data(), piece.size())) > 0;) xml.append(piece.data(), static_cast<std::size_t>(n));
  if (part != nullptr) zip_fclose(part);
  zip_discard(archive);
  std::size_t count = 0;
  for (std::size_t at = xml.find("<row "); at != std::string::npos;) {
    const std::size_t next = xml.find("<row ", at + 1);
    const std::string row = xml.substr(at, next - at);
    count += row.find("<v>") != std::string::npos || row.find("<t") != std::string::npos;
    at = next;
  }
  return count;
}

TEST(XlsxReader, GivenTheRealWorkbooks_WhenRead_ThenAsManyRowsAsHoldValuesInTheirXml) {
  const std::filesystem::path data = std::filesystem::path(OPORA_SOURCE_DIR) / "../shared/data/region22";
  if (!std::filesystem::exists(data)) GTEST_SKIP() << "no real files here";
  int files = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(data)) {
    if (entry.path().extension() != ".xlsx") continue;
    const Table table = read_table(entry.path());
    ASSERT_EQ(table.error, "") << entry.path() << table.reason;
    EXPECT_EQ(table.rows.size(), rows_with_values_in(entry.path(), "xl/worksheets/sheet1.xml")) << entry.path();
    EXPECT_TRUE(std::is_sorted(table.lines.begin(), table.lines.end()));
    ++files;
  }
  EXPECT_GT(files, 0);
}

}  // namespace
}  // namespace opora
