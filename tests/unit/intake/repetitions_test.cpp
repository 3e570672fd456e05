// The check for repeated pupils against a plain recount, with windows so small that most of the table
// lies in the file beside the memory.
#include "intake/repetitions.h"

#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <random>
#include <tuple>

namespace opora {
namespace {

constexpr int kColumn = 6;

struct Row {
  std::size_t procedure;
  std::int32_t school;
  SeenPupil pupil;
};

struct Expected {
  std::int64_t count = 0;
  std::uint32_t first = 0, last = 0;
  bool operator==(const Expected&) const = default;
};
using Both = std::pair<Expected, Expected>;  // the pupil, the whole row

std::ostream& operator<<(std::ostream& out, const Expected& e) { return out << e.count << " between " << e.first << " and " << e.last; }

// Every row beside the nearest earlier one of its pupil, without windows.
Both recount(const std::vector<Row>& rows) {
  std::map<std::tuple<std::size_t, std::int32_t, std::uint64_t>, std::uint32_t> before;
  Both found;
  for (const Row& row : rows) {
    const auto [known, added] = before.try_emplace({row.procedure, row.school, row.pupil.pupil}, row.pupil.fingerprint);
    if (added) continue;
    Expected& into = known->second == row.pupil.fingerprint ? found.second : found.first;
    if (into.count++ == 0) into.first = row.pupil.line;
    into.last = row.pupil.line;
    known->second = row.pupil.fingerprint;
  }
  return found;
}

// In blocks, as a reader gives them: by procedure, with school indices of the block.
Both searched(const std::vector<Row>& rows, std::size_t window, int threads, std::size_t block_rows = 37) {
  Repetitions repetitions(::testing::TempDir(), window);
  for (std::size_t from = 0; from < rows.size(); from += block_rows) {
    std::map<std::size_t, SeenPupils> blocks;
    std::vector<std::int32_t> global;
    for (std::size_t i = from; i < std::min(from + block_rows, rows.size()); ++i) {
      SeenPupils& block = blocks[rows[i].procedure];
      const auto known = std::find(global.begin(), global.end(), rows[i].school);
      const auto local = static_cast<std::int32_t>(known - global.begin());
      if (known == global.end()) global.push_back(rows[i].school);
      block.pupils.push_back(rows[i].pupil);
      if (block.runs.empty() || block.runs.back().school != local) block.runs.push_back({local, 0});
      ++block.runs.back().pupils;
    }
    for (auto& [procedure, block] : blocks) repetitions.add(procedure, std::move(block), global);
    EXPECT_TRUE(repetitions.end_block(threads));
  }
  DefectLog defects;
  EXPECT_TRUE(repetitions.report(0, kColumn, threads, defects));
  const auto of = [&](Gate gate) {
    const Defect& defect = defects[gate];
    return Expected{defect.count, static_cast<std::uint32_t>(defect.first.line), static_cast<std::uint32_t>(defect.last.line)};
  };
  EXPECT_EQ(defects[Gate::kPupilTwice].first.column, defects[Gate::kPupilTwice].count ? kColumn : -1);
  EXPECT_EQ(defects[Gate::kRowTwice].first.column, -1);
  return {of(Gate::kPupilTwice), of(Gate::kRowTwice)};
}

// Rows of `schools` schools, standing together or in any order; one of `odds` rows repeats an earlier one.
std::vector<Row> table(std::size_t rows, int schools, bool together, int odds, unsigned seed) {
  std::mt19937 chance(seed);
  std::vector<Row> made;
  for (std::size_t i = 0; i < rows; ++i) {
    const auto line = static_cast<std::uint32_t>(i + 2);
    const std::int32_t school = together ? static_cast<std::int32_t>(i * static_cast<std::size_t>(schools) / rows) : static_cast<std::int32_t>(chance() % static_cast<unsigned>(schools));
    Row row{i * 3 / rows, school, {chance() * 0x9E3779B97F4A7C15ull, static_cast<std::uint32_t>(chance()), line}};
    if (odds > 0 && i > 0 && chance() % static_cast<unsigned>(odds) == 0) {
      row = made[chance() % made.size()];
      row.pupil.line = line;
      if (chance() % 2) row.pupil.fingerprint = static_cast<std::uint32_t>(chance());
    }
    made.push_back(row);
  }
  return made;
}

TEST(Repetitions, GivenSchoolsInAnyOrderThenEveryWindowSizeAndThreadCountFindsWhatARecountFinds) {
  for (const unsigned seed : {1u, 2u, 3u}) {
    const auto rows = table(6000, 40, false, 9, seed);
    const Both expected = recount(rows);
    ASSERT_GT(expected.first.count, 100);
    ASSERT_GT(expected.second.count, 100);
    for (const std::size_t window : {1u, 50u, 333u, 5999u, 6000u, 100'000u})
      for (const int threads : {1, 2}) EXPECT_EQ(searched(rows, window, threads), expected) << window << " rows, " << threads << " threads";
  }
}

TEST(Repetitions, GivenSchoolsThatStandTogetherAndNobodyTwiceThenNothingIsFound) {
  const auto rows = table(5000, 50, true, 0, 4);
  EXPECT_EQ(searched(rows, 400, 2), Both{});
}

TEST(Repetitions, GivenABlockPastedFarBelowThenItsRowsAreFoundAcrossWindows) {
  auto rows = table(5000, 50, true, 0, 5);
  for (std::size_t i = 100; i < 130; ++i) {
    Row again = rows[i];
    again.pupil.line = static_cast<std::uint32_t>(rows.size() + 2);
    rows.push_back(again);
  }
  rows[4000] = rows[10];  // one pupil with another result
  rows[4000].pupil.line = 4002;
  ++rows[4000].pupil.fingerprint;
  EXPECT_EQ(searched(rows, 400, 2), (Both{{1, 4002, 4002}, {30, 5002, 5031}}));
}

// A chain over three windows: each row is compared with the nearest one above, not with the first.
TEST(Repetitions, GivenAPupilInSeveralWindowsThenEachRowIsComparedWithTheOneBefore) {
  std::vector<Row> rows = table(300, 1, true, 0, 6);
  for (Row& row : rows) row.procedure = 0;
  const Row first = rows[0];
  for (const std::size_t i : {20u, 120u, 121u, 250u}) {
    rows[i].pupil.pupil = first.pupil.pupil;
    rows[i].pupil.fingerprint = i < 121 ? first.pupil.fingerprint : first.pupil.fingerprint + 1;
  }
  EXPECT_EQ(searched(rows, 100, 1, 10), (Both{{1, 123, 123}, {3, 22, 252}}));
}

TEST(Repetitions, GivenOneSchoolLargerThanManyWindowsThenItIsReadInRounds) {
  const auto rows = table(20'000, 1, false, 50, 7);
  EXPECT_EQ(searched(rows, 700, 1), recount(rows));
}

TEST(Repetitions, GivenNoFolderToWriteToThenTheSystemsFolderServes) {
  Repetitions repetitions("/no/such/folder", 1);
  SeenPupils pupils{{{1, 1, 2}, {2, 1, 3}}, {{0, 2}}};
  repetitions.add(0, std::move(pupils), {0});
  EXPECT_TRUE(repetitions.end_block(1));
}

}  // namespace
}  // namespace opora
