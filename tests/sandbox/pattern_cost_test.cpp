#include "extend/pattern_cost.h"

#include <gtest/gtest.h>

#include <array>
#include <cstdint>
#include <random>
#include <string>
#include <string_view>

namespace opora {
namespace {

TEST(PatternCost, UsualPatternsOnUsualTextsCostLittle) {
  EXPECT_LT(pattern_cost("  Школа № 12 города Н.  ", "^%s*(.-)%s*$", true), 2000);
  EXPECT_LT(pattern_cost("ВПР RU 4 2021", "(%S+) (%S+) (%d+) (%d+)", true), 1000);
  EXPECT_LT(pattern_cost("2021;ВПР;RU;4;schl01;17", "([^;]*);([^;]*);([^;]*);([^;]*)", true), 2000);
  EXPECT_LT(pattern_cost(std::string(60'000, 'a'), "^a*b", true), 500'000);
}

TEST(PatternCost, NestedRepetitionsMultiply) {
  const std::string text(3000, 'a');
  EXPECT_GT(pattern_cost(text, ".-.-b", true), std::int64_t{1'000'000'000});
  EXPECT_EQ(pattern_cost(std::string(60'000, 'a'), ".*.*.*.*.*", true), INT64_MAX);
}

TEST(PatternCost, ARepetitionCostsOnlyWhatItCanSwallow) {
  const std::string text(3000, 'a');
  EXPECT_LT(pattern_cost(text, "%d*%d*b", true), 30'000);
  EXPECT_LT(pattern_cost(text, "[%d%s]*[0-9]*b", true), 30'000);
  EXPECT_GT(pattern_cost(text, "[^%d]*[a-c]*x", true), std::int64_t{1'000'000'000});
}

TEST(PatternCost, AnAnchorHelpsOnlyWhereItIsOne) {
  const std::string text(1000, 'a');
  EXPECT_LT(pattern_cost(text, "^a+", true), pattern_cost(text, "^a+", false));
}

TEST(PatternCost, EmptyItemsAfterARepetitionAreCounted) {
  std::string pattern = "^a*";
  for (int i = 0; i < 20'000; ++i) pattern += "b?";
  EXPECT_GT(pattern_cost(std::string(60'000, 'a'), pattern + "c", true), std::int64_t{100'000'000});
}

// A matcher as Lua's, which counts how often it looks at a character.
class CountingMatcher {
 public:
  CountingMatcher(std::string_view text, std::string_view pattern) : text_(text), pattern_(pattern) {}
  std::int64_t steps() {
    const bool anchored = pattern_.starts_with('^');
    for (std::size_t start = 0; start <= text_.size(); ++start)
      if (match(start, anchored ? 1 : 0) || anchored) break;
    return steps_;
  }

 private:
  bool single(std::size_t at, std::size_t item) {
    ++steps_;
    if (at >= text_.size()) return false;
    return pattern_[item] == '.' || (pattern_[item] == '[' ? text_[at] == 'a' || text_[at] == 'b' : pattern_[item] == text_[at]);
  }
  bool match(std::size_t at, std::size_t item) {
    if (item == pattern_.size()) return true;
    if (pattern_[item] == '$' && item + 1 == pattern_.size()) return ++steps_, at == text_.size();
    const std::size_t end = pattern_[item] == '[' ? item + 4 : item + 1;
    const char suffix = end < pattern_.size() ? pattern_[end] : ' ';
    if (suffix == '?') return (single(at, item) && match(at + 1, end + 1)) || match(at, end + 1);
    if (suffix == '-') {
      for (;; ++at) {
        if (match(at, end + 1)) return true;
        if (!single(at, item)) return false;
      }
    }
    if (suffix == '*' || suffix == '+') {
      std::size_t taken = 0;
      while (single(at + taken, item)) ++taken;
      for (const std::size_t least = suffix == '+' ? 1 : 0; taken + 1 > least; --taken) {
        if (match(at + taken, end + 1)) return true;
        if (taken == 0) break;
      }
      return false;
    }
    return single(at, item) && match(at + 1, end);
  }

  std::string_view text_, pattern_;
  std::int64_t steps_ = 0;
};

TEST(PatternCost, IsNeverLessThanWhatAMatcherDoes) {
  std::mt19937 random(3);
  const auto below = [&](std::size_t n) { return static_cast<std::size_t>(random() % n); };
  for (int round = 0; round < 20'000; ++round) {
    std::string text, pattern = below(2) == 0 ? "^" : "";
    const std::string letters = below(2) == 0 ? "aab" : "abc";
    for (std::size_t i = below(25); i > 0; --i) text += letters[below(3)];
    for (std::size_t i = below(6) + 1; i > 0; --i) {
      pattern += std::array{"a", "b", "c", ".", "[ab]"}[below(5)];
      pattern += std::array{"", "", "*", "+", "-", "?"}[below(6)];
    }
    if (below(4) == 0) pattern += "$";
    EXPECT_LE(CountingMatcher(text, pattern).steps(), pattern_cost(text, pattern, true)) << text << " / " << pattern;
  }
}

TEST(PatternCost, MalformedPatternsAreReadWithoutHarm) {
  for (const char* pattern : {"%", "[", "[^", "[a-", "[]", "%b", "%bx", "%f", "%f[", "[%", "(", "a-", "[%a-z]"})
    EXPECT_GE(pattern_cost("abc", pattern, true), 0) << pattern;
}

}  // namespace
}  // namespace opora
