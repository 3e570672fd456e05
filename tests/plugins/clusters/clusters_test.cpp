// Methods against R's: kmeans, hclust, silhouette, mclust (reference/reference.R).
#include <gmock/gmock.h>

#include "choice.h"
#include "reference_tables.h"

namespace clusters {
namespace {

using testing::Reference;

// Fisher's and Anderson's irises, 150 × 4, standardised as R's scale() does it.
class Irises : public ::testing::Test {
 protected:
  static Points raw() { return testing::points(Reference("iris.csv"), {"sepal_length", "sepal_width", "petal_length", "petal_width"}); }
  static Points points() {
    const Points in_centimetres = raw();
    return fit_standardiser(in_centimetres, Standardisation::kZ).apply(in_centimetres);
  }
  static std::vector<int> labels(const std::string& file, const std::string& column) { return testing::labels(Reference(file), column); }
};

TEST_F(Irises, LloydReachesTheCentresOfRFromTheSameStart) {
  const Points z = points();
  const Partition found = partition_of(z, lloyd(z, chosen_rows(z, std::vector<std::size_t>{0, 50, 100}), 300));
  const Reference centres("kmeans_centres.csv");
  for (std::size_t c = 0; c < 3; ++c)
    for (const auto& [name, j] : {std::pair("sepal_length", 0U), std::pair("petal_width", 3U)})
      EXPECT_NEAR(found.centres.row(c)[j], centres.numbers(name)[c], 1e-12);
  EXPECT_EQ(adjusted_rand(found.labels, labels("kmeans_labels.csv", "lloyd")), 1);
}

TEST_F(Irises, SingleMovesReachTheCentresOfHartiganAndWong) {
  const Points z = points();
  const Partition found = refine(z, chosen_rows(z, std::vector<std::size_t>{0, 50, 100}));
  const Reference centres("kmeans_centres.csv");
  for (std::size_t c = 0; c < 3; ++c)
    for (const auto& [name, j] : {std::pair("sepal_length", 0U), std::pair("petal_width", 3U)})
      EXPECT_NEAR(found.centres.row(c)[j], centres.numbers(name)[c + 3], 1e-12);
}

TEST_F(Irises, RestartsFindTheLeastSumOfSquaresKnown) {
  const Points z = points();
  const Reference best("kmeans_best.csv");
  for (std::size_t k = 2; k <= 6; ++k) {
    const Partition found = kmeans(z, {.k = k, .restarts = 100});
    EXPECT_NEAR(found.within, best.numbers("within")[k - 2], 1e-9) << k;
    EXPECT_EQ(adjusted_rand(found.labels, labels("kmeans_labels.csv", "k" + std::to_string(k))), 1) << k;
  }
}

TEST_F(Irises, WardsTreeIsThatOfHclust) {
  const Points z = points();
  std::vector<std::size_t> rows;
  for (const double row : Reference("ward_cuts.csv").numbers("row")) rows.push_back(static_cast<std::size_t>(row) - 1);
  const std::vector<Merge> tree = ward(chosen_rows(z, rows));
  const Reference merges("ward_merges.csv");
  ASSERT_EQ(tree.size(), 39U);
  // hclust names points −1 … −n and the cluster of step s by s.
  const auto name = [&](std::size_t of) { return of < rows.size() ? -static_cast<double>(of + 1) : static_cast<double>(of - rows.size() + 1); };
  for (std::size_t s = 0; s < tree.size(); ++s) {
    EXPECT_NEAR(tree[s].height, merges.numbers("height")[s], 1e-10);
    EXPECT_THAT((std::vector{name(tree[s].a), name(tree[s].b)}), ::testing::UnorderedElementsAre(merges.numbers("a")[s], merges.numbers("b")[s])) << s;
  }
  for (std::size_t k = 2; k <= 6; ++k)
    EXPECT_EQ(adjusted_rand(cut(tree, k), labels("ward_cuts.csv", "k" + std::to_string(k))), 1) << k;
}

TEST_F(Irises, WardsHeightsAreThoseOfHclustWithEqualDistances) {
  const std::vector<Merge> tree = ward(points());
  const Reference heights("ward_heights.csv");
  for (std::size_t s = 0; s < tree.size(); ++s) EXPECT_NEAR(tree[s].height, heights.numbers("height")[s], 1e-9) << s;
}

TEST_F(Irises, SilhouettesAreThoseOfR) {
  std::vector<std::vector<int>> of = {labels("kmeans_labels.csv", "k3")};
  const std::vector<double> found = silhouettes(points(), of).front();
  const std::vector<double> expected = Reference("silhouette.csv").numbers("width");
  for (std::size_t i = 0; i < found.size(); ++i) EXPECT_NEAR(found[i], expected[i], 1e-12) << i;
}

TEST_F(Irises, MixturesReachTheLikelihoodOfMclust) {
  const Points z = points();
  const Partition start = partition_of(z, labels("kmeans_labels.csv", "k3"));
  const Reference mclust("mixtures.csv");
  for (const auto& [covariances, row] : {std::pair(Covariances::kDiagonal, 0U), std::pair(Covariances::kFull, 3U)}) {
    const Mixture found = fit_mixture(z, start, {.covariances = covariances, .iterations = 20000, .tolerance = 1e-14});
    EXPECT_TRUE(found.converged);
    EXPECT_NEAR(found.log_likelihood, mclust.numbers("log_likelihood")[row], 1e-6);
    EXPECT_NEAR(found.bic(z.n), mclust.numbers("bic")[row], 1e-5);
    for (std::size_t c = 0; c < 3; ++c) {
      EXPECT_NEAR(found.components[c].weight, mclust.numbers("pro")[row + c], 1e-4) << c;
      EXPECT_NEAR(found.components[c].mean[3], mclust.numbers("petal_width")[row + c], 1e-4) << c;
      EXPECT_NEAR(found.components[c].covariance(0, 0), mclust.numbers("variance")[row + c], 1e-4) << c;
    }
  }
}

TEST_F(Irises, AgreementIsTheIndexOfMclust) {
  const Reference rand("rand.csv");
  std::vector<int> shuffled(150);
  for (int i = 0; i < 150; ++i) shuffled[static_cast<std::size_t>(i)] = (i + 1) * 7 % 4;
  for (std::size_t i = 0; i < rand.rows(); ++i) {
    const std::string other = rand.text("b", i);
    const std::vector<int> a = labels("kmeans_labels.csv", rand.text("a", i)), b = other == "shuffled" ? shuffled : labels("kmeans_labels.csv", other);
    EXPECT_NEAR(adjusted_rand(a, b), rand.numbers("index")[i], 1e-12) << i;
    EXPECT_EQ(adjusted_rand(a, b), adjusted_rand(b, a));
  }
}

TEST(AdjustedRand, IsOneForTheSameTrivialPartition) {
  EXPECT_EQ(adjusted_rand(std::vector<int>{0, 0, 0}, std::vector<int>{0, 0, 0}), 1);
  EXPECT_EQ(adjusted_rand(std::vector<int>{0, 1, 2}, std::vector<int>{2, 1, 0}), 1);
  EXPECT_EQ(adjusted_rand(std::vector<int>{0, 0, 0}, std::vector<int>{0, 1, 2}), 0);
}

TEST(Random, DrawsTheNumbersOfThePublishedGenerators) {
  // SplitMix64 from 1234567 begins with the published 6457827717110365317, 3203168211198807973; they seed xoshiro256**.
  Random random(1234567);
  const auto rotated = [](std::uint64_t x, int by) { return (x << by) | (x >> (64 - by)); };
  EXPECT_EQ(random.next(), rotated(3203168211198807973U * 5, 7) * 9);
  std::vector<int> seen(7);
  for (int i = 0; i < 7000; ++i) ++seen[random.below(7)];
  for (const int count : seen) EXPECT_NEAR(count, 1000, 120);
}

}  // namespace
}  // namespace clusters
