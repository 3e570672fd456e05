// The methodology of the federal pack over the built plugin and the pack's own list of breaks.
#include <gmock/gmock.h>

#include <fstream>
#include <sstream>

#include "extend/native_library.h"
#include "participants.h"
#include "unit/extend/methodologies.h"

namespace opora {
namespace {

std::string file_text(const std::string& path) {
  std::ifstream in(std::string(OPORA_SOURCE_DIR) + '/' + path);
  std::stringstream text;
  text << in.rdbuf();
  return text.str();
}

class DynamicsMethodology : public ::testing::Test {
 protected:
  void SetUp() override {
    auto library = load_native(OPORA_PLUGIN_FILE);
    ASSERT_TRUE(library.ok());
    ASSERT_TRUE(registry_.add(*native_extension(*library, OPORA_KIND_INDICATOR, "school-change")).ok());
    const std::string breaks = "regions/ru/2019/comparability_breaks.lua";
    ASSERT_TRUE(registry_.add(*load_lua_extension({breaks, file_text(breaks), {}}, OPORA_KIND_INDICATOR)).ok());
    facts_.school_list = testing::schools_frame({"better", "same", "small", "worse"});
  }
  // All results of two years of ВПР; what the pack says of these years decides.
  DecisionSet decided(int year) {
    Results results;
    for (const std::string subject : {"RU", "MA"}) {
      results.add({"better", "ВПР", subject, 5, year - 1, ""}, 60, 40).add({"better", "ВПР", subject, 5, year, ""}, 60, 6);
      results.add({"same", "ВПР", subject, 5, year - 1, ""}, 60, 20).add({"same", "ВПР", subject, 5, year, ""}, 60, 18);
      results.add({"small", "ВПР", subject, 5, year - 1, ""}, 5, 5).add({"small", "ВПР", subject, 5, year, ""}, 5, 0);
      results.add({"worse", "ВПР", subject, 5, year - 1, ""}, 60, 6).add({"worse", "ВПР", subject, 5, year, ""}, 60, 40);
    }
    facts_.results = results.frame();
    facts_.procedure_list = Frame().with("kind", Column::of_text(std::vector<std::string>{"ВПР", "ВПР"}))
                                .with("subject", Column::of_text(std::vector<std::string>{"MA", "RU"}))
                                .with("grade", Column::of_int64(std::vector<std::int64_t>{5, 5}));
    const std::string path = "regions/ru/2019/dynamics.lua";
    const auto methodology = load_lua_methodology({path, file_text(path), {}});
    RunContext context;
    context.year = year;
    context.registry = &registry_;
    Result<DecisionSet> set = methodology.ok() ? (*methodology)->run_on(facts_, context, {}) : Result<DecisionSet>(methodology.error());
    if (!set.ok()) ADD_FAILURE() << render_terminal(set.error(), false);
    return set.ok() ? *std::move(set) : DecisionSet();
  }
  testing::FrameFacts facts_;
  Registry registry_;
};

constexpr const char* kUp = "Положительная динамика";
constexpr const char* kDown = "Отрицательная динамика";

TEST_F(DynamicsMethodology, ListsSchoolsThatChangedBeyondError) {
  const DecisionSet set = decided(2023);
  const auto answer = [&](const char* school, const char* category) { return testing::decision_of(set, school, category).answer; };
  EXPECT_EQ(answer("better", kUp), Answer::kYes);
  EXPECT_EQ(answer("better", kDown), Answer::kNo);
  EXPECT_EQ(answer("worse", kUp), Answer::kNo);
  EXPECT_EQ(answer("worse", kDown), Answer::kYes);
  EXPECT_EQ(answer("same", kUp), Answer::kNo);
  EXPECT_EQ(answer("same", kDown), Answer::kNo);
  EXPECT_EQ(answer("small", kUp), Answer::kNotAssessable);
}

TEST_F(DynamicsMethodology, NeverCountsAChangeAcrossABreak) {
  const DecisionSet set = decided(2021);  // ВПР came back from autumn to spring
  for (const char* school : {"better", "same", "worse"})
    for (const char* category : {kUp, kDown}) EXPECT_EQ(testing::decision_of(set, school, category).answer, Answer::kNotAssessable) << school;
}

}  // namespace
}  // namespace opora
