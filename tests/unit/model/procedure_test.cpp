#include "model/procedure.h"

#include <gtest/gtest.h>

namespace opora {
namespace {

Scale scale() {
  Scale s;
  s.kind = "ВПР";
  s.subject = "RU";
  s.grade = 4;
  s.year_from = 2020;
  s.year_to = 2022;
  s.maximum = 38;
  s.borders = {14, 24, 33};
  return s;
}

TEST(Scale, GivenScoresAroundEachBorderThenTheBorderItselfGivesTheHigherMark) {
  const int expected[][2] = {{0, 2}, {13, 2}, {14, 3}, {23, 3}, {24, 4}, {32, 4}, {33, 5}, {38, 5}};
  for (const auto& [score, mark] : expected) EXPECT_EQ(scale().mark_of(score), mark) << score;
}

TEST(Scale, GivenAScoreAboveTheMaximumThenItGetsTheHighestMark) { EXPECT_EQ(scale().mark_of(99), 5); }

TEST(Scale, GivenAProcedureThenEveryPartOfItsKeyMustBeCovered) {
  const ProcedureKey key{"ВПР", "RU", 4, 2021, ""};
  EXPECT_TRUE(scale().covers(key));
  for (const ProcedureKey& other : {ProcedureKey{"ОГЭ", "RU", 4, 2021, ""}, {"ВПР", "MA", 4, 2021, ""}, {"ВПР", "RU", 5, 2021, ""},
                                    {"ВПР", "RU", 4, 2019, ""}, {"ВПР", "RU", 4, 2023, ""}, {"ВПР", "RU", 4, 2021, "база"}})
    EXPECT_FALSE(scale().covers(other)) << to_text(other);
  EXPECT_TRUE(scale().covers({"ВПР", "RU", 4, 2020, ""}));
  EXPECT_TRUE(scale().covers({"ВПР", "RU", 4, 2022, ""}));
  Scale open = scale();
  open.year_from = open.year_to = 0;
  EXPECT_TRUE(open.covers({"ВПР", "RU", 4, 1999, ""}));
}

TEST(Procedure, GivenALevelThenTheTextEndsWithIt) {
  EXPECT_EQ(to_text({"ВПР", "RU", 4, 2021, ""}), "ВПР RU 4 2021");
  EXPECT_EQ(to_text({"ЕГЭ", "MA", 11, 2021, "профиль"}), "ЕГЭ MA 11 2021 профиль");
}

}  // namespace
}  // namespace opora
