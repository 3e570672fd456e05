// A region's own template: letterhead, named places, and the place of the content.
#include <gmock/gmock.h>

#include <fstream>

#include "base/messages.h"
#include "base/temporary_folder.h"
#include "report/document_docx.h"
#include "report/document_text.h"
#include "unit/report/docx_text.h"

namespace opora {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::IsSupersetOf;
using ::testing::Not;
using testing_docx::broken_parts;
using testing_docx::lines_of;
using testing_docx::order;
using testing_docx::Parts;
using testing_docx::parts_of;

constexpr const char* kSpaces = " xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\" xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"";
constexpr const char* kSection = "<w:sectPr><w:headerReference w:type=\"first\" r:id=\"rId9\"/><w:pgSz w:w=\"11906\" w:h=\"16838\"/><w:pgMar w:top=\"1000\" w:right=\"600\" w:bottom=\"900\" w:left=\"1600\" w:header=\"500\" w:footer=\"500\" w:gutter=\"0\"/><w:titlePg/></w:sectPr>";

std::string p(const std::string& text) { return "<w:p><w:r><w:t>" + text + "</w:t></w:r></w:p>"; }

// A template as Word for Russian writes it: ids of styles are letters and figures, the names are Word's own.
DocxTemplate form_of(const std::string& body, const std::string& section = kSection) {
  const std::string relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/";
  return {"letterhead.docx",
          {{"[Content_Types].xml", "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default Extension=\"xml\" ContentType=\"application/xml\"/><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>"
                                   "<Override PartName=\"/word/document.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml\"/>"
                                   "<Override PartName=\"/word/styles.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml\"/>"
                                   "<Override PartName=\"/word/numbering.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.numbering+xml\"/>"
                                   "<Override PartName=\"/word/header1.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.header+xml\"/></Types>"},
           {"_rels/.rels", "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"rId1\" Type=\"" + relation + "officeDocument\" Target=\"word/document.xml\"/></Relationships>"},
           {"word/document.xml", std::string("<w:document") + kSpaces + "><w:body>" + body + section + "</w:body></w:document>"},
           {"word/_rels/document.xml.rels", "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"rId1\" Type=\"" + relation + "styles\" Target=\"styles.xml\"/><Relationship Id=\"rId2\" Type=\"" + relation + "numbering\" Target=\"numbering.xml\"/><Relationship Id=\"rId9\" Type=\"" + relation + "header\" Target=\"header1.xml\"/></Relationships>"},
           {"word/styles.xml", std::string("<w:styles") + kSpaces + "><w:style w:type=\"paragraph\" w:default=\"1\" w:styleId=\"a\"><w:name w:val=\"Normal\"/></w:style><w:style w:type=\"paragraph\" w:styleId=\"1\"><w:name w:val=\"heading 1\"/></w:style><w:style w:type=\"paragraph\" w:styleId=\"Caption\"><w:name w:val=\"Our own\"/></w:style></w:styles>"},
           {"word/numbering.xml", std::string("<w:numbering") + kSpaces + "><w:abstractNum w:abstractNumId=\"4\"/><w:num w:numId=\"7\"><w:abstractNumId w:val=\"4\"/></w:num></w:numbering>"},
           {"word/header1.xml", std::string("<w:hdr") + kSpaces + ">" + p("Примерная область, {{date}}") + "</w:hdr>"},
           {"word/media/logo.png", "logo"},
           {"docProps/core.xml", "<cp:coreProperties xmlns:cp=\"x\" xmlns:dc=\"y\"><dc:creator>Сидорова</dc:creator></cp:coreProperties>"}}};
}

Document letter() {
  Document document;
  document.title = "T";
  document.blocks = {Paragraph{plain("Текст.")}};
  document.places = {{"date", "26.11.2026"}, {"number", "№ 5"}};
  return document;
}

class Template : public ::testing::Test {
 protected:
  void SetUp() override { set_language(Language::kEnglish); }

