// The markers on regions in which one school is made to differ in one way: that school is found, the others are not, and
// where nothing can be said the status says why.
#include "region.h"
#include "unit/store/sample_store.h"

namespace opora::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

// Every fourth pupil one or two points below a border is moved onto it: everywhere, as in real regions.
void as_everywhere(Pupil& one, std::mt19937& random, unsigned moved_of_four) {
  for (const std::int64_t border : kBorders)
    if ((one.score == border - 1 || one.score == border - 2) && random() % 4 < moved_of_four) {
      one.score = border;
      break;
    }
}

Region bunched_region() {
  Region region;
  for (int i = 0; i < 25; ++i) region.school("u" + std::to_string(100 + i), 60, [&](Pupil& one, int) { as_everywhere(one, region.random(), 1); });
  region.school("bunched", 60, [&](Pupil& one, int) { as_everywhere(one, region.random(), 4); });
  region.school("few", 15, [&](Pupil& one, int) { as_everywhere(one, region.random(), 4); });
  region.school("some", 30, [&](Pupil& one, int) { as_everywhere(one, region.random(), 1); });
  return region;
}

TEST(BorderBunching, IsMeasuredAgainstTheExcessOfTheOtherSchools) {
  FrameFacts facts = bunched_region().facts();
  const auto frame = indicator_of(facts, "border-bunching");
  ASSERT_OK(frame);
  EXPECT_THAT(schools_up_to(*frame, "q", 0.01), ElementsAre("bunched"));
  const FrameRow usual = row_of(*frame, "u100");
  EXPECT_GT(usual.value("elsewhere"), 0.25);  // the region gathers at borders, too
  EXPECT_EQ(usual.text("status"), "вычислено");
}

TEST(BorderBunching, OfFewPupilsIsNotAssessedAndOfSomeWithReserve) {
  FrameFacts facts = bunched_region().facts();
  const auto frame = indicator_of(facts, "border-bunching");
  ASSERT_OK(frame);
  EXPECT_FALSE(row_of(*frame, "few").number("p"));
  EXPECT_THAT(row_of(*frame, "few").text("status"), HasSubstr("участников 15, нужно не менее 20"));
  EXPECT_TRUE(row_of(*frame, "some").number("p"));
  EXPECT_THAT(row_of(*frame, "some").text("status"), HasSubstr("ориентировочно"));
  const auto lower = indicator_of(facts, "border-bunching", {{"bunching_minimum", "10"}, {"bunching_informative", "10"}});
  ASSERT_OK(lower);
  EXPECT_EQ(row_of(*lower, "few").text("status"), "вычислено");
}

TEST(BorderBunching, WithoutKnownBordersSaysSo) {
  FrameFacts facts = bunched_region().facts(false);
  const auto frame = indicator_of(facts, "border-bunching");
  ASSERT_OK(frame);
  EXPECT_EQ(frame->rows(), 28);
  EXPECT_THAT(schools_up_to(*frame, "p", 1), IsEmpty());
  EXPECT_THAT(row_of(*frame, "bunched").text("status"), HasSubstr("границы отметок этой процедуры неизвестны"));
}

TEST(MarkDistribution, FlagsHigherMarksOnly) {
  Region region;
  region.usual_schools(20, 50);
  region.school("high", 50, [](Pupil& one, int) { one.score = std::min(kMaximum, one.score + 4); });
  region.school("low", 50, [](Pupil& one, int) { one.score = std::max<std::int64_t>(0, one.score - 4); });
  FrameFacts facts = region.facts();
  for (const char* test : {"χ²", "G"}) {
    const auto frame = indicator_of(facts, "mark-distribution", {{"marks_test", test}});
    ASSERT_OK(frame);
    EXPECT_THAT(schools_up_to(*frame, "q", 0.01), ElementsAre("high")) << test;
    EXPECT_LT(row_of(*frame, "low").value("p_any"), 1e-4);
    EXPECT_EQ(row_of(*frame, "low").value("p"), 1);
    EXPECT_EQ(row_of(*frame, "low").text("direction"), "отметки ниже");
  }
}

