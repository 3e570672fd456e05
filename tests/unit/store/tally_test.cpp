// Tallies by the scan, by tally segments and by materialised rows must be the same bits.
#include "unit/store/sample_store.h"

namespace opora::testing {
namespace {

FactRequest request_of(std::vector<Condition> conditions, std::vector<std::string> keys, std::vector<Aggregate> aggregates) {
  FactRequest request;
  request.conditions = std::move(conditions);
  request.keys = std::move(keys);
  request.aggregates = std::move(aggregates);
  return request;
}

Aggregate count() {
  Aggregate aggregate;
  aggregate.name = "n";
  return aggregate;
}
Aggregate where_count(std::string name, std::vector<Condition> conditions, AggregateKind kind = AggregateKind::kCountWhere) {
  Aggregate aggregate;
  aggregate.name = std::move(name);
  aggregate.kind = kind;
  aggregate.conditions = std::move(conditions);
  return aggregate;
}
Aggregate of_column(AggregateKind kind, std::string column, double parameter = 0) {
  Aggregate aggregate;
  aggregate.kind = kind;
  aggregate.name = column + std::to_string(static_cast<int>(kind));
  aggregate.column = std::move(column);
  aggregate.parameter = parameter;
  return aggregate;
}
Aggregate weights(std::string name, std::string by, std::vector<std::pair<std::string, std::vector<std::int64_t>>> tables) {
  Aggregate aggregate = of_column(AggregateKind::kWeight, "score");
  aggregate.name = std::move(name);
  aggregate.weights = {{std::move(by), std::move(tables)}};
  return aggregate;
}

const Condition kLow{"mark", Comparison::kEqual, std::int64_t{2}};
const Condition kGood{"mark", Comparison::kGreaterEqual, std::int64_t{4}};
const Condition kAbove{"mark", Comparison::kGreater, ColumnRef{"journal"}};
const Condition kScoreBorders{"score", Comparison::kEqual, std::vector<std::int64_t>{10, 17, 25}};
const Condition kNotThree{"journal", Comparison::kNotEqual, std::int64_t{3}};
const Condition kHalf{"score", Comparison::kGreater, 12.5};

std::vector<Aggregate> distributive() {
  std::vector<Aggregate> list{count(), where_count("low", {kLow}), where_count("good", {kGood, kNotThree}), where_count("above", {kAbove}),
                              where_count("borders", {kScoreBorders}), where_count("low_share", {kLow}, AggregateKind::kShare),
                              where_count("of_year", {{"year", Comparison::kEqual, std::int64_t{2021}}, kHalf}),
                              weights("w", "", {{"", {1, 0, 2, 300, -5, 0, 1, 1}}})};
  for (const auto kind : {AggregateKind::kSum, AggregateKind::kMean, AggregateKind::kSd, AggregateKind::kMin, AggregateKind::kMax})
    for (const char* column : {"score", "mark", "journal"}) list.push_back(of_column(kind, column));
  return list;
}

std::vector<Aggregate> of_marks_only() {
  return {count(), where_count("low", {kLow}), where_count("above", {kAbove}), of_column(AggregateKind::kMean, "journal"), of_column(AggregateKind::kSd, "mark"),
          of_column(AggregateKind::kMax, "journal")};
}

std::vector<Aggregate> of_rows() {
  Aggregate spearman = of_column(AggregateKind::kSpearman, "mark");
  spearman.other = "journal";
  return {count(), of_column(AggregateKind::kQuantile, "score", 0.25), spearman, of_column(AggregateKind::kHistogram, "score"),
          of_column(AggregateKind::kMax, "line"), where_count("boys", {{"gender", Comparison::kEqual, std::string("м")}})};
}

class Tally : public ::testing::Test {
 protected:
  void fill(int seed, const SampleShape& shape, std::size_t budget = 2'000'000) {
    std::mt19937_64 random(static_cast<std::uint64_t>(seed));
    folder_ = std::make_unique<TemporaryFolder>();
    auto created = Store::create(*folder_ / "s.db");
    ASSERT_OK(created);
    store_ = std::make_unique<Store>(*std::move(created));
    ASSERT_OK(import(*store_, sample_file(random, shape), budget));
    SampleShape later = shape;
    later.schools = shape.schools / 2;
    later.first_school = shape.schools / 3;
    later.procedures = 2;
    ASSERT_OK(import(*store_, sample_file(random, later, "later.csv"), budget));
  }

  void expect_same(FactRequest request) {
    request.path = ScanPath::kRowsOnly;
    const auto slow = tally(*store_, request);
    ASSERT_OK(slow);
    for (const int threads : {1, 2, 3}) {
      request.path = ScanPath::kAutomatic;
      request.threads = threads;
      const auto fast = tally(*store_, request);
      ASSERT_OK(fast);
      ASSERT_EQ(dump(*fast), dump(*slow)) << threads << " threads";
    }
  }

