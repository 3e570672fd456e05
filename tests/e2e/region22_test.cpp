// The import of one region's real files: rows reconcile, the expected defects are named with their
// counts, and the store gives the numbers that an independent program counts from the raw files.
#include <fmt/format.h>
#include <gmock/gmock.h>

#include <array>
#include <cstdio>
#include <map>

#include "base/parallel.h"
#include "engine/import.h"
#include "store/facts.h"
#include "unit/intake/support/profiles.h"

namespace opora {
namespace {

namespace fs = std::filesystem;

ImportRequest request_for(const fs::path& path) {
  ImportRequest request;
  request.paths = {path};
  request.actor = "test";
  request.threads = worker_count();
  request.profiles = testing::russian_profiles();
  request.scales = testing::russian_scales();
  return request;
}

// Imported once for all cases.
class Region22 : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    const fs::path folder = testing::real_data() / "region22";
    if (!fs::exists(folder)) return;
    file_ = fs::path(::testing::TempDir()) / ("region22-" + std::to_string(::testing::UnitTest::GetInstance()->random_seed()) + "-" +
                                             std::to_string(reinterpret_cast<std::uintptr_t>(&file_)) + ".db");
    fs::remove(file_);
    auto store = Store::create(file_);
    ASSERT_TRUE(store) << render_terminal(store.error(), false);
    store_ = std::make_unique<Store>(*std::move(store));
    auto protocol = import_files(*store_, request_for(folder));
    ASSERT_TRUE(protocol) << render_terminal(protocol.error(), false);
    protocol_ = *std::move(protocol);
  }
  static void TearDownTestSuite() {
    store_.reset();
    for (const char* ending : {"", "-wal", "-shm"}) fs::remove(file_.string() + ending);
  }
  void SetUp() override {
    if (!store_) GTEST_SKIP() << "the region's files are not here";
  }

  static std::int64_t count(Gate gate) {
    std::int64_t n = 0;
    for (const FileProtocol& file : protocol_.files) n += file.defects[gate].count;
    return n;
  }

  static inline fs::path file_;
  static inline std::unique_ptr<Store> store_;
  static inline Protocol protocol_;
};

TEST_F(Region22, EveryFileIsImportedAndEverySheetReconciled) {
  EXPECT_EQ(protocol_.files.size(), 36u);
  for (const FileProtocol& file : protocol_.files) {
    EXPECT_EQ(file.outcome, FileOutcome::kImported) << file.file << (file.error ? render_terminal(*file.error, false) : "");
    std::int64_t rows = 0;
    for (const SheetSummary& sheet : file.sheets) {
      const BatchCounts& c = sheet.counts;
      EXPECT_EQ(c.rows, c.accepted + c.absent + c.other + c.rejected) << file.file << " " << sheet.title;
      rows += c.rows;
    }
    EXPECT_EQ(rows, file.counts.rows);
    EXPECT_EQ(file.counts.rejected, 0) << file.file;
  }
}

