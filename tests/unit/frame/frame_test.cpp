#include "frame/frame.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>

#include "base/parallel.h"
#include "frame/kernels.h"
#include "unit/frame/random_frame.h"

namespace opora {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

Column integers(std::vector<std::int64_t> values) { return Column::of_int64(values); }
Column texts(std::vector<std::string> values) { return Column::of_text(values); }

TEST(Frame, GivenAMisspeltColumnThenTheErrorNamesTheNearestOne) {
  const Frame frame = Frame().with("school", texts({"a"})).with("mark", integers({2}));
  const auto found = frame.column("shcool");
  ASSERT_FALSE(found.ok());
  EXPECT_EQ(found.error().code, "FRAME-001");
  EXPECT_THAT(found.error().message, HasSubstr("shcool"));
  EXPECT_THAT(found.error().help, HasSubstr("\"school\""));
}

TEST(Frame, WhenAColumnOfTheSameNameIsAddedThenItReplacesTheOldOneInPlaceAndTheOldFrameKeepsIts) {
  const Frame old = Frame().with("a", integers({1})).with("b", integers({2}));
  const Frame changed = old.with("a", integers({9}));
  EXPECT_THAT(changed.names(), ElementsAre("a", "b"));
  EXPECT_EQ(changed.find("a")->int64()[0], 9);
  EXPECT_EQ(old.find("a")->int64()[0], 1);
}

TEST(Frame, WhenColumnsAreSelectedThenOnlyTheyRemainInTheGivenOrderAndShareMemory) {
  const Frame frame = Frame().with("a", integers({1, 2})).with("b", integers({3, 4}));
  const Frame selected = frame.select({"b"});
  EXPECT_THAT(selected.names(), ElementsAre("b"));
  EXPECT_EQ(selected.find("b")->int64().data(), frame.find("b")->int64().data());
  EXPECT_EQ(selected.rows(), 2);
}

TEST(Frame, WhenRowsAreTakenThenEveryColumnFollows) {
  const Frame taken = Frame().with("a", integers({1, 2})).with("t", texts({"x", "y"})).take(std::array<std::int64_t, 2>{1, 0});
  EXPECT_THAT(taken.find("a")->int64(), ElementsAre(2, 1));
  EXPECT_EQ(taken.find("t")->text(0), "y");
}

RowSelection any_rows(testing::RandomFrames& random, std::int64_t of, int percent, int none_percent) {
  RowSelection chosen;
  for (std::int64_t row = 0; row < of; ++row) {
    if (!random.chance(percent)) continue;
    const bool none = random.chance(none_percent);
    chosen.rows.push_back(none ? kNoRow : static_cast<std::uint32_t>(random.below(static_cast<int>(of))));
    chosen.some_missing |= none;
  }
  return chosen;
}

// The same rows, gathered at once.
Frame gathered(const Frame& frame, const RowSelection& chosen) {
  std::vector<std::int64_t> rows;
  for (const std::uint32_t row : chosen.rows) rows.push_back(row == kNoRow ? -1 : std::int64_t{row});
  return frame.take(rows);
}

TEST(Frame, GivenRowsChosenAgainAndAgainThenColumnsAreTheSameWheneverTheyAreLookedAt) {
  testing::RandomFrames random(21);
  for (int round = 0; round < 150; ++round) {
    Frame waiting = random.frame(random.below(200), round % 3 * 20), eager = waiting;
    for (int step = 0; step < 4; ++step) {
      const RowSelection chosen = any_rows(random, eager.rows(), 20 + random.below(80), round % 2 * 10);
      waiting = waiting.take(std::make_shared<RowSelection>(chosen));
      eager = gathered(eager, chosen);
      ASSERT_EQ(waiting.rows(), eager.rows());
      for (std::size_t place = 0; place < waiting.width(); ++place)
        if (random.chance(25)) {
          ASSERT_TRUE(testing::same_bits(waiting.column_at(place), eager.column_at(place)));
        }
      if (random.chance(30)) {
        waiting = waiting.with("score", *waiting.find("row"));
        eager = eager.with("score", *eager.find("row"));
      }
    }
    ASSERT_TRUE(testing::same_bits(waiting, eager)) << "round " << round;
  }
}

TEST(Frame, GivenTwoThreadsThatLookAtAWaitingColumnThenBothSeeTheSameMemory) {
  testing::RandomFrames random(22);
  for (int round = 0; round < 50; ++round) {
    const Frame frame = random.frame(2000, 10);
    const RowSelection chosen = any_rows(random, frame.rows(), 60, 0);
    const Frame waiting = frame.take(std::make_shared<RowSelection>(chosen));
    const std::int32_t* seen[2] = {};
    parallel_for(2, 2, [&](std::size_t i) { seen[i] = waiting.find("name")->codes().data(); });
    EXPECT_EQ(seen[0], seen[1]);
    EXPECT_TRUE(testing::same_bits(waiting, gathered(frame, chosen)));
  }
}

TEST(Frame, GivenFewRowsOfManyThenTheSourceIsNotKept) {
  testing::RandomFrames random(23);
  const Frame frame = random.frame(1000, 0);
  auto few = std::make_shared<RowSelection>(), many = std::make_shared<RowSelection>();
  for (std::uint32_t row = 0; row < 1000; ++row) {
    if (row < 10) few->rows.push_back(row);
    if (row < 900) many->rows.push_back(row);
  }
  const auto waiting = [](const Frame& of) {
    int count = 0;
    of.each_memory([&](const auto& memory) { count += std::is_same_v<std::decay_t<decltype(memory)>, PendingColumn>; });
    return count;
  };
  EXPECT_EQ(waiting(frame.take(few)), 0);
  EXPECT_EQ(waiting(frame.take(many)), static_cast<int>(frame.width()));
}

TEST(Concat, GivenTextsOfDifferentDictionariesThenTheDictionaryIsMergedAndRowsKeepTheirTexts) {
  const Frame first = Frame().with("t", texts({"b", "d"})).with("n", integers({1, 2}));
  const Frame second = Frame().with("n", integers({3})).with("t", Column::of_text(std::array<std::string, 1>{"c"}));
  const Frame third = Frame().with("t", Column::of_text(std::array<std::string, 1>{"z"}, std::array<std::uint8_t, 1>{0})).with("n", integers({4}));
  const auto all = concat({first, second, third});
  ASSERT_TRUE(all.ok());
  EXPECT_EQ(all->find("t")->dictionary()->texts(), (std::vector<std::string>{"b", "c", "d"}));
  EXPECT_EQ(all->find("t")->text(2), "c");
  EXPECT_FALSE(all->find("t")->valid(3));
  EXPECT_THAT(all->find("n")->int64(), ElementsAre(1, 2, 3, 4));
}

TEST(Concat, GivenDifferentColumnsOrTypesThenItIsRefused) {
  const Frame numbers = Frame().with("a", integers({1}));
  const Frame words = Frame().with("a", texts({"1"}));
  const Frame more = numbers.with("b", integers({1}));
  EXPECT_EQ(concat({numbers, words}).error().code, "FRAME-008");
  EXPECT_EQ(concat({numbers, more}).error().code, "FRAME-008");
  EXPECT_EQ(concat({more, numbers}).error().code, "FRAME-001");
  EXPECT_EQ(concat({})->rows(), 0);
}

TEST(Constant, GivenAValueThenTheColumnHasOneRowOfItsType) {
  EXPECT_EQ(constant(std::int64_t{7}).int64()[0], 7);
  EXPECT_EQ(constant(0.5).float64()[0], 0.5);
  EXPECT_EQ(constant(std::string("слово")).text(0), "слово");
}

}  // namespace
}  // namespace opora
