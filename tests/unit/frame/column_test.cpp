#include "frame/column.h"

#include <gtest/gtest.h>

#include <array>

namespace opora {
namespace {

bool aligned(const void* address) { return reinterpret_cast<std::uintptr_t>(address) % 64 == 0; }

TEST(Column, GivenValuesOfAnyTypeThenTheirBufferStartsAt64Bytes) {
  EXPECT_TRUE(aligned(Column::of_int64(std::array<std::int64_t, 3>{1, 2, 3}).int64().data()));
  EXPECT_TRUE(aligned(Column::of_float64(std::array{1.0}).float64().data()));
  EXPECT_TRUE(aligned(Column::of_dates(std::array{1, 2}).days().data()));
  EXPECT_TRUE(aligned(Column::of_text(std::array<std::string, 1>{"a"}).codes().data()));
  EXPECT_TRUE(aligned(Column::of_int64({}).int64().data()));
}

TEST(Column, GivenNoMissingValueThenNullCountIsZeroWithOrWithoutAMask) {
  const std::array<std::int64_t, 2> values{7, 8};
  EXPECT_EQ(Column::of_int64(values).null_count(), 0);
  const Column masked = Column::of_int64(values, std::array<std::uint8_t, 2>{1, 1});
  EXPECT_EQ(masked.null_count(), 0);
  EXPECT_TRUE(masked.valid(0) && masked.valid(1));
}

TEST(Column, GivenMissingValuesAcrossBitmapBytesThenExactlyThoseRowsAreMissingAndHoldZero) {
  std::vector<std::int64_t> values;
  std::vector<std::uint8_t> valid;
  for (int i = 0; i < 77; ++i) {
    values.push_back(100 + i);
    valid.push_back(i % 9 != 4);
  }
  const Column column = Column::of_int64(values, valid);
  EXPECT_EQ(column.null_count(), 9);
  for (int i = 0; i < 77; ++i) {
    EXPECT_EQ(column.valid(i), i % 9 != 4) << i;
    EXPECT_EQ(column.int64()[static_cast<std::size_t>(i)], i % 9 != 4 ? 100 + i : 0) << i;
  }
}

TEST(Column, GivenTextsThenTheDictionaryIsSortedByBytesWithoutRepeatsAndWithoutMissingOnes) {
  const Column column = Column::of_text(std::array<std::string, 5>{"я", "Ё", "а", "Ё", "скрыт"}, std::array<std::uint8_t, 5>{1, 1, 1, 1, 0});
  EXPECT_EQ(column.dictionary()->texts(), (std::vector<std::string>{"Ё", "а", "я"}));
  EXPECT_EQ(column.text(0), "я");
  EXPECT_EQ(column.codes()[1], column.codes()[3]);
  EXPECT_FALSE(column.valid(4));
}

TEST(Column, GivenNegativeCodesThenThoseRowsAreMissing) {
  const auto dictionary = std::make_shared<const Dictionary>(std::vector<std::string>{"a", "b"});
  const Column column = Column::of_codes(dictionary, std::array{1, -1, 0});
  EXPECT_EQ(column.null_count(), 1);
  EXPECT_EQ(column.text(0), "b");
  EXPECT_FALSE(column.valid(1));
  EXPECT_EQ(column.dictionary(), dictionary);
}

TEST(Column, WhenRowsAreTakenThenTheyComeInThatOrderAndMinusOneIsMissing) {
  const Column numbers = Column::of_float64(std::array{0.5, 1.5, 2.5}, std::array<std::uint8_t, 3>{1, 0, 1});
  const Column taken = numbers.take(std::array<std::int64_t, 5>{2, -1, 1, 0, 2});
  EXPECT_EQ(taken.size(), 5);
  EXPECT_EQ(taken.null_count(), 2);
  EXPECT_EQ(taken.float64()[0], 2.5);
  EXPECT_FALSE(taken.valid(1));
  EXPECT_FALSE(taken.valid(2));
  EXPECT_EQ(taken.float64()[3], 0.5);
  EXPECT_EQ(taken.float64()[4], 2.5);
}

TEST(Column, WhenOnlyPresentRowsAreTakenThenNoBitmapRemains) {
  const Column numbers = Column::of_int64(std::array<std::int64_t, 3>{1, 2, 3}, std::array<std::uint8_t, 3>{1, 0, 1});
  EXPECT_EQ(numbers.take(std::array<std::int64_t, 2>{0, 2}).null_count(), 0);
}

TEST(Column, WhenTextsAreTakenThenTheDictionaryIsShared) {
  const Column names = Column::of_text(std::array<std::string, 2>{"b", "a"});
  const Column taken = names.take(std::array<std::int64_t, 3>{1, -1, 0});
  EXPECT_EQ(taken.dictionary(), names.dictionary());
  EXPECT_EQ(taken.text(0), "a");
  EXPECT_FALSE(taken.valid(1));
}

TEST(Dictionary, GivenATextThatIsNotThereThenLowerBoundIsItsPlaceAndFindIsMinusOne) {
  const Dictionary dictionary({"b", "d"});
  EXPECT_EQ(dictionary.find("d"), 1);
  EXPECT_EQ(dictionary.find("c"), -1);
  EXPECT_EQ(dictionary.lower_bound("c"), 1);
  EXPECT_EQ(dictionary.lower_bound("e"), 2);
}

}  // namespace
}  // namespace opora
