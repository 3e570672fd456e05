// What a document's page says, and what it lets nothing do.
#include <gmock/gmock.h>

#include <pugixml.hpp>

#include "base/messages.h"
#include "report/document_html.h"
#include "report/document_text.h"
#include "report/inert_text.h"
#include "sample_documents.h"

namespace opora {
namespace {

using ::testing::ElementsAreArray;
using ::testing::HasSubstr;
using ::testing::Not;

// Pages are written so that an XML reader takes them, once scripts are cut out.
pugi::xml_document parsed(const std::string& html) {
  const std::string body = html.substr(html.find("<body"), html.rfind("</body>") + 7 - html.find("<body"));
  std::string kept;
  for (std::size_t at = 0; at < body.size();) {
    const std::size_t begin = std::min(body.find("<script", at), body.size());
    kept += body.substr(at, begin - at);
    const std::size_t end = body.find("</script>", begin);
    at = end == std::string::npos ? body.size() : end + 9;
  }
  pugi::xml_document page;
  const auto outcome = page.load_string(kept.c_str(), pugi::parse_default | pugi::parse_ws_pcdata);
  EXPECT_TRUE(outcome) << outcome.description() << " at " << kept.substr(static_cast<std::size_t>(outcome.offset), 200);
  return page;
}

std::string text_of(const pugi::xml_node& node) {
  std::string text;
  for (const pugi::xml_node& child : node.children()) {
    if (std::string_view(child.name()) == "sup") continue;  // numbers of footnotes
    text += child.type() == pugi::node_pcdata ? child.value() : text_of(child);
  }
  return text;
}

bool has_class(const pugi::xml_node& node, std::string_view name) { return (" " + std::string(node.attribute("class").value()) + " ").find(" " + std::string(name) + " ") != std::string::npos; }

void collect(const pugi::xml_node& node, std::vector<std::string>& lines) {
  const std::string_view name = node.name();
  if (name == "details" || has_class(node, "tools") || has_class(node, "footnotes")) return;
  if (name == "tr") {
    std::string row;
    bool first = true;
    for (const pugi::xml_node& cell : node.children()) {
      if (cell.type() != pugi::node_element) continue;
      row += (first || row.empty() ? "" : " | ") + text_of(cell);
      first = false;
    }
    lines.push_back(row);
  } else if (has_class(node, "key")) {
    for (const pugi::xml_node& card : node.children("div")) {
      const auto value = card.child("dd"), note = value.next_sibling("dd");
      lines.push_back(text_of(card.child("dt")) + ": " + text_of(value) + (note ? " (" + text_of(note) + ")" : ""));
    }
  } else if (has_class(node, "signature")) {
    lines.push_back(text_of(node.child("span")) + " " + text_of(node.last_child()));
  } else if (name == "li") {
    lines.push_back("• " + text_of(node));
  } else if (name == "p" || name == "caption" || name == "figcaption" || (name.size() == 2 && name[0] == 'h')) {
    lines.push_back(text_of(node));
  } else {
    for (const pugi::xml_node& child : node.children()) collect(child, lines);
  }
}

std::vector<std::string> lines_of(const std::string& html) {
  const pugi::xml_document page = parsed(html);
  std::vector<std::string> lines;
  collect(page.child("body").child("main"), lines);
  return lines;
}

std::vector<std::string> inert_lines(const Document& document) {
  std::vector<std::string> lines = document_lines(document);
  for (std::string& line : lines) line = inert(line);
  return lines;
}

class DocumentHtml : public ::testing::Test {
 protected:
  void SetUp() override { set_language(Language::kEnglish); }
};

TEST_F(DocumentHtml, ThePageSaysWhatTheDocumentSaysInItsOrder) {
  for (const Document& document : {samples::analytic_note(), samples::order(), samples::long_list(30)}) EXPECT_THAT(lines_of(to_html(document)), ElementsAreArray(inert_lines(document)));
}

TEST_F(DocumentHtml, ValuesCarryWhatTheySortBy) {
  const std::string html = to_html(samples::long_list(3));
  EXPECT_THAT(html, HasSubstr("data-key=\"20179\""));  // 2025-04-01
  EXPECT_THAT(html, HasSubstr("<th scope=\"col\" class=\"num\" data-sort=\"1\">Доля «2»</th>"));
  EXPECT_THAT(html, HasSubstr("<th scope=\"row\">МБОУ «Средняя общеобразовательная школа № 1»</th>"));
}

TEST_F(DocumentHtml, TablesWithSpansAreNotSortedAndKeepTheirSpans) {
  const std::string html = to_html(samples::analytic_note());
  EXPECT_THAT(html, HasSubstr("<th scope=\"row\" rowspan=\"2\">Вяземский</th>"));
  EXPECT_THAT(html, Not(HasSubstr("data-sort=\"1\">Срок")));
  EXPECT_THAT(html, HasSubstr("<th scope=\"colgroup\" colspan=\"3\">Весна 2025 года</th>"));
}

TEST_F(DocumentHtml, ShadedCellsHaveTheirStep) {
  const std::string html = to_html(samples::analytic_note());
  EXPECT_THAT(html, HasSubstr("class=\"num shade s3\""));
  EXPECT_THAT(html, HasSubstr("class=\"num shade s10\""));
}

TEST_F(DocumentHtml, ALongTableHasABoxToFilterIt) {
  EXPECT_THAT(to_html(samples::long_list(20)), Not(HasSubstr("type=\"search\"")));
  EXPECT_THAT(to_html(samples::long_list(21)), HasSubstr("type=\"search\""));
}

TEST_F(DocumentHtml, OnlyDocumentsWithChartsCarryTheLibrary) {
  const std::size_t without = to_html(samples::long_list(3)).size();
  EXPECT_LT(without, 40'000u);
  EXPECT_THAT(to_html(samples::analytic_note()), HasSubstr("<summary>Data of the chart</summary>"));
}

TEST_F(DocumentHtml, SectionsAcrossThePageAndAnnexesBeginPages) {
  const std::string html = to_html(samples::order());
  EXPECT_THAT(html, HasSubstr("<section class=\"sheet across\">\n<div class=\"mark annex\">"));
  EXPECT_THAT(html, HasSubstr("<div class=\"mark approval\">"));
  EXPECT_EQ(html.find("<section class=\"sheet\">\n</section>"), std::string::npos);
}

TEST_F(DocumentHtml, HostileTextIsTextAndNothingMore) {
  const Document document = samples::hostile();
  const std::string html = to_html(document);
  EXPECT_THAT(lines_of(html), ElementsAreArray(inert_lines(document)));
  EXPECT_THAT(html, Not(HasSubstr("<script>window")));
  EXPECT_THAT(html, Not(HasSubstr("<img")));
  EXPECT_THAT(html, Not(HasSubstr("onload=\"")));
  EXPECT_THAT(html, Not(HasSubstr("\u202E")));
  EXPECT_THAT(html, HasSubstr("default-src 'none'; script-src 'sha256-"));
  EXPECT_THAT(html, Not(HasSubstr("'unsafe")));
}

TEST(InertText, WhatCannotBeShownIsMarkedAndWhatTurnsTextGoes) {
  EXPECT_EQ(inert("школа № 1\n\tа"), "школа № 1\n\tа");
  EXPECT_EQ(inert(std::string("a\0b\x1F", 4)), "a\uFFFDb\uFFFD");
  EXPECT_EQ(inert("a\xFFz"), "a\uFFFDz");
  EXPECT_EQ(inert("x\u202Ey\u2069z\r\n"), "xyz\n");
  EXPECT_EQ(inert("\uFFFE\u0085"), "\uFFFD\uFFFD");
}

}  // namespace
}  // namespace opora
