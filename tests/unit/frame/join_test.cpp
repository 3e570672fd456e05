#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstring>
#include <set>

#include "frame/kernels.h"
#include "unit/frame/random_frame.h"

namespace opora {
namespace {

using testing::Cell;
using testing::cell;
using testing::cells_of_row;
using testing::MissingLast;
using testing::RandomFrames;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

bool complete(const std::vector<Cell>& key) {
  return std::all_of(key.begin(), key.end(), [](const Cell& part) { return part.has_value(); });
}

// Rows of the frame of which no earlier one has the same key; rows with missing keys stay.
Frame unique_by(const Frame& frame, const std::vector<std::string>& keys) {
  std::set<std::vector<Cell>, MissingLast> seen;
  std::vector<std::int64_t> rows;
  for (std::int64_t row = 0; row < frame.rows(); ++row) {
    const auto key = cells_of_row(frame, keys, row);
    if (!complete(key) || seen.insert(key).second) rows.push_back(row);
  }
  return frame.take(rows);
}

TEST(Join, GivenRandomFramesWithDictionariesOfTheirOwnThenItAgreesWithNestedLoops) {
  RandomFrames random(99);
  const std::vector<std::vector<std::string>> key_sets = {{"grade"}, {"name"}, {"part"}, {"day"}, {"wide"}, {"name", "town"}, {"grade", "score", "name"}};
  for (const auto& keys : key_sets)
    for (const int missing : {0, 15}) {
      const Frame left = random.frame(200, missing);
      const Frame right = unique_by(random.frame(60, missing), keys);
      std::vector<std::string> kept_names = keys;
      kept_names.push_back("row");
      Frame narrow = right.select(keys).with("found", *right.find("row"));
      const auto joined = join(left, narrow, keys);
      ASSERT_TRUE(joined.ok()) << joined.error().message;
      for (std::int64_t row = 0; row < left.rows(); ++row) {
        const auto key = cells_of_row(left, keys, row);
        Cell expected;
        for (std::int64_t other = 0; other < right.rows(); ++other)
          if (complete(key) && cells_of_row(right, keys, other) == key) expected = cell(*right.find("row"), other);
        EXPECT_EQ(cell(*joined->find("found"), row), expected) << keys.front() << " row " << row;
      }
    }
}

Frame schools(std::vector<std::string> names) {
  std::vector<std::int64_t> sizes;
  for (std::size_t i = 0; i < names.size(); ++i) sizes.push_back(static_cast<std::int64_t>(10 * i));
  return Frame().with("school", Column::of_text(names)).with("size", Column::of_int64(sizes));
}

TEST(Join, GivenARightSideWithAKeyTwiceThenTheErrorNamesTheKey) {
  const Frame left = schools({"a"}).select({"school"});
  const auto joined = join(left, schools({"x", "школа 10", "школа 10"}), {"school"});
  ASSERT_FALSE(joined.ok());
  EXPECT_EQ(joined.error().code, "FRAME-003");
  EXPECT_THAT(joined.error().message, HasSubstr("school = школа 10"));
}

TEST(Join, GivenAColumnOnBothSidesOrKeysThatDoNotFitThenItIsRefused) {
  const Frame frame = schools({"a"});
  EXPECT_EQ(join(frame, frame, {"school"}).error().code, "FRAME-004");
  EXPECT_EQ(join(frame, frame, {"schol"}).error().code, "FRAME-001");
  EXPECT_EQ(join(frame, frame, {}).error().code, "FRAME-007");
  const Frame numbers = Frame().with("school", Column::of_int64(std::vector<std::int64_t>{1}));
  EXPECT_EQ(join(frame, numbers, {"school"}).error().code, "FRAME-002");
}

TEST(Join, GivenMissingKeysOnBothSidesThenTheyDoNotMeetAndAreNoDuplicates) {
  const Column nobody = Column::of_text(std::vector<std::string>{"", ""}, std::vector<std::uint8_t>{0, 0});
  const Frame left = Frame().with("k", nobody);
  const Frame right = Frame().with("k", nobody).with("v", Column::of_int64(std::vector<std::int64_t>{1, 2}));
  const auto joined = join(left, right, {"k"});
  ASSERT_TRUE(joined.ok());
  EXPECT_EQ(joined->find("v")->null_count(), 2);
}

TEST(Join, GivenAnEmptyRightSideThenItsColumnsAreMissingThroughout) {
  const auto joined = join(schools({"a", "b"}).select({"school"}), schools({}), {"school"});
  ASSERT_TRUE(joined.ok());
  EXPECT_THAT(joined->names(), ElementsAre("school", "size"));
  EXPECT_EQ(joined->find("size")->null_count(), 2);
}

}  // namespace
}  // namespace opora
