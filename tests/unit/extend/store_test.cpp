// A methodology on a real store: the same decisions as on its rows held in memory, from tallies as
// from rows, on any number of threads.
#include <gmock/gmock.h>

#include "unit/extend/methodologies.h"
#include "unit/store/sample_store.h"

namespace opora {
namespace {

const char* kMethod = R"(
return methodology {
  api = 1, id = "stored", category = "ШНОР", title = "T", inputs = { "results" },
  params = { low_share = percent(30), min_n = integer(5) },
  decide = function(ctx, p)
    ctx:assess(ctx.schools)
    local rows = ctx.results:where("year", "in", { ctx.year, ctx.year - 1 }):group("school", "kind", "subject", "grade", "procedure")
      :tally { n = count(), low = count_where("mark", "==", 2), average = mean("score"), spread = sd("score"), agreement = spearman("score", "journal"),
               above = count_where("journal", "<", col("mark")), graded = count_where("journal", ">=", 2) }
    ctx:check(rows, { rule = "low", name = "procedure", value = share("low", "n"), op = ">=", threshold = p.low_share, min_n = p.min_n })
    ctx:check(rows, { rule = "agreement", name = "procedure", value = "agreement", n = "n", op = "<", threshold = 0, min_n = p.min_n })
    ctx:check(rows, { rule = "above", name = "procedure", value = share("above", "graded"), op = ">=", threshold = 0.5, min_n = 3 })
    local all = rows:group("procedure"):tally { m = mean("average"), s = sd("average") }
    rows = rows:join(all, "procedure")
    rows = rows:with { upper = rows.m + 1.96 * rows.s / rows.n:sqrt() }
    ctx:check(rows, { rule = "high", name = "procedure", value = "average", op = ">", threshold = "upper" })
    ctx:require { rule = "low", at_least = 2 }
    ctx:require { rule = "high", at_least = 1 }
    ctx:combine("any")
    ctx:value(rows:group("school"):tally { tested = sum("n") }, "tested")
  end,
}
)";

class OnAStore : public ::testing::Test {
 protected:
  void SetUp() override {
    std::mt19937_64 random(11);
    testing::SampleShape shape;
    shape.schools = 40;
    auto created = Store::create(folder_ / "opora.db");
    ASSERT_OK(created);
    store_.emplace(*std::move(created));
    ASSERT_OK(testing::import(*store_, testing::sample_file(random, shape)));
    const auto frame = procedures(*store_);
    ASSERT_OK(frame);
    for (const std::int64_t year : frame->find("year")->int64()) year_ = std::max(year_, static_cast<int>(year));
    auto loaded = load_lua_methodology({"regions/demo/stored.lua", kMethod, {}});
    ASSERT_OK(loaded);
    methodology_ = *std::move(loaded);
  }

  Result<DecisionSet> run(int threads) {
    RunContext context;
    context.store = &*store_;
    context.year = year_;
    context.threads = threads;
    return methodology_->run(context, {});
  }

  testing::TemporaryFolder folder_;
  std::optional<Store> store_;
  std::unique_ptr<Methodology> methodology_;
  int year_ = 0;
};

TEST_F(OnAStore, DecisionsAreThoseOfTheRowsInMemory) {
  const Result<DecisionSet> stored = run(1);
  ASSERT_OK(stored);
  EXPECT_GT(stored->checks.size(), 100U);
  EXPECT_EQ(stored->decisions.size(), 40U);

  testing::FrameFacts facts;
  auto held = rows(*store_, {}, {"school", "kind", "subject", "grade", "procedure", "year", "score", "mark", "journal"});
  ASSERT_OK(held);
  facts.results = *held;
  facts.school_list = *schools(*store_);
  RunContext context;
  context.year = year_;
  const auto in_memory = methodology_->run_on(facts, context, {});
  ASSERT_OK(in_memory);
  EXPECT_EQ(testing::fingerprint(*stored), testing::fingerprint(*in_memory));
}

TEST_F(OnAStore, TwoRunsAndTwoThreadsGiveTheSameBits) {
  const Result<DecisionSet> first = run(1), again = run(1), threaded = run(2);
  ASSERT_OK(first);
  ASSERT_OK(threaded);
  EXPECT_EQ(testing::fingerprint(*first), testing::fingerprint(*again));
  EXPECT_EQ(testing::fingerprint(*first), testing::fingerprint(*threaded));
}

}  // namespace
}  // namespace opora
