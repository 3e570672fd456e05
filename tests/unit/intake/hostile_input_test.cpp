#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/resource.h>

#include <fstream>
#include <random>

#include "unit/intake/table_fixtures.h"

namespace opora {
namespace {

using fixtures::Parts;
using fixtures::read_file;
using fixtures::read_table;
using fixtures::Table;
using fixtures::workbook_parts;
using fixtures::write_file;
using fixtures::write_sheet;
using fixtures::write_workbook;
using testing::AnyOf;
using testing::HasSubstr;

std::string code_of(const std::filesystem::path& file) { return read_table(file).error; }

std::string code_of_sheet(const std::string& sheet) { return code_of(write_workbook("hostile.xlsx", workbook_parts(sheet))); }

std::string code_of_rows(std::string_view rows) { return code_of(write_sheet("hostile.xlsx", rows)); }

long peak_kib() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return usage.ru_maxrss;
}

std::filesystem::path ordinary_workbook() {
  std::mt19937 random(5);
  std::string rows;
  for (int i = 1; i <= 2000; ++i) {
    const std::string n = std::to_string(i);
    rows += "<row r=\"" + n + "\"><c r=\"A" + n + "\" t=\"s\"><v>" + std::to_string(random() % 50) + "</v></c><c r=\"B" + n + "\"><v>" + std::to_string(random()) + "</v></c></row>";
  }
  Parts parts = workbook_parts("<worksheet><sheetData>" + rows + "</sheetData></worksheet>");
  std::string strings = "<sst>";
  for (int i = 0; i < 50; ++i) strings += "<si><t>text " + std::to_string(random()) + "</t></si>";
  parts["xl/sharedStrings.xml"] = strings + "</sst>";
  parts["xl/styles.xml"] = "<styleSheet><cellXfs><xf numFmtId=\"14\"/></cellXfs></styleSheet>";
  return write_workbook("ordinary.xlsx", parts);
}

TEST(HostileInput, GivenAWorkbookCutAnywhere_WhenRead_ThenOneDiagnosticWithTheFile) {
  const std::string whole = read_file(ordinary_workbook());
  ASSERT_EQ(code_of(ordinary_workbook()), "");
  for (std::size_t size = 4; size < whole.size(); size += 1 + size / 20) {
    const Table table = read_table(write_file("cut.xlsx", std::string_view(whole).substr(0, size)));
    EXPECT_THAT(table.error, AnyOf("DATA-002", "DATA-003")) << size;
    ASSERT_EQ(table.diagnostic.spans.size(), 1u);
    EXPECT_THAT(table.diagnostic.spans[0].file, HasSubstr("cut.xlsx"));
    EXPECT_FALSE(table.diagnostic.help.empty());
  }
}

TEST(HostileInput, GivenRandomlyChangedBytes_WhenRead_ThenNeverACrashAndNeverOtherRows) {
  const auto path = ordinary_workbook();
  const std::string whole = read_file(path);
  const Table expected = read_table(path);
  std::mt19937 random(99);
  int refused = 0;
  for (int i = 0; i < 300; ++i) {
    std::string changed = whole;
    for (std::size_t n = 1 + random() % 4; n > 0; --n) changed[random() % changed.size()] ^= static_cast<char>(1 << random() % 8);
    const Table table = read_table(write_file("flipped.xlsx", changed));
    refused += !table.error.empty();
    if (table.error.empty() && table.rows.size() == expected.rows.size()) continue;
    EXPECT_TRUE(!table.error.empty()) << "a changed file gave other rows, change " << i;
  }
  EXPECT_GT(refused, 200);
}

TEST(HostileInput, GivenChangedXmlWithGoodCheckSums_WhenRead_ThenAnAnswerOrADiagnostic) {
  std::string sheet = "<worksheet><sheetData>";
  for (int i = 1; i <= 60; ++i) {
    const std::string n = std::to_string(i);
    sheet += "<row r=\"" + n + "\"><c r=\"A" + n + "\" t=\"inlineStr\"><is><t>&#1087;</t></is></c><c r=\"B" + n + "\" s=\"1\"><v>44272</v></c></row>";
  }
  sheet += "</sheetData></worksheet>";
  std::mt19937 random(3);
  for (int i = 0; i < 400; ++i) {
    std::string changed = sheet;
    for (std::size_t n = 1 + random() % 3; n > 0; --n) changed[random() % changed.size()] = "<>/\"&;!-[]? a0\0\xD0"[random() % 17];
    const Table table = read_table(write_workbook("changed.xlsx", workbook_parts(changed)));
    EXPECT_THAT(table.error, AnyOf("", "DATA-002", "DATA-003", "DATA-004", "DATA-005", "DATA-006"));
  }
}

TEST(HostileInput, GivenEntitiesOrADocumentType_WhenRead_ThenRefused) {
  const std::string bomb = "<!DOCTYPE w [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\"><!ENTITY c \"&b;&b;&b;&b;&b;&b;\">]>";
  const std::string rows = "<worksheet><sheetData><row><c t=\"str\"><v>&c;</v></c></row></sheetData></worksheet>";
  EXPECT_EQ(code_of_sheet("<?xml version=\"1.0\"?>" + bomb + rows), "DATA-004");
  EXPECT_EQ(code_of_sheet(rows), "DATA-005");
  Parts parts = workbook_parts("<worksheet/>");
  parts["xl/workbook.xml"] = bomb + parts["xl/workbook.xml"];
  EXPECT_EQ(code_of(write_workbook("hostile.xlsx", parts)), "DATA-004");
  parts = workbook_parts("<worksheet/>");
  parts["xl/sharedStrings.xml"] = bomb + "<sst><si><t>&c;</t></si></sst>";
  EXPECT_EQ(code_of(write_workbook("hostile.xlsx", parts)), "DATA-004");
  EXPECT_THAT(code_of_rows("<row><c><v>1</v></c></row>" + bomb + "<row><c><v>1</v></c></row>"), AnyOf("DATA-004", "DATA-005"));
}

TEST(HostileInput, GivenAZipBomb_WhenRead_ThenRefusedInBoundedMemory) {
  const std::string row = "<row><c><v>1</v></c></row>";
  std::string sheet = "<worksheet><sheetData>" + row;
  sheet.append(std::size_t{120} << 20, ' ');
  const auto path = write_workbook("bomb.xlsx", workbook_parts(sheet + "</sheetData></worksheet>"));
  sheet = std::string();
  const long before = peak_kib();
  EXPECT_THAT(code_of(path), AnyOf("DATA-004", "DATA-006"));
  EXPECT_LT(peak_kib() - before, 80 << 10);
  std::string rows;
  const std::string padded = row + std::string(80, ' ');
  for (int i = 0; i < 900000; ++i) rows += padded;
  EXPECT_EQ(code_of_sheet("<worksheet><sheetData>" + rows + "</sheetData></worksheet>"), "DATA-004");
}

TEST(HostileInput, GivenBrokenXml_WhenRead_ThenData005WithSheetAndRow) {
  const Table table = read_table(write_sheet("broken.xlsx", "<row r=\"1\"><c r=\"A1\"><v>1</v></c></row><row r=\"2\"><c r=\"A2\"><v>1</v></c><c r=\"B2\"><v>abc</v></c></row>"));
  EXPECT_EQ(table.error, "DATA-005");
  EXPECT_EQ(table.diagnostic.spans[0].sheet, "Протокол");
  EXPECT_EQ(table.diagnostic.spans[0].line, 2);
  EXPECT_EQ(table.diagnostic.spans[0].column, "B");
  for (const char* rows : {"<row><c><v>1</c></v></row>", "<row><c><v>1</v></c>", "<row><c t=\"s\"><v>0</v></c></row>", "<row><c t=\"zzz\"><v>0</v></c></row>",
                           "<row r=\"2\"><c r=\"A3\"><v>1</v></c></row>", "<row r=\"1\"><c r=\"XFE1\"><v>1</v></c></row>", "<row r=\"1048577\"><c><v>1</v></c></row>",
                           "<row r=\"0\"/>", "<row r=\"-1\"/>", "<row r=\"99999999999999999999\"/>", "<row><c t=\"b\"><v>2</v></c></row>",
                           "<row><c t=\"str\"><v>&nbsp;</v></c></row>", "<row><c t=\"str\"><v>\xFF</v></c></row>", "<foo/>", "<row><c><v>1</v></c></row><!-- </row>",
                           "<row><c><v>1</v></c></row></sheetData><row></row>",
                           "<row r=\"1\"><c r=\"A1\"><v>1</v></c><c r=\"A1\"><v>2</v></c></row>", "<row r=\"1\"><c r=\"B1\"><v>1</v></c><c r=\"A1\"><v>2</v></c></row>",
                           "<row r=\"2\"><c r=\"A2\"><v>1</v></c></row><row r=\"2\"><c r=\"A2\"><v>2</v></c></row>"})
    EXPECT_EQ(code_of_rows(rows), "DATA-005") << rows;
  EXPECT_EQ(code_of_sheet("<worksheet><sheetData><row><c><v>1</v></c></row></sheetData>"), "DATA-005");
  EXPECT_EQ(code_of_sheet("<worksheet><sheetData><row><c><v>1</v></c></row>"), "DATA-005");
  EXPECT_EQ(code_of_sheet(""), "DATA-005");
  EXPECT_EQ(code_of_sheet("<html></html>"), "DATA-005");
  EXPECT_EQ(code_of_sheet("\xFF\xFE<\0w\0"), "DATA-005");
  EXPECT_EQ(code_of_sheet("<?xml version=\"1.0\" encoding=\"windows-1251\"?><worksheet/>"), "DATA-005");
  EXPECT_EQ(code_of_rows(std::string("<row><c><v>1</v></c></row>\0<row><c><v>1</v></c></row>", 53)), "DATA-005");
}

TEST(HostileInput, GivenTextsBeyondTheLimit_WhenRead_ThenData006) {
  const std::string longer((1 << 20) + 1, 'x');
  EXPECT_EQ(code_of_rows("<row><c t=\"str\"><v>" + longer + "</v></c></row>"), "DATA-006");
  EXPECT_EQ(code_of(write_file("cell.csv", "a;b\n1;" + longer + "\n")), "DATA-006");
  EXPECT_EQ(code_of(write_file("columns.csv", std::string(20000, ';') + "x\n")), "DATA-006");
}

TEST(HostileInput, GivenOneCellAtTheEndOfEveryRow_WhenRead_ThenRefused) {
  std::string rows;
  for (int i = 1; i <= 40000; ++i) rows += "<row r=\"" + std::to_string(i) + "\"><c r=\"XFD" + std::to_string(i) + "\"><v>1</v></c></row>";
  const auto path = write_sheet("wide_rows.xlsx", rows);
  auto reader = open_table(path);
  ASSERT_TRUE(reader.ok());
  const Status status = (*reader)->read(0, 0, {[](const RowBlock&) -> Result<std::unique_ptr<BlockResult>> { return std::make_unique<BlockResult>(); },
                                               [](std::unique_ptr<BlockResult>) -> Status { return {}; }});
  ASSERT_FALSE(status.ok());
  EXPECT_EQ(status.error().code, "DATA-004");
}

TEST(HostileInput, GivenArchivesThatAreNoWorkbooks_WhenOpened_ThenData002) {
  EXPECT_EQ(code_of(write_workbook("docx.xlsx", {{"word/document.xml", "<w/>"}})), "DATA-002");
  Parts parts = workbook_parts("<worksheet/>");
  parts["xl/workbook.xml"] = "<workbook><sheets/></workbook>";
  EXPECT_EQ(code_of(write_workbook("no_sheets.xlsx", parts)), "DATA-002");
  parts = workbook_parts("<worksheet/>");
  parts.erase("xl/worksheets/data.xml");
  EXPECT_EQ(code_of(write_workbook("missing.xlsx", parts)), "DATA-003");
  EXPECT_EQ(read_table(write_sheet("one.xlsx", ""), 3).error, "DATA-001");
}

TEST(HostileInput, GivenOldOrProtectedWorkbooks_WhenOpened_ThenData008) {
  EXPECT_EQ(code_of(write_file("old.xls", "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1 and more")), "DATA-008");
}

TEST(HostileInput, GivenFilesThatAreNoText_WhenOpened_ThenData002) {
  EXPECT_EQ(code_of(write_file("empty.csv", "")), "DATA-002");
  EXPECT_THAT(read_table(write_file("empty.csv", "")).reason, HasSubstr("empty"));
  EXPECT_EQ(code_of(write_file("mac.csv", "a;b\r1;2\r")), "DATA-002");
  EXPECT_EQ(code_of(write_file("mark.csv", "\xEF\xBB\xBF")), "DATA-002");
  EXPECT_EQ(code_of(write_file("nul.csv", std::string("a;b\n\0;c\n", 8))), "DATA-002");
  std::mt19937 random(1);
  std::string garbage;
  for (int i = 0; i < 100000; ++i) garbage += static_cast<char>(1 + random() % 255);
  EXPECT_EQ(code_of(write_file("garbage.csv", garbage)), "DATA-002");
  EXPECT_EQ(code_of(fixtures::folder() / "absent.csv"), "DATA-001");
  EXPECT_EQ(code_of(fixtures::folder()), "DATA-001");
}

TEST(HostileInput, GivenNulsOrOtherBytesFarInside_WhenRead_ThenData002WithTheLine) {
  std::string text;
  for (int i = 0; i < 300000; ++i) text += "школа;12\n";
  const std::size_t line_bytes = std::string("школа;12\n").size();
  std::string nul = text;
  nul[250000 * line_bytes] = '\0';
  std::string legacy = text;
  legacy[250000 * line_bytes] = '\xFF';
  for (const int threads : {1, 3}) {
    const Table bad_nul = read_table(write_file("nul.csv", nul), 0, 0, threads);
    EXPECT_EQ(bad_nul.error, "DATA-002");
    EXPECT_EQ(bad_nul.diagnostic.spans[0].line, 250001);
    const Table bad_encoding = read_table(write_file("mixed.csv", legacy), 0, 0, threads);
    EXPECT_EQ(bad_encoding.error, "DATA-002");
    EXPECT_EQ(bad_encoding.diagnostic.spans[0].line, 250001);
  }
}

TEST(HostileInput, GivenOneBrokenByteInUtf8_WhenRead_ThenRefusedAndNotTakenForALegacyEncoding) {
  const Table table = read_table(write_file("byte.csv", "школа;класс\nлицей;5\nгимназия \xD0;6\n"));
  EXPECT_EQ(table.error, "DATA-002");
  EXPECT_EQ(table.diagnostic.spans[0].line, 3);
}

TEST(HostileInput, GivenAnUnclosedQuote_WhenRead_ThenItsLineIsNamed) {
  std::string text = "a;b\n1;2\n3;\"открыта\n";
  for (int i = 0; i < 1000; ++i) text += "4;5\n";
  const Table near = read_table(write_file("quote.csv", text));
  EXPECT_EQ(near.error, "DATA-002");
  EXPECT_EQ(near.diagnostic.spans[0].line, 3);
  text.append(std::size_t{20} << 20, 'x');
  const Table far = read_table(write_file("quote.csv", text));
  EXPECT_EQ(far.error, "DATA-006");
  EXPECT_EQ(far.diagnostic.spans[0].line, 3);
}

TEST(HostileInput, GivenALineOf100Megabytes_WhenRead_ThenData006InBoundedMemory) {
  const auto path = fixtures::folder() / "line.csv";
  {
    std::ofstream out(path);
    const std::string piece(1 << 20, 'x');
    out << "a;b\n";
    for (int i = 0; i < 100; ++i) out << piece;
  }
  const long before = peak_kib();
  const Table table = read_table(path);
  EXPECT_EQ(table.error, "DATA-006");
  EXPECT_EQ(table.diagnostic.spans[0].line, 2);
  EXPECT_LT(peak_kib() - before, 64 << 10);
  std::filesystem::remove(path);
}

}  // namespace
}  // namespace opora
