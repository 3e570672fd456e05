#include "model/decision_set.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>

namespace opora {
namespace {

using ::testing::ElementsAre;
using ::testing::Pair;

Rule rule(std::int32_t category, std::string name, std::int64_t min_n = 10) {
  Rule r;
  r.category = category;
  r.name = std::move(name);
  r.threshold = {30, 100};
  r.min_n = min_n;
  r.unit = "%";
  return r;
}

Category category(std::string name, std::vector<Requirement> requirements) {
  Category c;
  c.name = std::move(name);
  c.requirements = std::move(requirements);
  return c;
}

// Two categories; rule 0 and 1 belong to the first, rule 2 to the second.
DecisionSet empty_set() {
  DecisionSet set;
  set.categories = {category("ШНОР", {{"low", 2}, {"gap", 1}}), category("Маркеры", {{"gap", 1}})};
  set.categories[0].combination = Combination::kAny;
  set.rules = {rule(0, "low"), rule(0, "gap"), rule(1, "gap")};
  return set;
}

void add_check(DecisionSet& set, const std::string& school, std::int32_t rule_index, const std::string& name, std::int64_t low, std::int64_t n) {
  CheckRow row;
  row.school = set.school_index(school);
  row.rule = rule_index;
  row.name = set.name_index(name);
  row.form = ValueForm::kShare;
  row.numerator = low;
  row.denominator = std::max<std::int64_t>(n, 1);
  row.n = n;
  set.checks.push_back(row);
}

TEST(DecisionSet, GivenNamesAddedOrReadThenAnIndexIsFoundAgain) {
  DecisionSet set;
  set.names = {"read from a store", "second"};
  EXPECT_EQ(set.name_index("second"), 1);
  EXPECT_EQ(set.name_index("new"), 2);
  EXPECT_EQ(set.name_index("new"), 2);
  EXPECT_THAT(set.names, ElementsAre("read from a store", "second", "new"));
}

TEST(DecisionSet, WhenSettledThenChecksAreOrderedAnswersDerivedAndUnnamedSchoolsDecided) {
  DecisionSet set = empty_set();
  add_check(set, "b", 0, "RU", 50, 100);
  add_check(set, "a", 2, "RU", 1, 100);
  add_check(set, "a", 0, "MA", 40, 100);
  add_check(set, "b", 0, "MA", 30, 100);
  add_check(set, "a", 0, "RU", 0, 5);
  add_check(set, "b", 1, "MA", 0, 100);
  set.settle();
  ASSERT_EQ(set.decisions.size(), 3u);
  const auto b = set.decision(set.decisions[0]), a = set.decision(set.decisions[1]), a_marker = set.decision(set.decisions[2]);
  EXPECT_EQ(b.school + b.category, "bШНОР");
  EXPECT_EQ(b.answer, Answer::kYes);
  EXPECT_EQ(a.school + a.category, "aШНОР");
  EXPECT_EQ(a.answer, Answer::kNotAssessable);  // the small group could be the second procedure
  EXPECT_EQ(a_marker.school + a_marker.category, "aМаркеры");
  EXPECT_EQ(a_marker.answer, Answer::kNo);
  ASSERT_EQ(a.checks.size(), 2u);
  EXPECT_EQ(a.checks[0].name, "MA");  // in the order in which they were stated
  EXPECT_EQ(a.checks[1].name, "RU");
  EXPECT_EQ(a.checks[1].unassessed(), Unassessed::kTooFew);
  EXPECT_EQ(a.checks[0].rule, "low");
  EXPECT_EQ(a.checks[0].unit, "%");
}

TEST(DecisionSet, WhenSettledThenValuesFollowTheirDecisionAndAWrittenAnswerIsReplaced) {
  DecisionSet set = empty_set();
  add_check(set, "first", 0, "RU", 0, 100);
  add_check(set, "second", 0, "RU", 0, 100);
  const std::int32_t reason = set.name_index("no data");
  set.decisions = {{set.school_index("second"), 0, Answer::kYes, -1}, {set.school_index("third"), 1, Answer::kYes, reason}};
  set.values = {{1, set.name_index("index"), "3"}, {0, set.name_index("index"), "2"}, {0, set.name_index("group"), "B"}};
  set.settle();
  ASSERT_EQ(set.decisions.size(), 3u);
  const auto first = set.decision(set.decisions[0]), second = set.decision(set.decisions[1]), third = set.decision(set.decisions[2]);
  EXPECT_TRUE(first.values.empty());
  EXPECT_EQ(second.school, "second");
  EXPECT_EQ(second.answer, Answer::kNotAssessable);  // "gap" was never examined
  EXPECT_THAT(second.values, ElementsAre(Pair("index", "2"), Pair("group", "B")));
  EXPECT_EQ(third.answer, Answer::kNotAssessable);
  EXPECT_EQ(third.reason, "no data");
  EXPECT_THAT(third.values, ElementsAre(Pair("index", "3")));
}

TEST(DecisionSet, GivenADecisionStatedTwiceThenItIsOneWithTheValuesOfBoth) {
  DecisionSet set = empty_set();
  const std::int32_t school = set.school_index("a");
  set.decisions = {{school, 0}, {school, 0}};
  set.values = {{0, set.name_index("x"), "1"}, {1, set.name_index("y"), "2"}};
  set.settle();
  ASSERT_EQ(set.decisions.size(), 1u);
  EXPECT_THAT(set.decision(set.decisions[0]).values, ElementsAre(Pair("x", "1"), Pair("y", "2")));
}

TEST(DecisionSet, WhenSettledTwiceThenNothingChanges) {
  DecisionSet set = empty_set();
  add_check(set, "b", 0, "RU", 50, 100);
  add_check(set, "a", 1, "RU", 50, 100);
  set.settle();
  const auto schools_of = [&] {
    std::vector<std::int32_t> schools;
    for (const DecisionRow& row : set.decisions) schools.push_back(row.school * 10 + static_cast<int>(row.answer));
    return schools;
  };
  const auto before = schools_of();
  set.settle();
  EXPECT_EQ(schools_of(), before);
}

TEST(DecisionSet, GivenRandomChecksThenRowsAgreeWithTheReadableFormOfDecide) {
  std::mt19937 random(2025);
  for (int round = 0; round < 50; ++round) {
    DecisionSet set = empty_set();
    for (int i = 0; i < 60; ++i) {
      const auto n = static_cast<std::int64_t>(random() % 20);
      add_check(set, "s" + std::to_string(random() % 7), static_cast<std::int32_t>(random() % 3), "p", n ? static_cast<std::int64_t>(random()) % n : 0, n);
      CheckRow& row = set.checks.back();
      const double odd[] = {0.1, 0.3, 0.5, std::nan("")};
      row.form = static_cast<ValueForm>(random() % 3);
      row.measured = odd[random() % 4];
      if (random() % 3 == 0) row.threshold = odd[random() % 3];
    }
    set.settle();
    for (const DecisionRow& row : set.decisions) {
      const Decision decision = set.decision(row);
      EXPECT_EQ(row.answer, decide(decision.checks, decision.requirements, decision.combination));
    }
    for (const CheckRow& row : set.checks) {
      EXPECT_EQ(set.met(row), set.check(row).met());
      EXPECT_EQ(set.unassessed(row), set.check(row).unassessed());
    }
  }
}

}  // namespace
}  // namespace opora