TEST_F(Region22, TheDefectsOfTheFilesAreNamedWithTheirCounts) {
  EXPECT_EQ(count(Gate::kAbsent), 34'942);
  EXPECT_EQ(count(Gate::kVariantWithoutTotal) + count(Gate::kTotalWithoutVariant) + count(Gate::kTotalNotWhole) + count(Gate::kNothingEntered), 23);
  EXPECT_EQ(count(Gate::kTotalAboveMaximum), 55);
  EXPECT_EQ(count(Gate::kTotalUnlikeTasks), 379);
  EXPECT_EQ(count(Gate::kAbsentWithTotal), 11);
  EXPECT_EQ(count(Gate::kJournalInvalid), 20);
  EXPECT_EQ(count(Gate::kBordersMissing) + count(Gate::kBordersUnfit), 0);
  for (const Gate gate : {Gate::kTaskNotAttempted, Gate::kTaskNotUnderstood, Gate::kTaskOutOfRange, Gate::kJournalMissing, Gate::kClassMissing,
                          Gate::kClassLookAlike, Gate::kClassShifted, Gate::kGenderInvalid, Gate::kVariantOdd, Gate::kCellsBeyondTasks,
                          Gate::kPartAboveWhole, Gate::kWholeMissing, Gate::kChoiceUnknown}) {
    EXPECT_GT(count(gate), 0) << info(gate).code;
  }
}

TEST_F(Region22, TheSameFilesAgainChangeNothing) {
  const auto again = import_files(*store_, request_for(testing::real_data() / "region22"));
  ASSERT_TRUE(again);
  EXPECT_EQ(count_of(*again, FileOutcome::kUnchanged), 36);
}

std::string run(const std::string& command) {
  std::string out;
  const std::unique_ptr<FILE, int (*)(FILE*)> pipe(popen(command.c_str(), "r"), &pclose);
  std::array<char, 4096> buffer{};
  while (pipe) {
    const std::size_t n = std::fread(buffer.data(), 1, buffer.size(), pipe.get());
    if (n == 0) break;
    out.append(buffer.data(), n);
  }
  return out;
}

Aggregate aggregate(std::string name, AggregateKind kind, std::vector<Condition> conditions = {}) {
  Aggregate a;
  a.name = std::move(name);
  a.kind = kind;
  a.column = "score";
  a.conditions = std::move(conditions);
  return a;
}

Condition mark_against_journal(Comparison op) { return {"mark", op, ColumnRef{"journal"}}; }

// One line a procedure, as region22_check.py prints it.
std::string dump(const Store& store, const Protocol& protocol) {
  std::map<std::string, const FileProtocol*> file_of;
  for (const FileProtocol& file : protocol.files) {
    for (const ProcedureSummary& p : file.procedures) file_of[to_text(p.procedure)] = &file;
  }
  FactRequest request;
  request.keys = {"procedure"};
  request.aggregates = {aggregate("n", AggregateKind::kCount), aggregate("mean", AggregateKind::kMean), aggregate("sd", AggregateKind::kSd),
                        aggregate("twos", AggregateKind::kCountWhere, {{"mark", Comparison::kEqual, std::int64_t{2}}}),
                        aggregate("marked", AggregateKind::kCountWhere, {{"mark", Comparison::kGreaterEqual, std::int64_t{2}}}),
                        aggregate("lower", AggregateKind::kCountWhere, {mark_against_journal(Comparison::kLess)}),
                        aggregate("equal", AggregateKind::kCountWhere, {mark_against_journal(Comparison::kEqual)}),
                        aggregate("higher", AggregateKind::kCountWhere, {mark_against_journal(Comparison::kGreater)})};
  const auto frame = tally(store, request);
  EXPECT_TRUE(frame) << render_terminal(frame.error(), false);
  FactRequest schools_request;
  schools_request.keys = {"procedure", "school"};
  schools_request.aggregates = {aggregate("n", AggregateKind::kCount)};
  const auto by_school = tally(store, schools_request);
  const auto attendance = procedures(store);
  if (!frame || !by_school || !attendance) return {};
  std::map<std::string, int> school_count;
  for (std::int64_t i = 0; i < by_school->rows(); ++i) ++school_count[std::string(by_school->find("procedure")->text(i))];
  std::map<std::string, std::pair<std::int64_t, std::int64_t>> away;
  for (std::int64_t i = 0; i < attendance->rows(); ++i) {
    const auto at = static_cast<std::size_t>(i);
    away[std::string(attendance->find("procedure")->text(i))] = {attendance->find("absent")->int64()[at], attendance->find("other")->int64()[at]};
  }
  std::string out;
  for (std::int64_t i = 0; i < frame->rows(); ++i) {
    const auto at = static_cast<std::size_t>(i);
    const std::string procedure(frame->find("procedure")->text(i));
    const auto integer = [&](const char* name) { return frame->find(name)->int64()[at]; };
    const auto [absent, other] = away[procedure];
    const FileProtocol& file = *file_of.at(procedure);
    out += fmt::format("{}\t{}\t{}\t{}\t{}\t{}\t{:.6f}\t{:.6f}\t{}\t{}\t{}\t{}\t{}\t{}\t{}\n", procedure, integer("n") + absent + other, integer("n"), absent, other,
                       school_count[procedure], frame->find("mean")->float64()[at], frame->find("sd")->float64()[at], integer("twos"), integer("marked"),
                       integer("lower"), integer("equal"), integer("higher"), file.defects[Gate::kTotalUnlikeTasks].count,
                       file.defects[Gate::kTotalAboveMaximum].count);
  }
  return out;
}

TEST_F(Region22, TheStoreGivesWhatAnIndependentProgramCounts) {
  if (std::string(OPORA_PYTHON).empty()) GTEST_SKIP() << "no Python here";
  const std::string command = std::string(OPORA_PYTHON) + " '" + (testing::source_dir() / "tests/e2e/region22_check.py").string() + "' '" +
                              (testing::real_data() / "region22").string() + "' '" + (testing::source_dir() / "regions/ru/scales.lua").string() + "'";
  const std::string expected = run(command);
  EXPECT_EQ(std::count(expected.begin(), expected.end(), '\n'), 15);
  EXPECT_EQ(dump(*store_, protocol_), expected);
}

// One line a procedure and task, as region22_check.py --tasks prints it, from two tallies that stream.
std::string task_dump(const Store& store) {
  Aggregate given = aggregate("given", AggregateKind::kCountWhere, {{"task_score", Comparison::kGreaterEqual, std::int64_t{-1000}}});
  Aggregate points = aggregate("points", AggregateKind::kSum);
  points.column = "task_score";
  Aggregate squares = aggregate("squares", AggregateKind::kWeight);
  squares.column = "task_score";
  std::vector<std::int64_t> weights;
  for (std::int64_t score = 0; score < 256; ++score) weights.push_back(score * score);
  squares.weights = {{"", {{"", weights}}}};
  FactRequest request;
  request.dataset = "tasks";
  request.keys = {"procedure", "task_position", "school"};
  request.aggregates = {aggregate("n", AggregateKind::kCount), given, points, squares};
  request.threads = 2;
  const auto frame = tally(store, request);
  EXPECT_TRUE(frame) << render_terminal(frame.error(), false);
  if (!frame) return {};
  std::map<std::pair<std::string, std::int64_t>, std::array<std::int64_t, 5>> sums;
  for (std::int64_t i = 0; i < frame->rows(); ++i) {
    const auto at = static_cast<std::size_t>(i);
    const auto value = [&](const char* name) { return frame->find(name)->valid(i) ? frame->find(name)->int64()[at] : 0; };
    const std::string school(frame->find("school")->text(i));
    auto& sum = sums[{std::string(frame->find("procedure")->text(i)), value("task_position")}];
    const std::int64_t more[] = {value("n"), value("given"), value("points"), value("squares"), value("points") * std::stoll(school.substr(school.size() - 3))};
    for (std::size_t k = 0; k < sum.size(); ++k) sum[k] += more[k];
  }
  std::vector<std::string> lines;
  for (const auto& [key, sum] : sums) lines.push_back(fmt::format("{}\t{}\t{}", key.first, key.second, fmt::join(sum, "\t")));
  std::sort(lines.begin(), lines.end());
  return fmt::format("{}\n", fmt::join(lines, "\n"));
}

TEST_F(Region22, TheScoresOfTasksAreThoseThatAnIndependentProgramCounts) {
  if (std::string(OPORA_PYTHON).empty()) GTEST_SKIP() << "no Python here";
  const std::string command = std::string(OPORA_PYTHON) + " '" + (testing::source_dir() / "tests/e2e/region22_check.py").string() + "' '" +
                              (testing::real_data() / "region22").string() + "' '" + (testing::source_dir() / "regions/ru/scales.lua").string() + "' --tasks";
  const std::string expected = run(command);
  EXPECT_GT(std::count(expected.begin(), expected.end(), '\n'), 200);
  EXPECT_EQ(task_dump(*store_), expected);
}

TEST_F(Region22, EveryWorkIsDescribedTaskByTask) {
  const auto descriptions = task_descriptions(*store_);
  ASSERT_TRUE(descriptions);
  FactRequest request;
  request.dataset = "tasks";
  request.keys = {"subject", "grade", "task_position"};
  request.aggregates = {aggregate("n", AggregateKind::kCount)};
  const auto tasks = tally(*store_, request);
  ASSERT_TRUE(tasks);
  EXPECT_EQ(descriptions->rows(), tasks->rows());
  const auto codes = code_texts(*store_);
  ASSERT_TRUE(codes);
  EXPECT_GT(codes->rows(), 100);
}

}  // namespace
}  // namespace opora
