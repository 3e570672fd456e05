// The plugin's statistics against numbers that R computed (reference/dynamics.R).
#include "statistics.h"

#include <random>

#include "unit/frame/reference_table.h"

namespace dynamics {
namespace {

using opora::testing::ReferenceTable;

ReferenceTable reference(const std::string& name) { return ReferenceTable(name, OPORA_REFERENCE); }

TEST(Student, QuantilesAreThoseOfR) {
  const ReferenceTable r = reference("student");
  for (std::size_t row = 0; row < r.rows(); ++row) {
    const double expected = *r.number("quantile", row);
    EXPECT_NEAR(student_quantile(*r.number("p", row), *r.number("df", row)), expected, 1e-9 * std::max(1.0, expected)) << row;
  }
  EXPECT_NEAR(normal_quantile(0.975), 1.959963984540054, 1e-13);
}

std::vector<double> of_group(const ReferenceTable& table, const std::string& group) {
  std::vector<double> values;
  for (std::size_t row = 0; row < table.rows(); ++row)
    if (table.text("group", row) == group) values.push_back(*table.number("value", row));
  return values;
}

TEST(DifferenceOfMeans, HasTheIntervalOfTTest) {
  const ReferenceTable values = reference("welch_values"), r = reference("welch");
  const auto a = sample_of(of_group(values, "a")), b = sample_of(of_group(values, "b"));
  for (std::size_t row = 0; row < r.rows(); ++row) {
    const auto bounds = welch(*a, *b, *r.number("confidence", row));
    ASSERT_TRUE(bounds);
    EXPECT_NEAR(bounds->lower, *r.number("lower", row), 1e-11);
    EXPECT_NEAR(bounds->upper, *r.number("upper", row), 1e-11);
  }
}

TEST(DifferenceOfMeans, HasNoIntervalWhereNothingVaries) {
  EXPECT_FALSE(welch({0.5, 0, 10}, {0.7, 0, 12}, 0.95));
  EXPECT_FALSE(welch({0.5, 0.1, 1}, {0.7, 0.1, 12}, 0.95));
  EXPECT_FALSE(sample_of({0.5}));
}

TEST(Correlations, AreThoseOfRWithTheirIntervals) {
  const ReferenceTable pairs = reference("pairs"), r = reference("correlation");
  const std::vector<double> x = pairs.numbers("x"), y = pairs.numbers("y");
  const auto linear = pearson(x, y, 0.95), ranks = spearman(x, y, 0.95);
  ASSERT_TRUE(linear && linear->bounds && ranks && ranks->bounds);
  EXPECT_NEAR(linear->r, *r.number("pearson", 0), 1e-12);
  EXPECT_NEAR(linear->bounds->lower, *r.number("pearson_lower", 0), 1e-12);
  EXPECT_NEAR(linear->bounds->upper, *r.number("pearson_upper", 0), 1e-12);
  EXPECT_NEAR(ranks->r, *r.number("spearman", 0), 1e-12);
  EXPECT_NEAR(ranks->bounds->lower, *r.number("spearman_lower", 0), 1e-12);
  EXPECT_NEAR(ranks->bounds->upper, *r.number("spearman_upper", 0), 1e-12);
}

TEST(Correlations, OfTooFewOrEqualSchoolsAreNotThere) {
  EXPECT_FALSE(pearson({1}, {2}, 0.95));
  EXPECT_FALSE(pearson({1, 1, 1}, {2, 3, 4}, 0.95));
  EXPECT_FALSE(spearman({1, 2, 3}, {5, 5, 5}, 0.95));
  EXPECT_FALSE(pearson({1, 2, 3}, {1, 2, 4}, 0.95)->bounds);  // three pairs: no standard error
}

TEST(Regression, FitsAndStudentisesAsR) {
  const ReferenceTable pairs = reference("pairs"), r = reference("correlation");
  const auto line = line_through(pairs.numbers("x"), pairs.numbers("y"));
  ASSERT_TRUE(line);
  EXPECT_NEAR(line->intercept, *r.number("intercept", 0), 1e-12);
  EXPECT_NEAR(line->slope, *r.number("slope", 0), 1e-12);
  for (std::size_t i = 0; i < pairs.rows(); ++i) {
    EXPECT_NEAR(line->expected[i], *pairs.number("expected", i), 1e-12);
    EXPECT_NEAR(line->studentised[i], *pairs.number("studentised", i), 1e-11);
  }
}

TEST(Regression, ThroughPointsOnALineLeavesNothingToJudge) {
  const auto line = line_through({1, 2, 3, 4}, {3, 5, 7, 9});
  ASSERT_TRUE(line);
  EXPECT_NEAR(line->slope, 2, 1e-12);
  EXPECT_TRUE(line->studentised.empty());
  EXPECT_FALSE(line_through({1, 1, 1}, {1, 2, 3}));
}

TEST(GapOfQuantiles, IsThatOfRWithinTheErrorOfTheBootstrap) {
  const std::vector<double> values = reference("gap_values").numbers("value");
  const ReferenceTable r = reference("gap");
  for (std::size_t row = 0; row < r.rows(); ++row) {
    const Gap gap = quantile_gap(values, *r.number("part", row), 0.95);
    EXPECT_NEAR(gap.top, *r.number("top", row), 1e-12);
    EXPECT_NEAR(gap.bottom, *r.number("bottom", row), 1e-12);
    EXPECT_NEAR(gap.bounds.lower, *r.number("lower", row), 4 * *r.number("repetitions_sd_lower", row));
    EXPECT_NEAR(gap.bounds.upper, *r.number("upper", row), 4 * *r.number("repetitions_sd_upper", row));
  }
}

// The same bits for any order of the schools; a scale moves everything with it.
TEST(Statistics, DoNotDependOnTheOrderOfSchools) {
  std::mt19937 random(6);
  std::vector<double> x, y;
  for (int i = 0; i < 200; ++i) x.push_back(static_cast<double>(random() % 1000) / 7), y.push_back(x.back() / 3 + static_cast<double>(random() % 100) / 9);
  std::vector<std::size_t> order(x.size());
  std::iota(order.begin(), order.end(), 0U);
  std::shuffle(order.begin(), order.end(), random);
  std::vector<double> x2, y2;
  for (const std::size_t i : order) x2.push_back(x[i]), y2.push_back(y[i]);
  EXPECT_EQ(pearson(x, y, 0.95)->r, pearson(x2, y2, 0.95)->r);
  EXPECT_EQ(spearman(x, y, 0.95)->r, spearman(x2, y2, 0.95)->r);
  EXPECT_EQ(line_through(x, y)->slope, line_through(x2, y2)->slope);
  EXPECT_EQ(variance_of(x), variance_of(x2));
  EXPECT_EQ(quantile_gap(x, 0.1, 0.95).bounds.lower, quantile_gap(x2, 0.1, 0.95).bounds.lower);
  std::vector<double> wide;
  for (const double value : x) wide.push_back(2 * value);
  EXPECT_EQ(quantile_gap(wide, 0.25, 0.95).bounds.upper, 2 * quantile_gap(x, 0.25, 0.95).bounds.upper);
  EXPECT_EQ(quantile_gap(std::vector<double>(30, 0.5), 0.25, 0.95).bounds.upper, 0);  // all equal: no gap
}

}  // namespace
}  // namespace dynamics
