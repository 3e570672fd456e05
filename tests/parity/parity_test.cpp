// The same indicator and the same methodologies, written in Lua and in C++, over a generated store: bit-equal
// results on any number of threads. And what the registry and the boundary promise on the way.
#include <gmock/gmock.h>

#include <fstream>
#include <sstream>

#include "engine/identify.h"
#include "engine/plugin_list.h"
#include "extend/indicator.h"
#include "extend/matching.h"
#include "extend/native_library.h"
#include "unit/extend/methodologies.h"
#include "unit/store/sample_store.h"

namespace opora {
namespace {

using ::testing::HasSubstr;

constexpr const char* kMethodology = OPORA_KIND_METHODOLOGY;
constexpr const char* kIndicator = OPORA_KIND_INDICATOR;

const char* kStanding = R"(
return indicator {
  api = 1, id = "standing-lua", title = "Standing among schools", inputs = { "results" },
  params = { min_n = integer(3, { min = 1 }), weight = number(1.5) },
  outputs = { procedure = { type = "text", always = true }, score = "number", rank_whole = "whole", school = { type = "text", always = true }, z = "number" },
  compute = function(ctx, p)
    local f = ctx.results:where("year", "==", ctx.year):group("school", "procedure")
      :tally { n = count(), mean = mean("score"), sd = sd("score"), q = quantile("score", 0.9) }:where("n", ">=", p.min_n)
    f = f:with { score = (f.mean * p.weight + f.q) / f.n:sqrt() - (f.sd + 1):log() }
    f = f:with { rank_whole = f:rank("-score", "procedure"):round(), z = f:zscore("score", "procedure") }
    return f:select("school", "procedure", "score", "rank_whole", "z")
  end,
}
)";

const char* kSmallGroups = R"(
return indicator {
  api = 1, id = "small-groups-lua", title = "Small groups", inputs = { "results" },
  params = { confidence = number(0.9) },
  outputs = { school = { type = "text", always = true }, procedure = { type = "text", always = true }, exact = "number", wilson = "number",
    shrunk = "number", strength = "number", mean = "number", between = "number", pooled = "whole", years = "whole", limit = "number",
    factor = "number", tail = "number", chance = "number", change = "number", change_p = "number", holm = "number", bh = "number" },
  compute = function(ctx, p)
    local f = ctx.results:group("school", "procedure", "year")
      :tally { n = count(), low = count_where("mark", "==", 2), score = mean("score"), sd = sd("score") }
    local exact, wilson = f:interval("low", "n", { method = "exact", confidence = p.confidence }), f:interval("low", "n")
    local shares = f:shrink_shares("low", "n", { by = "procedure", method = "likelihood", confidence = p.confidence })
    local means = f:shrink_means("score", "n", "sd", { by = "procedure" })
    local pooled = f:pool("low", "n", { window = 2, by = { "school" } })
    local funnel = f:funnel("low", "n", { by = "procedure", confidence = 0.998, overdispersion = true })
    f = f:with { centre = funnel.centre, was = pooled.part, was_n = pooled.whole }
    f = f:with { tail = f:binomial_tail("low", "n", "centre"), chance = f:binomial_tail("low", "n", 0.15) }
    local change = f:compare_shares("low", "n", "was", "was_n", { confidence = p.confidence })
    f = f:with { holm = f:adjust_p("tail", { method = "holm" }), bh = f:adjust_p("tail", { by = "procedure" }) }
    f = f:with { exact = exact.lower, wilson = wilson.upper, shrunk = shares.upper, strength = shares.prior_strength, mean = means.mean,
      between = means.prior_sd, pooled = pooled.whole, years = pooled.years, limit = funnel.upper, factor = funnel.factor,
      change = change.upper, change_p = change.p_exact }
    return f:select("school", "procedure", "exact", "wilson", "shrunk", "strength", "mean", "between", "pooled", "years", "limit", "factor",
      "tail", "chance", "change", "change_p", "holm", "bh")
  end,
}
)";

