// Distances against R: stats::mahalanobis and cluster::daisy (reference/make_reference.R).
#include <gtest/gtest.h>

#include <fstream>
#include <functional>
#include <sstream>

#include "distance.h"

namespace opora_matching {
namespace {

constexpr double kTolerance = 1e-10;  // relative: R writes fifteen digits

std::vector<std::vector<std::string>> cells(const std::string& name) {
  std::ifstream file(std::string(OPORA_REFERENCE) + "/" + name);
  std::vector<std::vector<std::string>> rows;
  for (std::string line; std::getline(file, line);) {
    rows.emplace_back();
    std::istringstream in(line + ",");
    for (std::string cell; std::getline(in, cell, ',');) rows.back().push_back(cell);
  }
  return rows;
}

std::vector<Item> context(bool with_text) {
  const auto rows = cells("context.csv");
  std::vector<Item> items;
  for (std::size_t j = 0; j < rows[0].size(); ++j) {
    Item item{rows[0][j], rows[0][j] == "place", {}, {}};
    for (std::size_t i = 1; i < rows.size(); ++i) {
      const std::string& cell = rows[i][j];
      item.there.push_back(!cell.empty());
      item.value.push_back(cell.empty() ? 0 : item.is_text ? static_cast<double>(cell.size()) : std::stod(cell));  // city, town: told apart below
      if (item.is_text && cell == "town") item.value.back() = 0.5;
    }
    if (!item.is_text || with_text) items.push_back(std::move(item));
  }
  return items;
}

void expect_distances(std::size_t column, const std::function<std::optional<double>(std::size_t, std::size_t)>& distance) {
  const auto rows = cells("distances.csv");
  ASSERT_EQ(rows.size(), 1 + 24 * 23 / 2U);
  for (std::size_t i = 1; i < rows.size(); ++i) {
    const double expected = std::stod(rows[i][column]);
    const auto found = distance(std::stoul(rows[i][0]) - 1, std::stoul(rows[i][1]) - 1);
    ASSERT_TRUE(found.has_value());
    ASSERT_NEAR(*found, expected, kTolerance * expected) << rows[i][0] << " and " << rows[i][1];
  }
}

TEST(Mahalanobis, IsThatOfRWithGivenShrinkage) {
  Mahalanobis distance(context(false), 0.1, 0.2);
  expect_distances(3, [&](std::size_t a, std::size_t b) { return distance.between(a, b); });
}

TEST(Mahalanobis, FindsTheShrinkageOfSchaeferAndStrimmer) {
  Mahalanobis distance(context(false), std::nullopt, 0.2);
  EXPECT_NEAR(distance.shrinkage(), std::stod(cells("shrinkage.txt")[0][0]), 1e-14);
  expect_distances(2, [&](std::size_t a, std::size_t b) { return distance.between(a, b); });
}

TEST(Gower, IsThatOfDaisyWithGapsAndTexts) {
  const std::vector<Item> items = context(true);
  const Gower distance(items, 0.2);
  expect_distances(4, [&](std::size_t a, std::size_t b) { return distance.between(a, b); });
}

TEST(Distances, DoNotDependOnTheUnitOfAnItem) {
  std::vector<Item> items = context(false), scaled = items;
  for (double& value : scaled[0].value) value = value * 1000 + 7;
  Mahalanobis a(items, 0.1, 0.2), b(scaled, 0.1, 0.2);
  const Gower c(items, 0.2), d(scaled, 0.2);
  for (std::size_t i = 1; i < 24; ++i) {
    EXPECT_NEAR(*a.between(0, i), *b.between(0, i), 1e-9);
    EXPECT_NEAR(*c.between(0, i), *d.between(0, i), 1e-12);
  }
}

TEST(Distances, OfAnItemThatSaysTheSameTwiceStayFinite) {
  std::vector<Item> items = context(false);
  items.push_back(items[1]);
  Mahalanobis distance(items, 0.0, 0.2);
  const auto found = distance.between(0, 1);
  ASSERT_TRUE(found.has_value());
  EXPECT_TRUE(std::isfinite(*found));
}

TEST(Distances, AreNotThereWhenTooLittleIsKnownOfBoth) {
  std::vector<Item> items = context(false);
  for (std::size_t j = 0; j < 3; ++j) items[j].there[0] = 0;  // two of five items are left
  Mahalanobis half(items, 0.1, 0.5), some(items, 0.1, 0.4);
  EXPECT_FALSE(half.between(0, 1).has_value());
  EXPECT_TRUE(some.between(0, 1).has_value());
  for (Item& item : items) item.there[0] = 0;
  Mahalanobis none(items, 0.1, 0.0);
  EXPECT_FALSE(none.between(0, 1).has_value());
  EXPECT_FALSE(Mahalanobis({}, 0.1, 0.5).between(0, 1).has_value());
}

TEST(Items, ThatTellNothingAreLeftOut) {
  std::vector<Item> items = context(false);
  std::fill(items[0].value.begin(), items[0].value.end(), 3.0);   // the same everywhere
  std::fill(items[1].there.begin(), items[1].there.end(), 0);     // stated by nobody
  const std::vector<Item> kept = telling(items, 0.9);             // single_parent: 22 of 24
  std::vector<std::string> names;
  for (const Item& item : kept) names.push_back(item.name);
  EXPECT_EQ(names, (std::vector<std::string>{"single_parent", "on_record", "other_language"}));
  EXPECT_EQ(telling(items, 0.95).size(), 1U);
}

TEST(Quantile, IsOfType7) {
  EXPECT_DOUBLE_EQ(quantile({4, 1, 3, 2}, 0.5), 2.5);
  EXPECT_DOUBLE_EQ(quantile({1, 2, 3, 4}, 0.1), 1.3);
  EXPECT_DOUBLE_EQ(quantile({5}, 0.7), 5);
}

}  // namespace
}  // namespace opora_matching
