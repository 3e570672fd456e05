// Speed and size of the store on a made region: 25 procedures × 3 years × schools of 24 participants,
// about the proportions of a region with 600 schools (1.06 million rows). Figures: research notes.
#include <benchmark/benchmark.h>
#include <sys/resource.h>
#include <unistd.h>

#include <filesystem>
#include <random>

#include "store/batches.h"
#include "store/facts.h"
#include "store/integer_codec.h"

namespace {

using namespace opora;

constexpr int kMaxima[] = {38, 20, 32, 45, 20, 29, 15, 51, 16, 28, 20, 47, 19, 18, 37, 30, 51, 25, 18, 36, 33, 31, 50, 32, 58};

constexpr int kTasksOfAWork = 13;

std::vector<ResultRows> region(int schools, int tasks = 0) {
  std::mt19937_64 random(5);
  std::vector<ResultRows> all;
  std::uint32_t line = 1;
  for (int year = 2023; year <= 2025; ++year)
    for (int p = 0; p < 25; ++p) {
      ResultRows rows;
      rows.procedure = {p < 20 ? "ВПР" : "ОГЭ", "S" + std::to_string(p), 4 + p % 8, year, ""};
      rows.maximum = kMaxima[p];
      rows.texts = {"А", "Б", "В", "1", "2", "3", "4"};
      rows.participant_form = ResultRows::ParticipantForm::kHex;
      rows.participant_width = 10;
      for (int school = 0; school < schools; ++school) {
        const int n = 8 + static_cast<int>(random() % 32);
        for (int i = 0; i < n; ++i) {
          const std::uint64_t r = random();
          const int score = std::clamp(static_cast<int>(rows.maximum * (0.25 + 0.12 * static_cast<double>((r & 7) + ((r >> 3) & 7)) / 2)), 0, rows.maximum);
          rows.school.push_back(school);
          rows.line.push_back(++line);
          rows.score.push_back(static_cast<std::uint16_t>(score));
          rows.mark.push_back(static_cast<std::uint8_t>(2 + std::min(3, 4 * score / rows.maximum)));
          rows.journal.push_back(static_cast<std::uint8_t>((r >> 8) % 100 < 3 ? 0 : 2 + (r >> 16) % 4));
          rows.class_label.push_back(i / 25);
          rows.variant.push_back(static_cast<std::int32_t>(3 + (r >> 20) % 4));
          rows.participant.push_back(random() >> 24);
        }
      }
      for (int t = 0; t < tasks; ++t) {
        rows.task_labels.push_back(std::to_string(t + 1));
        rows.task_maxima.push_back(2);
        auto& scores = rows.tasks.emplace_back();
        for (std::size_t i = 0; i < rows.size(); ++i) {
          const std::uint64_t r = random() % 100;
          scores.push_back(r < 3 ? ResultRows::kNotAttempted : static_cast<std::int16_t>(r % 3));
        }
      }
      all.push_back(std::move(rows));
    }
  return all;
}

BatchDraft draft_of(int schools) {
  BatchDraft draft;
  for (int i = 0; i < schools; ++i) draft.schools_seen.push_back({std::to_string(100'000 + i), "sch" + std::to_string(100'000 + i)});
  return draft;
}

std::vector<ResultRows> blocks_of(const std::vector<ResultRows>& all, std::size_t rows) {
  std::vector<ResultRows> blocks;
  for (const ResultRows& whole : all)
    for (std::size_t at = 0; at < whole.size(); at += rows) {
      ResultRows part = whole;
      const auto cut = [&](auto& v) {
        if (!v.empty()) v = {v.begin() + static_cast<std::ptrdiff_t>(at), v.begin() + static_cast<std::ptrdiff_t>(std::min(v.size(), at + rows))};
      };
      cut(part.school), cut(part.line), cut(part.score), cut(part.mark), cut(part.journal), cut(part.class_label), cut(part.variant), cut(part.participant);
      for (auto& task : part.tasks) cut(task);
      blocks.push_back(std::move(part));
    }
  return blocks;
}

std::size_t rows_in(const std::vector<ResultRows>& blocks) {
  std::size_t rows = 0;
  for (const ResultRows& block : blocks) rows += block.size();
  return rows;
}

void check(const Status& status, benchmark::State& state) {
  if (!status.ok()) state.SkipWithError(render_terminal(status.error(), false).c_str());
}

Status import(Store& store, std::vector<ResultRows> blocks, int schools) {
  const BatchDraft draft = draft_of(schools);
  OPORA_ASSIGN(BatchWriter writer, BatchWriter::begin(store, {}));
  SegmentBuilder builder([&](Segment&& segment) { return writer.add(segment, draft.schools_seen); });
  for (ResultRows& block : blocks) OPORA_TRY(builder.add(std::move(block)));
  OPORA_TRY(builder.finish());
  const auto done = writer.finish(draft);
  return done.ok() ? Status() : Status(done.error());
}

std::filesystem::path file_of(int schools) {
  return std::filesystem::temp_directory_path() / ("opora_store_bench_" + std::to_string(schools) + ".db");
}

std::filesystem::path stored(int schools) {
  const auto file = file_of(schools);
  if (!std::filesystem::exists(file)) {
    auto store = Store::create(file);
    if (!store.ok() || !import(*store, blocks_of(region(schools), 20'000), schools).ok()) std::abort();
  }
  return file;
}

void BM_SegmentBuilder(benchmark::State& state) {
  const auto blocks = blocks_of(region(600), 20'000);
  for (auto _ : state) {
    state.PauseTiming();
    auto copy = blocks;
    state.ResumeTiming();
    SegmentBuilder builder([](Segment&&) { return Status(); });
    for (ResultRows& block : copy) check(builder.add(std::move(block)), state);
    check(builder.finish(), state);
  }
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(rows_in(blocks)));
}
BENCHMARK(BM_SegmentBuilder)->Unit(benchmark::kMillisecond);

void BM_Import(benchmark::State& state) {
  const auto blocks = blocks_of(region(600), 20'000);
  const auto file = std::filesystem::temp_directory_path() / "opora_store_bench_import.db";
  for (auto _ : state) {
    state.PauseTiming();
    auto copy = blocks;
    std::filesystem::remove(file);
    state.ResumeTiming();
    auto store = Store::create(file);
    check(store.ok() ? import(*store, std::move(copy), 600) : Status(store.error()), state);
  }
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(rows_in(blocks)));
  state.counters["bytes_per_row"] = static_cast<double>(std::filesystem::file_size(file)) / static_cast<double>(rows_in(blocks));
  std::filesystem::remove(file);
}
BENCHMARK(BM_Import)->Unit(benchmark::kMillisecond);

Aggregate aggregate(std::string name, AggregateKind kind, std::string column, std::vector<Condition> conditions = {}) {
  Aggregate one;
  one.name = std::move(name);
  one.kind = kind;
  one.column = std::move(column);
  one.conditions = std::move(conditions);
  return one;
}

FactRequest indicators() {
  const Condition low{"mark", Comparison::kEqual, std::int64_t{2}}, good{"mark", Comparison::kGreaterEqual, std::int64_t{4}};
  const auto against = [](Comparison op) { return std::vector<Condition>{{"mark", op, ColumnRef{"journal"}}}; };
  FactRequest request;
  request.keys = {"school", "year", "kind", "subject", "grade"};
  Aggregate near = aggregate("near", AggregateKind::kWeight, "score"), at = near;
  near.weights = {{"", {{"", {0, 0, 0, 0, 1, 1, 0, 1, 1, 0, 1, 1, 0, 1, 1}}}}};
  at.name = "at";
  at.weights = {{"", {{"", {0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 1}}}}};
  request.aggregates = {aggregate("n", AggregateKind::kCount, ""), aggregate("sum", AggregateKind::kSum, "score"),
                        aggregate("low", AggregateKind::kCountWhere, "", {low}), aggregate("good", AggregateKind::kCountWhere, "", {good}),
                        aggregate("journal", AggregateKind::kCountWhere, "", {{"journal", Comparison::kGreater, std::int64_t{0}}}),
                        aggregate("above", AggregateKind::kCountWhere, "", against(Comparison::kGreater)),
                        aggregate("equal", AggregateKind::kCountWhere, "", against(Comparison::kEqual)),
                        aggregate("below", AggregateKind::kCountWhere, "", against(Comparison::kLess)), at, near};
  return request;
}

// The whole of a re-run: opening the file and 10 aggregates for each school and procedure.
void BM_Tally(benchmark::State& state) {
  const auto schools = static_cast<int>(state.range(0));
  const auto file = stored(schools);
  FactRequest request = indicators();
  request.threads = static_cast<int>(state.range(1));
  request.path = state.range(2) ? ScanPath::kRowsOnly : ScanPath::kAutomatic;
  std::int64_t groups = 0;
  for (auto _ : state) {
    const auto store = Store::open(file, OpenMode::kReadOnly);
    const auto frame = tally(*store, request);
    if (!frame.ok()) return state.SkipWithError(frame.error().message.c_str());
    groups = frame->rows();
  }
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  state.counters["groups"] = static_cast<double>(groups);
  state.counters["peak_MB"] = static_cast<double>(usage.ru_maxrss) / 1024;
}
BENCHMARK(BM_Tally)->ArgNames({"schools", "threads", "rows"})->Args({600, 1, 0})->Args({600, 2, 0})->Args({600, 2, 1})
    ->Args({6000, 1, 0})->Args({6000, 2, 0})->Unit(benchmark::kMillisecond)->UseRealTime();

// Scores of 13 tasks (13.8 million values) by school, procedure and task, streamed; rows = 1: the same from
// materialised rows of one procedure (a 75th of them), the way without a scan.
void BM_TaskTally(benchmark::State& state) {
  const auto file = std::filesystem::temp_directory_path() / "opora_store_bench_tasks.db";
  if (!std::filesystem::exists(file)) {
    auto store = Store::create(file);
    if (!store.ok() || !import(*store, blocks_of(region(600, kTasksOfAWork), 20'000), 600).ok()) std::abort();
  }
  FactRequest request;
  request.dataset = "tasks";
  request.keys = {"school", "procedure", "task"};
  request.aggregates = {aggregate("n", AggregateKind::kCount, ""), aggregate("sum", AggregateKind::kSum, "task_score"),
                        aggregate("possible", AggregateKind::kSum, "task_max"), aggregate("sd", AggregateKind::kSd, "task_score")};
  request.threads = static_cast<int>(state.range(0));
  if (state.range(1)) {
    request.path = ScanPath::kRowsOnly;
    request.conditions = {{"subject", Comparison::kEqual, std::string("S3")}, {"year", Comparison::kEqual, std::int64_t{2024}}};
  }
  std::int64_t groups = 0, values = 0;
  for (auto _ : state) {
    const auto store = Store::open(file, OpenMode::kReadOnly);
    const auto frame = tally(*store, request);
    if (!frame.ok()) return state.SkipWithError(frame.error().message.c_str());
    groups = frame->rows();
    values = 0;
    for (const std::int64_t n : frame->find("n")->int64()) values += n;
  }
  state.SetItemsProcessed(state.iterations() * values);
  state.counters["groups"] = static_cast<double>(groups);
}
BENCHMARK(BM_TaskTally)->ArgNames({"threads", "rows"})->Args({1, 0})->Args({2, 0})->Args({2, 1})->Unit(benchmark::kMillisecond)->UseRealTime();

void BM_DecodeBytes(benchmark::State& state) {
  std::mt19937_64 random(1);
  std::vector<std::int64_t> values(14'000);
  for (auto& v : values) v = static_cast<std::int64_t>(random() % (1u << state.range(0)));
  const Blob blob = encode_integers(values);
  std::vector<std::uint8_t> bytes(values.size());
  for (auto _ : state) benchmark::DoNotOptimize(decode_bytes(blob, bytes).ok());
  state.SetItemsProcessed(state.iterations() * 14'000);
}
BENCHMARK(BM_DecodeBytes)->Arg(3)->Arg(5)->Arg(6)->Arg(8);

void BM_EncodeBytes(benchmark::State& state) {
  std::mt19937_64 random(1);
  std::vector<std::uint8_t> values(14'000);
  for (auto& v : values) v = static_cast<std::uint8_t>(random() % (1u << state.range(0)));
  for (auto _ : state) benchmark::DoNotOptimize(encode_column<std::uint8_t>(values).size());
  state.SetItemsProcessed(state.iterations() * 14'000);
}
BENCHMARK(BM_EncodeBytes)->Arg(3)->Arg(6);

}  // namespace
