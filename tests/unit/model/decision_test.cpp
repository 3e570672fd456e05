#include "model/decision.h"

#include <gtest/gtest.h>

#include <cmath>

namespace opora {
namespace {

constexpr Answer kNo = Answer::kNo, kYes = Answer::kYes, kOpen = Answer::kNotAssessable;

Check share_check(std::string rule, std::int64_t low, std::int64_t n, std::int64_t min_n = 10) {
  Check check;
  check.rule = std::move(rule);
  check.share = Share{low, n};
  check.n = n;
  check.min_n = min_n;
  check.threshold = {30, 100};
  return check;
}

TEST(Check, GivenExactlyThirtyPercentThenTheThresholdIsMet) {
  EXPECT_TRUE(share_check("low", 3, 10).met());
  EXPECT_FALSE(share_check("low", 2999, 10000).met());
  EXPECT_EQ(share_check("low", 3, 10).distance(), 0.0);
}

TEST(Check, GivenTooFewParticipantsOrNoValueThenItIsNotAssessedAndNotMet) {
  EXPECT_EQ(share_check("low", 9, 9).unassessed(), Unassessed::kTooFew);
  EXPECT_FALSE(share_check("low", 9, 9).met());
  Check missing = share_check("low", 9, 90);
  missing.share.reset();
  EXPECT_EQ(missing.unassessed(), Unassessed::kMissing);
  EXPECT_FALSE(missing.distance());
}

TEST(Check, GivenAMeasuredValueThenItIsComparedWithEitherThreshold) {
  Check check;
  check.value = 0.25;
  check.op = Comparison::kLess;
  check.threshold = {1, 3};
  EXPECT_TRUE(check.met());
  check.measured_threshold = 0.2;
  EXPECT_FALSE(check.met());
  EXPECT_NEAR(*check.distance(), 0.05, 1e-15);
}

TEST(Check, GivenAMeasuredValueThatIsNoNumberThenItIsMissingAndMeetsNothing) {
  Check check;
  check.value = std::nan("");
  for (const Comparison op : {Comparison::kEqual, Comparison::kGreaterEqual, Comparison::kLessEqual}) {
    check.op = op;
    EXPECT_EQ(check.unassessed(), Unassessed::kMissing);
    EXPECT_FALSE(check.met());
    EXPECT_FALSE(check.distance());
  }
}

TEST(Requirement, GivenEveryTallyOfUpToFourChecksThenTheAnswerIsThatOfAllWaysToFillTheUnassessedOnes) {
  for (int count = 0; count <= 4; ++count)
    for (int total = 1; total <= 4; ++total)
      for (int met = 0; met <= total; ++met)
        for (int unassessed = 0; met + unassessed <= total; ++unassessed) {
          const int wanted = count == 0 ? total : count;
          const bool always = met >= wanted, ever = met + unassessed >= wanted;
          const Answer expected = always ? kYes : ever ? kOpen : kNo;
          EXPECT_EQ(answer_to({"r", count}, {met, unassessed, total}), expected) << count << total << met << unassessed;
        }
}

TEST(Requirement, GivenNoCheckAtAllThenItIsNotAssessable) {
  EXPECT_EQ(answer_to({"r", 1}, {0, 0, 0}), kOpen);
  EXPECT_EQ(answer_to({"r", 0}, {0, 0, 0}), kOpen);
}

TEST(Combine, GivenEveryPairThenItFollowsKleene) {
  const Answer answers[] = {kNo, kYes, kOpen};
  const Answer all[3][3] = {{kNo, kNo, kNo}, {kNo, kYes, kOpen}, {kNo, kOpen, kOpen}};
  const Answer any[3][3] = {{kNo, kYes, kOpen}, {kYes, kYes, kYes}, {kOpen, kYes, kOpen}};
  for (int a = 0; a < 3; ++a)
    for (int b = 0; b < 3; ++b) {
      EXPECT_EQ(combine({answers[a], answers[b]}, Combination::kAll), all[a][b]);
      EXPECT_EQ(combine({answers[a], answers[b]}, Combination::kAny), any[a][b]);
    }
  EXPECT_EQ(combine({}, Combination::kAll), kOpen);
  EXPECT_EQ(combine({}, Combination::kAny), kOpen);
}

TEST(Decide, GivenTwoOfThreeProceduresAtTheThresholdThenTheSchoolIsIn) {
  const std::vector<Check> checks = {share_check("low", 30, 100), share_check("low", 1, 100), share_check("low", 50, 100)};
  EXPECT_EQ(decide(checks, {{"low", 2}}, Combination::kAll), kYes);
  EXPECT_EQ(decide(checks, {{"low", 3}}, Combination::kAll), kNo);
  EXPECT_EQ(decide(checks, {{"", 0}}, Combination::kAll), kNo);
}

TEST(Decide, GivenASmallGroupThatCouldTurnTheAnswerThenItIsNotAssessable) {
  const std::vector<Check> checks = {share_check("low", 30, 100), share_check("low", 0, 5)};
  EXPECT_EQ(decide(checks, {{"low", 2}}, Combination::kAll), kOpen);
  EXPECT_EQ(decide(checks, {{"low", 1}}, Combination::kAll), kYes);
  EXPECT_EQ(decide(checks, {{"low", 1}, {"context", 1}}, Combination::kAll), kOpen);
  EXPECT_EQ(decide(checks, {{"low", 1}, {"context", 1}}, Combination::kAny), kYes);
}

}  // namespace
}  // namespace opora
