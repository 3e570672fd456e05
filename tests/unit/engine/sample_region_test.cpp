#include "engine/sample_region.h"

#include <gmock/gmock.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <map>
#include <set>
#include <sstream>

#include "base/digest.h"
#include "base/text.h"
#include "engine/sample_results.h"

namespace opora {
namespace {

namespace fs = std::filesystem;
using testing::Contains;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

const fs::path kWords = fs::path(OPORA_SOURCE_DIR) / "regions" / "ru" / "sample_region.json";

class SampleRegion : public testing::Test {
 protected:
  void SetUp() override {
    const auto* test = testing::UnitTest::GetInstance()->current_test_info();
    root_ = fs::temp_directory_path() / ("opora_sample_" + std::string(test->name()) + "_" + std::to_string(getpid()));
    fs::remove_all(root_);
  }
  void TearDown() override { fs::remove_all(root_); }

  SampleReport write(const std::string& name, SampleOptions options) {
    auto report = write_sample_region(root_ / name, options);
    if (report.ok()) return *std::move(report);
    ADD_FAILURE() << render_terminal(report.error(), false);
    return {};
  }

  static SampleOptions small() {
    SampleOptions options;
    options.words = kWords;
    options.schools = 12;
    options.seed = 7;
    return options;
  }

  // Path → digest of every file.
  std::map<std::string, std::string> digests(const std::string& name) const {
    std::map<std::string, std::string> found;
    for (const auto& entry : fs::recursive_directory_iterator(root_ / name))
      if (entry.is_regular_file()) found[fs::relative(entry.path(), root_ / name).string()] = to_hex(*digest_of_file(entry.path()));
    return found;
  }

  std::vector<std::string> lines(const std::string& file) const {
    std::ifstream stream(root_ / file, std::ios::binary);
    std::vector<std::string> all;
    for (std::string line; std::getline(stream, line);) all.push_back(line);
    return all;
  }

