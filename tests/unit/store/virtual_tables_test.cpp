#include "store/virtual_tables.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "store/runs.h"
#include "store/sql.h"
#include "unit/store/sample_store.h"

namespace opora::testing {
namespace {

using Rows = std::vector<std::vector<SqlValue>>;

constexpr const char* kResultColumns = "kind, subject, grade, year, level, procedure, school, municipality, region, class, variant, participant, "
                                       "gender, score, max_score, mark, journal, batch, line";

constexpr const char* kTaskColumns = "procedure, task, task_position, task_max, task_score, school, class, mark, score, batch, line";

SqlValue cell(const Column& column, std::int64_t row) {
  if (!column.valid(row)) return {};
  const auto i = static_cast<std::size_t>(row);
  if (column.type() == ColumnType::kInt64) return std::int64_t{column.int64()[i]};
  if (column.type() == ColumnType::kFloat64) return column.float64()[i];
  return std::string(column.text(row));
}

Rows rows_of(const Frame& frame) {
  Rows rows(static_cast<std::size_t>(frame.rows()));
  for (std::size_t place = 0; place < frame.width(); ++place)
    for (std::int64_t i = 0; i < frame.rows(); ++i) rows[static_cast<std::size_t>(i)].push_back(cell(frame.column_at(place), i));
  return rows;
}

std::string text_of(const SqlValue& value) {
  if (const auto* number = std::get_if<std::int64_t>(&value)) return std::to_string(*number);
  if (const auto* number = std::get_if<double>(&value)) return fmt::format("{:a}", *number);
  if (const auto* text = std::get_if<std::string>(&value)) return '"' + *text + '"';
  return "NULL";
}

// A line a row, in an order of their own: a failure shows the lines that differ.
std::string text_of(const Rows& rows) {
  std::vector<std::string> lines;
  for (const auto& row : rows) {
    std::string& line = lines.emplace_back();
    for (const SqlValue& value : row) line += text_of(value) + " ";
  }
  std::sort(lines.begin(), lines.end());
  return fmt::format("{}", fmt::join(lines, "\n"));
}

std::vector<std::string> words(std::string_view list) {
  std::vector<std::string> names(1);
  for (const char c : list) c == ',' ? names.emplace_back() : c == ' ' ? names.back() : names.back() += c;
  return names;
}

class VirtualTables : public ::testing::Test {
 protected:
  void SetUp() override {
    std::mt19937_64 random(5);
    auto created = Store::create(folder / "s.db");
    ASSERT_OK(created);
    store = std::make_unique<Store>(*std::move(created));
    SampleShape shape;
    shape.tasks = true;
    files.push_back(sample_file(random, shape, "first.csv"));
    shape.first_school = 6;  // half of the schools again: their older rows are not seen any more
    files.push_back(sample_file(random, shape, "second.csv"));
    for (const SampleFile& file : files) ASSERT_OK(import(*store, file));
  }
  Rows sql(const std::string& query) {
    const auto result = run_sql(*store, query);
    EXPECT_TRUE(result.ok()) << query << "\n" << (result.ok() ? "" : render_terminal(result.error(), false));
    return result.ok() ? result->rows : Rows();
  }
  // A subquery with a limit takes no condition from outside, so that SQLite alone selects.
  static std::string whole(const std::string& table) { return "(SELECT * FROM " + table + " LIMIT -1)"; }
  void expect_same_as_outside(const std::string& table, const std::string& column, const std::string& value) {
    const std::string condition = " WHERE " + column + " = " + value;
    EXPECT_EQ(text_of(sql("SELECT * FROM " + table + condition)), text_of(sql("SELECT * FROM " + whole(table) + condition))) << table << condition;
  }

