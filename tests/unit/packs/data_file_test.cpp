#include "packs/data_file.h"

#include <fmt/format.h>
#include <gmock/gmock.h>

#include "packs/schema.h"

namespace opora {
namespace {

using testing::HasSubstr;

Diagnostic error_of(const std::string& text) {
  const auto file = parse_data_text(text, "regions/x/pack.lua");
  EXPECT_FALSE(file.ok()) << text;
  return file ? Diagnostic{} : file.error();
}

TEST(DataFile, GivenTablesWhenReadThenListsAndObjectsKeepTheirTypes) {
  const auto file = parse_data_text(R"(return { n = 3, x = 0.5, ok = true, list = { "а", "б" }, empty = {}, t = { ["k k"] = 1 } })", "a.lua");
  ASSERT_TRUE(file.ok());
  EXPECT_EQ(file->value.dump(), R"({"empty":[],"list":["а","б"],"n":3,"ok":true,"t":{"k k":1},"x":0.5})");
}

TEST(DataFile, GivenASyntaxErrorThenTheLineAndItsTextAreNamed) {
  const Diagnostic d = error_of("return {\n  id = \"x\"\n  name = 1,\n}");
  EXPECT_EQ(d.code, "PACK-002");
  ASSERT_EQ(d.spans.size(), 1u);
  EXPECT_EQ(d.spans[0].line, 3);
  EXPECT_EQ(d.spans[0].source_line, "  name = 1,");
}

TEST(DataFile, GivenAnUnquotedWordThenItIsNamedWithItsLine) {
  const Diagnostic d = error_of("return {\n  level = region,\n}");
  EXPECT_THAT(d.message, HasSubstr("\"region\""));
  EXPECT_EQ(d.spans[0].line, 2);
}

TEST(DataFile, GivenCodeInsteadOfDataThenItIsRefused) {
  EXPECT_THAT(error_of("return { f = function() end }").message, HasSubstr("function"));
  EXPECT_THAT(error_of("os.execute('x')").message, HasSubstr("\"os\""));
  EXPECT_EQ(error_of("local t = {} for i = 1, 1e9 do t[1] = i end return t").code, "PACK-002");
  EXPECT_EQ(error_of("local s = 'x' for i = 1, 40 do s = s .. s end return { s }").code, "PACK-002");
  EXPECT_EQ(error_of("local t = {} t.t = t return t").message, "tables are nested too deeply");
  EXPECT_EQ(error_of("return { 1, 2, name = 3 }").code, "PACK-002");
  EXPECT_EQ(error_of("\x1bLua binary").code, "PACK-002");
  EXPECT_EQ(error_of("return '\xff'").code, "PACK-002");
  EXPECT_EQ(error_of("return { a = '\xff' }").code, "PACK-002");
  EXPECT_EQ(error_of(std::string(600 * 1024, ' ')).code, "PACK-003");
}

// Each table twice in the next one: few bytes, but more values than a memory holds.
TEST(DataFile, GivenTablesThatShareTheirPartsThenTheFileIsRefusedSoon) {
  std::string text = "local t0 = { 1, 1 }\n";
  for (int i = 1; i < 30; ++i) text += fmt::format("local t{0} = {{ t{1}, t{1} }}\n", i, i - 1);
  EXPECT_EQ(error_of(text + "return t29").code, "PACK-003");
  EXPECT_EQ(error_of("local t = {} t[1] = t t[2] = t return t").code, "PACK-002");
}

// An instruction that compares two texts of megabytes is counted as one.
TEST(DataFile, GivenATextThatGrowsThenItIsStoppedBeforeItsComparisonsCostMuch) {
  EXPECT_EQ(error_of("local s = 'x' for i = 1, 23 do s = s .. s end return { s }").code, "PACK-002");
}

TEST(DataFile, GivenAKeyThatIsNoTextThenItIsRefused) {
  EXPECT_EQ(error_of("return { ['\xff'] = 1 }").message, "a text is not valid UTF-8");
  EXPECT_THAT(error_of("return { a = _ENV[{}] }").message, HasSubstr("\"table\""));
  const auto file = parse_data_text("return { ['a\\0b'] = 1 }", "a.lua");
  ASSERT_TRUE(file.ok());
  EXPECT_TRUE(file->value.contains(std::string("a\0b", 3)));
}

TEST(Schema, GivenAMisspelledKeyThenTheRightOneIsSuggested) {
  const auto file = parse_data_text("return {\n  id = 'a',\n  titel = 'b',\n}", "p.lua");
  const auto problem = check_schema(*file, file->value, {{"id", DataType::kText, true, {}, {}}, {"title", DataType::kText, false, {}, {}}}, "profile");
  ASSERT_TRUE(problem);
  EXPECT_EQ(render_terminal(*problem, false),
            "error[PACK-010]: profile has no key \"titel\"\n"
            "  --> p.lua:3:3\n"
            "   3 |   titel = 'b',\n"
            "  = help: did you mean \"title\"?\n");
}

TEST(Schema, GivenMissingWrongAndUnlistedValuesThenEachIsNamed) {
  const std::vector<Field> fields = {{"id", DataType::kText, true, {}, {}},
                                     {"year", DataType::kInteger, false, {}, {}},
                                     {"from", DataType::kYear, false, {}, {}},
                                     {"level", DataType::kText, false, {"region", "federal"}, {}},
                                     {"items", DataType::kList, false, {}, {{"kind", DataType::kText, true, {}, {}}}}};
  const auto code_of = [&](const std::string& text) {
    const auto file = parse_data_text(text, "p.lua");
    const auto problem = check_schema(*file, file->value, fields, "pack");
    return problem ? problem->code + " " + problem->message : std::string();
  };
  EXPECT_EQ(code_of("return { year = 1 }"), "PACK-011 pack needs the key \"id\"");
  EXPECT_EQ(code_of("return { id = 'a', year = '1' }"), "PACK-012 pack.year must be a whole number");
  EXPECT_EQ(code_of("return { id = 'a', year = 4294969320 }"), "PACK-012 pack.year must be a whole number") << "it does not become 2024";
  EXPECT_EQ(code_of("return { id = 'a', from = 0 }"), "PACK-012 pack.from must be a year, as 2024");
  EXPECT_EQ(code_of("return { id = 'a', level = 'town' }"), "PACK-013 pack.level cannot be \"town\"");
  EXPECT_EQ(code_of("return { id = 'a', items = { { kind = 'x' }, {} } }"), "PACK-011 pack.items[2] needs the key \"kind\"");
  EXPECT_EQ(code_of("return { id = 'a', items = {} }"), "");
}

}  // namespace
}  // namespace opora
