// The bench job on a store of its size, as a script and as a native plugin: processor time of a run, and of it
// what is spent outside of the request for facts ("verbs"). The store is named by OPORA_BENCH_STORE.
//   OPORA_BENCH_STORE=r.db methodology_bench
#include <benchmark/benchmark.h>

#include <cstdlib>
#include <ctime>
#include <fstream>
#include <iterator>

#include "extend/fact_source.h"
#include "extend/indicator.h"
#include "extend/methodology.h"
#include "extend/native_library.h"
#include "no_facts.h"
#include "opora/abi/all.h"

namespace {

using namespace opora;

double seconds() {
  timespec now{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

// Counts the time that requests take.
class TimedFacts final : public FactSource {
 public:
  explicit TimedFacts(const Store& store) : facts_(facts_of(store)) {}
  double spent = 0;

  Result<Frame> tally(const FactRequest& request) override {
    return timed([&] { return facts_->tally(request); });
  }
  Result<Frame> rows(const FactRequest& request, const std::vector<std::string>& columns) override {
    return timed([&] { return facts_->rows(request, columns); });
  }
  Result<Frame> schools() override {
    return timed([&] { return facts_->schools(); });
  }
  Result<Frame> context(int year) override {
    return timed([&] { return facts_->context(year); });
  }
  Result<Frame> procedures() override {
    return timed([&] { return facts_->procedures(); });
  }
  Result<Frame> external_lists() override {
    return timed([&] { return facts_->external_lists(); });
  }
  Result<Frame> reference(const std::string& dataset) override {
    return timed([&] { return facts_->reference(dataset); });
  }

 private:
  template <class Ask>
  Result<Frame> timed(Ask&& ask) {
    const double before = seconds();
    Result<Frame> frame = ask();
    spent += seconds() - before;
    return frame;
  }
  std::unique_ptr<FactSource> facts_;
};

Result<std::unique_ptr<Methodology>> load(bool native) {
  if (!native) {
    const std::string path = std::string(OPORA_SOURCE_DIR) + "/tests/bench/regions/bench/job.lua";
    std::ifstream in(path);
    return load_lua_methodology({"bench/job.lua", std::string(std::istreambuf_iterator<char>(in), {}), {}});
  }
  OPORA_ASSIGN(auto library, load_native(OPORA_BENCH_JOB));
  OPORA_ASSIGN(const Extension extension, native_extension(std::move(library), OPORA_KIND_METHODOLOGY, "job"));
  return Methodology::of(extension);
}

void job(benchmark::State& state, bool native) {
  const char* path = std::getenv("OPORA_BENCH_STORE");
  if (path == nullptr) return state.SkipWithError("OPORA_BENCH_STORE names no store");
  const auto store = Store::open(path, OpenMode::kReadOnly);
  const auto methodology = load(native);
  if (!store.ok() || !methodology.ok())
    return state.SkipWithError((store.ok() ? methodology.error() : store.error()).message.c_str());
  RunContext context;
  context.store = &*store;
  context.year = 2025;
  double total = 0, facts_time = 0;
  for (auto _ : state) {
    TimedFacts facts(*store);
    const double before = seconds();
    const auto decisions = (*methodology)->run_on(facts, context, {});
    total += seconds() - before;
    facts_time += facts.spent;
    if (!decisions.ok()) return state.SkipWithError(decisions.error().message.c_str());
    benchmark::DoNotOptimize(decisions->checks.size());
  }
  const auto runs = static_cast<double>(state.iterations());
  state.counters["total_ms"] = 1e3 * total / runs;
  state.counters["facts_ms"] = 1e3 * facts_time / runs;
  state.counters["verbs_ms"] = 1e3 * (total - facts_time) / runs;
}
BENCHMARK_CAPTURE(job, lua, false)->Unit(benchmark::kMillisecond)->MinTime(2);
BENCHMARK_CAPTURE(job, native, true)->Unit(benchmark::kMillisecond)->MinTime(2);

// --- what the boundary costs ---------------------------------------------------------------------

// Facts in memory: 600 schools, 60 participants each.
class HeldFacts final : public opora::testing::NoFacts {
 public:
  HeldFacts() {
    std::vector<std::string> school, procedure;
    std::vector<std::int64_t> year, score;
    for (int s = 0; s < 600; ++s)
      for (int i = 0; i < 60; ++i) {
        school.push_back(std::to_string(100'000 + s));
        procedure.push_back(i % 2 == 0 ? "RU 4" : "MA 4");
        year.push_back(2025);
        score.push_back((s * 7 + i * 13) % 31);
      }
    results_ = Frame().with("school", Column::of_text(school)).with("procedure", Column::of_text(procedure))
        .with("year", Column::of_int64(year)).with("score", Column::of_int64(score));
  }
  Result<Frame> tally(const FactRequest& request) override {
    OPORA_ASSIGN(const Frame kept, where(results_, request.conditions));
    return group_tally(kept, request.keys, request.aggregates, 1);
  }
  Result<Frame> rows(const FactRequest&, const std::vector<std::string>&) override { return results_; }

 private:
  Frame results_;
};

// plugins/hello, through the registry and the table.
void indicator_in_a_plugin(benchmark::State& state) {
  auto library = load_native(OPORA_HELLO);
  const auto extension = native_extension(*std::move(library), OPORA_KIND_INDICATOR, "mean-score");
  const auto indicator = Indicator::of(*extension);
  HeldFacts facts;
  RunContext context;
  context.year = 2025;
  for (auto _ : state) {
    const auto frame = (*indicator)->compute_on(facts, context, {});
    if (!frame.ok()) return state.SkipWithError(frame.error().message.c_str());
    benchmark::DoNotOptimize(frame->rows());
  }
}
BENCHMARK(indicator_in_a_plugin)->Unit(benchmark::kMicrosecond);

// The same work linked in.
void indicator_linked_in(benchmark::State& state) {
  HeldFacts facts;
  for (auto _ : state) {
    FactRequest request;
    request.conditions = {{"year", Comparison::kEqual, std::int64_t{2025}}};
    request.keys = {"school", "procedure"};
    request.aggregates.resize(2);
    request.aggregates[0].name = "n";
    request.aggregates[1].name = "mean", request.aggregates[1].kind = AggregateKind::kMean, request.aggregates[1].column = "score";
    const auto tallied = facts.tally(request);
    const auto frame = where(*tallied, {{"n", Comparison::kGreaterEqual, std::int64_t{5}}});
    benchmark::DoNotOptimize(frame->rows());
  }
}
BENCHMARK(indicator_linked_in)->Unit(benchmark::kMicrosecond);

}  // namespace
