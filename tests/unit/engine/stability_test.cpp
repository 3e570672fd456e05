// How firmly an answer stands: by hand, by enumerating every outcome, by an independent computation in exact fractions,
// and by drawing participants one by one.
#include "engine/stability.h"

#include <gmock/gmock.h>

#include <cmath>
#include <cstdlib>
#include <fstream>
#include <nlohmann/json.hpp>
#include <random>

#include "unit/store/sample_store.h"

namespace opora {
namespace {

Check share_check(std::int64_t numerator, std::int64_t denominator, std::string rule = "low", Comparison op = Comparison::kGreaterEqual, Share threshold = {30, 100}) {
  Check check;
  check.rule = std::move(rule);
  check.share = Share{numerator, denominator};
  check.n = denominator;
  check.op = op;
  check.threshold = threshold;
  return check;
}

Check measured_check(double value, double limit, std::string rule = "low") {
  Check check;
  check.rule = std::move(rule);
  check.value = value;
  check.n = 20;
  check.measured_threshold = limit;
  return check;
}

Decision decision(std::vector<Check> checks, std::vector<Requirement> requirements, Combination combination = Combination::kAll) {
  Decision d;
  d.school = "sch990001";
  d.category = "ШНОР";
  d.answer = decide(checks, requirements, combination);
  d.checks = std::move(checks);
  d.requirements = std::move(requirements);
  d.combination = combination;
  return d;
}

TEST(Stability, GivenThreeOfTenAtThirtyPercentThenTheFlipIsTheBinomialTail) {
  // P(X ≤ 2), X ~ Binomial(10, 0.3): 0.7^10 + 10·0.3·0.7^9 + 45·0.09·0.7^8.
  const Decision d = decision({share_check(3, 10)}, {{"low", 1}});
  EXPECT_EQ(d.answer, Answer::kYes);
  EXPECT_NEAR(stability(d).flip(Answer::kYes), 0.3827827864, 1e-12);
  EXPECT_NEAR(stability(d).yes, 0.6172172136, 1e-12);
}

TEST(Stability, GivenAtLeastTwoOfThreeThenTheCountIsPoissonBinomial) {
  // Each share 1/2 of 2 at "≥ 50 %": met with probability 3/4; at least two of three: 3·(9/16)·(1/4) + 27/64 = 54/64.
  const Check half = share_check(1, 2, "low", Comparison::kGreaterEqual, {1, 2});
  EXPECT_NEAR(stability(decision({half, half, half}, {{"low", 2}})).no, 10.0 / 64, 1e-15);
}

TEST(Stability, GivenConditionsThatShareTheirChecksThenTheyAreJudgedTogether) {
  // "At least one of a" and "at least one of all": the second follows from the first, the chance is not multiplied.
  const Check half = share_check(1, 2, "a", Comparison::kGreaterEqual, {1, 2});
  EXPECT_NEAR(stability(decision({half}, {{"a", 1}, {"", 1}})).yes, 0.75, 1e-15);
}

TEST(Stability, GivenMeasuredValuesThenTheyStayAsTheyAre) {
  const Stability fixed = stability(decision({measured_check(2, 1)}, {{"low", 1}}));
  EXPECT_EQ(fixed.yes, 1.0);
  EXPECT_EQ(fixed.fixed, 1);
  EXPECT_EQ(fixed.drawn, 0);
}

TEST(Stability, GivenNobodyOrEverybodyThenTheShareCannotMoveAndIsCounted) {
  const Stability none = stability(decision({share_check(0, 10), share_check(10, 10)}, {{"low", 2}}));
  EXPECT_EQ(none.no, 1.0);
  EXPECT_EQ(none.certain, 2);
}

TEST(Stability, GivenChecksThatCouldNotBeMadeThenTheyStaySo) {
  Check few = share_check(3, 5);
  few.min_n = 10;
  const Stability open = stability(decision({few, share_check(1, 2, "low", Comparison::kGreaterEqual, {1, 2})}, {{"low", 2}}));
  EXPECT_NEAR(open.not_assessable, 0.75, 1e-15);
  EXPECT_NEAR(open.no, 0.25, 1e-15);
}

TEST(Stability, GivenAShareThatIsNoPartOfAWholeThenItIsHeldFixed) {
  EXPECT_FALSE(chance_of(share_check(12, 10)));
  EXPECT_FALSE(share_interval(share_check(12, 10)));
}

TEST(Stability, GivenAnAnswerThatHardlyEverFlipsThenTheSmallNumberIsNotLost) {
  const double flip = stability(decision({share_check(450, 500)}, {{"low", 1}})).flip(Answer::kYes);
  EXPECT_GT(flip, 0);
  EXPECT_LT(flip, 1e-100);
}

TEST(Stability, IntervalIsWilsons) {
  // 3 of 10: centre (0.3 + z²/20)/(1 + z²/10), Wilson (1927).
  const auto interval = share_interval(share_check(3, 10));
  ASSERT_TRUE(interval);
  EXPECT_NEAR(interval->lower, 0.1077913, 1e-6);
  EXPECT_NEAR(interval->upper, 0.6032219, 1e-6);
}

// Every operator, thresholds on and between the possible shares.
TEST(Stability, ChanceOfACheckIsTheSumOverEveryNumeratorThatMeetsIt) {
  for (const Comparison op : {Comparison::kLess, Comparison::kLessEqual, Comparison::kEqual, Comparison::kNotEqual, Comparison::kGreaterEqual, Comparison::kGreater})
    for (const Share threshold : {Share{-1, 10}, Share{0, 1}, Share{3, 10}, Share{33, 100}, Share{1, 1}, Share{11, 10}})
      for (std::int64_t numerator = 0; numerator <= 10; ++numerator)
        for (const bool measured : {false, true}) {
          Check check = share_check(numerator, 10, "low", op, threshold);
          if (measured) check.measured_threshold = threshold.value();
          const double p = static_cast<double>(numerator) / 10;
          double met = 0, weight[11];
          for (int k = 0; k <= 10; ++k) {
            double choose = 1;
            for (int i = 1; i <= k; ++i) choose = choose * (10 - k + i) / i;
            weight[k] = choose * std::pow(p, k) * std::pow(1 - p, 10 - k);
            Check drawn = check;
            drawn.share->numerator = k;
            met += drawn.met() ? weight[k] : 0;
          }
          const auto chance = chance_of(check);
          ASSERT_TRUE(chance);
          EXPECT_NEAR(chance->met, met, 1e-12) << symbol(op) << " " << threshold.value() << " " << numerator;
          EXPECT_NEAR(chance->met + chance->unmet, 1, 1e-12);
        }
}

class RandomDecisions {
 public:
  explicit RandomDecisions(unsigned seed) : random_(seed) {}

