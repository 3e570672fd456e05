// Mistakes an author makes in decide(): each is said with the line and what to do.
#include <gmock/gmock.h>

#include <ostream>

#include "unit/extend/methodologies.h"

namespace opora {
namespace {

using testing::around;
using testing::FrameFacts;
using testing::run_text;
using ::testing::HasSubstr;

struct Mistake {
  const char* name;
  const char* code;
  std::string body;  // the mistake stands on its third line
  const char* message;
  const char* help = "";
};
std::ostream& operator<<(std::ostream& out, const Mistake& mistake) { return out << mistake.name; }
std::string name_of(const ::testing::TestParamInfo<Mistake>& mistake) { return mistake.param.name; }

class Mistakes : public ::testing::TestWithParam<Mistake> {};

FrameFacts facts_for_mistakes() {
  std::vector<testing::Participant> people;
  testing::add(people, "A", "P1", 12, 4);
  FrameFacts facts;
  facts.results = testing::frame_of(people);
  facts.school_list = testing::schools_frame({"A"});
  return facts;
}

const std::string kStart = "\n local f = ctx.results:group('school', 'procedure'):tally { n = count(), low = count_where('mark', '==', 2) } local d = ctx:decision('A')\n";

TEST_P(Mistakes, AreSaidWithTheLineAndWhatToDo) {
  FrameFacts facts = facts_for_mistakes();
  const Result<DecisionSet> set = run_text(facts, around(kStart + GetParam().body));
  ASSERT_FALSE(set.ok());
  const std::string shown = render_terminal(set.error(), false);
  EXPECT_EQ(set.error().code, GetParam().code) << shown;
  EXPECT_THAT(set.error().message, HasSubstr(GetParam().message)) << shown;
  EXPECT_THAT(set.error().help, HasSubstr(GetParam().help)) << shown;
  ASSERT_FALSE(set.error().spans.empty()) << shown;
  EXPECT_EQ(set.error().spans.front().line, 3) << shown;
  EXPECT_EQ(set.error().spans.front().source_line, GetParam().body) << shown;
}

INSTANTIATE_TEST_SUITE_P(
    All, Mistakes,
    ::testing::Values(
        Mistake{"unknown_column", "LUA-035", "local x = f.lov", "no column 'lov'", "did you mean 'low'"},
        Mistake{"unknown_column_of_a_row", "LUA-035", "for r in f:rows() do local x = r.lov end", "no column 'lov'", "did you mean 'low'"},
        Mistake{"unknown_column_in_where", "FRAME-001", "f:where('lov', '>', 1)", "lov"},
        Mistake{"unknown_column_in_sort", "FRAME-001", "f:sort('-lov')", "lov"},
        Mistake{"unknown_column_in_check", "FRAME-001", "ctx:check(f, { value = share('lov', 'n'), op = '>', threshold = 1 })", "lov"},
        Mistake{"unknown_verb", "LUA-035", "f:wher('n', '>', 1)", "no column 'wher'", "did you mean 'where'"},
        Mistake{"unknown_verb_of_a_query", "LUA-035", "ctx.results:groups('school')", "a query has no 'groups'", "did you mean 'group'"},
        Mistake{"unknown_field_of_ctx", "LUA-035", "local x = ctx.result", "ctx has no 'result'", "did you mean 'results'"},
        Mistake{"unknown_parameter", "LUA-030", "local x = p.low_shar", "no parameter 'low_shar'", "did you mean 'low_share'"},
        Mistake{"written_parameter", "LUA-034", "p.low_share = 5", "cannot be changed"},
        Mistake{"unknown_operator", "LUA-034", "f:where('n', '=', 1)", "'=' is no operator", "=="},
        Mistake{"condition_without_value", "LUA-034", "f:where('n', '==', nil)", "has no value", ":present"},
        Mistake{"column_as_condition", "LUA-034", "f:where('n', '>', f.low)", "by its name", "col("},
        Mistake{"mixed_list", "LUA-034", "f:where('n', 'in', {1, 'x'})", "not both"},
        Mistake{"text_against_number", "FRAME-002", "f:where('school', '>', 5)", "school"},
        Mistake{"dot_instead_of_colon", "LUA-034", "f.where('n', '>', 1)", "where"},
        Mistake{"aggregate_forgotten", "LUA-034", "f:group('school'):tally { n = 5 }", "must be an aggregate", "count()"},
        Mistake{"aggregate_without_a_name", "LUA-034", "f:group('school'):tally { count() }", "needs a name"},
        Mistake{"empty_tally", "LUA-034", "f:group('school'):tally {}", "at least one aggregate"},
        Mistake{"count_of_a_column", "LUA-034", "f:group('school'):tally { n = count('n') }", "takes no column", "count_where"},
        Mistake{"rows_of_a_query", "LUA-040", "for r in ctx.results:rows() do end", "one by one", "aggregate first"},
        Mistake{"columns_compared", "LUA-034", "if f.n < f.low then end", "not compared", "is("},
        Mistake{"texts_added", "FRAME-002", "local x = f.school + 1", ""},
        Mistake{"column_out_of_range", "LUA-034", "local x = f.n[99]", "rows 1 to 1"},
        Mistake{"column_of_another_length", "LUA-034", "f:append(f):with { x = f:append(f):append(f).n }", "has 3 rows, the frame 2"},
        Mistake{"check_without_operator", "LUA-032", "d:check { value = 1, threshold = 2 }", "no op"},
        Mistake{"check_without_threshold", "LUA-032", "d:check { value = 1, op = '>' }", "no threshold"},
        Mistake{"check_without_count", "LUA-032", "d:check { value = 1, op = '>', threshold = 1, min_n = 5 }", "no n to compare"},
        Mistake{"check_with_unknown_key", "LUA-032", "d:check { value = 1, op = '>', treshold = 1 }", "does not know the key 'treshold'", "did you mean 'threshold'"},
        Mistake{"check_of_a_text", "LUA-034", "d:check { value = 'many', op = '>', threshold = 1 }", "must be a number, not a text"},
        Mistake{"check_operator", "LUA-034", "d:check { value = 1, op = 'in', threshold = 1 }", "no operator of a check"},
        Mistake{"check_without_a_school", "FRAME-001", "ctx:check(f:select('n'), { value = 'n', op = '>', threshold = 1 })", "school"},
        Mistake{"negative_share", "LUA-034", "local x = share(-1, 5)", "not negative"},
        Mistake{"not_utf8", "LUA-034", "ctx:decision(('ш'):sub(1, 1))", "not a UTF-8 text"},
        Mistake{"requirements_differ", "LUA-038", "d:at_least(1) d:at_least(2)", "requires 1 and 2"},
        Mistake{"combinations_differ", "LUA-038", "ctx:combine('all') ctx:combine('any')", "\"all\" and with \"any\""},
        Mistake{"require_nothing", "LUA-032", "ctx:require { rule = 'x' }", "at_least or all"},
        Mistake{"group_by_fractions", "LUA-034", "for k in f:with { x = 0.5 }:by('x') do end", "neither"},
        Mistake{"join_twice", "FRAME-003", "f:join(f:append(f):select('school'), 'school')", ""},
        Mistake{"frame_written", "LUA-034", "f.n = 5", "cannot be changed"},
        Mistake{"frame_as_a_number", "LUA-010", "local x = f + 1", "frame"},
        Mistake{"unknown_tie_rule", "LUA-034", "f:rank('n', nil, 'max')", "no rule for ties", "mean"}),
    name_of);

TEST(Misuse, AnUndeclaredInputIsNotRead) {
  FrameFacts facts = facts_for_mistakes();
  const Result<DecisionSet> set = run_text(facts, "return methodology { api = 1, id = 'm', category = 'c', title = 't', inputs = { 'context' },\ndecide = function(ctx)\nlocal q = ctx.results end }");
  EXPECT_EQ(set.error().code, "LUA-036");
  EXPECT_EQ(set.error().spans.front().line, 3);
}

TEST(Misuse, ChecksWithoutARequirementDecideNothing) {
  FrameFacts facts = facts_for_mistakes();
  const Result<DecisionSet> set = run_text(facts, around("ctx:decision('A'):check { value = 1, op = '>', threshold = 2 }"));
  EXPECT_EQ(set.error().code, "LUA-038");
  EXPECT_THAT(set.error().help, HasSubstr("at_least"));
}

TEST(Misuse, ManyRowsAreNotGoneThrough) {
  std::vector<testing::Participant> people;
  testing::add(people, "A", "P1", 20'001, 4);
  FrameFacts facts;
  facts.results = testing::frame_of(people);
  EXPECT_EQ(run_text(facts, around("for r in ctx.results:select('school'):rows() do end")).error().code, "LUA-040");
}

TEST(Misuse, FramesAreHeldWithinTheirMemory) {
  std::vector<testing::Participant> people;
  testing::add(people, "A", "P1", 10'000, 4);
  FrameFacts facts;
  facts.results = testing::frame_of(people);
  SandboxLimits limits;
  limits.frame_bytes = 1 << 20;
  const std::string keep = around("local f, t = ctx.results:select('score', 'mark'), {}\nfor i = 1, 100 do t[i] = f.score * i end");
  const Result<DecisionSet> kept = run_text(facts, keep, {}, 1, limits);
  ASSERT_FALSE(kept.ok());
  EXPECT_EQ(kept.error().code, "LUA-041");
  EXPECT_EQ(kept.error().spans.front().line, 2);
  // What is dropped is freed, and what is shared counts once.
  const Result<DecisionSet> dropped = run_text(facts, around("local f, t = ctx.results:select('score', 'mark'), {} for i = 1, 1000 do local g = f.score * i t[i] = f:select('mark') end"), {}, 1, limits);
  EXPECT_TRUE(dropped.ok()) << render_terminal(dropped.error(), false);
}

TEST(Misuse, WorkInTheHostIsCharged) {
  FrameFacts facts = facts_for_mistakes();
  const Result<DecisionSet> set = run_text(facts, around("while true do ctx.schools:sort('school') end"));
  EXPECT_THAT(set.error().code, ::testing::AnyOf("LUA-024", "LUA-020"));
}

TEST(Misuse, ChecksStatedAgainAndAgainEnd) {
  FrameFacts facts;
  facts.context_items = testing::schools_frame(std::vector<std::string>(100'000, "A")).with("x", Column::of_int64(std::vector<std::int64_t>(100'000, 1)));
  const Result<DecisionSet> set = run_text(facts, around("local f = ctx:context()\nwhile true do ctx:check(f, { value = 'x', op = '>', threshold = 1 }) end"));
  EXPECT_EQ(set.error().code, "LUA-041");
  EXPECT_EQ(set.error().spans.front().line, 2);
}

TEST(Misuse, AFrameWithoutRowsGoesThroughEveryVerb) {
  FrameFacts facts = facts_for_mistakes();
  const Result<DecisionSet> set = run_text(facts, around(R"(
    local f = ctx.results:where("year", "==", 1900):group("school", "procedure"):tally { n = count(), low = count_where("mark", "==", 2), m = mean("score") }
    f = f:with { x = f.n * 2 + 1, y = f.m / f.n, z = "text", c = 5 }
    f = f:with { place = f:rank("-m", "procedure"), score = f:zscore("m"), flag = f.n:is(">", 1), filled = f.m:or_else(0), root = f.m:sqrt() }
    f = f:join(ctx.schools, "school"):sort("-n"):present("m"):append(f:select("school", "procedure", "n", "low", "m", "x", "y", "z", "c", "place", "score", "flag", "filled", "root"))
    for _ in f:rows() do error("no row") end
    for _ in f:by("school") do error("no group") end
    local all = f:group("procedure"):tally { n = sum("n"), q = quantile("m", 0.5) }
    ctx:check(f:join(all:select("procedure", "q"), "procedure"), { name = "procedure", value = share("low", "n"), op = ">", threshold = "q", min_n = 3 })
    ctx:value(f, "z")
    ctx:assess(ctx.schools)
    ctx:require { at_least = 1 }
  )"));
  ASSERT_TRUE(set.ok()) << render_terminal(set.error(), false);
  EXPECT_EQ(set->decisions.size(), 1U);
  EXPECT_EQ(testing::decision_of(*set, "A").answer, Answer::kNotAssessable);
}

TEST(Misuse, ACancelledRunStops) {
  FrameFacts facts = facts_for_mistakes();
  auto loaded = load_lua_methodology({testing::kScript, around("for i = 1, 100 do ctx.results:tally { n = count() } end"), {}});
  RunContext context;
  context.cancelled = [&] { return facts.requests >= 3; };
  EXPECT_EQ((*loaded)->run_on(facts, context, {}).error().code, "LUA-039");
  EXPECT_EQ(facts.requests, 3);
}

}  // namespace
}  // namespace opora
