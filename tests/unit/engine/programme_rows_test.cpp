// Which measures the findings of schools ask for, and what each row says of its reason.
#include "engine/programme_rows.h"

#include <gmock/gmock.h>

#include "base/messages.h"

namespace opora {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

const Words kWords = {{"RU", "русский язык"}, {"MA", "математика"}};

ProgrammeMeasure measure(const std::string& section, const std::string& text, std::vector<Answered> answers) {
  ProgrammeMeasure one;
  one.section = section, one.measure = text, one.answers = std::move(answers);
  one.always = one.answers.empty();
  one.deadline = "октябрь {year} года - май {next_year} года", one.responsible = "{school}", one.result = "Сделано", one.evidence = "note";
  return one;
}

Finding listed(const std::string& id, const std::string& category, std::set<std::string> subjects = {}) {
  return {Finding::Kind::kListed, id, {category}, "список " + category, {}, std::move(subjects), true};
}
Finding check(const std::string& id, const std::string& rule, bool is_listed) { return {Finding::Kind::kCheck, id, {rule}, "проверка " + rule, {}, {"RU"}, is_listed}; }
Finding figure(const std::string& id, std::map<std::string, std::string> cells) {
  Finding one{Finding::Kind::kFigure, id, {}, "строка", cells, {}, false};
  for (const auto& [column, value] : cells) one.details.insert(value);
  return one;
}

class ProgrammeRows : public testing::Test {
 protected:
  void SetUp() override { set_language(Language::kEnglish); }
  std::vector<PlanRow> rows(std::vector<Finding> findings) const { return school_rows(measures_, {"sch1", "Школа № 1", std::move(findings)}, fill_); }
  static std::vector<std::string> numbered(const std::vector<PlanRow>& rows) {
    std::vector<std::string> texts;
    for (const PlanRow& row : rows) texts.push_back(row.number + " " + row.measure);
    return texts;
  }

  std::vector<ProgrammeMeasure> measures_ = {measure("Управление", "Ответственный", {}), measure("Результаты", "Педсовет: {subjects}", {{"low", {}, ""}}),
                                             measure("Управление", "Проверка журнала", {{"bias", {"journal_*"}, ""}}),
                                             measure("Дефициты", "Кадры", {{"risk", {"кадры", "высокая"}, ""}})};
  ProgrammeWords fill_{"Школа № 1", "Сосновский район", 2021, &kWords};
};

TEST_F(ProgrammeRows, a_school_without_findings_has_what_every_programme_has) {
  const auto made = rows({});
  EXPECT_THAT(numbered(made), ElementsAre("1.1. Ответственный"));
  EXPECT_EQ(made[0].purpose, "Part of every programme");
  EXPECT_EQ(made[0].deadline, "октябрь 2021 года - май 2022 года");
  EXPECT_EQ(made[0].responsible, "Школа № 1");
  EXPECT_EQ(made[0].result, "Сделано (an inquiry note)");
}

TEST_F(ProgrammeRows, rows_are_numbered_by_section_in_the_order_of_the_table) {
  const auto made = rows({listed("low", "ШНОР", {"RU", "MA"}), check("bias", "journal_mismatch", false)});
  EXPECT_THAT(numbered(made), ElementsAre("1.1. Ответственный", "1.2. Проверка журнала", "2.1. Педсовет: математика, русский язык"));
}

TEST_F(ProgrammeRows, a_row_says_which_check_or_list_it_answers) {
  const auto made = rows({check("bias", "journal_mismatch", false)});
  EXPECT_EQ(made[1].purpose, "Answers: проверка journal_mismatch");
}

TEST_F(ProgrammeRows, a_met_check_alone_does_not_answer_a_measure_for_the_list) {
  EXPECT_THAT(numbered(rows({check("low", "this_year", false)})), ElementsAre("1.1. Ответственный"));
}

TEST_F(ProgrammeRows, every_detail_of_a_figure_has_to_fit) {
  EXPECT_EQ(rows({figure("risk", {{"direction", "кадры"}, {"significance", "низкая"}})}).size(), 1U);
  EXPECT_EQ(rows({figure("risk", {{"direction", "кадры"}, {"significance", "высокая"}})}).size(), 2U);
}

TEST_F(ProgrammeRows, words_for_a_figure_come_from_its_columns) {
  measures_[3].because = "{direction} ({significance})";
  EXPECT_EQ(rows({figure("risk", {{"direction", "кадры"}, {"significance", "высокая"}})})[1].purpose, "Answers: кадры (высокая)");
}

TEST_F(ProgrammeRows, more_than_three_reasons_are_counted) {
  measures_[3].because = "{direction}";
  std::vector<Finding> many;
  for (const char* one : {"а", "б", "в", "г", "а"}) many.push_back(figure("risk", {{"x", "кадры"}, {"y", "высокая"}, {"direction", one}}));
  EXPECT_EQ(rows(many)[1].purpose, "Answers: а; б; в; and 1 more") << "each reason once";
}

TEST_F(ProgrammeRows, a_municipality_says_for_which_schools) {
  measures_[2].of_municipality = true;
  const std::vector<ProgrammeSchool> schools = {{"sch1", "Школа № 1", {listed("low", "ШНОР", {"RU"})}}, {"sch2", "Школа № 2", {listed("bias", "Признаки"), check("bias", "journal_raised", true)}}};
  const auto made = municipal_rows(measures_, schools, fill_);
  EXPECT_THAT(numbered(made), ElementsAre("1.1. Ответственный", "1.2. Проверка журнала", "2.1. Педсовет: русский язык"));
  EXPECT_EQ(made[0].purpose, "For all schools of the programme (2)");
  EXPECT_EQ(made[1].purpose, "For 1 of 2 schools: Школа № 2");
}

TEST_F(ProgrammeRows, measures_of_the_municipality_are_not_in_a_schools_programme) {
  measures_[2].of_municipality = true;
  EXPECT_THAT(numbered(rows({check("bias", "journal_mismatch", true)})), ElementsAre("1.1. Ответственный"));
}

TEST_F(ProgrammeRows, a_list_that_nothing_answers_is_named) {
  EXPECT_THAT(unanswered_lists(measures_, {"sch1", "", {listed("growth", "Рост"), listed("low", "ШНОР")}}), ElementsAre("список Рост"));
  EXPECT_THAT(unanswered_lists(measures_, {"sch1", "", {listed("bias", "Признаки"), check("bias", "journal_far", true)}}), ElementsAre()) << "a check of it is answered";
}

TEST_F(ProgrammeRows, a_school_is_listed_when_a_measure_answers_its_list) {
  EXPECT_TRUE(is_listed(measures_, {"sch1", "", {listed("low", "ШНОР")}}));
  EXPECT_FALSE(is_listed(measures_, {"sch1", "", {listed("growth", "Рост")}}));
  EXPECT_FALSE(is_listed(measures_, {"sch1", "", {check("bias", "journal_far", false)}}));
}

}  // namespace
}  // namespace opora
