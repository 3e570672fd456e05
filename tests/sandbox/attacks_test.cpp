// Every way out of the sandbox that we know: each ends with its own diagnostic, at the same place
// twice, and leaves the process fit for the next script.
#include <gmock/gmock.h>

#include <ostream>

#include "sandbox/scripts.h"

namespace opora {
namespace {

using testing::kScriptName;
using testing::run_script;
using ::testing::HasSubstr;

struct Attack {
  const char* name;
  const char* code;
  std::string script;
  std::int64_t line = 1;  // where it must be stopped; 0: no line is known
  std::int64_t instructions = 2'000'000;
};

std::ostream& operator<<(std::ostream& out, const Attack& attack) { return out << attack.name; }

std::string name_of(const ::testing::TestParamInfo<Attack>& attack) { return attack.param.name; }

class Attacks : public ::testing::TestWithParam<Attack> {};

TEST_P(Attacks, EndWithTheNamedDiagnosticTwiceAndHurtNobodyElse) {
  SandboxLimits limits = testing::small_limits();
  limits.instructions = GetParam().instructions;
  const testing::Outcome first = run_script(GetParam().script, limits);
  ASSERT_FALSE(first.ok) << "the script returned " << first.text;
  EXPECT_EQ(first.error.code, GetParam().code) << render_terminal(first.error, false);
  ASSERT_FALSE(first.error.spans.empty());
  EXPECT_EQ(first.error.spans.front().file, kScriptName);
  EXPECT_EQ(first.error.spans.front().line, GetParam().line) << render_terminal(first.error, false);

  const testing::Outcome second = run_script(GetParam().script, limits);
  EXPECT_EQ(render_terminal(first.error, false), render_terminal(second.error, false));

  const testing::Outcome bystander = run_script("local s = 0 for i = 1, 1000 do s = s + i end return s");
  EXPECT_EQ(bystander.text, "500500");
}

constexpr std::int64_t kMany = 60'000'000;
const std::string kLong = "local x = ('a'):rep(60000) ";

std::string repeated(std::string_view text, int times) {
  std::string out;
  for (int i = 0; i < times; ++i) out += text;
  return out;
}

INSTANTIATE_TEST_SUITE_P(
    Loops, Attacks,
    ::testing::Values(
        Attack{"while", "LUA-020", "while true do end"},
        Attack{"repeat", "LUA-020", "repeat until false"},
        Attack{"goto", "LUA-020", "::again:: goto again"},
        Attack{"for_huge", "LUA-020", "for i = 1, math.huge do end"},
        Attack{"for_at_the_greatest_integer", "LUA-020", "for i = 1, math.maxinteger do end"},
        Attack{"for_small_step", "LUA-020", "for i = 0.0, 1.0, 1e-300 do end"},
        Attack{"in_a_function", "LUA-020", "local function f()\n  while true do end\nend\nf()", 2},
        Attack{"mutual_tail_calls", "LUA-020", "local f, g\nfunction f() return g() end function g() return f() end\nreturn f()", 2},
        Attack{"in_an_iterator", "LUA-020", "for _ in function() return 1 end do end"},
        Attack{"in_a_comparison", "LUA-020", "table.sort({3, 2, 1}, function() while true do end end)"},
        Attack{"in_a_replacement", "LUA-020", "string.gsub('a', 'a', function() while true do end end)"},
        Attack{"growing_arguments", "LUA-024", "local function f(...) return f(1, ...) end return f()"},
        Attack{"passing_many_arguments_on", "LUA-024", "local function g() end\nlocal function f(...) while true do g(...) end end\n"
                                                       "local t = {} for i = 1, 5000 do t[i] = i end f(table.unpack(t))", 3}),
    name_of);

INSTANTIATE_TEST_SUITE_P(
    Memory, Attacks,
    ::testing::Values(
        Attack{"huge_array", "LUA-021", "local t = {} for i = 1, 1e9 do t[i] = i end", 1, kMany},
        Attack{"huge_map", "LUA-021", "local t = {} for i = 1, 1e9 do t['k' .. i] = i end", 1, kMany},
        Attack{"nested_tables", "LUA-021", "local t = {} while true do t = {t} end", 1, kMany},
        Attack{"closures_kept", "LUA-021", "local t = {} for i = 1, 1e9 do t[i] = function() return i end end", 1, kMany},
        Attack{"closures_dropped", "LUA-023", "local limit = 1e9 for i = 1, limit do local x = {i, i, i, i, i, i, i, i, i, i, i, i, i, i, i, i, i, i, i, i, i, i, i, i, i, i, i, i, i, i, i, i} end", 1, kMany},
        Attack{"doubled_text", "LUA-022", "local s = 'x' while true do s = s .. s end"},
        Attack{"repeated_text", "LUA-022", "return ('x'):rep(1e9)"},
        Attack{"repeated_nothing_with_separator", "LUA-022", "return (''):rep(1e9, 'x')"},
        Attack{"joined_texts", "LUA-022", kLong + "local t = {} for i = 1, 100 do t[i] = x end return table.concat(t)"},
        Attack{"joined_with_separator", "LUA-022", kLong + "return table.concat({1, 2, 3}, x)"},
        Attack{"formatted_texts", "LUA-022", kLong + "return ('%s%s%s'):format(x, x, x)"},
        Attack{"replaced_text", "LUA-022", kLong + "return x:gsub('a', 'bb')"},
        Attack{"texts_joined_in_a_loop", "LUA-023", kLong + "for i = 1, 1e9 do local y = x .. i end"},
        Attack{"texts_reversed_in_a_loop", "LUA-024", kLong + "for i = 1, 1e9 do local y = x:reverse() end"},
        Attack{"long_text_in_the_source", "LUA-022", "return '" + std::string(70'000, 'x') + "'", 0}),
    name_of);

INSTANTIATE_TEST_SUITE_P(
    Library, Attacks,
    ::testing::Values(
        Attack{"front_insert", "LUA-024", "local t = {} for i = 1, 1e6 do table.insert(t, 1, i) end"},
        Attack{"front_remove", "LUA-024", "local t = {} for i = 1, 50000 do t[i] = i end while true do table.remove(t, 1) t[#t + 1] = 1 end"},
        Attack{"insert_beyond_the_end", "LUA-010", "table.insert({}, 5, 1)"},
        Attack{"insert_at_the_least_integer", "LUA-010", "table.insert({1}, math.mininteger, 1)"},
        Attack{"sort_in_a_loop", "LUA-024", "local t = {} for i = 1, 20000 do t[i] = -i end while true do table.sort(t) end"},
        Attack{"sort_of_long_texts", "LUA-024", kLong + "local t = {} for i = 1, 100 do t[i] = x .. i end while true do table.sort(t) end"},
        Attack{"sort_of_different_things", "LUA-010", "table.sort({1, 'a', {}})"},
        Attack{"concat_in_a_loop", "LUA-024", "local t = {} for i = 1, 1000 do t[i] = i end while true do table.concat(t) end"},
        Attack{"concat_to_the_greatest_integer", "LUA-010", "table.concat({1}, '', 1, math.maxinteger)"},
        Attack{"unpack_of_everything", "LUA-024", "return table.unpack({}, 1, 1e8)"},
        Attack{"unpack_of_all_integers", "LUA-024", "return table.unpack({}, math.mininteger, math.maxinteger)"},
        Attack{"bytes_of_a_long_text", "LUA-024", kLong + "return x:byte(1, -1)"},
        Attack{"code_points_of_a_long_text", "LUA-024", kLong + "return utf8.codepoint(x, 1, -1)"},
        Attack{"upper_in_a_loop", "LUA-024", kLong + "while true do x:upper() end"},
        Attack{"code_points_counted_in_a_loop", "LUA-024", kLong + "while true do utf8.len(x) end"},
        Attack{"pairs_in_a_loop", "LUA-024", "local t = {} for i = 1, 10000 do t['k' .. i] = i end for i = 1, 1e5 do for k in pairs(t) do break end end"},
        Attack{"number_from_text_in_a_loop", "LUA-024", kLong + "while true do tonumber(x) end"},
        Attack{"plain_find_in_a_loop", "LUA-024", kLong + "local y = ('a'):rep(30000) .. 'b' while true do x:find(y, 1, true) end"}),
    name_of);

INSTANTIATE_TEST_SUITE_P(
    Patterns, Attacks,
    ::testing::Values(
        Attack{"optional_items", "LUA-025", "return string.find(('a'):rep(28), ('a?'):rep(28) .. ('a'):rep(28))"},
        Attack{"lazy_items", "LUA-025", "return (('a'):rep(3000)):match('.-.-.-b')"},
        Attack{"greedy_items", "LUA-025", "return (('a'):rep(3000)):gsub('.*.*.*b', '')"},
        Attack{"iterated", "LUA-025", "for _ in (('a'):rep(3000)):gmatch('.-.-b') do end"},
        Attack{"balanced", "LUA-025", "return (('('):rep(60000)):find('%b()')"},
        Attack{"back_references", "LUA-025", "return (('a'):rep(3000)):find('(.*)%1b')"},
        Attack{"sets", "LUA-025", "return (('a'):rep(3000)):find('[^b]*[%w_]*c')"},
        Attack{"cheap_pattern_in_a_loop", "LUA-024", kLong + "while true do x:match('^a*b') end"},
        Attack{"malformed", "LUA-010", "return ('a'):find('[a')"},
        Attack{"malformed_end", "LUA-010", "return ('a'):find('%')"},
        Attack{"replacement_that_calls_itself", "LUA-011", "local function f(c) return (c:gsub('.', f)) end return f('a')"}),
    name_of);

INSTANTIATE_TEST_SUITE_P(
    Nesting, Attacks,
    ::testing::Values(
        Attack{"recursion", "LUA-011", "local function f() return 1 + f() end return f()"},
        Attack{"sort_within_sort", "LUA-011", "local function f() table.sort({2, 1}, f) return false end f()"},
        Attack{"parentheses", "LUA-011", "return " + repeated("(", 5000) + "1" + repeated(")", 5000), 0},
        Attack{"tables_in_the_source", "LUA-011", "return " + repeated("{", 5000) + repeated("}", 5000), 0},
        Attack{"blocks", "LUA-011", repeated("do ", 5000) + repeated("end ", 5000), 0},
        Attack{"many_locals", "LUA-001", repeated("local a ", 300)}),
    name_of);

INSTANTIATE_TEST_SUITE_P(
    Names, Attacks,
    ::testing::Values(
        Attack{"os", "LUA-026", "os.execute('ls')"}, Attack{"io", "LUA-026", "io.open('x')"},
        Attack{"debug", "LUA-026", "debug.sethook()"}, Attack{"package", "LUA-026", "package.loadlib('x', 'y')"},
        Attack{"require", "LUA-026", "require 'os'"}, Attack{"load", "LUA-026", "load('return 1')"},
        Attack{"loadstring", "LUA-026", "loadstring('return 1')"}, Attack{"dofile", "LUA-026", "dofile('x')"},
        Attack{"loadfile", "LUA-026", "loadfile('x')"},
        Attack{"pcall", "LUA-026", "pcall(function() while true do end end)"}, Attack{"xpcall", "LUA-026", "xpcall(print, print)"},
        Attack{"coroutine", "LUA-026", "coroutine.wrap(function() while true do end end)()"},
        Attack{"finalizer", "LUA-026", "setmetatable({}, {__gc = function() while true do end end})"},
        Attack{"getmetatable", "LUA-026", "getmetatable('').__index = nil"}, Attack{"rawset", "LUA-026", "rawset({}, 1, 2)"},
        Attack{"rawget", "LUA-026", "rawget({}, 1)"}, Attack{"next", "LUA-026", "next({})"},
        Attack{"collectgarbage", "LUA-026", "collectgarbage('count')"}, Attack{"globals", "LUA-026", "_G.x = 1"},
        Attack{"print", "LUA-026", "print(1)"}, Attack{"random", "LUA-026", "math.random()"},
        Attack{"table_move", "LUA-026", "table.move({}, 1, 3e9, 2)"}, Attack{"dump", "LUA-026", "string.dump(function() end)"},
        Attack{"dump_through_a_text", "LUA-026", "return ('x'):dump()"}, Attack{"unknown", "LUA-026", "return tabel.concat({})"},
        Attack{"new_global", "LUA-033", "x = 1"}, Attack{"changed_library", "LUA-033", "string.format = nil"},
        Attack{"replaced_library", "LUA-033", "string = {}"},
        Attack{"changed_environment", "LUA-033", "_ENV.x = 1"},
        Attack{"inserted_into_the_library", "LUA-010", "table.insert(5, 1)"},
        Attack{"pointer", "LUA-010", "return ('%p'):format({})"},
        Attack{"format_width", "LUA-010", "return ('%1000s'):format('x')"},
        Attack{"pairs_by_identity", "LUA-010", "for k in pairs({[{}] = 1}) do end"}),
    name_of);

INSTANTIATE_TEST_SUITE_P(
    Errors, Attacks,
    ::testing::Values(
        Attack{"text", "LUA-010", "error('no')"}, Attack{"text_without_place", "LUA-010", "error('no', 0)"},
        Attack{"table", "LUA-010", "error({})"}, Attack{"nil", "LUA-010", "error(nil)"}, Attack{"function", "LUA-010", "error(error)"},
        Attack{"assertion", "LUA-010", "assert(false)"}, Attack{"nil_called", "LUA-010", "local x x()"},
        Attack{"nil_indexed", "LUA-010", "local x = nil\nreturn x.y", 2},
        Attack{"closed_variable", "LUA-010", "local x <close> = {}"},
        Attack{"constant_written", "LUA-001", "local x <const> = 1\nx = 2", 2},
        Attack{"integer_division_by_zero", "LUA-010", "return 1 // 0"},
        Attack{"for_without_a_number", "LUA-010", "for i = 1, 'x' do end"},
        Attack{"for_with_step_zero", "LUA-010", "for i = 1, 2, 0 do end"},
        Attack{"syntax", "LUA-001", "local x = 1\nlocal = 2", 2},
        Attack{"unfinished", "LUA-001", "while true do"}),
    name_of);

INSTANTIATE_TEST_SUITE_P(
    Sources, Attacks,
    ::testing::Values(
        Attack{"bytecode", "LUA-027", std::string("\x1bLua") + "T", 0},
        Attack{"bytecode_after_a_mark", "LUA-027", "\xEF\xBB\xBF\x1bLuaT", 0},
        Attack{"not_utf8", "LUA-028", "return '\xCF\xF0'", 0},
        Attack{"huge", "LUA-028", "return 1 --" + std::string(300'000, 'x'), 0},
        Attack{"escape_out_of_range", "LUA-001", R"(return "\u{80000000}")"},
        Attack{"zero_bytes", "LUA-001", std::string("return 1 \0 x", 12)}),
    name_of);

TEST(Attacks, LongTextsComparedInALoopEndAtTheWallClock) {
  SandboxLimits limits = testing::small_limits();
  limits.instructions = 1'000'000'000'000;
  limits.wall_clock = std::chrono::milliseconds(300);
  const testing::Outcome outcome = run_script(kLong + "local y = x .. 'b' while true do local z = x < y end", limits);
  EXPECT_EQ(outcome.error.code, "LUA-029");
}

TEST(Attacks, ACancelledRunEndsTheScript) {
  SandboxLimits limits = testing::small_limits();
  limits.cancelled = [] { return true; };
  EXPECT_EQ(run_script("while true do end", limits).error.code, "LUA-039");
}

TEST(Attacks, AFailureAfterALimitStillReportsTheLimit) {
  // The text that was too long is used in a way that fails by itself: the first reason counts.
  const testing::Outcome outcome = run_script("local s = ('x'):rep(60000)\nlocal t = s .. s\nreturn t.a.b");
  EXPECT_EQ(outcome.error.code, "LUA-022");
  EXPECT_EQ(outcome.error.spans.front().line, 2);
}

TEST(Attacks, TheBudgetIsOneForLoadingAndAllCalls) {
  SandboxLimits limits = testing::small_limits();
  limits.instructions = 100'000;
  auto sandbox = Sandbox::create(limits);
  ASSERT_TRUE((*sandbox)->load(testing::kScriptName, "local f = function() for i = 1, 20000 do end end return f").ok());
  ASSERT_TRUE((*sandbox)->call(0, 1).ok());
  int calls = 0;
  for (; calls < 100; ++calls) {
    lua_pushvalue((*sandbox)->lua(), -1);
    if (!(*sandbox)->call(0, 0).ok()) break;
  }
  EXPECT_GT(calls, 2);
  EXPECT_LT(calls, 6);
}

TEST(Attacks, TheMessageShowsTheLineAndTheWayThere) {
  const testing::Outcome outcome = run_script("local function inner(x)\n  return x.share.n\nend\nlocal function outer()\n  local r = inner({})\n  return r\nend\nouter()");
  EXPECT_EQ(outcome.error.code, "LUA-010");
  EXPECT_THAT(outcome.error.message, HasSubstr("field 'share'"));
  EXPECT_EQ(outcome.error.spans.front().line, 2);
  EXPECT_EQ(outcome.error.spans.front().source_line, "  return x.share.n");
  ASSERT_EQ(outcome.error.notes.size(), 2U);
  EXPECT_THAT(outcome.error.notes[0], HasSubstr("attack.lua:5, in function 'outer'"));
}

TEST(Attacks, AForbiddenNameSaysWhatToUseInstead) {
  EXPECT_THAT(run_script("return os.time()").error.help, HasSubstr("ctx.year"));
  EXPECT_THAT(run_script("return tables").error.help, HasSubstr("did you mean 'table'"));
  EXPECT_THAT(run_script("return math.flor(1)").error.help, HasSubstr("did you mean 'floor'"));
}

}  // namespace
}  // namespace opora
