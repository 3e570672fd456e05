// Two sets of decisions beside each other: who enters, who leaves, and the check that did it.
#include "engine/compare.h"

#include <gmock/gmock.h>

#include "engine/compare_text.h"
#include "engine/sweep.h"

namespace opora {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

struct SideMaker {
  ComparedSide side;

  SideMaker(std::string category, std::vector<Requirement> requirements, Share threshold = {30, 100}, std::int64_t min_n = 10) {
    Category c;
    c.name = std::move(category);
    c.methodology = "low-results";
    c.requirements = std::move(requirements);
    side.decisions.categories = {c};
    Rule r;
    r.name = "low";
    r.title = "Share of marks 2";
    r.threshold = threshold;
    r.min_n = min_n;
    r.unit = "%";
    side.decisions.rules = {r};
  }
  SideMaker& check(const std::string& school, const std::string& name, std::int64_t low, std::int64_t n) {
    DecisionSet& set = side.decisions;
    CheckRow row;
    row.school = set.school_index(school);
    row.name = set.name_index(name);
    row.form = ValueForm::kShare;
    row.numerator = low;
    row.denominator = n;
    row.n = n;
    set.checks.push_back(row);
    return *this;
  }
  ComparedSide done() {
    side.decisions.settle();
    return std::move(side);
  }
};

Frame no_registry() { return Frame(); }

Differences differences(SideMaker before, SideMaker after, const CompareOptions& options = {}) {
  auto found = compared(before.done(), after.done(), no_registry(), options);
  EXPECT_TRUE(found.ok());
  return *std::move(found);
}

std::vector<std::string> names_of(const std::vector<CheckChange>& checks, bool decisive) {
  std::vector<std::string> names;
  for (const CheckChange& c : checks)
    if (c.decisive == decisive) names.push_back((c.after ? c.after : c.before)->name);
  return names;
}

TEST(Compare, GivenALowerThresholdThenTheSchoolThatEntersIsNamedWithTheCheckThatDidIt) {
  const auto filled = [](Share threshold) {
    SideMaker side("LOW", {{"low", 1}}, threshold);
    side.check("A", "RU 4", 27, 100).check("A", "MA 4", 10, 100).check("B", "RU 4", 40, 100).check("C", "RU 4", 1, 100);
    return side;
  };
  const Differences d = differences(filled({30, 100}), filled({25, 100}));
  ASSERT_EQ(d.schools.size(), 1U);
  const SchoolChange& a = d.schools.front();
  EXPECT_EQ(a.school, "A");
  EXPECT_TRUE(a.entered());
  EXPECT_THAT(names_of(a.checks, true), ElementsAre("RU 4"));
  EXPECT_THAT(names_of(a.checks, false), IsEmpty());
  ASSERT_TRUE(a.checks[0].before && a.checks[0].after);
  EXPECT_EQ(a.checks[0].before->threshold.value(), 0.3);
  EXPECT_FALSE(a.checks[0].before->met());
  EXPECT_TRUE(a.checks[0].after->met());
  EXPECT_EQ(d.totals[0].entered(), 1);
  EXPECT_EQ(d.totals[0].left(), 0);
  EXPECT_EQ(d.totals[0].agreed(), 2);
  EXPECT_THAT(causes_text(a, {}), HasSubstr("RU"));
  ASSERT_EQ(d.rules.size(), 1U);
  EXPECT_THAT(*d.rules[0].before, HasSubstr("30"));
  EXPECT_THAT(*d.rules[0].after, HasSubstr("25"));
}

TEST(Compare, GivenTwoChecksOfWhichNoneIsDecisiveAloneThenTheyDidItTogether) {
  const auto filled = [](Share threshold) {
    SideMaker side("LOW", {{"low", 2}}, threshold);
    side.check("A", "RU 4", 32, 100).check("A", "MA 4", 33, 100);
    return side;
  };
  const Differences left = differences(filled({30, 100}), filled({35, 100}));
  ASSERT_EQ(left.schools.size(), 1U);
  EXPECT_TRUE(left.schools[0].left());
  EXPECT_THAT(names_of(left.schools[0].checks, true), IsEmpty()) << "with one of them taken back one is still not enough";
  EXPECT_THAT(names_of(left.schools[0].checks, false), ElementsAre("RU 4", "MA 4"));
  const Differences entered = differences(filled({35, 100}), filled({30, 100}));
  EXPECT_THAT(names_of(entered.schools[0].checks, true), ElementsAre("RU 4", "MA 4")) << "each of the two is needed";
}

TEST(Compare, GivenMoreProceduresAskedForThenTheRequirementDidIt) {
  const auto filled = [](int procedures) {
    SideMaker side("LOW", {{"low", procedures}});
    side.check("A", "RU 4", 40, 100).check("A", "MA 4", 40, 100).check("A", "OM 4", 1, 100);
    return side;
  };
  const Differences d = differences(filled(2), filled(3));
  ASSERT_EQ(d.schools.size(), 1U);
  EXPECT_TRUE(d.schools[0].left());
  EXPECT_THAT(d.schools[0].checks, IsEmpty());
  ASSERT_EQ(d.schools[0].requirements.size(), 1U);
  EXPECT_EQ(d.schools[0].requirements[0].before, 2);
  EXPECT_EQ(d.schools[0].requirements[0].after, 3);
  EXPECT_TRUE(d.schools[0].requirements[0].decisive);
}

TEST(Compare, GivenAHigherLeastNumberThenTheChangeToNotAssessableIsTold) {
  const auto filled = [](std::int64_t min_n) {
    SideMaker side("LOW", {{"low", 1}}, {30, 100}, min_n);
    side.check("A", "RU 4", 5, 12).check("B", "RU 4", 1, 12);
    return side;
  };
  const Differences d = differences(filled(10), filled(15));
  ASSERT_EQ(d.schools.size(), 2U);
  EXPECT_EQ(d.schools[0].school, "A");
  EXPECT_TRUE(d.schools[0].left()) << "from the list to not assessable";
  EXPECT_EQ(d.schools[1].after, Answer::kNotAssessable);
  EXPECT_FALSE(d.schools[1].left());
  EXPECT_EQ(d.schools[1].checks[0].after->unassessed(), Unassessed::kTooFew);
}

TEST(Compare, GivenACheckThatOneSideHasThenItIsToldAsSuch) {
  SideMaker before("LOW", {{"low", 1}}), after("LOW", {{"low", 1}});
  before.check("A", "RU 4", 1, 100);
  after.check("A", "RU 4", 1, 100).check("A", "RU 5", 40, 100);
  const Differences d = differences(std::move(before), std::move(after));
  ASSERT_EQ(d.schools.size(), 1U);
  ASSERT_EQ(d.schools[0].checks.size(), 1U);
  EXPECT_FALSE(d.schools[0].checks[0].before);
  EXPECT_TRUE(d.schools[0].checks[0].decisive);
}

TEST(Compare, GivenAChangeThatPullsTheOtherWayThenItIsNotNamedAsTheCause) {
  SideMaker before("LOW", {{"low", 1}}), after("LOW", {{"low", 1}});
  before.check("A", "RU 4", 1, 100).check("A", "MA 4", 29, 100);
  after.check("A", "RU 4", 40, 100).check("A", "MA 4", 29, 100);
  before.check("B", "RU 4", 40, 100).check("B", "MA 4", 1, 100);
  after.check("B", "RU 4", 1, 100).check("B", "MA 4", 5, 5);  // of too few participants: nearer to yes than "not met"
  const Differences d = differences(std::move(before), std::move(after));
  ASSERT_EQ(d.schools.size(), 2U);
  EXPECT_THAT(names_of(d.schools[0].checks, true), ElementsAre("RU 4"));
  EXPECT_EQ(d.schools[1].after, Answer::kNotAssessable);
  EXPECT_THAT(names_of(d.schools[1].checks, true), ElementsAre("RU 4", "MA 4"));
}

TEST(Compare, GivenASchoolThatEntersThenChecksThatCouldNotBeMadeDidNotBringItThere) {
  SideMaker before("LOW", {{"low", 1}}), after("LOW", {{"low", 1}});
  before.check("A", "RU 4", 1, 100);
  after.check("A", "RU 4", 1, 100).check("A", "MA 4", 40, 100).check("A", "OM 4", 3, 4);
  const Differences d = differences(std::move(before), std::move(after));
  ASSERT_EQ(d.schools.size(), 1U);
  EXPECT_THAT(names_of(d.schools[0].checks, true), ElementsAre("MA 4"));
  EXPECT_THAT(names_of(d.schools[0].checks, false), IsEmpty());
}

TEST(Compare, GivenASchoolOrACategoryThatOneSideHasThenItIsNotSilent) {
  SideMaker before("LOW", {{"low", 1}}), after("LOW", {{"low", 1}}), other("MARKS", {{"low", 1}});
  before.check("A", "RU 4", 40, 100);
  after.check("B", "RU 4", 40, 100);
  const Differences schools = differences(std::move(before), std::move(after));
  ASSERT_EQ(schools.schools.size(), 2U);
  EXPECT_EQ(schools.totals[0].entered(), 1);
  EXPECT_EQ(schools.totals[0].left(), 1);
  EXPECT_EQ(schools.totals[0].agreed(), 0);

  SideMaker low("LOW", {{"low", 1}});
  low.check("A", "RU 4", 40, 100);
  other.check("A", "RU 4", 40, 100);
  const Differences categories = differences(std::move(low), std::move(other));
  ASSERT_EQ(categories.totals.size(), 2U);
  EXPECT_EQ(categories.totals[0].presence, Presence::kBeforeOnly);
  EXPECT_EQ(categories.totals[1].presence, Presence::kAfterOnly);
}

TEST(Compare, GivenTheSameDecisionsThenNothingDiffersAndListedSchoolsComeOnRequest) {
  const auto filled = [] {
    SideMaker side("LOW", {{"low", 1}});
    side.check("A", "RU 4", 40, 100).check("B", "RU 4", 1, 100);
    return side;
  };
  EXPECT_FALSE(differences(filled(), filled()).differs());
  const Differences listed = differences(filled(), filled(), {"", true, false, {}});
  EXPECT_FALSE(listed.differs());
  ASSERT_EQ(listed.schools.size(), 1U);
  EXPECT_EQ(listed.schools[0].school, "A");
  EXPECT_TRUE(listed.schools[0].stability_after);
}

TEST(Compare, GivenACategoryThatNeitherSideHasThenItIsAnError) {
  SideMaker before("LOW", {{"low", 1}}), after("LOW", {{"low", 1}});
  const auto found = compared(before.done(), after.done(), no_registry(), {"HIGH", false, false, {}});
  ASSERT_FALSE(found.ok());
  EXPECT_EQ(found.error().code, "CLI-030");
}

TEST(SweepValues, RangesAreExactAndListsKeepTheirOrder) {
  EXPECT_THAT(*sweep_values("p", "25..28"), ElementsAre("25", "26", "27", "28"));
  EXPECT_THAT(*sweep_values("p", "0.1..0.4:0.1"), ElementsAre("0.1", "0.2", "0.3", "0.4"));
  EXPECT_THAT(*sweep_values("p", "25..31:2.5"), ElementsAre("25", "27.5", "30"));
  EXPECT_THAT(*sweep_values("p", "-1..1"), ElementsAre("-1", "0", "1"));
  EXPECT_THAT(*sweep_values("p", "35, 25,30"), ElementsAre("35", "25", "30"));
}

TEST(SweepValues, WhatIsNoRangeIsSaid) {
  for (const char* text : {"35..25", "25..35:0", "25..x", "..", "25..35:-1", "", "25,,30", "1..999999999999"}) {
    const auto values = sweep_values("p", text);
    ASSERT_FALSE(values.ok()) << text;
    EXPECT_THAT(values.error().code, ::testing::AnyOf("CLI-061", "CLI-062")) << text;
  }
}

}  // namespace
}  // namespace opora
