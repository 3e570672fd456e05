// The built matching.so through the registry, on a small region: eight schools in need, thirty-two others.
#include <gmock/gmock.h>

#include <bit>
#include <map>
#include <numeric>
#include <random>
#include <set>

#include "extend/matching.h"
#include "extend/native_library.h"
#include "unit/extend/methodologies.h"

namespace opora {
namespace {

using ::testing::HasSubstr;

constexpr int kNeeding = 8, kSchools = 40, kPupils = 25;

std::string code(int school) { return "s" + std::to_string(100 + school); }

struct Rows {
  std::vector<std::string> school, kind, subject, procedure;
  std::vector<std::int64_t> grade, year, score;
  Frame frame() const {
    return Frame().with("school", Column::of_text(school)).with("kind", Column::of_text(kind)).with("subject", Column::of_text(subject))
        .with("procedure", Column::of_text(procedure)).with("grade", Column::of_int64(grade)).with("year", Column::of_int64(year))
        .with("score", Column::of_int64(score));
  }
};

// Scores 0 … 20; schools in need are far below, every second of the others far above the middle.
Frame results(std::mt19937_64& random) {
  Rows rows;
  for (int school = 0; school < kSchools; ++school)
    for (const std::string subject : {"RU", "MA"})
      for (const int year : {2021, 2022})
        for (int pupil = 0; pupil < kPupils; ++pupil) {
          const int level = school < kNeeding ? 4 : school % 2 == 0 ? 14 : 9;
          rows.school.push_back(code(school)), rows.kind.push_back("ВПР"), rows.subject.push_back(subject);
          rows.procedure.push_back("ВПР " + subject + " 5 " + std::to_string(year));
          rows.grade.push_back(5), rows.year.push_back(year), rows.score.push_back(level + static_cast<int>(random() % 5));
        }
  return rows.frame();
}

Frame registry() {
  std::vector<std::string> codes, places, regions;
  for (int school = 0; school < kSchools; ++school) codes.push_back(code(school)), places.push_back("m" + std::to_string(school % 4)), regions.push_back("r");
  return Frame().with("school", Column::of_text(codes)).with("name", Column::of_text(codes)).with("municipality", Column::of_text(places))
      .with("region", Column::of_text(regions));
}

Frame context(std::mt19937_64& random) {
  std::vector<std::string> codes;
  std::vector<double> pupils, share;
  for (int school = 0; school < kSchools; ++school)
    codes.push_back(code(school)), pupils.push_back(100 + static_cast<double>(random() % 900)), share.push_back(static_cast<double>(random() % 100) / 100);
  return Frame().with("school", Column::of_text(codes)).with("pupils", Column::of_float64(pupils)).with("share", Column::of_float64(share));
}

class MatchingPlugin : public ::testing::Test {
 protected:
  MatchingPlugin() {
    std::mt19937_64 random(3);
    facts_.results = results(random), facts_.school_list = registry(), facts_.context_items = context(random);
    std::vector<std::int64_t> needing, offering;
    for (int school = 0; school < kSchools; ++school) (school < kNeeding ? needing : offering).push_back(school);
    sides_.needing = registry().take(needing);
    const Frame others = registry().take(offering);
    sides_.offering = Frame().with("partner", *others.find("school")).beside(others.select({"name", "municipality", "region"}));
  }
  Result<MatchResult> match(const std::map<std::string, std::string>& parameters = {}, const std::string& id = "partner-schools", int threads = 1) {
    OPORA_ASSIGN(const auto library, load_native(OPORA_PLUGIN_FILE));
    OPORA_ASSIGN(const Extension extension, native_extension(library, OPORA_KIND_MATCHING, id));
    OPORA_ASSIGN(const auto matching, Matching::of(extension));
    RunContext run;
    run.year = 2022, run.threads = threads;
    return matching->match_on(facts_, run, parameters, sides_);
  }
  static std::string text(const Result<MatchResult>& result) {
    if (!result.ok()) return render_terminal(result.error(), false);
    std::string all;
    const Frame& pairs = result->pairs;
    for (std::int64_t row = 0; row < pairs.rows(); ++row)
      all += std::string(pairs.find("school")->text(row)) + " " + std::string(pairs.find("partner")->text(row)) + " " +
             std::to_string(std::bit_cast<std::uint64_t>(pairs.find("cost")->float64()[static_cast<std::size_t>(row)])) + " " + std::string(pairs.find("reason")->text(row)) + "\n";
    for (std::int64_t row = 0; row < result->unmatched.rows(); ++row)
      all += std::string(result->unmatched.find("school")->text(row)) + " — " + std::string(result->unmatched.find("reason")->text(row)) + "\n";
    return all;
  }
  testing::FrameFacts facts_;
  MatchSides sides_;
};

TEST_F(MatchingPlugin, GivesEverySchoolAStrongPartnerAndOneToComeNext) {
  const auto found = match({{"closest", "100"}});
  ASSERT_TRUE(found.ok()) << text(found);
  EXPECT_EQ(found->pairs.rows(), 2 * kNeeding);
  EXPECT_EQ(found->unmatched.rows(), 0);
  std::map<std::string, int> load;
  for (std::int64_t row = 0; row < found->pairs.rows(); ++row) {
    const std::string partner(found->pairs.find("partner")->text(row));
    EXPECT_EQ(std::stoi(partner.substr(1)) % 2, 0) << "only the strong half may help";
    if (found->pairs.find("rank")->int64()[static_cast<std::size_t>(row)] > 1) continue;
    EXPECT_LE(++load[partner], 2);
  }
  EXPECT_THAT(found->pairs.find("reason")->text(0), HasSubstr("онтекст сопоставим: расстояние"));
}

TEST_F(MatchingPlugin, GivesTheSameBitsForRowsInAnotherOrderAndOnTwoThreads) {
  for (const char* distance : {"mahalanobis", "gower"}) {
    const std::string alone = text(match({{"distance", distance}}));
    std::vector<std::int64_t> order(static_cast<std::size_t>(facts_.results.rows())), schools(kSchools);
    std::iota(order.begin(), order.end(), 0), std::iota(schools.begin(), schools.end(), 0);
    std::mt19937_64 random(9);
    std::shuffle(order.begin(), order.end(), random), std::shuffle(schools.begin(), schools.end(), random);
    const testing::FrameFacts kept = facts_;
    facts_.results = facts_.results.take(order);
    facts_.context_items = facts_.context_items.take(schools);
    facts_.school_list = facts_.school_list.take(schools);
    EXPECT_EQ(text(match({{"distance", distance}}, "partner-schools", 2)), alone);
    facts_ = kept;
  }
}

TEST_F(MatchingPlugin, SaysWhyNobodyIsFoundWhenThereIsNoContext) {
  facts_.context_items = Frame().with("school", Column::of_text(std::vector<std::string>{}));
  const auto found = match();
  ASSERT_TRUE(found.ok()) << text(found);
  EXPECT_EQ(found->unmatched.rows(), kNeeding);
  EXPECT_THAT(found->unmatched.find("reason")->text(0), HasSubstr("сведений о контексте школы нет"));
  EXPECT_EQ(match({{"distance", "none"}})->unmatched.rows(), 0);
}

TEST_F(MatchingPlugin, SaysWhyNobodyIsFoundWhenAllScoresAreEqual) {
  const std::vector<std::int64_t> same(static_cast<std::size_t>(facts_.results.rows()), 7);
  facts_.results = facts_.results.with("score", Column::of_int64(same));
  const auto found = match();
  ASSERT_TRUE(found.ok()) << text(found);
  EXPECT_THAT(found->unmatched.find("reason")->text(0), HasSubstr("за 2021 г. у школы нет результатов"));
}

TEST_F(MatchingPlugin, KeepsToTheLoadOfOne) {
  const auto found = match({{"load", "1"}, {"runners", "0"}, {"closest", "100"}, {"reach", "municipality"}});
  ASSERT_TRUE(found.ok()) << text(found);
  std::set<std::string_view> partners;
  for (std::int64_t row = 0; row < found->pairs.rows(); ++row) EXPECT_TRUE(partners.insert(found->pairs.find("partner")->text(row)).second);
  EXPECT_EQ(found->pairs.rows() + found->unmatched.rows(), kNeeding);
}

TEST_F(MatchingPlugin, SharesCuratorsByWhatEachCanTake) {
  const std::vector<std::string> people = {"Куратор А", "Куратор Б"}, places = {"m0", "m1"}, regions = {"r", "r"};
  const std::vector<std::int64_t> capacity = {6, 2};
  sides_.offering = Frame().with("partner", Column::of_text(people)).with("name", Column::of_text(people)).with("municipality", Column::of_text(places))
                        .with("region", Column::of_text(regions)).with("capacity", Column::of_int64(capacity));
  const auto found = match({{"balance", "10"}}, "curators");
  ASSERT_TRUE(found.ok()) << text(found);
  EXPECT_EQ(found->pairs.rows(), 8);
  const auto load = found->pairs.find("load")->int64();
  EXPECT_EQ(std::count(load.begin(), load.end(), 6), 6);
  EXPECT_EQ(std::count(load.begin(), load.end(), 2), 2);
}

}  // namespace
}  // namespace opora
