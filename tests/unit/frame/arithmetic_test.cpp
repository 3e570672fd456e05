#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <cstdlib>
#include <limits>
#include <random>

#include "frame/kernels.h"

namespace opora {
namespace {

using ::testing::ElementsAre;

__extension__ using Wide = __int128;

constexpr std::int64_t kMax = std::numeric_limits<std::int64_t>::max();
constexpr std::int64_t kMin = std::numeric_limits<std::int64_t>::min();

Column whole(std::vector<std::int64_t> values) { return Column::of_int64(values); }
Column real(std::vector<double> values) { return Column::of_float64(values); }

std::optional<Wide> exact(std::int64_t a, Arithmetic op, std::int64_t b) {
  if (op == Arithmetic::kAdd) return Wide(a) + b;
  if (op == Arithmetic::kSubtract) return Wide(a) - b;
  if (op == Arithmetic::kMultiply) return Wide(a) * b;
  if (b == 0) return std::nullopt;
  Wide quotient = Wide(a) / b;
  if (quotient * b != a && (a < 0) != (b < 0)) --quotient;
  return op == Arithmetic::kFloorDivide ? quotient : Wide(a) - quotient * b;
}

TEST(Arithmetic, GivenAnyIntegersThenResultsAreExactOrMissing) {
  std::mt19937_64 random(6);
  const std::int64_t pool[] = {0, 1, -1, 2, -3, 7, kMax, kMin, kMax - 1, 3037000500};
  std::vector<std::int64_t> a, b;
  for (const auto x : pool)
    for (const auto y : pool) {
      a.push_back(x);
      b.push_back(y);
    }
  for (int i = 0; i < 500; ++i) {
    a.push_back(static_cast<std::int64_t>(random()) >> (random() % 64));
    b.push_back(static_cast<std::int64_t>(random()) >> (random() % 64));
  }
  for (const auto op : {Arithmetic::kAdd, Arithmetic::kSubtract, Arithmetic::kMultiply, Arithmetic::kFloorDivide, Arithmetic::kModulo}) {
    const auto result = arithmetic(whole(a), op, whole(b));
    ASSERT_TRUE(result.ok());
    for (std::size_t i = 0; i < a.size(); ++i) {
      const auto expected = exact(a[i], op, b[i]);
      const bool fits = expected && *expected <= kMax && *expected >= kMin;
      ASSERT_EQ(result->valid(static_cast<std::int64_t>(i)), fits) << a[i] << " " << b[i];
      if (fits) {
        EXPECT_EQ(result->int64()[i], static_cast<std::int64_t>(*expected)) << a[i] << " " << b[i];
      }
    }
  }
}

// Blocks of small numbers are divided as doubles; their edge is at 2^52.
TEST(Arithmetic, GivenNumbersUpToTheEdgeOfExactDoublesThenDivisionIsExact) {
  constexpr std::int64_t kEdge = std::int64_t{1} << 52;
  std::mt19937_64 random(7);
  for (const std::int64_t edge : {kEdge, kEdge - 1, kEdge + 1}) {
    const std::int64_t pool[] = {0, 1, -1, 2, 3, -3, 10000, edge, -edge, edge - 1, 1 - edge, edge / 3, edge / 3 + 1};
    std::vector<std::int64_t> a, b;
    for (int i = 0; i < 4000; ++i) {
      b.push_back(random() % 3 ? pool[random() % 13] : static_cast<std::int64_t>(random() >> 12) >> (random() % 52));
      const std::int64_t product = b.back() == 0 ? 0 : b.back() * static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(kEdge / std::abs(b.back()) + 1));
      const std::int64_t near = product + static_cast<std::int64_t>(random() % 3) - 1;  // around a whole quotient
      a.push_back(random() % 2 ? near : pool[random() % 13]);
    }
    for (const auto op : {Arithmetic::kFloorDivide, Arithmetic::kModulo}) {
      const auto result = arithmetic(whole(a), op, whole(b));
      ASSERT_TRUE(result.ok());
      for (std::size_t i = 0; i < a.size(); ++i) {
        const auto expected = exact(a[i], op, b[i]);
        ASSERT_EQ(result->valid(static_cast<std::int64_t>(i)), expected.has_value()) << a[i] << " " << b[i];
        ASSERT_EQ(result->int64()[i], static_cast<std::int64_t>(expected.value_or(0))) << a[i] << " " << b[i];
      }
    }
  }
}

TEST(Arithmetic, GivenAConstantOnEitherSideThenEveryRowMeetsIt) {
  std::vector<std::int64_t> values;
  std::vector<std::uint8_t> valid;
  for (int i = 0; i < 1500; ++i) {  // three blocks, the last not full
    values.push_back(i - 700);
    valid.push_back(i % 7 != 0);
  }
  const Column column = Column::of_int64(values, valid);
  const auto left = arithmetic(whole({1000}), Arithmetic::kFloorDivide, column), right = arithmetic(column, Arithmetic::kDivide, whole({8}));
  ASSERT_TRUE(left.ok() && right.ok());
  for (std::int64_t row = 0; row < column.size(); ++row) {
    const auto i = static_cast<std::size_t>(row);
    ASSERT_EQ(left->valid(row), valid[i] && values[i] != 0) << row;
    ASSERT_EQ(left->int64()[i], left->valid(row) ? static_cast<std::int64_t>(*exact(1000, Arithmetic::kFloorDivide, values[i])) : 0) << row;
    ASSERT_EQ(right->valid(row), valid[i] != 0) << row;
    ASSERT_EQ(right->float64()[i], valid[i] ? static_cast<double>(values[i]) / 8 : 0.0) << row;
  }
}

TEST(Arithmetic, GivenFloorDivisionAndModuloOfNegativesThenTheyFollowLua) {
  EXPECT_THAT(arithmetic(whole({-7, 7, -7}), Arithmetic::kFloorDivide, whole({2, -2, -2}))->int64(), ElementsAre(-4, -4, 3));
  EXPECT_THAT(arithmetic(whole({-7, 7, -7}), Arithmetic::kModulo, whole({2, -2, -2}))->int64(), ElementsAre(1, -1, -1));
  EXPECT_THAT(arithmetic(real({-7, 7, 5.5}), Arithmetic::kModulo, real({2, -2, 2}))->float64(), ElementsAre(1, -1, 1.5));
  EXPECT_THAT(arithmetic(real({-7.5}), Arithmetic::kFloorDivide, real({2}))->float64(), ElementsAre(-4));
}

TEST(Arithmetic, GivenAColumnOfOneRowThenItIsAConstantOnEitherSide) {
  EXPECT_THAT(arithmetic(whole({1, 2, 3}), Arithmetic::kMultiply, constant(std::int64_t{10}))->int64(), ElementsAre(10, 20, 30));
  EXPECT_THAT(arithmetic(constant(std::int64_t{10}), Arithmetic::kSubtract, whole({1, 2}))->int64(), ElementsAre(9, 8));
  EXPECT_EQ(arithmetic(whole({}), Arithmetic::kAdd, constant(1.0))->size(), 0);
  EXPECT_EQ(arithmetic(whole({1, 2}), Arithmetic::kAdd, whole({1, 2, 3})).error().code, "FRAME-009");
}

TEST(Arithmetic, GivenDivisionThenItIsRealAndByZeroMissing) {
  const auto result = arithmetic(whole({1, 1, 0}), Arithmetic::kDivide, whole({4, 0, 0}));
  EXPECT_EQ(result->type(), ColumnType::kFloat64);
  EXPECT_EQ(result->float64()[0], 0.25);
  EXPECT_EQ(result->null_count(), 2);
}

TEST(Arithmetic, GivenMissingValuesOrTextsThenTheyStayMissingOrAreRefused) {
  const Column gap = Column::of_int64(std::vector<std::int64_t>{1, 2}, std::vector<std::uint8_t>{1, 0});
  EXPECT_EQ(arithmetic(gap, Arithmetic::kAdd, whole({1, 1}))->null_count(), 1);
  EXPECT_EQ(arithmetic(gap, Arithmetic::kAdd, constant(std::string("x"))).error().code, "FRAME-002");
}

}  // namespace
}  // namespace opora
