#include <gmock/gmock.h>

#include "unit/intake/support/mapped.h"

namespace opora {
namespace {

using nlohmann::json;
using testing::map_rows;
using testing::Mapped;
using Table = std::vector<std::vector<std::string>>;

std::vector<SourceProfile> passport() {
  const auto profile = profile_from_json(json::parse(R"({
    "id": "passport", "title": "Passport", "header": ["school", "size"], "school": {"column": "school"}, "missing": ["-"],
    "personal": ["phone"],
    "context": {
      "year": {"constant": "2021"}, "numbering": "^(\\d+)[.)]\\s*", "yes": ["да"], "no": ["нет"],
      "items": [
        {"id": "size", "type": "choice", "column": "size", "choices": [["Менее 1 тыс. человек", "small"], ["1–5 тыс. человек", "middle"], ["Больше", "large"]]},
        {"id": "teachers", "type": "number", "column": "teachers"},
        {"id": "top", "title": "Top teachers", "type": "share", "of": "teachers", "column": "top"},
        {"id": "full", "type": "percent", "column": "full"}, {"id": "single", "type": "percent", "column": "single"},
        {"id": "boarding", "type": "flag", "column": "boarding"}],
      "sums": [{"items": ["full", "single"], "tolerance": 1}]}})"), "passport.lua");
  EXPECT_TRUE(profile) << render_terminal(profile.error(), false);
  return {*profile};
}

const std::vector<std::string> kHeader = {"School", "Size", "teachers", "top", "full", "single", "boarding", "Phone"};

Mapped map_passport(Table rows) {
  rows.insert(rows.begin(), kHeader);
  return map_rows(passport(), std::move(rows), {}, {.path = "passport.csv"});
}

const ContextRow* answer(const Mapped& mapped, const std::string& item) {
  for (const ContextRow& row : mapped.file.draft.context) {
    if (row.item == item) return &row;
  }
  return nullptr;
}

TEST(ContextRows, AnswersAreTypedAndSharesKeepTheirDenominator) {
  const Mapped m = map_passport({{"a1", "1. Менее 1 тыс. человек", "14", "5", "60,5", "39,5", "Да", "8 900 000"}});
  ASSERT_FALSE(m.error);
  EXPECT_EQ(answer(m, "size")->text, "small");
  EXPECT_EQ(answer(m, "teachers")->number->numerator, 14);
  EXPECT_EQ(compare(*answer(m, "top")->number, Share{5, 14}), 0);
  EXPECT_EQ(compare(*answer(m, "full")->number, Share{605, 10}), 0);
  EXPECT_EQ(compare(*answer(m, "boarding")->number, Share{1, 1}), 0);
  EXPECT_EQ(m.file.draft.context[0].year, 2021);
  for (const ContextRow& row : m.file.draft.context) EXPECT_EQ(row.text.find("900"), std::string::npos);
}

TEST(ContextRows, NumberingOfAnswersMayBeWrittenInSeveralWays) {
  for (const std::string text : {"2. 1–5 тыс. человек", "2) 1-5 тыс человек", "2.1–5 тыс. человек", "1–5 тыс. человек"}) {
    EXPECT_EQ(answer(map_passport({{"a1", text}}), "size")->text, "middle") << text;
  }
}

TEST(ContextRows, AChangedCodingIsToldAndTheTextDecides) {
  const Mapped moved = map_passport({{"a1", "3) 1–5 тыс. человек"}});
  EXPECT_EQ(answer(moved, "size")->text, "middle");
  EXPECT_EQ(moved.defect(Gate::kCodingChanged).count, 1);
  const Mapped renamed = map_passport({{"a1", "2) От 1 до 5 тыс."}});
  EXPECT_EQ(answer(renamed, "size")->text, "От 1 до 5 тыс.");
  EXPECT_EQ(renamed.defect(Gate::kCodingChanged).count, 1);
  const Mapped strange = map_passport({{"a1", "деревня"}});
  EXPECT_EQ(strange.defect(Gate::kChoiceUnknown).count, 1);
}

TEST(ContextRows, PartsWithoutOrAboveTheirWholeGiveNoShare) {
  const Mapped above = map_passport({{"a1", "", "2", "5"}});
  EXPECT_FALSE(answer(above, "top")->number);
  EXPECT_EQ(above.defect(Gate::kPartAboveWhole).count, 1);
  EXPECT_EQ(above.defect(Gate::kPartAboveWhole).values[0].first, "Top teachers");
  EXPECT_EQ(map_passport({{"a1", "", "0", "5"}}).defect(Gate::kWholeMissing).count, 1);
  EXPECT_EQ(map_passport({{"a1", "", "0", "0"}}).defect(Gate::kWholeMissing).count, 0);
}

TEST(ContextRows, PerCentsAreChecked) {
  EXPECT_EQ(map_passport({{"a1", "", "", "", "60", "30"}}).defect(Gate::kPercentSum).count, 1);
  EXPECT_EQ(map_passport({{"a1", "", "", "", "60", "39,5"}}).defect(Gate::kPercentSum).count, 0);  // rounding
  EXPECT_EQ(map_passport({{"a1", "", "", "", "160", "-"}}).defect(Gate::kPercentOutOfRange).count, 1);
}

TEST(ContextRows, FreeTextInANumberIsKeptButNeverQuoted) {
  const Mapped m = map_passport({{"a1", "", "12 (из них Петрова на больничном)"}});
  EXPECT_EQ(answer(m, "teachers")->text, "12 (из них Петрова на больничном)");
  EXPECT_FALSE(answer(m, "teachers")->number);
  EXPECT_EQ(m.defect(Gate::kNumberInvalid).count, 1);
  EXPECT_EQ(m.defect(Gate::kNumberInvalid).first.value.find("Петрова"), std::string::npos);
}

TEST(RegistryRows, ASchoolTwiceAndANamelessOneAreTold) {
  const Mapped m = map_rows(testing::russian_profiles(), {{"логин", "имя", "регион"}, {"sch220001", "Школа № 1", "МО-1"}, {"edu220001", "", "МО-2"}}, {});
  EXPECT_EQ(m.file.draft.schools_seen.size(), 1u);
  EXPECT_EQ(m.defect(Gate::kSchoolTwice).count, 1);
  EXPECT_EQ(m.defect(Gate::kNameMissing).count, 1);
}

TEST(ScaleRows, BordersMustAscend) {
  const Mapped m = map_rows(testing::bench_profiles(), {{"assessment", "subject", "grade", "max_score", "b3", "b4", "b5"},
                                                        {"VPR", "RU", "4", "38", "14", "24", "33"}, {"VPR", "MA", "4", "20", "10", "6", "15"}}, {}, {.path = "scales.csv"});
  ASSERT_FALSE(m.error) << m.error->message;
  ASSERT_EQ(m.file.draft.scales.size(), 1u);
  EXPECT_EQ(m.file.draft.scales[0].borders, (std::vector<int>{14, 24, 33}));
  EXPECT_EQ(m.file.draft.scales[0].year_from, 0);
  EXPECT_EQ(m.defect(Gate::kBordersInvalid).count, 1);
  EXPECT_EQ(m.file.draft.counts.rejected, 1);
}

std::vector<SourceProfile> marker_list() {
  const auto profile = profile_from_json(json::parse(R"({
    "id": "markers", "title": "Markers", "header": ["year", "login", "4 ru", "5 ma"], "missing": ["-"],
    "school": {"column": "login", "keys": ["^(?:sch|edu)(\\d+)$"]},
    "lists": {"list": "bias", "year": {"column": "year"}, "marked": ["1", "yes"],
              "markers": [{"id": "RU 4", "column": "4 ru"}, {"id": "MA 5", "column": "5 ma"}], "total": "count"}})"), "markers.lua");
  EXPECT_TRUE(profile) << render_terminal(profile.error(), false);
  return {*profile};
}

Mapped map_list(Table rows, std::set<std::string> known_schools = {"1", "2", "3"}) {
  rows.insert(rows.begin(), {"Year", "Login", "School", "4 RU", "5 MA", "Count"});
  return map_rows(marker_list(), std::move(rows), {}, {.path = "markers.csv", .known_schools = std::move(known_schools)});
}

TEST(ListRows, AMarkedCellIsAMarkerOfTheSchoolInTheYear) {
  const Mapped m = map_list({{"2023", "edu1", "A", "1", "", "1"}, {"2023", "SCH2", "B", "Yes", "1", "2"}, {"2024", "edu1", "A", "-", "1", "1"}});
  ASSERT_FALSE(m.error) << m.error->message;
  const auto& lists = m.file.draft.lists;
  ASSERT_EQ(lists.size(), 4u);
  EXPECT_EQ(lists[0].school.key, "1");
  EXPECT_EQ(lists[0].list + '/' + lists[0].marker, "bias/RU 4");
  EXPECT_EQ(lists[2].marker, "MA 5");
  EXPECT_EQ(lists[3].year, 2024);
  EXPECT_EQ(m.file.draft.counts.accepted, 3);
  EXPECT_TRUE(m.file.draft.schools_seen.empty());  // a list makes no school known
  EXPECT_FALSE(m.file.defects.any());
}

TEST(ListRows, UnknownSchoolsAreNamedWithTheirRow) {
  const Mapped m = map_list({{"2023", "edu1", "A", "1", "", "1"}, {"2023", "edu77", "X", "1", "1", "2"}});
  EXPECT_EQ(m.defect(Gate::kListedUnknown).count, 1);
  EXPECT_EQ(m.defect(Gate::kListedUnknown).first.line, 3);
  EXPECT_EQ(m.defect(Gate::kListedUnknown).first.value, "edu77");
  EXPECT_EQ(m.file.draft.lists.size(), 3u);
}

TEST(ListRows, WhatIsNoMarkerNoSchoolAndNoYearIsSaid) {
  const Mapped m = map_list({{"2023", "edu1", "A", "maybe", "1", "2"}, {"2023", "unit", "B", "1", "", "1"}, {"soon", "edu2", "B", "1", "", "1"}});
  EXPECT_EQ(m.defect(Gate::kMarkerInvalid).count, 1);
  EXPECT_EQ(m.defect(Gate::kMarkerTotal).count, 1);
  EXPECT_EQ(m.defect(Gate::kSchoolInvalid).count, 1);
  EXPECT_EQ(m.defect(Gate::kProcedureInvalid).count, 1);
  EXPECT_EQ(m.file.draft.counts.rejected, 2);
  EXPECT_EQ(m.file.draft.lists.size(), 1u);
}

TEST(ListRows, ABlockPastedTwiceCountsOnceAndTheLastRowDecides) {
  const Mapped m = map_list({{"2023", "edu1", "A", "1", "1", "2"}, {"2023", "edu2", "B", "1", "", "1"}, {"2023", "edu1", "A", "", "1", "1"}});
  ASSERT_EQ(m.file.draft.lists.size(), 2u);
  EXPECT_EQ(m.file.draft.lists[1].marker, "MA 5");
  EXPECT_EQ(m.file.draft.lists[1].line, 4);
  EXPECT_EQ(m.defect(Gate::kSchoolTwice).count, 1);
}

const std::vector<std::string> kDescription = {"№ по КИМу", "№", "Умения, виды деятельности", "Блоки ПООП НОО", "Уровень сложности", "Код КЭС", "Код КТ",
                                               "Максимальный балл за выполнение задания"};

Mapped map_description(Table rows, const std::string& path = "2022/5/русский язык/ALL.xlsx") {
  rows.insert(rows.begin(), kDescription);
  return map_rows(testing::russian_profiles(), std::move(rows), {}, {.path = path});
}

TEST(TaskDescriptions, RowsOfOneTaskAreOneDescriptionWithAllItsCodes) {
  const Mapped m = map_description({{"1К1", "1", "Писать", "Нормы", "Б", "9.14", "5.5", "4"}, {"1К1", "1", "Писать", "Правка", "Б", "9.15", "5.5", "4"},
                                    {"2", "2", "Чи\x02тать\nвслух", "", "", "1, 2.; 3", "", "х"}});
  ASSERT_FALSE(m.error) << m.error->message;
  const auto& tasks = m.file.draft.task_descriptions;
  ASSERT_EQ(tasks.size(), 2u);
  EXPECT_EQ(tasks[0].work, (ProcedureKey{"ВПР", "RU", 5, 2022, ""}));
  EXPECT_EQ(tasks[0].task, "1К1");
  EXPECT_EQ(tasks[0].block, "Нормы; Правка");
  EXPECT_EQ(tasks[0].content_codes, (std::vector<std::string>{"9.14", "9.15"}));
  EXPECT_EQ(tasks[0].requirement_codes, (std::vector<std::string>{"5.5"}));
  EXPECT_EQ(tasks[0].maximum, 4);
  EXPECT_EQ(tasks[1].position, 2);
  EXPECT_EQ(tasks[1].skill, "Читать вслух");
  EXPECT_EQ(tasks[1].difficulty, "");
  EXPECT_EQ(tasks[1].content_codes, (std::vector<std::string>{"1", "2", "3"}));
  EXPECT_EQ(tasks[1].maximum, 0);
  EXPECT_EQ(m.defect(Gate::kNumberInvalid).count, 1);
  EXPECT_EQ(m.file.draft.counts.accepted, 3);
}

TEST(TaskDescriptions, GivenNoYearInThePathThenTheDescriptionIsOfEveryYear) {
  const Mapped m = map_description({{"1", "1", "Считать", "", "Б", "1", "1", "1"}}, "tasks/4/математика/ALL.xlsx");
  ASSERT_FALSE(m.error) << m.error->message;
  EXPECT_EQ(m.file.draft.task_descriptions.at(0).work, (ProcedureKey{"ВПР", "MA", 4, 0, ""}));
}

TEST(TaskDescriptions, GivenNoSubjectInThePathThenTheFileIsRefused) {
  const Mapped m = map_description({{"1", "1", "Считать", "", "Б", "1", "1", "1"}}, "tasks/4/other/ALL.xlsx");
  ASSERT_TRUE(m.error);
  EXPECT_EQ(m.error->code, "DATA-022");
}

TEST(TaskDescriptions, ARowWithoutALabelIsToldAndLeftOut) {
  const Mapped m = map_description({{"", "", "Считать", "", "Б", "1", "1", "1"}, {"", "", "", "", "", "", "", ""}});
  ASSERT_FALSE(m.error) << m.error->message;
  EXPECT_TRUE(m.file.draft.task_descriptions.empty());
  EXPECT_EQ(m.defect(Gate::kCellEmpty).count, 1);
}

TEST(CodeTexts, TheFileNameSaysWhichCodifierItIs) {
  const Mapped m = map_rows(testing::russian_profiles(), {{"Код", "Проверяемые элементы содержания"}, {"1.1", "Звуки"}, {"1.2", ""}}, {}, {.path = "4/русский язык/ks.xlsx"});
  ASSERT_FALSE(m.error) << m.error->message;
  ASSERT_EQ(m.file.draft.code_texts.size(), 1u);
  const CodeText& row = m.file.draft.code_texts[0];
  EXPECT_EQ(row.work, (ProcedureKey{"ВПР", "RU", 4, 0, ""}));
  EXPECT_EQ(row.codifier, "content");
  EXPECT_EQ(row.code, "1.1");
  EXPECT_EQ(row.text, "Звуки");
  EXPECT_EQ(m.defect(Gate::kCellEmpty).count, 1);
}

}  // namespace
}  // namespace opora
