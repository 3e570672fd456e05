// The numerical core of plugins/context against R (reference/make_reference.R), by hand, and on data that allow nothing.
#include <gmock/gmock.h>

#include <fstream>
#include <map>
#include <numeric>
#include <sstream>

#include "expected_result.h"
#include "social_index.h"

namespace context {
namespace {

using Table = std::map<std::string, std::vector<std::string>>;

Table table(const std::string& name) {
  std::ifstream in(std::string(OPORA_REFERENCE) + "/" + name);
  EXPECT_TRUE(in) << name;
  std::vector<std::string> names;
  Table columns;
  for (std::string line; std::getline(in, line);) {
    std::istringstream cells(line);
    std::size_t at = 0;
    const bool header = names.empty();
    for (std::string cell; std::getline(cells, cell, ',');) header ? names.push_back(cell) : columns[names.at(at++)].push_back(cell);
  }
  return columns;
}

std::vector<double> numbers(const Table& of, const std::string& column) {
  std::vector<double> values;
  for (const std::string& cell : of.at(column)) values.push_back(std::stod(cell));
  return values;
}

std::vector<int> whole_numbers(const Table& of, const std::string& column, int less = 0) {
  std::vector<int> values;
  for (const std::string& cell : of.at(column)) values.push_back(std::stoi(cell) - less);
  return values;
}

SchoolItems reference_schools(bool strata = false) {
  const Table file = table("schools.csv");
  SchoolItems out;
  const auto n = static_cast<Index>(file.at("school").size());
  out.x.resize(n, 4);
  for (Index k = 0; k < 4; ++k) {
    const std::vector<double> values = numbers(file, "x" + std::to_string(k + 1));
    for (Index row = 0; row < n; ++row) out.x(row, k) = values[static_cast<std::size_t>(row)];
  }
  out.direction = {1, -1, -1, -1};
  out.weight = {2, 1, 1, 0.5};
  out.pupils = numbers(file, "pupils");
  out.stratum = strata ? whole_numbers(file, "stratum", 1) : std::vector<int>(static_cast<std::size_t>(n), kEverybody);
  out.municipality = whole_numbers(file, "municipality", 1);
  out.result = numbers(file, "result");
  out.result_weight = numbers(file, "tested");
  return out;
}

constexpr double kTolerance = 1e-9;  // relative to a deviation of 15

void expect_column(const std::vector<double>& found, const std::string& column) {
  const std::vector<double> expected = numbers(table("index.csv"), column);
  ASSERT_EQ(found.size(), expected.size());
  for (std::size_t i = 0; i < found.size(); ++i) EXPECT_NEAR(found[i], expected[i], kTolerance) << column << ", school " << i + 1;
}

SocialIndex made(Variant variant, const SchoolItems& schools = reference_schools()) {
  IndexRules rules;
  rules.variant = variant;
  return social_index(schools, rules);
}

double reference(const std::string& name) {
  const Table model = table("model.csv");
  for (std::size_t i = 0; i < model.at("name").size(); ++i)
    if (model.at("name")[i] == name) return std::stod(model.at("value")[i]);
  ADD_FAILURE() << name;
  return 0;
}

// --- against R ---------------------------------------------------------------------------------------

TEST(SocialIndexTest, GivenEqualWeightsThenItIsTheMeanOfZscoresScaled) {
  const SocialIndex found = made(Variant::kZscore);
  expect_column(found.index, "zscore");
  expect_column(found.error, "error");
  expect_column(found.percentile, "place");
  EXPECT_NEAR(found.roles[0].correlation, reference("correlation_x1"), kTolerance);
}

TEST(SocialIndexTest, GivenStatedWeightsThenTheyCount) { expect_column(made(Variant::kWeighted).index, "weighted"); }

TEST(SocialIndexTest, GivenStrataThenASchoolIsComparedWithItsOwn) { expect_column(made(Variant::kZscore, reference_schools(true)).index, "within"); }

TEST(SocialIndexTest, GivenPercentilesThenItIsTheirWeightedMean) { expect_column(made(Variant::kPercentile).index, "percentile"); }

TEST(SocialIndexTest, GivenTheFirstComponentThenItIsThatOfPrcompWithTheFavourableSign) {
  const SocialIndex found = made(Variant::kComponent);
  expect_column(found.index, "component");
  EXPECT_NEAR(found.variance_share, reference("share"), kTolerance);
  for (int k = 0; k < 4; ++k) EXPECT_NEAR(found.roles[static_cast<std::size_t>(k)].weight, reference("loading_x" + std::to_string(k + 1)), kTolerance);
}

TEST(SocialIndexTest, GivenARegressionThenTheOwnMunicipalityIsLeftOut) {
  const SocialIndex found = made(Variant::kRegression);
  expect_column(found.index, "regression");
  for (int k = 0; k < 4; ++k) {
    const ItemRole& role = found.roles[static_cast<std::size_t>(k)];
    const std::string item = "x" + std::to_string(k + 1);
    EXPECT_NEAR(role.weight, reference("weight_" + item), kTolerance);
    EXPECT_NEAR(role.weight_low, reference("low_" + item), kTolerance);
    EXPECT_NEAR(role.weight_high, reference("high_" + item), kTolerance);
  }
}

TEST(SocialIndexTest, GivenOtherResultsInAMunicipalityThenItsOwnRegressionIndexStays) {
  SchoolItems schools = reference_schools();
  const SocialIndex before = made(Variant::kRegression, schools);
  for (std::size_t i = 0; i < schools.result.size(); ++i)
    if (schools.municipality[i] == 2) schools.result[i] = 3 - static_cast<double>(i % 7);
  const SocialIndex after = made(Variant::kRegression, schools);
  bool others_moved = false;
  for (std::size_t i = 0; i < schools.result.size(); ++i)
    if (schools.municipality[i] == 2) {
      EXPECT_EQ(after.index[i], before.index[i]);
    } else {
      others_moved = others_moved || after.index[i] != before.index[i];
    }
  EXPECT_TRUE(others_moved);
}

TEST(ExpectedResultTest, GivenTheReferenceThenMomentsRegressionAndShrinkageAreThoseOfR) {
  const Table file = table("schools.csv");
  const ExpectedResult found = expected_result(numbers(table("index.csv"), "zscore"), numbers(file, "result"), numbers(file, "variance"));
  expect_column(found.expected, "expected");
  expect_column(found.shrunken, "shrunken");
  expect_column(found.error, "shrunken_error");
  EXPECT_NEAR(found.between, reference("between"), kTolerance);
  EXPECT_NEAR(found.explained, reference("explained"), kTolerance);
  EXPECT_NEAR(found.intercept, reference("intercept"), kTolerance);
  EXPECT_NEAR(found.slope, reference("slope"), kTolerance);
  EXPECT_NEAR(found.slope_error, reference("slope_error"), kTolerance);
}

TEST(ExpectedResultTest, GivenAFirstMeasurementThenTheReturnToTheMeanIsThatOfR) {
  const Table file = table("schools.csv");
  expect_column(return_to_mean(numbers(file, "result"), numbers(file, "variance")).expected, "return");
}

// --- properties --------------------------------------------------------------------------------------

TEST(SocialIndexTest, GivenAnyWeightsThenMeanIs100AndDeviation15) {
  for (const Variant variant : {Variant::kZscore, Variant::kWeighted, Variant::kComponent}) {
    const std::vector<double> index = made(variant).index;
    const auto n = static_cast<double>(index.size());
    const double mean = std::accumulate(index.begin(), index.end(), 0.0) / n;
    double squares = 0;
    for (const double x : index) squares += (x - mean) * (x - mean);
    EXPECT_NEAR(mean, 100, kTolerance);
    EXPECT_NEAR(std::sqrt(squares / (n - 1)), 15, kTolerance);
  }
}

TEST(SocialIndexTest, GivenAnItemInOtherUnitsThenTheIndexStays) {
  SchoolItems schools = reference_schools();
  const std::vector<double> before = made(Variant::kComponent, schools).index;
  schools.x.col(2) *= 100;
  schools.x.col(2).array() += 7;
  const std::vector<double> after = made(Variant::kComponent, schools).index;
  for (std::size_t i = 0; i < after.size(); ++i) EXPECT_NEAR(after[i], before[i], 1e-8);
}

TEST(SocialIndexTest, GivenTheOppositeItemAndDirectionThenTheIndexStays) {
  SchoolItems schools = reference_schools();
  const std::vector<double> before = made(Variant::kZscore, schools).index;
  schools.x.col(1) = 1 - schools.x.col(1).array();
  schools.direction[1] = 1;
  const std::vector<double> after = made(Variant::kZscore, schools).index;
  for (std::size_t i = 0; i < after.size(); ++i) EXPECT_NEAR(after[i], before[i], kTolerance);
}

TEST(SocialIndexTest, GivenTheSameInputThenTheSameBits) {
  for (const Variant variant : {Variant::kZscore, Variant::kPercentile, Variant::kComponent, Variant::kRegression})
    EXPECT_EQ(made(variant).index, made(variant).index);
}

// --- missing items -----------------------------------------------------------------------------------

// Three schools and two items by hand: z of (1, 2, 3) is (−1, 0, 1).
SchoolItems three() {
  SchoolItems out;
  out.x.resize(3, 2);
  out.x << 1, 3, 2, 2, 3, 1;
  out.direction = {1, -1};
  out.weight = {1, 1};
  out.pupils = {100, 100, 100};
  out.stratum.assign(3, kEverybody);
  out.municipality.assign(3, 0);
  out.result = out.result_weight = {0, 0, 0};
  return out;
}

TEST(MissingItems, GivenNoneMissingThenTheHandTableHolds) {
  const SocialIndex found = social_index(three(), {});  // both items agree fully: √(w'Rw) = 2
  EXPECT_THAT(found.index, ::testing::ElementsAre(85, 100, 115));
  EXPECT_NEAR(found.percentile[0], 100.0 / 6, kTolerance);
}

SchoolItems with_a_gap() {
  SchoolItems out = reference_schools();
  out.x(4, 1) = kMissing;
  return out;
}

TEST(MissingItems, GivenDropItemThenTheOthersCountOnTheSameScale) {
  SchoolItems schools = with_a_gap();
  const SocialIndex found = social_index(schools, {});
  EXPECT_EQ(found.items[4], 3);
  ASSERT_TRUE(present(found.index[4]));
  // By hand: z of the three items among those who have them, over √ of their correlations' sum.
  const Standardised s = standardise(schools.x, schools.direction, schools.stratum, MissingItems::kDropItem);
  std::vector<Index> rows;
  for (Index row = 0; row < s.z.rows(); ++row)
    if (row != 4) rows.push_back(row);
  const MatrixXd r = correlations(s.z, rows);
  const double scale = std::sqrt(3 + 2 * (r(0, 2) + r(0, 3) + r(2, 3)));
  EXPECT_NEAR(found.index[4], 100 + 15 * (s.z(4, 0) + s.z(4, 2) + s.z(4, 3)) / scale, kTolerance);
}

TEST(MissingItems, GivenMeanOfStratumThenTheItemIsAverageAndSaidToBe) {
  IndexRules rules;
  rules.missing = context::MissingItems::kMeanOfStratum;
  const SocialIndex found = social_index(with_a_gap(), rules);
  EXPECT_EQ(found.filled[4], 1);
  EXPECT_EQ(found.items[4], 3);
  ASSERT_TRUE(present(found.index[4]));
  EXPECT_EQ(found.filled[5], 0);
}

TEST(MissingItems, GivenNotAssessableThenTheSchoolIsNot) {
  IndexRules rules;
  rules.missing = context::MissingItems::kNotAssessable;
  const SocialIndex found = social_index(with_a_gap(), rules);
  EXPECT_FALSE(present(found.index[4]));
  EXPECT_EQ(found.why[4], WhyNot::kFewItems);
  EXPECT_TRUE(present(found.index[3]));
}

TEST(MissingItems, GivenTooFewOfThemOrOfPupilsThenTheReasonIsTold) {
  SchoolItems schools = reference_schools();
  schools.x.row(0).setConstant(kMissing);
  schools.x(1, 0) = schools.x(1, 1) = schools.x(1, 2) = kMissing;
  schools.pupils[2] = 9;
  IndexRules rules;
  rules.min_items = 2;
  rules.min_pupils = 10;
  const SocialIndex found = social_index(schools, rules);
  EXPECT_EQ(found.why[0], WhyNot::kNoItems);
  EXPECT_EQ(found.why[1], WhyNot::kFewItems);
  EXPECT_EQ(found.why[2], WhyNot::kFewPupils);
  EXPECT_FALSE(present(found.index[2]));
  EXPECT_TRUE(present(found.index[3]));
}

TEST(MissingItems, GivenTooFewSchoolsToCompareWithThenNobodyHasAPlace) {
  for (const Variant variant : {Variant::kZscore, Variant::kPercentile, Variant::kRegression}) {
    IndexRules rules;
    rules.variant = variant;
    rules.min_schools = 61;
    const SchoolItems schools = reference_schools();
    const SocialIndex found = social_index(schools, rules);
    EXPECT_EQ(found.why[0], WhyNot::kNoWeights);
    EXPECT_FALSE(present(found.index[0]));
    EXPECT_THAT(found.trouble, ::testing::HasSubstr("60"));
  }
}

TEST(Strata, GivenASmallOneThenItsSchoolsAreComparedWithEverybody) {
  EXPECT_EQ(large_strata({0, 0, 1, kEverybody, 0}, 2), (std::vector<int>{0, 0, kEverybody, kEverybody, 0}));
}

// --- data that allow nothing -------------------------------------------------------------------------

TEST(Nonsense, GivenNoSchoolsOrOneThenThereIsNoIndexAndNoCrash) {
  SchoolItems none = three();
  none.x.resize(0, 2);
  none.pupils.clear(), none.stratum.clear(), none.municipality.clear(), none.result.clear(), none.result_weight.clear();
  SchoolItems no_items = three();
  no_items.x.resize(3, 0);
  no_items.direction.clear(), no_items.weight.clear();
  for (const Variant variant : {Variant::kZscore, Variant::kWeighted, Variant::kPercentile, Variant::kComponent, Variant::kRegression}) {
    EXPECT_TRUE(made(variant, none).index.empty());
    const SocialIndex found = made(variant, no_items);
    EXPECT_EQ(found.why[0], WhyNot::kNoItems);
    EXPECT_FALSE(present(found.index[0]));
  }
  SchoolItems one = three();
  one.x.conservativeResize(1, 2);
  one.pupils.resize(1), one.stratum.resize(1), one.municipality.resize(1), one.result.resize(1), one.result_weight.resize(1);
  EXPECT_FALSE(present(made(Variant::kZscore, one).index[0]));
}

TEST(Nonsense, GivenAnItemThatDoesNotVaryThenItCountsForNobody) {
  SchoolItems schools = reference_schools();
  schools.x.col(3).setConstant(0.1);
  const SocialIndex found = made(Variant::kZscore, schools);
  EXPECT_EQ(found.items[0], 3);
  EXPECT_TRUE(present(found.index[0]));
}

TEST(Nonsense, GivenItemsThatRepeatEachOtherThenARegressionSaysSoAndOthersDoNotMind) {
  SchoolItems schools = reference_schools();
  schools.x.col(3) = schools.x.col(1);
  const SocialIndex regression = made(Variant::kRegression, schools);
  EXPECT_FALSE(regression.trouble.empty());
  EXPECT_EQ(regression.why[0], WhyNot::kNoWeights);
  EXPECT_TRUE(present(made(Variant::kComponent, schools).index[0]));
}

TEST(Nonsense, GivenFewSchoolsOrOneContextThenThereIsNoRegression) {
  EXPECT_FALSE(expected_result({1, 2, 3}, {1, 2, 3}, {1, 1, 1}).trouble.empty());
  const std::vector<double> same(20, 100), results(20, 0.5), errors(20, 0.01);
  const ExpectedResult found = expected_result(same, results, errors);
  EXPECT_FALSE(found.trouble.empty());
  EXPECT_FALSE(present(found.shrunken[0]));
}

TEST(Percentiles, AreMidRanksAndLeaveMissingMissing) {
  const std::vector<double> found = percentiles({3, kMissing, 1, 3, 7});
  EXPECT_EQ(found[2], 12.5);
  EXPECT_EQ(found[0], 50);
  EXPECT_EQ(found[3], 50);
  EXPECT_EQ(found[4], 87.5);
  EXPECT_FALSE(present(found[1]));
}

}  // namespace
}  // namespace context
