// Two-level models against lme4 (reference/make_reference.R): fixed effects, variances, likelihoods, conditional modes.
#include "reference_data.h"

namespace opora::value_added {
namespace {

using testing::fitted;
using testing::near;
using testing::pupils_of;

constexpr double kTolerance = 1e-4;  // relative, as demanded; what is reached is 1e-6 or better where lme4 itself is exact

std::map<std::string, double> figures_of(const MixedFit& fit) {
  std::map<std::string, double> figures;
  for (const FixedEffect& effect : fit.fixed) {
    const std::string term = effect.term == "(intercept)" ? "(Intercept)" : effect.term;
    figures["estimate " + term] = effect.estimate, figures["se " + term] = effect.se;
  }
  figures["var intercept"] = fit.covariance(0, 0), figures["var slope"] = fit.covariance(1, 1), figures["covariance"] = fit.covariance(0, 1);
  figures["var residual"] = fit.residual_variance;
  figures["loglik"] = fit.log_likelihood, figures["aic"] = fit.aic, figures["bic"] = fit.bic;
  figures["singular"] = fit.singular();
  return figures;
}

struct Case {
  std::string set, model, method;
  friend auto operator<=>(const Case&, const Case&) = default;
};
Method method_of(const std::string& name) { return name == "REML" ? Method::kReml : Method::kMl; }
std::string slope_of(const std::string& model) { return model == "slope" ? "prior" : ""; }

TEST(MixedModel, GivenAnyReferenceSetWhenFittedThenEveryFigureIsThatOfLme4) {
  std::map<Case, std::map<std::string, double>> reference;
  for (const testing::Line& line : testing::read_csv("lme4_figures.csv"))
    reference[{line.at("set"), line.at("model"), line.at("method")}][line.at("quantity")] = std::stod(line.at("value"));
  EXPECT_EQ(reference.size(), 20U);
  for (const auto& [one, expected] : reference) {
    const MixedFit fit = fitted(pupils_of(one.set), slope_of(one.model), method_of(one.method));
    EXPECT_TRUE(fit.converged) << one.set << one.model << one.method << " gradient " << fit.gradient;
    auto found = figures_of(fit);
    for (const auto& [quantity, value] : expected)
      EXPECT_TRUE(near(found.at(quantity), value, kTolerance))
          << one.set << ' ' << one.model << ' ' << one.method << ' ' << quantity << ": " << found.at(quantity) << " for " << value;
  }
}

TEST(MixedModel, GivenAnyReferenceSetWhenFittedThenModesAndTheirVariancesAreThoseOfLme4) {
  std::map<std::pair<std::string, std::string>, std::vector<testing::Line>> reference;
  for (const testing::Line& line : testing::read_csv("lme4_modes.csv")) reference[{line.at("set"), line.at("model")}].push_back(line);
  EXPECT_EQ(reference.size(), 10U);
  for (const auto& [one, lines] : reference) {
    const MixedFit fit = fitted(pupils_of(one.first), slope_of(one.second), Method::kReml);
    ASSERT_EQ(fit.effects.size(), lines.size());
    for (std::size_t school = 0; school < lines.size(); ++school)
      for (Eigen::Index k = 0; k < fit.random; ++k) {
        const SchoolEffect& effect = fit.effects[school];
        const auto expect = [&](const char* what, double value) {
          const double expected = std::stod(lines[school].at(what + std::to_string(k + 1)));
          EXPECT_TRUE(near(value, expected, kTolerance, k == 0 ? 0.05 : 0.005))
              << one.first << ' ' << one.second << ' ' << lines[school].at("school") << ' ' << what << k + 1 << ": " << value << " for " << expected;
        };
        expect("mode", effect.mode[k]);
        expect("conditional", effect.conditional(k, k));
        expect("comparative", effect.comparative(k, k));
        expect("diagnostic", effect.diagnostic(k, k));
      }
  }
}

}  // namespace
}  // namespace opora::value_added
