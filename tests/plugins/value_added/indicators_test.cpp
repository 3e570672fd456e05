// The built value_added.so, called through the registry: facts to frames, refusals as warnings, and the pack's methodology.
#include <fstream>
#include <numeric>
#include <random>
#include <sstream>

#include "extend/indicator.h"
#include "extend/native_library.h"
#include "frame/kernels.h"
#include "reference_data.h"
#include "unit/extend/methodologies.h"
#include "unit/store/sample_store.h"

namespace opora::value_added {
namespace {

using testing::fitted;

constexpr const char* kIndicator = "opora.indicator/1";
constexpr int kYear = 2026;

std::string school_code(int school) { return "s" + std::to_string(1000 + school); }

// One region: 40 schools of 6 … 30 pupils, mathematics of class 4 a year before and of class 5 now. School 3 gives 6 points
// more than its context lets expect, school 4 gives 6 less, to the later result alone.
struct Pupil {
  int school;
  std::string code;
  std::int64_t before, after;
  bool girl;
};
struct Region {
  std::vector<Pupil> pupils;
  std::vector<double> need;

  Region() {
    std::mt19937_64 random(42);
    const auto normal = [&] {
      double sum = -6;
      for (int k = 0; k < 12; ++k) sum += static_cast<double>(random() >> 11) * 0x1p-53;
      return sum;
    };
    for (int school = 0; school < 40; ++school) {
      need.push_back(static_cast<double>(random() % 100) / 100);
      const double lasting = normal(), added = school == 3 ? 6 : school == 4 ? -6 : 0.4 * normal();
      for (int k = 0; k < 6 + school % 25; ++k) {
        const double ability = 2 * normal();
        const double before = 20 + ability + lasting - 3 * need.back() + normal();
        const double after = 24 + ability + lasting - 3 * need.back() + added + normal();
        pupils.push_back({school, "p" + std::to_string(k), static_cast<std::int64_t>(std::lround(before)),
                          static_cast<std::int64_t>(std::lround(after)), random() % 2 == 0});
      }
    }
  }
};

class Columns {
 public:
  void add(const std::string& school, std::int64_t grade, std::int64_t year, const std::string& code, bool girl, std::int64_t score) {
    kind_.push_back("ВПР"), subject_.push_back("MA"), level_.push_back(""), procedure_.push_back("ВПР MA " + std::to_string(grade) + " " + std::to_string(year));
    school_.push_back(school), participant_.push_back(code), gender_.push_back(girl ? "ж" : "м");
    grade_.push_back(grade), year_.push_back(year), score_.push_back(score), maximum_.push_back(60);
  }
  void other_procedure() { procedure_.back() += " другая"; }
  Frame frame() const {
    return Frame().with("kind", Column::of_text(kind_)).with("subject", Column::of_text(subject_)).with("level", Column::of_text(level_))
        .with("procedure", Column::of_text(procedure_)).with("school", Column::of_text(school_)).with("participant", Column::of_text(participant_))
        .with("gender", Column::of_text(gender_)).with("grade", Column::of_int64(grade_)).with("year", Column::of_int64(year_))
        .with("score", Column::of_int64(score_)).with("max_score", Column::of_int64(maximum_));
  }

 private:
  std::vector<std::string> kind_, subject_, level_, procedure_, school_, participant_, gender_;
  std::vector<std::int64_t> grade_, year_, score_, maximum_;
};

class Indicators : public ::testing::Test {
 protected:
  using Arguments = std::map<std::string, std::string>;

  static opora::testing::FrameFacts facts(const Region& region) {
    Columns rows;
    for (const Pupil& pupil : region.pupils) {
      rows.add(school_code(pupil.school), 4, kYear - 1, pupil.code, pupil.girl, pupil.before);
      rows.add(school_code(pupil.school), 5, kYear, pupil.code, pupil.girl, pupil.after);
    }
    opora::testing::FrameFacts made;
    made.results = rows.frame();
    std::vector<std::string> schools;
    for (std::size_t k = 0; k < region.need.size(); ++k) schools.push_back(school_code(static_cast<int>(k)));
    made.school_list = opora::testing::schools_frame(schools);
    made.context_items = opora::testing::schools_frame(schools).with("single_parent", Column::of_float64(region.need));
    return made;
  }

  // Mathematics of class 5 with one item of the passport.
  static Arguments usual(Arguments more = {}) {
    more.insert({{"context_1", "single_parent"}, {"context_2", "none"}});
    return more;
  }

  Result<Frame> compute(const char* id, opora::testing::FrameFacts& from, const Arguments& arguments, int threads = 1) {
    const auto library = load_native(OPORA_PLUGIN_FILE);
    EXPECT_TRUE(library.ok());
    const auto extension = native_extension(*library, kIndicator, id);
    EXPECT_TRUE(extension.ok());
    RunContext context;
    context.year = kYear, context.threads = threads;
    auto frame = (*Indicator::of(*extension))->compute_on(from, context, arguments);
    if (!frame.ok()) ADD_FAILURE() << render_terminal(frame.error(), false);
    return frame;
  }

