// The built plugin through the registry, on a real store whose answers can be worked out by hand.
#include <gmock/gmock.h>
#include <fmt/format.h>
#include <unistd.h>

#include <filesystem>
#include <optional>

#include "extend/indicator.h"
#include "extend/native_library.h"
#include "opora/abi/all.h"
#include "store/batches.h"
#include "store/facts.h"

namespace opora {
namespace {

#define ASSERT_OK(expression) \
  if (const auto& checked = (expression); !checked.ok()) FAIL() << render_terminal(checked.error(), false)

constexpr int kSchools = 8, kPupils = 20;
const ProcedureKey kWork{"ВПР", "MA", 4, 2022, ""};

// Task 1 (1 point): every other pupil. Task 2 (2 points): one or two by turns, none in school 0. Task 3 (3 points):
// two, but school 2's pupils with the lower mark get three.
ResultRows results(bool reversed) {
  ResultRows rows;
  rows.procedure = kWork;
  rows.task_labels = {"1", "2(1)", "2(2)"};
  rows.task_maxima = {1, 2, 0};
  rows.tasks.resize(3);
  for (int s = 0; s < kSchools; ++s)
    for (int n = 0; n < kPupils; ++n) {
      const int i = reversed ? kPupils - 1 - n : n;
      rows.school.push_back(s);
      rows.line.push_back(static_cast<std::uint32_t>(rows.school.size() + 1));
      rows.mark.push_back(static_cast<std::uint8_t>(i % 2 == 0 ? 3 : 5));
      const int first = i % 2, second = s == 0 ? 0 : 1 + i % 2, third = s == 2 && i % 2 == 0 ? 3 : 2;
      rows.tasks[0].push_back(static_cast<std::int16_t>(first));
      rows.tasks[1].push_back(static_cast<std::int16_t>(second));
      rows.tasks[2].push_back(static_cast<std::int16_t>(third));
      rows.score.push_back(static_cast<std::uint16_t>(first + second + third));
    }
  return rows;
}

struct Given {
  bool described = true, reversed = false, taken = true;
};

class Deficits : public ::testing::Test {
 protected:
  void make(const Given& given) {
    folder_ = std::filesystem::temp_directory_path() / ("opora_deficits_" + std::to_string(::getpid()) + "_" + std::to_string(next_++));
    std::filesystem::create_directories(folder_);
    auto created = Store::create(folder_ / "s.db");
    ASSERT_OK(created);
    store_.emplace(*std::move(created));
    BatchDraft draft;
    for (int s = 0; s < kSchools; ++s) {
      const std::string code = "s" + std::to_string(s);
      draft.schools_seen.push_back({code, code});
      draft.registry.push_back({{code, code}, "Школа", s < 7 ? "Город" : "Село", "Край", s + 2});
    }
    if (given.described) {
      draft.task_descriptions = {{{"ВПР", "MA", 4, 0, ""}, "1", 1, "", "Счёт", "Б", {"1"}, {"1"}, 1, 2},
                                 {{"ВПР", "MA", 4, 0, ""}, "2.1", 2, "", "Задачи", "Б", {"2"}, {"1"}, 2, 3},
                                 {{"ВПР", "MA", 4, 0, ""}, "2.2", 3, "", "Задачи", "П", {"2.1"}, {"2"}, 3, 4}};
      draft.code_texts = {{{"ВПР", "MA", 4, 0, ""}, "content", "2", "Текстовые задачи", 2}};
    }
    BatchInfo info;
    info.file = "f";
    auto writer = BatchWriter::begin(*store_, info);
    ASSERT_OK(writer);
    SegmentBuilder builder([&](Segment&& segment) { return writer->add(segment, draft.schools_seen); });
    ResultRows rows = results(given.reversed);
    if (!given.taken)
      for (std::size_t i = 0; i < rows.size(); ++i)
        if (rows.school[i] == 3) rows.tasks[1][i] = ResultRows::kNotAttempted;
    ASSERT_OK(builder.add(std::move(rows)));
    ASSERT_OK(builder.finish());
    ASSERT_OK(writer->finish(draft));
  }
  void TearDown() override {
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
  }

  Frame ask(const std::string& id, const std::map<std::string, std::string>& parameters = {}, int threads = 1) {
    auto library = load_native(OPORA_PLUGIN_FILE);
    EXPECT_TRUE(library.ok());
    auto extension = native_extension(*std::move(library), OPORA_KIND_INDICATOR, id);
    EXPECT_TRUE(extension.ok());
    auto indicator = Indicator::of(*extension);
    EXPECT_TRUE(indicator.ok());
    RunContext context;
    context.store = &*store_;
    context.year = 2022;
    context.threads = threads;
    const auto facts = facts_of(*store_);
    auto frame = (*indicator)->compute_on(*facts, context, parameters);
    EXPECT_TRUE(frame.ok()) << (frame.ok() ? "" : render_terminal(frame.error(), false));
    return frame.ok() ? *frame : Frame();
  }
  // The row for which all these columns have these texts or numbers.
  static Frame only(Frame frame, const std::vector<Condition>& conditions) {
    auto found = where(frame, conditions);
    EXPECT_TRUE(found.ok());
    return *found;
  }
  static double real(const Frame& f, const char* name) { return f.find(name)->float64()[0]; }
  static std::int64_t whole(const Frame& f, const char* name) { return f.find(name)->int64()[0]; }
  static std::string text(const Frame& f, const char* name) { return f.find(name)->valid(0) ? std::string(f.find(name)->text(0)) : ""; }
  static Condition is(const char* column, std::string value) { return {column, Comparison::kEqual, std::move(value)}; }

