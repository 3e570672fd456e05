// The plans of the packs, written as each kind of document and read again, and the documents that they were made from.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <xlsxwriter.h>

#include <algorithm>
#include <cstdlib>
#include <functional>
#include <regex>

#include "plans/documents/row_text.h"
#include "unit/plans/document_fixtures.h"

namespace opora {
namespace {

using namespace fixtures;
using std::filesystem::path;

const path kRegions = path(OPORA_SOURCE_DIR) / "regions";

// Beside the sources, or where the environment says.
const path kDocuments = [] {
  const char* given = std::getenv("OPORA_DOCUMENTS");
  return given != nullptr ? path(given) : path(OPORA_SOURCE_DIR).parent_path() / "shared" / "documents";
}();

// The packs' rows keep marks of the documents' Markdown and HTML where they stand in the text.
std::string without_marks(const std::string& text) {
  static const std::regex kMarks("<[^>]*>| -{2,3}$");
  return folded(std::regex_replace(text, kMarks, ""));
}

std::vector<PlanRow> rows_of_pack(const std::string& plan) {
  const RowsOfPlan imported = rows_of(kRegions / plan);
  std::vector<PlanRow> rows = imported.rows;
  for (PlanRow& row : rows)
    for (std::string* text : {&row.measure, &row.deadline, &row.purpose, &row.result, &row.responsible}) *text = without_marks(*text);
  return rows;
}

std::vector<std::string> all_plans() {
  std::vector<std::string> plans;
  for (const auto& pack : std::filesystem::directory_iterator(kRegions)) {
    if (!std::filesystem::exists(pack.path() / "plans")) continue;
    for (const auto& file : std::filesystem::directory_iterator(pack.path() / "plans"))
      if (file.path().extension() == ".csv") plans.push_back(pack.path().filename().string() + "/plans/" + file.path().filename().string());
  }
  std::sort(plans.begin(), plans.end());
  return plans;
}

std::vector<std::string> texts_of(const PlanRow& row) { return {row.number, row.measure, row.deadline, row.purpose, row.responsible, row.result}; }

std::string shown_whole(const PlanRow& row) { return fmt::format("[{}] {}", row.section, fmt::join(texts_of(row), " | ")); }

std::vector<std::string> shown_whole(const std::vector<PlanRow>& rows) {
  std::vector<std::string> lines;
  for (const PlanRow& row : rows) lines.push_back(shown_whole(row));
  return lines;
}

// Called for the header, each title of a section (one text) and each row, in their order.
void for_each_line(const std::vector<PlanRow>& rows, const std::function<void(const std::vector<std::string>&)>& line) {
  std::vector<std::string> header(russian().titles.begin() + 1, russian().titles.end());
  line(header);
  std::string section;
  for (const PlanRow& row : rows) {
    if (row.section != section) line({row.section});
    section = row.section;
    line(texts_of(row));
  }
}

std::string replaced(std::string text, std::string_view what, std::string_view by) {
  for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + by.size())) text.replace(at, what.size(), by);
  return text;
}

path as_markdown(const std::vector<PlanRow>& rows) {
  std::string text;
  for_each_line(rows, [&](std::vector<std::string> cells) {
    cells.resize(6);
    for (std::string& cell : cells) cell = replaced(cell, "|", "\\|");
    const bool header = text.empty();
    text += fmt::format("| {} |\n", fmt::join(cells, " | "));
    if (header) text += "|---|---|---|---|---|---|\n";
  });
  return write_document("round.md", text);
}

path as_html(const std::vector<PlanRow>& rows) {
  std::string text = "<!DOCTYPE html>\n<html><body><table>";
  for_each_line(rows, [&](const std::vector<std::string>& cells) {
    text += "<tr>";
    for (const std::string& cell : cells) text += fmt::format("<td{}>{}</td>", cells.size() == 1 ? " colspan=\"6\"" : "", replaced(replaced(cell, "&", "&amp;"), "<", "&lt;"));
    text += "</tr>\n";
  });
  return write_document("round.html", text + "</table></body></html>");
}

path as_docx(const std::vector<PlanRow>& rows) {
  std::vector<std::string> lines;
  for_each_line(rows, [&](const std::vector<std::string>& texts) {
    std::vector<std::string> cells;
    for (const std::string& text : texts) cells.push_back(text_cell(text, texts.size() == 1 ? R"(<w:gridSpan w:val="6"/>)" : ""));
    lines.push_back(table_row(cells));
  });
  return write_docx("round.docx", paragraph("План мероприятий") + table(lines));
}

path as_xlsx(const std::vector<PlanRow>& rows) {
  const path file = write_document("round.xlsx", "");
  lxw_workbook* book = workbook_new(file.c_str());
  lxw_worksheet* sheet = workbook_add_worksheet(book, nullptr);
  lxw_row_t line = 0;
  for_each_line(rows, [&](const std::vector<std::string>& texts) {
    if (texts.size() == 1) worksheet_merge_range(sheet, line, 0, line, 5, texts[0].c_str(), nullptr);
    for (std::size_t i = 0; texts.size() > 1 && i < texts.size(); ++i) worksheet_write_string(sheet, line, static_cast<lxw_col_t>(i), texts[i].c_str(), nullptr);
    ++line;
  });
  workbook_close(book);
  return file;
}

class RoundTrip : public testing::TestWithParam<std::pair<const char*, path (*)(const std::vector<PlanRow>&)>> {};

