// The school-level regression against R's lm, sandwich and hatvalues; rank intervals against simulation (reference/).
#include "rank_intervals.h"
#include "reference_data.h"
#include "weighted_regression.h"

namespace opora::value_added {
namespace {

using testing::near;

SchoolTable schools_of(bool weighted) {
  SchoolTable table;
  table.terms = {"need", "education", "village"};
  for (const testing::Line& line : testing::read_csv("schools.csv")) {
    table.outcome.push_back(std::stod(line.at("y")));
    table.weight.push_back(weighted ? std::stod(line.at("n")) : 1);
    for (const std::string& term : table.terms) table.covariates.push_back(std::stod(line.at(term)));
  }
  return table;
}

TEST(Regression, GivenTheReferenceSchoolsWhenFittedThenEveryFigureIsThatOfLmAndSandwich) {
  for (const bool weighted : {false, true}) {
    const Regression fit = regress(schools_of(weighted));
    std::map<std::string, double> found{{"sigma", fit.sigma}, {"r2", fit.r2}};
    for (const RegressionTerm& term : fit.terms) {
      const std::string name = term.term == "(intercept)" ? "(Intercept)" : term.term;
      found["estimate " + name] = term.estimate, found["se " + name] = term.se;
      for (std::size_t kind = 0; kind < kRobustKinds; ++kind) found["HC" + std::to_string(kind) + " " + name] = term.robust[kind].value();
    }
    for (std::size_t k = 0; k < fit.schools.size(); ++k) {
      const std::string school = (k < 9 ? "s0" : "s") + std::to_string(k + 1);
      found["leverage " + school] = fit.schools[k].leverage, found["standardised " + school] = fit.schools[k].standardised.value();
    }
    int compared = 0;
    for (const testing::Line& line : testing::read_csv("regression_figures.csv")) {
      if ((line.at("weighted") == "1") != weighted) continue;
      const std::string quantity = line.at("quantity");
      EXPECT_TRUE(near(found.at(quantity), std::stod(line.at("value")), 1e-9)) << weighted << ' ' << quantity << ": " << found.at(quantity);
      ++compared;
    }
    EXPECT_EQ(compared, 4 * 6 + 2 + 40 * 2);
  }
}

TEST(Regression, GivenASchoolThatAloneHasATraitWhenFittedThenItIsNamedAndHasNoResidual) {
  SchoolTable table = schools_of(true);
  table.terms.push_back("only");
  std::vector<double> wider;
  for (std::size_t k = 0; k < table.schools(); ++k) {
    wider.insert(wider.end(), {table.covariates[3 * k], table.covariates[3 * k + 1], table.covariates[3 * k + 2], k == 11 ? 1.0 : 0.0});
  }
  table.covariates = wider;
  const Regression fit = regress(table);
  ASSERT_EQ(fit.alone, std::vector<std::size_t>{11});
  EXPECT_FALSE(fit.schools[11].standardised.has_value());
  EXPECT_FALSE(fit.schools[11].fitted_variance.has_value());
  EXPECT_TRUE(fit.terms[1].robust[1].has_value());
  EXPECT_FALSE(fit.terms[1].robust[3].has_value());
}

TEST(Regression, GivenACollinearTermWhenFittedThenItIsNamedAndTheFitIsThatWithoutIt) {
  SchoolTable table = schools_of(true);
  const Regression without = regress(table);
  table.terms.insert(table.terms.begin() + 2, "half need");
  std::vector<double> wider;
  for (std::size_t k = 0; k < table.schools(); ++k)
    wider.insert(wider.end(), {table.covariates[3 * k], table.covariates[3 * k + 1], table.covariates[3 * k] / 2 + 7, table.covariates[3 * k + 2]});
  table.covariates = wider;
  const Regression fit = regress(table);
  ASSERT_EQ(fit.dropped.size(), 1U);
  EXPECT_EQ(fit.dropped[0].name, "half need");
  EXPECT_TRUE(near(fit.sigma, without.sigma, 1e-9));
}

TEST(Regression, GivenNonsenseWhenFittedThenARefusalSaysWhatToDo) {
  const auto code_of = [](const SchoolTable& table) {
    try {
      regress(table);
    } catch (const NotFitted& reason) {
      return reason.code();
    }
    return std::string("fitted");
  };
  EXPECT_EQ(code_of({}), "VA-001");
  SchoolTable few = schools_of(true);
  few.outcome.resize(4), few.weight.resize(4), few.covariates.resize(12);
  EXPECT_EQ(code_of(few), "VA-004");
  SchoolTable equal = schools_of(true);
  std::fill(equal.outcome.begin(), equal.outcome.end(), 0.3);
  EXPECT_EQ(code_of(equal), "VA-003");
}

TEST(BetweenVariance, GivenMeansWithoutCovariatesWhenEstimatedThenItIsTheMomentEstimateByHand) {
  // Means 0, 2, 4 with variance 1 each: Q = 8, (8 − 2) / (3 − 1) = 3.
  const SchoolTable table{{}, {0, 2, 4}, {}, {1, 1, 1}};
  EXPECT_NEAR(between_variance(regress(table), table.weight), 3, 1e-12);
  const SchoolTable close{{}, {0, 0.1, 0.2}, {}, {1, 1, 1}};
  EXPECT_EQ(between_variance(regress(close), close.weight), 0);
}

TEST(RankIntervals, GivenThirtySchoolsWhenComputedThenTheyAreThoseOfASimulation) {
  std::vector<double> effect, se;
  const auto lines = testing::read_csv("ranks.csv");
  for (const testing::Line& line : lines) effect.push_back(std::stod(line.at("effect"))), se.push_back(std::stod(line.at("error")));
  const std::vector<RankInterval> ranks = rank_intervals(effect, se, 0.95);
  for (std::size_t k = 0; k < lines.size(); ++k) {
    EXPECT_NEAR(ranks[k].mean, std::stod(lines[k].at("mean")), 0.05) << k;
    EXPECT_LE(std::abs(ranks[k].lower - std::stol(lines[k].at("lower"))), 1) << k;
    EXPECT_LE(std::abs(ranks[k].upper - std::stol(lines[k].at("upper"))), 1) << k;
  }
}

TEST(RankIntervals, GivenSchoolsFarApartWhenComputedThenEachHasItsOnePlace) {
  const std::vector<double> effect{5, -3, 20, 1}, se(4, 0.01);
  const std::vector<RankInterval> ranks = rank_intervals(effect, se, 0.95);
  const std::vector<std::int64_t> places{2, 4, 1, 3};
  for (std::size_t k = 0; k < 4; ++k) {
    EXPECT_EQ(ranks[k].lower, places[k]);
    EXPECT_EQ(ranks[k].upper, places[k]);
  }
}

}  // namespace
}  // namespace opora::value_added
