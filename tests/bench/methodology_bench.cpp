// The bench job on a store of its size, as a script and as a native plugin: processor time of a run, and of it
// what is spent outside of the request for facts ("verbs"). The store is named by OPORA_BENCH_STORE.
//   OPORA_BENCH_STORE=r.db methodology_bench
#include <benchmark/benchmark.h>

#include <cstdlib>
#include <ctime>
#include <fstream>
#include <iterator>

#include "extend/fact_source.h"
#include "extend/methodology.h"
#include "extend/native_library.h"
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
  Result<Frame> rows(const std::vector<Condition>& conditions, const std::vector<std::string>& columns) override {
    return timed([&] { return facts_->rows(conditions, columns); });
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

}  // namespace
