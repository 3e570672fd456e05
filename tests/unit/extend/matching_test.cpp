// A matching written as a script, and the contract that the host holds every matching to.
#include "extend/matching.h"

#include <gmock/gmock.h>

#include "unit/extend/methodologies.h"

namespace opora {
namespace {

using ::testing::HasSubstr;

Column texts(std::vector<std::string> values) { return Column::of_text(values); }

MatchSides three_and_two() {
  return {Frame().with("school", texts({"a", "b", "c"})).with("municipality", texts({"north", "south", "north"})),
          Frame().with("partner", texts({"x", "y"})).with("municipality", texts({"north", "south"}))};
}

std::string script_of(const std::string& body, const std::string& more = {}) {
  return "return matching { api = 1, id = 'm', title = 'T', inputs = { 'schools' }, " + more + " match = function(ctx, p, needing, offering)\n" + body + "\nend }";
}

constexpr char kFrames[] =
    "return frame({ { 'school', 'text' }, { 'partner', 'text' }, { 'rank', 'whole' }, { 'cost', 'number' }, { 'reason', 'text' } }, given), "
    "frame({ { 'school', 'text' }, { 'reason', 'text' } }, alone)";

Result<MatchResult> run(const std::string& text, const MatchSides& sides = three_and_two()) {
  OPORA_ASSIGN(const Extension extension, load_lua_extension({"pack/match.lua", text, {}}, OPORA_KIND_MATCHING));
  OPORA_ASSIGN(const auto matching, Matching::of(extension));
  testing::FrameFacts facts;
  facts.school_list = testing::schools_frame({"a", "b", "c", "x", "y"});
  RunContext context;
  context.year = 2026;
  return matching->match_on(facts, context, {}, sides);
}

std::string reason_of(const std::string& given, const std::string& alone = "{ { 'b', 'no' }, { 'c', 'no' } }") {
  const auto found = run(script_of("local given, alone = " + given + ", " + alone + "\n" + kFrames));
  return found.ok() ? "ok" : found.error().code + " " + found.error().reason;
}

TEST(LuaMatching, GivesPairsAndThoseWithoutOneInOrder) {
  const auto found = run(script_of(std::string(
      "local given, alone = {}, {}\n"
      "for s in needing:rows() do\n"
      "  for o in offering:rows() do\n"
      "    if s.municipality == o.municipality and s.school ~= 'c' then given[#given + 1] = { s.school, o.partner, 1, 0.5, 'near' } end\n"
      "  end\n"
      "end\n"
      "given[1], given[2] = given[2], given[1]\n"
      "alone[1] = { 'c', 'the place is taken' }\n") + kFrames));
  ASSERT_TRUE(found.ok()) << render_terminal(found.error(), false);
  ASSERT_EQ(found->pairs.rows(), 2);
  EXPECT_EQ(found->pairs.find("school")->text(0), "a");
  EXPECT_EQ(found->pairs.find("partner")->text(1), "y");
  EXPECT_EQ(found->unmatched.find("reason")->text(0), "the place is taken");
}

TEST(LuaMatching, MayMatchNobody) {
  const MatchSides nobody{Frame().with("school", texts({})), Frame().with("partner", texts({}))};
  EXPECT_TRUE(run(script_of(std::string("local given, alone = {}, {}\n") + kFrames), nobody).ok());
}

TEST(LuaMatching, IsHeldToItsDeclaredColumns) {
  const std::string body = std::string("local given, alone = { { 'a', 'x', 1, 0, 'r' } }, { { 'b', 'no' }, { 'c', 'no' } }\n") + kFrames;
  const auto found = run(script_of(body, "outputs = { travel = 'whole' },"));
  ASSERT_FALSE(found.ok());
  EXPECT_EQ(found.error().code, "ABI-012");
  EXPECT_THAT(found.error().message, HasSubstr("'travel'"));
}

TEST(LuaMatching, ThatReturnsSomethingElseIsToldWhat) {
  const auto found = run(script_of("return 1"));
  ASSERT_FALSE(found.ok());
  EXPECT_EQ(found.error().code, "LUA-032");
  EXPECT_THAT(found.error().message, HasSubstr("match must return two frames"));
}

TEST(MatchingContract, RefusesWhatIsNoMatching) {
  EXPECT_EQ(reason_of("{ { 'a', 'x', 1, 0, 'r' } }"), "ok");
  EXPECT_THAT(reason_of("{}"), HasSubstr("ABI-013 1 school is in neither result"));
  EXPECT_THAT(reason_of("{ { 'a', 'z', 1, 0, 'r' } }"), HasSubstr("'z', given to 'a', is not among those who offer themselves"));
  EXPECT_THAT(reason_of("{ { 'q', 'x', 1, 0, 'r' } }"), HasSubstr("'q' does not need a partner"));
  EXPECT_THAT(reason_of("{ { 'a', 'x', 2, 0, 'r' } }"), HasSubstr("the ranks of 'a' do not run from 1"));
  EXPECT_THAT(reason_of("{ { 'a', 'x', 1, 0, 'r' }, { 'a', 'x', 2, 0, 'r' } }"), HasSubstr("'a' gets 'x' twice"));
  EXPECT_THAT(reason_of("{ { 'a', 'x', 1, 0, 'r' }, { 'b', 'x', 1, 0, 'r' } }"), HasSubstr("'b' stands twice, or has a partner and has none"));
  EXPECT_THAT(reason_of("{ { 'a', 'x', 1, 0, 'r' } }", "{ { 'b', '' }, { 'c', 'no' } }"), HasSubstr("'b' gets no partner, and nothing says why"));
  EXPECT_THAT(reason_of("{ { 'a', 'x', 1, -1, 'r' } }"), HasSubstr("ABI-012"));
  EXPECT_THAT(reason_of("{ { 'a', 'x', 1, 1 / 0, 'r' } }"), HasSubstr("the cost of 'x' for 'a' is no number"));
}

TEST(FrameLiteral, KeepsTypesAndMissingValues) {
  testing::FrameFacts facts;
  const std::string frame = "local f = frame({ { 'a', 'text' }, { 'n', 'whole' }, { 'x', 'number' } }, { { 'p', 1, 2 }, { 'q', nil, 0.5 } })\n";
  EXPECT_EQ(testing::evaluate(facts, frame, "tostring(f)"), "frame of 2 rows: a, n, x");
  EXPECT_EQ(testing::evaluate(facts, frame, "f.n[2]"), "nil");
  EXPECT_EQ(testing::evaluate(facts, frame, "(f.x + f.n)[1]"), "3.0");
  EXPECT_THAT(testing::evaluate(facts, "local f = frame({ { 'a', 'whole' } }, { { 'p' } })", "1"), HasSubstr("LUA-034"));
  EXPECT_THAT(testing::evaluate(facts, "local f = frame({}, {})", "1"), HasSubstr("a frame needs columns"));
}

}  // namespace
}  // namespace opora
