// The table of measures that ships: each of them answers something that a pack has, at a time that can be read.
#include "plans/programme_measures.h"

#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>
#include <set>

#include "base/temporary_folder.h"
#include "plans/plan_file.h"

namespace opora {
namespace {

using testing::HasSubstr;

const std::filesystem::path kRegions = std::filesystem::path(OPORA_SOURCE_DIR) / "regions";

Result<std::vector<ProgrammeMeasure>> table_of(const std::string& lines) {
  const auto folder = TemporaryFolder::make();
  const auto file = folder->path() / "measures.csv";
  std::ofstream(file) << "section;level;answers;measure;deadline;responsible;result;evidence;basis;because\n" << lines;
  return load_programme_measures(file, "measures.csv");
}

class ShippedMeasures : public testing::Test {
 protected:
  void SetUp() override {
    auto library = PackLibrary::open(kRegions);
    ASSERT_TRUE(library.ok());
    packs_.emplace(*std::move(library));
    auto lineage = packs_->lineage("ru-smo");
    ASSERT_TRUE(lineage.ok());
    auto measures = programme_measures_of(*lineage);
    ASSERT_TRUE(measures.ok()) << render_terminal(measures.error(), false);
    measures_ = *std::move(measures);
  }
  std::optional<PackLibrary> packs_;
  std::vector<ProgrammeMeasure> measures_;
};

TEST_F(ShippedMeasures, answer_methodologies_and_indicators_that_some_pack_has) {
  std::set<std::string> known;
  for (const Pack& pack : packs_->packs())
    for (const PackItem& item : pack.items) known.insert(item.id);
  for (const ProgrammeMeasure& one : measures_)
    for (const Answered& answer : one.answers) EXPECT_TRUE(known.contains(answer.id)) << "line " << one.line << ": " << answer.text;
}

TEST_F(ShippedMeasures, name_the_document_that_prescribes_them) {
  for (const ProgrammeMeasure& one : measures_) EXPECT_FALSE(one.basis.empty()) << "line " << one.line;
}

TEST_F(ShippedMeasures, have_deadlines_that_nobody_has_to_decide) {
  const auto lineage = packs_->lineage("ru");
  const auto words = deadline_words_of(*lineage);
  ASSERT_TRUE(words.ok());
  DeadlineContext context;
  context.from = *parse_date("2021-09-01"), context.to = *parse_date("2022-08-31");
  context.year = 2021, context.school_year = true;
  for (const ProgrammeMeasure& one : measures_) {
    std::string text = one.deadline;
    for (const auto& [place, year] : {std::pair{"{year}", "2021"}, std::pair{"{next_year}", "2022"}})
      for (auto at = text.find(place); at != std::string::npos; at = text.find(place)) text.replace(at, std::string_view(place).size(), year);
    const Deadline deadline = read_deadline(*words, text, context);
    EXPECT_EQ(deadline.question, "") << "line " << one.line << ": " << text;
    EXPECT_FALSE(deadline.windows.empty()) << "line " << one.line << ": " << text;
    for (const DateWindow& window : deadline.windows) EXPECT_TRUE(context.from <= window.from && window.to <= context.to) << text;
  }
}

TEST(ProgrammeMeasures, read_what_a_measure_answers) {
  const auto read = table_of("Меры;school;always | low-results | vpr-bias/inflated_mean | risk-profile/кадры/высокая;Мера;май;ОО;Итог;order;приказ;{text}\n");
  ASSERT_TRUE(read.ok()) << render_terminal(read.error(), false);
  const ProgrammeMeasure& one = read->front();
  EXPECT_TRUE(one.always);
  ASSERT_EQ(one.answers.size(), 3U);
  EXPECT_EQ(one.answers[0].id, "low-results");
  EXPECT_THAT(one.answers[1].details, testing::ElementsAre("inflated_mean"));
  EXPECT_THAT(one.answers[2].details, testing::ElementsAre("кадры", "высокая"));
  EXPECT_EQ(one.because, "{text}");
}

TEST(ProgrammeMeasures, refuse_a_measure_for_nothing_an_unknown_level_and_an_unknown_kind_of_evidence) {
  for (const char* line : {"Меры;school;;Мера;май;ОО;Итог;order;приказ;\n", "Меры;district;always;Мера;май;ОО;Итог;order;приказ;\n",
                           "Меры;school;always;;май;ОО;Итог;order;приказ;\n", "Меры;school;always;Мера;май;ОО;Итог;ordre;приказ;\n"}) {
    const auto read = table_of(line);
    ASSERT_FALSE(read.ok()) << line;
    EXPECT_EQ(read.error().code, "PACK-091");
    EXPECT_EQ(read.error().spans.front().line, 2);
  }
}

}  // namespace
}  // namespace opora
