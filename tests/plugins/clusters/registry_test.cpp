// The built clusters.so through the registry, and regions/ru/2019/risk_cluster.lua on top of it, over made-up schools.
#include <gmock/gmock.h>

#include <fstream>
#include <numeric>
#include <random>
#include <sstream>

#include "extend/indicator.h"
#include "extend/native_library.h"
#include "extend/registry.h"
#include "frame/kernels.h"
#include "no_facts.h"
#include "opora/abi/all.h"

namespace opora {
namespace {

using ::testing::Contains;
using ::testing::Each;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

using Arguments = std::map<std::string, std::string>;

// 80 schools; those with an odd number work in harder conditions: more marks «2», more single-parent families.
// Numbers divisible by four are rural, the first six are small.
struct School {
  std::string code;
  bool hard = false, rural = false;
  double pupils = 400;
};

std::vector<School> made_up_schools() {
  std::vector<School> schools;
  for (int i = 0; i < 80; ++i) schools.push_back({"s" + std::to_string(100 + i), i % 2 == 1, i % 4 < 2, i < 6 ? 60.0 : 400.0 + i});
  return schools;
}

class Facts final : public ::opora::testing::NoFacts {
 public:
  Frame results, registry;
  std::map<int, Frame> items;

  Result<Frame> tally(const FactRequest& request) override {
    OPORA_ASSIGN(const Frame kept, where(results, request.conditions));
    return group_tally(kept, request.keys, request.aggregates, request.threads);
  }
  Result<Frame> rows(const FactRequest& request, const std::vector<std::string>&) override { return where(results, request.conditions); }
  Result<Frame> schools() override { return registry; }
  Result<Frame> context(int year) override { return items.contains(year) ? items[year] : Frame().with("school", Column::of_text({})); }
};

// The facts of `schools`, in their order. `turned`: codes of schools whose conditions were the other ones in 2021.
Facts facts_of_schools(const std::vector<School>& schools, const std::vector<std::string>& turned = {}) {
  Facts facts;
  std::vector<std::string> of_rows, kinds, codes, locality;
  std::vector<std::int64_t> years, marks, scores, maxima;
  for (const School& school : schools) codes.push_back(school.code), locality.push_back(school.rural ? "сельский населённый пункт" : "город");
  for (const int year : {2021, 2022}) {
    std::vector<double> pupils, single, higher, record, native;
    for (const School& school : schools) {
      std::mt19937_64 random(static_cast<std::uint64_t>(year) * 1000 + static_cast<std::uint64_t>(std::stoi(school.code.substr(1))));
      const auto between = [&](int low, int high) { return low + static_cast<int>(random() % static_cast<std::uint64_t>(high - low + 1)); };
      const bool changed = year == 2021 && std::find(turned.begin(), turned.end(), school.code) != turned.end();
      const bool hard = school.hard != changed;
      for (int i = 0; i < 20; ++i) {
        const int score = hard ? between(5, 20) : between(15, 30);
        of_rows.push_back(school.code), kinds.emplace_back("ВПР"), years.push_back(year);
        scores.push_back(score), maxima.push_back(30), marks.push_back(score < 12 ? 2 : score < 20 ? 3 : score < 26 ? 4 : 5);
      }
      pupils.push_back(school.pupils);
      single.push_back(between(hard ? 28 : 14, hard ? 38 : 24) / 100.0), higher.push_back(between(hard ? 8 : 30, hard ? 20 : 45) / 100.0);
      record.push_back(between(hard ? 3 : 0, hard ? 8 : 3) / 100.0), native.push_back(between(hard ? 5 : 0, hard ? 15 : 6) / 100.0);
    }
    facts.items[year] = Frame().with("school", Column::of_text(codes)).with("pupils", Column::of_float64(pupils))
        .with("single_parent", Column::of_float64(single)).with("both_parents_higher_education", Column::of_float64(higher))
        .with("on_record", Column::of_float64(record)).with("russian_not_native", Column::of_float64(native))
        .with("locality_type", Column::of_text(locality));
  }
  facts.registry = Frame().with("school", Column::of_text(codes));
  facts.results = Frame().with("school", Column::of_text(of_rows)).with("kind", Column::of_text(kinds)).with("year", Column::of_int64(years))
      .with("mark", Column::of_int64(marks)).with("score", Column::of_int64(scores)).with("max_score", Column::of_int64(maxima));
  return facts;
}

std::string cell(const Frame& frame, const char* column, std::int64_t row) {
  const Column& values = *frame.find(column);
  if (!values.valid(row)) return "–";
  if (values.type() == ColumnType::kText) return std::string(values.text(row));
  std::ostringstream text;
  text << std::hexfloat;
  if (values.type() == ColumnType::kInt64) text << values.int64()[static_cast<std::size_t>(row)];
  else text << values.float64()[static_cast<std::size_t>(row)];
  return text.str();
}

std::vector<std::string> column(const Frame& frame, const char* name) {
  std::vector<std::string> cells;
  for (std::int64_t row = 0; row < frame.rows(); ++row) cells.push_back(cell(frame, name, row));
  return cells;
}

// All cells, doubles bit by bit.
std::string printed(const Frame& frame) {
  std::string text;
  for (const std::string& name : frame.names())
    for (const std::string& one : column(frame, name.c_str())) text += one + ' ';
  return text;
}

class ClustersPlugin : public ::testing::Test {
 protected:
  Result<Frame> try_compute(const std::string& id, Facts& facts, const Arguments& arguments = {}, int threads = 1) {
    const auto library = load_native(OPORA_PLUGIN_FILE);
    if (!library.ok()) return library.error();
    const auto extension = native_extension(*library, OPORA_KIND_INDICATOR, id);
    if (!extension.ok()) return extension.error();
    const auto indicator = Indicator::of(*extension);
    if (!indicator.ok()) return indicator.error();
    RunContext context;
    context.year = 2022;
    context.threads = threads;
    Warnings reported;
    context.warnings = &reported;
    Result<Frame> frame = (*indicator)->compute_on(facts, context, arguments);
    warnings.clear();
    for (const Diagnostic& one : reported.told()) warnings.push_back(one.code + ' ' + one.message);
    return frame;
  }

