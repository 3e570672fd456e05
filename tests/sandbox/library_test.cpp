// What a script may count on: the library works, in one order, without addresses.
#include <gmock/gmock.h>

#include "sandbox/scripts.h"

namespace opora {
namespace {

using testing::run_script;

std::string result(std::string_view script) {
  const testing::Outcome outcome = run_script(script);
  return outcome.ok ? outcome.text : render_terminal(outcome.error, false);
}

TEST(SafeLibrary, PairsGoesInSortedOrder) {
  EXPECT_EQ(result("local s = '' for k in pairs({b = 1, a = 2, [10] = 3, [2] = 4, [2.5] = 5, [true] = 6, [-1] = 7}) do s = s .. tostring(k) .. ' ' end return s"),
            "-1 2 2.5 10 a b true ");
}

TEST(SafeLibrary, PairsLeavesOutKeysRemovedMeanwhile) {
  EXPECT_EQ(result("local t, s = {a = 1, b = 2, c = 3}, '' for k in pairs(t) do t.b = nil s = s .. k end return s"), "ac");
}

TEST(SafeLibrary, PairsTellsNeighbouringIntegersApart) {
  EXPECT_EQ(result("local n = 0 for k in pairs({[math.maxinteger] = 1, [math.maxinteger - 1] = 1, [2^53] = 1}) do n = n + 1 end return n"), "3");
}

TEST(SafeLibrary, SortIsStableAndForgivesAComparisonThatContradictsItself) {
  EXPECT_EQ(result("local t = {} for i = 1, 50 do t[i] = {i % 3, i} end table.sort(t, function(a, b) return a[1] < b[1] end)"
                   "for i = 2, 50 do if t[i - 1][1] == t[i][1] then assert(t[i - 1][2] < t[i][2]) end end return 'stable'"),
            "stable");
  EXPECT_EQ(result("local t = {} for i = 1, 500 do t[i] = i end table.sort(t, function() return true end) return #t"), "500");
}

TEST(SafeLibrary, SortOrdersNumbersAndTexts) {
  EXPECT_EQ(result("local t = {3, 1, 2.5} table.sort(t) return table.concat(t, ' ')"), "1 2.5 3");
  EXPECT_EQ(result("local t = {'b', 'a', 'B'} table.sort(t) return table.concat(t)"), "Bab");
  EXPECT_EQ(result("local t = {} for i = 1, 1000 do t[i] = (i * 7919) % 1000 end table.sort(t)"
                   "for i = 1, 1000 do assert(t[i] == i - 1) end return 'sorted'"),
            "sorted");
}

TEST(SafeLibrary, TextsHaveNoAddresses) {
  EXPECT_EQ(result("return tostring({}) .. tostring(print_ or type) .. tostring(nil) .. tostring(0/0)"),
            result("return tostring({}) .. tostring(print_ or type) .. tostring(nil) .. tostring(0/0)"));
  EXPECT_EQ(result("return ('%s %s %d'):format({}, type, 5)"), "table function 5");
}

TEST(SafeLibrary, TheUsualFunctionsWork) {
  EXPECT_EQ(result("return ('a,b;c'):gsub('[,;]', '-')"), "a-b-c");
  EXPECT_EQ(result("return ('  ВПР 2026  '):match('^%s*(.-)%s*$')"), "ВПР 2026");
  EXPECT_EQ(result("local n = 0 for w in ('one two three'):gmatch('%a+') do n = n + #w end return n"), "11");
  EXPECT_EQ(result("return utf8.len('школа') .. utf8.char(1096) .. utf8.codepoint('ш')"), "5ш1096");
  EXPECT_EQ(result("local t = {1, 2, 4} table.insert(t, 3, 3) table.insert(t, 5) table.remove(t, 1) return table.concat(t, '+', 1, 3)"), "2+3+4");
  EXPECT_EQ(result("return select('#', table.unpack({1, 2, 3})) + math.floor(2.7) + math.max(1, 5)"), "10");
  EXPECT_EQ(result("return ('x'):rep(3, '-') .. ('ab'):byte(2) .. ('abc'):sub(-2)"), "x-x-x98bc");
  EXPECT_EQ(result("local s = 0 for i, v in ipairs({5, 6}) do s = s + i * v end return s"), "17");
  EXPECT_EQ(result("local t = table.pack(1, nil, 3) return t.n"), "3");
}

TEST(SafeLibrary, AByteOrderMarkIsAccepted) { EXPECT_EQ(result("\xEF\xBB\xBFreturn 1"), "1"); }

}  // namespace
}  // namespace opora
