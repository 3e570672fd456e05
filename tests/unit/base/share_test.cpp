#include "base/share.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <limits>
#include <random>

namespace opora {
namespace {

__extension__ using Wide = __int128;

constexpr std::int64_t kMax = std::numeric_limits<std::int64_t>::max();
constexpr std::int64_t kMin = std::numeric_limits<std::int64_t>::min();

int sign(Wide value) { return value < 0 ? -1 : value > 0 ? 1 : 0; }

TEST(Share, GivenThreeOfTenThenItIsExactlyThirtyPercent) {
  EXPECT_EQ(compare({3, 10}, {30, 100}), 0);
  EXPECT_LT(compare({2999999, 10000000}, {30, 100}), 0);
  EXPECT_GT(compare({1, 3}, {33, 100}), 0);
}

TEST(Share, GivenCountsThatDoublesCannotTellApartThenTheComparisonStillIsExact) {
  EXPECT_LT(compare({kMax - 1, kMax}, {1, 1}), 0);
  EXPECT_LT(compare({kMax, kMax - 1}, {kMax - 1, kMax - 2}), 0);
  EXPECT_LT(compare({kMin, 1}, {kMax, 1}), 0);
}

TEST(Share, GivenRandomSharesThenCompareHasTheSignOfTheExactDifference) {
  std::mt19937_64 random(30);
  const auto number = [&] { return static_cast<std::int64_t>(random()) >> (random() % 63); };
  const auto count = [&] { return std::max<std::int64_t>(1, static_cast<std::int64_t>(random() >> (1 + random() % 62))); };
  for (int i = 0; i < 20000; ++i) {
    const Share a{number(), count()};
    const Share b = i % 3 ? Share{number(), count()} : Share{a.numerator / 2 * 2, a.denominator};
    EXPECT_EQ(sign(compare(a, b)), sign(Wide(a.numerator) * b.denominator - Wide(b.numerator) * a.denominator));
    EXPECT_EQ(sign(compare(a, b)), -sign(compare(b, a)));
  }
}

TEST(Comparison, GivenEverySymbolThenItIsParsedAndPrintedAgain) {
  for (const std::string_view text : {"<", "<=", "==", "!=", ">=", ">"}) {
    const auto op = parse_comparison(text);
    ASSERT_TRUE(op) << text;
    EXPECT_EQ(symbol(*op), text);
  }
  EXPECT_EQ(parse_comparison("~="), Comparison::kNotEqual);
  for (const std::string_view text : {"", "=", "=>", "< ", "<>"}) EXPECT_FALSE(parse_comparison(text)) << text;
}

TEST(Comparison, GivenAnOrderThenHoldsFollowsTheSymbol) {
  const bool expected[6][3] = {{true, false, false}, {true, true, false}, {false, true, false},
                               {true, false, true},  {false, true, true}, {false, false, true}};
  for (int op = 0; op < 6; ++op)
    for (int order = -1; order <= 1; ++order) EXPECT_EQ(holds(order, static_cast<Comparison>(op)), expected[op][order + 1]);
}

void expect_decimal(std::string_view text, std::int64_t numerator, std::int64_t denominator) {
  const auto share = parse_decimal(text);
  ASSERT_TRUE(share) << text;
  EXPECT_EQ(share->numerator, numerator) << text;
  EXPECT_EQ(share->denominator, denominator) << text;
}

TEST(ParseDecimal, GivenDecimalsWithPointOrCommaThenTheyAreExact) {
  expect_decimal("30", 30, 1);
  expect_decimal("33.3", 333, 10);
  expect_decimal("33,30", 3330, 100);
  expect_decimal("-0.05", -5, 100);
  expect_decimal("999999999999999", 999999999999999, 1);
}

TEST(ParseDecimal, GivenAnythingElseThenThereIsNothing) {
  for (const std::string_view text : {"", "-", ".5", "5.", "5,", "1.2.3", "1e3", "+1", " 1", "1 ", "--1", "1000000000000000", "nan", "0x1"})
    EXPECT_FALSE(parse_decimal(text)) << text;
}

TEST(FormatDecimal, GivenHalvesThenTheyAreRoundedAwayFromZero) {
  EXPECT_EQ(format_decimal({1, 3}, 2, ','), "0,33");
  EXPECT_EQ(format_decimal({1, 8}, 2, ','), "0,13");   // 0.125; a double printed with %.2f gives 0.12
  EXPECT_EQ(format_decimal({5, 2}, 0, ','), "3");
  EXPECT_EQ(format_decimal({-5, 2}, 0, ','), "-3");
  EXPECT_EQ(format_decimal({2675, 1000}, 2, '.'), "2.68");  // as a double 2.675 is less than itself
  EXPECT_EQ(format_decimal({999, 1000}, 1, ','), "1,0");
  EXPECT_EQ(format_decimal({-1, 1000}, 2, ','), "0,00");
  EXPECT_EQ(format_decimal({7, 100}, 3, '.'), "0.070");
}

TEST(FormatDecimal, GivenRandomSharesThenTheTextIsWithinHalfAUnitAndHalvesGoUp) {
  std::mt19937_64 random(9);
  for (int i = 0; i < 5000; ++i) {
    const Share value{static_cast<std::int64_t>(random() % 2000001) - 1000000, static_cast<std::int64_t>(random() % 2000) + 1};
    const int digits = static_cast<int>(random() % 5);
    const auto text = format_decimal(value, digits, '.');
    const auto back = parse_decimal(text);
    ASSERT_TRUE(back) << text;
    // |back − value| · 2 · unit⁻¹ ≤ 1, and where it equals 1 the magnitude went up.
    const Wide twice_error = 2 * (Wide(back->numerator) * value.denominator - Wide(value.numerator) * back->denominator);
    const Wide limit = value.denominator;
    EXPECT_LE(twice_error < 0 ? -twice_error : twice_error, limit) << text;
    if (twice_error == limit || twice_error == -limit) {
      EXPECT_EQ(sign(twice_error), sign(value.numerator)) << text;
    }
  }
}

}  // namespace
}  // namespace opora
