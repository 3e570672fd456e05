#include "intake/mapping.h"

#include <gmock/gmock.h>

#include "intake/results_mapping.h"
#include "unit/intake/support/mapped.h"

namespace opora {
namespace {

using testing::map_rows;
using testing::Mapped;
using testing::MapOptions;
using testing::russian_profiles;
using testing::russian_scales;
using ::testing::ElementsAre;
using Table = std::vector<std::vector<std::string>>;

const std::vector<std::string> kHeader2021 = {"логин школы", "регион", "номер обучающегося", "код обучающегося",
                                              "отметка за предыдущую четверть/триместр", "пол", "класс", "вариант", "всего баллов",
                                              "балл за 1", "балл за 2", "Учебник", "Др.уч. автор"};

// One pupil of the layout of 2021: journal, gender, class, variant, total, tasks.
std::vector<std::string> pupil(const std::string& code, const std::string& journal, const std::string& gender, const std::string& klass,
                               const std::string& variant, const std::string& total, const std::string& t1, const std::string& t2) {
  return {"sch220001", "МО-1", "1", code, journal, gender, klass, variant, total, t1, t2, "Моро М.И."};
}

Mapped map_2021(Table rows, const MapOptions& options = {}) {
  rows.insert(rows.begin(), kHeader2021);
  return map_rows(russian_profiles(), std::move(rows), russian_scales(), options);
}

TEST(ResultRow, AParticipantBecomesOneTypedRow) {
  const Mapped m = map_2021({pupil("40001", "4", "ж", "А", "2", "15", "9", "6")});
  ASSERT_FALSE(m.error);
  ASSERT_EQ(m.rows.size(), 1u);
  const ResultRows& rows = m.rows[0];
  EXPECT_EQ(to_text(rows.procedure), "ВПР MA 4 2021");
  EXPECT_EQ(rows.maximum, 20);
  EXPECT_THAT(rows.score, ElementsAre(15));
  EXPECT_THAT(rows.mark, ElementsAre(5));
  EXPECT_THAT(rows.journal, ElementsAre(4));
  EXPECT_THAT(rows.gender, ElementsAre(2));
  EXPECT_EQ(rows.texts[static_cast<std::size_t>(rows.class_label[0])], "А");
  EXPECT_EQ(rows.texts[static_cast<std::size_t>(rows.variant[0])], "2");
  EXPECT_EQ(rows.participant_form, ResultRows::ParticipantForm::kDecimal);
  EXPECT_THAT(rows.participant, ElementsAre(40001));
  EXPECT_THAT(rows.line, ElementsAre(2));
  EXPECT_THAT(rows.task_labels, ElementsAre("1", "2"));
  EXPECT_THAT(rows.tasks[0], ElementsAre(9));
  EXPECT_EQ(m.file.draft.schools_seen[0], (SchoolRef{"220001", "sch220001"}));
}

TEST(ResultRow, WhoTookPartIsDecidedByVariantAndTotal) {
  const Mapped m = map_2021({
      pupil("1", "4", "м", "А", "1", "10", "5", "5"),
      pupil("2", "", "", "", "отсутствовал", "", "", ""),
      pupil("3", "", "", "", "ОТСУТСТВОВАЛ ", "0", "", ""),      // absent, whatever the total
      pupil("4", "4", "м", "А", "2", "", "", ""),               // a variant without a total
      pupil("5", "4", "м", "А", "", "12", "6", "6"),            // a total without a variant
      pupil("6", "4", "м", "А", "1", "12,5", "6", "6"),         // no whole number
      pupil("7", "4", "м", "А", "X", "0", "0", "0"),            // anything else is a variant
      pupil("8", "4", "м", "А", "", "", "", ""),
  });
  const BatchCounts& counts = m.file.draft.counts;
  EXPECT_EQ(counts.rows, 8);
  EXPECT_EQ(counts.accepted, 2);
  EXPECT_EQ(counts.absent, 2);
  EXPECT_EQ(counts.other, 4);
  EXPECT_EQ(counts.rejected, 0);
  EXPECT_EQ(m.defect(Gate::kAbsent).count, 2);
  EXPECT_EQ(m.defect(Gate::kAbsentWithTotal).count, 1);
  EXPECT_EQ(m.defect(Gate::kVariantWithoutTotal).count, 1);
  EXPECT_EQ(m.defect(Gate::kTotalWithoutVariant).count, 1);
  EXPECT_EQ(m.defect(Gate::kTotalNotWhole).count, 1);
  EXPECT_EQ(m.defect(Gate::kVariantOdd).count, 1);
  EXPECT_EQ(m.defect(Gate::kNothingEntered).count, 1);
  ASSERT_EQ(m.file.draft.attendance.size(), 1u);
  EXPECT_EQ(m.file.draft.attendance[0].absent, 2);
  EXPECT_EQ(m.file.draft.attendance[0].other, 4);
}

TEST(ResultRow, StoredTotalsAreKeptWhateverTheTasksOrTheMaximumSay) {
  const Mapped m = map_2021({
      pupil("1", "4", "м", "А", "1", "92", "9", "9"),           // above the maximum: the highest mark
      pupil("2", "4", "м", "А", "1", "6", "9", "-1"),           // negative scores count in the sum
      pupil("3", "4", "м", "А", "1", "3", " 3\xC2\xA0", "не пройд."),
      pupil("4", "4", "м", "А", "1", "3", "3", "Х"),
  });
  EXPECT_THAT(m.rows[0].score, ElementsAre(92, 6, 3, 3));
  EXPECT_THAT(m.rows[0].mark, ElementsAre(5, 3, 2, 2));
  EXPECT_EQ(m.defect(Gate::kTotalAboveMaximum).count, 1);
  EXPECT_EQ(m.defect(Gate::kTotalUnlikeTasks).count, 2);
  EXPECT_EQ(m.defect(Gate::kTaskOutOfRange).count, 1);
  EXPECT_EQ(m.defect(Gate::kTaskNotAttempted).count, 2);
  EXPECT_EQ(m.defect(Gate::kSpacesTrimmed).count, 1);
  EXPECT_THAT(m.rows[0].tasks[1], ElementsAre(9, -1, ResultRows::kNotAttempted, ResultRows::kNotAttempted));
}

TEST(ResultRow, JournalMarksAreTwoToFiveOrMissing) {
  const Mapped m = map_2021({
      pupil("1", "\xC2\xA0" "4\xC2\xA0", "м", "А", "1", "0", "0", "0"),
      pupil("2", "нет отметки", "м", "А", "1", "0", "0", "0"),
      pupil("3", "", "м", "А", "1", "0", "0", "0"),
      pupil("4", "12", "м", "А", "1", "0", "0", "0"),
      pupil("5", "ж", "м", "А", "1", "0", "0", "0"),
  });
  EXPECT_THAT(m.rows[0].journal, ElementsAre(4, 0, 0, 0, 0));
  EXPECT_EQ(m.defect(Gate::kJournalMissing).count, 2);
  EXPECT_EQ(m.defect(Gate::kJournalInvalid).count, 2);
  EXPECT_EQ(m.defect(Gate::kJournalInvalid).last.line, 6);
}

TEST(ResultRow, ClassLabelsAreCleanedAndOddOnesNamed) {
  const Mapped m = map_2021({
      pupil("1", "4", "м", "4 «А»", "1", "0", "0", "0"),
      pupil("2", "4", "м", "4A", "1", "0", "0", "0"),      // Latin A
      pupil("3", "4", "м", "НЕТ", "1", "0", "0", "0"),
      pupil("4", "4", "м", "5б", "1", "0", "0", "0"),
      pupil("5", "4", "м", "1", "1", "0", "0", "0"),        // a number alone may be a parallel
      pupil("6", "4", "sch220001", "б", "1", "0", "0", "0"),
  });
  const ResultRows& rows = m.rows[0];
  EXPECT_EQ(rows.texts[static_cast<std::size_t>(rows.class_label[0])], "4А");
  EXPECT_EQ(rows.class_label[0], rows.class_label[1]);
  EXPECT_EQ(rows.class_label[2], -1);
  EXPECT_EQ(m.defect(Gate::kClassLookAlike).count, 1);
  EXPECT_EQ(m.defect(Gate::kClassMissing).count, 1);
  EXPECT_EQ(m.defect(Gate::kClassUnlikeGrade).count, 1);
  EXPECT_EQ(m.defect(Gate::kGenderInvalid).count, 1);
  EXPECT_EQ(m.defect(Gate::kGenderInvalid).first.value, "sch220001");
}

TEST(ResultRow, AnAutumnRoundTestsTheProgrammeOfTheClassBefore) {
  Table table = {{"groups", "user", "id", "code", "otc", "gender", "klass", "var-1", "var-2", "sum", "a-1-grade", "a-2-grade", "Учебник", "a-4-grade"},
                 {"g", "sch220001", "1", "50001", "4", "м", "5а", "1", "2", "7", "3", "4"},
                 {"g", "sch220001", "2", "50002", "4", "м", "5а", "отсутствовал", "2", "4", "", "4", "", "1"},
                 {"g", "sch220001", "3", "50003", "", "", "", "отсутствовал", "отсутствовал"}};
  const Mapped m = map_rows(russian_profiles(), table, russian_scales(), {.path = "2020/4/русский язык.xlsx"});
  ASSERT_FALSE(m.error);
  EXPECT_EQ(to_text(m.rows[0].procedure), "ВПР RU 4 2020");
  EXPECT_THAT(m.rows[0].texts, ::testing::Contains("1/2"));
  EXPECT_THAT(m.rows[0].texts, ::testing::Contains("-/2"));
  EXPECT_EQ(m.file.draft.counts.accepted, 2);  // a pupil of one part only is a participant
  EXPECT_EQ(m.file.draft.counts.absent, 1);
  EXPECT_EQ(m.defect(Gate::kClassShifted).count, 2);
  EXPECT_EQ(m.defect(Gate::kClassUnlikeGrade).count, 0);
  EXPECT_EQ(m.defect(Gate::kCellsBeyondTasks).count, 1);
}

TEST(ResultRow, TheMaximumOfTheHeadersDecidesWhetherTheBordersFit) {
  Table table = {{"Пользователь", "Код", "Вариант", "1 (5б)", "4.2 (7б) ", "5(1) (8б)", "Наименование класса", "Пол", "Отметка за предыдущий триместр/ четверть/полугодие", "Итого баллов"},
                 {"edu220001", "1", "1", "5", "7", "3", "4А", "м", "4", "15"}};
  const Mapped usual = map_rows(russian_profiles(), table, russian_scales(), {.path = "2022/4/математика.xlsx", .sheet = "Протокол"});
  ASSERT_FALSE(usual.error) << usual.error->message;
  EXPECT_EQ(usual.rows[0].maximum, 20);
  EXPECT_THAT(usual.rows[0].mark, ElementsAre(5));
  EXPECT_THAT(usual.rows[0].task_labels, ElementsAre("1", "4.2", "5(1)"));
  table[0][3] = "1 (6б)";
  const Mapped other = map_rows(russian_profiles(), table, russian_scales(), {.path = "2022/4/математика.xlsx", .sheet = "Протокол"});
  EXPECT_EQ(other.rows[0].maximum, 21);
  EXPECT_THAT(other.rows[0].mark, ElementsAre(0));
  EXPECT_EQ(other.defect(Gate::kBordersUnfit).count, 1);
}

TEST(ResultRow, WithoutBordersMarksAreUnknown) {
  const Mapped m = map_2021({pupil("1", "4", "м", "А", "1", "10", "5", "5")}, {.path = "2021/9/математика.xlsx"});
  EXPECT_THAT(m.rows[0].mark, ElementsAre(0));
  EXPECT_EQ(m.defect(Gate::kBordersMissing).count, 1);
}

TEST(ResultRow, ScalesThatComeFirstWin) {
  std::vector<Scale> scales = russian_scales();
  scales.insert(scales.begin(), Scale{"ВПР", "MA", 4, 2021, 2021, "", 20, {1, 2, 3}});
  Table table = {kHeader2021, pupil("1", "4", "м", "А", "1", "4", "2", "2")};
  const Mapped m = map_rows(russian_profiles(), table, scales);
  EXPECT_THAT(m.rows[0].mark, ElementsAre(5));
}

TEST(ScaleOfAProcedure, ADeclaredMaximumMustBeThatOfTheScale) {
  const ProcedureKey procedure{"T", "MA", 4, 2022, ""};
  const std::vector<Scale> scales = {{"T", "MA", 4, 0, 0, "", 20, {6, 10, 15}}, {"T", "MA", 4, 0, 0, "", 22, {7, 11, 16}}, {"T", "RU", 4, 0, 0, "", 0, {1, 2, 3}}};
  EXPECT_EQ(choose_scale(scales, procedure, 0).scale, &scales[0]);
  EXPECT_EQ(choose_scale(scales, procedure, 22).scale, &scales[1]);
  EXPECT_EQ(choose_scale(scales, procedure, 23).scale, nullptr);
  EXPECT_TRUE(choose_scale(scales, procedure, 23).unfit);
  EXPECT_TRUE(choose_scale(scales, {"T", "RU", 4, 2022, ""}, 30).unfit);  // a scale of unknown maximum
  EXPECT_FALSE(choose_scale(scales, {"T", "BI", 4, 2022, ""}, 30).unfit);
}

TEST(ResultRow, RowsWithoutASchoolAreRejectedAndCounted) {
  Table rows = {pupil("1", "4", "м", "А", "1", "10", "5", "5"), pupil("2", "4", "м", "А", "1", "10", "5", "5"), pupil("3", "4", "м", "А", "1", "10", "5", "5")};
  rows[0][0] = "";
  rows[1][0] = "Иванова Мария";
  const Mapped m = map_2021(rows);
  EXPECT_EQ(m.file.draft.counts.rejected, 2);
  EXPECT_EQ(m.file.draft.counts.accepted, 1);
  EXPECT_EQ(m.defect(Gate::kCellEmpty).count, 1);
  EXPECT_EQ(m.defect(Gate::kSchoolInvalid).count, 1);
  EXPECT_EQ(m.defect(Gate::kSchoolInvalid).first.value.find("Иванова"), std::string::npos);
}

TEST(ResultRow, RepeatedRowsAndPupilsWithTwoResultsAreTold) {
  const Mapped m = map_2021({
      pupil("1", "4", "м", "А", "1", "10", "5", "5"),
      pupil("2", "4", "м", "А", "1", "11", "5", "6"),
      pupil("1", "4", "м", "А", "1", "10", "5", "5"),
      pupil("2", "4", "м", "А", "1", "12", "6", "6"),
      pupil("", "4", "м", "А", "1", "12", "6", "6"),
      pupil("", "4", "м", "А", "1", "12", "6", "6"),
  });
  EXPECT_EQ(m.file.draft.counts.accepted, 6);  // nothing is removed
  EXPECT_EQ(m.defect(Gate::kRowTwice).count, 1);
  EXPECT_EQ(m.defect(Gate::kRowTwice).first.line, 4);
  EXPECT_EQ(m.defect(Gate::kPupilTwice).count, 1);
  EXPECT_EQ(m.defect(Gate::kPupilTwice).first.line, 5);
  EXPECT_EQ(m.defect(Gate::kPupilMissing).count, 2);
}

TEST(ResultRow, CellsBeyondTheLastHeaderAreNotRead) {
  std::vector<std::string> row = pupil("1", "4", "м", "А", "1", "10", "5", "5");
  row.resize(16);
  row[15] = "7";
  const Mapped m = map_2021({row, pupil("2", "4", "м", "А", "1", "10", "5", "5")});
  EXPECT_EQ(m.file.draft.counts.accepted, 2);
  EXPECT_EQ(m.defect(Gate::kCellsBeyondHeader).count, 1);
  EXPECT_EQ(m.defect(Gate::kTotalUnlikeTasks).count, 0);
}

TEST(ResultRow, SchoolsOutsideTheRegistryAreCountedOnce) {
  Table rows = {pupil("1", "4", "м", "А", "1", "10", "5", "5"), pupil("2", "4", "м", "А", "1", "10", "5", "5")};
  EXPECT_EQ(map_2021(rows, {.known_schools = {"229999"}}).defect(Gate::kSchoolUnknown).count, 1);
  EXPECT_EQ(map_2021(rows, {.known_schools = {"220001"}}).defect(Gate::kSchoolUnknown).count, 0);
  EXPECT_EQ(map_2021(rows).defect(Gate::kSchoolUnknown).count, 0);  // no registry yet: nothing to compare with
}

TEST(ResultRow, CodesThatAreNoNumbersBecomeTexts) {
  const Mapped m = map_2021({pupil("17", "4", "м", "А", "1", "0", "0", "0"), pupil("007", "4", "м", "А", "1", "0", "0", "0")});
  EXPECT_EQ(m.rows[0].participant_form, ResultRows::ParticipantForm::kText);
  EXPECT_THAT(m.rows[0].participant_texts, ElementsAre("17", "007"));
}

TEST(ResultRow, AFileThatDoesNotSayItsGradeIsRefused) {
  const Mapped m = map_2021({pupil("1", "4", "м", "А", "1", "0", "0", "0")}, {.path = "математика.xlsx"});
  ASSERT_TRUE(m.error);
  EXPECT_EQ(m.error->code, "DATA-022");
}

TEST(ResultRow, TheYearOptionReplacesTheYearOfThePath) {
  const Mapped m = map_2021({pupil("1", "4", "м", "А", "1", "0", "0", "0")}, {.year = 2022});
  EXPECT_EQ(m.rows[0].procedure.year, 2022);
}

// The same table gives the same rows and findings however it is cut into blocks.
TEST(ResultRow, BlocksDoNotMatter) {
  Table rows;
  for (int i = 0; i < 500; ++i) {
    auto row = pupil(std::to_string(i % 480), i % 7 ? "4" : "", i % 3 ? "м" : "?", i % 5 ? "4А" : "4A", i % 11 ? "1" : "отсутствовал",
                     std::to_string(i % 25), std::to_string(i % 4), i % 9 ? "5" : "X");
    row[0] = "sch22000" + std::to_string(i / 70);
    rows.push_back(row);
  }
  const Mapped whole = map_2021(rows), cut = map_2021(rows, {.block_rows = 7});
  std::vector<std::uint16_t> scores;
  std::vector<std::int32_t> schools;
  for (const ResultRows& part : cut.rows) {
    scores.insert(scores.end(), part.score.begin(), part.score.end());
    schools.insert(schools.end(), part.school.begin(), part.school.end());
  }
  EXPECT_EQ(scores, whole.rows[0].score);
  EXPECT_EQ(schools, whole.rows[0].school);
  EXPECT_GT(cut.rows.size(), 50u);
  for (std::size_t i = 0; i < kGates; ++i) {
    const Defect &a = whole.file.defects[static_cast<Gate>(i)], &b = cut.file.defects[static_cast<Gate>(i)];
    EXPECT_EQ(a.count, b.count) << info(static_cast<Gate>(i)).code;
    EXPECT_EQ(a.first.line, b.first.line) << info(static_cast<Gate>(i)).code;
    EXPECT_EQ(a.last.line, b.last.line) << info(static_cast<Gate>(i)).code;
    EXPECT_EQ(a.values, b.values) << info(static_cast<Gate>(i)).code;
  }
}

TEST(ResultsTable, ProceduresComeFromColumnsAndBadOnesAreRejected) {
  Table table = {{"year", "assessment", "subject", "grade", "school_id", "class_letter", "participant", "variant", "primary_score", "max_score", "mark", "journal_mark"},
                 {"2025", "VPR", "RU", "4", "sch150001", "А", "8ab1ed5190", "3", "15", "38", "3", ""},
                 {"2025", "VPR", "RU", "5", "sch150001", "А", "08b1ed5190", "3", "15", "45", "7", "3"},
                 {"год", "VPR", "RU", "4", "sch150001", "А", "8ab1ed5190", "3", "15", "38", "3", "3"},
                 {"2025", "VPR", "RU", "4", "sch150002", "А", "8ab1ed5191", "3", "16", "40", "3", "4"}};
  const Mapped m = map_rows(testing::bench_profiles(), table, {}, {.path = "results.csv"});
  ASSERT_FALSE(m.error) << m.error->message;
  ASSERT_EQ(m.rows.size(), 2u);
  EXPECT_EQ(to_text(m.rows[0].procedure), "VPR RU 4 2025");
  EXPECT_EQ(m.rows[0].participant_form, ResultRows::ParticipantForm::kHex);
  EXPECT_EQ(m.rows[0].participant_width, 10);
  EXPECT_EQ(m.rows[0].participant[0], 0x8ab1ed5190u);
  EXPECT_THAT(m.rows[1].mark, ElementsAre(0));
  EXPECT_EQ(m.defect(Gate::kMarkInvalid).count, 1);
  EXPECT_EQ(m.defect(Gate::kProcedureInvalid).count, 1);
  EXPECT_EQ(m.defect(Gate::kMaximumVaries).count, 1);
  EXPECT_EQ(m.file.draft.counts.rejected, 1);
  const auto profiles = testing::bench_profiles();
  const ReplaceScope scope = testing::profile_named(profiles, "bench-results").results->replace;
  EXPECT_TRUE(scope.kind && scope.year && !scope.subject && !scope.grade && !scope.level);
}

}  // namespace
}  // namespace opora
