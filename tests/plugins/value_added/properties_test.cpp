// What must hold of a two-level model whatever the data, and what nonsense gives: a named refusal, never a number.
#include <random>

#include "reference_data.h"

namespace opora::value_added {
namespace {

using testing::fitted;
using testing::near;
using testing::pupils_of;

// Schools of the given sizes; covariates x (pupils) and w (schools).
PupilTable made(const std::vector<int>& sizes, double school_sd, double residual_sd, unsigned seed = 1) {
  std::mt19937_64 random(seed);
  const auto normal = [&] {
    double sum = -6;
    for (int k = 0; k < 12; ++k) sum += static_cast<double>(random() >> 11) * 0x1p-53;
    return sum;
  };
  PupilTable table;
  table.terms = {"x", "w"};
  for (const int size : sizes) {
    const double effect = school_sd * normal(), w = normal();
    for (int k = 0; k < size; ++k) {
      const double x = normal();
      table.outcome.push_back(10 + 2 * x - w + effect + residual_sd * normal());
      table.covariates.insert(table.covariates.end(), {x, w});
      table.count.push_back(1);
    }
    table.begins.push_back(table.rows());
  }
  return table;
}

std::string code_of(const PupilTable& table, const std::string& slope = {}) {
  try {
    fitted(table, slope, Method::kReml);
  } catch (const NotFitted& reason) {
    EXPECT_FALSE(reason.remedy().empty());
    return reason.code();
  }
  return "fitted";
}

void expect_same(const MixedFit& a, const MixedFit& b, double tolerance) {
  ASSERT_EQ(a.fixed.size(), b.fixed.size());
  for (std::size_t k = 0; k < a.fixed.size(); ++k) {
    EXPECT_TRUE(near(a.fixed[k].estimate, b.fixed[k].estimate, tolerance)) << a.fixed[k].estimate << " and " << b.fixed[k].estimate;
    EXPECT_TRUE(near(a.fixed[k].se, b.fixed[k].se, tolerance));
  }
  EXPECT_TRUE(near(a.covariance(0, 0), b.covariance(0, 0), tolerance)) << a.covariance(0, 0) << " and " << b.covariance(0, 0);
  EXPECT_TRUE(near(a.residual_variance, b.residual_variance, tolerance));
  EXPECT_TRUE(near(a.log_likelihood, b.log_likelihood, tolerance));
}

// --- invariance ----------------------------------------------------------------------------------

TEST(MixedModel, GivenTheSameTableWhenFittedTwiceThenEveryBitIsTheSame) {
  for (const std::string slope : {"", "prior"}) {
    const MixedFit first = fitted(pupils_of("unbalanced"), slope, Method::kReml), again = fitted(pupils_of("unbalanced"), slope, Method::kReml);
    EXPECT_EQ(first.log_likelihood, again.log_likelihood);
    for (std::size_t k = 0; k < first.effects.size(); ++k) EXPECT_EQ(first.effects[k].mode, again.effects[k].mode);
  }
}

TEST(MixedModel, GivenPupilsInAnotherOrderWhenFittedThenNothingChangesButRounding) {
  const PupilTable table = pupils_of("unbalanced");
  PupilTable reversed = table;
  for (std::size_t school = 0; school < table.schools(); ++school)
    for (std::size_t k = table.begins[school]; k < table.begins[school + 1]; ++k) {
      const std::size_t from = table.begins[school] + table.begins[school + 1] - 1 - k;
      reversed.outcome[k] = table.outcome[from];
      for (std::size_t term = 0; term < table.terms.size(); ++term)
        reversed.covariates[k * table.terms.size() + term] = table.covariate(from, term);
    }
  for (const std::string slope : {"", "prior"})
    expect_same(fitted(table, slope, Method::kReml), fitted(reversed, slope, Method::kReml), 1e-6);
}

TEST(MixedModel, GivenOtherUnitsWhenFittedThenEffectsFollowTheUnits) {
  const PupilTable table = pupils_of("balanced");
  PupilTable scaled = table;
  for (double& y : scaled.outcome) y = 1e6 + 100 * y;
  for (std::size_t row = 0; row < table.rows(); ++row) scaled.covariates[row * 3] = 5 + 10 * table.covariate(row, 0);
  for (const std::string slope : {"", "prior"}) {
    const MixedFit plain = fitted(table, slope, Method::kReml), fit = fitted(scaled, slope, Method::kReml);
    EXPECT_TRUE(near(fit.fixed[1].estimate, 10 * plain.fixed[1].estimate, 1e-6));
    EXPECT_TRUE(near(fit.fixed[3].estimate, 100 * plain.fixed[3].estimate, 1e-6));
    EXPECT_TRUE(near(fit.residual_variance, 1e4 * plain.residual_variance, 1e-6));
    EXPECT_TRUE(near(fit.icc, plain.icc, 1e-6));
    EXPECT_TRUE(near(fit.covariance(1, 1), 100 * plain.covariance(1, 1), 1e-4));
  }
}

TEST(MixedModel, GivenCountsInPlaceOfRepeatedRowsWhenFittedThenTheModelIsTheSame) {
  PupilTable counted = made({5, 9, 3, 12, 7, 4, 10, 6}, 1, 2), repeated;
  repeated.terms = counted.terms;
  for (std::size_t school = 0; school < counted.schools(); ++school) {
    for (std::size_t row = counted.begins[school]; row < counted.begins[school + 1]; ++row) {
      counted.count[row] = 1 + static_cast<std::int64_t>(row % 3);
      for (std::int64_t k = 0; k < counted.count[row]; ++k) {
        repeated.outcome.push_back(counted.outcome[row]), repeated.count.push_back(1);
        for (std::size_t term = 0; term < 2; ++term) repeated.covariates.push_back(counted.covariate(row, term));
      }
    }
    repeated.begins.push_back(repeated.rows());
  }
  for (const std::string slope : {"", "x"}) expect_same(fitted(counted, slope, Method::kMl), fitted(repeated, slope, Method::kMl), 1e-8);
}

// --- what must hold ------------------------------------------------------------------------------

TEST(MixedModel, GivenAFitWhenModesAreSpreadThenComparativeAndDiagnosticVariancesAddUpToTheSchools) {
  const MixedFit fit = fitted(pupils_of("unbalanced"), "prior", Method::kReml);
  for (const SchoolEffect& effect : fit.effects) {
    EXPECT_LT((effect.comparative + effect.diagnostic - fit.covariance).cwiseAbs().maxCoeff(), 1e-8 * fit.covariance(0, 0));
    EXPECT_LE(effect.conditional(0, 0), effect.comparative(0, 0) * (1 + 1e-12));
  }
}

TEST(MixedModel, GivenBalancedSchoolsWhenFittedThenVariancesAreThoseOfTheAnalysisOfVariance) {
  PupilTable table = made(std::vector<int>(30, 10), 1.5, 2);
  table.terms.clear(), table.covariates.clear();
  double grand = 0, between = 0, within = 0;
  std::vector<double> means;
  for (std::size_t school = 0; school < 30; ++school) {
    double mean = 0;
    for (std::size_t k = 0; k < 10; ++k) mean += table.outcome[10 * school + k] / 10;
    means.push_back(mean), grand += mean / 30;
    for (std::size_t k = 0; k < 10; ++k) within += std::pow(table.outcome[10 * school + k] - mean, 2) / (300 - 30);
  }
  for (const double mean : means) between += 10 * std::pow(mean - grand, 2) / 29;
  const MixedFit fit = fitted(table, "", Method::kReml);
  EXPECT_NEAR(fit.residual_variance, within, 1e-9 * within);
  EXPECT_NEAR(fit.covariance(0, 0), (between - within) / 10, 1e-8 * within);
  EXPECT_EQ(fit.ending, Ending::kInside);
}

TEST(MixedModel, GivenAMillionPupilsInOneOfManySchoolsWhenFittedThenItsEffectIsItsMean) {
  std::vector<int> sizes(40, 25);
  sizes[7] = 1000000;
  const PupilTable table = made(sizes, 1, 2);
  const MixedFit fit = fitted(table, "", Method::kReml);
  EXPECT_TRUE(fit.converged);
  EXPECT_EQ(fit.pupils, 1000000 + 39 * 25);
  EXPECT_NEAR(fit.fixed[1].estimate, 2, 0.01);
  EXPECT_LT(fit.effects[7].conditional(0, 0), 1e-5);
  double residual = 0;
  for (std::size_t row = table.begins[7]; row < table.begins[8]; ++row)
    residual += table.outcome[row] - fit.fixed[0].estimate - fit.fixed[1].estimate * table.covariate(row, 0) - fit.fixed[2].estimate * table.covariate(row, 1);
  EXPECT_NEAR(fit.effects[7].mode[0], residual / 1e6, 1e-4);
}

TEST(MixedModel, GivenSchoolsThatDifferAMillionTimesMoreThanPupilsWhenFittedThenBothVariancesAreFound) {
  const MixedFit fit = fitted(made(std::vector<int>(50, 20), 1000, 1e-3), "", Method::kReml);
  EXPECT_TRUE(fit.converged);
  EXPECT_NEAR(std::sqrt(fit.residual_variance), 1e-3, 1e-4);
  EXPECT_NEAR(std::sqrt(fit.covariance(0, 0)), 1000, 300);
}

TEST(MixedModel, GivenSchoolsThatDoNotDifferWhenFittedThenTheBorderIsStatedAndResidualsAreZero) {
  const MixedFit fit = fitted(pupils_of("zero"), "", Method::kReml);
  EXPECT_TRUE(fit.singular());
  EXPECT_TRUE(fit.converged);
  EXPECT_EQ(fit.covariance(0, 0), 0);
  for (const SchoolEffect& effect : fit.effects) EXPECT_EQ(effect.mode[0], 0);
}

TEST(MixedModel, GivenACollinearAndAConstantTermWhenFittedThenTheyAreNamedAndTheRestIsThatWithoutThem) {
  const PupilTable table = made({8, 9, 10, 11, 12, 7, 6, 15}, 1, 2);
  PupilTable more = table;
  more.terms = {"x", "same", "twice x less w", "w"};
  more.covariates.clear();
  for (std::size_t row = 0; row < table.rows(); ++row) {
    const double x = table.covariate(row, 0), w = table.covariate(row, 1);
    more.covariates.insert(more.covariates.end(), {x, 3, 2 * x - w, w});
  }
  const MixedFit fit = fitted(more, "", Method::kReml);
  ASSERT_EQ(fit.dropped.size(), 2U);
  EXPECT_EQ(fit.dropped[0].name, "same");
  EXPECT_TRUE(fit.dropped[0].constant);
  EXPECT_EQ(fit.dropped[1].name, "w");  // the last of those that determine each other
  EXPECT_FALSE(fit.dropped[1].constant);
  EXPECT_TRUE(near(fit.residual_variance, fitted(table, "", Method::kReml).residual_variance, 1e-9));
}

// --- nonsense ------------------------------------------------------------------------------------

TEST(MixedModel, GivenNonsenseWhenFittedThenARefusalSaysWhatToDo) {
  EXPECT_EQ(code_of(PupilTable{}), "VA-001");
  EXPECT_EQ(code_of(made({30}, 1, 1)), "VA-002");
  PupilTable equal = made({5, 5, 5, 5}, 1, 1);
  std::fill(equal.outcome.begin(), equal.outcome.end(), 0.1);
  EXPECT_EQ(code_of(equal), "VA-003");
  EXPECT_EQ(code_of(made({1, 1, 1, 1, 1, 1}, 1, 1)), "VA-004");
  EXPECT_EQ(code_of(made({2, 2, 2, 2, 2, 2}, 1, 1), "x"), "VA-004");
  EXPECT_EQ(code_of(made({20, 20}, 1, 1)), "VA-004");  // two schools, and a term of schools
  EXPECT_EQ(code_of(made({5, 6, 7, 8}, 0, 0)), "VA-005");
  EXPECT_EQ(code_of(made({5, 6, 7, 8}, 1, 0)), "VA-005");
  EXPECT_EQ(code_of(made({5, 6, 7, 8}, 1, 1), "w"), "VA-006");
  EXPECT_EQ(code_of(made({5, 6, 7, 8}, 1, 1), "nothing"), "VA-006");
}

TEST(MixedModel, GivenSchoolsWhoseCovariateDoesNotVaryWhenSlopesAreFittedThenTheySayNothingAboutSlopes) {
  PupilTable table = made(std::vector<int>(40, 12), 1, 2);
  for (std::size_t school = 0; school < 40; school += 2)
    for (std::size_t row = table.begins[school]; row < table.begins[school + 1]; ++row) table.covariates[row * 2] = 0.25;
  const MixedFit fit = fitted(table, "x", Method::kReml);
  EXPECT_TRUE(fit.converged);
  EXPECT_TRUE(std::isfinite(fit.log_likelihood));
}

}  // namespace
}  // namespace opora::value_added
