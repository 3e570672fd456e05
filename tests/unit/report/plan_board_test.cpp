#include "report/plan_board.h"

#include <gmock/gmock.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "base/messages.h"
#include "report/month_strip_svg.h"
#include "report/number_text.h"
#include "unit/report/page_in_browser.h"

namespace opora {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;
using testing::Not;

BoardCard card(const std::string& number, const std::string& text) {
  BoardCard one;
  one.number = number;
  one.text = one.shorter = text;
  one.due = "2021-02-28";
  one.responsible = "Institute";
  one.holders = 18, one.done = 12;
  one.names = {{"School № 1", "not handed in", true}, {"School № 2", "accepted", false}};
  one.unnamed = 16;
  return one;
}

PlanBoard small_board() {
  PlanBoard board;
  board.title = "Plan of support";
  board.subtitle = "State on 2021-03-12";
  board.facts = {{"Plan", "3", "ru-se/support-2021"}};
  board.columns = {{"Late", "The day has passed.", true, {card("3.", "Analysis of results")}}, {"Accepted", "Nothing is owed.", false, {}}};
  board.columns[0].cards[0].note = "12 days late";
  board.columns[0].cards[0].shorter = "Analysis…";
  board.months = {{2021, 1, 4, 1, 0, 0}, {2021, 2, 5, 0, 1, 2}, {2021, 3, 3, 0, 3, 0}};
  board.today = 2.35;
  board.questions = {{"4.", "Seminars", "by schedule", "the schedule is not there", "period"}};
  board.on_demand = {card("18.", "Advice on request")};
  board.debts = {{"Pine district", 5, 2, {"3. Analysis — School № 1, School № 7"}}};
  board.closing = "A card is a row of the plan.";
  return board;
}

// The page without style and scripts, which have their own golden form: themselves.
std::string without_assets(std::string html) {
  for (const auto& [from, to] : {std::pair<std::string, std::string>{"<style>", "</style>"}, {"<script>", "</script>"}})
    for (std::size_t begin = 0; (begin = html.find(from, begin)) != std::string::npos; begin += from.size()) {
      const std::size_t inner = begin + from.size();
      html.erase(inner, html.find(to, inner) - inner);
    }
  return html;
}

std::string file_text(const fs::path& file) {
  std::ifstream stream(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

TEST(PlanBoard, small_board_is_the_golden_one) {
  const fs::path golden = fs::path(OPORA_SOURCE_DIR) / "tests" / "golden" / "report" / "plan_board.html";
  const std::string page = without_assets(render_plan_board(small_board()));
  if (std::getenv("OPORA_WRITE_GOLDEN")) std::ofstream(golden, std::ios::binary) << page;
  EXPECT_EQ(page, file_text(golden)) << "OPORA_WRITE_GOLDEN=1 writes the new form";
}

TEST(PlanBoard, asks_nothing_of_the_network) {
  const std::string html = render_plan_board(small_board());
  for (const char* request : {"http:", "https:", "//cdn", "@import", "url(", "<link", "src=", "fetch(", "XMLHttp"}) EXPECT_THAT(html, Not(HasSubstr(request)));
}

TEST(PlanBoard, everything_from_data_is_escaped) {
  const std::string attack = "<script>alert('x')</script>\"><img src=x onerror=alert(1)>&\x01";
  PlanBoard board = small_board();
  BoardCard& one = board.columns[0].cards[0];
  one.number = one.text = one.section = one.responsible = one.result = one.due = one.note = attack;
  one.shorter = attack + "…";
  one.names = {{attack, attack, true}};
  board.title = board.subtitle = board.closing = board.columns[0].title = board.columns[0].hint = attack;
  board.questions = {{attack, attack, attack, attack, attack}};
  board.debts = {{attack, 1, 1, {attack}}};
  const std::string html = without_assets(render_plan_board(board));
  EXPECT_THAT(html, Not(HasSubstr("<script>a")));
  EXPECT_THAT(html, Not(HasSubstr("<img")));
  EXPECT_THAT(html, Not(HasSubstr("\x01")));
}

TEST(PlanBoard, parts_that_have_nothing_to_say_are_left_out) {
  PlanBoard board;
  board.columns = {{"Late", "", true, {}}};
  const std::string html = render_plan_board(board);
  for (const char* part : {"Windows by month", "has to be decided", "has not handed in", "On demand", "Not begun yet"}) EXPECT_THAT(html, Not(HasSubstr(part)));
}

TEST(PlanBoard, the_strip_says_in_words_what_each_month_holds) {
  const std::string svg = month_strip_svg(small_board().months, std::nullopt);
  EXPECT_THAT(svg, HasSubstr("<title>2021-02: 5 windows run; of those that end, 0 are handed in, 1 are owed, 2 are late</title>"));
  EXPECT_THAT(svg, Not(HasSubstr("class=\"today\"")));
  EXPECT_EQ(month_strip_svg({}, 1.0), "");
}

TEST(PlanBoard, a_browser_counts_what_the_filter_leaves) {
  const std::string page = render_plan_board(small_board());
  // The word is typed before the page's own script runs its first count.
  std::string typed = page;
  typed.replace(typed.find("<input type=\"search\""), 20, "<input type=\"search\" value=\"Institute\"");
  const auto all = document_in_browser(page), some = document_in_browser(typed);
  if (!all || !some) GTEST_SKIP() << "chromium is not installed or does not start here";
  EXPECT_THAT(*all, HasSubstr("<output>4 / 4</output>"));
  EXPECT_THAT(*some, HasSubstr("<output>2 / 4</output>")) << "the two cards, not the question and the debt";
  EXPECT_THAT(*some, HasSubstr("<tr data-find=\"\" hidden=\"\">"));
}

TEST(Days, are_written_as_the_language_does) {
  set_language(Language::kRussian);
  EXPECT_EQ(day_text(*parse_date("2021-02-08")), "08.02.2021");
  set_language(Language::kEnglish);
  EXPECT_EQ(day_text(*parse_date("2021-02-08")), "2021-02-08");
}

}  // namespace
}  // namespace opora