  fs::path root_;
};

std::vector<std::string> cells(const std::string& line) {
  std::vector<std::string> found;
  std::istringstream stream(std::string(trimmed(line)));
  for (std::string cell; std::getline(stream, cell, ';');) found.push_back(cell);
  return found;
}

TEST_F(SampleRegion, same_seed_gives_the_same_bytes_on_any_number_of_threads) {
  SampleOptions options = small();
  options.threads = 1;
  write("one", options);
  options.threads = 3;
  write("three", options);
  EXPECT_THAT(digests("one"), SizeIs(162));
  EXPECT_EQ(digests("one"), digests("three"));
}

TEST_F(SampleRegion, another_seed_gives_other_results_under_the_same_names) {
  SampleOptions options = small();
  options.last_year = 2020;
  write("a", options);
  options.seed = 8;
  write("b", options);
  const auto a = digests("a"), b = digests("b");
  ASSERT_EQ(a.size(), b.size());
  for (auto left = a.begin(), right = b.begin(); left != a.end(); ++left, ++right) {
    EXPECT_EQ(left->first, right->first);
    const bool same = left->first.starts_with("Описания работ");  // what the tasks test does not depend on who sat them
    EXPECT_EQ(left->second == right->second, same) << left->first;
  }
}

TEST_F(SampleRegion, rows_add_up_and_files_are_where_the_report_says) {
  const SampleReport report = write("region", small());
  EXPECT_EQ(report.schools, 12);
  std::int64_t rows = 0, absent = 0;
  std::set<std::string> kinds;
  for (const SampleFile& file : report.files) {
    EXPECT_TRUE(fs::exists(root_ / "region" / file.path)) << file.path;
    if (!file.procedure.kind.empty()) { EXPECT_EQ(file.rows, file.participants + file.absent + file.other) << file.path; }
    rows += file.rows;
    absent += file.absent;
    kinds.insert(file.procedure.kind);
  }
  EXPECT_EQ(rows, report.rows);
  EXPECT_THAT(kinds, SizeIs(4));  // three kinds of tests, and the tables of schools
  const auto named = std::find_if(report.defects.begin(), report.defects.end(), [](const auto& d) { return d.first == "absent"; });
  ASSERT_NE(named, report.defects.end());
  EXPECT_EQ(named->second, absent);
}

TEST_F(SampleRegion, delimited_file_holds_the_reported_rows_in_its_layout) {
  const SampleReport report = write("region", small());
  for (const SampleFile& file : report.files) {
    if (!file.path.ends_with(".csv") || file.procedure.kind.empty()) continue;
    const auto text = lines("region/" + file.path);
    EXPECT_EQ(static_cast<std::int64_t>(text.size()), file.rows + 1) << file.path;
    const std::size_t columns = static_cast<std::size_t>(std::count(text[0].begin(), text[0].end(), ';'));
    for (const std::string& line : text)
      EXPECT_EQ(static_cast<std::size_t>(std::count(line.begin(), line.end(), ';')), columns) << file.path << ": " << line;
  }
}

TEST_F(SampleRegion, legacy_code_page_and_byte_order_mark_are_both_met) {
  const SampleReport report = write("region", small());
  int legacy = 0, marked = 0;
  for (const SampleFile& file : report.files) {
    if (!file.path.ends_with(".csv")) continue;
    const std::string header = lines("region/" + file.path).at(0);
    marked += header.starts_with("\xEF\xBB\xBF");
    if (is_utf8(header) && std::all_of(header.begin(), header.end(), [](char c) { return (c & 0x80) == 0; })) continue;
    legacy += !is_utf8(header);
  }
  EXPECT_GE(legacy, 2);
  EXPECT_GE(marked, 8);
}

TEST_F(SampleRegion, every_kind_of_defect_occurs_when_rates_are_raised) {
  SampleOptions options = small();
  options.defects_percent = 3000;
  const SampleReport report = write("region", options);
  ASSERT_EQ(report.defects.size(), kDefectNames.size());
  for (const auto& [name, count] : report.defects) EXPECT_GT(count, 0) << name;
}

TEST_F(SampleRegion, no_defect_occurs_at_rate_zero) {
  SampleOptions options = small();
  options.defects_percent = 0;
  const SampleReport report = write("region", options);
  for (const auto& [name, count] : report.defects) EXPECT_EQ(count, 0) << name;
  for (const SampleFile& file : report.files)
    if (!file.procedure.kind.empty()) { EXPECT_EQ(file.rows, file.participants) << file.path; }
}

TEST_F(SampleRegion, progress_counts_every_file_once) {
  SampleOptions options = small();
  options.threads = 2;
  std::vector<int> seen;
  int total = 0;
  options.progress = [&](int done, int all) {
    seen.push_back(done);
    total = all;
  };
  write("region", options);
  ASSERT_EQ(seen.size(), static_cast<std::size_t>(total));
  for (std::size_t i = 0; i < seen.size(); ++i) EXPECT_EQ(seen[i], static_cast<int>(i) + 1);
}

TEST_F(SampleRegion, passports_show_low_schools_as_poorer) {
  SampleOptions options = small();
  options.schools = 120;
  options.first_year = 2021;
  const SampleReport report = write("region", options);
  double low = 0, others = 0;
  int n_low = 0, n_others = 0;
  const auto passport = std::find_if(report.files.begin(), report.files.end(), [](const SampleFile& file) {
    return file.procedure.kind.empty() && file.path.ends_with("2021.csv");
  });
  ASSERT_NE(passport, report.files.end());
  const auto text = lines("region/" + passport->path);
  for (std::size_t i = 1; i < text.size(); ++i) {
    const auto row = cells(text[i]);
    ASSERT_EQ(row.size(), 6u);
    const double share = std::stod(row[2]) / std::stod(row[1]);
    EXPECT_LE(share, 1.0);
    const bool is_low = std::find(report.low.begin(), report.low.end(), row[0].substr(3)) != report.low.end();
    (is_low ? low : others) += share;
    ++(is_low ? n_low : n_others);
  }
  ASSERT_GT(n_low, 3);
  EXPECT_LT(low / n_low, 0.7 * others / n_others);
}

TEST_F(SampleRegion, folder_with_files_is_refused) {
  fs::create_directories(root_ / "region");
  std::ofstream(root_ / "region" / "mine.txt") << "keep";
  const auto report = write_sample_region(root_ / "region", small());
  ASSERT_FALSE(report.ok());
  EXPECT_EQ(report.error().code, "DATA-092");
}

TEST_F(SampleRegion, words_that_contradict_themselves_are_refused_with_the_place) {
  fs::create_directories(root_);
  std::ifstream stream(kWords);
  std::string words((std::istreambuf_iterator<char>(stream)), {});
  const std::size_t at = words.find("\"maximum\": 38");
  ASSERT_NE(at, std::string::npos);
  words.replace(at, 13, "\"maximum\": 39");
  std::ofstream(root_ / "words.json") << words;
  SampleOptions options = small();
  options.words = root_ / "words.json";
  const auto report = write_sample_region(root_ / "region", options);
  ASSERT_FALSE(report.ok());
  EXPECT_EQ(report.error().code, "DATA-090");
  EXPECT_THAT(report.error().reason, HasSubstr("do not add up"));
}

TEST_F(SampleRegion, number_of_schools_out_of_range_is_refused) {
  SampleOptions options = small();
  options.schools = 2;
  EXPECT_EQ(write_sample_region(root_ / "region", options).error().code, "CLI-090");
}

// The model behind the files, calculated directly.
class SampleModelTest : public testing::Test {
 protected:
  void SetUp() override {
    auto words = read_sample_words(kWords);
    ASSERT_TRUE(words.ok()) << words.error().reason;
    words_ = *std::move(words);
    region_ = make_schools(words_, 400, 1);
  }

