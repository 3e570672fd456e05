#include "store/facts.h"
#include "store/sqlite.h"
#include "unit/store/sample_store.h"

namespace opora::testing {
namespace {

// A file that answers `items` for the schools 100 … 109 in each of `years`, the years' lines in turns or one after the other.
SampleFile answers(const std::vector<int>& years, int number, bool in_turns, const std::string& name) {
  SampleFile file;
  file.info.file = file.info.digest = name;
  for (int i = 0; i < 10; ++i) file.draft.schools_seen.push_back({std::to_string(109 - i), "sch" + std::to_string(109 - i)});
  const auto add = [&](int school, int year) {
    file.draft.context.push_back({school, year, "pupils", std::to_string(number + school), Share{number + school, 1}, school + 2});
    file.draft.context.push_back({school, year, "area", "село", std::nullopt, school + 2});
  };
  if (in_turns)
    for (int school = 0; school < 10; ++school)
      for (const int year : years) add(school, year);
  else
    for (const int year : years)
      for (int school = 0; school < 10; ++school) add(school, year);
  file.draft.protocol_json = "{}";
  return file;
}

void expect_answers(const Store& store, int year, int number) {
  const auto frame = context(store, year);
  ASSERT_OK(frame);
  EXPECT_THAT(frame->names(), ::testing::ElementsAre("school", "area", "pupils"));
  ASSERT_EQ(frame->rows(), 10);
  for (int row = 0; row < 10; ++row) {
    EXPECT_EQ(frame->find("school")->text(row), "sch" + std::to_string(100 + row));
    EXPECT_EQ(frame->find("area")->text(row), "село");
    EXPECT_EQ(frame->find("pupils")->number(row), number + 9 - row);
  }
}

TEST(Context, OfOneYearIsReadWhateverElseTheTableHolds) {
  const std::vector<int> years = {2015, 2016, 2017, 2018, 2019, 2020, 2021};
  const struct {
    std::vector<int> years;
    bool in_turns;
  } tables[] = {{{2021}, false}, {years, false}, {years, true}};  // the whole table, a stretch of it, here and there
  for (const auto& table : tables) {
    TemporaryFolder folder;
    auto store = Store::create(folder / "s.db");
    ASSERT_OK(store);
    ASSERT_OK(import(*store, answers(table.years, 500, table.in_turns, "passports.csv")));
    expect_answers(*store, 2021, 500);
  }
}

TEST(Context, GivenTwoFilesThenTheLaterAnswers) {
  TemporaryFolder folder;
  auto store = Store::create(folder / "s.db");
  ASSERT_OK(store);
  ASSERT_OK(import(*store, answers({2020, 2021}, 500, false, "a.csv")));
  const auto second = import(*store, answers({2021}, 700, false, "b.csv"));
  ASSERT_OK(second);
  expect_answers(*store, 2021, 700);
  expect_answers(*store, 2020, 500);
  ASSERT_OK(undo_batch(*store, *second, "tester"));
  expect_answers(*store, 2021, 500);
}

TEST(Schools, TakeEachFieldFromTheNewestFileThatStatesIt) {
  TemporaryFolder folder;
  auto store = Store::create(folder / "s.db");
  ASSERT_OK(store);
  const SchoolRef school{"100", "sch100"};
  for (const SchoolRow& row : {SchoolRow{school, "Школа 1", "Район 1", "Край", 9}, SchoolRow{school, "Лицей 1", "", "", 2}}) {
    SampleFile file;
    file.info.file = file.info.digest = row.name;
    file.draft.schools_seen = {school};
    file.draft.registry = {row};
    file.draft.protocol_json = "{}";
    ASSERT_OK(import(*store, file));
  }
  const auto frame = schools(*store);
  ASSERT_OK(frame);
  ASSERT_EQ(frame->rows(), 1);
  EXPECT_EQ(frame->find("name")->text(0), "Лицей 1");
  EXPECT_EQ(frame->find("municipality")->text(0), "Район 1");
  EXPECT_EQ(frame->find("region")->text(0), "Край");
}

}  // namespace
}  // namespace opora::testing
