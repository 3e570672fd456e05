// A document as JSON and back.
#include <gmock/gmock.h>

#include <cmath>
#include <nlohmann/json.hpp>

#include "base/messages.h"
#include "report/document_json.h"
#include "sample_documents.h"

namespace opora {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

TEST(DocumentJson, WhatIsReadBackIsTheDocument) {
  for (const Document& document : {samples::analytic_note(), samples::order(), samples::long_list(5)}) {
    const std::string json = to_json(document);
    const auto again = document_of_json(json);
    ASSERT_TRUE(again.ok()) << again.error().reason;
    EXPECT_EQ(to_json(*again), json);
    EXPECT_EQ(again->blocks.size(), document.blocks.size());
  }
}

TEST(DocumentJson, ValuesStayExact) {
  Document document;
  Table table;
  table.columns = {{"a", ValueType::kPercent, 1, 1, true}};
  for (const CellValue& value : {CellValue{Share{2, 6}, {}, {}}, CellValue{std::int64_t{9'007'199'254'740'993}, {}, {}}, CellValue{0.1, {}, std::pair(0.05, 0.2)}, CellValue{Date{std::chrono::year{2025} / 4 / 15}, {}, {}}, CellValue{{}, "менее 5", {}}, CellValue{std::nan(""), {}, {}}})
    table.rows.push_back({samples::cell(value)});
  document.blocks = {table};
  const auto again = document_of_json(to_json(document));
  ASSERT_TRUE(again.ok()) << again.error().reason;
  const auto& rows = std::get<Table>(again->blocks.at(0)).rows;
  EXPECT_EQ(std::get<Share>(rows[0][0].value.value).denominator, 6);
  EXPECT_EQ(std::get<std::int64_t>(rows[1][0].value.value), 9'007'199'254'740'993);
  EXPECT_EQ(rows[2][0].value.interval, std::pair(0.05, 0.2));
  EXPECT_EQ(to_iso(std::get<Date>(rows[3][0].value.value)), "2025-04-15");
  EXPECT_EQ(rows[4][0].value.reason, "менее 5");
  EXPECT_TRUE(std::isnan(std::get<double>(rows[5][0].value.value)));
}

TEST(DocumentJson, HostileTextComesBackAsItWasAndTurnsNothingOnTheWay) {
  const Document document = samples::hostile();
  const std::string json = to_json(document);
  EXPECT_THAT(json, Not(HasSubstr("\u202E")));
  EXPECT_THAT(json, HasSubstr("\\u202e"));
  const auto again = document_of_json(json);
  ASSERT_TRUE(again.ok()) << again.error().reason;
  EXPECT_EQ(std::get<Heading>(again->blocks.at(0)).text.at(0).text, std::get<Heading>(document.blocks.at(0)).text.at(0).text);
  EXPECT_EQ(std::get<Signature>(again->blocks.back()).name, "\u2066x\u2069");
}

TEST(DocumentJson, WhatIsNoDocumentSaysWhichBlockAndWhy) {
  set_language(Language::kEnglish);
  const auto refused = [](const std::string& json) {
    const auto document = document_of_json(json);
    EXPECT_FALSE(document.ok()) << json;
    return document.ok() ? "" : document.error().code + ": " + document.error().reason;
  };
  const std::string start = R"({"format": "opora-document", "version": 1, "blocks": [{"type": "page-break"}, )";
  EXPECT_THAT(refused("{"), HasSubstr("DOC-013: "));
  EXPECT_EQ(refused("{}"), "DOC-013: format is not opora-document, version 1");
  EXPECT_EQ(refused(start + R"({"type": "picture"}]})"), "DOC-013: block 2: unknown type: picture");
  EXPECT_EQ(refused(start + R"({"type": "heading", "level": 7, "text": []}]})"), "DOC-013: block 2: level: 7");
  EXPECT_EQ(refused(start + R"({"type": "table", "columns": [], "rows": []}]})"), "DOC-013: block 2: a table without columns");
  EXPECT_EQ(refused(start + R"({"type": "table", "columns": [{"type": "colour"}], "rows": []}]})"), "DOC-013: block 2: unknown word: colour");
  EXPECT_EQ(refused(start + R"({"type": "table", "columns": [{}], "rows": [[{"date": "31.02.2025"}]]}]})"), "DOC-013: block 2: no date: 31.02.2025");
  EXPECT_EQ(refused(start + R"({"type": "table", "columns": [{}], "rows": [[{}]]}]})"), "DOC-013: block 2: a value without text, integer, number, numerator, date or missing");
}

}  // namespace
}  // namespace opora
