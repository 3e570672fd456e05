// A run by territories on a real store: each sees itself alone, what did not change is not computed
// again, and neither threads nor carried parts show in the result.
#include "engine/run_jobs.h"

#include <fmt/format.h>
#include <gmock/gmock.h>

#include <set>

#include "store/runs.h"
#include "store/territories.h"
#include "unit/store/sample_store.h"

namespace opora {
namespace {

using testing::TemporaryFolder;

const char* const kMethod = R"(
return methodology {
  api = 1, id = "by-territory", category = "ШНОР", title = "T", inputs = { "results", "context" }, EACH
  params = { low_share = percent(30) },
  decide = function(ctx, p)
    ctx:assess(ctx.schools)
    local rows = ctx.results:group("school", "procedure"):tally { n = count(), low = count_where("mark", "==", 2), average = mean("score") }
    local all = rows:group("procedure"):tally { m = mean("average") }
    ctx:check(rows:join(all, "procedure"), { rule = "average", name = "procedure", value = "average", op = "<", threshold = "m", min_n = 1, n = "n" })
    ctx:check(rows, { rule = "low", name = "procedure", value = share("low", "n"), op = ">=", threshold = p.low_share, min_n = 5 })
    ctx:require { rule = "average", at_least = 2 }
    ctx:require { rule = "low", at_least = 1 }
    local seen, counted = #ctx.schools, ctx.procedures:tally { n = sum("participants") }:rows()().n
    local of_context = #ctx:context(ctx.year)
    for school in ctx.schools:rows() do
      ctx:decision(school.school):value("seen", seen .. "/" .. counted .. "/" .. of_context)
    end
  end,
}
)";

std::unique_ptr<Methodology> methodology(const std::string& each) {
  std::string text = kMethod;
  text.replace(text.find("EACH"), 4, each.empty() ? "" : "each = \"" + each + "\",");
  auto loaded = load_lua_methodology({"regions/demo/by_territory.lua", text, {}});
  EXPECT_TRUE(loaded.ok()) << render_terminal(loaded.error(), false);
  return *std::move(loaded);
}

// School → answer, checks and values in words.
std::map<std::string, std::string> readable(const DecisionSet& set) {
  std::map<std::string, std::string> lines;
  for (const DecisionRow& row : set.decisions) {
    const Decision decision = set.decision(row);
    std::string& line = lines[decision.school];
    line += std::to_string(static_cast<int>(decision.answer)) + decision.reason;
    for (const Check& c : decision.checks)
      line += fmt::format(" | {} {} {} {:a} {:a}", c.rule, c.name, c.n, c.share ? c.share->value() : c.value.value_or(-1), c.measured_threshold.value_or(0));
    for (const auto& [name, text] : decision.values) line += " / " + name + "=" + text;
  }
  return lines;
}

class RunJobsTest : public ::testing::Test {
 protected:
  void SetUp() override {
    auto created = Store::create(folder_ / "opora.db");
    ASSERT_OK(created);
    store_.emplace(*std::move(created));
    import(1, {});
    const auto frame = procedures(*store_);
    ASSERT_OK(frame);
    for (const std::int64_t year : frame->find("year")->int64()) year_ = std::max(year_, static_cast<int>(year));
  }
  void import(unsigned seed, testing::SampleShape shape) {
    std::mt19937_64 random(seed);
    ASSERT_OK(testing::import(*store_, testing::sample_file(random, shape, "file " + std::to_string(seed))));
  }
  std::vector<RunPart> compute(const std::string& each, int threads = 1, bool afresh = false) {
    const auto method = methodology(each);
    RunJobs jobs;
    jobs.year = year_;
    jobs.threads = threads;
    jobs.afresh = afresh;
    auto parts = compute_parts(*store_, {{method.get(), {}, "digest of " + each}}, jobs);
    EXPECT_TRUE(parts.ok()) << render_terminal(parts.error(), false);
    return parts.ok() ? std::move(parts->parts) : std::vector<RunPart>();
  }
  std::map<std::string, std::string> saved(const std::vector<RunPart>& parts) {
    const auto run = save_run(*store_, RunInfo(), parts);
    EXPECT_TRUE(run.ok());
    const auto set = load_decisions(*store_, *run);
    EXPECT_TRUE(set.ok()) << render_terminal(set.error(), false);
    return readable(*set);
  }
  static std::size_t carried(const std::vector<RunPart>& parts) {
    return static_cast<std::size_t>(std::count_if(parts.begin(), parts.end(), [](const RunPart& p) { return p.stored.has_value(); }));
  }