TEST(ScoreDispersion, FlagsASmallSpreadWithAHighMeanByEveryTest) {
  Region region;
  region.usual_schools(20, 40);
  region.school("even", 40, [](Pupil& one, int i) { one.score = 16 + i % 2; });
  region.school("even_low", 40, [](Pupil& one, int i) { one.score = 5 + i % 2; });
  region.school("high", 40, [](Pupil& one, int) { one.score = std::min(kMaximum, one.score + 4); });
  FrameFacts facts = region.facts();
  for (const char* test : {"F", "Levene"})
    for (const char* base : {"school", "region"}) {
      const auto frame = indicator_of(facts, "score-dispersion", {{"spread_test", test}, {"spread_base", base}});
      ASSERT_OK(frame);
      EXPECT_THAT(schools_up_to(*frame, "q", 0.001), ElementsAre("even")) << test << base;
      EXPECT_LT(row_of(*frame, "even_low").value("p_spread"), 1e-6) << test << base;
      EXPECT_GT(row_of(*frame, "even_low").value("p"), 0.9) << test << base;
    }
}

TEST(ClassRange, FindsASchoolWithOneClassApart) {
  Region region;
  region.usual_schools(15, 50);
  region.school("apart", 50, [](Pupil& one, int i) {
    one.class_label = i % 2 == 0 ? "А" : "Б";
    if (i % 2 == 0) one.score = std::min(kMaximum, one.score + 5);
  });
  region.school("alike", 50, [](Pupil& one, int i) { one.class_label = i % 2 == 0 ? "А" : "Б"; });
  FrameFacts facts = region.facts();
  const auto frame = indicator_of(facts, "class-range");
  ASSERT_OK(frame);
  EXPECT_THAT(schools_up_to(*frame, "q", 0.01), ElementsAre("apart"));
  EXPECT_GT(row_of(*frame, "apart").value("ratio"), 4);
  EXPECT_THAT(row_of(*frame, "u100").text("status"), HasSubstr("меньше двух классов"));
}

TEST(JournalComparison, CountsLoweredConfirmedAndRaised) {
  Region region;
  region.usual_schools(15, 40);
  region.school("far", 40, [](Pupil& one, int i) { one.journal = i % 2 == 0 ? 2 : 3, one.mark = 5; });
  region.school("none", 40, [](Pupil& one, int) { one.journal = 0; });
  FrameFacts facts = region.facts();
  const auto frame = indicator_of(facts, "journal-comparison");
  ASSERT_OK(frame);
  const FrameRow far = row_of(*frame, "far");
  EXPECT_EQ(far.value("raised"), 40);
  EXPECT_EQ(far.value("far"), 40);
  EXPECT_EQ(far.value("lowered") + far.value("confirmed"), 0);
  EXPECT_THAT(schools_up_to(*frame, "q", 0.01), ElementsAre("far"));
  EXPECT_THAT(schools_up_to(*frame, "raised_q", 0.01), ElementsAre("far"));
  EXPECT_THAT(row_of(*frame, "none").text("status"), HasSubstr("отметок в журнале нет"));
}

TEST(JournalAgreement, StandsBesideKendallAndInTheTextbookForm) {
  Region region;
  region.usual_schools(10, 30);
  region.school("against", 30, [](Pupil& one, int) { one.journal = 7 - mark_of(one.score); });
  FrameFacts facts = region.facts();
  std::map<std::string, double> r;
  for (const char* coefficient : {"spearman", "textbook", "kendall"}) {
    const auto frame = indicator_of(facts, "journal-agreement", {{"coefficient", coefficient}});
    ASSERT_OK(frame);
    r[coefficient] = row_of(*frame, "against").value("r");
    EXPECT_THAT(schools_up_to(*frame, "r", -1e-12), ElementsAre("against"));
    EXPECT_THAT(schools_up_to(*frame, "q", 0.01), ElementsAre("against"));
  }
  EXPECT_NE(r["spearman"], r["textbook"]);  // four marks are ties
  const auto kendall = indicator_of(facts, "journal-agreement", {{"coefficient", "kendall"}});
  EXPECT_EQ(r["kendall"], row_of(*kendall, "against").value("tau"));
}

// Easy tasks of the usual school succeed in nine of ten cases, hard ones in two.
void solve(Pupil& one, std::mt19937& random, bool inverted) {
  for (int task = 0; task < 12; ++task) {
    const int usual = 90 - 6 * task, here = inverted ? 90 - 6 * (11 - task) : usual;
    one.tasks.push_back(static_cast<int>(random() % 100) < here);
  }
}

