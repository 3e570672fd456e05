// Point scales: no value may fall between ranges and silently get nothing.
#include "extend/point_scale.h"

#include <gtest/gtest.h>

#include "extend/parameter_dates.h"

namespace opora {
namespace {

std::vector<ScaleRange> scale(std::string_view text) { return *parse_scale(text, "p"); }
std::string zone(const std::vector<ScaleRange>& ranges, Share value) { return (*range_of(ranges, value, "p"))->zone; }

TEST(PointScale, RangesAreHalfOpenAndTheLastOneHoldsItsEnd) {
  const auto ranges = scale("0 .. 50 = 1 red; 50 .. 75 = 2 yellow; 75 .. 100 = 3 green");
  EXPECT_EQ(zone(ranges, {0, 1}), "red");
  EXPECT_EQ(zone(ranges, {4999999, 100000}), "red");
  EXPECT_EQ(zone(ranges, {50, 1}), "yellow");
  EXPECT_EQ(zone(ranges, {75, 1}), "green");
  EXPECT_EQ(zone(ranges, {100, 1}), "green");
}

TEST(PointScale, BoundsAreExactDecimals) {
  const auto ranges = scale(".. 33.3 = 0 below; 33.3 .. = 1 above");
  EXPECT_EQ(zone(ranges, {333, 10}), "above");
  EXPECT_EQ(zone(ranges, {100, 3}), "above");   // 33.333…
  EXPECT_EQ(zone(ranges, {3329999, 100000}), "below");
}

TEST(PointScale, AGapIsRefusedAndNamed) {
  const auto gap = parse_scale("0 .. 49.9 = 1; 50 .. 100 = 2", "success");
  ASSERT_FALSE(gap.ok());
  EXPECT_EQ(gap.error().code, "LUA-043");
  EXPECT_NE(gap.error().message.find("from 49.9 up to 50"), std::string::npos) << gap.error().message;
}

TEST(PointScale, AnOverlapAndAnEmptyRangeAreRefused) {
  EXPECT_EQ(parse_scale("0 .. 50 = 1; 49 .. 100 = 2", "p").error().code, "LUA-043");
  EXPECT_EQ(parse_scale("0 .. = 1; 50 .. 100 = 2", "p").error().code, "LUA-043");
  EXPECT_EQ(parse_scale("50 .. 50 = 1", "p").error().code, "LUA-043");
  EXPECT_EQ(parse_scale("", "p").error().code, "LUA-043");
}

TEST(PointScale, AValueBeyondItsEndsIsAnErrorAndNeverNoPoints) {
  const auto ranges = scale("0 .. 50 = 1; 50 .. 100 = 2");
  EXPECT_EQ(range_of(ranges, Share{101, 1}, "p").error().code, "LUA-044");
  EXPECT_EQ(range_of(ranges, Share{-1, 1000}, "p").error().code, "LUA-044");
}

TEST(PointScale, ItsTextReadsBackTheSame) {
  const std::string text = "0 .. 50 = 1 red; 50 .. 75 = 2.5; 75 ..  = 3 deep green";
  EXPECT_EQ(scale_text(scale(text)), text);
}

TEST(ParameterDates, YearsDatesAndSchoolYearsCoverTheYearsOfPacks) {
  Parameter parameter;
  parameter.valid_from = "2020-09-01", parameter.valid_to = "2022/2023";
  for (int year = 2020; year <= 2023; ++year) EXPECT_TRUE(holds_for(parameter, year)) << year;
  EXPECT_FALSE(holds_for(parameter, 2019));
  EXPECT_FALSE(holds_for(parameter, 2024));
  parameter.name = "low_share";
  ASSERT_EQ(outdated({parameter}, "low-results", 2024).size(), 1u);
  EXPECT_EQ(outdated({parameter}, "low-results", 2024).front().code, "PACK-036");
}

TEST(ParameterDates, WhatIsNoDateIsRefused) {
  for (const char* text : {"autumn", "20", "2022-13-01", "2022/2024", "2022-9-1", "2022/"}) {
    Parameter parameter;
    parameter.valid_from = text;
    EXPECT_FALSE(check_dates(parameter).ok()) << text;
  }
  Parameter reversed;
  reversed.valid_from = "2023", reversed.valid_to = "2021";
  EXPECT_FALSE(check_dates(reversed).ok());
}

}  // namespace
}  // namespace opora
