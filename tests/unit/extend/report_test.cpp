// A report written as a script: what it makes of what it is given, and how it is told what is wrong.
#include "extend/report_call.h"

#include <gmock/gmock.h>

#include "opora/abi/all.h"
#include "report/document_text.h"

namespace opora {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

constexpr char kNoBreak[] = "\u00A0";

std::string script_of(const std::string& body, const std::string& more = {}) {
  return "return report { api = 1, id = 'r', title = 'T', scope = 'region', " + more + " write = function(ctx, doc, p)\n" + body + "\nend }";
}

Result<Document> write(const std::string& script, const ReportFields& context = {}, const std::map<std::string, std::string>& parameters = {}) {
  OPORA_ASSIGN(const Extension extension, load_lua_extension({"pack/report.lua", script, {}}, OPORA_KIND_REPORT));
  OPORA_ASSIGN(const Report report, Report::of(extension));
  return report.write(context, parameters);
}

std::vector<std::string> lines_of(const std::string& body, const std::string& more = {}, const ReportFields& context = {}, const std::map<std::string, std::string>& parameters = {}) {
  const auto document = write(script_of(body, more), context, parameters);
  return document.ok() ? document_lines(*document) : std::vector<std::string>{document.error().code, document.error().message};
}

std::string error_of(const std::string& body, const std::string& more = {}) {
  const auto document = write(script_of(body, more));
  if (document.ok()) return "none";
  const auto& spans = document.error().spans;
  return document.error().code + " line " + (spans.empty() ? "?" : std::to_string(spans.front().line)) + ": " + document.error().message + " " + document.error().help;
}

TEST(LuaReport, MakesEveryBlockOfADocument) {
  const auto document = write(script_of(R"(
    doc:title("Title")
    doc:heading(2, "Part")
    doc:paragraph { text = { "plain ", { text = "strong", bold = true }, { text = "", note = "source" } }, style = "remark" }
    doc:numbered(1, "first") doc:numbered(2, "below") doc:numbered(1, "second")
    doc:bullets { "a", "b" }
    doc:page_break() doc:landscape(true) doc:annex { "Annex 1" } doc:approval { "APPROVED" }
    doc:signature { post = "Head", name = "Name" }
    doc:header("top") doc:footer("bottom") doc:place("number", "12") doc:place("number", "13")
  )"));
  ASSERT_TRUE(document.ok()) << document.error().message;
  EXPECT_EQ(document->title, "Title");
  EXPECT_EQ(document->kind, "r");
  EXPECT_EQ(document->header, "top");
  EXPECT_EQ(document->footer, "bottom");
  EXPECT_THAT(document->places, ElementsAre(std::pair<std::string, std::string>("number", "13")));
  EXPECT_THAT(document_lines(*document), ElementsAre("Title", "Part", "plain strong", "1. first", "1.1. below", "2. second", "• a", "• b", "Annex 1", "APPROVED", "Head Name"));
  const auto& paragraph = std::get<Paragraph>(document->blocks[2]);
  EXPECT_EQ(paragraph.style, ParagraphStyle::kRemark);
  EXPECT_TRUE(paragraph.text[1].bold);
  EXPECT_EQ(paragraph.text[2].note, "source");
  EXPECT_TRUE(std::get<Orientation>(document->blocks[8]).landscape);
}

TEST(LuaReport, ReadsRowsOfListsRecordsAndFrames) {
  const std::string columns = "columns = { { name = 'who', title = 'Who' }, { name = 'n', title = 'N', type = 'integer' }, { name = 'part', title = 'Part', type = 'percent', show_n = true } }";
  const auto by_list = lines_of("doc:table { " + columns + ", rows = { { 'a', 3, share(5, 10) }, { 'b' } } }");
  const auto by_record = lines_of("doc:table { " + columns + ", rows = { { who = 'a', n = 3, part = share(5, 10) }, { who = 'b' } } }");
  EXPECT_EQ(by_list, by_record);
  ASSERT_EQ(by_list.size(), 3u);
  EXPECT_EQ(by_list[0], "Who | N | Part");
  EXPECT_THAT(by_list[1], HasSubstr("a | 3 | 50"));
  EXPECT_EQ(by_list[2], "b | — | —");
  const auto of_frame = lines_of("doc:table { columns = { { name = 'who', title = 'Who' }, { name = 'n', title = 'N', type = 'integer' } }, "
                                 "rows = frame({ { 'who', 'text' }, { 'n', 'whole' } }, { { 'a', 3 }, { 'b', nil } }) }");
  EXPECT_THAT(of_frame, ElementsAre("Who | N", "a | 3", "b | —"));
}

TEST(LuaReport, LeavesOutCellsThatASpanCovers) {
  const auto document = write(script_of("doc:table { columns = { 'A', 'B', 'C' }, rows = { { { value = 'tall', rows = 2 }, { value = 'wide', columns = 2 } }, { 'b', 'c' } } }"));
  ASSERT_TRUE(document.ok()) << document.error().message;
  const auto& table = std::get<Table>(document->blocks[0]);
  EXPECT_EQ(table.rows[0].size(), 2u);
  EXPECT_EQ(table.rows[1].size(), 2u);
  EXPECT_EQ(table.rows[0][0].rows, 2);
  EXPECT_EQ(table.rows[0][1].columns, 2);
}

TEST(LuaReport, HidesValuesOfFewPeopleWhereverTheyStand) {
  const std::string parameter = "params = { small_cell = integer(5) },";
  const std::string body = R"(
    doc:table { columns = { { title = "S", type = "percent" }, { title = "M", type = "number" }, { title = "Open", type = "percent", open = true } },
                rows = { { share(1, 4), { value = 3.5, n = 4 }, share(1, 4) }, { share(1, 5), { value = 3.5, n = 5 }, share(1, 5) } } }
    doc:key_figures { { title = "K", value = share(1, 4), type = "percent" } }
    doc:paragraph(doc:shown(share(1, 4), "percent"))
    doc:chart { kind = "bars", series = { { points = { { label = "few", y = 1, n = 4 }, { label = "many", y = 2, n = 5 } } } }, description = "D" }
  )";
  const auto document = write(script_of(body, parameter));
  ASSERT_TRUE(document.ok()) << document.error().message;
  const auto& table = std::get<Table>(document->blocks[0]);
  EXPECT_EQ(table.rows[0][0].value.reason, "fewer than" + std::string(kNoBreak) + "5");
  EXPECT_EQ(table.rows[0][1].value.reason, "fewer than" + std::string(kNoBreak) + "5");
  EXPECT_TRUE(std::holds_alternative<Share>(table.rows[0][2].value.value));
  EXPECT_TRUE(std::holds_alternative<Share>(table.rows[1][0].value.value));
  EXPECT_TRUE(std::holds_alternative<double>(table.rows[1][1].value.value));
  EXPECT_EQ(std::get<KeyFigures>(document->blocks[1]).figures[0].value.reason, "fewer than" + std::string(kNoBreak) + "5");
  EXPECT_EQ(plain_text(std::get<Paragraph>(document->blocks[2]).text), "fewer than" + std::string(kNoBreak) + "5");
  EXPECT_EQ(std::get<Chart>(document->blocks[3]).series[0].points.size(), 1u);
  const auto off = write(script_of(body, parameter), {}, {{"small_cell", "0"}});
  ASSERT_TRUE(off.ok());
  EXPECT_TRUE(std::holds_alternative<Share>(std::get<Table>(off->blocks[0]).rows[0][0].value.value));
}

TEST(LuaReport, ShadesCellsButNotThoseWhoseValueIsHidden) {
  const auto document = write(script_of("doc:table { columns = { { title = 'S', type = 'percent' } }, rows = { { { value = share(1, 5), shade = 0.4 } }, { { value = share(1, 4), shade = 1 } }, { { value = share(5, 5), shade = 1.2 } }, { share(1, 5) } } }",
                                        "params = { small_cell = integer(5) },"));
  ASSERT_TRUE(document.ok()) << document.error().message;
  const auto& rows = std::get<Table>(document->blocks[0]).rows;
  EXPECT_EQ(rows[0][0].shade, 0.4);
  EXPECT_EQ(rows[1][0].shade, std::nullopt);
  EXPECT_EQ(rows[2][0].shade, 1.0);
  EXPECT_EQ(rows[3][0].shade, std::nullopt);
  EXPECT_THAT(error_of("doc:table { columns = { 'A' }, rows = { { { value = 'x', shade = 'deep' } } } }"), HasSubstr("shade"));
}

TEST(LuaReport, SeesWhatItIsGiven) {
  const ReportFields context = {{"year", {std::int64_t{2022}}},
                                {"list", {ReportFields{{"title", {std::string("L")}}, {"entries", {ReportList{ReportValue{ReportFields{{"name", {std::string("a")}}, {"part", {Share{1, 2}}}}}}}}}}},
                                {"plan", {false}}};
  EXPECT_THAT(lines_of("doc:paragraph(ctx.year .. ' ' .. ctx.list.title .. ' ' .. #ctx.list.entries .. ' ' .. ctx.list.entries[1].part.percent .. ' ' .. tostring(ctx.plan))", {}, context),
              ElementsAre("2022\u00a0L\u00a01 50.0\u00a0false"));
}

TEST(LuaReport, GivesTextsTheFormOfPrint) {
  const auto lines = lines_of("doc:paragraph('\"Слово\" — № 5') doc:paragraph(doc:counted(5, 'школа', 'школы', 'школ')) doc:paragraph(doc:date_words('2022-03-05'))");
  EXPECT_EQ(lines[0], "«Слово»" + std::string(kNoBreak) + "— №" + kNoBreak + "5");
  EXPECT_EQ(lines[1], "5" + std::string(kNoBreak) + "школ");
  EXPECT_THAT(lines[2], HasSubstr("2022"));
}

TEST(LuaReport, TellsTheLineOfWhatIsWrong) {
  EXPECT_THAT(error_of("\ndoc:headline('x')"), HasSubstr("LUA-035 line 3"));
  EXPECT_THAT(error_of("doc:table { columns = { { title = 'N', type = 'integer' } }, rows = { { 'x' } } }"), HasSubstr("LUA-038 line 2"));
  EXPECT_THAT(error_of("doc:table { columns = { 'A' }, rows = { { 'x', 'y' } } }"), HasSubstr("more cells"));
  EXPECT_THAT(error_of("doc:table { rows = {} }"), HasSubstr("LUA-032"));
  EXPECT_THAT(error_of("doc:paragraph { text = 'x', style = 'remrk' }"), HasSubstr("remark"));
  EXPECT_THAT(error_of("doc:chart { kind = 'bars', series = {} }"), HasSubstr("description"));
  EXPECT_THAT(error_of("doc:date_words('soon')"), HasSubstr("LUA-034"));
  EXPECT_THAT(error_of("doc:paragraph(ctx.list.title)"), HasSubstr("add \"list\" to needs"));
  EXPECT_THAT(error_of("doc:paragraph(ctx.lst)"), HasSubstr("LUA-035"));
  EXPECT_THAT(error_of("while true do end"), HasSubstr("LUA-020"));
}

TEST(LuaReport, RefusesADescriptionThatSaysTooLittleOrWhatNobodyKnows) {
  const auto refused = [](const std::string& script) {
    const auto document = write(script);
    return document.ok() ? std::string("none") : document.error().code + " " + document.error().message + " " + document.error().help;
  };
  EXPECT_THAT(refused("return report { api = 1, id = 'r', title = 'T', scope = 'region' }"), HasSubstr("'write'"));
  EXPECT_THAT(refused("return report { api = 1, id = 'r', title = 'T', scope = 'town', write = function() end }"), HasSubstr("'town'"));
  EXPECT_THAT(refused("return report { api = 1, id = 'r', title = 'T', scope = 'region', needs = { 'lis' }, write = function() end }"), HasSubstr("'list'"));
  EXPECT_THAT(refused("return report { api = 2, id = 'r', title = 'T', scope = 'region', write = function() end }"), HasSubstr("api 2"));
  EXPECT_THAT(refused("return 1"), HasSubstr("return report"));
}

TEST(LuaReport, StopsADocumentThatNeverEnds) {
  EXPECT_THAT(error_of("for i = 1, 30000 do doc:page_break() end"), HasSubstr("REPORT-001"));
}

}  // namespace
}  // namespace opora
