// The descriptor of a methodology and its parameters: what is refused, and how it is said.
#include <gmock/gmock.h>

#include <ostream>

#include "unit/extend/methodologies.h"

namespace opora {
namespace {

using testing::around;
using testing::FrameFacts;
using testing::run_text;
using ::testing::HasSubstr;

std::string methodology(const std::string& keys) {
  return "return methodology { api = 1, id = 'm', category = 'c', title = 't', inputs = { 'results' },\ndecide = function() end,\n" + keys + "}";
}

struct Wrong {
  const char* name;
  const char* code;
  std::string script;
  const char* message;
  const char* help = "";
};
std::ostream& operator<<(std::ostream& out, const Wrong& wrong) { return out << wrong.name; }
std::string name_of(const ::testing::TestParamInfo<Wrong>& wrong) { return wrong.param.name; }

class Descriptors : public ::testing::TestWithParam<Wrong> {};

TEST_P(Descriptors, AreRefusedWithTheReasonAndThePlace) {
  const auto loaded = load_lua_methodology({testing::kScript, GetParam().script, {}});
  ASSERT_FALSE(loaded.ok());
  EXPECT_EQ(loaded.error().code, GetParam().code);
  EXPECT_THAT(loaded.error().message, HasSubstr(GetParam().message));
  EXPECT_THAT(loaded.error().help, HasSubstr(GetParam().help));
  ASSERT_FALSE(loaded.error().spans.empty());
  EXPECT_EQ(loaded.error().spans.front().file, testing::kScript);
}

INSTANTIATE_TEST_SUITE_P(
    All, Descriptors,
    ::testing::Values(
        Wrong{"nothing_returned", "LUA-032", "local x = 1", "does not return a methodology"},
        Wrong{"plain_table", "LUA-032", "return { api = 1 }", "does not return a methodology"},
        Wrong{"not_returned", "LUA-032", "methodology { api = 1, id = 'm', category = 'c', title = 't', inputs = {}, decide = function() end }", "does not return"},
        Wrong{"two", "LUA-032", "local a = methodology { api = 1, id = 'm', category = 'c', title = 't', inputs = {}, decide = function() end }\nreturn methodology {}", "two methodologies"},
        Wrong{"misspelt_key", "LUA-032", methodology("parms = {}"), "does not know the key 'parms'", "did you mean 'params'"},
        Wrong{"missing_key", "LUA-032", "return methodology { api = 1, id = 'm', category = 'c', inputs = {}, decide = function() end }", "has no 'title'"},
        Wrong{"newer_api", "LUA-032", "return methodology { api = 2, id = 'm', category = 'c', title = 't', inputs = {}, decide = function() end }", "written for api 2"},
        Wrong{"number_as_id", "LUA-034", "return methodology { api = 1, id = 5, category = 'c', title = 't', inputs = {}, decide = function() end }", "id must be a text, not a number"},
        Wrong{"decide_is_no_function", "LUA-032", "return methodology { api = 1, id = 'm', category = 'c', title = 't', inputs = {}, decide = 5 }", "decide must be a function"},
        Wrong{"unknown_dataset", "LUA-032", "return methodology { api = 1, id = 'm', category = 'c', title = 't', inputs = {'result'}, decide = function() end }", "no dataset 'result'", "did you mean 'results'"},
        Wrong{"plain_parameter", "LUA-032", methodology("params = { low = 30 }"), "'low' must be made by percent", "percent(30"},
        Wrong{"parameter_out_of_range", "LUA-031", methodology("params = { low = percent(130) }"), "must lie between 0 and 100"},
        Wrong{"choice_outside", "LUA-031", methodology("params = { how = choice('some', {'all', 'any'}) }"), "one of its choices", "all, any"},
        Wrong{"fractional_integer", "LUA-034", methodology("params = { k = integer(2.5) }"), "whole number"},
        Wrong{"unknown_option", "LUA-032", methodology("params = { k = integer(2, { bases = 'x' }) }"), "'integer' does not know the key 'bases'", "did you mean 'basis'"},
        Wrong{"number_as_source", "LUA-034", methodology("source = 5"), "source must be a text, not a number"},
        Wrong{"misspelt_ground", "LUA-032", methodology("limit = 'x'"), "does not know the key 'limit'", "did you mean 'limits'"},
        Wrong{"missing_library", "LUA-037", "local x = include('x')\nreturn x", "no library 'x'"}),
    name_of);

TEST(Parameters, UnknownNamesAndWrongValuesAreRefused) {
  FrameFacts facts;
  const auto error = [&](const std::string& name, const std::string& value) { return run_text(facts, around(""), {{name, value}}).error(); };
  EXPECT_EQ(error("low_shar", "30").code, "LUA-030");
  EXPECT_THAT(error("low_shar", "30").help, HasSubstr("low_share"));
  EXPECT_EQ(error("low_share", "many").code, "LUA-031");
  EXPECT_EQ(error("low_share", "101").code, "LUA-031");
  EXPECT_EQ(error("procedures", "2.5").code, "LUA-031");
  EXPECT_EQ(error("strict", "maybe").code, "LUA-031");
  EXPECT_EQ(error("combine", "none").code, "LUA-031");
}

TEST(Parameters, ReachTheScriptAsTheirKind) {
  FrameFacts facts;
  const std::string script = around("ctx:decision('s'):value('x', tostring(p.low_share) .. ' ' .. p.procedures + 1 .. ' ' .. p.factor .. ' ' .. p.combine .. ' ' .. tostring(p.strict))");
  const auto text = [&](const std::map<std::string, std::string>& values) { return testing::decision_of(*run_text(facts, script, values), "s").values.at(0).second; };
  EXPECT_EQ(text({}), "30 % 3 1.96 all false");
  EXPECT_EQ(text({{"low_share", "33,3"}, {"procedures", "4"}, {"factor", "2,5"}, {"combine", "any"}, {"strict", "true"}}), "33.3 % 5 2.5 any true");
}

constexpr const char* kGrounds = "source = 'приказ', assumes = 'одна шкала', uncertainty = 'ошибки нет', limits = 'малые школы', ";

TEST(Descriptions, OfMethodologiesTellWhatStandsBehindTheChecks) {
  const auto bare = load_lua_methodology({testing::kScript, methodology(""), {}}), full = load_lua_methodology({testing::kScript, methodology(kGrounds), {}});
  ASSERT_TRUE(bare.ok() && full.ok());
  EXPECT_EQ((*bare)->info().grounds, Grounds());
  EXPECT_EQ((*full)->info().grounds, (Grounds{"приказ", "одна шкала", "ошибки нет", "малые школы"}));
}

TEST(Descriptions, OfIndicatorsTellWhatStandsBehindTheFigures) {
  const auto found = load_lua_indicator({testing::kScript, std::string("return indicator { api = 1, id = 'i', title = 't', inputs = {}, outputs = { n = 'whole' }, ") + kGrounds +
                                         "compute = function() end }", {}});
  ASSERT_TRUE(found.ok()) << render_terminal(found.error(), false);
  EXPECT_EQ((*found)->info().grounds, (Grounds{"приказ", "одна шкала", "ошибки нет", "малые школы"}));
}

TEST(Libraries, FailAtTheirOwnLine) {
  const auto load = [](const std::string& text) {
    ScriptSource source{testing::kScript, "local lib = include('x')\nreturn methodology {}", {}};
    source.include = [=](const std::string&) -> Result<ScriptSource> { return ScriptSource{"scripts/x.lua", text, {}}; };
    return load_lua_methodology(source).error();
  };
  EXPECT_EQ(load("return {").code, "LUA-001");
  EXPECT_EQ(load("return {").spans.at(0).file, "scripts/x.lua");
  EXPECT_EQ(load("return {").spans.at(1).file, testing::kScript);
  EXPECT_EQ(load("local a\nreturn a.b").spans.at(0).line, 2);
  EXPECT_EQ(load("return 5").code, "LUA-037");
  EXPECT_EQ(load("return include('x')").code, "LUA-037");
}

}  // namespace
}  // namespace opora