const char* kNextBetter = R"(
return matching {
  api = 1, id = "next-better", title = "The next better schools", inputs = { "results" },
  params = { min_n = integer(5, { min = 1 }) },
  outputs = { lead = "number" },
  match = function(ctx, p, needing, offering)
    local known, given, alone = {}, {}, {}
    local f = ctx.results:where("year", "==", ctx.year):group("school"):tally { n = count(), mean = mean("score") }:where("n", ">=", p.min_n)
    for row in f:rows() do known[row.school] = { n = row.n, mean = row.mean } end
    for s in needing:rows() do
      local own, found = known[s.school], {}
      for o in offering:rows() do
        local other = known[o.partner]
        if own and other and other.mean > own.mean then
          local lead = other.mean - own.mean
          found[#found + 1] = { partner = o.partner, cost = lead * own.n / (own.n + other.n), lead = lead }
        end
      end
      table.sort(found, function(a, b)
        if a.cost ~= b.cost then return a.cost < b.cost end
        return a.partner < b.partner
      end)
      if #found == 0 then alone[#alone + 1] = { s.school, "nobody is better" } end
      for k = 1, math.min(#found, 3) do
        given[#given + 1] = { s.school, found[k].partner, k, found[k].cost, "of " .. #found .. " better ones", found[k].lead }
      end
    end
    return frame({ { "school", "text" }, { "partner", "text" }, { "rank", "whole" }, { "cost", "number" }, { "reason", "text" }, { "lead", "number" } }, given),
      frame({ { "school", "text" }, { "reason", "text" } }, alone)
  end,
}
)";

// A methodology that asks for an indicator, whoever wrote it.
std::string asking_for(const std::string& id) {
  return R"(return methodology { api = 1, id = "m", category = "ШНОР", title = "T", inputs = { "results" },
    decide = function(ctx, p)
      ctx:check(ctx:indicator(")" + id + R"(", { min_n = 5, weight = 1.25 }), { rule = "r", name = "procedure", value = "z", n = "rank_whole", op = ">", threshold = 0.5 })
      ctx:require { at_least = 1 }
    end })";
}

std::string file_text(const std::string& path) {
  std::ifstream in(std::string(OPORA_SOURCE_DIR) + '/' + path);
  std::stringstream text;
  text << in.rdbuf();
  return text.str();
}

class Parity : public ::testing::Test {
 protected:
  void SetUp() override {
    std::mt19937_64 random(29);
    testing::SampleShape shape;
    shape.schools = 60;
    shape.rows_per_school = 25;
    shape.procedures = 4;
    shape.mark_from_score = false;
    testing::SampleFile file = testing::sample_file(random, shape);
    ASSERT_EQ(file.blocks.size(), 8U);
    for (std::size_t i = 0; i < file.blocks.size(); ++i) {
      const int p = static_cast<int>(i) / 2;
      file.blocks[i].procedure = {"ВПР", p % 2 == 0 ? "RU" : "MA", 4 + p / 2, 2021 - static_cast<int>(i) % 2, p == 3 ? "профиль" : ""};
      // Schools that differ, so that markers are met by some.
      for (std::size_t row = 0; row < file.blocks[i].size(); ++row)
        if (file.blocks[i].school[row] % 7 == 0) file.blocks[i].score[row] = static_cast<std::uint16_t>(25 + row % 6);
        else if (file.blocks[i].school[row] % 5 == 0) file.blocks[i].mark[row] = 2;
    }
    file.draft.scales.clear();
    auto created = Store::create(folder_ / "opora.db");
    ASSERT_OK(created);
    store_.emplace(*std::move(created));
    ASSERT_OK(testing::import(*store_, file));
  }

  static std::unique_ptr<Methodology> native(const char* path, const std::string& id) {
    auto library = load_native(path);
    if (!library.ok()) ADD_FAILURE() << render_terminal(library.error(), false);
    auto extension = native_extension(*library, kMethodology, id);
    if (!extension.ok()) ADD_FAILURE() << render_terminal(extension.error(), false);
    auto methodology = Methodology::of(*extension);
    if (!methodology.ok()) ADD_FAILURE() << render_terminal(methodology.error(), false);
    return *std::move(methodology);
  }

  static std::unique_ptr<Methodology> script(const std::string& path) {
    auto methodology = load_lua_methodology({path, file_text(path), {}});
    if (!methodology.ok()) ADD_FAILURE() << render_terminal(methodology.error(), false);
    return *std::move(methodology);
  }

