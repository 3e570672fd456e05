#include "frame/shrinkage.h"

#include <gmock/gmock.h>

#include "unit/frame/random_frame.h"
#include "unit/frame/reference_table.h"

namespace opora {
namespace {

using testing::expect_near;
using testing::RandomFrames;
using testing::ReferenceTable;
using testing::same_bits;

using Whole = std::vector<std::int64_t>;

Frame counts(const Whole& part, const Whole& whole) {
  return Frame().with("k", Column::of_int64(part)).with("n", Column::of_int64(whole));
}

ShrinkageOptions with(PriorMethod method) {
  ShrinkageOptions options;
  options.method = method;
  return options;
}

// The reference holds one table by moments, below it the same schools by likelihood.
Frame half(const Frame& frame, bool second) {
  Whole rows;
  const std::int64_t size = frame.rows() / 2;
  for (std::int64_t row = 0; row < size; ++row) rows.push_back(row + (second ? size : 0));
  return frame.take(rows);
}
Column both(const Frame& first, const Frame& second, const std::string& name) {
  std::vector<double> values(first.find(name)->float64().begin(), first.find(name)->float64().end());
  values.insert(values.end(), second.find(name)->float64().begin(), second.find(name)->float64().end());
  return Column::of_float64(values);
}

TEST(ShrunkShares, AreThoseOfR) {
  const ReferenceTable r("beta_binomial");
  const Frame schools = Frame().with("k", r.whole("k")).with("n", r.whole("n"));
  const Frame moments = *shrink_shares(half(schools, false), "k", "n", with(PriorMethod::kMoments));
  const Frame likelihood = *shrink_shares(half(schools, true), "k", "n", with(PriorMethod::kLikelihood));
  for (const char* column : {"mean", "lower", "upper", "weight", "prior_mean", "prior_strength"})
    expect_near(both(moments, likelihood, column), r, column, 1e-9);
}

TEST(ShrunkShares, LieBetweenTheSchoolAndTheRegion) {
  RandomFrames random(8);
  Whole k, n;
  for (int i = 0; i < 200; ++i) {
    n.push_back(random.below(60)), k.push_back(0);
    const int percent = random.below(50);
    for (std::int64_t pupil = 0; pupil < n.back(); ++pupil) k.back() += random.chance(percent);
  }
  for (const PriorMethod method : {PriorMethod::kMoments, PriorMethod::kLikelihood}) {
    const Frame found = *shrink_shares(counts(k, n), "k", "n", with(method));
    for (std::size_t row = 0; row < n.size(); ++row) {
      ASSERT_EQ(found.find("mean")->valid(static_cast<std::int64_t>(row)), n[row] > 0);
      if (n[row] == 0) continue;
      const double own = static_cast<double>(k[row]) / static_cast<double>(n[row]), prior = found.find("prior_mean")->float64()[row];
      EXPECT_GE(found.find("mean")->float64()[row], std::min(own, prior) - 1e-15);
      EXPECT_LE(found.find("mean")->float64()[row], std::max(own, prior) + 1e-15);
      EXPECT_LT(found.find("lower")->float64()[row], found.find("upper")->float64()[row]);
    }
  }
}

TEST(ShrunkShares, WithoutSpreadAreTheRegionsAndHaveNoInterval) {
  for (const PriorMethod method : {PriorMethod::kMoments, PriorMethod::kLikelihood})
    for (const Frame& schools : {counts({2, 4, 6}, {10, 20, 30}), counts({0, 0, 0}, {10, 20, 30}), counts({10, 20}, {10, 20})}) {
      const Frame found = *shrink_shares(schools, "k", "n", with(method));
      EXPECT_EQ(found.find("mean")->float64()[0], found.find("prior_mean")->float64()[0]);
      EXPECT_EQ(found.find("weight")->float64()[0], 0);
      EXPECT_FALSE(found.find("lower")->valid(0));
      EXPECT_FALSE(found.find("prior_strength")->valid(0));
    }
}

TEST(ShrunkShares, OfSchoolsThatAreAllOrNothingStayNearlyTheirOwn) {
  for (const PriorMethod method : {PriorMethod::kMoments, PriorMethod::kLikelihood}) {
    const Frame found = *shrink_shares(counts({10, 0, 30}, {10, 20, 30}), "k", "n", with(method));
    EXPECT_GT(found.find("weight")->float64()[0], 0.95);
    EXPECT_GT(found.find("mean")->float64()[0], 0.95);
  }
}

TEST(ShrunkShares, OfOneSchoolAreNotToBeEstimated) {
  const Frame frame = counts({1, 2, 5}, {9, 9, 9}).with("town", Column::of_text(std::vector<std::string>{"a", "a", "b"}));
  ShrinkageOptions options;
  options.by = {"town"};
  const Frame found = *shrink_shares(frame, "k", "n", options);
  EXPECT_TRUE(found.find("mean")->valid(1));
  EXPECT_FALSE(found.find("mean")->valid(2));
}

TEST(ShrunkShares, ByLikelihoodRefuseGroupsThatWouldTakeForEver) {
  const Frame frame = counts({1, 2}, {9, 5'000'000});
  EXPECT_EQ(shrink_shares(frame, "k", "n", with(PriorMethod::kLikelihood)).error().code, "FRAME-007");
  EXPECT_TRUE(shrink_shares(frame, "k", "n", with(PriorMethod::kMoments)).ok());
}

TEST(ShrunkMeans, AreThoseOfR) {
  const ReferenceTable r("normal_normal");
  const Frame schools = Frame().with("y", r.decimal("y")).with("n", r.whole("n")).with("sd", r.decimal("sd"));
  const Frame moments = *shrink_means(half(schools, false), "y", "n", {"sd", 0}, with(PriorMethod::kMoments));
  const Frame likelihood = *shrink_means(half(schools, true), "y", "n", {"sd", 0}, with(PriorMethod::kLikelihood));
  for (const char* column : {"mean", "lower", "upper", "weight", "prior_mean", "prior_sd"})
    expect_near(both(moments, likelihood, column), r, column, 1e-9);
}

TEST(ShrunkMeans, TakeOneStandardDeviationForAll) {
  const Frame schools = Frame().with("y", Column::of_float64(std::vector<double>{1, 9, 4, 5})).with("n", Column::of_int64(Whole{4, 4, 16, 0}));
  const Frame found = *shrink_means(schools, "y", "n", {"", 2}, {});
  EXPECT_GT(found.find("weight")->float64()[2], found.find("weight")->float64()[0]);
  EXPECT_FALSE(found.find("mean")->valid(3));
  EXPECT_EQ(shrink_means(schools, "y", "n", {"", 0}, {}).error().code, "FRAME-007");
}

TEST(ShrunkMeans, ThatAreEqualGiveNoSpread) {
  const Frame schools = Frame().with("y", Column::of_float64(std::vector<double>{4, 4, 4})).with("n", Column::of_int64(Whole{5, 6, 7}));
  for (const PriorMethod method : {PriorMethod::kMoments, PriorMethod::kLikelihood}) {
    const Frame found = *shrink_means(schools, "y", "n", {"", 1}, with(method));
    EXPECT_EQ(found.find("mean")->float64()[0], 4);
    EXPECT_EQ(found.find("prior_sd")->float64()[0], 0);
    EXPECT_FALSE(found.find("upper")->valid(0));
  }
  const Frame all_same = schools.with("sd", Column::of_float64(std::vector<double>{0, 0, 0}));
  EXPECT_FALSE(shrink_means(all_same, "y", "n", {"sd", 0}, {})->find("mean")->valid(0));
  const Frame negative = schools.with("sd", Column::of_float64(std::vector<double>{1, -1, 0}));
  EXPECT_EQ(shrink_means(negative, "y", "n", {"sd", 0}, {}).error().code, "FRAME-010");
}

TEST(Shrinkage, DoesNotDependOnTheOrderOfRows) {
  RandomFrames random(21);
  Whole k, n, order;
  std::vector<double> y, sd;
  for (int i = 0; i < 150; ++i) {
    n.push_back(1 + random.below(40)), k.push_back(random.below(static_cast<int>(n.back()) + 1)), order.push_back(i);
    y.push_back(random.below(1000) / 7.0), sd.push_back(1 + random.below(1000) / 11.0);
  }
  for (std::size_t i = order.size(); i-- > 1;) std::swap(order[i], order[static_cast<std::size_t>(random.below(static_cast<int>(i) + 1))]);
  const Frame frame = counts(k, n).with("y", Column::of_float64(y)).with("sd", Column::of_float64(sd)), shuffled = frame.take(order);
  for (const PriorMethod method : {PriorMethod::kMoments, PriorMethod::kLikelihood}) {
    const Frame shares = shrink_shares(frame, "k", "n", with(method))->take(order), other = *shrink_shares(shuffled, "k", "n", with(method));
    for (const std::string& name : other.names()) EXPECT_TRUE(same_bits(*shares.find(name), *other.find(name))) << name;
    const Frame means = shrink_means(frame, "y", "n", {"sd", 0}, with(method))->take(order);
    const Frame other_means = *shrink_means(shuffled, "y", "n", {"sd", 0}, with(method));
    for (const std::string& name : other_means.names()) EXPECT_TRUE(same_bits(*means.find(name), *other_means.find(name))) << name;
  }
}

}  // namespace
}  // namespace opora
