// The built dynamics.so, asked as the registry asks it.
#include <gmock/gmock.h>

#include "extend/indicator.h"
#include "extend/native_library.h"
#include "participants.h"
#include "unit/extend/methodologies.h"

namespace opora {
namespace {

using ::testing::HasSubstr;

class Dynamics : public ::testing::Test {
 protected:
  void SetUp() override {
    auto library = load_native(OPORA_PLUGIN_FILE);
    ASSERT_TRUE(library.ok()) << render_terminal(library.error(), false);
    library_ = *library;
    facts_.school_list = testing::schools_frame({"A", "B"}).with("region", Column::of_text(std::vector<std::string>{"Край", "Край"}));
    facts_.context_items = testing::schools_frame({"A"});
  }
  Result<Frame> compute(const std::string& id, const std::map<std::string, std::string>& parameters = {}, int threads = 1) {
    OPORA_ASSIGN(const Extension extension, native_extension(library_, OPORA_KIND_INDICATOR, id));
    OPORA_ASSIGN(const auto indicator, Indicator::of(extension));
    RunContext context;
    context.year = 2026;
    context.threads = threads;
    context.registry = &registry_;
    return indicator->compute_on(facts_, context, parameters);
  }
  // The row of a frame in which all these columns hold these texts.
  static std::int64_t row_of(const Frame& frame, const std::map<std::string, std::string>& wanted) {
    for (std::int64_t row = 0; row < frame.rows(); ++row)
      if (std::all_of(wanted.begin(), wanted.end(), [&](const auto& one) { return frame.find(one.first)->text(row) == one.second; })) return row;
    ADD_FAILURE() << "no such row";
    return 0;
  }
  static std::string text(const Frame& frame, const std::string& column, std::int64_t row) { return std::string(frame.find(column)->text(row)); }