  RunContext context(int threads = 1) const {
    RunContext context;
    context.store = &*store_;
    context.year = 2021;
    context.threads = threads;
    return context;
  }

  std::string printed(const Methodology& methodology, const std::map<std::string, std::string>& parameters = {}, int threads = 1) const {
    const Result<DecisionSet> set = methodology.run(context(threads), parameters);
    return set.ok() ? testing::fingerprint(*set) : render_terminal(set.error(), false);
  }

  std::string computed(const Indicator& indicator, const std::map<std::string, std::string>& parameters, int threads) const {
    const auto facts = facts_of(*store_);
    const Result<Frame> frame = indicator.compute_on(*facts, context(threads), parameters);
    if (!frame.ok()) return render_terminal(frame.error(), false);
    return testing::dump(frame->select({"procedure", "rank_whole", "school", "score", "z"}));
  }

  testing::TemporaryFolder folder_;
  std::optional<Store> store_;
};

TEST_F(Parity, LowResultsDecideAlikeInBothLanguages) {
  const auto lua = script("regions/ru/2019/low_results.lua");
  const auto cpp = native(OPORA_TWINS, "low-results");
  ASSERT_GT(lua->run(context(), {})->checks.size(), 200U);
  for (const std::map<std::string, std::string>& parameters :
       {std::map<std::string, std::string>{}, {{"low_share", "12,5"}, {"min_n", "5"}}, {{"combine", "or"}, {"procedures", "1"}},
        {{"pooling", "grades"}}}) {
    EXPECT_EQ(printed(*lua, parameters), printed(*cpp, parameters));
    EXPECT_EQ(printed(*lua, parameters), printed(*cpp, parameters, 2));
  }
}

TEST_F(Parity, MarkersOfBiasAreTheSameBits) {
  const auto lua = script("tests/parity/vpr_bias.lua");
  const auto cpp = native(OPORA_OBJECTIVITY, "vpr-bias");
  const Result<DecisionSet> set = lua->run(context(), {});
  ASSERT_OK(set);
  EXPECT_TRUE(std::any_of(set->checks.begin(), set->checks.end(), [&](const CheckRow& row) { return set->met(row); }));
  EXPECT_TRUE(std::any_of(set->checks.begin(), set->checks.end(), [&](const CheckRow& row) { return !set->met(row); }));
  for (const std::map<std::string, std::string>& parameters :
       {std::map<std::string, std::string>{}, {{"z", "1.2816"}, {"fence", "0.4"}}, {{"min_n", "3"}, {"markers", "2"}}}) {
    EXPECT_EQ(printed(*lua, parameters), printed(*cpp, parameters));
    EXPECT_EQ(printed(*lua, parameters), printed(*cpp, parameters, 2));
  }
}

TEST_F(Parity, ADescriptionOfAPluginIsThatOfItsScript) {
  const MethodologyInfo lua = script("tests/parity/vpr_bias.lua")->info(), cpp = native(OPORA_OBJECTIVITY, "vpr-bias")->info();
  EXPECT_EQ(lua.id, cpp.id);
  EXPECT_EQ(lua.category, cpp.category);
  EXPECT_EQ(lua.title, cpp.title);
  EXPECT_EQ(lua.inputs, cpp.inputs);
  ASSERT_EQ(lua.parameters.size(), cpp.parameters.size());
  for (std::size_t i = 0; i < lua.parameters.size(); ++i) {
    EXPECT_EQ(lua.parameters[i].name, cpp.parameters[i].name);
    EXPECT_EQ(lua.parameters[i].value, cpp.parameters[i].value);
    EXPECT_EQ(lua.parameters[i].basis, cpp.parameters[i].basis);
    EXPECT_EQ(lua.parameters[i].title, cpp.parameters[i].title);
    EXPECT_EQ(lua.parameters[i].minimum, cpp.parameters[i].minimum);
    EXPECT_EQ(lua.parameters[i].maximum, cpp.parameters[i].maximum);
  }
}

