// An indicator of a pack computed on a real store: what is offered, what comes out, which rows are shown, and in
// which form it is written.
#include "engine/figures.h"

#include <gmock/gmock.h>

#include <fstream>

#include "unit/store/sample_store.h"

namespace opora {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

const char* const kIndicator = R"(
return indicator {
  api = 1, id = "counts", title = "Participants", inputs = { "results" },
  params = { at_least = integer(1, { title = "At least", basis = "this test", min = 1 }) },
  outputs = {
    school = { type = "text", always = true, title = "School" }, n = { type = "whole", title = "Participants" },
    mean = { type = "number", title = "Mean score", unit = "points" },
  },
  source = "counting", limits = "none",
  compute = function(ctx, p)
    return ctx.results:group("school"):tally { n = count(), mean = mean("score") }:where("n", ">=", p.at_least):select("mean", "n", "school")
  end,
}
)";

class FiguresTest : public ::testing::Test {
 protected:
  void SetUp() override {
    std::filesystem::create_directories(folder_ / "regions/demo");
    std::ofstream(folder_ / "regions/demo/counts.lua") << kIndicator;
    write_pack("params = { at_least = 2 },");
    auto created = Store::create(folder_ / "opora.db");
    ASSERT_OK(created);
    store_.emplace(*std::move(created));
    std::mt19937_64 random(1);
    ASSERT_OK(testing::import(*store_, testing::sample_file(random, {})));
    auto list = schools(*store_);
    ASSERT_OK(list);
    schools_ = *std::move(list);
  }
  void write_pack(const std::string& parameters) {
    std::ofstream(folder_ / "regions/demo/pack.lua")
        << R"(return { manifest = 1, id = "demo", name = "Demo", level = "region", version = "1.0.0", items = {
             { kind = "indicator", id = "counts", source = "counts.lua", valid_from = 2000, )" << parameters << " } } }";
  }
  PackLibrary packs() const {
    auto library = PackLibrary::open(folder_ / "regions");
    EXPECT_TRUE(library.ok());
    return *std::move(library);
  }
  FiguresRequest request() const {
    FiguresRequest wanted;
    wanted.indicator = "counts";
    wanted.pack = "demo";
    wanted.year = 2022;
    return wanted;
  }
  Result<Figures> compute(const FiguresRequest& wanted) const { return figures(*store_, packs(), wanted); }
  std::string school(std::int64_t row) const { return std::string(schools_.find("school")->text(row)); }

  testing::TemporaryFolder folder_;
  std::optional<Store> store_;
  Frame schools_;
};

const FigureColumn& column(const Figures& found, std::string_view name) {
  for (const FigureColumn& one : found.columns)
    if (one.name == name) return one;
  ADD_FAILURE() << name;
  return found.columns.front();
}

TEST_F(FiguresTest, GivenAPackThenItsIndicatorsAreOfferedWithTheValuesOfThePack) {
  const auto offered = offered_indicators(packs(), "demo", 2022, Isolation::kUnlessShipped);
  ASSERT_OK(offered);
  ASSERT_EQ(offered->size(), 1u);
  EXPECT_EQ(offered->front().info.id, "counts");
  EXPECT_EQ(offered->front().info.parameters.at(0).value, "2") << "as pack.lua sets it";
  EXPECT_EQ(offered->front().info.grounds.source, "counting");
}

TEST_F(FiguresTest, GivenAnIndicatorThenItsRowsAreThoseOfTheStore) {
  const auto found = compute(request());
  ASSERT_OK(found);
  const std::vector<Aggregate> aggregates = {{"n", AggregateKind::kCount, {}, {}, {}, 0, 1, {}}, {"mean", AggregateKind::kMean, "score", {}, {}, 0, 1, {}}};
  const auto expected = tally(*store_, {"results", {}, {"school"}, aggregates});
  ASSERT_OK(expected);
  ASSERT_EQ(found->rows, expected->rows());
  EXPECT_EQ(found->all_rows, found->rows);
  for (std::int64_t row = 0; row < found->rows; ++row) {
    EXPECT_EQ(column(*found, "n").values.number(row), expected->find("n")->number(row));
    EXPECT_EQ(column(*found, "mean").values.number(row), expected->find("mean")->number(row)) << "bit by bit";
  }
}

