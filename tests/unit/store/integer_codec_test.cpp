#include <gmock/gmock.h>

#include <limits>
#include <random>

#include "store/integer_codec.h"

namespace opora {
namespace {

using Values = std::vector<std::int64_t>;

Values made(std::mt19937_64& random, std::size_t n, int kind) {
  Values values;
  std::int64_t last = static_cast<std::int64_t>(random());
  const auto bits = static_cast<int>(random() % 64);
  for (std::size_t i = 0; i < n; ++i) {
    const auto r = static_cast<std::int64_t>(random());
    switch (kind) {
      case 0: values.push_back(42); break;                                            // constant
      case 1: values.push_back(static_cast<std::int64_t>(random() >> bits)); break;   // any width
      case 2: values.push_back(last += 1); break;                                     // line numbers
      case 3: values.push_back(i % 97 ? values.back() : r); break;                    // runs
      case 4: values.push_back((r & 7) * 1'000'003 - 5); break;                       // few, far apart
      case 5: values.push_back(i % 40 ? last += 1 : last += (r & 0xfff)); break;      // steps with jumps
      case 6: values.push_back(r); break;                                             // everything
      case 7: values.push_back(r & 1 ? std::numeric_limits<std::int64_t>::max() : std::numeric_limits<std::int64_t>::min()); break;
      default: values.push_back(r & 0x1f); break;
    }
  }
  return values;
}

TEST(IntegerCodec, GivesBackEveryColumnOfAnyShape) {
  std::mt19937_64 random(1);
  for (int round = 0; round < 4000; ++round) {
    const Values values = made(random, random() % 300, round % 9);
    const Blob blob = encode_integers(values);
    const auto decoded = decode_integers(blob);
    ASSERT_TRUE(decoded.ok());
    ASSERT_EQ(*decoded, values) << "round " << round;
  }
}

TEST(IntegerCodec, GivesBackNarrowTypesAtTheirLimits) {
  std::mt19937_64 random(2);
  for (int round = 0; round < 500; ++round) {
    std::vector<std::int16_t> values(random() % 200 + 1);
    for (auto& v : values) v = random() % 4 == 0 ? INT16_MIN : static_cast<std::int16_t>(random() % (round + 1));
    std::vector<std::int16_t> back(values.size());
    ASSERT_TRUE(decode_column<std::int16_t>(encode_column<std::int16_t>(values), back).ok());
    ASSERT_EQ(back, values);
    std::vector<std::uint64_t> codes(values.size()), codes_back(values.size());
    for (auto& c : codes) c = random() >> (round % 64);
    ASSERT_TRUE(decode_column<std::uint64_t>(encode_column<std::uint64_t>(codes), codes_back).ok());
    ASSERT_EQ(codes_back, codes);
  }
}

TEST(IntegerCodec, DecodesBytesOfEveryWidthAndLength) {
  std::mt19937_64 random(3);
  for (int width = 0; width <= 8; ++width) {
    for (std::size_t n = 0; n < 70; ++n) {
      const auto base = static_cast<std::int64_t>(random() % (257 - (1u << width)));
      Values values;
      for (std::size_t i = 0; i < n; ++i) values.push_back(base + static_cast<std::int64_t>(random() % (1u << width)));
      std::vector<std::uint8_t> bytes(n);
      ASSERT_TRUE(decode_bytes(encode_integers(values), bytes).ok());
      ASSERT_EQ(Values(bytes.begin(), bytes.end()), values) << width << " bits, " << n << " values";
    }
  }
}

TEST(IntegerCodec, RefusesValuesThatAreNoBytes) {
  std::vector<std::uint8_t> bytes(3);
  EXPECT_FALSE(decode_bytes(encode_integers(Values{1, 2, 256}), bytes).ok());
  EXPECT_FALSE(decode_bytes(encode_integers(Values{1, 2, -1}), bytes).ok());
  EXPECT_FALSE(decode_bytes(encode_integers(Values{1, 2}), bytes).ok()) << "another number of values";
}

TEST(IntegerCodec, KeepsOrderedLinesNearlyFree) {
  Values lines(10'000);
  for (std::size_t i = 0; i < lines.size(); ++i) lines[i] = static_cast<std::int64_t>(i) + 2;
  EXPECT_LT(encode_integers(lines).size(), 32u);
  for (std::size_t i = 5'000; i < lines.size(); ++i) lines[i] += 700;
  EXPECT_LT(encode_integers(lines).size(), 64u);
}

TEST(IntegerCodec, SurvivesDamagedBytes) {
  std::mt19937_64 random(4);
  for (int round = 0; round < 6000; ++round) {
    Blob blob = encode_integers(made(random, random() % 120 + 1, round % 9));
    for (int hit = static_cast<int>(random() % 4); hit >= 0; --hit) blob[random() % blob.size()] = static_cast<std::uint8_t>(random());
    if (round % 3 == 0) blob.resize(random() % blob.size());
    std::vector<std::uint8_t> bytes(random() % 200);
    std::vector<std::int64_t> wide(bytes.size());
    const auto narrow = decode_bytes(blob, bytes);
    EXPECT_TRUE(narrow.ok() || narrow.error().code == "STORE-004");
    const auto all = decode_column<std::int64_t>(blob, wide);
    EXPECT_TRUE(all.ok() || all.error().code == "STORE-004");
  }
}

}  // namespace
}  // namespace opora