TEST_F(Parity, IndicatorsGiveTheSameFrame) {
  const auto lua = load_lua_indicator({"regions/demo/standing.lua", kStanding, {}});
  ASSERT_OK(lua);
  const auto library = load_native(OPORA_TWINS);
  ASSERT_OK(library);
  const auto extension = native_extension(*library, kIndicator, "standing");
  ASSERT_OK(extension);
  const auto cpp = Indicator::of(*extension);
  ASSERT_OK(cpp);
  const std::string expected = computed(**lua, {}, 1);
  EXPECT_GT(std::count(expected.begin(), expected.end(), '\n'), 100) << expected;
  EXPECT_EQ(expected, computed(**cpp, {}, 1));
  EXPECT_EQ(expected, computed(**cpp, {}, 2));
  EXPECT_EQ(computed(**lua, {{"min_n", "20"}, {"weight", "0.1"}}, 1), computed(**cpp, {{"min_n", "20"}, {"weight", "0.1"}}, 1));
}

TEST_F(Parity, VerbsForSmallGroupsGiveTheSameBits) {
  const auto lua = load_lua_indicator({"regions/demo/small_groups.lua", kSmallGroups, {}});
  ASSERT_OK(lua);
  const auto library = load_native(OPORA_TWINS);
  ASSERT_OK(library);
  const auto extension = native_extension(*library, kIndicator, "small-groups");
  ASSERT_OK(extension);
  const auto cpp = Indicator::of(*extension);
  ASSERT_OK(cpp);
  const auto facts = facts_of(*store_);
  const auto found = [&](const Indicator& indicator, int threads) {
    Result<Frame> frame = indicator.compute_on(*facts, context(threads), {});
    if (!frame.ok()) ADD_FAILURE() << render_terminal(frame.error(), false);
    return *std::move(frame);
  };
  const Frame expected = found(**lua, 1);
  ASSERT_GT(expected.rows(), 200);
  for (const std::string& name : expected.names()) EXPECT_LT(expected.find(name)->null_count(), expected.rows()) << name << " is never there";
  const std::vector<std::string> names = expected.names();
  EXPECT_EQ(testing::dump(expected), testing::dump(found(**cpp, 1).select(names)));
  EXPECT_EQ(testing::dump(expected), testing::dump(found(**cpp, 2).select(names)));
}

TEST_F(Parity, AMethodologyAsksForAnIndicatorWhoeverWroteIt) {
  Registry registry;
  const auto library = load_native(OPORA_TWINS);
  ASSERT_OK(library);
  ASSERT_OK(registry.add(*native_extension(*library, kIndicator, "standing")));
  ASSERT_OK(registry.add(*load_lua_extension({"regions/demo/standing.lua", kStanding, {}}, kIndicator)));
  RunContext with_registry = context();
  with_registry.registry = &registry;
  const auto run = [&](const std::string& id) {
    const auto methodology = load_lua_methodology({testing::kScript, asking_for(id), {}});
    const Result<DecisionSet> set = (*methodology)->run(with_registry, {});
    return set.ok() ? testing::fingerprint(*set) : set.error().code + ' ' + set.error().message + ' ' + set.error().help;
  };
  EXPECT_GT(run("standing").size(), 1000U);
  EXPECT_EQ(run("standing"), run("standing-lua"));
  EXPECT_THAT(run("standink"), HasSubstr("LUA-055 there is no indicator \"standink\" did you mean \"standing\"?"));
}

