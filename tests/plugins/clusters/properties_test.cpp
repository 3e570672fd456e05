// What must hold whatever the data: optimality, order of rows, units, numbering, strata, and answers to nonsense.
#include <gmock/gmock.h>

#include "clustering.h"

namespace clusters {
namespace {

using ::testing::Each;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

double normal(Random& random) {  // Irwin–Hall: twelve uniform numbers less six
  double sum = -6;
  for (int i = 0; i < 12; ++i) sum += random.uniform();
  return sum;
}

// `per` points around each of `k` centres that lie `apart` from each other along every item, ascending along the first.
Points groups(std::size_t k, std::size_t per, double apart, std::uint64_t seed = 3, std::size_t d = 3) {
  Random random(seed);
  Points made(k * per, d);
  for (std::size_t i = 0; i < made.n; ++i)
    for (std::size_t j = 0; j < d; ++j) made.row(i)[j] = normal(random) + apart * static_cast<double>((i + j) % k);
  return made;
}

std::vector<int> labels_of(const Points& raw, const Recipe& recipe, std::size_t k) { return Model(raw, recipe, k).partition().labels; }

// --- optimality ----------------------------------------------------------------------------------

TEST(KMeans, NeitherTheNearestCentreNorASingleMoveImprovesTheResult) {
  const Points points = groups(4, 30, 1.5);
  const Partition found = kmeans(points, {.k = 5, .restarts = 3});
  ASSERT_EQ(found.k(), 5U);
  for (std::size_t i = 0; i < points.n; ++i)
    for (int other = 0; other < 5; ++other) {
      std::vector<int> moved = found.labels;
      moved[i] = other;
      EXPECT_GE(partition_of(points, moved).within, found.within * (1 - 1e-9)) << i << " to " << other;
    }
}

TEST(KMeans, ClustersThatLoseAllPointsAreFilledAnew) {
  const Points points = groups(2, 20, 10);
  Points start(4, 3);
  for (std::size_t c = 1; c < 4; ++c) start.row(c)[0] = 1000 * static_cast<double>(c);  // three centres far from everything
  const Partition found = refine(points, start);
  EXPECT_EQ(found.k(), 4U);
  EXPECT_THAT(found.sizes, Each(::testing::Gt(0U)));
}

TEST(Ward, MergesThePairOfLeastIncreaseAtEveryStep) {
  const Points points = groups(3, 8, 2);
  const std::vector<Merge> tree = ward(points);
  std::vector<int> labels(points.n);
  std::iota(labels.begin(), labels.end(), 0);
  double within = 0;
  for (const Merge& merge : tree) {
    double least = std::numeric_limits<double>::infinity();
    std::vector<int> best;
    const int k = *std::max_element(labels.begin(), labels.end()) + 1;
    for (int a = 0; a < k; ++a)
      for (int b = a + 1; b < k; ++b) {
        std::vector<int> merged = labels;
        for (int& label : merged)
          if (label == b) label = a;
        const Partition together = partition_of(points, merged);
        if (together.within < least) least = together.within, best = together.labels;
      }
    EXPECT_NEAR(merge.height, std::sqrt(2 * (least - within)), 1e-9);  // ward.D2: height² / 2 is the increase
    labels = best, within = least;
  }
}

TEST(Mixture, LikelihoodNeverFalls) {
  const Points points = groups(3, 40, 2);
  const Partition start = kmeans(points, {.k = 3});
  for (const Covariances covariances : {Covariances::kDiagonal, Covariances::kFull}) {
    double before = -std::numeric_limits<double>::infinity();
    for (int iterations = 1; iterations < 40; ++iterations) {
      const double now = fit_mixture(points, start, {.covariances = covariances, .iterations = iterations}).log_likelihood;
      EXPECT_GE(now, before - 1e-9) << iterations;
      before = now;
    }
  }
}

TEST(Mixture, ACloudOfEqualSchoolsKeepsTheLeastVariance) {
  Points points = groups(1, 60, 0);
  for (std::size_t i = 0; i < 15; ++i) std::fill_n(points.row(i), points.d, 9);
  const Mixture found = fit_mixture(points, kmeans(points, {.k = 2}), {.covariances = Covariances::kFull});
  ASSERT_TRUE(std::isfinite(found.log_likelihood));
  for (const Component& one : found.components)
    EXPECT_GT(Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd>(one.covariance).eigenvalues().minCoeff(), 1e-3);
}

TEST(Mixture, CollinearItemsAreFitted) {
  Points points = groups(2, 40, 8);
  for (std::size_t i = 0; i < points.n; ++i) points.row(i)[2] = 2 * points.row(i)[0] - points.row(i)[1];
  const Model model(points, {.method = Method::kFullMixture}, 2);
  EXPECT_EQ(model.partition().sizes, (std::vector<std::size_t>{40, 40}));
}

// --- invariance ----------------------------------------------------------------------------------

class EveryMethod : public ::testing::TestWithParam<Method> {};
INSTANTIATE_TEST_SUITE_P(Methods, EveryMethod, ::testing::Values(Method::kKMeans, Method::kWard, Method::kDiagonalMixture, Method::kFullMixture));

TEST_P(EveryMethod, UnitsDoNotMatterWhenStandardised) {
  const Points raw = groups(3, 40, 5);
  Points other = raw;
  for (std::size_t i = 0; i < raw.n; ++i) other.row(i)[0] = 100 * raw.row(i)[0] + 7, other.row(i)[2] *= 0.001;
  for (const Standardisation how : {Standardisation::kZ, Standardisation::kRobust}) {
    const Recipe recipe{.method = GetParam(), .standardisation = how};
    EXPECT_EQ(labels_of(raw, recipe, 3), labels_of(other, recipe, 3));
  }
}

TEST_P(EveryMethod, OrderOfRowsDoesNotMatter) {
  const Points raw = groups(3, 40, 6);
  std::vector<std::size_t> order(raw.n);
  std::iota(order.begin(), order.end(), std::size_t{0});
  Random random(8);
  for (std::size_t i = 0; i < raw.n; ++i) std::swap(order[i], order[i + random.below(raw.n - i)]);
  const std::vector<int> one = labels_of(raw, {.method = GetParam()}, 3), other = labels_of(chosen_rows(raw, order), {.method = GetParam()}, 3);
  for (std::size_t i = 0; i < raw.n; ++i) EXPECT_EQ(other[i], one[order[i]]);
}

TEST_P(EveryMethod, EverySchoolTwiceGivesTheSameClusters) {
  const Points raw = groups(3, 40, 6);
  Points twice(raw.d, raw.values);
  twice.values.insert(twice.values.end(), raw.values.begin(), raw.values.end());
  twice.n *= 2;
  const std::vector<int> one = labels_of(raw, {.method = GetParam()}, 3), two = labels_of(twice, {.method = GetParam()}, 3);
  for (std::size_t i = 0; i < twice.n; ++i) EXPECT_EQ(two[i], one[i % raw.n]);
}

TEST_P(EveryMethod, NumbersDoNotDependOnTheSeed) {
  const Points raw = groups(4, 30, 7);
  const std::vector<int> one = labels_of(raw, {.method = GetParam(), .seed = 1}, 4);
  for (std::size_t i = 0; i < raw.n; ++i) EXPECT_EQ(one[i], static_cast<int>(i % 4));  // ascending by the first item
  for (std::uint64_t seed = 2; seed < 10; ++seed) EXPECT_EQ(labels_of(raw, {.method = GetParam(), .seed = seed}, 4), one);
}

TEST_P(EveryMethod, TheSameSeedGivesTheSameBits) {
  const Points raw = groups(3, 40, 1);
  const Model one(raw, {.method = GetParam()}, 4), two(raw, {.method = GetParam()}, 4);
  EXPECT_EQ(one.partition().labels, two.partition().labels);
  EXPECT_EQ(one.partition().centres.values, two.partition().centres.values);
}

TEST_P(EveryMethod, AModelAssignsItsOwnSchoolsToTheirClusters) {
  const Points raw = groups(3, 40, 6);
  const Model model(raw, {.method = GetParam()}, 3);
  for (std::size_t i = 0; i < raw.n; ++i) EXPECT_EQ(model.assign(raw.row(i)).cluster, static_cast<std::size_t>(model.partition().labels[i]));
}

TEST(Order, BySizeTheLargestIsFirst) {
  Points raw = groups(2, 40, 8);
  std::vector<std::size_t> rows;
  for (std::size_t i = 0; i < raw.n; ++i)
    if (i % 2 == 1 || i < 20) rows.push_back(i);  // 10 low ones, 40 high ones
  const Points chosen = chosen_rows(raw, rows);
  EXPECT_EQ(Model(chosen, {.order = ClusterOrder::kSize}, 2).partition().sizes, (std::vector<std::size_t>{40, 10}));
  EXPECT_EQ(Model(chosen, {.order = ClusterOrder::kFirstItem}, 2).partition().sizes, (std::vector<std::size_t>{10, 40}));
}

// --- standardisation -----------------------------------------------------------------------------

TEST(Standardisation, AnOutlierDoesNotMoveTheRobustScale) {
  Points raw(1, std::vector<double>{1, 2, 3, 4, 5, 6, 7, 8, 1e6});
  const Standardiser fitted = fit_standardiser(raw, Standardisation::kRobust);
  EXPECT_EQ(fitted.centre[0], 5);
  EXPECT_NEAR(fitted.scale[0], 4 / 1.3489795, 1e-6);  // quartiles 3 and 7
}

TEST(Standardisation, AnItemOfOneValueInTheMiddleHalfGetsItsDeviation) {
  Points raw(1, std::vector<double>{0, 0, 0, 0, 0, 0, 0, 9});
  const Standardiser fitted = fit_standardiser(raw, Standardisation::kRobust);
  EXPECT_EQ(fitted.source[0], ScaleSource::kNoSpreadInTheMiddle);
  EXPECT_NEAR(fitted.scale[0], sd_of(raw.values), 1e-12);
}

TEST(Standardisation, AConstantItemPartsNoSchools) {
  Points raw = groups(2, 30, 8);
  const std::vector<int> before = labels_of(raw, {}, 2);
  for (std::size_t i = 0; i < raw.n; ++i) raw.row(i)[2] = 0.1;
  EXPECT_EQ(fit_standardiser(raw, Standardisation::kZ).source[2], ScaleSource::kConstant);
  EXPECT_EQ(labels_of(raw, {}, 2), before);
}

// --- how many ------------------------------------------------------------------------------------

TEST(Choice, FindsTheNumberOfSeparateGroups) {
  for (const Method method : {Method::kKMeans, Method::kWard, Method::kFullMixture}) {
    const std::vector<Candidate> all = candidates(groups(3, 40, 8), {.method = method}, {.most = 6});
    ASSERT_THAT(all, SizeIs(5));
    for (const Candidate& one : all) EXPECT_EQ(one.chosen, one.k == 3) << one.k;
    EXPECT_GT(*all[1].stability, 0.99);
    EXPECT_EQ(all[1].bic.has_value(), method == Method::kFullMixture);
  }
}

TEST(Choice, ACloudWithoutGroupsIsNotStable) {
  const std::vector<Candidate> all = candidates(groups(1, 150, 0, 5, 6), {}, {.most = 6});
  for (const Candidate& one : all) EXPECT_LT(*one.stability, 0.8) << one.k;
}

TEST(Choice, MoreClustersThanDifferentSchoolsAreNoCandidates) {
  Points raw(1, std::vector<double>{1, 1, 1, 1, 5, 5, 5, 5, 9, 9, 9, 9});
  EXPECT_THAT(candidates(raw, {}, {.most = 6}), SizeIs(2));
  EXPECT_THAT(candidates(Points(1, std::vector<double>{1, 2}), {}, {}), IsEmpty());
}

// --- tables, strata, nonsense --------------------------------------------------------------------

Table table_of(const Points& points, const std::vector<std::string>& strata) {
  Table table;
  table.items = {item_called("low_share"), item_called("single_parent"), item_called("pupils")};
  for (std::size_t i = 0; i < points.n; ++i) {
    table.schools.push_back(std::to_string(1000 + i));
    table.strata.emplace_back(strata[i % strata.size()]);
    for (std::size_t j = 0; j < 3; ++j) table.cells.emplace_back(points.row(i)[j]);
  }
  return table;
}

Settings settings(std::size_t k) {
  Settings made;
  made.k = k;
  return made;
}

TEST(Strata, AreClusteredAsIfTheOthersWereNotThere) {
  const Points points = groups(2, 60, 8);
  const Clustering all = cluster(table_of(points, {"городские", "городские", "сельские", "сельские", "сельские"}), settings(2));
  ASSERT_THAT(all.strata, SizeIs(2));
  EXPECT_EQ(all.strata[0].stratum.name, "городские");
  for (const FittedStratum& one : all.strata)
    EXPECT_EQ(one.model.partition().labels, labels_of(chosen_rows(points, one.stratum.rows), {}, 2));
}

TEST(Strata, ASmallOneIsNamedAndLeftOut) {
  const Clustering all = cluster(table_of(groups(2, 30, 8), {"городские", "городские", "городские", "сельские"}), settings(2));
  ASSERT_THAT(all.strata, SizeIs(1));
  EXPECT_THAT(all.reasons[0], IsEmpty());
  EXPECT_EQ(all.reasons[3], "школ с полными данными в группе «сельские»: 15, нужно не менее 20");
}

TEST(Missing, ASchoolWithoutAnItemIsLeftOutWithTheReason) {
  Table table = table_of(groups(2, 30, 8), {"все школы"});
  table.cell(4, 1).reset();
  table.strata[5].reset();
  const Clustering all = cluster(table, settings(2));
  EXPECT_EQ(all.reasons[4], "нет данных: доля неполных семей");
  EXPECT_EQ(all.reasons[5], "неизвестно, к какой группе относится школа");
  EXPECT_THAT(all.strata[0].stratum.rows, SizeIs(58));
}

TEST(Missing, TheMedianOfTheStratumStandsInForOneItem) {
  Table table = table_of(groups(2, 30, 8), {"все школы"});
  table.cell(4, 1).reset();
  table.cell(7, 1).reset(), table.cell(7, 2).reset();
  Settings with_medians = settings(2);
  with_medians.missing.most_missing = 1;
  const Clustering all = cluster(table, with_medians);
  const Stratum& stratum = all.strata[0].stratum;
  EXPECT_EQ(stratum.imputed[4], 1U);
  EXPECT_EQ(stratum.raw.row(4)[1], *stratum.medians[1]);
  EXPECT_THAT(all.reasons[7], HasSubstr("нет данных: доля неполных семей, число обучающихся"));
}

TEST(Nonsense, GivesReasonsAndNoClusters) {
  Points equal(30, 3);
  EXPECT_THAT(cluster(table_of(equal, {"все школы"}), settings(2)).reasons, Each("у всех школ группы «все школы» одни и те же значения"));
  EXPECT_THAT(cluster(table_of(Points(1, 3), {"все школы"}), settings(2)).strata, IsEmpty());
  EXPECT_THAT(cluster(table_of(Points(0, 3), {"все школы"}), settings(2)).strata, IsEmpty());
  Table nothing = table_of(groups(2, 30, 8), {"все школы"});
  for (auto& cell : nothing.cells) cell.reset();
  EXPECT_THAT(cluster(nothing, settings(0)).reasons, Each(HasSubstr("нет данных: доля отметок «2», доля неполных семей, число обучающихся")));
}

TEST(Nonsense, MoreClustersThanDifferentSchoolsGivesAsManyAsThereAre) {
  Points raw(3, std::vector<double>());
  for (int i = 0; i < 60; ++i) raw.values.insert(raw.values.end(), {static_cast<double>(i % 3), 1, 2});
  raw.n = 60;
  for (const Method method : {Method::kKMeans, Method::kFullMixture}) EXPECT_EQ(Model(raw, {.method = method}, 8).partition().k(), 3U);
}

// --- words ---------------------------------------------------------------------------------------

TEST(Words, SayByHowMuchAClusterDiffersInTheItemsUnitAndInDeviations) {
  const ItemProfile low{item_called("low_share"), 40, 31.44, 5, 19.3, 9.5, 12.14, 1.278};
  EXPECT_EQ(words_of(low), "доля отметок «2»: 31,4 % при 19,3 % в регионе, на 12,1 п. п. больше (1,3 стандартного отклонения): намного больше, чем в регионе");
  const ItemProfile pupils{item_called("pupils"), 40, 410, 5, 452, 140, -42, -0.3};
  EXPECT_EQ(words_of(pupils), "число обучающихся: 410,0 чел. при 452,0 чел. в регионе, на 42,0 чел. меньше (0,3 стандартного отклонения): немного меньше, чем в регионе");
  EXPECT_EQ(description_of(40, {pupils, low}),
            "Школ: 40. Больше, чем в регионе: доля отметок «2» (31,4 % при 19,3 %). Меньше, чем в регионе: число обучающихся (410,0 чел. при 452,0 чел.).");
}

TEST(Words, SignsSayWhatIsLessFavourable) {
  ItemProfile one{item_called("both_parents_higher_education"), 40, 20, 5, 30, 10, -10, -1.0};
  EXPECT_EQ(one.unfavourable(), 1.0);
  one.item = item_called("pupils");
  EXPECT_EQ(one.unfavourable(), std::nullopt);
}

TEST(Words, FiguresHaveOneDigitAndNoMinusZero) {
  EXPECT_EQ(figure(-0.04), "0,0");
  EXPECT_EQ(figure(-3.25), "−3,2");
  EXPECT_EQ(figure(1234.56), "1234,6");
}

}  // namespace
}  // namespace clusters
