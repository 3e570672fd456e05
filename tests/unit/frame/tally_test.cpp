#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstring>
#include <map>

#include "frame/kernels.h"
#include "unit/frame/random_frame.h"

namespace opora {
namespace {

using testing::Cell;
using testing::cell;
using testing::cells_of_row;
using testing::MissingLast;
using testing::RandomFrames;
using testing::same_bits;
using ::testing::ElementsAre;

using Rows = std::vector<std::int64_t>;
using Groups = std::map<std::vector<Cell>, Rows, MissingLast>;

// --- a naive reference: one std::map, long double, no cleverness -------------------------------

Groups groups_of(const Frame& frame, const std::vector<std::string>& keys) {
  Groups groups;
  if (keys.empty()) groups[{}];
  for (std::int64_t row = 0; row < frame.rows(); ++row) groups[cells_of_row(frame, keys, row)].push_back(row);
  return groups;
}

std::vector<long double> numbers_of(const Column& column, const Rows& rows) {
  std::vector<long double> numbers;
  for (const auto row : rows)
    if (const Cell found = cell(column, row)) numbers.push_back(std::get<long double>(*found));
  return numbers;
}

long double sum(const std::vector<long double>& values) {
  long double total = 0;
  for (const long double value : values) total += value;
  return total;
}

std::optional<long double> sd(const std::vector<long double>& values, int ddof) {
  const auto n = static_cast<long double>(values.size());
  if (values.empty() || n <= ddof) return std::nullopt;
  long double squares = 0;
  for (const long double value : values) squares += (value - sum(values) / n) * (value - sum(values) / n);
  return std::sqrt(squares / (n - ddof));
}

std::optional<long double> quantile(std::vector<long double> values, double p) {
  if (values.empty()) return std::nullopt;
  std::sort(values.begin(), values.end());
  const double place = static_cast<double>(values.size() - 1) * p;
  const auto below = static_cast<std::size_t>(place);
  if (below + 1 >= values.size()) return values.back();
  return values[below] + (place - static_cast<double>(below)) * (values[below + 1] - values[below]);
}

std::vector<long double> mid_ranks(const std::vector<long double>& values) {
  std::vector<long double> ranks;
  for (const long double value : values) {
    const auto less = std::count_if(values.begin(), values.end(), [&](long double v) { return v < value; });
    const auto equal = std::count(values.begin(), values.end(), value);
    ranks.push_back(static_cast<long double>(less) + static_cast<long double>(equal + 1) / 2);
  }
  return ranks;
}

std::optional<long double> spearman(const Frame& frame, const std::string& a, const std::string& b, const Rows& rows) {
  Rows both;
  for (const auto row : rows)
    if (cell(*frame.find(a), row) && cell(*frame.find(b), row)) both.push_back(row);
  const auto x = mid_ranks(numbers_of(*frame.find(a), both)), y = mid_ranks(numbers_of(*frame.find(b), both));
  const auto n = static_cast<long double>(x.size());
  long double xy = 0, xx = 0, yy = 0;
  for (std::size_t i = 0; i < x.size(); ++i) {
    xy += (x[i] - sum(x) / n) * (y[i] - sum(y) / n);
    xx += (x[i] - sum(x) / n) * (x[i] - sum(x) / n);
    yy += (y[i] - sum(y) / n) * (y[i] - sum(y) / n);
  }
  if (x.size() < 2 || xx < 1e-9L || yy < 1e-9L) return std::nullopt;
  return xy / std::sqrt(xx * yy);
}

bool is_low(const Frame& frame, std::int64_t row) {
  const Cell score = cell(*frame.find("score"), row), town = cell(*frame.find("town"), row);
  return score && std::get<long double>(*score) < 8 && town && std::get<std::string>(*town) != "Тула";
}

// --- what is asked, and what must come out ------------------------------------------------------

Aggregate aggregate(std::string name, AggregateKind kind, std::string column = {}) {
  Aggregate a;
  a.name = std::move(name);
  a.kind = kind;
  a.column = std::move(column);
  return a;
}

std::vector<Aggregate> every_kind() {
  std::vector<Aggregate> all = {
      aggregate("n", AggregateKind::kCount),
      aggregate("low", AggregateKind::kCountWhere),
      aggregate("share", AggregateKind::kShare),
      aggregate("sum", AggregateKind::kSum, "score"),
      aggregate("sum of parts", AggregateKind::kSum, "part"),
      aggregate("mean", AggregateKind::kMean, "score"),
      aggregate("mean of parts", AggregateKind::kMean, "part"),
      aggregate("sd", AggregateKind::kSd, "score"),
      aggregate("sd of parts", AggregateKind::kSd, "part"),
      aggregate("least", AggregateKind::kMin, "part"),
      aggregate("last name", AggregateKind::kMax, "name"),
      aggregate("first day", AggregateKind::kMin, "day"),
      aggregate("widest", AggregateKind::kMax, "wide"),
      aggregate("quartile", AggregateKind::kQuantile, "score"),
      aggregate("tenth of parts", AggregateKind::kQuantile, "part"),
      aggregate("rho", AggregateKind::kSpearman, "score"),
      aggregate("rho of wide", AggregateKind::kSpearman, "wide"),
      aggregate("histogram", AggregateKind::kHistogram, "score"),
      aggregate("first", AggregateKind::kFirst, "town"),
  };
  for (Aggregate& a : all) {
    a.conditions = {{"score", Comparison::kLess, std::int64_t{8}}, {"town", Comparison::kNotEqual, std::string("Тула")}};
    a.parameter = a.name == "quartile" ? 0.75 : 0.1;
    a.ddof = a.name == "sd" ? 1 : 0;
    a.other = a.name == "rho" ? "part" : "score";
  }
  return all;
}

std::optional<long double> expected_number(const Frame& frame, const Aggregate& a, const Rows& rows) {
  const auto low = std::count_if(rows.begin(), rows.end(), [&](auto row) { return is_low(frame, row); });
  const auto n = static_cast<long double>(rows.size());
  if (a.kind == AggregateKind::kCount) return n;
  if (a.kind == AggregateKind::kCountWhere) return low;
  if (a.kind == AggregateKind::kShare) return rows.empty() ? std::nullopt : std::optional(static_cast<long double>(low) / n);
  if (a.kind == AggregateKind::kSpearman) return spearman(frame, a.column, a.other, rows);
  const auto values = numbers_of(*frame.find(a.column), rows);
  if (values.empty()) return std::nullopt;
  switch (a.kind) {
    case AggregateKind::kSum: return sum(values);
    case AggregateKind::kMean: return sum(values) / static_cast<long double>(values.size());
    case AggregateKind::kSd: return sd(values, a.ddof);
    case AggregateKind::kQuantile: return quantile(values, a.parameter);
    default: return std::nullopt;
  }
}

Cell expected_value(const Frame& frame, const Aggregate& a, const Rows& rows) {
  const Column& column = *frame.find(a.column);
  if (a.kind == AggregateKind::kFirst) return rows.empty() ? std::nullopt : cell(column, rows.front());
  std::map<Cell, int, MissingLast> counts;
  for (const auto row : rows)
    if (const Cell found = cell(column, row)) ++counts[found];
  if (counts.empty()) return std::nullopt;
  if (a.kind == AggregateKind::kMin) return counts.begin()->first;
  if (a.kind == AggregateKind::kMax) return counts.rbegin()->first;
  std::string text;
  for (const auto& [value, count] : counts)
    text += (text.empty() ? "" : " ") + std::to_string(static_cast<long long>(std::get<long double>(*value))) + ":" + std::to_string(count);
  return text;
}

bool is_value_kind(AggregateKind kind) {
  return kind == AggregateKind::kMin || kind == AggregateKind::kMax || kind == AggregateKind::kFirst || kind == AggregateKind::kHistogram;
}

void expect_tally(const Frame& frame, const std::vector<std::string>& keys) {
  const auto aggregates = every_kind();
  const auto result = group_tally(frame, keys, aggregates, 2);
  ASSERT_TRUE(result.ok()) << result.error().message;
  const Groups groups = groups_of(frame, keys);
  ASSERT_EQ(result->rows(), static_cast<std::int64_t>(groups.size()));
  std::int64_t row = 0;
  for (const auto& [key, rows] : groups) {
    EXPECT_EQ(cells_of_row(*result, keys, row), key);
    for (const Aggregate& a : aggregates) {
      const Cell found = cell(*result->find(a.name), row);
      if (is_value_kind(a.kind)) {
        EXPECT_EQ(found, expected_value(frame, a, rows)) << a.name;
        continue;
      }
      const auto expected = expected_number(frame, a, rows);
      ASSERT_EQ(found.has_value(), expected.has_value()) << a.name << " in group " << row;
      if (!expected) continue;
      const long double tolerance = 1e-12L * std::max(1.0L, std::abs(*expected));
      EXPECT_NEAR(std::get<long double>(*found), *expected, tolerance) << a.name << " in group " << row;
    }
    ++row;
  }
}

TEST(GroupTally, GivenRandomFramesAndKeysOfEveryTypeThenItAgreesWithTheNaiveReference) {
  RandomFrames random(20211);
  const std::vector<std::vector<std::string>> key_sets = {
      {}, {"grade"}, {"name"}, {"day"}, {"part"}, {"wide"}, {"grade", "name"}, {"town", "part", "day"}, {"wide", "row"}, {"row"}};
  for (const int rows : {0, 1, 2, 30, 400})
    for (const int missing : {0, 20, 100})
      for (const auto& keys : key_sets) {
        SCOPED_TRACE(rows);
        SCOPED_TRACE(missing);
        SCOPED_TRACE(keys.empty() ? "no keys" : keys.front());
        expect_tally(random.frame(rows, missing), keys);
        if (HasFatalFailure()) return;
      }
}

TEST(GroupTally, GivenSortedRowsThenTheResultIsTheSameAsForShuffledIntegers) {
  RandomFrames random(5);
  const Frame frame = random.frame(500, 10);
  expect_tally(*sort(frame, {{"grade"}, {"name"}}), {"grade", "name"});
}

TEST(GroupTally, GivenAnyNumberOfThreadsThenTheBitsAreTheSame) {
  RandomFrames random(77);
  const Frame frame = random.frame(60000, 10);
  for (const std::vector<std::string>& keys : {std::vector<std::string>{"grade", "score"}, {"row"}, {"part", "town"}, {}}) {
    const auto one = group_tally(frame, keys, every_kind(), 1);
    ASSERT_TRUE(one.ok());
    for (const int threads : {2, 3, 7}) EXPECT_TRUE(same_bits(*one, *group_tally(frame, keys, every_kind(), threads))) << threads;
  }
}

TEST(GroupTally, GivenIntegersThatOnlyOverflowOnTheWayThenTheSumIsExactAndBeyond64BitsIsAnError) {
  const std::int64_t large = std::numeric_limits<std::int64_t>::max();
  const Frame back = Frame().with("x", Column::of_int64(std::vector<std::int64_t>{large, large, -large, 5}));
  EXPECT_EQ(group_tally(back, {}, {aggregate("s", AggregateKind::kSum, "x")}).error().code, "FRAME-005");
  const Frame fits = Frame().with("x", Column::of_int64(std::vector<std::int64_t>{large, 5, -large, -7}));
  EXPECT_EQ(group_tally(fits, {}, {aggregate("s", AggregateKind::kSum, "x")})->find("s")->int64()[0], -2);
  const auto mean = group_tally(back, {}, {aggregate("m", AggregateKind::kMean, "x")});
  EXPECT_EQ(mean->find("m")->float64()[0], (0x1p63 + 4) / 4);
}

TEST(GroupTally, GivenDoublesOfVeryDifferentSizeThenCompensationKeepsTheSmallOnes) {
  const Frame frame = Frame().with("x", Column::of_float64(std::vector<double>{1.0, 1e100, 1.0, -1e100}));
  EXPECT_EQ(group_tally(frame, {}, {aggregate("s", AggregateKind::kSum, "x")})->find("s")->float64()[0], 2.0);
}

TEST(GroupTally, GivenEqualIntegersThenTheSdIsExactlyZeroHoweverLargeTheyAre) {
  const Frame frame = Frame().with("x", Column::of_int64(std::vector<std::int64_t>(1000, 9007199254740993)));
  EXPECT_EQ(group_tally(frame, {}, {aggregate("sd", AggregateKind::kSd, "x")})->find("sd")->float64()[0], 0.0);
}

TEST(GroupTally, GivenOppositeRanksThenSpearmanIsExactlyMinusOne) {
  const Frame frame = Frame()
      .with("a", Column::of_int64(std::vector<std::int64_t>{1, 2, 3, 3, 10}))
      .with("b", Column::of_float64(std::vector<double>{5, 4, 0.5, 0.5, -2}));
  Aggregate rho = aggregate("rho", AggregateKind::kSpearman, "a");
  rho.other = "b";
  EXPECT_EQ(group_tally(frame, {}, {rho})->find("rho")->float64()[0], -1.0);
}

TEST(GroupTally, GivenQuantilesOfOneToFiveThenDefinitionR7Holds) {
  const Frame frame = Frame().with("x", Column::of_int64(std::vector<std::int64_t>{5, 3, 1, 2, 4}));
  const auto at = [&](double p) {
    Aggregate q = aggregate("q", AggregateKind::kQuantile, "x");
    q.parameter = p;
    return group_tally(frame, {}, {q})->find("q")->float64()[0];
  };
  EXPECT_EQ(at(0), 1);
  EXPECT_EQ(at(0.25), 2);
  EXPECT_DOUBLE_EQ(at(0.1), 1.4);  // R: quantile(1:5, 0.1)
  EXPECT_EQ(at(1), 5);
}

Frame border_frame() {
  return Frame()
      .with("subject", Column::of_text(std::vector<std::string>{"RU", "MA", "RU", "RU", "XX", "MA"}))
      .with("score", Column::of_int64(std::vector<std::int64_t>{1, 2, 0, 9, 1, 1}, std::vector<std::uint8_t>{1, 1, 1, 1, 1, 0}));
}

TEST(GroupTally, GivenWeightsByKeyThenEachGroupUsesItsOwnTableAndValuesOutsideCountNothing) {
  Aggregate weight = aggregate("w", AggregateKind::kWeight, "score");
  weight.weights = {{"subject", {{"RU", {10, 1}}, {"MA", {0, 0, 7}}}}};
  const auto result = group_tally(border_frame(), {"subject"}, {weight});
  ASSERT_TRUE(result.ok());
  EXPECT_EQ(result->find("w")->int64()[0], 7);   // MA
  EXPECT_EQ(result->find("w")->int64()[1], 11);  // RU: 1 and 10; 9 lies outside
  EXPECT_FALSE(result->find("w")->valid(2));     // XX has no table: unknown, not 0
}

TEST(GroupTally, GivenWeightsThatAreNotStatedProperlyThenTheErrorSaysWhat) {
  Aggregate weight = aggregate("w", AggregateKind::kWeight, "score");
  EXPECT_EQ(group_tally(border_frame(), {"subject"}, {weight}).error().code, "FRAME-007");
  weight.weights = {{"score", {{"1", {1}}}}};
  EXPECT_EQ(group_tally(border_frame(), {"subject"}, {weight}).error().code, "FRAME-007");
  weight.weights = {{"", {{"", {1, 1}}}}};
  EXPECT_EQ(group_tally(border_frame(), {}, {weight})->find("w")->int64()[0], 3);
  weight.column = "subject";
  EXPECT_EQ(group_tally(border_frame(), {}, {weight}).error().code, "FRAME-002");
}

TEST(GroupTally, GivenWrongRequestsThenTheyAreRefusedWithTheirCodes) {
  const Frame frame = border_frame();
  EXPECT_EQ(group_tally(frame, {"subjekt"}, {}).error().code, "FRAME-001");
  EXPECT_EQ(group_tally(frame, {}, {aggregate("m", AggregateKind::kMean, "subject")}).error().code, "FRAME-002");
  EXPECT_EQ(group_tally(frame, {"subject"}, {aggregate("subject", AggregateKind::kCount)}).error().code, "FRAME-004");
  Aggregate q = aggregate("q", AggregateKind::kQuantile, "score");
  q.parameter = std::nan("");
  EXPECT_EQ(group_tally(frame, {}, {q}).error().code, "FRAME-007");
}

TEST(GroupTally, GivenNegativeZeroAndNanAsKeysThenZeroIsOneGroupAndNanIsMissing) {
  const Frame frame = Frame().with("k", Column::of_float64(std::vector<double>{std::nan(""), -0.0, 0.0, -1}));
  const auto result = group_tally(frame, {"k"}, {aggregate("n", AggregateKind::kCount)});
  ASSERT_EQ(result->rows(), 3);
  EXPECT_THAT(result->find("n")->int64(), ElementsAre(1, 2, 1));
  EXPECT_FALSE(std::signbit(result->find("k")->float64()[1]));
  EXPECT_FALSE(result->find("k")->valid(2));
}

}  // namespace
}  // namespace opora
