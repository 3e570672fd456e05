// The plans that ship: every row is there and has windows or a reason to decide; and what is wrong with a plan is told.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

#include "base/temporary_folder.h"
#include "plans/plan_file.h"
#include "plans/registers.h"

namespace opora {
namespace {

namespace fs = std::filesystem;

PackLibrary shipped() {
  auto library = PackLibrary::open(OPORA_SOURCE_DIR "/regions");
  EXPECT_TRUE(library.ok());
  return *std::move(library);
}

TEST(PlansOfPacks, EveryRowHasWindowsOrAReasonToDecide) {
  const PackLibrary library = shipped();
  int rows = 0;
  for (const Pack& pack : library.packs()) {
    const auto lineage = library.lineage(pack.id);
    ASSERT_TRUE(lineage.ok());
    const auto plans = plans_of(*lineage);
    ASSERT_TRUE(plans.ok()) << render_terminal(plans.error(), false);
    for (const Plan& plan : *plans)
      for (const Measure& measure : plan.measures) {
        EXPECT_TRUE(!measure.deadline.windows.empty() || !measure.deadline.question.empty()) << plan.id << " " << measure.text.number << " " << measure.text.deadline;
        EXPECT_NE(measure.deadline.question, "unknown-words") << plan.id << " " << measure.text.number << ": " << measure.deadline.text << ": " << measure.deadline.question_text;
        rows += !measure.is_point();
      }
  }
  EXPECT_EQ(rows, 192);
}

TEST(PlansOfPacks, EveryBodyIsAnOrganisationOfThePack) {
  const PackLibrary library = shipped();
  for (const Pack& pack : library.packs()) {
    const auto plans = plans_of(*library.lineage(pack.id));
    ASSERT_TRUE(plans.ok());
    for (const Plan& plan : *plans)
      for (const Diagnostic& remark : remarks_on(plan)) EXPECT_NE(remark.code, "PLAN-012") << plan.id << ": " << remark.message;
  }
}

TEST(PlansOfPacks, SlipsOfTheDocumentsAreToldAndKept) {
  const PackLibrary library = shipped();
  const auto codes = [&](const char* pack) {
    std::vector<std::string> all;
    const auto plans = plans_of(*library.lineage(pack));
    EXPECT_TRUE(plans.ok());
    for (const Plan& plan : *plans)
      for (const Diagnostic& remark : remarks_on(plan)) all.push_back(remark.code + " " + remark.message);
    return all;
  };
  const auto has = [](const std::vector<std::string>& all, const std::string& beginning) {
    return std::any_of(all.begin(), all.end(), [&](const std::string& one) { return one.starts_with(beginning); });
  };
  EXPECT_TRUE(has(codes("ru-irk-katanga"), "PLAN-010 "));             // 11 stands twice
  EXPECT_TRUE(has(codes("ru-smo"), "PLAN-011 "));                     // 9 is missing
  EXPECT_TRUE(has(codes("ru-mo-bolsheberezniki"), "PLAN-013 "));      // rows of 2020 in an order of 2021
  EXPECT_TRUE(has(codes("ru-se"), "PLAN-014 "));                      // ten dates for nine points
}

TEST(PlansOfPacks, RegistersAreRead) {
  const PackLibrary library = shipped();
  const auto registers = registers_of(*library.lineage("ru-ros"));
  ASSERT_TRUE(registers.ok()) << render_terminal(registers.error(), false);
  EXPECT_GE(registers->size(), 12u);
}

// A pack with one plan, to break.
class BrokenPlan : public ::testing::Test {
 protected:
  void SetUp() override {
    fs::create_directories(folder_.path() / "ru-x");
    fs::create_directories(folder_.path() / "ru-x" / "plans");
    fs::copy_file(OPORA_SOURCE_DIR "/regions/ru/deadlines.lua", folder_.path() / "ru-x" / "deadlines.lua");
    write("pack.lua", R"(return { manifest = 1, id = "ru-x", name = "X", level = "region", version = "1", plans = { "plans/p.lua" }, deadline_words = "deadlines.lua" })");
    write("plans/p.csv", "section;number;measure;deadline;purpose;responsible;result\n;1;Дело;май 2021;;Институт;\n");
  }
  void write(const std::string& name, const std::string& text) { std::ofstream(folder_.path() / "ru-x" / name) << text; }
  std::string code() {
    const auto library = PackLibrary::open(folder_.path());
    const auto lineage = library->lineage("ru-x");
    if (!lineage) return lineage.error().code;
    const auto plans = plans_of(*lineage);
    return plans ? "" : plans.error().code;
  }
  TemporaryFolder folder_ = *TemporaryFolder::make();
};

TEST_F(BrokenPlan, ThatIsSoundIsRead) {
  write("plans/p.lua", R"(return { plan = 1, id = "p", title = "P", rows = "plans/p.csv", from = "2021-01-01", to = "2021-12-31" })");
  EXPECT_EQ(code(), "");
}

TEST_F(BrokenPlan, WithoutAPeriodIsRefused) {
  write("plans/p.lua", R"(return { plan = 1, id = "p", title = "P", rows = "plans/p.csv", from = "2021-12-31", to = "2021-01-01" })");
  EXPECT_EQ(code(), "PACK-084");
}

TEST_F(BrokenPlan, ThatSpeaksOfARowThatIsNotThereIsRefused) {
  write("plans/p.lua", R"(return { plan = 1, id = "p", title = "P", rows = "plans/p.csv", from = "2021-01-01", to = "2021-12-31", measures = { { row = "2" } } })");
  EXPECT_EQ(code(), "PACK-082");
}

TEST_F(BrokenPlan, ThatNamesAnUnknownBodyIsRefused) {
  write("plans/p.lua", R"(return { plan = 1, id = "p", title = "P", rows = "plans/p.csv", from = "2021-01-01", to = "2021-12-31", chain = { "nobody" } })");
  EXPECT_EQ(code(), "PACK-083");
}

TEST_F(BrokenPlan, WithAnUnknownKindOfEvidenceIsRefused) {
  write("plans/p.lua", R"(return { plan = 1, id = "p", title = "P", rows = "plans/p.csv", from = "2021-01-01", to = "2021-12-31", measures = { { row = "1", evidence = { "rumour" } } } })");
  EXPECT_EQ(code(), "PACK-013");
}

TEST_F(BrokenPlan, WithARowThatSaysNothingIsRefused) {
  write("plans/p.lua", R"(return { plan = 1, id = "p", title = "P", rows = "plans/p.csv", from = "2021-01-01", to = "2021-12-31" })");
  write("plans/p.csv", "section;number;measure;deadline;purpose;responsible;result\n;1;;май 2021;;;\n");
  EXPECT_EQ(code(), "PACK-086");
}

}  // namespace
}  // namespace opora
