// A region's road map at work: 300 municipalities × 60 schools × 60 rows, 1.08 million assignments, three in ten of them with
// events. What is due on a day, what is late, and bundles of municipalities that come back. Figures: README.md.
#include <benchmark/benchmark.h>

#include <cstdlib>
#include <filesystem>
#include <iostream>

#include "engine/plan_evidence.h"
#include "engine/plan_merge.h"
#include "engine/plan_view.h"
#include "store/plan_events.h"

namespace {

using namespace opora;
namespace fs = std::filesystem;

constexpr int kMunicipalities = 300, kSchools = 60, kRows = 60;
constexpr const char* kMunicipality = "Municipality 007";

void check(const Status& status) {
  if (status.ok()) return;
  std::cerr << render_terminal(status.error(), false);
  std::abort();
}
template <class T>
T checked(Result<T> result) {
  if (!result) check(result.take_error());
  return *std::move(result);
}

fs::path file_named(const std::string& name) { return fs::temp_directory_path() / ("opora_plans_bench_" + name); }

// Sixty rows: every third throughout the year, the rest a month each.
Plan plan() {
  Plan made;
  made.pack = "ru-bench", made.id = "support-2021", made.title = "Road map", made.year = 2021;
  made.from = *parse_date("2021-01-01"), made.to = *parse_date("2021-12-31");
  for (int row = 1; row <= kRows; ++row) {
    Measure m;
    m.position = row;
    m.text = {row, "Section", std::to_string(row), std::string(300, 'x'), "when", "why", "who", "what"};
    const auto month = std::chrono::month(static_cast<unsigned>(1 + row % 12));
    const Date first = std::chrono::year(2021) / month / 1;
    m.deadline.windows = row % 3 == 0 ? std::vector<DateWindow>{{made.from, made.to, {}}} : std::vector<DateWindow>{{first, std::chrono::sys_days(std::chrono::year(2021) / month / std::chrono::last), {}}};
    made.measures.push_back(std::move(m));
  }
  return made;
}

std::string municipality_name(int number) { return fmt::format("Municipality {:03}", number); }

Status fill(Store& store) {
  OPORA_ASSIGN(const PlanId id, add_plan(store, {0, std::string(64, 'a'), 1, {}, "bench", "2021-01-01T00:00:00Z", plan()}));
  std::vector<std::int64_t> holders;
  for (int m = 0; m < kMunicipalities; ++m)
    for (int s = 0; s < kSchools; ++s) {
      OPORA_ASSIGN(const std::int64_t holder, holder_id(store, {0, "school", fmt::format("sch{:06}", m * kSchools + s), fmt::format("School No. {}", s), municipality_name(m)}));
      holders.push_back(holder);
    }
  OPORA_ASSIGN(const std::vector<Occasion> occasions, occasions_of(store, id));
  for (const Occasion& one : occasions) OPORA_TRY(add_assignments(store, one.id, Part::kLead, holders));
  return {};
}

PlanEvent event_of(EventKind kind, AssignmentId assignment, const char* at) {
  PlanEvent event;
  event.kind = kind, event.at = at, event.actor = "methodologist";
  if (kind == EventKind::kAccepted) event.organisation = "municipal-authority";
  if (kind != EventKind::kHandedIn) return event;
  event.evidence = {{"order", fmt::format("Order {}", assignment), fmt::format("orders/2021/{}.pdf", assignment), std::string(64, 'b'), 120'000, std::to_string(assignment), "2021-02-10", "", {}}};
  return event;
}

// Handed in by so many of a hundred, accepted for half of them.
Status work(Store& store, const AssignmentFilter& filter, int per_cent) {
  OPORA_ASSIGN(const std::vector<Assignment> all, assignments(store, filter));
  return in_transaction(store, [&]() -> Status {
    for (std::size_t i = 0; i < all.size(); ++i) {
      if (static_cast<int>(i * 37 % 100) >= per_cent) continue;
      OPORA_TRY(add_event(store, all[i].id, event_of(EventKind::kHandedIn, all[i].id, "2021-02-10T09:00:00Z")));
      if (i % 2 == 0) OPORA_TRY(add_event(store, all[i].id, event_of(EventKind::kAccepted, all[i].id, "2021-02-12T09:00:00Z")));
    }
    return {};
  });
}

fs::path made(const std::string& name, const std::function<void(const fs::path&)>& make) {
  const fs::path file = file_named(name);
  if (fs::exists(file)) return file;
  const fs::path unfinished = file.string() + ".new";
  for (const char* part : {"", "-wal", "-shm"}) fs::remove(unfinished.string() + part);
  make(unfinished);
  fs::rename(unfinished, file);
  return file;
}

// Adopted by the whole region, nothing done yet; and the same with the work of all.
fs::path adopted() {
  return made("adopted.db", [](const fs::path& file) {
    Store store = checked(Store::create(file));
    check(in_transaction(store, [&] { return fill(store); }));
  });
}
fs::path at_work() {
  return made("at_work.db", [](const fs::path& file) {
    fs::copy_file(adopted(), file);
    Store store = checked(Store::open(file, OpenMode::kReadWrite));
    check(work(store, {}, 30));
  });
}

fs::path bundle(const std::string& municipality) {
  return made(municipality + ".zip", [&](const fs::path& file) {
    const Store store = checked(Store::open(at_work(), OpenMode::kReadOnly));
    checked(export_plan(store, {1, municipality, {}, file, false, "bench", "2021-03-01T00:00:00Z"}));
  });
}
// Each of its 3,600 assignments with events.
fs::path full_bundle() {
  return made("full.zip", [](const fs::path& file) {
    const fs::path copy = file_named("full.db");
    fs::copy_file(adopted(), copy, fs::copy_options::overwrite_existing);
    {
      Store store = checked(Store::open(copy, OpenMode::kReadWrite));
      AssignmentFilter filter;
      filter.municipality = kMunicipality;
      check(work(store, filter, 100));
      checked(export_plan(store, {1, kMunicipality, {}, file, false, "bench", "2021-03-01T00:00:00Z"}));
    }
    fs::remove(copy);
  });
}

void count(benchmark::State& state, const AssignmentFilter& filter) {
  const Store store = checked(Store::open(at_work(), OpenMode::kReadOnly));
  std::int64_t counted = 0;
  for (auto _ : state) {
    counted = 0;
    for (const AssignmentCount& one : checked(count_assignments(store, filter))) counted += one.assignments;
  }
  state.counters["assignments"] = static_cast<double>(counted);
}

AssignmentFilter of_plan() {
  AssignmentFilter filter;
  filter.plan = 1;
  return filter;
}

void BM_CountAll(benchmark::State& state) { count(state, of_plan()); }
void BM_CountOpenOnADay(benchmark::State& state) {
  AssignmentFilter filter = of_plan();
  filter.open_on = *parse_date("2021-02-15");
  count(state, filter);
}
void BM_CountLate(benchmark::State& state) {
  AssignmentFilter filter = of_plan();
  filter.late_on = *parse_date("2021-10-01");
  count(state, filter);
}
void BM_CountOfAMunicipality(benchmark::State& state) {
  AssignmentFilter filter = of_plan();
  filter.municipality = kMunicipality;
  count(state, filter);
}
void BM_CountOfALevel(benchmark::State& state) {
  AssignmentFilter filter = of_plan();
  filter.level = "school";
  count(state, filter);
}
void BM_ListLateOfAMunicipality(benchmark::State& state) {
  const Store store = checked(Store::open(at_work(), OpenMode::kReadOnly));
  AssignmentFilter filter = of_plan();
  filter.municipality = kMunicipality, filter.late_on = *parse_date("2021-10-01");
  for (auto _ : state) benchmark::DoNotOptimize(checked(assignments(store, filter)));
}
// All that `opora plan due` does but for reading words and printing.
void BM_Due(benchmark::State& state) {
  for (auto _ : state) {
    const Store store = checked(Store::open(at_work(), OpenMode::kReadOnly));
    const PlanView view = checked(stored_plan(store, 1));
    benchmark::DoNotOptimize(due_lines(view, *parse_date("2021-02-15")));
  }
}

void BM_Export(benchmark::State& state) {
  const Store store = checked(Store::open(at_work(), OpenMode::kReadOnly));
  for (auto _ : state) checked(export_plan(store, {1, kMunicipality, {}, file_named("again.zip"), false, "bench", "2021-03-01T00:00:00Z"}));
}

// A store that adopted the plan and knows nothing of what was done.
Store fresh() {
  const fs::path copy = file_named("region.db");
  for (const char* part : {"-wal", "-shm"}) fs::remove(copy.string() + part);
  fs::copy_file(adopted(), copy, fs::copy_options::overwrite_existing);
  return checked(Store::open(copy, OpenMode::kReadWrite));
}

void merge(benchmark::State& state, const fs::path& file) {
  for (auto _ : state) {
    state.PauseTiming();
    Store store = fresh();
    state.ResumeTiming();
    const PlanMergeReport report = checked(merge_plan(store, {file, "bench", false, false}));
    state.counters["events"] = static_cast<double>(report.events);
  }
}
void BM_MergeABundle(benchmark::State& state) { merge(state, bundle(kMunicipality)); }
void BM_MergeAFullBundle(benchmark::State& state) { merge(state, full_bundle()); }
void BM_MergeAgain(benchmark::State& state) {
  Store store = fresh();
  checked(merge_plan(store, {full_bundle(), "bench", false, false}));
  for (auto _ : state) checked(merge_plan(store, {full_bundle(), "bench", false, false}));
}
void BM_MergeARegion(benchmark::State& state) {
  for (int m = 0; m < kMunicipalities; ++m) bundle(municipality_name(m));
  for (auto _ : state) {
    state.PauseTiming();
    Store store = fresh();
    state.ResumeTiming();
    for (int m = 0; m < kMunicipalities; ++m) checked(merge_plan(store, {bundle(municipality_name(m)), "bench", false, false}));
  }
}

BENCHMARK(BM_CountAll)->Unit(benchmark::kMillisecond);
BENCHMARK(BM_CountOpenOnADay)->Unit(benchmark::kMillisecond);
BENCHMARK(BM_CountLate)->Unit(benchmark::kMillisecond);
BENCHMARK(BM_CountOfAMunicipality)->Unit(benchmark::kMillisecond);
BENCHMARK(BM_CountOfALevel)->Unit(benchmark::kMillisecond);
BENCHMARK(BM_ListLateOfAMunicipality)->Unit(benchmark::kMillisecond);
BENCHMARK(BM_Due)->Unit(benchmark::kMillisecond)->UseRealTime();
BENCHMARK(BM_Export)->Unit(benchmark::kMillisecond)->UseRealTime();
BENCHMARK(BM_MergeABundle)->Unit(benchmark::kMillisecond)->UseRealTime()->Iterations(3);
BENCHMARK(BM_MergeAFullBundle)->Unit(benchmark::kMillisecond)->UseRealTime()->Iterations(3);
BENCHMARK(BM_MergeAgain)->Unit(benchmark::kMillisecond)->UseRealTime()->Iterations(3);
BENCHMARK(BM_MergeARegion)->Unit(benchmark::kSecond)->UseRealTime()->Iterations(1);

}  // namespace
