// A document as a Word file: what stands in it, and that data stay data.
#include "report/document_docx.h"

#include <gmock/gmock.h>
#include <pugixml.hpp>

#include <cstdlib>
#include <fstream>

#include "base/files.h"
#include "base/messages.h"
#include "base/temporary_folder.h"
#include "report/chart_picture.h"
#include "report/document_text.h"
#include "unit/report/docx_text.h"

namespace opora {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::ElementsAreArray;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using testing_docx::broken_parts;
using testing_docx::lines_of;
using testing_docx::order;
using testing_docx::Parts;
using testing_docx::parts_of;

class Docx : public ::testing::Test {
 protected:
  void SetUp() override { set_language(Language::kEnglish); }

  static Parts parts(const Document& document) {
    const auto bytes = to_docx(document);
    return bytes.ok() ? parts_of(*bytes) : Parts();
  }
  static Document of(std::vector<Block> blocks) {
    Document document;
    document.title = "T";
    document.blocks = std::move(blocks);
    return document;
  }
  static std::size_t count(const std::string& text, std::string_view word) {
    std::size_t times = 0;
    for (std::size_t at = text.find(word); at != std::string::npos; at = text.find(word, at + 1)) ++times;
    return times;
  }
};

TableCell text_cell(std::string text, int columns = 1, int rows = 1) { return {{std::move(text), {}, {}}, columns, rows}; }

TEST_F(Docx, EveryPartIsWellFormed) {
  const Parts all = parts(order(30));
  EXPECT_THAT(broken_parts(all), IsEmpty());
  for (const char* name : {"[Content_Types].xml", "_rels/.rels", "word/document.xml", "word/styles.xml", "word/numbering.xml", "word/footnotes.xml", "word/settings.xml", "word/header1.xml", "word/footer1.xml", "docProps/core.xml"})
    EXPECT_TRUE(all.contains(name)) << name;
}

TEST_F(Docx, TextOfEveryKindOfBlockIsThatOfTheDocument) {
  const Document document = order(30);
  EXPECT_THAT(lines_of(parts(document)), ElementsAreArray(document_lines(document)));
}

TEST_F(Docx, ShadedCellsHaveTheirGround) {
  Table table;
  table.columns = {{"A", ValueType::kText, 0, 1, false}};
  for (double shade : {0.0, 0.5, 1.0}) {
    table.rows.push_back({text_cell("x")});
    table.rows.back().front().shade = shade;
  }
  const std::string body = parts(of({table}))["word/document.xml"];
  EXPECT_EQ(count(body, "<w:shd "), 3u);  // the title's, too
  EXPECT_THAT(body, HasSubstr("w:fill=\"BEDAF1\""));
  EXPECT_THAT(body, HasSubstr("w:fill=\"7DB4E2\""));
}

TEST_F(Docx, NumberedListsBeginAnewAtAnyLevel) {
  const auto item = [](int level, bool restart) { return NumberedParagraph{level, plain("x"), restart}; };
  const Document document = of({item(1, false), item(2, false), item(2, false), item(1, false), item(2, false), item(2, true), item(3, false), item(1, false), item(1, true), item(2, false)});
  EXPECT_THAT(lines_of(parts(document)), ElementsAre("1. x", "1.1. x", "1.2. x", "2. x", "2.1. x", "2.1. x", "2.1.1. x", "3. x", "1. x", "1.1. x"));
}

TEST_F(Docx, TheSameDocumentIsTheSameBytes) { EXPECT_EQ(*to_docx(order(5)), *to_docx(order(5))); }

TEST_F(Docx, NeitherAPersonNorATimeIsInTheProperties) {
  const std::string core = parts(order(1)).at("docProps/core.xml");
  EXPECT_THAT(core, HasSubstr("<dc:title>Об утверждении перечня школ</dc:title><dc:language>ru</dc:language>"));
  EXPECT_THAT(core, Not(HasSubstr("creator")));
  EXPECT_THAT(core, Not(HasSubstr("created")));
}

TEST_F(Docx, PagesAreThoseOfAnOrderAndTheFirstHasNoNumber) {
  const Parts all = parts(order(1));
  const std::string& body = all.at("word/document.xml");
  EXPECT_THAT(body, HasSubstr("<w:pgSz w:w=\"11906\" w:h=\"16838\"/><w:pgMar w:top=\"1134\" w:right=\"567\" w:bottom=\"1134\" w:left=\"1701\""));
  EXPECT_THAT(body, HasSubstr("<w:pgSz w:w=\"16838\" w:h=\"11906\" w:orient=\"landscape\"/>"));
  EXPECT_EQ(count(body, "<w:sectPr>"), 3u);
  EXPECT_EQ(count(body, "<w:titlePg/>"), 1u);
  EXPECT_THAT(all.at("word/header1.xml"), HasSubstr(" PAGE "));
  EXPECT_THAT(all.at("word/header2.xml"), Not(HasSubstr("PAGE")));
  EXPECT_THAT(all.at("word/header2.xml"), Not(HasSubstr("Проект")));
  EXPECT_THAT(all.at("word/footer1.xml"), HasSubstr("41d08e77b6aa · Данные ВПР 2019–2021 годов\u00A08c1f00aa52d1<"));
}

TEST_F(Docx, TablesRepeatTheirHeaderAndKeepRowsWhole) {
  const std::string body = parts(of({Table{"", {{"A"}, {"B", ValueType::kInteger}}, {{text_cell("AB", 2)}}, {{text_cell("x"), {{std::int64_t{5}, {}, {}}}}}, {}, ""}})).at("word/document.xml");
  EXPECT_EQ(count(body, "<w:tblHeader/>"), 2u);
  EXPECT_EQ(count(body, "<w:cantSplit/>"), 3u);
  EXPECT_THAT(body, HasSubstr("<w:gridSpan w:val=\"2\"/>"));
  EXPECT_THAT(body, HasSubstr("<w:jc w:val=\"right\"/></w:pPr><w:r><w:t xml:space=\"preserve\">5<"));
}

TEST_F(Docx, SpansDownAreMergedCellsAndStayInTheTable) {
  Table table{"", {{"A"}, {"B"}, {"C"}}, {}, {{text_cell("ab", 2, 2), text_cell("c")}, {text_cell("d")}, {text_cell("e", 9, 9)}}, {}, ""};
  const Parts all = parts(of({table}));
  pugi::xml_document tree;
  tree.load_string(all.at("word/document.xml").c_str());
  std::vector<int> widths;  // of each row, in columns
  for (pugi::xml_node row : tree.document_element().child("w:body").child("w:tbl").children("w:tr")) {
    int columns = 0;
    for (pugi::xml_node cell : row.children("w:tc")) columns += cell.child("w:tcPr").child("w:gridSpan").attribute("w:val").as_int(1);
    widths.push_back(columns);
  }
  EXPECT_THAT(widths, ElementsAre(3, 3, 3, 3));
  EXPECT_EQ(count(all.at("word/document.xml"), "<w:vMerge w:val=\"continue\"/>"), 1u);
}

TEST_F(Docx, ATableWithoutColumnsIsItsWords) {
  EXPECT_THAT(lines_of(parts(of({Table{"Caption", {}, {}, {}, {}, "Note"}}))), ElementsAre("Caption", "Note"));
}

TEST_F(Docx, ChartsAreAPictureInTwoFormsWithADescription) {
  const ChartPicture picture = chart_svg({ChartKind::kBars, "", "", "", {{"", {{"a", 0, 1, {}, {}}}}}, {}, ""}, "c");
  if (!chart_png(picture).ok()) GTEST_SKIP() << "librsvg is not there";
  const Parts all = parts(order(1));
  EXPECT_THAT(all.at("word/media/opora-chart1.png").substr(0, 8), "\x89PNG\r\n\x1A\n");
  EXPECT_THAT(all.at("word/media/opora-chart1.svg"), HasSubstr("<svg"));
  EXPECT_THAT(all.at("word/document.xml"), HasSubstr("descr=\"У школ списка доля двоек выше"));
  EXPECT_THAT(all.at("word/document.xml"), HasSubstr("r:embed=\"r-svg-opora-chart1\""));
}

TEST_F(Docx, EveryRelationThatTheBodyNamesIsThere) {
  const Parts all = parts(order(1));
  pugi::xml_document relations;
  relations.load_string(all.at("word/_rels/document.xml.rels").c_str());
  for (pugi::xml_node one : relations.document_element().children()) EXPECT_TRUE(all.contains(std::string("word/") + one.attribute("Target").value())) << one.attribute("Target").value();
}

TEST_F(Docx, HostileTextsAreTexts) {
  const std::string bad = "<w:p>]]>&\"'</w:t>\x01\x1F=1+1 +cmd @SUM \u202Eevil\u2066\u2069 {{content}} \xFF\xC3 \uFFFE";
  const std::string said = "<w:p>]]>&\"'</w:t>\uFFFD\uFFFD=1+1 +cmd @SUM evil {{content}} \uFFFD\uFFFD \uFFFD";
  Document document = of({Heading{1, plain(bad)}, Paragraph{{{bad, false, false, bad}}}, NumberedParagraph{1, plain(bad)}, BulletList{{plain(bad)}}, Table{bad, {{bad}}, {{text_cell(bad)}}, {{text_cell(bad)}}, {text_cell(bad)}, bad}, KeyFigures{{{bad, {bad, {}, {}}, ValueType::kText, 0, bad}}},
                          AnnexMark{{bad}}, ApprovalMark{{bad}}, Signature{bad, bad}, Chart{ChartKind::kScatter, bad, bad, bad, {{bad, {{bad, 1, 2, {}, {}}}}}, {{bad, 1, true}}, bad}});
  document.title = document.header = document.footer = document.language = bad;
  document.sources = {{bad, bad}};
  const Parts all = parts(document);
  ASSERT_FALSE(all.empty());
  EXPECT_THAT(broken_parts(all), IsEmpty());
  EXPECT_THAT(lines_of(all), ElementsAre(said, said, "1. " + said, "• " + said, said, said, said, said, said, said, said + ": " + said + " (" + said + ")", said, said, said + " " + said, said, said));
  for (const auto& [name, data] : all) EXPECT_THAT(data, Not(HasSubstr("\u202E"))) << name;
}

TEST_F(Docx, AWordOfTenThousandLettersStaysInItsCell) {
  const std::string word(10000, 'W');
  const Parts all = parts(of({Table{"", {{"A"}, {"B"}}, {}, {{text_cell(word), text_cell("b")}}, {}, ""}}));
  EXPECT_THAT(lines_of(all), Contains(word + " | b"));
  EXPECT_THAT(all.at("word/document.xml"), HasSubstr("<w:tblLayout w:type=\"fixed\"/>"));
  EXPECT_EQ(count(all.at("word/document.xml"), "<w:cantSplit/>"), 1u) << "only the titles: the long row may break";
}

// Kept in $OPORA_KEEP_DOCX to be looked at.
class Office : public Docx {
 protected:
  static std::string pdf_text(const Document& document, int& pages) {
    const auto folder = TemporaryFolder::make();
    const std::filesystem::path file = folder->path() / "order.docx";
    std::ofstream(file, std::ios::binary) << *to_docx(document);
    if (const char* kept = std::getenv("OPORA_KEEP_DOCX")) std::filesystem::copy_file(file, std::filesystem::path(kept) / "order.docx", std::filesystem::copy_options::overwrite_existing);
    const std::string at = folder->path().string();
    const std::string make = "cd '" + at + "' && HOME='" + at + "' soffice --headless --convert-to pdf order.docx >log 2>&1 && pdftotext -layout order.pdf order.txt && pdfinfo order.pdf | sed -n 's/^Pages: *//p' >pages";
    if (std::system(make.c_str()) != 0) return {};
    pages = std::stoi(read_whole(folder->path() / "pages").value_or("0"));
    return read_whole(folder->path() / "order.txt").value_or("");
  }
  // Without blanks: lines are broken where the page ends.
  static std::string dense(std::string text) {
    for (const char* blank : {"\u00A0", "\u202F", "|", " ", "\n", "\f"})
      for (std::size_t at = text.find(blank); at != std::string::npos; at = text.find(blank, at)) text.erase(at, std::string_view(blank).size());
    return text;
  }
};

TEST_F(Office, LibreOfficeReadsTheOrderAndPrintsIt) {
  if (std::system("command -v soffice >/dev/null && command -v pdftotext >/dev/null") != 0) GTEST_SKIP() << "LibreOffice or pdftotext is not there";
  const Document document = order(90);
  int pages = 0;
  const std::string text = pdf_text(document, pages);
  ASSERT_FALSE(text.empty());
  EXPECT_GE(pages, 6);
  EXPECT_LE(pages, 12);
  const std::string all = dense(text);
  for (const Block& block : document.blocks) {
    if (std::holds_alternative<Table>(block) || std::holds_alternative<Signature>(block)) continue;  // broken inside of cells
    if (const auto* one_of_text = std::get_if<Paragraph>(&block); one_of_text && !one_of_text->text[0].note.empty()) continue;  // has a figure inside
    Document one;
    one.blocks = {block};
    if (std::holds_alternative<NumberedParagraph>(block)) one.blocks = {Paragraph{std::get<NumberedParagraph>(block).text}};
    for (const std::string& line : document_lines(one)) EXPECT_THAT(all, HasSubstr(dense(line)));
  }
  for (const char* numbered : {"1.Утвердить", "2.Отделу", "2.1.довести", "2.2.опубликовать", "3.Контроль", "1.Переченьдействует"}) EXPECT_THAT(all, HasSubstr(numbered));
  EXPECT_GE(count(text, "Средний"), 3u) << "the header is repeated";
}

}  // namespace
}  // namespace opora