  SampleSitting sitting(const std::string& subject, int grade, int year) const {
    SampleSitting found;
    for (std::size_t t = 0; t < words_.tests.size(); ++t)
      if (words_.tests[t].kind == words_.tests[0].kind && words_.tests[t].subject == subject && words_.tests[t].grade == grade)
        found = {&words_.tests[t], nullptr, year, t};
    for (const ResultLayout& layout : words_.layouts)
      if (layout.kind == words_.tests[0].kind && layout.year == year) found.layout = &layout;
    return found;
  }

  std::vector<PupilRow> participants(const SampleSitting& sitting, const SampleSchool& school) const {
    DefectCounts counts{};
    std::vector<PupilRow> rows = results_of(region_, sitting, school, 1, counts);
    std::erase_if(rows, [](const PupilRow& row) { return row.state != PupilState::kParticipant; });
    return rows;
  }

  static double share_of_lowest(const SampleSitting& sitting, const std::vector<PupilRow>& rows) {
    const auto low = std::count_if(rows.begin(), rows.end(), [&](const PupilRow& row) { return sitting.test->mark_of(row.total) == 2; });
    return rows.empty() ? 0 : static_cast<double>(low) / static_cast<double>(rows.size());
  }

  static double mean(const std::vector<PupilRow>& rows) {
    double sum = 0;
    for (const PupilRow& row : rows) sum += row.total;
    return rows.empty() ? 0 : sum / static_cast<double>(rows.size());
  }

  std::vector<const SampleSchool*> with(Trait trait) const {
    std::vector<const SampleSchool*> found;
    for (const SampleSchool& school : region_.schools)
      if (school.trait == trait) found.push_back(&school);
    return found;
  }

