#include "low_list.h"

#include <gmock/gmock.h>

namespace dynamics {
namespace {

const Rule kRule{30, 100, 10, 2, true};

TEST(LowList, NeedsBothConditionsOrEither) {
  // 2022: two procedures over the threshold, one of them also in 2021.
  const Years both = {{2021, {{"RU 5", {3, 10}}, {"MA 5", {0, 20}}}}, {2022, {{"RU 5", {6, 20}}, {"MA 5", {9, 30}}}}};
  const Standing found = standing(both, 2022, kRule);
  EXPECT_TRUE(found.listed);
  EXPECT_THAT(found.over, ::testing::ElementsAre("MA 5", "RU 5"));
  EXPECT_EQ(found.repeated, 1);

  const Years only_now = {{2022, both.at(2022)}};
  EXPECT_FALSE(standing(only_now, 2022, kRule).listed);
  Rule either = kRule;
  either.both = false;
  EXPECT_TRUE(standing(only_now, 2022, either).listed);
}

TEST(LowList, DecidesThresholdsOnWholeNumbers) {
  EXPECT_TRUE(is_over({3, 10}, kRule));  // 30 % exactly
  EXPECT_FALSE(is_over({299, 1000}, kRule));
  EXPECT_FALSE(is_over({9, 9}, kRule));  // too few participants
}

TEST(LowList, TellsAYearWithoutFiguresFromAYearOffTheList) {
  const std::map<std::string, Marks> low = {{"RU 5", {8, 20}}, {"MA 5", {9, 20}}}, fine = {{"RU 5", {1, 20}}, {"MA 5", {2, 20}}};
  const Years years = {{2018, low}, {2019, low}, {2020, low}, {2021, fine}, {2023, fine}, {2024, {{"RU 5", {9, 9}}}}};
  const auto move = [&](int year) { return move_of(standing(years, year - 1, kRule), standing(years, year, kRule)); };
  EXPECT_EQ(move(2018), Move::kUnknownBefore);  // the year before is not there, and B cannot hold
  EXPECT_EQ(move(2019), Move::kEntered);
  EXPECT_EQ(move(2020), Move::kStayed);
  EXPECT_EQ(move(2021), Move::kLeft);
  EXPECT_EQ(move(2022), Move::kNotAssessable);
  EXPECT_EQ(move(2023), Move::kUnknownBefore);
  EXPECT_EQ(move(2024), Move::kNotAssessable);
  EXPECT_EQ(years_in_row(years, 2020, kRule), 2);
  EXPECT_EQ(years_in_row(years, 2021, kRule), 0);
}

}  // namespace
}  // namespace dynamics
