#include "frame/intervals.h"

#include <gmock/gmock.h>

#include "frame/distributions.h"
#include "unit/frame/random_frame.h"
#include "unit/frame/reference_table.h"

namespace opora {
namespace {

using testing::expect_near;
using testing::RandomFrames;
using testing::ReferenceTable;
using testing::same_bits;
using ::testing::HasSubstr;

using Whole = std::vector<std::int64_t>;

Frame counts(const Whole& part, const Whole& whole, const std::vector<std::uint8_t>& has_part = {}) {
  return Frame().with("k", Column::of_int64(part, has_part)).with("n", Column::of_int64(whole));
}

// Every way in which a pair of counts says nothing: no participants, no part, both; and one that says something.
Frame with_gaps() { return counts({0, 1, 3, 3}, {0, 4, 10, 10}, {1, 0, 0, 1}); }

TEST(Intervals, AreThoseOfR) {
  const ReferenceTable r("intervals");
  for (std::size_t row = 0; row < r.rows(); ++row) {
    const Counts one{std::stoll(r.text("k", row)), std::stoll(r.text("n", row))};
    const double confidence = *r.number("confidence", row);
    const Interval wilson = share_interval(one, IntervalMethod::kWilson, confidence), exact = share_interval(one, IntervalMethod::kExact, confidence);
    EXPECT_NEAR(wilson.lower, *r.number("wilson_lower", row), 1e-12);
    EXPECT_NEAR(wilson.upper, *r.number("wilson_upper", row), 1e-12);
    EXPECT_NEAR(exact.lower, *r.number("exact_lower", row), 1e-12);
    EXPECT_NEAR(exact.upper, *r.number("exact_upper", row), 1e-12);
  }
}

TEST(Intervals, HoldTheShareAndTheExactOnesBoundsAreQuantiles) {
  RandomFrames random(3);
  for (int i = 0; i < 500; ++i) {
    const std::int64_t n = 1 + random.below(500);
    const Counts one{random.below(static_cast<int>(n) + 1), n};
    const Interval wilson = share_interval(one, IntervalMethod::kWilson, 0.95), exact = share_interval(one, IntervalMethod::kExact, 0.95);
    EXPECT_LE(wilson.lower, one.share());
    EXPECT_GE(wilson.upper, one.share());
    // At either bound the counts seen, or more extreme ones, have a probability of 2.5 %.
    if (one.part > 0) {
      EXPECT_NEAR(binomial_at_least(one.part, n, exact.lower), 0.025, 1e-10);
    }
    if (one.part < n) {
      EXPECT_NEAR(1 - binomial_at_least(one.part + 1, n, exact.upper), 0.025, 1e-10);
    }
    EXPECT_NEAR(share_interval({n - one.part, n}, IntervalMethod::kExact, 0.95).lower, 1 - exact.upper, 1e-12);
  }
}

TEST(Intervals, OfNobodyAreMissing) {
  const Frame found = *interval(with_gaps(), "k", "n", IntervalMethod::kWilson, 0.95);
  EXPECT_EQ(found.names(), (std::vector<std::string>{"lower", "upper"}));
  for (const std::int64_t row : {0, 1, 2}) EXPECT_FALSE(found.find("lower")->valid(row)) << row;
  EXPECT_NEAR(found.find("upper")->float64()[3], 0.603, 5e-4);
}

TEST(Intervals, RefuseWhatIsNoPartOfAWhole) {
  for (const auto& [part, whole] : {std::pair{5, 4}, {-1, 4}, {1, 2'000'000'000}}) {
    const auto refused = interval(counts({1, part}, {2, whole}), "k", "n", IntervalMethod::kExact, 0.95);
    ASSERT_FALSE(refused.ok());
    EXPECT_EQ(refused.error().code, "FRAME-010");
    EXPECT_THAT(refused.error().message, HasSubstr("row 2"));
    EXPECT_FALSE(refused.error().help.empty());
  }
  const Frame decimals = Frame().with("k", Column::of_float64(std::vector<double>{1})).with("n", Column::of_int64(Whole{2}));
  EXPECT_EQ(interval(decimals, "k", "n", IntervalMethod::kExact, 0.95).error().code, "FRAME-002");
  EXPECT_EQ(interval(counts({1}, {2}), "k", "m", IntervalMethod::kExact, 0.95).error().code, "FRAME-001");
  for (const double confidence : {0.0, 1.0, 95.0, std::nan("")})
    EXPECT_EQ(interval(counts({1}, {2}), "k", "n", IntervalMethod::kWilson, confidence).error().code, "FRAME-007");
}

TEST(BinomialTail, IsThatOfR) {
  const ReferenceTable r("tails");
  const Frame frame = Frame().with("k", r.whole("k")).with("n", r.whole("n")).with("p", r.decimal("p"));
  const Column tail = *binomial_tail(frame, "k", "n", {"p", 0});
  expect_near(tail, r, "tail", 1e-11);
  for (std::size_t row = 0; row < r.rows(); ++row)  // small probabilities, too, relative to themselves
    if (*r.number("tail", row) > 1e-300) {
      EXPECT_NEAR(tail.float64()[row] / *r.number("tail", row), 1, 1e-9) << row;
    }
}

TEST(BinomialTail, TakesOneProbabilityForAll) {
  const Column tail = *binomial_tail(with_gaps(), "k", "n", {"", 0.15});
  EXPECT_FALSE(tail.valid(0));
  EXPECT_NEAR(tail.float64()[3], 0.180, 5e-4);  // a false alarm with 10 participants
  EXPECT_EQ(binomial_tail(with_gaps(), "k", "n", {"", 15}).error().code, "FRAME-010");
}

TEST(Funnel, LimitsScoresAndFactorAreThoseOfR) {
  const ReferenceTable r("funnel");
  const Frame frame = Frame().with("k", r.whole("k")).with("n", r.whole("n"));
  const Frame found = *funnel(frame, "k", "n", {});
  for (const char* column : {"centre", "lower", "upper", "z"}) expect_near(*found.find(column), r, column, 1e-12);
  FunnelOptions options;
  options.overdispersion = true;
  const Frame wide = *funnel(frame, "k", "n", options);
  expect_near(*wide.find("factor"), r, "factor", 1e-12);
  for (std::size_t row = 0; row < r.rows(); ++row) {
    const double root = std::sqrt(*r.number("factor", row)), centre = *r.number("centre", row);
    EXPECT_NEAR(wide.find("z")->float64()[row], *r.number("z", row) / root, 1e-12);
    EXPECT_NEAR(wide.find("upper")->float64()[row], std::min(1.0, centre + (*r.number("upper", row) - centre) * root), 1e-12);
  }
}

TEST(Funnel, HasACentreForEachGroupOrTheOneGiven) {
  const Frame frame = counts({1, 3, 0, 0}, {10, 10, 5, 7}).with("town", Column::of_text(std::vector<std::string>{"a", "a", "b", "b"}));
  FunnelOptions options;
  options.by = {"town"};
  const Frame found = *funnel(frame, "k", "n", options);
  EXPECT_EQ(found.find("centre")->float64()[1], 0.2);
  EXPECT_EQ(found.find("centre")->float64()[2], 0);
  EXPECT_EQ(found.find("upper")->float64()[2], 0);
  EXPECT_FALSE(found.find("z")->valid(2));  // nobody belongs to the parts: nothing to stand out from
  options.centre = 0.5;
  EXPECT_EQ(funnel(frame, "k", "n", options)->find("centre")->float64()[3], 0.5);
  options.centre = 50;
  EXPECT_EQ(funnel(frame, "k", "n", options).error().code, "FRAME-007");
}

TEST(TwoShares, AreComparedAsInR) {
  const ReferenceTable r("two_shares");
  const Frame frame = Frame().with("k1", r.whole("k1")).with("n1", r.whole("n1")).with("k2", r.whole("k2")).with("n2", r.whole("n2"));
  const Frame found = *compare_shares(frame, "k1", "n1", "k2", "n2", 0.95);
  for (const char* column : {"difference", "lower", "upper", "z", "p", "p_exact"}) expect_near(*found.find(column), r, column, 1e-11);
}

TEST(TwoShares, InTheOtherOrderGiveTheMirroredAnswer) {
  RandomFrames random(11);
  Whole k1, n1, k2, n2;
  for (int i = 0; i < 500; ++i) {
    n1.push_back(1 + random.below(60)), k1.push_back(random.below(static_cast<int>(n1.back()) + 1));
    n2.push_back(1 + random.below(60)), k2.push_back(random.below(static_cast<int>(n2.back()) + 1));
  }
  const Frame frame = Frame().with("k1", Column::of_int64(k1)).with("n1", Column::of_int64(n1)).with("k2", Column::of_int64(k2)).with("n2", Column::of_int64(n2));
  const Frame there = *compare_shares(frame, "k1", "n1", "k2", "n2", 0.9), back = *compare_shares(frame, "k2", "n2", "k1", "n1", 0.9);
  for (std::size_t row = 0; row < 500; ++row) {
    EXPECT_NEAR(there.find("lower")->float64()[row], -back.find("upper")->float64()[row], 1e-12);
    EXPECT_NEAR(there.find("p_exact")->float64()[row], back.find("p_exact")->float64()[row], 1e-12);
  }
}

TEST(FisherExact, TakesTheLargestGroupsInFewSteps) {
  EXPECT_NEAR(fisher_exact(300'000'000, 1'000'000'000, 300'000'000, 1'000'000'000), 1, 1e-4);
  EXPECT_EQ(fisher_exact(0, 1'000'000'000, 1'000'000'000, 1'000'000'000), 0);
  EXPECT_EQ(fisher_exact(0, 5, 0, 7), 1);
}

Frame years() {
  return Frame()
      .with("school", Column::of_text(std::vector<std::string>{"a", "b", "a", "a", "a", "b"}))
      .with("year", Column::of_int64(Whole{2021, 2021, 2019, 2020, 2021, 2018}))
      .with("k", Column::of_int64(Whole{1, 2, 3, 4, 5, 6}, std::vector<std::uint8_t>{1, 1, 1, 0, 1, 1}))
      .with("n", Column::of_int64(Whole{10, 20, 30, 40, 50, 60}));
}

TEST(Pooling, SumsTheYearsOfAWindowAndSaysHowManyCounted) {
  const Frame found = *pool(years(), "k", "n", "year", 3, {"school"});
  EXPECT_THAT(found.find("part")->int64(), ::testing::ElementsAre(9, 2, 3, 3, 9, 6));
  EXPECT_THAT(found.find("whole")->int64(), ::testing::ElementsAre(90, 20, 30, 30, 90, 60));
  EXPECT_THAT(found.find("years")->int64(), ::testing::ElementsAre(2, 1, 1, 1, 2, 1));
}

TEST(Pooling, OverOneYearIsTheYearItself) {
  const Frame found = *pool(years(), "k", "n", "year", 1, {"school"});
  EXPECT_FALSE(found.find("part")->valid(3));
  EXPECT_EQ(found.find("years")->int64()[3], 0);
  EXPECT_EQ(found.find("part")->int64()[0], 6);  // both rows of 2021
  EXPECT_EQ(pool(years(), "k", "n", "year", 0, {}).error().code, "FRAME-007");
  EXPECT_EQ(pool(years(), "k", "n", "school", 2, {}).error().code, "FRAME-002");
}

TEST(Intervals, OfAFrameWithoutRowsHaveNoRows) {
  const Frame none = counts({}, {}).with("year", Column::of_int64(Whole{}));
  EXPECT_EQ(interval(none, "k", "n", IntervalMethod::kWilson, 0.95)->rows(), 0);
  EXPECT_EQ(funnel(none, "k", "n", {})->rows(), 0);
  EXPECT_EQ(pool(none, "k", "n", "year", 2, {})->rows(), 0);
}

TEST(Intervals, DoNotDependOnTheOrderOfRows) {
  RandomFrames random(5);
  Whole k, n, order;
  for (int i = 0; i < 300; ++i) n.push_back(random.below(90)), k.push_back(random.below(static_cast<int>(n.back()) + 1)), order.push_back(i);
  for (std::size_t i = order.size(); i-- > 1;) std::swap(order[i], order[static_cast<std::size_t>(random.below(static_cast<int>(i) + 1))]);
  const Frame frame = counts(k, n), shuffled = frame.take(order);
  FunnelOptions options;
  options.overdispersion = true;
  const Frame straight = funnel(frame, "k", "n", options)->take(order), other = *funnel(shuffled, "k", "n", options);
  for (const std::string& name : other.names()) EXPECT_TRUE(same_bits(*straight.find(name), *other.find(name))) << name;
}

}  // namespace
}  // namespace opora