  // The code of the refusal that value-added-fit states.
  std::string refusal(opora::testing::FrameFacts& from, const Arguments& arguments) {
    const auto fit = compute("value-added-fit", from, arguments);
    return fit.ok() && fit->rows() > 0 && fit->find("text")->valid(0) ? std::string(fit->find("text")->text(0).substr(0, 6)) : "no refusal";
  }

  // The same pupils as a table, without the cells that the plugin asks the host for.
  static PupilTable table_of(const Region& region, bool prior) {
    PupilTable table;
    table.terms = prior ? std::vector<std::string>{"prior", "need"} : std::vector<std::string>{"need"};
    for (std::size_t row = 0; row < region.pupils.size(); ++row) {
      const Pupil& pupil = region.pupils[row];
      if (row > 0 && pupil.school != region.pupils[row - 1].school) table.begins.push_back(row);
      table.outcome.push_back(static_cast<double>(pupil.after)), table.count.push_back(1);
      if (prior) table.covariates.push_back(static_cast<double>(pupil.before));
      table.covariates.push_back(region.need[static_cast<std::size_t>(pupil.school)]);
    }
    table.begins.push_back(table.rows());
    return table;
  }

  static void expect_effects(const Frame& frame, const MixedFit& fit) {
    ASSERT_EQ(frame.rows(), static_cast<std::int64_t>(fit.effects.size()));
    for (std::size_t k = 0; k < fit.effects.size(); ++k) {
      EXPECT_NEAR(frame.find("residual")->float64()[k], fit.effects[k].mode[0], 1e-7);
      EXPECT_NEAR(frame.find("se")->float64()[k], std::sqrt(fit.effects[k].comparative(0, 0)), 1e-7);
      EXPECT_NEAR(frame.find("lower")->float64()[k], fit.effects[k].mode[0] - 1.96 * std::sqrt(fit.effects[k].comparative(0, 0)), 1e-6);
    }
  }

