// The statistics of the markers against numbers that R computed (reference/reference.R), and against their own definitions.
// Tolerance: 1e-9 of the value; p values come from other algorithms than R's and agree to 1e-8.
#include <random>

#include "counts_tests.h"
#include "frame/multiple_tests.h"
#include "random_effects.h"
#include "rank_correlation.h"
#include "reference_numbers.h"
#include "regression.h"
#include "spread_tests.h"

namespace objectivity {
namespace {

constexpr double kExact = 1e-9, kP = 1e-8;

void expect_close(double value, double wanted, double tolerance, const std::string& what) {
  EXPECT_NEAR(value, wanted, tolerance * std::max(1e-3, std::abs(wanted))) << what;
}

std::vector<Pair> pairs_of(const Reference& given) {
  std::vector<Pair> pairs;
  for (std::size_t i = 0; i < given.a.size(); ++i) pairs.push_back({std::llround(given.a[i]), std::llround(given.b[i]), 1});
  return pairs;
}

Moments moments_of(const std::vector<double>& values) {
  Moments found;
  for (const double value : values) found.add(std::llround(value));
  return found;
}

// Equal pairs once, with their number.
std::vector<Pair> grouped(const std::vector<Pair>& pairs) {
  std::map<std::pair<std::int64_t, std::int64_t>, std::int64_t> counts;
  for (const Pair& pair : pairs) counts[{pair.x, pair.y}] += pair.n;
  std::vector<Pair> found;
  for (const auto& [values, n] : counts) found.push_back({values.first, values.second, n});
  return found;
}

TEST(RankCorrelation, IsThatOfR) {
  for (const std::string name : {"ranks_class", "ranks_small", "ranks_against", "ranks_no_ties", "ranks_large"}) {
    const Reference given = reference(name);
    const std::vector<Pair> pairs = pairs_of(given);
    const auto tau = kendall(pairs), rho = spearman(pairs, false), textbook = spearman(pairs, true);
    ASSERT_TRUE(tau && rho && textbook) << name;
    expect_close(tau->value, given["tau"], kExact, name);
    expect_close(rho->value, given["rho"], kExact, name);
    expect_close(textbook->value, given["textbook"], kExact, name);
    expect_close(rho->p_below, given["rho_p"], kP, name);
    if (name != "ranks_no_ties") expect_close(tau->p_below, given["tau_p"], kP, name);
  }
}

TEST(RankCorrelation, OfKendallCountsEachPairOfPupils) {
  std::mt19937 random(7);
  for (int trial = 0; trial < 200; ++trial) {
    std::vector<Pair> pairs(2 + random() % 40);
    for (Pair& pair : pairs) pair = {static_cast<std::int64_t>(2 + random() % 4), static_cast<std::int64_t>(random() % 12), static_cast<std::int64_t>(1 + random() % 3)};
    std::int64_t score = 0;
    for (std::size_t i = 0; i < pairs.size(); ++i)
      for (std::size_t k = 0; k < i; ++k) {
        const std::int64_t product = (pairs[i].x - pairs[k].x) * (pairs[i].y - pairs[k].y);
        score += (product > 0 ? 1 : product < 0 ? -1 : 0) * pairs[i].n * pairs[k].n;
      }
    EXPECT_EQ(static_cast<std::int64_t>(kendall_score(pairs, margins_of(pairs).y)), score);
  }
}

TEST(RankCorrelation, DoesNotDependOnOrderGroupingOrUnits) {
  std::vector<Pair> pairs = pairs_of(reference("ranks_large"));
  const auto tau = kendall(pairs), rho = spearman(pairs, false);
  std::vector<Pair> shuffled = pairs, stretched = pairs;
  std::shuffle(shuffled.begin(), shuffled.end(), std::mt19937(3));
  for (Pair& pair : stretched) pair.y = pair.y * pair.y * 3 + 1;  // scores are not negative: ranks stay
  for (const std::vector<Pair>& same : {shuffled, grouped(pairs), stretched}) {
    EXPECT_EQ(kendall(same)->value, tau->value);
    EXPECT_EQ(kendall(same)->p_below, tau->p_below);
    EXPECT_EQ(spearman(same, false)->value, rho->value);
  }
}

TEST(RankCorrelation, HasNoValueWhereASideDoesNotVary) {
  EXPECT_FALSE(kendall({}));
  EXPECT_FALSE(kendall(std::vector<Pair>{{3, 5, 4}}));
  EXPECT_FALSE(kendall(std::vector<Pair>{{3, 5, 4}, {3, 7, 1}}));
  EXPECT_FALSE(spearman(std::vector<Pair>{{3, 5, 4}, {4, 5, 1}}, false));
  EXPECT_EQ(spearman(std::vector<Pair>{{2, 9, 1}, {3, 5, 1}, {4, 1, 1}}, false)->p_below, 0);  // perfectly against each other
}

TEST(Shares, AreComparedAsRDoes) {
  for (const std::string name : {"shares_above", "shares_below", "shares_small"}) {
    const Reference given = reference(name);
    const auto test = compare_shares({std::llround(given.a[0]), std::llround(given.b[0])}, {std::llround(given.a[1]), std::llround(given.b[1])});
    ASSERT_TRUE(test) << name;
    expect_close(test->z, given["z"], kExact, name);
    expect_close(test->p_above, given["p"], kP, name);
  }
  EXPECT_FALSE(compare_shares({0, 10}, {0, 50}));
  EXPECT_FALSE(compare_shares({10, 10}, {50, 50}));
  EXPECT_FALSE(compare_shares({0, 0}, {5, 50}));
}

TEST(Distributions, AreComparedAsRDoes) {
  for (const std::string name : {"marks_all", "marks_three", "marks_merged", "marks_top"}) {
    const Reference given = reference(name);
    std::vector<std::int64_t> here, elsewhere;
    for (std::size_t i = 0; i < given.a.size(); ++i) here.push_back(std::llround(given.a[i])), elsewhere.push_back(std::llround(given.b[i]));
    const auto chi = compare_distributions(here, elsewhere, 5, false), g = compare_distributions(here, elsewhere, 5, true);
    ASSERT_TRUE(chi && g) << name;
    EXPECT_EQ(static_cast<double>(chi->df), given["df"]) << name;
    expect_close(chi->statistic, given["chi"], kExact, name);
    expect_close(chi->p, given["chi_p"], kP, name);
    expect_close(g->statistic, given["g"], kExact, name);
    expect_close(g->p, given["g_p"], kP, name);
  }
}

TEST(Distributions, MergeNeighboursUntilEachCellIsExpectedToBeLargeEnough) {
  using Cells = std::vector<std::size_t>;
  EXPECT_EQ(merged_cells(std::vector<double>{8, 9, 10, 11}, 5), (Cells{0, 1, 2, 3}));
  EXPECT_EQ(merged_cells(std::vector<double>{1, 9, 10, 11}, 5), (Cells{0, 0, 1, 2}));
  EXPECT_EQ(merged_cells(std::vector<double>{8, 9, 10, 2}, 5), (Cells{0, 1, 2, 2}));
  EXPECT_EQ(merged_cells(std::vector<double>{1, 1, 10, 1}, 5), (Cells{0, 0, 0, 0}));
  EXPECT_EQ(merged_cells(std::vector<double>{1, 1, 1, 1}, 5), (Cells{0, 0, 0, 0}));
  EXPECT_FALSE(compare_distributions(std::vector<std::int64_t>{1, 1, 1, 1}, std::vector<std::int64_t>{9, 9, 9, 9}, 5, false));
  EXPECT_FALSE(compare_distributions(std::vector<std::int64_t>{9, 9}, std::vector<std::int64_t>{0, 0}, 5, false));
}

Histogram histogram_of(const std::vector<double>& values) {
  Histogram found;
  for (const double value : values) ++found[std::llround(value)];
  return found;
}

TEST(Spread, IsComparedAsRDoes) {
  for (const std::string name : {"spread_even", "spread_usual"}) {
    const Reference given = reference(name);
    std::vector<double> here, elsewhere;
    for (std::size_t i = 0; i < given.a.size(); ++i) (given.b[i] > 0 ? here : elsewhere).push_back(given.a[i]);
    const Moments a = moments_of(here), b = moments_of(elsewhere);
    const auto f = compare_variances(a, b.deviations(), b.n - 1);
    const Histogram ha = histogram_of(here), hb = histogram_of(elsewhere);
    const auto levene = compare_means(twice_distances(ha, *twice_median(ha)), twice_distances(hb, *twice_median(hb)));
    ASSERT_TRUE(f && levene) << name;
    expect_close(f->statistic, given["f"], kExact, name);
    expect_close(f->p_below, given["f_p"], kP, name);
    expect_close(levene->statistic, given["levene_t"], kExact, name);
    expect_close(levene->p_below, given["levene_p"], kP, name);
    expect_close(*p_mean_above(a, b), given["welch_p"], kP, name);
  }
}

TEST(Spread, OfEqualScoresIsTheSmallestThereIs) {
  Moments same, others;
  same.add(15, 20);
  for (int score = 0; score <= 20; ++score) others.add(score, 10);
  EXPECT_EQ(compare_variances(same, others.deviations(), others.n - 1)->p_below, 0);
  EXPECT_FALSE(compare_variances(others, same.deviations(), same.n - 1));  // elsewhere nothing varies
  EXPECT_FALSE(p_mean_above(same, same));
}

TEST(Classes, AreComparedAsRDoes) {
  for (const std::string name : {"classes_three", "classes_two"}) {
    const Reference given = reference(name);
    std::map<double, Moments> by_class;
    for (std::size_t i = 0; i < given.a.size(); ++i) by_class[given.b[i]].add(std::llround(given.a[i]));
    std::vector<Moments> classes;
    for (const auto& [label, scores] : by_class) classes.push_back(scores);
    const auto test = compare_classes(classes);
    ASSERT_TRUE(test) << name;
    expect_close(test->range, given["range"], kExact, name);
    expect_close(test->error, given["error"], kExact, name);
    expect_close(test->p, given["p"], kP, name);
  }
}

// The host's kernel, which gives the markers their q.
TEST(ManyTests, AreAdjustedAsRDoes) {
  const Reference given = reference("adjust");
  std::vector<std::uint8_t> tested;
  for (const double value : given.a) tested.push_back(!std::isnan(value));
  const opora::Frame tests = opora::Frame().with("p", opora::Column::of_float64(given.a, tested));
  const auto bh = opora::adjust_p(tests, "p", {}, opora::Adjustment::kBenjaminiHochberg), holm = opora::adjust_p(tests, "p", {}, opora::Adjustment::kHolm);
  ASSERT_TRUE(bh.ok() && holm.ok());
  for (std::size_t i = 0; i < tested.size(); ++i) {
    const auto row = static_cast<std::int64_t>(i);
    EXPECT_EQ(bh->valid(row), tested[i] != 0);
    if (tested[i] == 0) continue;
    expect_close(bh->number(row), given["bh" + std::to_string(i + 1)], kExact, std::to_string(i));
    expect_close(holm->number(row), given["holm" + std::to_string(i + 1)], kExact, std::to_string(i));
  }
  EXPECT_EQ(std::count(tested.begin(), tested.end(), 0), 2);
}

TEST(LaterOnEarlier, LeavesTheSchoolItselfOut) {
  const Reference given = reference("line"), weights = reference("line_weights");
  std::vector<Point> points;
  for (std::size_t i = 0; i < given.a.size(); ++i) points.push_back({given.a[i], given.b[i], weights.a[i]});
  const auto line = weighted_line(points);
  ASSERT_TRUE(line);
  expect_close(line->intercept, given["intercept"], kExact, "intercept");
  expect_close(line->slope, given["slope"], kExact, "slope");
  for (std::size_t i = 0; i < points.size(); ++i) {
    ASSERT_TRUE(line->residuals[i]);
    expect_close(line->residuals[i]->studentized, given.expected.at("t")[i], kExact, "t");
    expect_close(line->residuals[i]->p_below, given.expected.at("p")[i], kP, "p");
    expect_close(line->residuals[i]->expected, given.expected.at("expected")[i], kExact, "expected");
  }
}

TEST(LaterOnEarlier, HasNoLineWhereNoneIsDetermined) {
  EXPECT_FALSE(weighted_line(std::vector<Point>{{0, 1, 1}, {1, 2, 1}, {2, 2, 1}}));                    // three schools
  EXPECT_FALSE(weighted_line(std::vector<Point>{{1, 1, 1}, {1, 2, 1}, {1, 2, 1}, {1, 4, 1}}));         // all alike
  EXPECT_FALSE(weighted_line(std::vector<Point>{{0, 0, 1}, {1, 1, 1}, {2, 2, 1}, {3, 3, 1}, {4, 4, 1}}));  // on one line
  const auto alone = weighted_line(std::vector<Point>{{0, 1, 1}, {0, 2, 1}, {0, 3, 1}, {0, 2, 1}, {9, 5, 1}});
  ASSERT_TRUE(alone);
  EXPECT_FALSE(alone->residuals[4]);  // the one school that differs holds the line
  EXPECT_TRUE(alone->residuals[0]);
}

TEST(Effects, AreJudgedByTheirUsualSpread) {
  const Reference given = reference("effects");
  std::vector<Effect> effects;
  for (std::size_t i = 0; i < given.a.size(); ++i) effects.push_back({given.a[i], given.b[i]});
  const auto usual = random_effects(effects);
  ASSERT_TRUE(usual);
  expect_close(usual->mean, given["mean"], kExact, "mean");
  expect_close(usual->between, given["between"], kExact, "between");
  std::vector<double> sorted = given.a;
  std::sort(sorted.begin(), sorted.end());
  expect_close(quantile_of(sorted, 0.25), given["q25"], kExact, "q25");
  expect_close(quantile_of(sorted, 0.75), given["q75"], kExact, "q75");
  EXPECT_FALSE(random_effects(std::span(effects).first(2)));
}

TEST(Sums, OfWholeNumbersAreExactUpToTheLargestScores) {
  Moments large;
  large.add(INT64_MAX / 1024, 7), large.add(0, 7);
  const double half = static_cast<double>(INT64_MAX / 1024) / 2;
  EXPECT_DOUBLE_EQ(large.mean(), half);
  EXPECT_DOUBLE_EQ(large.sd(), half * std::sqrt(14.0 / 13));
}

}  // namespace
}  // namespace objectivity