  TemporaryFolder folder_;
  std::optional<Store> store_;
  int year_ = 0;
};

TEST_F(RunJobsTest, GivenTerritoriesThenEachSeesItsOwnSchoolsOnly) {
  const auto parts = compute("municipality");
  ASSERT_GT(parts.size(), 2U);
  const auto all = schools(*store_);
  ASSERT_OK(all);
  std::size_t decided = 0;
  for (const RunPart& part : parts) {
    const auto of_part = readable(part.decisions);
    decided += of_part.size();
    const Column& municipality = *all->find("municipality");
    std::set<std::string> own;
    for (std::int64_t row = 0; row < all->rows(); ++row)
      if ((municipality.valid(row) ? std::string(municipality.text(row)) : std::string()) == part.territory)
        own.insert(std::string(all->find("school")->text(row)));
    std::set<std::string> found;
    for (const auto& [school, text] : of_part) {
      found.insert(school);
      EXPECT_THAT(text, ::testing::HasSubstr("seen=" + std::to_string(own.size()) + "/"));
    }
    EXPECT_EQ(found, own) << part.territory;
  }
  EXPECT_EQ(decided, static_cast<std::size_t>(all->rows()));
  EXPECT_TRUE(parts.back().territory.empty()) << "schools without a municipality come last";
}

TEST_F(RunJobsTest, GivenTerritoriesThenParticipantsAddUpToThoseOfTheStore) {
  const auto whole = compute("");
  ASSERT_EQ(whole.size(), 1U);
  const auto participants = [](const RunPart& part) {
    const std::string text = part.decisions.values.front().text;
    return std::stoll(text.substr(text.find('/') + 1));
  };
  long long sum = 0;
  for (const RunPart& part : compute("municipality")) sum += participants(part);
  EXPECT_EQ(sum, participants(whole.front()));
}

TEST_F(RunJobsTest, OneAndTwoThreadsDecideAlike) {
  const auto one = saved(compute("municipality", 1, true)), two = saved(compute("municipality", 2, true));
  EXPECT_GT(one.size(), 5U);
  EXPECT_EQ(one, two);
}

TEST_F(RunJobsTest, GivenTheSameInputsThenNothingIsComputedTwice) {
  const auto first = compute("municipality");
  EXPECT_EQ(carried(first), 0U);
  const auto decisions = saved(first);
  const auto again = compute("municipality");
  EXPECT_EQ(carried(again), again.size());
  EXPECT_EQ(saved(again), decisions);
  EXPECT_EQ(carried(compute("municipality", 1, true)), 0U) << "unless asked for";
  ++year_;
  EXPECT_EQ(carried(compute("municipality")), 0U) << "another year is another question";
}

// The file of a few schools: only territories that have one of them are computed again, and the result
// is the same as computing everything.
TEST_F(RunJobsTest, GivenNewDataThenOnlyTheTerritoriesItConcernsAreComputed) {
  for (unsigned round = 0; round < 6; ++round) {
    saved(compute("municipality"));
    testing::SampleShape shape;
    shape.schools = 1;
    shape.first_school = static_cast<int>(round);
    const auto before = territories(*store_, "municipality");
    import(100 + round, shape);
    const auto after = territories(*store_, "municipality");
    ASSERT_OK(before);
    ASSERT_OK(after);
    std::set<std::string> known, unchanged;
    for (const Territory& t : *before) known.insert(t.name + t.data_digest);
    for (const Territory& t : *after)
      if (known.count(t.name + t.data_digest) > 0) unchanged.insert(t.name);
    const auto parts = compute("municipality");
    EXPECT_EQ(carried(parts), unchanged.size());
    EXPECT_LT(carried(parts), parts.size()) << "somebody got new results";
    EXPECT_GT(carried(parts), 0U) << "and somebody not";
    EXPECT_EQ(saved(parts), saved(compute("municipality", 1, true)));
  }
}

TEST_F(RunJobsTest, GivenAFailureInOneTerritoryThenTheFirstInOrderIsNamed) {
  const std::string text = R"(
return methodology { api = 1, id = "fails", category = "C", title = "T", inputs = { "results" }, each = "municipality",
  decide = function(ctx) error("territory of " .. #ctx.schools .. " schools") end }
)";
  auto method = load_lua_methodology({"regions/demo/fails.lua", text, {}});
  ASSERT_OK(method);
  std::set<std::string> messages;
  for (const int threads : {1, 2, 2, 2}) {
    RunJobs jobs;
    jobs.year = year_;
    jobs.threads = threads;
    const auto parts = compute_parts(*store_, {{method->get(), {}, "d"}}, jobs);
    ASSERT_FALSE(parts.ok());
    messages.insert(parts.error().message);
  }
  EXPECT_EQ(messages.size(), 1U);
}

}  // namespace
}  // namespace opora