  Parts filled(const DocxTemplate& form, const Document& document = letter()) {
    warnings.clear();
    const auto bytes = to_docx(document, form, &warnings);
    if (!bytes.ok()) ADD_FAILURE() << bytes.error().message;
    return bytes.ok() ? parts_of(*bytes) : Parts();
  }
  std::vector<std::string> told() const {
    std::vector<std::string> all;
    for (const Diagnostic& one : warnings) all.push_back(one.code + ": " + one.message);
    return all;
  }
  std::vector<Diagnostic> warnings;
};

TEST_F(Template, PlacesAndContentAreFilledAndTheLetterheadStays) {
  const Parts all = filled(form_of(p("от {{date}} {{ number }}") + p("{{content}}") + p("Исполнитель")));
  EXPECT_THAT(broken_parts(all), IsEmpty());
  EXPECT_THAT(lines_of(all), ElementsAre("от 26.11.2026 № 5", "Текст.", "Исполнитель"));
  EXPECT_THAT(all.at("word/header1.xml"), HasSubstr("Примерная область, 26.11.2026<"));
  EXPECT_EQ(all.at("word/media/logo.png"), "logo");
  EXPECT_THAT(all.at("docProps/core.xml"), Not(HasSubstr("Сидорова")));
  EXPECT_THAT(all.at("[Content_Types].xml"), HasSubstr("document.main+xml")) << "a .dotx becomes a document";
  EXPECT_THAT(told(), IsEmpty());
}

TEST_F(Template, APlaceThatWordCutIntoRunsKeepsTheLookOfItsBeginning) {
  const std::string cut = "<w:p><w:r><w:rPr><w:b/></w:rPr><w:t>от {</w:t></w:r><w:r><w:t>{da</w:t></w:r><w:proofErr w:type=\"spellStart\"/><w:r><w:t>te}</w:t></w:r><w:r><w:t xml:space=\"preserve\">} года {{number}}</w:t></w:r></w:p>";
  const Parts all = filled(form_of(cut + p("{{content}}")));
  EXPECT_THAT(lines_of(all), ElementsAre("от 26.11.2026 года № 5", "Текст."));
  EXPECT_THAT(all.at("word/document.xml"), HasSubstr("<w:b/></w:rPr><w:t xml:space=\"preserve\">от 26.11.2026</w:t>"));
}

TEST_F(Template, ContentControlsAreFilledByTheirTag) {
  const auto control = [](const std::string& tag, const std::string& content) { return "<w:sdt><w:sdtPr><w:tag w:val=\"" + tag + "\"/><w:dataBinding w:xpath=\"x\"/><w:showingPlcHdr/></w:sdtPr><w:sdtContent>" + content + "</w:sdtContent></w:sdt>"; };
  const std::string run = "<w:r><w:rPr><w:rStyle w:val=\"PlaceholderText\"/><w:i/></w:rPr><w:t>Введите</w:t></w:r><w:r><w:t> дату</w:t></w:r>";
  Document document = letter();
  document.places[0].second = "26.11\n2026";
  const Parts all = filled(form_of("<w:p>" + control("date", run) + "</w:p><w:tbl><w:tr><w:tc>" + control("number", p("старый") + p("текст")) + "</w:tc></w:tr></w:tbl>" + control("content", p("сюда"))), document);
  EXPECT_THAT(lines_of(all), ElementsAre("26.11\n2026", "№ 5", "Текст."));
  EXPECT_THAT(all.at("word/document.xml"), Not(HasSubstr("showingPlcHdr")));
  EXPECT_THAT(all.at("word/document.xml"), Not(HasSubstr("dataBinding"))) << "Word would put the bound data back";
  EXPECT_THAT(all.at("word/document.xml"), HasSubstr("<w:rPr><w:i/></w:rPr><w:t"));
}

TEST_F(Template, UnknownPlacesAndThoseLeftOutAreNamed) {
  Document document = letter();
  document.places.emplace_back("annexes", "2");
  const Parts all = filled(form_of(p("{{date}} {{number}} {{signer}}") + p("{{content}}")), document);
  EXPECT_THAT(told(), ElementsAre("DOC-001: the template has places that this document does not fill: signer", "DOC-002: the template has no place for: annexes"));
  EXPECT_EQ(warnings[0].severity, Severity::kWarning);
  EXPECT_THAT(lines_of(all)[0], HasSubstr("{{signer}}")) << "what is not filled is seen";
}

TEST_F(Template, WithoutAPlaceForTheContentThereIsNoDocument) {
  for (const std::string& body : {p("Без места"), p("Текст: {{content}} и далее"), "<w:tbl><w:tr><w:tc>" + p("{{content}}") + "</w:tc></w:tr></w:tbl>"}) {
    const auto bytes = to_docx(letter(), form_of(body));
    ASSERT_FALSE(bytes.ok());
    EXPECT_EQ(bytes.error().code, "DOC-003");
    EXPECT_THAT(bytes.error().help, HasSubstr("{{content}}"));
  }
}

TEST_F(Template, ItsStylesWinAndOthersAreAdded) {
  Document document = letter();
  document.blocks = {Heading{1, plain("H")}, Table{"C", {{"A"}}, {}, {}, {}, ""}};
  const Parts all = filled(form_of(p("{{content}}")), document);
  EXPECT_THAT(all.at("word/document.xml"), HasSubstr("<w:pStyle w:val=\"1\"/>")) << "heading 1 of the template";
  EXPECT_THAT(all.at("word/document.xml"), HasSubstr("<w:pStyle w:val=\"OporaCaption\"/>")) << "its style of that id is another one";
  EXPECT_THAT(all.at("word/styles.xml"), HasSubstr("w:styleId=\"TableText\"><w:name w:val=\"Table Text\"/><w:basedOn w:val=\"a\"/>"));
  EXPECT_THAT(all.at("word/styles.xml"), HasSubstr("<w:name w:val=\"Our own\"/>"));
}

TEST_F(Template, ListsAndNotesGetNumbersOfTheirOwn) {
  Document document = letter();
  document.blocks = {NumberedParagraph{1, {{"один", false, false, "сноска"}}}, NumberedParagraph{1, plain("снова"), true}};
  const Parts all = filled(form_of(p("{{content}}")), document);
  EXPECT_THAT(lines_of(all), ElementsAre("1. один", "1. снова"));
  EXPECT_THAT(all.at("word/numbering.xml"), HasSubstr("<w:abstractNum w:abstractNumId=\"6\">"));
  EXPECT_THAT(all.at("word/footnotes.xml"), HasSubstr("сноска"));
  EXPECT_THAT(all.at("[Content_Types].xml"), HasSubstr("PartName=\"/word/footnotes.xml\""));
  EXPECT_LT(all.at("word/numbering.xml").rfind("<w:abstractNum "), all.at("word/numbering.xml").find("<w:num ")) << "definitions stand before instances";
}

TEST_F(Template, PagesAcrossAreTheTemplatesTurnedAndTheFirstHeaderStaysOnTheFirst) {
  Document document = letter();
  document.blocks = {Paragraph{plain("A")}, Orientation{true}, Paragraph{plain("B")}};
  const std::string body = filled(form_of(p("{{content}}")), document).at("word/document.xml");
  EXPECT_THAT(body, HasSubstr("<w:pgSz w:w=\"16838\" w:h=\"11906\" w:orient=\"landscape\"/><w:pgMar w:top=\"1600\" w:right=\"1000\" w:bottom=\"600\" w:left=\"900\""));
  EXPECT_LT(body.find("<w:titlePg/>"), body.find(">B<"));
  EXPECT_EQ(body.find("<w:titlePg/>", body.find(">B<")), std::string::npos);
  const std::string upright = filled(form_of(p("{{content}}") + p("Исполнитель")), document).at("word/document.xml");
  EXPECT_LT(upright.find("landscape"), upright.find("Исполнитель"));
  EXPECT_EQ(upright.find("landscape", upright.find("Исполнитель")), std::string::npos) << "words after the content stand upright again";
}

TEST_F(Template, TextsOfTheDocumentAreNoPlaces) {
  Document document = letter();
  document.blocks = {Paragraph{plain("{{number}} {{other}}")}};
  document.places = {{"date", "{{number}}{{content}}<w:br/>"}, {"number", "5"}};
  const Parts all = filled(form_of(p("{{date}} {{number}}") + p("{{content}}")), document);
  EXPECT_THAT(lines_of(all), ElementsAre("{{number}}{{content}}<w:br/> 5", "{{number}} {{other}}"));
  EXPECT_THAT(told(), IsEmpty());
}

TEST_F(Template, WhatIsNoTemplateIsRefusedWithAReason) {
  DocxTemplate macros = form_of(p("{{content}}"));
  macros.parts.push_back({"word/vbaProject.bin", "x"});
  DocxTemplate strict = form_of(p("{{content}}"));
  strict.parts[2].data = "<w:document xmlns:w=\"http://purl.oclc.org/ooxml/wordprocessingml/main\"><w:body/></w:document>";
  for (const DocxTemplate& form : {macros, strict, DocxTemplate{"empty.docx", {}}}) {
    const auto bytes = to_docx(letter(), form);
    ASSERT_FALSE(bytes.ok());
    EXPECT_EQ(bytes.error().code, "DOC-004");
    EXPECT_NE(bytes.error().reason, "");
  }
  const auto folder = TemporaryFolder::make();
  std::ofstream(folder->path() / "text.docx") << "not an archive";
  EXPECT_EQ(read_docx_template(folder->path() / "text.docx").error().code, "DOC-004");
  EXPECT_EQ(read_docx_template(folder->path() / "missing.docx").error().code, "FILE-001");
}

TEST_F(Template, ADocumentOfOursServesAsATemplate) {
  Document own = letter();
  own.blocks = order(1).blocks;
  own.blocks = {own.blocks[19], Paragraph{plain("Бланк {{date}} {{number}}")}, Paragraph{plain("{{content}}")}};
  const auto folder = TemporaryFolder::make();
  std::ofstream(folder->path() / "own.docx", std::ios::binary) << *to_docx(own);
  const auto form = read_docx_template(folder->path() / "own.docx");
  ASSERT_TRUE(form.ok());
  Document document = order(3);
  const Parts all = filled(*form, document);
  EXPECT_THAT(broken_parts(all), IsEmpty());
  EXPECT_THAT(lines_of(all), IsSupersetOf(document_lines(document)));
}

}  // namespace
}  // namespace opora
