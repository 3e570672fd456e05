// What safety costs: the first look at a plugin, loading ten with everything known, a call in a worker. Workers are
// those of the real program. Beside each the floor: a worker that does nothing, the same call in this process.
//   plugins_bench
#include <benchmark/benchmark.h>

#include <sys/stat.h>

#include <fstream>
#include <iterator>

#include "base/digest.h"
#include "extend/child_process.h"
#include "extend/indicator.h"
#include "extend/isolation.h"
#include "extend/plugin_loader.h"
#include "opora/abi/all.h"
#include "unit/store/sample_store.h"

namespace {

using namespace opora;
namespace fs = std::filesystem;
using opora::testing::TemporaryFolder;

constexpr int kPlugins = 10;
constexpr std::string_view kId = "ru.opora.hello";

template <class T>
T need(Result<T> result) {
  if (result.ok()) return *std::move(result);
  std::fputs(render_terminal(result.error(), false).c_str(), stderr);
  std::exit(1);
}

// Ten plugins that differ in their id, as if they shipped; everything about them is known after the first look.
class Plugins {
 public:
  Plugins() {
    set_worker_program(OPORA_PROGRAM);
    std::ifstream in(OPORA_HELLO, std::ios::binary);
    const std::string whole(std::istreambuf_iterator<char>(in), {});
    fs::create_directories(places_.shipped);
    std::ofstream digests(places_.shipped / "digests");
    for (int i = 0; i < kPlugins; ++i) {
      std::string bytes = whole;
      for (std::size_t at = 0; (at = bytes.find(kId, at)) != std::string::npos; at += kId.size()) bytes[at + kId.size() - 1] = static_cast<char>('a' + i);
      files_.push_back(folder_ / ("plugin_" + std::to_string(i) + ".so"));
      std::ofstream(files_.back(), std::ios::binary) << bytes;
      ::chmod(files_.back().c_str(), 0755);
      digests << to_hex(digest_of(bytes)) << "  plugin\n";
    }
    digests.close();
    for (int i = 0; i < kPlugins; ++i) extension(i, Isolation::kAlways);
  }

  Extension extension(int number, Isolation isolation) const {
    PluginLoader loader(places_, isolation);
    return need(loader.extension(need(read_plugin(files_[static_cast<std::size_t>(number)], folder_.path(), "plugin.so")), OPORA_KIND_INDICATOR, "mean-score"));
  }
  const fs::path& file(int number) const { return files_[static_cast<std::size_t>(number)]; }

 private:
  TemporaryFolder folder_;
  PluginPlaces places_{folder_ / "cache", folder_ / "trust", folder_ / "shipped", "bench"};
  std::vector<fs::path> files_;
};
const Plugins& plugins() {
  static const auto* all = new Plugins();
  return *all;
}

void worker_that_does_nothing(benchmark::State& state) {
  plugins();
  for (auto _ : state) benchmark::DoNotOptimize(run_worker("nothing", {}, probe_limits()));
}
BENCHMARK(worker_that_does_nothing)->Unit(benchmark::kMillisecond)->UseRealTime();

void probe_of_an_unknown_plugin(benchmark::State& state) {
  const fs::path file = plugins().file(0);
  for (auto _ : state)
    if (const ProbeResult result = probe_plugin(file, "plugin.so"); result.error) return state.SkipWithError(result.error->message.c_str());
}
BENCHMARK(probe_of_an_unknown_plugin)->Unit(benchmark::kMillisecond)->UseRealTime();

// In a process that has none of them yet: read, judged, found known, loaded, started.
void loading_ten_known_plugins(benchmark::State& state) {
  const Plugins& all = plugins();
  for (auto _ : state) {
    const ChildOutcome outcome = run_in_child([&]() -> Result<std::string> {
      const auto start = std::chrono::steady_clock::now();
      for (int i = 0; i < kPlugins; ++i) benchmark::DoNotOptimize(all.extension(i, Isolation::kNever));
      return std::to_string(std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count());
    }, {});
    if (outcome.end != ChildEnd::kDone) return state.SkipWithError("the child failed");
    state.SetIterationTime(std::stod(outcome.answer));
  }
}
BENCHMARK(loading_ten_known_plugins)->Unit(benchmark::kMillisecond)->UseManualTime();

const Store& store_of(int schools) {
  static auto* folder = new TemporaryFolder();
  static auto* stores = new std::map<int, Store>();
  if (const auto it = stores->find(schools); it != stores->end()) return it->second;
  std::mt19937_64 random(5);
  opora::testing::SampleShape shape;
  shape.schools = schools;
  shape.rows_per_school = 20;
  shape.years = 1;
  Store store = need(Store::create(*folder / (std::to_string(schools) + ".db")));
  need(opora::testing::import(store, opora::testing::sample_file(random, shape)));
  return stores->emplace(schools, std::move(store)).first->second;
}

// The indicator over so many schools, its result over the pipe; or in this process.
void indicator_call(benchmark::State& state, Isolation isolation) {
  const Store& store = store_of(static_cast<int>(state.range(0)));
  const auto indicator = need(Indicator::of(plugins().extension(0, isolation)));
  RunContext context;
  context.store = &store;
  context.year = 2022;
  std::int64_t rows = 0;
  for (auto _ : state) {
    const auto facts = facts_of(store);
    const auto frame = indicator->compute_on(*facts, context, {{"min_n", "1"}});
    if (!frame.ok()) return state.SkipWithError(frame.error().message.c_str());
    rows = frame->rows();
  }
  state.counters["rows"] = static_cast<double>(rows);
}
BENCHMARK_CAPTURE(indicator_call, in_a_worker, Isolation::kAlways)->Unit(benchmark::kMillisecond)->UseRealTime()->Arg(60)->Arg(600)->Arg(6000);
BENCHMARK_CAPTURE(indicator_call, in_this_process, Isolation::kNever)->Unit(benchmark::kMillisecond)->UseRealTime()->Arg(60)->Arg(600)->Arg(6000);

}  // namespace
