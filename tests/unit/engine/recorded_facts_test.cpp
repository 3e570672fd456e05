// Given frames with everything a column may hold, when they go through a bundle's JSON, then every bit comes back.
#include "engine/frame_json.h"

#include <gtest/gtest.h>

#include <limits>
#include <nlohmann/json.hpp>

#include "engine/recorded_facts.h"
#include "frame/kernel_digest.h"

namespace opora::testing {
namespace {

std::string digest(const Frame& frame) {
  Hasher hash;
  add_frame(hash, frame);
  return to_hex(hash.finish());
}

TEST(FrameJson, EveryValueComesBack) {
  const double infinite = std::numeric_limits<double>::infinity();
  const std::vector<std::int64_t> whole = {std::numeric_limits<std::int64_t>::min(), -1, 0, std::numeric_limits<std::int64_t>::max()};
  const std::vector<double> real = {1.0 / 3, -0.0, -infinite, 5e-324};
  const std::vector<std::string> text = {"", "ВПР RU 4 2022", "\"\n\\", "я"};
  const std::vector<std::int32_t> days = {-1, 0, 18000, 99999};
  const std::vector<std::uint8_t> valid = {1, 0, 1, 1};
  const Frame frame = Frame().with("whole", Column::of_int64(whole, valid)).with("real", Column::of_float64(real)).with("text", Column::of_text(text, valid))
                          .with("day", Column::of_dates(days));
  const std::string written = json_of_frame(frame).dump();
  const auto read = frame_of_json(nlohmann::ordered_json::parse(written));
  ASSERT_TRUE(read.ok());
  EXPECT_EQ(digest(*read), digest(frame));
}

TEST(FrameJson, WhatIsNoTableIsAnError) {
  for (const char* damaged : {R"([{"name": "n"}])", R"([{"name": "n", "type": "int64", "values": ["x"]}])", R"([3])",
                              R"([{"name": "a", "type": "int64", "values": [1]}, {"name": "b", "type": "int64", "values": [1, 2]}])"}) {
    const auto read = frame_of_json(nlohmann::ordered_json::parse(damaged));
    ASSERT_FALSE(read.ok()) << damaged;
    EXPECT_EQ(read.error().code, "BUNDLE-001");
  }
}

// Answers any request with one row, and counts how often it is asked.
class OneRow final : public FactSource {
 public:
  Result<Frame> tally(const FactRequest& request) override { return row(static_cast<std::int64_t>(request.conditions.size())); }
  Result<Frame> rows(const FactRequest&, const std::vector<std::string>&) override { return row(0); }
  Result<Frame> schools() override { return row(1); }
  Result<Frame> context(int year) override { return row(year); }
  Result<Frame> procedures() override { return row(2); }
  Result<Frame> external_lists() override { return row(3); }
  Result<Frame> reference(const std::string&) override { return row(4); }

 private:
  static Result<Frame> row(std::int64_t value) { return Frame().with("value", Column::of_int64(std::vector<std::int64_t>{value})); }
};

FactRequest request_of(std::vector<Condition> conditions, std::vector<std::string> keys) {
  FactRequest request;
  request.conditions = std::move(conditions);
  request.keys = std::move(keys);
  return request;
}

TEST(RecordedFacts, AreGivenAgainAndNothingElse) {
  OneRow source;
  Recording recording;
  const auto recorder = recorded(source, recording);
  const FactRequest of_year = request_of({{"year", Comparison::kEqual, std::int64_t{2022}}}, {"school"});
  for (int i = 0; i < 2; ++i) ASSERT_TRUE(recorder->tally(of_year).ok());
  ASSERT_TRUE(recorder->context(2021).ok());
  ASSERT_EQ(recording.frames.size(), 2u);  // a request that is repeated is kept once
  EXPECT_FALSE(recording.single_rows);

  const auto again = replayed(recording.frames);
  EXPECT_EQ(again->tally(of_year)->find("value")->int64()[0], 1);
  EXPECT_EQ(again->context(2021)->find("value")->int64()[0], 2021);
  EXPECT_EQ(again->tally(request_of({{"year", Comparison::kEqual, std::int64_t{2021}}}, {"school"})).error().code, "BUNDLE-002");
  EXPECT_EQ(again->context(2022).error().code, "BUNDLE-002");
}

TEST(RecordedFacts, RowsOfParticipantsAreNotKept) {
  OneRow source;
  for (const bool by_key : {false, true}) {
    Recording recording;
    const auto recorder = recorded(source, recording);
    by_key ? static_cast<void>(recorder->tally(request_of({}, {"school", "participant"}))) : static_cast<void>(recorder->rows({}, {"score"}));
    EXPECT_TRUE(recording.single_rows);
    EXPECT_TRUE(recording.frames.empty());
  }
}

}  // namespace
}  // namespace opora::testing
