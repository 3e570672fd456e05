// Who may help whom: the rules of pairs.h and curators.h on a handful of schools, and standings by hand.
#include <gtest/gtest.h>

#include "curators.h"
#include "words.h"

namespace opora_matching {
namespace {

constexpr int kRu = 0, kMa = 1;

// Schools 0 … : the one in need is 0. Standings far beyond error unless a test says otherwise.
struct Region {
  Rule rule;
  Performance performance;
  Neighbours neighbours;
  std::vector<Side> needing{{0, 0, 0}}, offering;
  std::map<std::pair<int, int>, double> distances;

  Region() {
    rule.years = {2021, 2022};
    rule.closest = 1;
    both_years(0, -1);
  }
  void both_years(int school, double z, double error = 0.05) {
    for (const int year : rule.years) performance.by_year[{school, year}] = {z, error, 100};
  }
  int add_partner(double z, double distance, int municipality = 0, int region = 0) {
    const int school = 100 + static_cast<int>(offering.size());
    offering.push_back({school, region, municipality});
    both_years(school, z);
    distances[{0, school}] = distance;
    return static_cast<int>(offering.size()) - 1;
  }
  std::vector<Choice> choose() {
    return Chooser(rule, performance, neighbours, needing, offering, [&](std::size_t a, std::size_t b) -> std::optional<double> {
      const auto found = distances.find({static_cast<int>(a), static_cast<int>(b)});
      return found == distances.end() ? std::nullopt : std::optional(found->second);
    }).choose([] {});
  }
};

TEST(Standing, IsTheMeanOverProceduresWeighedByParticipants) {
  // One procedure, two schools: 4 pupils with mean 6, 4 with mean 2, variance 1 each. Region: mean 4,
  // variance (3 + 3 + 4·4 + 4·4) / 7 = 38/7.
  const std::vector<Sitting> sittings = {{0, 0, 0, 0, kRu, 2022, 4, 6, 1}, {1, 0, 0, 0, kRu, 2022, 4, 2, 1}};
  const Performance found = performance_of(sittings, 2022, 1);
  const Standing standing = found.by_year.at({0, 2022});
  EXPECT_NEAR(standing.z, 2 / std::sqrt(38.0 / 7), 1e-12);
  EXPECT_NEAR(standing.error, 0.5, 1e-12);
  EXPECT_NEAR(found.by_subject.at({1, kRu}).z, -2 / std::sqrt(38.0 / 7), 1e-12);
}

TEST(Standing, CountsPupilsOfOneCohortOnceAndCohortsApart) {
  StandingSum same, apart;
  for (int subject = 0; subject < 4; ++subject) same.add(0, 25, 1), apart.add(subject, 25, 1);
  EXPECT_NEAR(same.standing(1)->error, 1 / std::sqrt(25.0), 1e-12);    // as 25 pupils
  EXPECT_NEAR(apart.standing(1)->error, 1 / std::sqrt(100.0), 1e-12);  // as 100
  EXPECT_FALSE(same.standing(101).has_value());
}

TEST(Standing, OfARegionWithEqualScoresIsNotThere) {
  const Performance found = performance_of({{0, 0, 0, 0, kRu, 2022, 5, 3, 0}, {1, 0, 0, 0, kRu, 2022, 5, 3, 0}}, 2022, 1);
  EXPECT_TRUE(found.by_year.empty());
}

TEST(Pairs, TakeTheNearestContextAmongStrongSchools) {
  Region region;
  region.add_partner(1, 3), region.add_partner(1, 1), region.add_partner(1, 2);
  const Choice choice = region.choose()[0];
  EXPECT_EQ(choice.partners, (std::vector<int>{1, 2}));  // and who would come next
  EXPECT_NEAR(choice.views[0].closer, 2.0 / 3, 1e-12);
  EXPECT_NEAR(choice.views[0].cost, 1.0 / 3, 1e-12);
}

TEST(Pairs, NeedAPartnerThatIsStrongInEveryYear) {
  Region region;
  const int partner = region.add_partner(1, 1);
  region.performance.by_year[{100, 2021}] = {0.05, 0.05, 100};  // within its error
  const Choice choice = region.choose()[static_cast<std::size_t>(partner)];
  EXPECT_EQ(choice.gap, Gap::kNobodyFits);
  EXPECT_EQ(choice.funnel.offering, 1U);
  EXPECT_EQ(choice.funnel.strong, 0U);
}

TEST(Pairs, NeedALeadBeyondMarginAndError) {
  Region region;
  region.rule.margin = 0.5, region.rule.high = -2;
  region.both_years(0, 0);
  region.add_partner(0.6, 1);  // error of the difference: 1.96 · √(0.05² + 0.05²) = 0.139
  EXPECT_EQ(region.choose()[0].gap, Gap::kNobodyFits);
  region.both_years(100, 0.64);
  EXPECT_EQ(region.choose()[0].gap, Gap::kNone);
}

TEST(Pairs, KeepToTheRegionAndToTheReachAllowed) {
  Region region;
  region.add_partner(1, 1, 7, 3);  // another region
  EXPECT_EQ(region.choose()[0].funnel.reachable, 0U);
  region.add_partner(1, 1, 5);
  EXPECT_EQ(region.choose()[0].partners, (std::vector<int>{1}));
  region.rule.reach = Reach::kNeighbours;
  EXPECT_EQ(region.choose()[0].gap, Gap::kNobodyFits);
  region.neighbours[{0, 5}] = 2;
  const Choice choice = region.choose()[0];
  EXPECT_EQ(choice.views[0].travel, Travel::kNeighbour);
  EXPECT_NEAR(choice.views[0].cost, 1 + 0.3 * 2 / 4, 1e-12);
  region.rule.reach = Reach::kMunicipality;
  EXPECT_EQ(region.choose()[0].gap, Gap::kNobodyFits);
}

TEST(Pairs, TreatAnUnknownMunicipalityAsFar) {
  Region region;
  region.add_partner(1, 1, -1);
  EXPECT_EQ(region.choose()[0].views[0].travel, Travel::kUnknown);
  region.rule.reach = Reach::kMunicipality;
  EXPECT_EQ(region.choose()[0].gap, Gap::kNobodyFits);
}

TEST(Pairs, PreferAPartnerThatIsStrongWhereTheSchoolIsWeak) {
  Region region;
  region.add_partner(1, 1.0), region.add_partner(1, 1.1);
  region.performance.by_subject[{0, kMa}] = {-1, 0.1, 50};
  region.performance.by_subject[{0, kRu}] = {0.1, 0.1, 50};  // not weak
  region.performance.by_subject[{101, kMa}] = {1, 0.1, 50};
  const Choice choice = region.choose()[0];
  EXPECT_EQ(choice.partners[0], 1);
  EXPECT_EQ(choice.views[0].covered, std::vector<int>{kMa});
  EXPECT_NEAR(choice.views[1].cost, 1.0 / 1.1 + 0.3, 1e-12);
}

TEST(Pairs, KeepToTheLoadAndSayWhoIsLeftOut) {
  Region region;
  region.rule.load = 1;
  region.add_partner(1, 1);
  for (const int school : {1, 2}) {
    region.needing.push_back({school, 0, 0});
    region.both_years(school, -1);
    region.distances[{school, 100}] = 0.5 * school;
  }
  const std::vector<Choice> choices = region.choose();
  EXPECT_EQ(choices[0].gap, Gap::kAllTaken);
  EXPECT_EQ(choices[1].gap, Gap::kNone);
  EXPECT_EQ(choices[2].gap, Gap::kAllTaken);
  EXPECT_EQ(gap_reason(choices[0], region.rule), "Подходит 1 школа, но у каждой уже 1 подопечная школа (предел нагрузки).");
}

TEST(Pairs, SayWhatIsMissing) {
  Region region;
  region.add_partner(1, 1);
  region.distances.clear();
  EXPECT_EQ(region.choose()[0].gap, Gap::kNoContext);
  region.rule.with_context = false;
  EXPECT_EQ(region.choose()[0].gap, Gap::kNone);
  region.performance.by_year.erase({0, 2021});
  EXPECT_EQ(region.choose()[0].gap, Gap::kNoResults);
  EXPECT_EQ(region.choose()[0].missing_year, 2021);
}

TEST(Pairs, LeaveOutContextsThatAreTooFar) {
  Region region;
  region.rule.closest = 0.5;
  for (const double distance : {1.0, 2.0, 3.0}) region.add_partner(1, distance);
  EXPECT_EQ(region.choose()[0].funnel.comparable, 2U);
}

TEST(Curators, ShareTheSchoolsEvenlyByWhatEachCanTake) {
  std::vector<Side> schools;
  for (int i = 0; i < 6; ++i) schools.push_back({i, 0, 0});
  const std::vector<Side> people = {{10, 0, 0}, {11, 0, 0}};
  const CuratorChoice found = assign_curators(schools, people, {8, 4}, {}, 1, [] {});
  EXPECT_EQ(found.load, (std::vector<int>{4, 2}));
}

TEST(Curators, AreNearWhenTheLoadAllowsIt) {
  const std::vector<Side> schools = {{0, 0, 0}, {1, 0, 1}, {2, 0, 1}}, people = {{10, 0, 0}, {11, 0, 1}};
  EXPECT_EQ(assign_curators(schools, people, {3, 3}, {}, 0.5, [] {}).curator, (std::vector<int>{0, 1, 1}));
  EXPECT_EQ(assign_curators(schools, people, {3, 1}, {}, 0.5, [] {}).load, (std::vector<int>{2, 1}));
  EXPECT_EQ(assign_curators(schools, people, {1, 1}, {}, 0.5, [] {}).load, (std::vector<int>{1, 1}));
}

TEST(Words, AgreeWithNumbers) {
  EXPECT_EQ(counted(1, "школа", "школы", "школ"), "1 школа");
  EXPECT_EQ(counted(22, "школа", "школы", "школ"), "22 школы");
  EXPECT_EQ(counted(12, "школа", "школы", "школ"), "12 школ");
  EXPECT_EQ(capital("тот же"), "Тот же");
  EXPECT_EQ(capital("контекст"), "Контекст");
  EXPECT_EQ(decimal(-0.456), "-0,46");
}

}  // namespace
}  // namespace opora_matching