TEST_F(FiguresTest, GivenParametersThenThePackReplacesTheScriptsAndTheRequestThePacks) {
  FiguresRequest wanted = request();
  EXPECT_EQ(compute(wanted)->info.parameters.at(0).value, "2");
  wanted.parameters = {{"at_least", "1000000"}};
  const auto none = compute(wanted);
  ASSERT_OK(none);
  EXPECT_EQ(none->rows, 0);
  EXPECT_EQ(none->info.parameters.at(0).value, "1000000");
  write_pack("params = { at_least = 1000000 },");
  EXPECT_EQ(compute(request())->rows, 0) << "the value of the pack reaches the script";
  wanted.parameters = {{"at_last", "1"}};
  EXPECT_THAT(render_terminal(compute(wanted).error(), false), HasSubstr("at_least"));
}

TEST_F(FiguresTest, GivenCodesOfSchoolsThenTheirNamesStandBeside) {
  const auto found = compute(request());
  ASSERT_OK(found);
  for (std::size_t c = 0; c < found->columns.size(); ++c) {
    if (found->columns[c].name != "school") continue;
    ASSERT_LT(c + 1, found->columns.size());
    EXPECT_EQ(found->columns[c + 1].name, "");
    const std::string shown(found->columns[c].values.text(0));
    for (std::int64_t row = 0; row < schools_.rows(); ++row)
      if (school(row) == shown && schools_.find("name")->valid(row)) {
        EXPECT_EQ(found->columns[c + 1].values.text(0), schools_.find("name")->text(row));
      }
    return;
  }
  FAIL() << "no column of schools";
}

TEST_F(FiguresTest, GivenASchoolOrATerritoryThenOnlyTheirRowsAreShown) {
  FiguresRequest one = request();
  one.school = school(3);
  const auto alone = compute(one);
  ASSERT_OK(alone);
  EXPECT_EQ(alone->rows, 1);
  EXPECT_GT(alone->all_rows, 1);
  EXPECT_EQ(column(*alone, "school").values.text(0), one.school);

  FiguresRequest place = request();
  place.territory = std::string(schools_.find("municipality")->text(0));
  const auto inside = compute(place);
  ASSERT_OK(inside);
  EXPECT_GT(inside->rows, 0);
  EXPECT_LT(inside->rows, inside->all_rows);
  FiguresRequest within = request();
  within.within = place.territory;
  const auto computed_inside = compute(within);
  ASSERT_OK(computed_inside);
  EXPECT_EQ(computed_inside->all_rows, inside->rows) << "computed from these schools alone";

  place.territory += "?";
  const auto unknown = compute(place);
  ASSERT_FALSE(unknown.ok());
  EXPECT_EQ(unknown.error().code, "CLI-053");
  EXPECT_THAT(unknown.error().help, HasSubstr("did you mean"));
}

TEST_F(FiguresTest, GivenASortAndALimitThenTheGreatestComeFirst) {
  FiguresRequest wanted = request();
  wanted.sort = "-mean";
  wanted.limit = 3;
  const auto found = compute(wanted), all = compute(request());
  ASSERT_OK(found);
  ASSERT_EQ(found->rows, 3);
  EXPECT_EQ(found->all_rows, all->rows);
  double greatest = 0;
  for (std::int64_t row = 0; row < all->rows; ++row) greatest = std::max(greatest, column(*all, "mean").values.number(row));
  EXPECT_EQ(column(*found, "mean").values.number(0), greatest);
  EXPECT_GE(column(*found, "mean").values.number(1), column(*found, "mean").values.number(2));
  wanted.sort = "maen";
  EXPECT_EQ(compute(wanted).error().code, "CLI-051");
}

TEST_F(FiguresTest, GivenAnUnknownIndicatorThenTheNearestIsNamed) {
  FiguresRequest wanted = request();
  wanted.indicator = "count";
  const auto found = compute(wanted);
  ASSERT_FALSE(found.ok());
  EXPECT_EQ(found.error().code, "CLI-050");
  EXPECT_THAT(found.error().help, HasSubstr("counts"));
}

TEST_F(FiguresTest, GivenFilesThenProgramsGetNamesAndPeopleTitlesWithDecimalCommas) {
  FiguresRequest wanted = request();
  wanted.school = school(0);
  auto found = compute(wanted);
  ASSERT_OK(found);
  for (FigureColumn& one : found->columns)
    if (one.name == "mean") one.values = Column::of_float64(std::vector<double>{2.5});
  EXPECT_THAT(to_csv(*found), ::testing::StartsWith("mean,n,school\n2.5,"));
  const std::string sheet = to_spreadsheet_csv(*found);
  EXPECT_THAT(sheet, ::testing::StartsWith("\xEF\xBB\xBFMean score, points;Participants;School;"));
  EXPECT_THAT(sheet, HasSubstr("\r\n2,5;"));
  EXPECT_THAT(sheet, Not(HasSubstr("2.5")));
}

}  // namespace
}  // namespace opora