  SampleWords words_;
  SampleRegionModel region_;
};

TEST_F(SampleModelTest, grades_have_the_sizes_of_a_real_region) {
  std::vector<int> sizes;
  std::set<std::string> logins;
  for (const SampleSchool& school : region_.schools) {
    sizes.push_back(region_.pupils_of(school, 2016, 5));
    logins.insert(school.digits);
  }
  std::sort(sizes.begin(), sizes.end());
  EXPECT_NEAR(sizes[200], 23, 3);
  const auto small = std::lower_bound(sizes.begin(), sizes.end(), 10) - sizes.begin();
  EXPECT_NEAR(static_cast<double>(small) / 400, 0.2, 0.06);
  EXPECT_EQ(logins.size(), 400u);
}

TEST_F(SampleModelTest, low_schools_are_low_in_two_subjects_and_two_years) {
  const auto low = with(Trait::kLow);
  EXPECT_NEAR(static_cast<double>(low.size()), 25, 1);
  int stable = 0;
  for (const SampleSchool* school : low) {
    int met = 0;
    for (int year : {2021, 2022})
      for (const char* subject : {"RU", "MA"}) {
        const SampleSitting s = sitting(subject, 5, year);
        met += share_of_lowest(s, participants(s, *school)) >= 0.3;
      }
    stable += met == 4;
  }
  EXPECT_GE(stable, 20);
}

TEST_F(SampleModelTest, ordinary_schools_are_seldom_that_low) {
  int stable = 0, all = 0;
  for (const SampleSchool* school : with(Trait::kOrdinary)) {
    int met = 0;
    for (int year : {2021, 2022})
      for (const char* subject : {"RU", "MA"}) {
        const SampleSitting s = sitting(subject, 5, year);
        met += share_of_lowest(s, participants(s, *school)) >= 0.3;
      }
    stable += met == 4;
    ++all;
  }
  EXPECT_LT(stable, all / 20);
}

TEST_F(SampleModelTest, inflated_schools_stand_far_above_the_region) {
  const SampleSitting s = sitting("MA", 5, 2021);
  for (const SampleSchool* school : with(Trait::kInflated)) EXPECT_GT(mean(participants(s, *school)), s.test->mean + 0.8 * s.test->sd);
}

TEST_F(SampleModelTest, journal_runs_against_the_results_in_the_schools_meant_for_it) {
  const auto covariance = [&](const SampleSchool& school) {
    double sum = 0;
    for (const char* subject : {"RU", "MA"}) {
      const SampleSitting s = sitting(subject, 5, 2021);
      const auto rows = participants(s, school);
      const double centre = mean(rows);
      double journal = 0, n = 0;
      for (const PupilRow& row : rows)
        if (row.journal > 0) journal += row.journal, n += 1;
      for (const PupilRow& row : rows)
        if (row.journal > 0) sum += (row.total - centre) * (row.journal - journal / n);
    }
    return sum;
  };
  const auto against = with(Trait::kJournalAgainst);
  EXPECT_GE(against.size(), 3u);
  for (const SampleSchool* school : against) EXPECT_LT(covariance(*school), 0) << school->digits;
  for (const SampleSchool* school : with(Trait::kLow)) EXPECT_GT(covariance(*school), 0) << school->digits;
}

TEST_F(SampleModelTest, jump_schools_fall_from_grade_four_to_five) {
  for (const SampleSchool* school : with(Trait::kJump)) {
    const SampleSitting four = sitting("MA", 4, 2021), five = sitting("MA", 5, 2022);
    const double before = (mean(participants(four, *school)) - four.test->mean) / four.test->sd;
    const double after = (mean(participants(five, *school)) - five.test->mean) / five.test->sd;
    EXPECT_GT(before - after, 1.2) << school->digits;
  }
}

TEST_F(SampleModelTest, scores_bunch_at_the_border_of_the_pass_mark) {
  const SampleSitting s = sitting("MA", 5, 2021);
  std::map<int, int> frequency;
  for (const SampleSchool& school : region_.schools)
    for (const PupilRow& row : participants(s, school)) ++frequency[row.total];
  const int border = s.test->borders[0];
  EXPECT_GT(frequency[border], 4 * frequency[border - 1]);
}

TEST_F(SampleModelTest, a_pupil_keeps_the_ability_over_the_years) {
  const SampleSitting before = sitting("MA", 5, 2021), after = sitting("MA", 6, 2022);
  double together = 0, n = 0;
  for (const SampleSchool& school : region_.schools) {
    std::map<int, int> earlier;
    const auto first = participants(before, school), second = participants(after, school);
    const double centre_first = mean(first), centre_second = mean(second);
    for (const PupilRow& row : first) earlier[row.number] = row.total;
    for (const PupilRow& row : second) {
      const auto found = earlier.find(row.number);
      if (found == earlier.end()) continue;
      together += (found->second - centre_first) / before.test->sd * (row.total - centre_second) / after.test->sd;
      n += 1;
    }
  }
  EXPECT_GT(together / n, 0.35);  // of a variance of at most one
}

TEST_F(SampleModelTest, tasks_add_up_to_the_total_unless_a_defect_says_otherwise) {
  DefectCounts counts{};
  for (const SampleTest& test : words_.tests) {
    if (test.tasks.empty()) continue;
    const SampleSitting s = sitting(test.subject, test.grade, 2021);
    for (const PupilRow& row : results_of(region_, s, region_.schools[3], 0, counts)) {
      int sum = 0;
      for (std::size_t t = 0; t < test.tasks.size(); ++t) {
        EXPECT_LE(row.tasks[t], test.tasks[t].maximum);
        sum += std::max<int>(row.tasks[t], 0);
      }
      EXPECT_EQ(sum, row.total);
    }
  }
}

TEST_F(SampleModelTest, a_class_sits_two_of_the_tests_of_choice) {
  for (const SampleSchool& school : region_.schools) {
    int sat = 0;
    for (std::size_t t = 0; t < words_.tests.size(); ++t) {
      const SampleTest& test = words_.tests[t];
      if (test.choice && test.grade == 8) sat += sits(region_, {&test, &words_.layouts[1], 2021, t}, school, 0);
    }
    EXPECT_EQ(sat, 2);
  }
}

}  // namespace
}  // namespace opora
