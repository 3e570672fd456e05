// The verbs of frames, queries and columns, seen from a script.
#include <gmock/gmock.h>

#include "unit/extend/methodologies.h"

namespace opora {
namespace {

using testing::evaluate;
using testing::FrameFacts;

FrameFacts small() {
  FrameFacts facts;
  facts.results = testing::frame_of({{"B", "P1", 2026, 10, 4, 4}, {"A", "P1", 2026, 20, 5, 0}, {"A", "P2", 2026, 5, 2, 3},
                                     {"A", "P1", 2025, 15, 3, 3}, {"B", "P2", 2026, 8, 3, 3}, {"B", "P1", 2026, 12, 4, 5}});
  facts.school_list = Frame()
                          .with("school", Column::of_text(std::vector<std::string>{"A", "B", "C"}))
                          .with("municipality", Column::of_text(std::vector<std::string>{"М1", "М2", "М1"}));
  facts.context_items = Frame()
                            .with("school", Column::of_text(std::vector<std::string>{"A", "B"}))
                            .with("poor", Column::of_float64(std::vector<double>{0.25, 0.5}));
  facts.procedure_list = Frame()
                             .with("procedure", Column::of_text(std::vector<std::string>{"P1", "P2"}))
                             .with("border_1", Column::of_int64(std::vector<std::int64_t>{10, 5}));
  return facts;
}

const std::string kRows = "local f = ctx.results:where('year', '==', ctx.year):group('school', 'procedure'):tally { n = count(), total = sum('score'), m = mean('score') }\n";

TEST(Frames, GiveColumnsValuesAndLengths) {
  FrameFacts facts = small();
  EXPECT_EQ(evaluate(facts, kRows, "#f .. f.school[1] .. f.procedure[2] .. f.n[3] .. f.total[3] .. f.m[3]"), "4AP22" "22" "11.0");
  EXPECT_EQ(evaluate(facts, kRows, "f"), "frame of 4 rows: school, procedure, m, n, total");
  EXPECT_EQ(evaluate(facts, kRows, "tostring(f:has('n')) .. tostring(f:has('x')) .. #f:column('n')"), "truefalse4");
}

TEST(Frames, TallyKeepsTheOrderOfAList) {
  FrameFacts facts = small();
  EXPECT_EQ(evaluate(facts, "local f = ctx.results:tally { {'z', count()}, {'a', sum('score')}, m = min('score') }\n", "f"), "frame of 1 row: z, a, m");
}

TEST(Frames, ArithmeticBroadcastsNumbersSharesAndOneRow) {
  FrameFacts facts = small();
  EXPECT_EQ(evaluate(facts, kRows, "((f.total * 10 + 1) // f.n)[3]"), "110");
  EXPECT_EQ(evaluate(facts, kRows, "(p.low_share * f.total)[3] .. ' ' .. (f.total * p.low_share)[3] .. ' ' .. (100 - f.total)[3] .. ' ' .. (-f.n)[3] .. ' ' .. (f.total % 7)[3]"), "6.6 6.6 78 -2 1");
  EXPECT_EQ(evaluate(facts, kRows + "local t = f:tally { top = max('total') }\n", "(f.total / t.top)[1] .. ' ' .. #(f.total / t.top)"), "0.90909090909091 4");
  EXPECT_EQ(evaluate(facts, kRows, "((f.n - f.n) / (f.n - f.n))[1]"), "nil");
}

TEST(Frames, ColumnsHaveTheirOwnVerbs) {
  FrameFacts facts = small();
  EXPECT_EQ(evaluate(facts, kRows, "(f.n * 8):sqrt()[3] .. ' ' .. (f.m / 4):floor()[3] .. ' ' .. (f.m / 4):round()[3] .. ' ' .. (-f.n):abs()[3]"), "4.0 2 3 2");
  EXPECT_EQ(evaluate(facts, kRows + "local g = f.m:is('>=', 10)\n", "g[1] .. g[2] .. g[3] .. g[4]"), "1010");
  EXPECT_EQ(evaluate(facts, kRows + "local g = f.procedure:is('in', {'P1'})\n", "g[1] .. g[2]"), "10");
  EXPECT_EQ(evaluate(facts, kRows + "local g = f.m:is('<', f.total)\n", "g[1] .. g[2] .. g[3] .. g[4]"), "0010");
  EXPECT_EQ(evaluate(facts, "local f = ctx.results:select('school', 'journal')\n", "f.journal:or_else(0)[2] .. f.journal:or_else(2.5)[2] .. tostring(f.journal[2])"), "02.5nil");
}

TEST(Frames, WithAddsAndReplacesInOrder) {
  FrameFacts facts = small();
  EXPECT_EQ(evaluate(facts, kRows, "f:with { b = 1, a = 'x', n = f.n * 2 }"), "frame of 4 rows: school, procedure, m, n, total, a, b");
  EXPECT_EQ(evaluate(facts, kRows + "f = f:with { {'b', 2}, {'a', f.n} }\n", "tostring(f) .. f.b[4] .. f.a[4]"), "frame of 4 rows: school, procedure, m, n, total, b, a21");
}

TEST(Frames, JoinSortSelectAppendPresent) {
  FrameFacts facts = small();
  EXPECT_EQ(evaluate(facts, kRows + "f = f:join(ctx:context(ctx.year), 'school'):sort('-poor', 'procedure')\n", "f.school[1] .. f.procedure[1] .. f.poor[1]"), "BP10.5");
  EXPECT_EQ(evaluate(facts, kRows, "f:select('n', 'school')"), "frame of 4 rows: n, school");
  EXPECT_EQ(evaluate(facts, kRows, "#f:append(f)"), "8");
  EXPECT_EQ(evaluate(facts, "local f = ctx.results:select('school', 'journal')\n", "#f:present('journal')"), "5");
}

TEST(Frames, RankAndZscoreWithinGroups) {
  FrameFacts facts = small();
  EXPECT_EQ(evaluate(facts, kRows + "local r = f:rank('m', 'procedure') local d = f:rank('-m', {'procedure'}, 'mean') local z = f:zscore('m', 'procedure', 0)\n",
                     "r[1] .. r[3] .. d[1] .. ' ' .. z[1] .. ' ' .. #f:rank('m')"),
            "2.01.01.0 1.0 4");
}

TEST(Frames, GroupsOfFramesTallyLikeFacts) {
  FrameFacts facts = small();
  EXPECT_EQ(evaluate(facts, kRows + "local g = f:group('school'):tally { procedures = count(), total = sum('total'), high = count_where('m', '>', 9), s = share_where('m', '>', 9), f = first('procedure') }\n",
                     "g.procedures[1] .. g.total[1] .. g.high[1] .. g.s[1] .. g.f[1]"),
            "22510.5P1");
  EXPECT_EQ(evaluate(facts, kRows, "f:group('school'):where('n', '>', 1):tally { c = count() }.c[1]"), "1");
}

TEST(Frames, EveryAggregateReachesItsKernel) {
  FrameFacts facts = small();
  const std::string grouped = "local f = ctx.results:group('procedure'):tally { a = sd('score', 0), b = sd('score'), g = spearman('score', 'mark'), c = min('score'), d = max('score'), e = quantile('score', 0.5), f = histogram('mark'),"
                              " h = weigh('score', { table = { [10] = 1, [12] = 5 } }), i = weigh('score', { by = 'procedure', tables = { P1 = { [20] = 7 } } }) }\n";
  EXPECT_EQ(evaluate(facts, grouped, "f.c[1] .. ' ' .. f.d[1] .. ' ' .. f.e[1] .. ' ' .. f.f[1] .. ' ' .. f.h[1] .. ' ' .. f.i[1] .. tostring(f.i[2]) .. ' ' .. f.a[2] .. ' ' .. f.g[2]"),
            "10 20 13.5 3:1 4:2 5:1 6 7nil 1.5 1.0");
}

TEST(Frames, RowsAndGroupsAreGoneThroughInOrder) {
  FrameFacts facts = small();
  EXPECT_EQ(evaluate(facts, kRows + "local s = '' for r in f:rows() do s = s .. r.school .. r.procedure .. r.n .. ' ' end\n", "s"), "AP11 AP21 BP12 BP21 ");
  EXPECT_EQ(evaluate(facts, kRows + "local s = '' for k, rows in f:sort('-m'):by('school') do s = s .. k .. #rows .. rows[1].procedure .. ' ' end\n", "s"), "A2P1 B2P1 ");
  EXPECT_EQ(evaluate(facts, "local s = '' for r in ctx.results:select('school', 'journal'):rows() do s = s .. tostring(r.journal) end\n", "s"), "4nil3335");
}

TEST(Queries, AreNotChangedByTheirVerbs) {
  FrameFacts facts = small();
  EXPECT_EQ(evaluate(facts, "local q = ctx.results:where('year', '==', 2026) local narrow = q:where('mark', 'in', {2, 5})\n",
                     "q:tally { n = count() }.n[1] .. narrow:tally { n = count() }.n[1] .. ctx.results:where('journal', '>', col('mark')):tally { n = count() }.n[1]"),
            "522");
}

TEST(Shares, CompareExactlyAndCalculateAsNumbers) {
  FrameFacts facts = small();
  EXPECT_EQ(evaluate(facts, "", "p.low_share.value .. ' ' .. p.low_share.percent .. ' ' .. tostring(p.low_share) .. ' ' .. tostring(share(3, 10)) .. ' ' .. p.low_share * 2 .. ' ' .. 1 - p.low_share"),
            "0.3 30.0 30 % 3/10 0.6 0.7");
  EXPECT_EQ(evaluate(facts, "", "tostring(share(3, 10) >= p.low_share) .. tostring(share(299, 1000) >= p.low_share) .. tostring(share(1, 3) == share(2, 6)) .. tostring(share(1, 2) > 0.4)"), "truefalsetruetrue");
  EXPECT_EQ(evaluate(facts, "", "share(3, 10).part .. share(3, 10).whole .. tostring(share(1, 0).value)"), "310nil");
}

TEST(Include, GivesTheLibraryOnceARun) {
  int read = 0;
  ScriptSource source{testing::kScript, testing::around("local lib = include('shares') assert(include('shares') == lib)\nctx:decision('s'):value('x', lib.twice(4))"), {}};
  source.include = [&](const std::string& name) -> Result<ScriptSource> {
    ++read;
    return ScriptSource{"scripts/" + name + ".lua", "return { twice = function(x) return 2 * x end }", {}};
  };
  auto loaded = load_lua_methodology(source);
  ASSERT_TRUE(loaded.ok()) << render_terminal(loaded.error(), false);
  FrameFacts facts;
  RunContext context;
  context.year = 2026;
  const Result<DecisionSet> set = (*loaded)->run_on(facts, context, {});
  ASSERT_TRUE(set.ok()) << render_terminal(set.error(), false);
  EXPECT_EQ(testing::decision_of(*set, "s").values.at(0).second, "8");
  EXPECT_EQ(read, 1);
}

const std::string kLow = "local f = ctx.results:group('school'):tally { n = count(), low = count_where('mark', '<=', 3), m = mean('score') }\n";

TEST(SmallGroups, GiveFramesOfAsManyRows) {
  FrameFacts facts = small();
  EXPECT_EQ(evaluate(facts, kLow, "f:interval('low', 'n')"), "frame of 2 rows: lower, upper");
  EXPECT_EQ(evaluate(facts, kLow, "f:interval('low', 'n', { method = 'exact', confidence = 0.9 }).upper[1] > f:interval('low', 'n').upper[1] - 1"), "true");
  EXPECT_EQ(evaluate(facts, kLow, "f:shrink_shares('low', 'n')"), "frame of 2 rows: mean, lower, upper, weight, prior_mean, prior_strength");
  EXPECT_EQ(evaluate(facts, kLow, "f:shrink_means('m', 'n', 2.5, { method = 'likelihood' })"), "frame of 2 rows: mean, lower, upper, weight, prior_mean, prior_sd");
  EXPECT_EQ(evaluate(facts, kLow, "f:funnel('low', 'n', { centre = p.low_share }).centre[1]"), "0.3");
  EXPECT_EQ(evaluate(facts, kLow, "f:compare_shares('low', 'n', 'low', 'n').difference[2]"), "0.0");
  EXPECT_EQ(evaluate(facts, kLow + "f = f:with { p = f:binomial_tail('low', 'n', 0.5) }\n", "#f:adjust_p('p', { method = 'holm' })"), "2");
  EXPECT_EQ(evaluate(facts, "local f = ctx.results:group('school', 'year'):tally { n = count(), low = count_where('mark', '==', 3) }\n",
                     "f:pool('low', 'n', { window = 2, by = 'school' }).years[2]"), "2");
}

TEST(SmallGroups, SayWhatTheyCannotTake) {
  FrameFacts facts = small();
  using ::testing::HasSubstr;
  EXPECT_THAT(evaluate(facts, kLow, "f:interval('n', 'low')"), HasSubstr("FRAME-010"));
  EXPECT_THAT(evaluate(facts, kLow, "f:interval('m', 'n')"), HasSubstr("FRAME-002"));
  EXPECT_THAT(evaluate(facts, kLow, "f:interval('low', 'n', { confidence = 95 })"), HasSubstr("write 0.95 for 95 %"));
  EXPECT_THAT(evaluate(facts, kLow, "f:interval('low', 'n', { method = 'wald' })"), HasSubstr("possible: \"wilson\", \"exact\""));
  EXPECT_THAT(evaluate(facts, kLow, "f:interval('low', 'n', { confidense = 0.9 })"), HasSubstr("LUA-032"));
  EXPECT_THAT(evaluate(facts, kLow, "f:pool('low', 'n', { by = 'school' })"), HasSubstr("window = 3"));
  EXPECT_THAT(evaluate(facts, kLow, "f:funnel('low', 'n', { overdispersion = 1 })"), HasSubstr("true or false"));
}

// The work of these verbs grows with how large the counts are, and is charged so: a few rows of large counts end a script.
TEST(SmallGroups, ChargeForLargeCounts) {
  FrameFacts facts = small();
  SandboxLimits limits;
  limits.instructions = 1'000'000;
  const auto code = [&](const std::string& verb, int factor) {
    const std::string body = kLow + "f = f:with { n = f.n * " + std::to_string(factor) + " }\nfor i = 1, 20 do local x = f:" + verb + " end";
    const Result<DecisionSet> set = testing::run_text(facts, testing::around(body), {}, 1, limits);
    return set.ok() ? std::string("ok") : set.error().code;
  };
  for (const std::string verb : {"interval('low', 'n', { method = 'exact' })", "shrink_shares('low', 'n')", "funnel('low', 'n')",
                                 "binomial_tail('low', 'n', 0.5)", "compare_shares('low', 'n', 'low', 'n')"}) {
    EXPECT_EQ(code(verb, 1), "ok") << verb;
    EXPECT_EQ(code(verb, 200'000'000), "LUA-024") << verb;
  }
  EXPECT_EQ(code("shrink_shares('low', 'n', { method = 'likelihood' })", 100'000), "LUA-024");
}

}  // namespace
}  // namespace opora