  std::filesystem::path folder_;
  std::optional<Store> store_;
  static inline int next_ = 0;
};

TEST_F(Deficits, GivenASchoolWithoutPointsInATaskThenTheTaskIsItsDeficit) {
  make({});
  const Frame f = ask("task-completion");
  EXPECT_EQ(f.rows(), kSchools * 3);
  const Frame weak = only(f, {is("school", "s0"), is("task", "2(1)")});
  ASSERT_EQ(weak.rows(), 1);
  EXPECT_EQ(whole(weak, "n"), kPupils);
  EXPECT_EQ(whole(weak, "maximum"), 2);
  EXPECT_EQ(real(weak, "share"), 0);
  EXPECT_DOUBLE_EQ(real(weak, "region_share"), 210.0 / 320);  // 7 schools × 30 points of 8 × 40
  EXPECT_DOUBLE_EQ(real(weak, "others_share"), 0.75);
  EXPECT_DOUBLE_EQ(real(weak, "difference"), -0.75);
  EXPECT_EQ(text(weak, "zone"), "недостаточный");
  EXPECT_EQ(text(weak, "compared_with"), "регион");
  EXPECT_EQ(whole(weak, "deficit"), 1);
  EXPECT_EQ(only(f, {{"deficit", Comparison::kEqual, std::int64_t{1}}}).rows(), 1);
  const Frame usual = only(f, {is("school", "s1"), is("task", "2(1)")});
  EXPECT_DOUBLE_EQ(real(usual, "share"), 0.75);
  EXPECT_EQ(text(usual, "zone"), "достаточный");
  // Neither the file nor the description is missing here: the file's own header does not tell the maximum of 2(2).
  EXPECT_EQ(whole(only(f, {is("school", "s1"), is("task", "2(2)")}), "maximum"), 3);
}

TEST_F(Deficits, GivenSkillsThenPupilsAreCountedOncePerSkillAndTheSkillIsNamed) {
  make({});
  const Frame f = ask("skill-deficits");
  const Frame weak = only(f, {is("school", "s0"), is("dimension", "content"), is("code", "2")});
  ASSERT_EQ(weak.rows(), 1);
  EXPECT_EQ(text(weak, "text"), "Текстовые задачи");
  EXPECT_EQ(whole(weak, "systemic"), 1);
  EXPECT_EQ(whole(weak, "deficit"), 1);
  // Requirement 1: tasks 1 and 2(1), 3 points; school 1's pupils have 1 or 3.
  const Frame both = only(f, {is("school", "s1"), is("dimension", "requirement"), is("code", "1")});
  ASSERT_EQ(both.rows(), 1);
  EXPECT_EQ(whole(both, "n"), kPupils);
  EXPECT_EQ(whole(both, "maximum"), 3);
  EXPECT_DOUBLE_EQ(real(both, "share"), 2.0 / 3);
  EXPECT_EQ(whole(both, "tasks"), 2);
  EXPECT_EQ(whole(both, "red_tasks"), 1);  // half of the pupils do task 1
  EXPECT_EQ(whole(both, "systemic"), 0);
  // The block of tasks 2(1) and 2(2): 10 points a pair of pupils with 1 + 2 and 2 + 2, standing apart by one.
  const Frame block = only(f, {is("school", "s1"), is("dimension", "block"), is("code", "Задачи")});
  EXPECT_DOUBLE_EQ(real(block, "share"), 0.7);
  EXPECT_NEAR(real(block, "high") - real(block, "low"), 2 * 2.0930240544 * 0.5129891760 / std::sqrt(20.0) / 5, 1e-9);  // R: qt(.975, 19), sd
}

TEST_F(Deficits, GivenATopicBelowItsLevelInMostSchoolsThenItIsHard) {
  make({});
  const Frame f = ask("hard-topics");
  EXPECT_EQ(whole(only(f, {is("dimension", "content"), is("code", "1")}), "hard"), 1);  // 50 % everywhere, 57 % needed
  EXPECT_EQ(whole(only(f, {is("dimension", "content"), is("code", "1")}), "schools_below"), kSchools);
  EXPECT_EQ(whole(only(f, {is("dimension", "content"), is("code", "2")}), "hard"), 0);
  EXPECT_EQ(whole(only(f, {is("dimension", "content"), is("code", "2")}), "schools_below"), 1);
}

TEST_F(Deficits, GroupsOfACourseHaveTheSameDeficitAndAreLargeEnough) {
  make({});
  EXPECT_EQ(ask("course-groups").rows(), 0);
  const Frame f = ask("course-groups", {{"min_schools", "1"}});
  ASSERT_EQ(f.rows(), 1);
  EXPECT_EQ(text(f, "school"), "s0");
  EXPECT_EQ(text(f, "code"), "2");
  EXPECT_EQ(whole(f, "place"), 1);
}

TEST_F(Deficits, ACardNamesSoManyDeficitsAtMostTheWorstFirst) {
  make({});
  const Frame f = ask("school-deficits", {{"dimension", "requirement"}, {"most", "1"}});
  ASSERT_EQ(f.rows(), 1);
  EXPECT_EQ(text(f, "school"), "s0");
  EXPECT_EQ(whole(f, "place"), 1);
}

TEST_F(Deficits, GivenTooFewOthersInTheMunicipalityThenTheRegionIsTheMeasure) {
  make({});
  const Frame f = ask("task-completion", {{"group", "municipality"}});
  EXPECT_EQ(text(only(f, {is("school", "s7"), is("task", "1")}), "compared_with"), "регион");
  const Frame city = only(f, {is("school", "s0"), is("task", "2(1)")});
  EXPECT_EQ(text(city, "compared_with"), "Город");
  EXPECT_EQ(whole(city, "deficit"), 1);
}

TEST_F(Deficits, GivenATaskThatNobodyInASchoolAttemptedThenTheSchoolIsNotAssessedInIt) {
  make({.taken = false});
  EXPECT_EQ(only(ask("task-completion"), {is("school", "s3"), is("task", "2(1)")}).rows(), 0);
  EXPECT_EQ(only(ask("skill-deficits"), {is("school", "s3"), is("dimension", "content"), is("code", "2")}).rows(), 0);
}

TEST_F(Deficits, GivenNoDescriptionThenTasksAreComparedAndSkillsAreNone) {
  make({.described = false});
  const Frame f = ask("task-completion");
  EXPECT_EQ(f.rows(), kSchools * 3);
  EXPECT_EQ(text(f, "zone"), "");
  EXPECT_EQ(whole(only(f, {is("school", "s1"), is("task", "2(2)")}), "maximum"), 3);  // the best of the region
  for (const char* id : {"skill-deficits", "hard-topics", "course-groups", "school-deficits"}) EXPECT_EQ(ask(id).rows(), 0) << id;
}

TEST_F(Deficits, GivenTooFewPupilsThenNothingIsADeficit) {
  make({});
  const Frame f = ask("task-completion", {{"min_n", "21"}});
  EXPECT_EQ(only(f, {{"deficit", Comparison::kEqual, std::int64_t{1}}}).rows(), 0);
  EXPECT_FALSE(f.find("q")->valid(0));
}

TEST_F(Deficits, GivenAGroupWithALowerMarkThatDoesBetterThenTheCurvesCross) {
  make({});
  const Frame f = ask("mark-groups");
  const Frame crossing = only(f, {{"crossing", Comparison::kEqual, std::int64_t{1}}});
  ASSERT_EQ(crossing.rows(), 1);
  EXPECT_EQ(text(crossing, "school"), "s2");
  EXPECT_EQ(text(crossing, "task"), "2(2)");
  EXPECT_EQ(whole(crossing, "mark"), 5);
  EXPECT_EQ(ask("mark-groups", {{"min_n", "11"}}).rows(), 0);
}

std::string cells(const Frame& frame) {
  std::string out;
  for (std::size_t c = 0; c < frame.width(); ++c)
    for (std::int64_t i = 0; i < frame.rows(); ++i) {
      const Column& column = frame.column_at(c);
      if (!column.valid(i)) out += "-;";
      else if (column.type() == ColumnType::kText) out += std::string(column.text(i)) + ";";
      else if (column.type() == ColumnType::kInt64) out += std::to_string(column.int64()[static_cast<std::size_t>(i)]) + ";";
      else out += fmt::format("{:a};", column.float64()[static_cast<std::size_t>(i)]);
    }
  return out;
}

TEST_F(Deficits, TheSameBitsOnOneThreadAndOnTwoAndWhateverTheOrderOfRows) {
  make({});
  std::map<std::string, std::string> first;
  for (const char* id : {"task-completion", "skill-deficits", "hard-topics", "mark-groups"}) {
    first[id] = cells(ask(id));
    EXPECT_EQ(cells(ask(id, {}, 2)), first[id]) << id;
  }
  TearDown();
  make({.reversed = true});
  for (const auto& [id, before] : first) EXPECT_EQ(cells(ask(id)), before) << id;
}

}  // namespace
}  // namespace opora