  static std::string printed(const Frame& frame) {
    std::string text;
    for (const std::string& name : frame.names())
      for (std::int64_t row = 0; row < frame.rows(); ++row) {
        const Column& column = *frame.find(name);
        text += column.type() == ColumnType::kText || !column.valid(row) ? "-" : std::to_string(std::bit_cast<std::uint64_t>(column.number(row)));
        text += ' ';
      }
    return text;
  }
};

TEST_F(Indicators, GivenARegionWhenValueAddedIsComputedThenEffectsAreThoseOfTheModelOnItsPupils) {
  const Region region;
  auto from = facts(region);
  const auto frame = compute("value-added", from, usual());
  ASSERT_OK(frame);
  expect_effects(*frame, fitted(table_of(region, false), "", Method::kReml));
  EXPECT_EQ(frame->find("rank_lower")->int64()[3], 1);
}

TEST_F(Indicators, GivenPermanentCodesWhenThePupilsOwnEarlierResultCountsThenTheModelHasIt) {
  const Region region;
  auto from = facts(region);
  const auto frame = compute("value-added", from, usual({{"prior", "pupil"}}));
  ASSERT_OK(frame);
  expect_effects(*frame, fitted(table_of(region, true), "", Method::kReml));
  EXPECT_GT(frame->find("lower")->float64()[3], 3);
  EXPECT_LT(frame->find("upper")->float64()[4], -3);
}

TEST_F(Indicators, GivenRowsInAnotherOrderOrMoreThreadsWhenComputedThenEveryBitIsTheSame) {
  auto from = facts(Region());
  for (const char* id : {"value-added", "value-added-model", "contextual-efficiency", "cohort-growth"}) {
    const Arguments arguments = std::string(id) == "cohort-growth" ? Arguments{{"link", "pupil"}} : usual();
    const std::string expected = printed(*compute(id, from, arguments));
    EXPECT_GT(expected.size(), 50U);
    EXPECT_EQ(printed(*compute(id, from, arguments, 2)), expected) << id;
    auto other = from;
    std::vector<std::int64_t> order(static_cast<std::size_t>(from.results.rows()));
    std::iota(order.begin(), order.end(), 0);
    std::shuffle(order.begin(), order.end(), std::mt19937_64(9));
    other.results = from.results.take(order);
    EXPECT_EQ(printed(*compute(id, other, arguments)), expected) << id;
  }
}

TEST_F(Indicators, GivenCodesThatChangeEveryYearWhenPupilsAreToBeLinkedThenNothingIsGuessed) {
  Region region;
  auto from = facts(region);
  Columns rows;
  for (const Pupil& pupil : region.pupils) {
    rows.add(school_code(pupil.school), 4, kYear - 1, "4" + pupil.code, pupil.girl, pupil.before);
    rows.add(school_code(pupil.school), 5, kYear, "5" + pupil.code, pupil.girl, pupil.after);
  }
  from.results = rows.frame();
  EXPECT_EQ(compute("value-added", from, usual({{"prior", "pupil"}}))->rows(), 0);
  EXPECT_EQ(refusal(from, usual({{"prior", "pupil"}})), "VA-011");
}

TEST_F(Indicators, GivenCodesThatNameOtherPeopleEveryYearWhenPupilsAreLinkedThenItIsNoticed) {
  Region region;
  auto from = facts(region);
  Columns rows;  // places in an alphabetical list: the numbers recur, the people do not
  std::mt19937_64 random(3);
  for (std::size_t first = 0, last = 0; first < region.pupils.size(); first = last) {
    while (last < region.pupils.size() && region.pupils[last].school == region.pupils[first].school) ++last;
    std::vector<std::size_t> order(last - first);
    std::iota(order.begin(), order.end(), first);
    std::shuffle(order.begin(), order.end(), random);
    for (std::size_t k = first; k < last; ++k) {
      rows.add(school_code(region.pupils[k].school), 4, kYear - 1, region.pupils[order[k - first]].code, true, region.pupils[k].before);
      rows.add(school_code(region.pupils[k].school), 5, kYear, region.pupils[k].code, true, region.pupils[k].after);
    }
  }
  from.results = rows.frame();
  EXPECT_EQ(compute("cohort-growth", from, {{"link", "pupil"}})->rows(), 0);
  EXPECT_EQ(refusal(from, usual({{"prior", "pupil"}})), "VA-012");
}

TEST_F(Indicators, GivenNoPassportsWhenComputedThenNothingIsAssessedAndTheReasonIsStated) {
  auto from = facts(Region());
  from.context_items = opora::testing::schools_frame({"s1000"});
  EXPECT_EQ(compute("value-added", from, usual())->rows(), 0);
  EXPECT_EQ(refusal(from, usual()), "VA-009");
}

TEST_F(Indicators, GivenTwoProceduresOfDifferentScalesWhenComputedThenTheyAreNotMixed) {
  auto from = facts(Region());
  Columns rows;
  rows.add("s1000", 5, kYear, "p99", true, 3);
  rows.other_procedure();
  const auto both = concat({from.results, rows.frame()});
  ASSERT_OK(both);
  from.results = *both;
  EXPECT_EQ(compute("value-added", from, usual())->rows(), 0);
  EXPECT_EQ(refusal(from, usual()), "VA-008");
}

TEST_F(Indicators, GivenACohortWhenItsGrowthIsComputedThenTheSchoolsThatChangedStandOut) {
  auto from = facts(Region());
  for (const char* link : {"school", "pupil"}) {
    const auto frame = compute("cohort-growth", from, {{"link", link}});
    ASSERT_OK(frame);
    ASSERT_EQ(frame->rows(), 40);
    EXPECT_GT(frame->find("lower")->float64()[3], 0) << link;
    EXPECT_LT(frame->find("upper")->float64()[4], 0) << link;
    for (std::size_t k = 0; k < 40; ++k) EXPECT_EQ(frame->find("size_ratio")->float64()[k], 1);
  }
}

TEST_F(Indicators, GivenSchoolsWhenTheirContextIsTakenIntoAccountThenValuesAreExpectedPlusResidual) {
  auto from = facts(Region());
  const auto frame = compute("contextual-efficiency", from, usual());
  ASSERT_OK(frame);
  ASSERT_EQ(frame->rows(), 40);
  for (std::size_t k = 0; k < 40; ++k) {
    const auto at = [&](const char* name) { return frame->find(name)->float64()[k]; };
    EXPECT_NEAR(at("value"), at("expected") + at("residual"), 1e-9);
    EXPECT_LE(std::abs(at("shrunken")), std::abs(at("residual")));
  }
  EXPECT_GT(frame->find("lower")->float64()[3], 0);
}

TEST_F(Indicators, GivenThePacksMethodologyWhenRunThenBothListsFollowFromTheIntervals) {
  auto from = facts(Region());
  Registry registry;
  const auto library = load_native(OPORA_PLUGIN_FILE);
  ASSERT_OK(library);
  ASSERT_OK(registry.add(*native_extension(*library, kIndicator, "value-added")));
  std::ifstream file(OPORA_SOURCE_DIR "/regions/ru/2019/value_added.lua");
  std::ostringstream script;
  script << file.rdbuf();
  const auto methodology = load_lua_methodology({"regions/ru/2019/value_added.lua", script.str(), {}});
  ASSERT_OK(methodology);
  RunContext context;
  context.year = kYear, context.registry = &registry;
  const std::map<std::string, std::string> parameters = {{"context_1", "single_parent"}, {"context_2", "none"}, {"min_n", "7"}};
  const auto set = (*methodology)->run_on(from, context, parameters);
  ASSERT_OK(set);
  const auto answer = [&](int school, const char* category) { return opora::testing::decision_of(*set, school_code(school), category).answer; };
  EXPECT_EQ(answer(3, "Эффективнее ожидаемого"), Answer::kYes);
  EXPECT_EQ(answer(3, "Ниже ожидаемого"), Answer::kNo);
  EXPECT_EQ(answer(4, "Ниже ожидаемого"), Answer::kYes);
  EXPECT_EQ(answer(0, "Эффективнее ожидаемого"), Answer::kNotAssessable);  // six pupils
}

}  // namespace
}  // namespace opora::value_added