  Frame compute(const std::string& id, Facts& facts, const Arguments& arguments = {}, int threads = 1) {
    const Result<Frame> frame = try_compute(id, facts, arguments, threads);
    if (frame.ok()) return *frame;
    ADD_FAILURE() << render_terminal(frame.error(), false);
    return {};
  }

  DecisionSet risk_cluster(Facts& facts, const Arguments& parameters = {}) {
    std::ifstream in(std::string(OPORA_SOURCE_DIR) + "/regions/ru/2019/risk_cluster.lua");
    std::stringstream script;
    script << in.rdbuf();
    Registry registry;
    const auto library = load_native(OPORA_PLUGIN_FILE);
    for (const char* id : {"clusters", "cluster-profiles"}) EXPECT_TRUE(registry.add(*native_extension(*library, OPORA_KIND_INDICATOR, id)).ok());
    const auto methodology = load_lua_methodology({"regions/ru/2019/risk_cluster.lua", script.str(), {}});
    RunContext context;
    context.year = 2022;
    context.registry = &registry;
    const Result<DecisionSet> set = (*methodology)->run_on(facts, context, parameters);
    if (set.ok()) return *set;
    ADD_FAILURE() << render_terminal(set.error(), false);
    return {};
  }

  std::vector<std::string> warnings;
  const std::vector<School> schools = made_up_schools();
};

TEST_F(ClustersPlugin, GivenTwoKindsOfSchoolsWhenTwoClustersAreAskedForThenTheyAreTheTwoKinds) {
  Facts facts = facts_of_schools(schools);
  const Frame found = compute("clusters", facts, {{"k", "2"}});
  ASSERT_EQ(found.rows(), 80);
  for (std::size_t i = 0; i < schools.size(); ++i) {
    const auto row = static_cast<std::int64_t>(i);
    EXPECT_EQ(cell(found, "school", row), schools[i].code);
    EXPECT_EQ(cell(found, "cluster", row), schools[i].hard ? "2" : "1");  // ascending by the share of marks «2»
    EXPECT_EQ(cell(found, "next_cluster", row), schools[i].hard ? "1" : "2");
    EXPECT_LT(found.find("distance")->number(row), found.find("next_distance")->number(row));
    EXPECT_GT(found.find("silhouette")->number(row), 0.2);
  }
  EXPECT_THAT(column(found, "reason"), Each("–"));
  EXPECT_THAT(warnings, IsEmpty());
}

TEST_F(ClustersPlugin, EveryMethodFindsTheTwoKinds) {
  Facts facts = facts_of_schools(schools);
  for (const char* method : {"kmeans", "ward", "mixture-diagonal", "mixture-full"})
    for (const char* scale : {"z", "robust"}) {
      const Frame found = compute("clusters", facts, {{"k", "2"}, {"method", method}, {"standardise", scale}});
      for (std::size_t i = 0; i < schools.size(); ++i)
        EXPECT_EQ(cell(found, "cluster", static_cast<std::int64_t>(i)), schools[i].hard ? "2" : "1") << method << ' ' << scale << ' ' << i;
    }
}

TEST_F(ClustersPlugin, OrderOfRowsAndThreadsDoNotChangeABit) {
  std::vector<School> other = schools;
  std::shuffle(other.begin(), other.end(), std::mt19937_64(4));
  Facts facts = facts_of_schools(schools), shuffled = facts_of_schools(other, {});
  for (const char* id : {"clusters", "cluster-profiles", "cluster-choice", "cluster-assignment"}) {
    const Arguments arguments = {{"k", "3"}, {"subsamples", "5"}};
    const std::string expected = printed(compute(id, facts, arguments));
    EXPECT_EQ(expected, printed(compute(id, facts, arguments, 2))) << id;
    EXPECT_EQ(expected, printed(compute(id, shuffled, arguments))) << id;
  }
}

TEST_F(ClustersPlugin, ProfilesSayWhatDiffersFromTheRegion) {
  Facts facts = facts_of_schools(schools);
  const Frame found = compute("cluster-profiles", facts, {{"k", "2"}});
  ASSERT_EQ(found.rows(), 12);  // two clusters, six items
  for (std::int64_t row = 0; row < 12; ++row) {
    const double side = cell(found, "cluster", row) == "2" ? 1 : -1;
    EXPECT_GT(side * found.find("unfavourable")->number(row), 0.3) << row;
    EXPECT_NEAR(found.find("difference")->number(row), found.find("mean")->number(row) - found.find("region_mean")->number(row), 1e-12);
    EXPECT_EQ(cell(found, "schools", row), "40");
  }
  EXPECT_THAT(cell(found, "words", 0), HasSubstr("доля отметок «2»: "));
  EXPECT_THAT(cell(found, "words", 0), HasSubstr("меньше, чем в регионе"));
  EXPECT_THAT(cell(found, "description", 11), HasSubstr("Школ: 40. Больше, чем в регионе: "));
}

TEST_F(ClustersPlugin, TheChoiceTakesTwoAndClustersWithoutKFollowIt) {
  Facts facts = facts_of_schools(schools);
  const Frame choice = compute("cluster-choice", facts, {{"most_clusters", "5"}});
  EXPECT_THAT(column(choice, "k"), ::testing::ElementsAre("2", "3", "4", "5"));
  EXPECT_THAT(column(choice, "chosen"), ::testing::ElementsAre("1", "0", "0", "0"));
  EXPECT_GT(choice.find("stability")->number(0), 0.95);
  EXPECT_EQ(printed(compute("clusters", facts, {{"k", "0"}})), printed(compute("clusters", facts, {{"k", "2"}})));
}

TEST_F(ClustersPlugin, StrataAreUrbanRuralAndSmallSchools) {
  Facts facts = facts_of_schools(schools);
  const Frame found = compute("clusters", facts, {{"k", "2"}, {"strata", "locality-size"}});
  EXPECT_EQ(cell(found, "stratum", 0), "малокомплектные");
  EXPECT_EQ(cell(found, "stratum", 8), "сельские");
  EXPECT_EQ(cell(found, "name", 9), "сельские, кластер 2");
  EXPECT_EQ(cell(found, "name", 10), "городские, кластер 1");
  EXPECT_EQ(cell(found, "reason", 0), "школ с полными данными в группе «малокомплектные»: 6, нужно не менее 20");
  EXPECT_THAT(warnings, Contains(HasSubstr("CLU-005 за 2022 год школ с полными данными в группе «малокомплектные»: 6")));
}

TEST_F(ClustersPlugin, SchoolsOfTheYearAreAssignedToTheClustersOfTheYearBefore) {
  Facts facts = facts_of_schools(schools, {"s141", "s142"});
  const Frame found = compute("cluster-assignment", facts, {{"k", "2"}});
  for (std::size_t i = 0; i < schools.size(); ++i) {
    const bool moved = i == 41 || i == 42;
    EXPECT_EQ(cell(found, "cluster", static_cast<std::int64_t>(i)), schools[i].hard ? "2" : "1") << i;
    EXPECT_EQ(cell(found, "earlier_cluster", static_cast<std::int64_t>(i)), schools[i].hard != moved ? "2" : "1") << i;
    EXPECT_EQ(cell(found, "moved", static_cast<std::int64_t>(i)), moved ? "1" : "0") << i;
  }
}

TEST_F(ClustersPlugin, WithoutTheYearBeforeNobodyIsAssignedAndTheReasonIsStated) {
  Facts facts = facts_of_schools(schools);
  const Frame found = compute("cluster-assignment", facts, {{"years_back", "3"}});
  EXPECT_THAT(column(found, "cluster"), Each("–"));
  EXPECT_THAT(column(found, "reason"), Each("за 2019 год кластеров группы «все школы» нет"));
}

TEST_F(ClustersPlugin, WithoutContextNoSchoolIsInAClusterAndNothingFails) {
  Facts facts = facts_of_schools(schools);
  facts.items.clear();
  const Frame found = compute("clusters", facts);
  EXPECT_THAT(column(found, "cluster"), Each("–"));
  EXPECT_THAT(column(found, "reason"), Each(HasSubstr("нет данных: доля неполных семей, ")));
  EXPECT_THAT(warnings, Contains(HasSubstr("CLU-001 за 2022 год нет показателя «доля неполных семей» ни у одной школы")));
  EXPECT_EQ(compute("cluster-profiles", facts).rows(), 0);
  EXPECT_EQ(compute("cluster-choice", facts).rows(), 0);
}

TEST_F(ClustersPlugin, AnItemWithTextsAmongItsAnswersIsNamedAndNotUsed) {
  Facts facts = facts_of_schools(schools);
  facts.items[2022] = facts.items[2022].with("on_record", Column::of_text(std::vector<std::string>(80, "12 (из них 3)")));
  EXPECT_THAT(column(compute("clusters", facts), "reason"), Each("нет данных: доля состоящих на учёте"));
  EXPECT_THAT(warnings, Contains(HasSubstr("CLU-002 среди ответов по показателю on_record есть не числа")));
}

TEST_F(ClustersPlugin, ASchoolWithoutOneItemMayGetTheMedianOfItsStratum) {
  Facts facts = facts_of_schools(schools);
  std::vector<std::uint8_t> valid(80, 1);
  valid[8] = 0;
  const auto values = facts.items[2022].find("single_parent")->float64();
  facts.items[2022] = facts.items[2022].with("single_parent", Column::of_float64(values, valid));
  const Frame excluded = compute("clusters", facts, {{"k", "2"}}), with_median = compute("clusters", facts, {{"k", "2"}, {"missing", "median"}});
  EXPECT_EQ(cell(excluded, "reason", 8), "нет данных: доля неполных семей");
  EXPECT_EQ(cell(with_median, "cluster", 8), "1");
  EXPECT_EQ(cell(with_median, "imputed", 8), "1");
  EXPECT_EQ(cell(with_median, "imputed", 9), "0");
}

TEST_F(ClustersPlugin, ItemsChosenTwiceOrNotAtAllAreNamed) {
  Facts facts = facts_of_schools(schools);
  const Frame once = compute("clusters", facts, {{"k", "2"}});
  EXPECT_EQ(printed(compute("clusters", facts, {{"k", "2"}, {"item_7", "on_record"}})), printed(once));
  EXPECT_THAT(warnings, Contains(HasSubstr("CLU-004 показатель on_record выбран дважды")));
  Arguments none;
  for (int i = 1; i <= 8; ++i) none["item_" + std::to_string(i)] = "none";
  const Result<Frame> refused = try_compute("clusters", facts, none);
  ASSERT_FALSE(refused.ok());
  EXPECT_THAT(render_terminal(refused.error(), false), HasSubstr("не выбран ни один показатель"));
}

TEST_F(ClustersPlugin, RiskClusterNamesTheSchoolsOfTheLessFavourableCluster) {
  Facts facts = facts_of_schools(schools);
  const DecisionSet set = risk_cluster(facts, {{"k", "2"}});
  ASSERT_THAT(set.decisions, SizeIs(80));
  for (const DecisionRow& row : set.decisions) {
    const Decision decision = set.decision(row);
    const bool hard = std::stoi(decision.school.substr(1)) % 2 == 1;
    EXPECT_EQ(decision.answer, hard ? Answer::kYes : Answer::kNo) << decision.school;
    EXPECT_THAT(decision.checks, SizeIs(3));
    EXPECT_THAT(decision.values, Contains(std::pair<std::string, std::string>("Кластер", hard ? "все школы, кластер 2" : "все школы, кластер 1")));
  }
}

TEST_F(ClustersPlugin, RiskClusterIsNotAssessableWithoutContext) {
  Facts facts = facts_of_schools(schools);
  facts.items.clear();
  const DecisionSet set = risk_cluster(facts);
  ASSERT_THAT(set.decisions, SizeIs(80));
  for (const DecisionRow& row : set.decisions) EXPECT_EQ(set.decision(row).answer, Answer::kNotAssessable);
}

}  // namespace
}  // namespace opora
