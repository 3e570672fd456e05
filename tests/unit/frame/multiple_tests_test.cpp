#include "frame/multiple_tests.h"

#include <gmock/gmock.h>

#include "unit/frame/reference_table.h"

namespace opora {
namespace {

using testing::expect_near;
using testing::ReferenceTable;

TEST(ManyTests, AreAdjustedAsInR) {
  const ReferenceTable r("adjusted");
  const Frame frame = Frame().with("p", r.decimal("p"));
  expect_near(*adjust_p(frame, "p", {}, Adjustment::kHolm), r, "holm", 1e-14);
  expect_near(*adjust_p(frame, "p", {}, Adjustment::kBenjaminiHochberg), r, "bh", 1e-14);
}

TEST(ManyTests, CountThoseThatWereMadeInEachGroup) {
  const Frame frame = Frame()
                          .with("p", Column::of_float64(std::vector<double>{0.01, 0.9, 0.02, 0.03}, std::vector<std::uint8_t>{1, 0, 1, 1}))
                          .with("town", Column::of_text(std::vector<std::string>{"a", "a", "a", "b"}));
  const Column holm = *adjust_p(frame, "p", {"town"}, Adjustment::kHolm);
  EXPECT_EQ(holm.float64()[0], 0.02);
  EXPECT_FALSE(holm.valid(1));
  EXPECT_EQ(holm.float64()[3], 0.03);
}

TEST(ManyTests, RefuseWhatIsNoProbability) {
  const Frame frame = Frame().with("p", Column::of_float64(std::vector<double>{0.01, 1.5}));
  const auto refused = adjust_p(frame, "p", {}, Adjustment::kHolm);
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().code, "FRAME-010");
  EXPECT_EQ(adjust_p(frame, "q", {}, Adjustment::kHolm).error().code, "FRAME-001");
}

}  // namespace
}  // namespace opora
