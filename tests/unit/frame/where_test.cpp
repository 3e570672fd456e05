#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstring>

#include "base/dates.h"
#include "frame/kernels.h"
#include "unit/frame/random_frame.h"

namespace opora {
namespace {

using testing::Cell;
using testing::cell;
using testing::RandomFrames;
using testing::Value;
using ::testing::ElementsAre;

constexpr Comparison kAll[] = {Comparison::kLess, Comparison::kLessEqual, Comparison::kEqual,
                               Comparison::kNotEqual, Comparison::kGreaterEqual, Comparison::kGreater};

// The right side of a condition in one row, as a value that compares exactly (long double has 64 bits).
std::vector<Cell> right_side(const Frame& frame, const Condition& condition, std::int64_t row) {
  const bool date = frame.find(condition.column)->type() == ColumnType::kDate;
  const auto text = [&](const std::string& t) -> Cell {
    return date ? Value(static_cast<long double>(to_days(*parse_date(t)))) : Value(t);
  };
  std::vector<Cell> cells;
  if (const auto* i = std::get_if<std::int64_t>(&condition.operand)) cells.push_back(static_cast<long double>(*i));
  if (const auto* d = std::get_if<double>(&condition.operand)) cells.push_back(std::isnan(*d) ? Cell() : Cell(static_cast<long double>(*d)));
  if (const auto* s = std::get_if<std::string>(&condition.operand)) cells.push_back(text(*s));
  if (const auto* r = std::get_if<ColumnRef>(&condition.operand)) cells.push_back(cell(*frame.find(r->name), row));
  if (const auto* list = std::get_if<std::vector<std::int64_t>>(&condition.operand))
    for (const auto i : *list) cells.push_back(static_cast<long double>(i));
  if (const auto* list = std::get_if<std::vector<std::string>>(&condition.operand))
    for (const auto& s : *list) cells.push_back(text(s));
  return cells;
}

bool expected(const Frame& frame, const Condition& condition, std::int64_t row) {
  const Cell left = cell(*frame.find(condition.column), row);
  if (!left) return false;
  const auto right = right_side(frame, condition, row);
  if (condition.operand.index() >= 4)  // a list
    return (std::find(right.begin(), right.end(), left) != right.end()) == (condition.op == Comparison::kEqual);
  return right.front() && holds(*left < *right.front() ? -1 : *right.front() < *left ? 1 : 0, condition.op);
}

std::vector<std::int64_t> kept(const Frame& frame, const std::vector<Condition>& conditions) {
  const auto result = where(frame, conditions);
  EXPECT_TRUE(result.ok()) << (result.ok() ? "" : result.error().message);
  if (!result.ok()) return {-1};
  const auto rows = result->find("row")->int64();
  return {rows.begin(), rows.end()};
}

TEST(Where, GivenRandomFramesAndEveryKindOfOperandThenItAgreesWithARowwiseReference) {
  const std::vector<std::pair<std::string, Operand>> sides = {
      {"score", std::int64_t{7}}, {"score", 7.5}, {"score", 7.0}, {"score", -1e300}, {"score", 1e300}, {"score", std::nan("")},
      {"wide", 9007199254740992.0}, {"wide", std::int64_t{9007199254740993}}, {"wide", 0x1p63}, {"wide", -0x1p63}, {"wide", -0x1.8p63},
      {"wide", std::numeric_limits<std::int64_t>::max()}, {"wide", std::numeric_limits<std::int64_t>::min()}, {"wide", -0.5},
      {"part", std::int64_t{9007199254740993}}, {"part", std::int64_t{9007199254740992}}, {"part", std::int64_t{0}}, {"part", -0.0},
      {"part", 0.1}, {"part", std::numeric_limits<std::int64_t>::max()}, {"part", HUGE_VAL}, {"part", std::nan("")},
      {"name", std::string("б")}, {"name", std::string("в")}, {"name", std::string("")}, {"name", std::string("яяя")},
      {"day", std::string("2020-12-06")}, {"day", std::string("06.12.2020")}, {"day", std::string("1999-01-01")},
      {"score", ColumnRef{"grade"}}, {"score", ColumnRef{"part"}}, {"part", ColumnRef{"wide"}}, {"wide", ColumnRef{"part"}},
      {"name", ColumnRef{"town"}}, {"town", ColumnRef{"town"}}, {"part", ColumnRef{"part"}}, {"day", ColumnRef{"day"}},
      {"score", std::vector<std::int64_t>{3, 19, 3, -4}}, {"wide", std::vector<std::int64_t>{0, std::numeric_limits<std::int64_t>::max()}},
      {"part", std::vector<std::int64_t>{0, -7, 9007199254740993}}, {"score", std::vector<std::int64_t>{}},
      {"name", std::vector<std::string>{"Ё", "нет", "б"}}, {"name", std::vector<std::string>{}}, {"day", std::vector<std::string>{"2020-12-05"}}};
  RandomFrames random(4711);
  for (const int missing : {0, 25, 100}) {
    const Frame frame = random.frame(300, missing);
    for (const auto& [column, operand] : sides)
      for (const Comparison op : kAll) {
        if (operand.index() >= 4 && op != Comparison::kEqual && op != Comparison::kNotEqual) continue;
        const Condition condition{column, op, operand};
        std::vector<std::int64_t> rows;
        for (std::int64_t row = 0; row < frame.rows(); ++row)
          if (expected(frame, condition, row)) rows.push_back(row);
        EXPECT_EQ(kept(frame, {condition}), rows) << column << " " << symbol(op) << " operand " << (&operand - &sides.front().second);
      }
  }
}

TEST(Where, GivenSeveralConditionsThenAllMustHold) {
  const Frame frame = Frame()
      .with("x", Column::of_int64(std::vector<std::int64_t>{1, 2, 3, 4}))
      .with("row", Column::of_int64(std::vector<std::int64_t>{0, 1, 2, 3}));
  EXPECT_THAT(kept(frame, {{"x", Comparison::kGreater, std::int64_t{1}}, {"x", Comparison::kLess, 3.5}}), ElementsAre(1, 2));
  EXPECT_THAT(kept(frame, {}), ElementsAre(0, 1, 2, 3));
}

TEST(Where, GivenTextColumnsOfOneDictionaryOrTwoThenTheyCompareByBytes) {
  const Column left = Column::of_text(std::vector<std::string>{"a", "b", "z", "m"});
  const Column right = Column::of_text(std::vector<std::string>{"b", "b", "c", "mm"});
  const Frame frame = Frame().with("l", left).with("r", right).with("row", Column::of_int64(std::vector<std::int64_t>{0, 1, 2, 3}));
  EXPECT_THAT(kept(frame, {{"l", Comparison::kLess, ColumnRef{"r"}}}), ElementsAre(0, 3));
  EXPECT_THAT(kept(frame, {{"l", Comparison::kEqual, ColumnRef{"r"}}}), ElementsAre(1));
}

TEST(Where, GivenWholeNumbersThatNoDoubleHoldsThenTheNeighbouringDoublesStayOnTheirSides) {
  const Frame frame = Frame()
      .with("x", Column::of_float64(std::vector<double>{9007199254740992.0, 9007199254740994.0, 9007199254740996.0, 0x1p63}))
      .with("row", Column::of_int64(std::vector<std::int64_t>{0, 1, 2, 3}));
  const auto rows = [&](Comparison op, std::int64_t literal) { return kept(frame, {{"x", op, literal}}); };
  EXPECT_THAT(rows(Comparison::kLess, 9007199254740995), ElementsAre(0, 1));  // as a double …996
  EXPECT_THAT(rows(Comparison::kGreater, 9007199254740995), ElementsAre(2, 3));
  EXPECT_THAT(rows(Comparison::kGreater, 9007199254740993), ElementsAre(1, 2, 3));  // as a double …992
  EXPECT_THAT(rows(Comparison::kLessEqual, 9007199254740993), ElementsAre(0));
  EXPECT_THAT(rows(Comparison::kGreater, std::numeric_limits<std::int64_t>::max()), ElementsAre(3));
  EXPECT_THAT(rows(Comparison::kNotEqual, 9007199254740995), ElementsAre(0, 1, 2, 3));
}

TEST(Where, GivenTypesThatCannotBeComparedThenTheErrorSaysSo) {
  RandomFrames random(1);
  const Frame frame = random.frame(3, 0);
  const auto code = [&](Condition condition) { return where(frame, {condition}).error().code; };
  EXPECT_EQ(code({"name", Comparison::kEqual, std::int64_t{1}}), "FRAME-002");
  EXPECT_EQ(code({"score", Comparison::kEqual, std::string("1")}), "FRAME-002");
  EXPECT_EQ(code({"day", Comparison::kEqual, std::string("вчера")}), "FRAME-002");
  EXPECT_EQ(code({"name", Comparison::kEqual, std::nan("")}), "FRAME-002");
  EXPECT_EQ(code({"name", Comparison::kEqual, ColumnRef{"score"}}), "FRAME-002");
  EXPECT_EQ(code({"day", Comparison::kEqual, ColumnRef{"score"}}), "FRAME-002");
  EXPECT_EQ(code({"score", Comparison::kLess, std::vector<std::int64_t>{1}}), "FRAME-002");
  EXPECT_EQ(code({"scor", Comparison::kLess, std::int64_t{1}}), "FRAME-001");
  EXPECT_EQ(code({"score", Comparison::kLess, ColumnRef{"grad"}}), "FRAME-001");
}

}  // namespace
}  // namespace opora
