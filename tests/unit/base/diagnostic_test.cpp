#include "base/diagnostic.h"

#include <gtest/gtest.h>

#include "base/diagnostic_json.h"
#include "base/messages.h"
#include "base/parallel.h"
#include "base/result.h"
#include "base/warnings.h"

namespace opora {
namespace {

Diagnostic full_error() {
  Diagnostic d = make_error("DATA-007", "12 marks are not whole numbers", "correct the cells and import the file again");
  d.reason = "a mark is 2, 3, 4 or 5";
  d.spans.push_back({"vpr/ru4.xlsx", "Лист1", 12, "C", "4,5", "first of them"});
  d.spans.push_back({"regions/ru/low.lua", "", 3, "7", "local x = \"а\"", ""});
  d.spans.push_back({"pack.lua", "", 0, "", "", ""});
  d.notes = {"11 more in this sheet", "rows with such marks were left out"};
  return d;
}

TEST(Diagnostic, GivenEveryPartThenTheTerminalTextIsThis) {
  EXPECT_EQ(render_terminal(full_error(), false), R"(error[DATA-007]: 12 marks are not whole numbers
  --> vpr/ru4.xlsx [Лист1] C12: first of them
   12 | 4,5
  --> regions/ru/low.lua:3:7
   3 | local x = "а"
  --> pack.lua
  = reason: a mark is 2, 3, 4 or 5
  = note: 11 more in this sheet
  = note: rows with such marks were left out
  = help: correct the cells and import the file again
)");
}

TEST(Diagnostic, GivenOnlyAMessageThenTheTerminalTextIsOneLine) {
  EXPECT_EQ(render_terminal(make_warning("PACK-003", "no sample"), false), "warning[PACK-003]: no sample\n");
}

TEST(Diagnostic, GivenColourThenItWrapsCodeAndMessageAndEveryEscapeIsClosed) {
  EXPECT_EQ(render_terminal(make_error("CLI-001", "no store"), true), "\x1b[1;31merror[CLI-001]\x1b[0m\x1b[1m: no store\x1b[0m\n");
}

TEST(Diagnostic, GivenEveryPartThenTheJsonIsThisOneLine) {
  EXPECT_EQ(render_json(full_error()),
            R"({"severity":"error","code":"DATA-007","message":"12 marks are not whole numbers","reason":"a mark is 2, 3, 4 or 5",)"
            R"("spans":[{"file":"vpr/ru4.xlsx","sheet":"Лист1","line":12,"column":"C","label":"first of them"},)"
            R"({"file":"regions/ru/low.lua","line":3,"column":"7"},{"file":"pack.lua"}],)"
            R"("notes":["11 more in this sheet","rows with such marks were left out"],)"
            R"("help":"correct the cells and import the file again"})");
}

TEST(Diagnostic, GivenItsJsonThenItIsReadBackWithoutSourceLines) {
  Diagnostic expected = full_error();
  for (Span& span : expected.spans) span.source_line.clear();
  const auto back = diagnostic_of_json(render_json(full_error()));
  ASSERT_TRUE(back);
  EXPECT_EQ(render_terminal(*back, false), render_terminal(expected, false));
  EXPECT_EQ(diagnostic_of_json(render_json(make_warning("PACK-003", "no sample")))->severity, Severity::kWarning);
  for (const char* other : {"", "{", "[]", "{}", "1", R"({"code":1,"message":"m"})", R"({"code":"A-1","message":"m","spans":[1]})",
                            R"({"code":"A-1","message":"m","severity":"loud"})", R"({"code":"A-1","message":"m","notes":"one"})"})
    EXPECT_FALSE(diagnostic_of_json(other)) << other;
}

// However the threads came: each once, in one order, with the sum of its times.
TEST(Warnings, GivenTheSameWarningsInAnotherOrderThenWhatIsToldIsTheSame) {
  const Diagnostic a = make_warning("A-1", "few participants"), b = make_warning("A-2", "no marks");
  Warnings one, two, parts;
  one.add("x.so", {a, b, a});
  one.add("w.lua", {a});
  two.add("w.lua", {a});
  two.add("x.so", {a});
  two.add("x.so", {a});
  two.add("x.so", {b});
  parts.add(one.all());
  parts.add(two.all());
  const auto words = [](const Warnings& warnings) {
    std::string text;
    for (const Diagnostic& told : warnings.told()) text += render_terminal(told, false);
    return text;
  };
  EXPECT_EQ(words(one), words(two));
  EXPECT_EQ(words(one), "warning[A-1]: few participants\n  --> w.lua\n"
                        "warning[A-1]: few participants\n  --> x.so\n  = note: reported 2 times\n"
                        "warning[A-2]: no marks\n  --> x.so\n");
  ASSERT_EQ(parts.all().size(), 3U);
  EXPECT_EQ(parts.all()[1].times, 4);
}

TEST(Diagnostic, GivenQuotesControlCharactersOrBrokenUtf8ThenTheJsonStaysOneValidLine) {
  const std::string json = render_json(make_error("DATA-002", "a \"b\"\n\x01 \xFF"));
  EXPECT_EQ(json, "{\"severity\":\"error\",\"code\":\"DATA-002\",\"message\":\"a \\\"b\\\"\\n\\u0001 \xEF\xBF\xBD\"}");
}

TEST(Diagnostic, GivenAFamilyOfCodesThenTheExitCodeIsThatOfTheDesign) {
  const auto exit = [](const char* code) { return exit_code_of(make_error(code, "")); };
  EXPECT_EQ(exit("DATA-007"), 3);
  EXPECT_EQ(exit("STORE-001"), 3);
  EXPECT_EQ(exit("PACK-012"), 4);
  EXPECT_EQ(exit("LUA-021"), 4);
  EXPECT_EQ(exit("ABI-003"), 4);
  EXPECT_EQ(exit("CLI-001"), 2);
  EXPECT_EQ(exit("FRAME-001"), 5);
}

Result<int> half_of(int n) {
  if (n % 2) return make_error("FRAME-002", "odd");
  return n / 2;
}
Result<int> quarter_of(int n) {
  OPORA_ASSIGN(const int half, half_of(n));
  OPORA_TRY(half_of(half));
  return half / 2;
}

TEST(Result, GivenAFailedStepThenItsDiagnosticReachesTheCaller) {
  EXPECT_EQ(*quarter_of(12), 3);
  EXPECT_EQ(quarter_of(6).error().message, "odd");
  EXPECT_EQ(quarter_of(7).error().code, "FRAME-002");
}

TEST(ParallelFor, GivenAnyNumberOfThreadsThenEveryIndexIsVisitedExactlyOnce) {
  for (const int threads : {0, 1, 2, 5, 40}) {
    std::vector<int> visits(1000);
    parallel_for(visits.size(), threads, [&](std::size_t i) { ++visits[i]; });
    EXPECT_EQ(visits, std::vector<int>(1000, 1));
  }
}

}  // namespace
}  // namespace opora