  TemporaryFolder folder;
  std::unique_ptr<Store> store;
  std::vector<SampleFile> files;
};

TEST_F(VirtualTables, ResultsAreTheRowsOfTheFactsOneByOne) {
  const auto frame = rows(*store, {}, words(kResultColumns));
  ASSERT_OK(frame);
  ASSERT_GT(frame->rows(), 500);
  EXPECT_TRUE(sql("SELECT * FROM results") == rows_of(*frame));
  EXPECT_EQ(text_of(sql("SELECT * FROM results")), text_of(rows_of(*frame)));
  EXPECT_EQ(sql("SELECT count(*) FROM results"), Rows({{SqlValue(frame->rows())}}));
}

TEST_F(VirtualTables, GivenAnEqualityThenTheRowsAreThoseThatSqliteSelects) {
  for (const std::string column : {"kind", "subject", "grade", "year", "level", "procedure", "school", "municipality", "region"})
    for (const std::string table : {"results", "tasks"}) {
      std::vector<std::string> values{"NULL", "2021.5", "5.0", "2021.0", "'2021'", "' 2021 '", "'2021.0'", "'x'", "''", "x'41'", "1e300",
                                      "'ru' COLLATE NOCASE", "'SCH101' COLLATE NOCASE"};
      for (const auto& row : sql("SELECT DISTINCT quote(" + column + ") FROM results")) values.push_back(std::get<std::string>(row.front()));
      for (const std::string& value : values) expect_same_as_outside(table, column, value);
    }
}

TEST_F(VirtualTables, GivenSeveralConditionsJoinsAndListsThenPushingDownChangesNothing) {
  const std::string tails[] = {" WHERE year = 2021 AND subject = 'RU' AND score > 10", " WHERE year IN (2020, 2021, 1999) AND subject IN ('RU', 'MA')",
                               " JOIN school_current s ON s.code = school", " LEFT JOIN school_current s ON s.code = school AND year = 2021",
                               " WHERE year = 2021 AND year = 2020", " WHERE year = 2021 OR subject = 'RU'", " WHERE school = 'sch101' OR school = 'edu101' OR year = 2020", " WHERE school = level"};
  for (const std::string table : {"results", "tasks"})
    for (const std::string& tail : tails)
      EXPECT_EQ(text_of(sql("SELECT * FROM " + table + tail)), text_of(sql("SELECT * FROM " + whole(table) + tail))) << table << tail;
}

TEST_F(VirtualTables, GivenNullOrAFractionThenNoRowIsEqualAndAWholeFractionIsANumber) {
  EXPECT_EQ(sql("SELECT 1 FROM results WHERE year = NULL"), Rows());
  EXPECT_EQ(sql("SELECT 1 FROM results WHERE year = 2020.5"), Rows());
  EXPECT_EQ(sql("SELECT 1 FROM results WHERE subject = NULL"), Rows());
  const Rows of_year = sql("SELECT count(*) FROM results WHERE year = 2020");
  EXPECT_NE(of_year, Rows({{SqlValue(std::int64_t{0})}}));
  EXPECT_EQ(sql("SELECT count(*) FROM results WHERE year = 2020.0"), of_year);
  EXPECT_EQ(sql("SELECT count(*) FROM results WHERE year = '2020'"), of_year);
}

// What the importer handed over, in the words of the table.
Rows tasks_of(const SampleFile& file, const std::string& procedure) {
  Rows rows;
  for (const ResultRows& block : file.blocks) {
    if (to_text(block.procedure) != procedure) continue;
    for (std::size_t i = 0; i < block.size(); ++i)
      for (std::size_t t = 0; t < block.tasks.size(); ++t) {
        const std::int16_t score = block.tasks[t][i];
        rows.push_back({std::int64_t{block.line[i]}, fmt::format("{:010x}", block.participant[i]), block.task_labels[t],
                        score == ResultRows::kNotAttempted ? SqlValue() : SqlValue(std::int64_t{score})});
      }
  }
  return rows;
}

TEST_F(VirtualTables, TasksAreTheScoresOfTheFileOneByOne) {
  for (const ResultRows& block : files[1].blocks) {  // the newest file is seen whole
    const std::string procedure = to_text(block.procedure);
    const Rows seen = sql("SELECT line, lower(participant), task, task_score FROM tasks WHERE procedure = '" + procedure + "' AND batch = 2");
    EXPECT_EQ(text_of(seen), text_of(tasks_of(files[1], procedure))) << procedure;
    ASSERT_FALSE(seen.empty());
  }
}

TEST_F(VirtualTables, TasksBelongToTheParticipantsOfResultsAndOfNobodyElse) {
  EXPECT_EQ(sql("SELECT count(*) FROM tasks"), sql("SELECT 2 * count(*) FROM results"));
  EXPECT_EQ(text_of(sql("SELECT DISTINCT year, kind, subject, grade, level, procedure, school, participant, batch, line FROM tasks")),
            text_of(sql("SELECT year, kind, subject, grade, level, procedure, school, participant, batch, line FROM results")));
  EXPECT_NE(sql("SELECT count(*) FROM tasks WHERE task_score IS NULL"), Rows({{SqlValue(std::int64_t{0})}}));
}

TEST_F(VirtualTables, TasksAreReadOneTaskOfOneProcedureAtATime) {
  FactRequest request;
  request.dataset = "tasks";
  request.conditions = {{"subject", Comparison::kEqual, std::string("RU")}};
  const auto whole = rows(*store, request, words(kTaskColumns));
  const auto parts = row_parts(*store, request);
  ASSERT_OK(whole);
  ASSERT_OK(parts);
  std::vector<Frame> one_by_one;
  for (const auto& conditions : *parts) {
    request.conditions = conditions;
    const auto part = rows(*store, request, words(kTaskColumns));
    ASSERT_OK(part);
    EXPECT_LE(group_tally(*part, {"batch", "procedure", "task"}, {})->rows(), 1);
    one_by_one.push_back(*part);
  }
  EXPECT_EQ(dump(*concat(one_by_one)), dump(*whole));
  EXPECT_EQ(text_of(sql(std::string("SELECT ") + kTaskColumns + " FROM tasks WHERE subject = 'RU'")), text_of(rows_of(*whole)));
}

// Two categories; the second one's rule has an own threshold; one value of each form.
DecisionSet some_decisions(double measured) {
  DecisionSet set;
  set.categories = {{"low", "", "m", {{"share", 1}}, Combination::kAll}, {"marker", "", "m", {{"mean", 1}}, Combination::kAny}};
  set.rules = {{0, "share", "", Comparison::kGreaterEqual, {30, 100}, 10, "%"}, {1, "mean", "", Comparison::kLess, {7, 2}, 0, ""}};
  const auto add = [&](const char* school, std::int32_t rule, ValueForm form, std::int64_t numerator, double value, std::int64_t n, double threshold) {
    set.checks.push_back({set.school_index(school), rule, set.name_index("RU"), form, numerator, 10, value, n, threshold});
  };
  const double own = std::nan("");
  add("a", 0, ValueForm::kShare, 4, 0, 10, own);
  add("a", 1, ValueForm::kMeasured, 0, measured, 5, own);
  add("b", 0, ValueForm::kShare, 1, 0, 3, own);
  add("b", 1, ValueForm::kMissing, 0, 0, 0, 2.5);
  set.settle();
  return set;
}

Rows checks_of(RunId run, const DecisionSet& set) {
  Rows rows;
  for (const CheckRow& row : set.checks) {
    const Check check = set.check(row);
    const auto value = check.share ? std::optional(check.share->value()) : check.value;
    const char* state[] = {"assessed", "too_few", "missing"};
    rows.push_back({run, set.categories[static_cast<std::size_t>(set.rules[static_cast<std::size_t>(row.rule)].category)].name,
                    set.schools[static_cast<std::size_t>(row.school)], check.rule, check.name, value ? SqlValue(*value) : SqlValue(), check.n,
                    std::string(symbol(check.op)), check.measured_threshold.value_or(check.threshold.value()), std::int64_t{check.met()},
                    std::string(state[static_cast<int>(check.unassessed())])});
  }
  return rows;
}

TEST_F(VirtualTables, ChecksAreThoseOfTheRunsOneByOne) {
  const DecisionSet first = some_decisions(3.25), second = some_decisions(4);
  const auto one = save_run(*store, RunInfo(), {{"", "", std::nullopt, first}}), two = save_run(*store, RunInfo(), {{"", "", std::nullopt, second}});
  ASSERT_OK(one);
  ASSERT_OK(two);
  Rows all = checks_of(*one, first);
  for (auto& row : checks_of(*two, second)) all.push_back(row);
  EXPECT_EQ(sql("SELECT * FROM checks"), all);
  EXPECT_EQ(sql("SELECT * FROM checks WHERE run = 2"), checks_of(*two, second));
  for (const char* value : {"1", "2", "2.0", "'2'", "1.5", "NULL", "99", "'x'"}) expect_same_as_outside("checks", "run", value);
  EXPECT_EQ(sql("SELECT school, state FROM checks WHERE run = 1 AND category = 'low'"), Rows({{"a", "assessed"}, {"b", "too_few"}}));
  EXPECT_EQ(sql("SELECT value FROM checks WHERE state = 'missing'"), Rows(2, {SqlValue()}));
}

}  // namespace
}  // namespace opora::testing
