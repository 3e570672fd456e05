#include "frame/frame.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>

#include "frame/kernels.h"

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
