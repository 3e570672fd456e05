#include "report/list_page.h"

#include <gmock/gmock.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "base/messages.h"
#include "report/histogram_svg.h"
#include "report/html_text.h"
#include "report/number_text.h"
#include "unit/report/page_in_browser.h"

namespace opora {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;
using testing::Not;

Check percent_check(std::int64_t low, std::int64_t n, std::int64_t min_n = 10) {
  Check check;
  check.share = Share{low, n};
  check.n = n;
  check.min_n = min_n;
  check.threshold = Share{30, 100};
  check.unit = "%";
  return check;
}

ListPage small_page() {
  ListPage page;
  page.title = "Schools to support";
  page.subtitle = "Sample region, 2021/2022";
  page.facts = {{"Run", "12", ""}, {"Data", "41d0 8e77", "41d08e77b6aa"}};
  PageCategory low;
  low.name = "LOW";
  low.title = "Low results";
  low.method = "low-results, 8c1f";
  low.yes = 1, low.no = 2, low.not_assessable = 1;
  low.listed = {{"991000", "School № 1", "Pine district", {{"Share of 2, RU 5 2021", percent_check(6, 13)}, {"Share of 2, MA 5 2021", percent_check(2, 13)}}, ""}};
  low.near_misses = {{"991007", "School № 2", "Pine district", {{"Share of 2, RU 5 2021", percent_check(29, 100)}}, ""}};
  low.not_assessable_rows = {{"991014", "School № 3", "Lake town", {{"Share of 2, RU 5 2021", percent_check(3, 7)}}, "One year only"}};
  PageHistogram histogram;
  histogram.title = "Share of 2, RU 5 2021";
  histogram.unit = "%";
  histogram.width = Share{10, 100};
  histogram.threshold = Share{30, 100};
  histogram.counts = {1, 2, 1, 0, 1, 0, 0, 0, 0, 0};
  low.histogram = histogram;
  low.municipalities = {{"Lake town", 0, 1, 1}, {"Pine district", 1, 0, 3}};
  low.parameters = {{"Lowest share", "30 %", "order № 214"}, {"Fewest participants", "10", ""}};
  low.grounds = {{"Source", "federal criterion of 2025"}, {"When not to use it", "schools with a selective intake"}};
  PageCategory marker;
  marker.name = "MARKER";
  marker.title = "Journal against results";
  marker.marker = true;
  marker.no = 4;
  page.categories = {low, marker};
  page.closing = "opora verify 12";
  return page;
}

// The page without style and script, which have their own golden form: themselves.
std::string without_assets(std::string html) {
  const auto cut = [&](const std::string& from, const std::string& to) {
    const std::size_t begin = html.find(from) + from.size();
    html.erase(begin, html.find(to, begin) - begin);
  };
  cut("<style>", "</style>");
  cut("<script>", "</script>");
  return html;
}

std::string file_text(const fs::path& file) {
  std::ifstream stream(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

class ListPageTest : public testing::Test {
 protected:
  void SetUp() override { set_language(Language::kEnglish); }
  void TearDown() override { set_language(Language::kEnglish); }
};

TEST_F(ListPageTest, small_page_is_the_golden_one) {
  const fs::path golden = fs::path(OPORA_SOURCE_DIR) / "tests" / "golden" / "report" / "list_page.html";
  const std::string page = without_assets(render_list_page(small_page()));
  if (std::getenv("OPORA_WRITE_GOLDEN")) std::ofstream(golden, std::ios::binary) << page;
  EXPECT_EQ(page, file_text(golden)) << "OPORA_WRITE_GOLDEN=1 writes the new form";
}

TEST_F(ListPageTest, everything_from_data_is_escaped) {
  ListPage page = small_page();
  const std::string attack = "<script>alert('x')</script>\"><img src=x onerror=alert(1)>&\x01";
  page.title = page.subtitle = page.closing = attack;
  page.facts = {{attack, attack, attack}};
  PageCategory& c = page.categories[0];
  c.name = c.title = c.method = attack;
  c.listed[0] = {attack, attack, attack, {{attack, percent_check(1, 2)}}, attack};
  c.listed[0].reasons[0].check.unit = attack;
  c.histogram->title = c.histogram->unit = attack;
  c.municipalities = {{attack, 1, 1, 1}};
  c.parameters = {{attack, attack, attack}};
  c.grounds = {{attack, attack}};
  const std::string html = without_assets(render_list_page(page));
  EXPECT_THAT(html, Not(HasSubstr("<script>a")));
  EXPECT_THAT(html, Not(HasSubstr("<img")));
  EXPECT_THAT(html, Not(HasSubstr("\x01")));
  EXPECT_THAT(html, HasSubstr("&lt;script&gt;alert(&#39;x&#39;)"));
}

TEST_F(ListPageTest, asks_nothing_of_the_network) {
  const std::string html = render_list_page(small_page());
  for (const char* request : {"http:", "https:", "//cdn", "@import", "url(", "<link", "src=", "fetch(", "XMLHttp"}) EXPECT_THAT(html, Not(HasSubstr(request)));
}

TEST_F(ListPageTest, marker_is_called_a_sign_that_needs_checking) {
  const std::string html = render_list_page(small_page());
  EXPECT_THAT(html, HasSubstr("A sign that needs checking."));
  ListPage plain = small_page();
  plain.categories.pop_back();
  EXPECT_THAT(render_list_page(plain), Not(HasSubstr("A sign that needs checking.")));
}

TEST_F(ListPageTest, numbers_follow_the_language_and_are_exact) {
  set_language(Language::kRussian);
  EXPECT_EQ(value_text(percent_check(6, 13)), "46,2\xC2\xA0%");
  EXPECT_EQ(threshold_text(percent_check(6, 13)), "≥\xC2\xA0" "30\xC2\xA0%");
  EXPECT_EQ(distance_text(percent_check(6, 13)), "+16,2");
  EXPECT_EQ(distance_text(percent_check(2, 13)), "−14,6");
  EXPECT_EQ(distance_text(percent_check(3, 10)), "0,0");
  Check measured;
  measured.value = -0.305;
  measured.op = Comparison::kLess;
  EXPECT_EQ(value_text(measured), "−0,31");
  EXPECT_EQ(threshold_text(measured), "<\xC2\xA0" "0");
  EXPECT_EQ(value_text(Check{}), "—");
}

TEST_F(ListPageTest, counts_are_grouped_only_when_long) {
  EXPECT_EQ(count_text(0), "0");
  EXPECT_EQ(count_text(9999), "9999");
  EXPECT_EQ(count_text(12345), "12\xE2\x80\xAF" "345");
  EXPECT_EQ(count_text(1234567), "1\xE2\x80\xAF" "234\xE2\x80\xAF" "567");
}

TEST_F(ListPageTest, histogram_says_in_words_what_it_shows) {
  const std::string svg = histogram_svg(*small_page().categories[0].histogram, "h");
  EXPECT_THAT(svg, HasSubstr("role=\"img\" aria-labelledby=\"h-t h-d\""));
  EXPECT_THAT(svg, HasSubstr("<desc id=\"h-d\">5 schools; most of them, 2, from 10 to 20 %; threshold 30\xC2\xA0%</desc>"));
}

TEST_F(ListPageTest, bars_on_the_listed_side_of_the_threshold_are_marked) {
  PageHistogram h = *small_page().categories[0].histogram;
  const auto marked = [](const std::string& svg) {
    int bars = 0;
    for (std::size_t at = 0; (at = svg.find("class=\"in\"", at)) != std::string::npos; ++at) ++bars;
    return bars;
  };
  EXPECT_EQ(marked(histogram_svg(h, "h")), 1);
  h.op = Comparison::kLess;
  EXPECT_EQ(marked(histogram_svg(h, "h")), 3);
  h.threshold.reset();
  EXPECT_EQ(marked(histogram_svg(h, "h")), 0);
}

TEST_F(ListPageTest, histogram_without_schools_is_still_drawn) {
  PageHistogram h;
  EXPECT_EQ(histogram_svg(h, "h"), "");
  h.counts = {0, 0};
  EXPECT_THAT(histogram_svg(h, "h"), HasSubstr("0 schools"));
}

TEST_F(ListPageTest, a_browser_shows_every_row_and_runs_the_filter) {
  ListPage page = small_page();
  for (int i = 0; i < 40; ++i) page.categories[0].listed.push_back(page.categories[0].listed[0]);
  const auto dom = document_in_browser(render_list_page(page));
  if (!dom) GTEST_SKIP() << "chromium is not installed or does not start here";
  EXPECT_THAT(*dom, HasSubstr("<output>41 / 41</output>"));          // the script ran and counted
  EXPECT_THAT(*dom, HasSubstr("<button type=\"button\">School"));    // and made the headings clickable
  EXPECT_THAT(*dom, HasSubstr("School № 3"));
}

}  // namespace
}  // namespace opora