TEST(TaskProfile, FindsASchoolThatFailsEasyTasksAndSolvesHardOnes) {
  Region region;
  for (int i = 0; i < 12; ++i) region.school("u" + std::to_string(100 + i), 40, [&](Pupil& one, int) { solve(one, region.random(), false); });
  region.school("inverted", 40, [&](Pupil& one, int) { solve(one, region.random(), true); });
  FrameFacts facts = region.facts();
  const auto frame = indicator_of(facts, "task-inversion");
  ASSERT_OK(frame);
  EXPECT_THAT(schools_up_to(*frame, "q", 0.01), ElementsAre("inverted"));
  const FrameRow row = row_of(*frame, "inverted");
  EXPECT_LT(row.value("r"), -0.9);
  EXPECT_LT(row.value("easy"), 0);
  EXPECT_GT(row.value("hard"), 0);
}

// Grade 4 a year before and grade 5 now.
Region cohort_region() {
  Region region;
  for (int i = 0; i < 20; ++i)
    for (const int year : {2025, 2026})
      region.school("u" + std::to_string(100 + i), 30, [&](Pupil& one, int) {
        one.year = year, one.grade = year - 2021;
        one.score = std::clamp<std::int64_t>(one.score + i % 5 - 2, 0, kMaximum);
      });
  for (const int year : {2025, 2026})
    region.school("jump", 30, [&](Pupil& one, int) {
      one.year = year, one.grade = year - 2021;
      if (year == 2026) one.score = std::min(kMaximum, one.score + 7);
    });
  region.school("new", 30, [](Pupil& one, int) { one.grade = 5; });
  return region;
}

TEST(YearChange, FindsTheCohortWhosePlaceInTheRegionJumped) {
  FrameFacts facts = cohort_region().facts();
  const auto frame = indicator_of(facts, "year-change");
  ASSERT_OK(frame);
  EXPECT_THAT(schools_up_to(*frame, "q", 0.01), ElementsAre("jump"));
  const FrameRow jump = row_of(*frame, "jump");
  EXPECT_GT(jump.value("change"), 1);
  EXPECT_LT(jump.value("k"), jump.value("upper"));
  EXPECT_EQ(jump.text("earlier"), "ВПР RU 4 2025");
  EXPECT_THAT(row_of(*frame, "new").text("status"), HasSubstr("годом раньше нет"));
}

TEST(CohortConfirmation, FindsAHighResultThatDidNotLast) {
  Region region;
  for (int i = 0; i < 20; ++i)
    for (const int later : {0, 1})
      region.school("u" + std::to_string(100 + i), 30, [&](Pupil& one, int) {
        one.kind = later ? "ОГЭ" : "ВПР", one.year = 2025 + later, one.grade = 8 + later;
        one.score = std::clamp<std::int64_t>(one.score + i % 7 - 3, 0, kMaximum);
      });
  for (const int later : {0, 1})
    region.school("fell", 30, [&](Pupil& one, int) {
      one.kind = later ? "ОГЭ" : "ВПР", one.year = 2025 + later, one.grade = 8 + later;
      one.score = std::clamp<std::int64_t>(one.score + (later ? -4 : 4), 0, kMaximum);
    });
  FrameFacts facts = region.facts();
  const auto frame = indicator_of(facts, "cohort-confirmation");
  ASSERT_OK(frame);
  EXPECT_THAT(schools_up_to(*frame, "q", 0.01), ElementsAre("fell"));
  EXPECT_LT(row_of(*frame, "fell").value("later"), row_of(*frame, "fell").value("expected"));
  const auto wrong = indicator_of(facts, "cohort-confirmation", {{"earlier_grade", "9"}});
  ASSERT_FALSE(wrong.ok());
  EXPECT_THAT(wrong.error().message + wrong.error().help, HasSubstr("later_grade"));
  Region no_earlier;
  no_earlier.school("a", 30, [](Pupil& one, int) { one.kind = "ОГЭ", one.grade = 9; });
  FrameFacts alone = no_earlier.facts();
  const auto none = indicator_of(alone, "cohort-confirmation");
  ASSERT_OK(none);
  EXPECT_THAT(row_of(*none, "a").text("status"), HasSubstr("результатов ранней процедуры нет"));
}

TEST(Markers, SayOfEverySchoolAndMarkerWhatTheyFoundOrWhyNot) {
  FrameFacts facts = bunched_region().facts();
  const auto frame = indicator_of(facts, "markers");
  ASSERT_OK(frame);
  std::map<std::string, int> rows;
  for (std::int64_t row = 0; row < frame->rows(); ++row) {
    const FrameRow one(*frame, row);
    ++rows[one.text("marker")];
    EXPECT_FALSE(one.text("status").empty());
    const bool computed = one.text("status").starts_with("вычислено");
    EXPECT_EQ(one.number("flag").has_value(), computed) << one.text("school") << one.text("marker") << one.text("status");
    EXPECT_FALSE(one.number("q") && !one.number("p"));
  }
  EXPECT_EQ(rows.size(), 8U + 1U);  // without later grades there is no pair of years and no later examination
  for (const auto& [marker, n] : rows) EXPECT_EQ(n, 28) << marker;
  EXPECT_EQ(row_of(*frame, "bunched", "marker", "border_bunching").value("flag"), 1);
  EXPECT_EQ(row_of(*frame, "u100", "marker", "border_bunching").value("flag"), 0);
}

