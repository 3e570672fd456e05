#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstring>
#include <map>
#include <numeric>

#include "frame/kernels.h"
#include "unit/frame/random_frame.h"

namespace opora {
namespace {

using testing::Cell;
using testing::cell;
using testing::cells_of_row;
using testing::MissingLast;
using testing::RandomFrames;
using ::testing::ElementsAre;

bool before(const Cell& a, const Cell& b, bool descending) {
  if (!a || !b) return a && !b;
  return descending ? *b < *a : *a < *b;
}

TEST(Sort, GivenRandomFramesThenItAgreesWithAStableSortOfRowsMissingLast) {
  RandomFrames random(3);
  for (const std::vector<SortKey>& keys : {std::vector<SortKey>{{"name", true}}, {{"grade", false}, {"part", true}}, {{"wide", true}, {"day", false}},
                                           {{"town", true}, {"score", true}, {"name", false}}, {{"row", false}}, {}}) {
    const Frame frame = random.frame(300, 15);
    std::vector<std::int64_t> expected(300);
    std::iota(expected.begin(), expected.end(), 0);
    std::stable_sort(expected.begin(), expected.end(), [&](auto a, auto b) {
      for (const SortKey& key : keys) {
        const Column& column = *frame.find(key.column);
        if (before(cell(column, a), cell(column, b), key.descending)) return true;
        if (before(cell(column, b), cell(column, a), key.descending)) return false;
      }
      return false;
    });
    const auto sorted = sort(frame, keys);
    const auto rows = sorted->find("row")->int64();
    EXPECT_EQ(std::vector<std::int64_t>(rows.begin(), rows.end()), expected);
  }
}

TEST(Rank, GivenRandomFramesThenItAgreesWithCountingTheRowsThatStandBefore) {
  RandomFrames random(12);
  for (const std::string column : {"score", "part", "name", "wide"})
    for (const std::vector<std::string>& by : {std::vector<std::string>{}, {"grade"}, {"town", "day"}})
      for (const Ties ties : {Ties::kFirst, Ties::kMin, Ties::kMean})
        for (const bool descending : {false, true}) {
          const Frame frame = random.frame(120, 20);
          const auto ranks = rank(frame, column, by, ties, descending);
          ASSERT_TRUE(ranks.ok());
          for (std::int64_t row = 0; row < 120; ++row) {
            const Cell own = cell(*frame.find(column), row);
            ASSERT_EQ(ranks->valid(row), own.has_value());
            if (!own) continue;
            int less = 0, equal = 0, equal_above = 0;
            for (std::int64_t other = 0; other < 120; ++other) {
              const Cell value = cell(*frame.find(column), other);
              if (!value || cells_of_row(frame, by, other) != cells_of_row(frame, by, row)) continue;
              less += before(value, own, descending);
              equal += value == own;
              equal_above += value == own && other <= row;
            }
            const double expected = ties == Ties::kFirst ? less + equal_above : ties == Ties::kMin ? less + 1 : less + (equal + 1) / 2.0;
            EXPECT_EQ(ranks->float64()[static_cast<std::size_t>(row)], expected) << column << " row " << row;
          }
        }
}

TEST(Zscore, GivenRandomFramesThenItAgreesWithTheFormulaWithinEachGroup) {
  RandomFrames random(8);
  for (const std::string column : {"score", "part"})
    for (const int ddof : {0, 1}) {
      const Frame frame = random.frame(300, 10);
      std::map<std::vector<Cell>, std::vector<std::int64_t>, MissingLast> groups;
      for (std::int64_t row = 0; row < 300; ++row) groups[cells_of_row(frame, {"town"}, row)].push_back(row);
      const auto scores = zscore(frame, column, {"town"}, ddof);
      ASSERT_TRUE(scores.ok());
      for (const auto& [key, rows] : groups) {
        std::vector<long double> values;
        for (const auto row : rows)
          if (const Cell value = cell(*frame.find(column), row)) values.push_back(std::get<long double>(*value));
        const long double n = static_cast<long double>(values.size());
        const long double mean = std::accumulate(values.begin(), values.end(), 0.0L) / n;
        long double squares = 0;
        for (const long double value : values) squares += (value - mean) * (value - mean);
        const long double sd = std::sqrt(squares / (n - ddof));
        for (const auto row : rows) {
          const Cell value = cell(*frame.find(column), row);
          ASSERT_EQ(scores->valid(row), value.has_value());
          if (!value) continue;
          EXPECT_NEAR(scores->float64()[static_cast<std::size_t>(row)], (std::get<long double>(*value) - mean) / sd, 1e-9);
        }
      }
    }
}

TEST(Zscore, GivenGroupsWithoutSpreadThenTheirScoresAreMissing) {
  const Frame frame = Frame()
      .with("g", Column::of_int64(std::vector<std::int64_t>{1, 1, 2, 3, 3, 3}))
      .with("x", Column::of_int64(std::vector<std::int64_t>{5, 5, 7, 1, 2, 3}));
  const auto scores = zscore(frame, "x", {"g"}, 1);
  for (const int row : {0, 1, 2}) EXPECT_FALSE(scores->valid(row));
  EXPECT_EQ(scores->float64()[3], -1);
  EXPECT_EQ(scores->float64()[4], 0);
  EXPECT_EQ(scores->float64()[5], 1);
}

TEST(Order, GivenColumnsThatAreNotThereOrNoNumbersThenItIsRefused) {
  RandomFrames random(1);
  const Frame frame = random.frame(3, 0);
  EXPECT_EQ(sort(frame, {{"nam"}}).error().code, "FRAME-001");
  EXPECT_EQ(rank(frame, "nam", {}, Ties::kMin, false).error().code, "FRAME-001");
  EXPECT_EQ(zscore(frame, "name", {}, 1).error().code, "FRAME-002");
}

}  // namespace
}  // namespace opora