  Decision next() {
    std::vector<Check> checks;
    for (int left = below(7); left > 0; --left) {
      const std::int64_t n = 1 + below(14);
      Check check = share_check(below(static_cast<int>(n) + 1), n, rule(), static_cast<Comparison>(below(6)), {below(11), 10});
      if (below(4) == 0) check.min_n = 8;
      if (below(6) == 0) check.value = 0.5, check.share.reset(), check.threshold = {below(2), 1};
      checks.push_back(check);
    }
    std::vector<Requirement> requirements;
    for (int left = below(4); left > 0; --left) requirements.push_back({below(3) == 0 ? "" : rule(), below(4)});
    return decision(std::move(checks), std::move(requirements), below(2) == 0 ? Combination::kAll : Combination::kAny);
  }

 private:
  int below(int end) { return static_cast<int>(random_() % static_cast<unsigned>(end)); }
  std::string rule() { return std::string(1, static_cast<char>('a' + below(3))); }
  std::mt19937 random_;
};

nlohmann::json as_json(const Decision& d) {
  nlohmann::json j{{"combination", d.combination == Combination::kAll ? "all" : "any"}, {"requirements", nlohmann::json::array()}, {"checks", nlohmann::json::array()}};
  for (const Requirement& r : d.requirements) j["requirements"].push_back({r.rule, r.count});
  for (const Check& c : d.checks) {
    nlohmann::json check{{"rule", c.rule}, {"n", c.n}, {"min_n", c.min_n}, {"op", symbol(c.op)}, {"threshold", {c.threshold.numerator, c.threshold.denominator}}, {"fixed", nullptr}};
    if (c.share) check["numerator"] = c.share->numerator, check["denominator"] = c.share->denominator;
    else check["fixed"] = c.met() ? "met" : "not met";
    j["checks"].push_back(std::move(check));
  }
  return j;
}

TEST(Stability, AgreesWithAnIndependentComputationInExactFractions) {
  testing::TemporaryFolder folder;
  RandomDecisions random(20261126);
  std::vector<Decision> decisions;
  {
    std::ofstream out(folder / "decisions.jsonl");
    for (int i = 0; i < 300; ++i) out << as_json(decisions.emplace_back(random.next())).dump() << "\n";
  }
  const std::string script = std::string(OPORA_SOURCE_DIR) + "/tests/unit/engine/stability_reference.py";
  const std::string command = "/usr/bin/python3 '" + script + "' < '" + (folder / "decisions.jsonl").string() + "' > '" + (folder / "answers").string() + "'";
  ASSERT_EQ(std::system(command.c_str()), 0);
  std::ifstream in(folder / "answers");
  int moving = 0;
  for (const Decision& d : decisions) {
    double yes = -1, no = -1, open = -1;
    in >> yes >> no >> open;
    const Stability own = stability(d);
    ASSERT_NEAR(own.yes, yes, 1e-12) << as_json(d);
    ASSERT_NEAR(own.no, no, 1e-12) << as_json(d);
    ASSERT_NEAR(own.not_assessable, open, 1e-12) << as_json(d);
    moving += own.flip(d.answer) > 0.01;
  }
  EXPECT_GT(moving, 20) << "decisions that cannot flip test nothing";
}

TEST(Stability, SimulatedDrawsComeNearTheExactFigureAndRepeatForASeed) {
  RandomDecisions random(7);
  constexpr std::int64_t kDraws = 4000;
  for (int i = 0; i < 40; ++i) {
    const Decision d = random.next();
    const Stability exact = stability(d), drawn = simulated(d, {kDraws, 5}), again = simulated(d, {kDraws, 5});
    EXPECT_EQ(drawn.yes, again.yes);
    const double error = std::sqrt(exact.yes * (1 - exact.yes) / static_cast<double>(kDraws));
    EXPECT_NEAR(drawn.yes, exact.yes, 5 * error + 1e-12) << as_json(d);
  }
  const Decision d = decision({share_check(3, 10)}, {{"low", 1}});
  EXPECT_NE(simulated(d, {kDraws, 1}).yes, simulated(d, {kDraws, 2}).yes);
}

}  // namespace
}  // namespace opora