TEST(Markers, AgreeWithTheIndicatorsOfTheirOwn) {
  FrameFacts facts = cohort_region().facts();
  const auto matrix = indicator_of(facts, "markers");
  const auto change = indicator_of(facts, "year-change");
  const auto classes = indicator_of(facts, "score-dispersion");
  ASSERT_OK(matrix);
  ASSERT_OK(change);
  ASSERT_OK(classes);
  EXPECT_EQ(row_of(*matrix, "jump", "marker", "year_change").value("q"), row_of(*change, "jump").value("q"));
  EXPECT_EQ(row_of(*matrix, "u103", "marker", "score_dispersion").value("p"), row_of(*classes, "u103").value("p"));
}

TEST(Markers, AreTheSameWhateverTheOrderOfRowsAndThreads) {
  Region region = cohort_region();
  FrameFacts facts = region.facts();
  const auto first = indicator_of(facts, "markers");
  ASSERT_OK(first);
  std::shuffle(region.pupils.begin(), region.pupils.end(), std::mt19937(5));
  FrameFacts shuffled = region.facts();
  const auto second = indicator_of(shuffled, "markers", {}, 2);
  ASSERT_OK(second);
  EXPECT_GT(first->rows(), 100);
  // Means and deviations of the host are sums of whole numbers, too.
  EXPECT_EQ(dump(*first), dump(*second));
}

TEST(Markers, OfNonsenseAreNotAssessed) {
  Region alike, missing, single, nobody;
  for (const char* school : {"a", "b", "c"}) {
    alike.school(school, 30, [](Pupil& one, int) { one.score = 12, one.journal = 4; });
    missing.school(school, 30, [](Pupil& one, int) { one.score = -1, one.mark = 0, one.journal = 0; });
  }
  single.school("a", 40, [](Pupil&, int) {});
  for (const Region* region : {&alike, &missing, &single, &nobody}) {
    FrameFacts facts = region->facts();
    const auto frame = indicator_of(facts, "markers");
    ASSERT_OK(frame);
    for (std::int64_t row = 0; row < frame->rows(); ++row) EXPECT_NE(FrameRow(*frame, row).number("flag"), 1) << FrameRow(*frame, row).text("marker");
  }
  FrameFacts facts = single.facts();
  EXPECT_THAT(row_of(*indicator_of(facts, "mark-distribution"), "a").text("status"), HasSubstr("других школ с этой процедурой нет"));
}

TEST(MarkerAgreement, ShowsAListFromOutsideAsItIs) {
  FrameFacts facts = bunched_region().facts();
  facts.listed = Region::lists({{"bunched", "RU 4"}, {"u101", "RU 4"}, {"ghost", "RU 4", 2026, 0}, {"u102", "MA 5"}, {"u103", "RU 4", 2025, 1}});
  const auto frame = indicator_of(facts, "marker-agreement");
  ASSERT_OK(frame);
  EXPECT_EQ(row_of(*frame, "bunched").text("agreement"), "оба");
  EXPECT_THAT(row_of(*frame, "bunched").text("markers"), HasSubstr("border_bunching"));
  EXPECT_EQ(row_of(*frame, "u101").text("agreement"), "только список");
  EXPECT_EQ(row_of(*frame, "u103").value("federal"), 0);  // another year's list
  EXPECT_THAT(row_of(*frame, "ghost").text("status"), HasSubstr("нет в реестре"));
  EXPECT_THAT(row_of(*frame, "u102", "procedure", "MA 5").text("status"), HasSubstr("нет результатов этой процедуры"));
  facts.listed = Region::lists({});
  const auto without = indicator_of(facts, "marker-agreement");
  ASSERT_OK(without);
  EXPECT_THAT(row_of(*without, "bunched").text("status"), HasSubstr("списка за этот год нет"));
  EXPECT_FALSE(row_of(*without, "bunched").number("federal"));
}

}  // namespace
}  // namespace opora::testing
