#include "extend/pattern_cost.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <string>

namespace opora {
namespace {

TEST(PatternCost, UsualPatternsOnUsualTextsCostLittle) {
  EXPECT_LT(pattern_cost("  Школа № 12 города Н.  ", "^%s*(.-)%s*$", true), 2000);
  EXPECT_LT(pattern_cost("ВПР RU 4 2021", "(%S+) (%S+) (%d+) (%d+)", true), 600);
  EXPECT_LT(pattern_cost("2021;ВПР;RU;4;schl01;17", "([^;]*);([^;]*);([^;]*);([^;]*)", true), 1500);
  EXPECT_LT(pattern_cost(std::string(60'000, 'a'), "^a*b", true), 500'000);
}

TEST(PatternCost, NestedRepetitionsMultiply) {
  const std::string text(3000, 'a');
  EXPECT_GT(pattern_cost(text, ".-.-b", true), std::int64_t{1'000'000'000});
  EXPECT_EQ(pattern_cost(std::string(60'000, 'a'), ".*.*.*.*.*", true), INT64_MAX);
}

TEST(PatternCost, ARepetitionCostsOnlyWhatItCanSwallow) {
  const std::string text(3000, 'a');
  EXPECT_LT(pattern_cost(text, "%d*%d*b", true), 20'000);
  EXPECT_LT(pattern_cost(text, "[%d%s]*[0-9]*b", true), 20'000);
  EXPECT_GT(pattern_cost(text, "[^%d]*[a-c]*x", true), std::int64_t{1'000'000'000});
}

TEST(PatternCost, AnAnchorHelpsOnlyWhereItIsOne) {
  const std::string text(1000, 'a');
  EXPECT_LT(pattern_cost(text, "^a+", true), pattern_cost(text, "^a+", false));
}

TEST(PatternCost, MalformedPatternsAreReadWithoutHarm) {
  for (const char* pattern : {"%", "[", "[^", "[a-", "[]", "%b", "%bx", "%f", "%f[", "[%", "(", "a-", "[%a-z]"})
    EXPECT_GE(pattern_cost("abc", pattern, true), 0) << pattern;
}

}  // namespace
}  // namespace opora