TEST_F(Parity, MatchingsMakeTheSamePairs) {
  const auto script = load_lua_extension({"regions/demo/next_better.lua", kNextBetter, {}}, OPORA_KIND_MATCHING);
  ASSERT_OK(script);
  const auto library = load_native(OPORA_TWINS);
  ASSERT_OK(library);
  const auto extension = native_extension(*library, OPORA_KIND_MATCHING, "next-better");
  ASSERT_OK(extension);
  const auto lua = Matching::of(*script), cpp = Matching::of(*extension);
  ASSERT_OK(lua);
  ASSERT_OK(cpp);
  const auto facts = facts_of(*store_);
  const auto schools = facts->schools();
  ASSERT_OK(schools);
  std::vector<std::string> needing, offering;
  for (std::int64_t row = 0; row < schools->rows(); ++row) (row % 5 == 0 ? offering : needing).emplace_back(schools->find("school")->text(row));
  const MatchSides sides{Frame().with("school", Column::of_text(needing)), Frame().with("partner", Column::of_text(offering))};
  const auto found = [&](const Matching& matching, const std::map<std::string, std::string>& parameters, int threads) {
    const Result<MatchResult> result = matching.match_on(*facts, context(threads), parameters, sides);
    if (!result.ok()) return render_terminal(result.error(), false);
    const std::vector<std::string> names = {"school", "partner", "rank", "cost", "reason", "lead"};
    return testing::dump(result->pairs.select(names)) + testing::dump(result->unmatched.select({"school", "reason"}));
  };
  const std::string expected = found(**lua, {}, 1);
  EXPECT_THAT(expected, HasSubstr("better ones"));
  EXPECT_THAT(expected, HasSubstr("nobody is better"));
  EXPECT_EQ(expected, found(**cpp, {}, 1));
  EXPECT_EQ(expected, found(**cpp, {}, 2));
  EXPECT_EQ(found(**lua, {{"min_n", "24"}}, 1), found(**cpp, {{"min_n", "24"}}, 1));
  EXPECT_NE(found(**cpp, {{"min_n", "24"}}, 1), expected);
}

TEST_F(Parity, TheSmallestPluginComputes) {
  const auto library = load_native(OPORA_HELLO);
  ASSERT_OK(library);
  const auto extension = native_extension(*library, kIndicator, "mean-score");
  ASSERT_OK(extension);
  const auto indicator = Indicator::of(*extension);
  ASSERT_OK(indicator);
  const auto facts = facts_of(*store_);
  const Result<Frame> frame = (*indicator)->compute_on(*facts, context(), {{"min_n", "30"}});
  ASSERT_OK(frame);
  EXPECT_GT(frame->rows(), 10);
  for (const std::int64_t n : frame->find("n")->int64()) EXPECT_GE(n, 30);
}

// A pack with a script, its native twin and a native indicator, as pack.lua names them.
constexpr const char* kPack = R"(return { manifest = 1, id = "twins", name = "T", level = "region", version = "1.0.0", items = {
  { kind = "methodology", id = "vpr-bias", source = "plugins/objectivity.so", valid_from = 2021 },
  { kind = "methodology", id = "vpr-bias", source = "vpr_bias.lua", valid_from = 2019, valid_to = 2020 },
  { kind = "methodology", id = "asking", source = "asking.lua", valid_from = 2019 },
  { kind = "indicator", id = "standing", source = "plugins/twins.so", valid_from = 2019 } } })";

TEST_F(Parity, APackNamesPluginsBesideScripts) {
  const std::filesystem::path pack = folder_ / "regions/twins";
  std::filesystem::create_directories(pack / "plugins");
  std::filesystem::copy_file(OPORA_OBJECTIVITY, pack / "plugins/objectivity.so");
  std::filesystem::copy_file(OPORA_TWINS, pack / "plugins/twins.so");
  std::ofstream(pack / "pack.lua") << kPack;
  std::ofstream(pack / "vpr_bias.lua") << file_text("tests/parity/vpr_bias.lua");
  std::ofstream(pack / "asking.lua") << std::string(asking_for("standing")).replace(asking_for("standing").find("\"m\""), 3, "\"asking\"");
  PluginLoader loader(plugin_places({}));
  ASSERT_OK(trust_plugin(pack / "plugins/twins.so", "tester", loader));
  const auto library = PackLibrary::open(folder_ / "regions");
  ASSERT_OK(library);
  const auto ran = [&](int year) {
    IdentifyRequest request;
    request.pack = "twins";
    request.year = year;
    return identify(*store_, *library, request);
  };
  const auto native = ran(2021), scripted = ran(2020);
  ASSERT_OK(native);
  ASSERT_OK(scripted);
  ASSERT_EQ(native->methods.size(), 2U);
  EXPECT_EQ(native->methods[0].title, scripted->methods[0].title);
}

