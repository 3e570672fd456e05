// Every deadline of the five programmes and more of other regions, held to what a reader made of it.
#include <gtest/gtest.h>

#include "base/text.h"
#include "intake/pack_table.h"
#include "plans/deadline.h"

namespace opora {
namespace {

constexpr const char* kColumns[] = {"text", "from", "to", "year", "calendar", "approved", "measure", "points", "normal"};

DeadlineWords words() {
  auto loaded = load_deadline_words(OPORA_SOURCE_DIR "/regions/ru/deadlines.lua", "regions/ru/deadlines.lua");
  EXPECT_TRUE(loaded.ok()) << render_terminal(loaded.error(), false);
  return loaded.ok() ? *loaded : DeadlineWords{};
}

PackTable table() {
  auto read = read_pack_table(OPORA_SOURCE_DIR "/tests/unit/plans/deadlines.csv", {"deadlines.csv", kColumns, std::size(kColumns), "TEST-001"});
  EXPECT_TRUE(read.ok()) << render_terminal(read.error(), false);
  return read.ok() ? *read : PackTable{};
}

TEST(Deadlines, ReadAsTheTableSays) {
  const DeadlineWords known = words();
  const PackTable lines = table();
  ASSERT_GE(lines.lines.size(), 200u);
  for (const PackTable::Line& line : lines.lines) {
    const auto cell = [&](const char* column) { return lines.cell(line, column); };
    const std::string measure = cell("measure");
    DeadlineContext context{*parse_date(cell("from")), *parse_date(cell("to")), static_cast<int>(parse_integer(cell("year")).value_or(0)),
                            cell("calendar") == "school", parse_date(cell("approved")), measure, static_cast<int>(parse_integer(cell("points")).value_or(0))};
    EXPECT_EQ(normal_form(read_deadline(known, cell("text"), context)), cell("normal")) << "line " << line.number << ": " << cell("text");
  }
}

TEST(Deadlines, NameTheWordsInDoubtAndTheNearestKnownOnes) {
  const DeadlineContext context{*parse_date("2021-01-01"), *parse_date("2021-12-31"), 2021, false, {}, {}, 0};
  const Deadline deadline = read_deadline(words(), "ежегодна", context);
  EXPECT_EQ(deadline.question, "unknown-words");
  EXPECT_NE(deadline.question_text.find("ежегодно"), std::string::npos) << deadline.question_text;
}

TEST(Windows, AreReadBackAsTheyAreWritten) {
  const Date from = *parse_date("2021-01-01");
  const auto windows = parse_windows("2021-06-01..2021-06-30, 2021-02-15, ..2021-03-01", from);
  ASSERT_TRUE(windows.ok());
  EXPECT_EQ(windows_text(*windows), "2021-01-01..2021-03-01, 2021-02-15..2021-02-15, 2021-06-01..2021-06-30");
  const auto again = parse_windows(windows_text(*windows), from);
  ASSERT_TRUE(again.ok());
  EXPECT_EQ(*again, *windows);
}

TEST(Windows, ThatEndBeforeTheyBeginAreRefused) {
  const auto windows = parse_windows("2021-06-30..2021-06-01", *parse_date("2021-01-01"));
  ASSERT_FALSE(windows.ok());
  EXPECT_EQ(windows.error().code, "PLAN-002");
}

}  // namespace
}  // namespace opora