  testing::FrameFacts facts_;
  Registry registry_;
  std::shared_ptr<NativeLibrary> library_;
};

TEST_F(Dynamics, AChangeBeyondErrorIsAnImprovementOrADeterioration) {
  facts_.results = Results().add({"A", "ВПР", "RU", 5, 2025, ""}, 60, 40).add({"A", "ВПР", "RU", 5, 2026, ""}, 60, 6)
                       .add({"A", "ВПР", "MA", 5, 2025, ""}, 60, 6).add({"A", "ВПР", "MA", 5, 2026, ""}, 60, 40)
                       .add({"B", "ВПР", "RU", 5, 2025, ""}, 20, 5).add({"B", "ВПР", "RU", 5, 2026, ""}, 20, 4)
                       .add({"B", "ВПР", "MA", 5, 2025, ""}, 6, 6).add({"B", "ВПР", "MA", 5, 2026, ""}, 60, 6)
                       .add({"B", "ВПР", "OM", 4, 2026, ""}, 30, 3).frame();
  const Result<Frame> found = compute("school-change");
  ASSERT_TRUE(found.ok()) << render_terminal(found.error(), false);
  const auto verdict = [&](const std::string& school, const std::string& procedure, const std::string& measure) {
    return text(*found, "verdict", row_of(*found, {{"school", school}, {"procedure", procedure}, {"measure", measure}}));
  };
  for (const std::string measure : {"доля «2»", "доля «4» и «5»", "средняя доля баллов"}) {
    EXPECT_EQ(verdict("A", "ВПР RU 5", measure), "улучшение") << measure;
    EXPECT_EQ(verdict("A", "ВПР MA 5", measure), "ухудшение") << measure;
    EXPECT_EQ(verdict("B", "ВПР RU 5", measure), "в пределах ошибки") << measure;
    EXPECT_EQ(verdict("B", "ВПР MA 5", measure), "мало участников") << measure;
    EXPECT_EQ(verdict("B", "ВПР OM 4", measure), "не с чем сравнить") << measure;
  }
  const std::int64_t row = row_of(*found, {{"school", "A"}, {"procedure", "ВПР RU 5"}, {"measure", "доля «2»"}});
  EXPECT_NEAR(found->find("change")->float64()[static_cast<std::size_t>(row)], -34.0 / 60, 1e-12);
  EXPECT_FALSE(found->find("before")->valid(row_of(*found, {{"procedure", "ВПР OM 4"}, {"measure", "доля «2»"}})));
}

TEST_F(Dynamics, AChangeAcrossABreakIsNeverReported) {
  facts_.results = Results().add({"A", "ВПР", "RU", 5, 2025, ""}, 60, 40).add({"A", "ВПР", "RU", 5, 2026, ""}, 60, 6)
                       .add({"A", "ВПР", "MA", 5, 2025, ""}, 60, 40).add({"A", "ВПР", "MA", 5, 2026, ""}, 60, 6).frame();
  ASSERT_TRUE(registry_.add(*load_lua_extension({"breaks.lua", R"(return indicator { api = 1, id = "comparability-breaks", title = "T", inputs = { "results" },
    outputs = { kind = "text", subject = "text", grade = "whole", year = "whole", reason = "text" },
    compute = function(ctx)
      return ctx.results:where("subject", "==", "RU"):group("kind", "subject", "grade"):tally { n = count() }
        :with { year = 2026, reason = "новый кодификатор" }:select("kind", "subject", "grade", "year", "reason")
    end })", {}}, OPORA_KIND_INDICATOR)).ok());
  for (const std::string equate : {"нет", "z"}) {
    const Result<Frame> found = compute("school-change", {{"breaks", "пакет"}, {"equate", equate}});
    ASSERT_TRUE(found.ok()) << render_terminal(found.error(), false);
    for (std::int64_t row = 0; row < found->rows(); ++row) {
      const bool broken = text(*found, "procedure", row) == "ВПР RU 5";
      EXPECT_EQ(found->find("change")->valid(row), !broken);
      EXPECT_EQ(found->find("lower")->valid(row), !broken);
      EXPECT_EQ(text(*found, "verdict", row) == "не сопоставимо", broken);
      if (broken) {
        EXPECT_EQ(text(*found, "break", row), "новый кодификатор");
      }
    }
  }
}

TEST_F(Dynamics, WavesOfOneYearAreCompared) {
  facts_.results = Results().add({"A", "РПР", "MA", 6, 2026, "входной"}, 50, 30).add({"A", "РПР", "MA", 6, 2026, "промежуточный"}, 50, 20)
                       .add({"A", "РПР", "MA", 6, 2026, "итоговый"}, 50, 5).frame();
  const Result<Frame> found = compute("school-change", {{"years_back", "0"}, {"wave_before", "входной"}, {"wave_now", "итоговый"}});
  ASSERT_TRUE(found.ok()) << render_terminal(found.error(), false);
  EXPECT_EQ(found->rows(), 3);
  const std::int64_t row = row_of(*found, {{"measure", "доля «2»"}});
  EXPECT_NEAR(found->find("change")->float64()[static_cast<std::size_t>(row)], -0.5, 1e-12);
  EXPECT_EQ(text(*found, "verdict", row), "улучшение");
  const Result<Frame> itself = compute("school-change", {{"years_back", "0"}});
  ASSERT_FALSE(itself.ok());
  EXPECT_EQ(itself.error().code, "DYN-001");
}

TEST_F(Dynamics, AnotherProcedureIsComparedOnlyByPlacesAmongParticipants) {
  facts_.results = Results().add({"A", "НИКО", "MA", 6, 2025, ""}, 50, 30).add({"B", "НИКО", "MA", 6, 2025, ""}, 50, 2)
                       .add({"A", "ВПР", "MA", 6, 2026, ""}, 50, 2).add({"B", "ВПР", "MA", 6, 2026, ""}, 50, 30).frame();
  const auto verdicts = [&](const std::string& equate) {
    const Result<Frame> found = compute("school-change", {{"kind_before", "НИКО"}, {"equate", equate}});
    if (!found.ok()) return render_terminal(found.error(), false);
    std::string all;
    for (std::int64_t row = 0; row < found->rows(); ++row) all += text(*found, "verdict", row) + "; ";
    return all;
  };
  EXPECT_THAT(verdicts("нет"), ::testing::Not(HasSubstr("улучшение")));
  EXPECT_THAT(verdicts("z"), HasSubstr("улучшение"));
  EXPECT_THAT(verdicts("z"), HasSubstr("ухудшение"));
}

TEST_F(Dynamics, MovesOnTheListHaveReasonsAndYearsInARow) {
  Results results;
  for (int year = 2023; year <= 2025; ++year)
    results.add({"A", "ВПР", "RU", 5, year, ""}, 20, 8).add({"A", "ВПР", "MA", 5, year, ""}, 20, 9);
  results.add({"A", "ВПР", "RU", 5, 2026, ""}, 20, 1).add({"A", "ВПР", "MA", 5, 2026, ""}, 20, 2).add({"B", "ВПР", "RU", 5, 2026, ""}, 4, 4);
  facts_.results = results.frame();
  const Result<Frame> found = compute("list-changes");
  ASSERT_TRUE(found.ok()) << render_terminal(found.error(), false);
  const auto cell = [&](const std::string& school, std::int64_t year, const std::string& column) {
    for (std::int64_t row = 0; row < found->rows(); ++row)
      if (found->find("school")->text(row) == school && found->find("year")->int64()[static_cast<std::size_t>(row)] == year)
        return column == "years_in_row" ? std::to_string(found->find(column)->int64()[static_cast<std::size_t>(row)]) : text(*found, column, row);
    return std::string("no row");
  };
  EXPECT_EQ(cell("A", 2024, "move"), "вход");
  EXPECT_EQ(cell("A", 2025, "move"), "остаётся");
  EXPECT_EQ(cell("A", 2025, "years_in_row"), "2");
  EXPECT_EQ(cell("A", 2026, "move"), "выход");
  EXPECT_THAT(cell("A", 2026, "reason"), HasSubstr("ВПР MA 5: было 9 из 20, стало 2 из 20"));
  EXPECT_EQ(cell("B", 2026, "move"), "не оценивается");
  EXPECT_THAT(cell("B", 2026, "reason"), HasSubstr("10 участников"));
  EXPECT_EQ(cell("B", 2025, "reason"), "результатов года нет");
}

TEST_F(Dynamics, GapsSayWhyTheyAreNotThere) {
  Results results;
  for (int i = 0; i < 60; ++i)
    results.add({"s" + std::to_string(100 + i), "ВПР", "MA", 5, 2026, ""}, 20, i % 18);
  facts_.results = results.frame();
  const Result<Frame> found = compute("result-gaps", {{"years", "1"}});
  ASSERT_TRUE(found.ok()) << render_terminal(found.error(), false);
  EXPECT_EQ(found->rows(), 4);
  const auto decile = row_of(*found, {{"gap", "верхний и нижний дециль"}});
  const auto at = [&](const char* column) { return found->find(column)->float64()[static_cast<std::size_t>(decile)]; };
  EXPECT_LT(at("lower"), at("difference"));
  EXPECT_GT(at("upper"), at("difference"));
  EXPECT_GT(at("lower"), 0);
  EXPECT_EQ(text(*found, "note", row_of(*found, {{"gap", "город и село"}})), "тип населённого пункта не загружен");
  EXPECT_FALSE(found->find("difference")->valid(row_of(*found, {{"gap", "вне списка и в списке"}})));
}

TEST_F(Dynamics, ExamsGoWithTestsOrStandOut) {
  Results results;
  for (int i = 0; i < 30; ++i) {
    const std::string school = "s" + std::to_string(100 + i);
    results.add({school, "ВПР", "MA", 8, 2026, ""}, 20, i % 15).add({school, "ОГЭ", "MA", 9, 2026, ""}, 20, i == 7 ? 19 : i % 15);
  }
  facts_.results = results.frame();
  const Result<Frame> agreement = compute("exam-agreement"), residuals = compute("exam-residuals");
  ASSERT_TRUE(agreement.ok()) << render_terminal(agreement.error(), false);
  ASSERT_TRUE(residuals.ok()) << render_terminal(residuals.error(), false);
  ASSERT_EQ(agreement->rows(), 1);
  EXPECT_EQ(agreement->find("schools")->int64()[0], 30);
  EXPECT_GT(agreement->find("pearson_lower")->float64()[0], 0.5);
  ASSERT_EQ(residuals->rows(), 30);
  const auto worst = std::min_element(residuals->find("studentised")->float64().begin(), residuals->find("studentised")->float64().end());
  EXPECT_EQ(text(*residuals, "school", worst - residuals->find("studentised")->float64().begin()), "s107");
}

TEST_F(Dynamics, AreEmptyWithoutResults) {
  facts_.results = Results().frame();
  for (const std::string id : {"school-change", "result-gaps", "list-changes", "exam-agreement", "exam-residuals"}) {
    const Result<Frame> found = compute(id);
    ASSERT_TRUE(found.ok()) << id << render_terminal(found.error(), false);
    EXPECT_EQ(found->rows(), 0) << id;
  }
}

}  // namespace
}  // namespace opora