  std::unique_ptr<TemporaryFolder> folder_;
  std::unique_ptr<Store> store_;
};

const std::vector<std::vector<std::string>> kKeys{
    {}, {"school"}, {"school", "procedure"}, {"year", "school", "subject"}, {"municipality"}, {"region", "kind"}, {"procedure"},
    {"school", "year", "kind", "subject", "grade", "level", "max_score", "municipality"}, {"batch", "school"}};

const std::vector<std::vector<Condition>> kConditions{
    {},
    {{"year", Comparison::kEqual, std::int64_t{2021}}},
    {{"municipality", Comparison::kEqual, std::string("Район 1")}, kLow},
    {kGood, {"journal", Comparison::kLess, ColumnRef{"mark"}}},
    {{"score", Comparison::kGreaterEqual, ColumnRef{"max_score"}}},
    {{"school", Comparison::kEqual, std::vector<std::string>{"sch103", "edu104"}}, kScoreBorders},
    {{"subject", Comparison::kEqual, std::string("nothing")}}};

TEST_F(Tally, GivesTheSameBitsByScanAndByRows) {
  for (int seed = 0; seed < 4; ++seed) {
    SampleShape shape;
    shape.mark_from_score = seed % 2 == 0;
    fill(seed, shape, seed < 2 ? 2'000'000 : 50);
    for (const auto& keys : kKeys)
      for (const auto& conditions : kConditions) expect_same(request_of(conditions, keys, distributive()));
  }
}

const Condition kFull{"task_score", Comparison::kGreaterEqual, ColumnRef{"task_max"}};
const Condition kNothing{"task_score", Comparison::kEqual, std::int64_t{0}};

std::vector<Aggregate> of_tasks() {
  std::vector<Aggregate> list{count(), where_count("full", {kFull}), where_count("nothing", {kNothing}, AggregateKind::kShare),
                              where_count("low", {kLow, kNothing}), where_count("more", {{"task_score", Comparison::kGreater, ColumnRef{"mark"}}}),
                              where_count("first", {{"task", Comparison::kEqual, std::string("1")}})};
  for (const auto kind : {AggregateKind::kSum, AggregateKind::kMean, AggregateKind::kSd, AggregateKind::kMin, AggregateKind::kMax})
    for (const char* column : {"task_score", "mark"}) list.push_back(of_column(kind, column));
  for (const auto kind : {AggregateKind::kSum, AggregateKind::kMean})
    for (const char* column : {"task_max", "task_position", "max_score"}) list.push_back(of_column(kind, column));
  Aggregate weighted = weights("w", "", {{"", {4, 0, 2, 300}}});
  weighted.column = "task_score";
  list.push_back(weighted);
  return list;
}

const std::vector<std::vector<std::string>> kTaskKeys{
    {}, {"task"}, {"school", "procedure", "task"}, {"school", "task", "task_max"}, {"procedure"}, {"municipality", "task_position"}};
const std::vector<std::vector<Condition>> kTaskConditions{
    {}, {{"task", Comparison::kEqual, std::string("2K1")}}, {kLow}, {kFull, {"mark", Comparison::kLess, std::int64_t{5}}}, {kNothing},
    {{"task_score", Comparison::kNotEqual, std::int64_t{1}}}, {{"task_max", Comparison::kGreater, std::int64_t{2}}},
    {{"task", Comparison::kEqual, std::string("none")}}};

TEST_F(Tally, GivenTasksThenGivesTheSameBitsByScanAndByRows) {
  for (int seed = 0; seed < 2; ++seed) {
    SampleShape shape;
    shape.tasks = true;
    shape.rows_per_school = seed == 0 ? 9 : 100;
    fill(19 + seed, shape, seed == 0 ? 2'000'000 : 50);
    for (const auto& keys : kTaskKeys)
      for (const auto& conditions : kTaskConditions) {
        FactRequest request = request_of(conditions, keys, of_tasks());
        request.dataset = "tasks";
        expect_same(request);
      }
  }
}

TEST_F(Tally, GivenTasksThenAnswersFromRowsWhatOnlyRowsHold) {
  SampleShape shape;
  shape.tasks = true;
  fill(23, shape);
  for (const auto& keys : {std::vector<std::string>{"task", "class"}, {"school", "participant"}, {"mark", "task"}}) {
    FactRequest request = request_of({}, keys, {count(), of_column(AggregateKind::kSum, "task_score"), of_column(AggregateKind::kMin, "task_position")});
    request.dataset = "tasks";
    expect_same(request);
  }
}

TEST_F(Tally, GivenScoresOfTasksThatAreNoBytesThenTheyAreCountedFromRows) {
  std::mt19937_64 random(29);
  SampleShape shape;
  shape.tasks = true;
  SampleFile file = sample_file(random, shape);
  file.blocks.front().tasks[0][0] = -1;   // typing errors of a school are kept
  file.blocks.front().tasks[1][0] = 400;
  folder_ = std::make_unique<TemporaryFolder>();
  store_ = std::make_unique<Store>(*Store::create(*folder_ / "s.db"));
  ASSERT_OK(import(*store_, file));
  FactRequest request = request_of({}, {"procedure", "task"}, of_tasks());
  request.dataset = "tasks";
  expect_same(request);
  const auto lowest = tally(*store_, request);
  ASSERT_OK(lowest);
  EXPECT_THAT(dump(*lowest), ::testing::HasSubstr(";-1;"));
}

TEST_F(Tally, KnowsTheColumnsOfEachDataset) {
  fill(31, {});
  FactRequest request = request_of({}, {"task"}, {count()});
  EXPECT_EQ(tally(*store_, request).error().code, "FRAME-001");
  request.dataset = "task";
  EXPECT_EQ(tally(*store_, request).error().code, "STORE-009");
}

TEST_F(Tally, GivesTheSameBitsFromTallySegments) {
  SampleShape shape;
  shape.rows_per_school = 150;  // many rows of a school: tallies are kept
  shape.maximum = 12;
  fill(7, shape);
  for (const auto& keys : kKeys)
    for (const auto& conditions : kConditions) {
      expect_same(request_of(conditions, keys, of_marks_only()));
      expect_same(request_of(conditions, keys, {count(), of_column(AggregateKind::kSd, "score"), where_count("low", {kLow}), weights("w", "", {{"", {1, 0, 2, 300, -5}}})}));
    }
}

// Totals of a unit are kept in 32 bits when all of them fit: some procedures' weights do not.
TEST_F(Tally, GivenTotalsBeyond32BitsInSomeProceduresThenTheyAreTheSameBitsAsByRows) {
  constexpr std::int64_t kEdge = std::int64_t{1} << 31;
  fill(11, {});
  const auto procedures = opora::procedures(*store_);
  ASSERT_OK(procedures);
  std::vector<std::pair<std::string, std::vector<std::int64_t>>> tables;
  const std::int64_t pool[] = {0, 1, kEdge, -kEdge, kEdge - 1, 1 - kEdge};
  std::mt19937_64 random(11);
  for (std::int64_t row = 0; row < procedures->rows(); ++row) {
    std::vector<std::int64_t> weight(60);
    for (std::int64_t& w : weight) w = pool[row % 2 == 0 ? random() % 2 : random() % 6];
    tables.emplace_back(std::string(procedures->find("procedure")->text(row)), weight);
  }
  for (const std::vector<std::string>& keys : {std::vector<std::string>{"school", "procedure"}, {"procedure"}, {"procedure", "municipality"}})
    expect_same(request_of({}, keys, {count(), weights("w", "procedure", tables), of_column(AggregateKind::kSum, "score")}));
}

TEST_F(Tally, AnswersFromRowsWhatOnlyRowsHold) {
  fill(9, {});
  for (const auto& keys : {std::vector<std::string>{"class"}, {"school", "gender"}, {"procedure", "variant"}})
    expect_same(request_of({}, keys, of_rows()));
}

TEST_F(Tally, ChoosesWeightsByAKeyOfTheProcedure) {
  fill(11, {});
  expect_same(request_of({}, {"school", "subject"}, {weights("w", "subject", {{"RU", {0, 1, 2, 3}}, {"MA", {5}}})}));
  expect_same(request_of({}, {"year"}, {weights("w", "year", {{"2021", {7, 7, 7}}})}));
  expect_same(request_of({}, {"school"}, {weights("w", "school", {{"sch103", {7, 7, 7}}})}));
}

TEST_F(Tally, AnswersScoresThatAreNoBytes) {
  SampleShape shape;
  shape.maximum = 1000;
  fill(13, shape);
  expect_same(request_of({}, {"school", "procedure"}, distributive()));
}

TEST_F(Tally, HasOneGroupWithoutKeysEvenInAnEmptyStore) {
  folder_ = std::make_unique<TemporaryFolder>();
  store_ = std::make_unique<Store>(*Store::create(*folder_ / "s.db"));
  expect_same(request_of({}, {}, distributive()));
  expect_same(request_of({}, {"school"}, distributive()));
}

TEST_F(Tally, NamesAnUnknownColumnAndTheNearestOne) {
  fill(15, {});
  const auto answer = tally(*store_, request_of({}, {"shool"}, {count()}));
  ASSERT_FALSE(answer.ok());
  EXPECT_EQ(answer.error().code, "FRAME-001");
  EXPECT_THAT(answer.error().help, ::testing::HasSubstr("school"));
  EXPECT_EQ(tally(*store_, request_of({{"mark", Comparison::kEqual, std::string("2")}}, {}, {count()})).error().code, "FRAME-002");
}

TEST_F(Tally, RefusesToGiveOutMoreRowsThanTheLimit) {
  fill(17, {});
  const auto answer = rows(*store_, {}, {"score"}, 10);
  ASSERT_FALSE(answer.ok());
  EXPECT_EQ(answer.error().code, "STORE-010");
}

}  // namespace
}  // namespace opora::testing