// The pack's script asks the shipped plugin for its figures; alone it would need none.
TEST_F(Parity, ThePackOfSmolenskDecidesAsItsScriptWouldAlone) {
  const auto library = PackLibrary::open(std::string(OPORA_SOURCE_DIR) + "/regions");
  ASSERT_OK(library);
  const auto alone = script("tests/parity/vpr_bias.lua");
  for (const int threads : {1, 2}) {
    IdentifyRequest request;
    request.pack = "ru-smo";
    request.year = 2021;
    request.methods = {"vpr-bias"};
    request.threads = threads;
    request.afresh = true;
    request.parameters = {{"z", "1.2816"}, {"fence", "0.4"}};
    const auto report = identify(*store_, *library, request);
    ASSERT_OK(report);
    EXPECT_EQ(testing::fingerprint(*report->decisions), printed(*alone, {{"z", "1.2816"}, {"fence", "0.4"}}));
  }
}

TEST(Registry, TwoExtensionsOfOneIdAreRefusedAndBothAreNamed) {
  Registry registry;
  ASSERT_OK(registry.add(*load_lua_extension({"regions/a/one.lua", kStanding, {}}, kIndicator)));
  const Status again = registry.add(*load_lua_extension({"regions/a/two.lua", kStanding, {}}, kIndicator));
  ASSERT_FALSE(again.ok());
  EXPECT_EQ(again.error().code, "ABI-007");
  EXPECT_THAT(again.error().message, HasSubstr("regions/a/one.lua and regions/a/two.lua"));
}

TEST(Indicators, ThatNeedThemselvesAreRefused) {
  testing::FrameFacts facts;
  Registry registry;
  ASSERT_OK(registry.add(*load_lua_extension(
      {"i.lua", "return indicator { api = 1, id = 'i', title = 'T', inputs = {}, outputs = { a = 'whole' }, compute = function(ctx) return ctx:indicator('i') end }", {}},
      kIndicator)));
  RunContext context;
  context.registry = &registry;
  const Result<Frame> frame = (*Indicator::of(*registry.find(kIndicator, "i")))->compute_on(facts, context, {});
  ASSERT_FALSE(frame.ok());
  EXPECT_EQ(frame.error().code, "LUA-056");
}

TEST(Indicators, AreHeldToWhatTheyDeclare) {
  testing::FrameFacts facts;
  facts.results = testing::frame_of({{"s1", "RU", 2026, 5, 3, 3}, {"s2", "RU", 2026, 9, 4, 0}});
  const auto failure = [&](const std::string& outputs, const std::string& tally) {
    const auto indicator = load_lua_indicator({"i.lua",
                                               "return indicator { api = 1, id = 'i', title = 'T', inputs = { 'results' }, outputs = { " + outputs +
                                                   " }, compute = function(ctx, p) return ctx.results:group('school'):tally { " + tally + " } end }",
                                               {}});
    if (!indicator.ok()) return render_terminal(indicator.error(), false);
    RunContext context;
    context.year = 2026;
    const Result<Frame> frame = (*indicator)->compute_on(facts, context, {});
    return frame.ok() ? std::string("ok") : frame.error().code + ": " + frame.error().message + ": " + frame.error().reason;
  };
  EXPECT_EQ(failure("school = 'text', m = 'number'", "m = mean('score')"), "ok");
  EXPECT_THAT(failure("school = 'text', m = 'whole'", "m = mean('score')"), HasSubstr("ABI-012: the result does not keep to the declared column 'm': it holds numbers instead of whole numbers"));
  EXPECT_THAT(failure("school = 'text', k = 'number'", "m = mean('score')"), HasSubstr("there is no such column"));
  EXPECT_THAT(failure("school = 'text'", "m = mean('score')"), HasSubstr("a column 'm' that it does not declare"));
  EXPECT_THAT(failure("school = 'text', m = { type = 'number', max = 8 }", "m = mean('score')"), HasSubstr("row 2 holds 9, which is out of range"));
  EXPECT_THAT(failure("school = 'text', m = { type = 'number', always = true }", "m = mean('journal')"), HasSubstr("1 row has no value"));
  EXPECT_THAT(failure("school = 'texts'", "n = count()"), HasSubstr("did you mean 'text'?"));
}

}  // namespace
}  // namespace opora
