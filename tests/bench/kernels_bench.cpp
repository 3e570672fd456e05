// Speed of the kernels on a million participants: keys and scores as in real result files (a thousand
// schools, eight subjects, scores up to 38), rows in file order or shuffled.
#include <benchmark/benchmark.h>
#include <fmt/format.h>

#include <random>

#include "frame/kernels.h"

namespace opora {
namespace {

constexpr int kRows = 1'000'000, kSchools = 1000, kSubjects = 8;

Frame participants(bool shuffled) {
  std::mt19937 random(1);
  std::vector<std::string> schools, subjects;
  for (int i = 0; i < kSchools; ++i) schools.push_back(fmt::format("sch{}", 220000 + i));
  for (int i = 0; i < kSubjects; ++i) subjects.push_back(fmt::format("S{}", i));
  std::vector<std::int32_t> school, subject;
  std::vector<std::int64_t> score, mark;
  std::vector<std::uint8_t> has_mark;
  std::vector<double> part;
  for (int row = 0; row < kRows; ++row) {
    const auto place = shuffled ? static_cast<int>(random() % kRows) : row;
    subject.push_back(static_cast<std::int32_t>(std::int64_t{place} * kSubjects / kRows));
    school.push_back(static_cast<std::int32_t>(std::int64_t{place} * kSubjects % kRows * kSchools / kRows));
    score.push_back(static_cast<std::int64_t>(random() % 39));
    mark.push_back(2 + score.back() / 10);
    has_mark.push_back(random() % 20 != 0);
    part.push_back(static_cast<double>(score.back()) / 38);
  }
  const auto dictionary = [](std::vector<std::string> texts) { return std::make_shared<const Dictionary>(std::move(texts)); };
  return Frame()
      .with("school", Column::of_codes(dictionary(schools), school))
      .with("subject", Column::of_codes(dictionary(subjects), subject))
      .with("score", Column::of_int64(score))
      .with("mark", Column::of_int64(mark, has_mark))
      .with("part", Column::of_float64(part));
}

const Frame& frame_of(benchmark::State& state) {
  static const Frame in_order = participants(false), shuffled = participants(true);
  return state.range(0) ? shuffled : in_order;
}

Aggregate aggregate(std::string name, AggregateKind kind, std::string column, double parameter = 0) {
  Aggregate a;
  a.name = std::move(name);
  a.kind = kind;
  a.column = std::move(column);
  a.other = "mark";
  a.parameter = parameter;
  a.conditions = {{"mark", Comparison::kEqual, std::int64_t{2}}};
  return a;
}

void tally(benchmark::State& state, const std::vector<std::string>& keys, const std::vector<Aggregate>& aggregates) {
  const Frame& frame = frame_of(state);
  for (auto _ : state) benchmark::DoNotOptimize(group_tally(frame, keys, aggregates, static_cast<int>(state.range(1))));
  state.SetItemsProcessed(state.iterations() * kRows);
}

void BM_TallyOfEightAggregates(benchmark::State& state) {
  tally(state, {"school", "subject"},
        {aggregate("n", AggregateKind::kCount, ""), aggregate("low", AggregateKind::kCountWhere, ""),
         aggregate("share", AggregateKind::kShare, ""), aggregate("sum", AggregateKind::kSum, "score"),
         aggregate("mean", AggregateKind::kMean, "mark"), aggregate("sd", AggregateKind::kSd, "score"),
         aggregate("least", AggregateKind::kMin, "score"), aggregate("most", AggregateKind::kMax, "part")});
}

void BM_TallyOfCounts(benchmark::State& state) {
  tally(state, {"school", "subject"}, {aggregate("n", AggregateKind::kCount, ""), aggregate("low", AggregateKind::kCountWhere, "")});
}

void BM_Quantile(benchmark::State& state) {
  tally(state, {"school", "subject"}, {aggregate("median", AggregateKind::kQuantile, "part", 0.5)});
}

void BM_QuantileOfOneGroup(benchmark::State& state) { tally(state, {}, {aggregate("median", AggregateKind::kQuantile, "score", 0.5)}); }

void BM_Spearman(benchmark::State& state) {
  tally(state, {"school", "subject"}, {aggregate("rho", AggregateKind::kSpearman, "score")});
}

void BM_Histogram(benchmark::State& state) {
  tally(state, {"school", "subject"}, {aggregate("marks", AggregateKind::kHistogram, "mark")});
}

void BM_Where(benchmark::State& state) {
  const Frame& frame = frame_of(state);
  const std::vector<Condition> conditions = {{"subject", Comparison::kGreaterEqual, std::string("S3")}, {"mark", Comparison::kEqual, std::int64_t{2}}};
  for (auto _ : state) benchmark::DoNotOptimize(where(frame, conditions));
  state.SetItemsProcessed(state.iterations() * kRows);
}

// Of the rows kept a script looks at a column or two.
void BM_WhereThenOneColumn(benchmark::State& state) {
  const Frame& frame = frame_of(state);
  const std::vector<Condition> conditions = {{"subject", Comparison::kGreaterEqual, std::string("S3")}};
  for (auto _ : state) benchmark::DoNotOptimize(where(frame, conditions)->find("score")->int64().data());
  state.SetItemsProcessed(state.iterations() * kRows);
}

void BM_FloorDivide(benchmark::State& state) {
  const Frame& frame = frame_of(state);
  const Column dividend = *arithmetic(*frame.find("score"), Arithmetic::kMultiply, constant(std::int64_t{10000}));
  for (auto _ : state) benchmark::DoNotOptimize(arithmetic(dividend, Arithmetic::kFloorDivide, *frame.find("mark")));
  state.SetItemsProcessed(state.iterations() * kRows);
}

void BM_AddConstant(benchmark::State& state) {
  const Frame& frame = frame_of(state);
  for (auto _ : state) benchmark::DoNotOptimize(arithmetic(*frame.find("part"), Arithmetic::kAdd, constant(0.5)));
  state.SetItemsProcessed(state.iterations() * kRows);
}

void BM_Join(benchmark::State& state) {
  const Frame& frame = frame_of(state);
  Aggregate mean = aggregate("school mean", AggregateKind::kMean, "score");
  const Frame schools = *group_tally(frame, {"school", "subject"}, {mean});
  for (auto _ : state) benchmark::DoNotOptimize(join(frame, schools, {"school", "subject"}));
  state.SetItemsProcessed(state.iterations() * kRows);
}

void BM_Sort(benchmark::State& state) {
  const Frame& frame = frame_of(state);
  for (auto _ : state) benchmark::DoNotOptimize(sort(frame, {{"school"}, {"score", true}}));
  state.SetItemsProcessed(state.iterations() * kRows);
}

void BM_Zscore(benchmark::State& state) {
  const Frame& frame = frame_of(state);
  for (auto _ : state) benchmark::DoNotOptimize(zscore(frame, "score", {"subject"}, 1));
  state.SetItemsProcessed(state.iterations() * kRows);
}

#define OPORA_TALLY_BENCHMARK(name) \
  BENCHMARK(name)->ArgNames({"shuffled", "threads"})->ArgsProduct({{0, 1}, {1, 2}})->Unit(benchmark::kMillisecond)->UseRealTime()
#define OPORA_FRAME_BENCHMARK(name) BENCHMARK(name)->ArgName("shuffled")->Arg(0)->Arg(1)->Unit(benchmark::kMillisecond)

OPORA_TALLY_BENCHMARK(BM_TallyOfEightAggregates);
OPORA_TALLY_BENCHMARK(BM_TallyOfCounts);
OPORA_TALLY_BENCHMARK(BM_Quantile);
OPORA_TALLY_BENCHMARK(BM_QuantileOfOneGroup);
OPORA_TALLY_BENCHMARK(BM_Spearman);
OPORA_TALLY_BENCHMARK(BM_Histogram);
OPORA_FRAME_BENCHMARK(BM_Where);
OPORA_FRAME_BENCHMARK(BM_WhereThenOneColumn);
OPORA_FRAME_BENCHMARK(BM_FloorDivide);
OPORA_FRAME_BENCHMARK(BM_AddConstant);
OPORA_FRAME_BENCHMARK(BM_Join);
OPORA_FRAME_BENCHMARK(BM_Sort);
OPORA_FRAME_BENCHMARK(BM_Zscore);

}  // namespace
}  // namespace opora
