// Charts as pictures: what each kind shows, and that texts stay texts.
#include "report/chart_svg.h"

#include <gmock/gmock.h>
#include <pugixml.hpp>

#include <cmath>
#include <cstdlib>
#include <fstream>

#include "base/messages.h"
#include "report/chart_picture.h"

namespace opora {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

Chart chart_of(ChartKind kind) {
  Chart chart{kind, "Chart", "x title", "y title", {{"Region", {{"2019", 2019, 30.5, 28.0, 33.0}, {"2020", 2020, 25, 22.0, 28.0}, {"2021", 2021, 28, 25.0, 31.0}}}, {"School", {{"2019", 2019, 45, 38.0, 52.0}, {"2020", 2020, 41, 33.0, 49.0}, {"2021", 2021, 36, 29.0, 44.0}}}},
              {{"threshold", 40, false}, {"border", 2020, true}}, "In words."};
  if (kind == ChartKind::kTimeline) chart.series = {{"Done", {{"Train teachers", 18700, 18790, {}, {}}, {"Visit", 18760, 18765, {}, {}}}}, {"Planned", {{"Report", 18800, 18850, {}, {}}}}};
  if (kind == ChartKind::kHistogram) {
    chart.series.assign(2, {"", {}});
    chart.series[0].name = "School", chart.series[1].name = "Region";
    for (int i = 0; i <= 30; ++i) {
      chart.series[0].points.push_back({"", double(i), 40 * std::exp(-(i - 14) * (i - 14) / 60.0), {}, {}});
      chart.series[1].points.push_back({"", double(i), 36 * std::exp(-(i - 17) * (i - 17) / 80.0), {}, {}});
    }
    chart.marks = {{"«3»", 9.5, true}, {"«4»", 17.5, true}, {"«5»", 24.5, true}};
  }
  if (kind == ChartKind::kScatter) {
    chart.series.assign(1, {"Schools", {}});
    for (int i = 0; i < 60; ++i) chart.series[0].points.push_back({"School " + std::to_string(i), 10.0 + (i * 37) % 83, 20.0 + (i * 53) % 61, {}, {}});
    chart.marks = {{"mean context", 50, true}, {"mean result", 48, false}};
  }
  return chart;
}

std::size_t count(const std::string& text, std::string_view word) {
  std::size_t times = 0;
  for (std::size_t at = text.find(word); at != std::string::npos; at = text.find(word, at + 1)) ++times;
  return times;
}

class ChartSvg : public ::testing::TestWithParam<ChartKind> {
 protected:
  void SetUp() override { set_language(Language::kEnglish); }
};

TEST_P(ChartSvg, IsWellFormedAndSaysWhatItShows) {
  const ChartPicture picture = chart_svg(chart_of(GetParam()), "c1");
  pugi::xml_document tree;
  ASSERT_TRUE(tree.load_string(picture.svg.c_str()));
  EXPECT_EQ(tree.document_element().attribute("height").as_int(), picture.height);
  EXPECT_THAT(picture.svg, HasSubstr("role=\"img\" aria-labelledby=\"c1-t c1-d\""));
  EXPECT_THAT(picture.svg, HasSubstr("<desc id=\"c1-d\">In words.</desc>"));
  if (const char* kept = std::getenv("OPORA_KEEP_DOCX")) {
    const std::string name = std::string(kept) + "/chart" + std::to_string(int(GetParam()));
    std::ofstream(name + ".svg") << picture.svg;
    if (const auto png = chart_png(picture); png.ok()) std::ofstream(name + ".png", std::ios::binary) << *png;
  }
}

TEST_P(ChartSvg, NothingLeavesThePictureAndNothingRunsInIt) {
  Chart chart = chart_of(GetParam());
  const std::string attack = "</text><script>alert(1)</script>\" onload=\"x\u202E" + std::string(10000, 'n');
  chart.caption = chart.x_title = chart.y_title = chart.description = chart.series[0].name = chart.series[0].points[0].label = attack;
  for (ChartMark& mark : chart.marks) mark.label = attack;
  const std::string svg = chart_svg(chart, attack).svg;
  pugi::xml_document tree;
  EXPECT_TRUE(tree.load_string(svg.c_str()));
  for (const char* bad : {"<script", " onload=\"", "href", "url(", "\u202E"}) EXPECT_THAT(svg, Not(HasSubstr(bad)));
}

TEST_P(ChartSvg, WhatIsNotFiniteIsLeftOut) {
  Chart chart = chart_of(GetParam());
  for (ChartSeries& series : chart.series) series.points[0] = {"broken", NAN, INFINITY, NAN, -INFINITY};
  chart.marks.push_back({"m", NAN, true});
  const std::string svg = chart_svg(chart, "c").svg;
  EXPECT_THAT(svg, Not(HasSubstr("nan")));
  EXPECT_THAT(svg, Not(HasSubstr("inf")));
  for (ChartSeries& series : chart.series) series.points.clear();
  EXPECT_EQ(chart_svg(chart, "c").svg, "");
}

INSTANTIATE_TEST_SUITE_P(Kinds, ChartSvg, ::testing::Values(ChartKind::kBars, ChartKind::kLines, ChartKind::kScatter, ChartKind::kHistogram, ChartKind::kTimeline));

TEST(ChartSvgKinds, IntervalsMarksAndLegendAreDrawn) {
  set_language(Language::kEnglish);
  const std::string lines = chart_svg(chart_of(ChartKind::kLines), "c").svg;
  EXPECT_EQ(count(lines, "stroke-width=\"1.2\""), 3u * 6) << "three strokes a whisker";
  EXPECT_THAT(lines, HasSubstr(">threshold</text>"));
  EXPECT_THAT(lines, HasSubstr(">2020</text>"));
  EXPECT_THAT(lines, HasSubstr(">Region</text>"));
  EXPECT_EQ(count(chart_svg(chart_of(ChartKind::kScatter), "c").svg, "<circle"), 60u);
  EXPECT_EQ(count(chart_svg(chart_of(ChartKind::kHistogram), "c").svg, "stroke-width=\"0.8\""), 31u);
  EXPECT_EQ(count(chart_svg(chart_of(ChartKind::kTimeline), "c").svg, "stroke-width=\"0.8\""), 3u);
}

TEST(ChartSvgKinds, LongNamesOfBarsLieInLinesOfTheirOwn) {
  Chart chart = chart_of(ChartKind::kBars);
  chart.series.resize(1);
  for (int i = 0; i < 20; ++i) chart.series[0].points.push_back({"A municipality with a long name " + std::to_string(i), 0, double(i), {}, {}});
  const ChartPicture picture = chart_svg(chart, "c");
  EXPECT_GT(picture.height, 400);
  EXPECT_THAT(picture.svg, HasSubstr("text-anchor=\"end\" fill=\"#333333\">A municipality with a long"));
}

TEST(ChartSvgKinds, NumbersFollowTheLanguage) {
  Chart chart = chart_of(ChartKind::kLines);
  chart.marks.clear();
  for (ChartSeries& series : chart.series)
    for (ChartPoint& point : series.points) point = {point.label, point.x, point.y / 100, {}, {}};
  set_language(Language::kRussian);
  EXPECT_THAT(chart_svg(chart, "c").svg, HasSubstr(">0,35</text>"));
  set_language(Language::kEnglish);
}

}  // namespace
}  // namespace opora