TEST_P(RoundTrip, GivenThePlansOfThePacksWhenWrittenAndReadThenEveryRowIsTheSame) {
  const std::vector<std::string> plans = all_plans();
  EXPECT_GE(plans.size(), 7u);
  for (const std::string& plan : plans) {
    const std::vector<PlanRow> rows = rows_of_pack(plan);
    const path file = GetParam().second(rows);
    const RowsOfPlan read = rows_of(file);
    EXPECT_THAT(shown_whole(read.rows), testing::ElementsAreArray(shown_whole(rows))) << plan;
    EXPECT_EQ(characters_of_rows(read, document_of(file)), characters_of_tables(document_of(file))) << plan;
  }
}

INSTANTIATE_TEST_SUITE_P(Plans, RoundTrip,
                         testing::Values(std::pair{"markdown", &as_markdown}, std::pair{"html", &as_html}, std::pair{"docx", &as_docx}, std::pair{"xlsx", &as_xlsx}),
                         [](const auto& one) { return one.param.first; });

// The tables of the packs themselves: number of rows of each, as tests/e2e/plan_rows_test.py counts them.
TEST(PlanFiles, GivenTheTablesOfThePacksThenEveryRowIsReadWithItsSection) {
  const std::vector<std::pair<const char*, std::size_t>> expected = {{"ru-se/plans/2021.csv", 51}, {"ru-smo/plans/2019.csv", 62}, {"ru-ros/plans/2020.csv", 76}, {"ru-irk-katanga/plans/2023.csv", 12},
      {"ru-mo-bolsheberezniki/plans/2020.csv", 17}, {"ru-mo-bolsheberezniki/plans/2021.csv", 13}, {"ru-mo-bolsheberezniki/plans/2022.csv", 13}};
  for (const auto& [plan, rows] : expected) EXPECT_EQ(rows_of_pack(plan).size(), rows) << plan;
  EXPECT_EQ(rows_of_pack("ru-smo/plans/2019.csv").at(12).section, "Приложение № 2: Организационно-управленческие меры");
}

struct RealDocument {
  const char* name;                 // begins so
  std::vector<const char*> plans;   // of the packs, in the document's order
  std::size_t numbered, points;     // rows of its tables
};

// The order of document 003 is no table: its points 1 … 5 are quoted as text outside of the tables.
const std::vector<RealDocument> kReal = {
    {"000", {"ru-se/plans/2021.csv"}, 28, 23},
    {"001", {"ru-mo-bolsheberezniki/plans/2020.csv", "ru-mo-bolsheberezniki/plans/2021.csv", "ru-mo-bolsheberezniki/plans/2022.csv"}, 43, 0},
    {"002", {"ru-irk-katanga/plans/2023.csv"}, 12, 0},
    {"003", {"ru-smo/plans/2019.csv"}, 48, 3},
    {"004", {"ru-ros/plans/2020.csv"}, 50, 26},
};

std::vector<PlanRow> rows_of_tables(const RealDocument& document) {
  std::vector<PlanRow> rows;
  for (const char* plan : document.plans)
    for (PlanRow& row : rows_of_pack(plan))
      if (row.section != "Приказ") rows.push_back(std::move(row));
  return rows;
}

path real_file(const RealDocument& document) {
  for (const auto& file : std::filesystem::directory_iterator(kDocuments))
    if (file.path().filename().string().starts_with(document.name)) return file.path();
  return {};
}

// "000 14.: text", a line for each row that is not the pack's.
std::vector<std::string> differences(const RealDocument& document, const std::vector<PlanRow>& rows, const std::vector<PlanRow>& expected) {
  std::vector<std::string> lines;
  for (std::size_t i = 0; i < std::max(rows.size(), expected.size()); ++i) {
    const std::string one = i < rows.size() ? shown_whole(rows[i]) : "", other = i < expected.size() ? shown_whole(expected[i]) : "";
    if (one != other) lines.push_back(fmt::format("{} {}: {}\n   instead of {}", document.name, i < rows.size() ? rows[i].number : "", one, other));
  }
  return lines;
}

// All 181 numbered rows and 52 points of the tables, but two: a fragment on top of a page goes on with the row above it,
// and the pack gives it to the row below, as only a reader who understands it can.
TEST(RealDocuments, GivenTheFiveDocumentsThenTheirRowsAreThoseOfThePacks) {
  if (!std::filesystem::exists(kDocuments)) GTEST_SKIP() << "the documents are not here";
  std::vector<std::string> all;
  std::size_t numbered = 0, points = 0;
  for (const RealDocument& document : kReal) {
    const RowsOfPlan read = rows_of(real_file(document));
    for (const PlanRow& row : read.rows) ++(row.number.empty() ? points : numbered);
    EXPECT_EQ(read.rows.size(), document.numbered + document.points) << document.name;
    const std::vector<std::string> lines = differences(document, read.rows, rows_of_tables(document));
    all.insert(all.end(), lines.begin(), lines.end());
  }
  EXPECT_EQ(numbered, 181u);
  EXPECT_EQ(points, 52u);
  EXPECT_THAT(all, testing::ElementsAre(testing::StartsWith("000 14.: "), testing::StartsWith("000 15.: ")));
}

TEST(RealDocuments, GivenTheFiveDocumentsThenNoCharacterOfTheirTablesIsLost) {
  if (!std::filesystem::exists(kDocuments)) GTEST_SKIP() << "the documents are not here";
  for (const RealDocument& document : kReal) {
    const path file = real_file(document);
    EXPECT_EQ(characters_of_rows(rows_of(file), document_of(file)), characters_of_tables(document_of(file))) << document.name;
  }
}

}  // namespace
}  // namespace opora
