// Lists that others deliver: joined to the registry when they are read, replaced as a whole, taken back by undo.
#include "store/facts.h"
#include "unit/store/sample_store.h"

namespace opora::testing {
namespace {

using ::testing::ElementsAre;

SampleFile list_of(const std::vector<ListedMarker>& markers, const std::string& name) {
  SampleFile file;
  file.info.file = file.info.digest = name;
  file.draft.lists = markers;
  file.draft.protocol_json = "{}";
  return file;
}

SampleFile registry(const std::string& key, const std::string& code) {
  SampleFile file;
  file.info.file = file.info.digest = "schools.csv";
  file.draft.schools_seen.push_back({key, code});
  file.draft.registry.push_back({{key, code}, "School", "M", "R", 2});
  return file;
}

std::vector<std::string> markers_of(const Store& store) {
  const auto frame = external_lists(store);
  EXPECT_TRUE(frame.ok());
  std::vector<std::string> found;
  for (std::int64_t row = 0; frame.ok() && row < frame->rows(); ++row) {
    const auto at = static_cast<std::size_t>(row);
    found.push_back(std::string(frame->find("school")->text(row)) + ' ' + std::to_string(frame->find("year")->int64()[at]) + ' ' +
                    std::string(frame->find("marker")->text(row)) + (frame->find("known")->int64()[at] != 0 ? "" : " ?"));
  }
  return found;
}

class ExternalLists : public ::testing::Test {
 protected:
  void SetUp() override {
    auto created = Store::create(folder_ / "s.db");
    ASSERT_OK(created);
    store_.emplace(*std::move(created));
  }
  TemporaryFolder folder_;
  std::optional<Store> store_;
};

TEST_F(ExternalLists, OfAnUnknownSchoolJoinItOnceItIsKnown) {
  ASSERT_OK(import(*store_, list_of({{{"5", "edu5"}, 2023, "bias", "RU 4", 2}}, "a.csv")));
  EXPECT_THAT(markers_of(*store_), ElementsAre("edu5 2023 RU 4 ?"));
  EXPECT_EQ(schools(*store_)->rows(), 0);
  ASSERT_OK(import(*store_, registry("5", "sch5")));
  EXPECT_THAT(markers_of(*store_), ElementsAre("sch5 2023 RU 4"));
}

TEST_F(ExternalLists, DeliveredAnewReplaceTheListOfTheirYearAsAWhole) {
  ASSERT_OK(import(*store_, list_of({{{"5", "edu5"}, 2023, "bias", "RU 4", 2}, {{"6", "edu6"}, 2023, "bias", "RU 4", 3}, {{"5", "edu5"}, 2024, "bias", "MA 5", 4}}, "a.csv")));
  const auto corrected = import(*store_, list_of({{{"6", "edu6"}, 2023, "bias", "MA 4", 2}}, "b.csv"));
  ASSERT_OK(corrected);
  EXPECT_THAT(markers_of(*store_), ElementsAre("edu5 2024 MA 5 ?", "edu6 2023 MA 4 ?"));
  ASSERT_OK(undo_batch(*store_, *corrected, "tester"));
  EXPECT_THAT(markers_of(*store_), ElementsAre("edu5 2023 RU 4 ?", "edu5 2024 MA 5 ?", "edu6 2023 RU 4 ?"));
}

TEST_F(ExternalLists, ChangeTheDigestOfTheData) {
  const auto before = data_digest(*store_);
  ASSERT_OK(import(*store_, list_of({{{"5", "edu5"}, 2023, "bias", "RU 4", 2}}, "a.csv")));
  const auto one = data_digest(*store_);
  ASSERT_OK(import(*store_, list_of({{{"5", "edu5"}, 2023, "bias", "MA 4", 2}}, "b.csv")));
  EXPECT_NE(*before, *one);
  EXPECT_NE(*one, *data_digest(*store_));
}

}  // namespace
}  // namespace opora::testing
