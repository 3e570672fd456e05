// The plugin's own arithmetic against R's: reference/reference.R makes the numbers.
#include <gtest/gtest.h>

#include <fstream>
#include <random>
#include <sstream>

#include "comparison.h"
#include "intervals.h"
#include "works.h"

namespace deficits {
namespace {

constexpr double kTolerance = 1e-9;

std::vector<std::vector<std::string>> reference(const std::string& file) {
  std::ifstream in(std::string(OPORA_REFERENCE) + "/" + file);
  EXPECT_TRUE(in) << file;
  std::vector<std::vector<std::string>> rows;
  std::string line;
  std::getline(in, line);
  while (std::getline(in, line)) {
    rows.emplace_back();
    std::stringstream cells(line);
    for (std::string cell; std::getline(cells, cell, ';');) rows.back().push_back(cell);
  }
  EXPECT_FALSE(rows.empty()) << file;
  return rows;
}

TEST(Wilson, IsThatOfPropTest) {
  for (const auto& row : reference("wilson.csv")) {
    const double successes = std::stod(row[0]), n = std::stod(row[1]);
    const Interval interval = wilson(successes / n, n, normal_quantile_two_sided(std::stod(row[2])));
    EXPECT_NEAR(interval.low, std::stod(row[3]), kTolerance) << row[0] << "/" << row[1];
    EXPECT_NEAR(interval.high, std::stod(row[4]), kTolerance) << row[0] << "/" << row[1];
  }
}

TEST(Student, QuantilesAreThoseOfQt) {
  for (const auto& row : reference("student.csv")) {
    const double t = std::stod(row[2]);
    EXPECT_NEAR(student_quantile_two_sided(std::stod(row[0]), std::stod(row[1])) / t, 1, 1e-8) << row[0] << " " << row[1];
  }
}

Points points_of(const std::string& group) {
  Points points;
  for (const auto& row : reference("school_points.csv")) {
    const std::int64_t value = std::stoll(row[1]);
    if (row[0] == group) points += Points{1, value, value * value};
  }
  return points;
}

TEST(School, IntervalAndComparisonAreThoseOfR) {
  const auto row = reference("school.csv").at(0);
  const Interval interval = interval_of(points_of("school"), 6, 0.95);
  EXPECT_NEAR(interval.low, std::stod(row[0]), kTolerance);
  EXPECT_NEAR(interval.high, std::stod(row[1]), kTolerance);
  EXPECT_NEAR(p_of(points_of("school"), points_of("others")).value(), std::stod(row[2]), kTolerance);
}

TEST(Points, DoNotDependOnTheOrderOfPupilsAndAreTakenApartExactly) {
  std::mt19937 random(7);
  std::vector<std::int64_t> values(1000);
  for (auto& value : values) value = random() % 9;
  Points forward, backward, first;
  for (std::size_t i = 0; i < values.size(); ++i) {
    forward += Points{1, values[i], values[i] * values[i]};
    const std::int64_t v = values[values.size() - 1 - i];
    backward += Points{1, v, v * v};
    if (i < 300) first += Points{1, values[i], values[i] * values[i]};
  }
  EXPECT_EQ(forward.spread(), backward.spread());
  EXPECT_EQ(forward.mean(), backward.mean());
  EXPECT_EQ(((forward - first) - forward).pupils, -300);
}

TEST(Interval, GivenPupilsWhoAreAllAlikeThenItIsWilsonsAndNotAPoint) {
  const Interval none = interval_of({10, 0, 0}, 5, 0.95), all = interval_of({10, 50, 250}, 5, 0.95), one = interval_of({1, 2, 4}, 4, 0.95);
  EXPECT_EQ(none.low, 0);
  EXPECT_GT(none.high, 0.2);
  EXPECT_EQ(all.high, 1);
  EXPECT_LT(all.low, 0.8);
  EXPECT_LT(one.low, 0.5);
  EXPECT_GT(one.high, 0.5);
}

TEST(Interval, GivenTotalsAboveTheMaximumThenItStaysAShare) {
  const Interval odd = interval_of({10, 20, 40}, 1, 0.95);  // typing errors: two points of one
  EXPECT_LE(odd.high, 1);
  EXPECT_LE(odd.low, odd.high);
}

TEST(Interval, GivenScoresBelowNothingThenItIsStillAnInterval) {
  const Interval odd = interval_of({2, -1, 0}, 3, 0.95);
  EXPECT_EQ(odd.low, 0);
  EXPECT_LT(odd.low, odd.high);
  EXPECT_LE(odd.high, 1);
}

TEST(Comparison, GivenOthersWhoAreFewOrAlikeThenThereIsNone) {
  EXPECT_FALSE(p_of({10, 5, 5}, {1, 1, 1}));
  EXPECT_FALSE(p_of({10, 5, 5}, {100, 100, 100}));
  EXPECT_FALSE(p_of({}, {100, 50, 50}));
  EXPECT_TRUE(p_of({10, 10, 10}, {100, 50, 50}));  // the school's own pupils may all be alike
}

TEST(Labels, OfOneTaskAreTheSameHoweverWritten) {
  EXPECT_EQ(plain_label("5(1)"), plain_label("5.1"));
  EXPECT_EQ(plain_label("1К1"), plain_label("1K1"));
  EXPECT_EQ(plain_label("12.1"), plain_label("12,1"));
  EXPECT_NE(plain_label("1К1"), plain_label("1К2"));
  EXPECT_NE(plain_label("11"), plain_label("1.1"));
}

std::vector<Description> described(const std::vector<std::string>& labels) {
  std::vector<Description> list;
  for (const std::string& label : labels)
    list.push_back({label, static_cast<std::int64_t>(list.size()) + 1, 2, "Б", "", {"1"}, {}});
  return list;
}

TEST(Describe, ByLabelWhenAllAreNamedElseByPlaceElseNotAtAll) {
  const auto work = described({"1", "2.1", "2.2"});
  std::vector<Task> named = {{"1", 1, 0, nullptr}, {"2(2)", 2, 0, nullptr}};
  EXPECT_TRUE(describe(named, work));
  EXPECT_EQ(named[1].described, &work[2]);
  EXPECT_EQ(named[1].maximum, 2);
  std::vector<Task> numbered = {{"1", 1, 0, nullptr}, {"2", 2, 3, nullptr}, {"3", 3, 0, nullptr}};
  EXPECT_TRUE(describe(numbered, work));
  EXPECT_EQ(numbered[1].described, &work[1]);
  EXPECT_EQ(numbered[1].maximum, 3);  // the file's own
  std::vector<Task> another = {{"1", 1, 0, nullptr}, {"2", 2, 0, nullptr}, {"3", 3, 0, nullptr}, {"4", 4, 0, nullptr}};
  EXPECT_FALSE(describe(another, work));
  EXPECT_EQ(another[0].described, nullptr);
}

TEST(Thresholds, AreThoseOfTheLevelAndNoneForAnother) {
  const Thresholds thresholds;
  EXPECT_EQ(thresholds.of("Б")->lacking, 0.57);
  EXPECT_EQ(thresholds.of("П")->enough, 0.30);
  EXPECT_EQ(thresholds.of("В")->lacking, 0.285);
  EXPECT_FALSE(thresholds.of(""));
}

TEST(Skills, OfAWorkAreItsCodesLevelsAndBlocksWithTheirTasks) {
  const std::vector<Description> work = {{"1", 1, 1, "Б", "A", {"1", "2"}, {"1.1"}}, {"2", 2, 1, "П", "", {"2"}, {}}};
  std::vector<Task> tasks = {{"1", 1, 0, nullptr}, {"2", 2, 0, nullptr}};
  ASSERT_TRUE(describe(tasks, work));
  std::string found;
  for (const Skill& skill : skills_of(tasks)) {
    found += skill.dimension + " " + skill.code + ":";
    for (const std::size_t t : skill.tasks) found += " " + tasks[t].label;
    found += "; ";
  }
  EXPECT_EQ(found, "block A: 1; content 1: 1; content 2: 1 2; difficulty Б: 1; difficulty П: 2; requirement 1.1: 1; ");
}

}  // namespace
}  // namespace deficits
