#include "base/dates.h"

#include <gtest/gtest.h>

namespace opora {
namespace {

using std::chrono::day;
using std::chrono::month;
using std::chrono::year;

TEST(Dates, GivenBothWrittenFormsThenTheyAreTheSameDate) {
  const Date expected{year(2021), month(3), day(17)};
  EXPECT_EQ(parse_date("2021-03-17"), expected);
  EXPECT_EQ(parse_date("17.03.2021"), expected);
  EXPECT_EQ(parse_date("\xC2\xA0 17.03.2021 "), expected);
}

TEST(Dates, GivenAnythingElseThenThereIsNoDate) {
  for (const char* text : {"", "2021-3-17", "17.3.2021", "2021.03.17", "17-03-2021", "2021-02-29", "31.04.2021", "2021-13-01", "2021-00-10",
                           "2021-03-17T00", "17/03/2021", "2021- 3-17", "-021-03-17", " 1.03.2021x", "1a.03.2021", "2021-03--7"})
    EXPECT_FALSE(parse_date(text)) << text;
}

TEST(Dates, GivenEveryDayOfFourCenturiesThenDaysAndIsoTextLeadBackToIt) {
  for (std::int32_t days = to_days({year(1900), month(1), day(1)}); days <= to_days({year(2300), month(1), day(1)}); ++days) {
    const Date date = from_days(days);
    ASSERT_TRUE(date.ok());
    ASSERT_EQ(to_days(date), days);
    ASSERT_EQ(parse_date(to_iso(date)), date);
  }
  EXPECT_EQ(to_days({year(1970), month(1), day(1)}), 0);
  EXPECT_EQ(to_days({year(2000), month(2), day(29)}), 11016);
}

TEST(SchoolYear, GivenTheLastAndFirstDayThenTheYearChangesOnTheFirstOfSeptember) {
  EXPECT_EQ(school_year_of({year(2020), month(8), day(31)}), 2020);
  EXPECT_EQ(school_year_of({year(2020), month(9), day(1)}), 2021);
  EXPECT_EQ(school_year_of({year(2021), month(8), day(31)}), 2021);
  EXPECT_EQ(school_year_title(2021), "2020/2021");
}

TEST(Dates, GivenTheClockThenItIsWrittenAsUtcToTheSecond) {
  const std::string now = now_utc();
  ASSERT_EQ(now.size(), 20u);
  EXPECT_TRUE(parse_date(now.substr(0, 10)));
  EXPECT_EQ(now[10], 'T');
  EXPECT_EQ(now.back(), 'Z');
}

}  // namespace
}  // namespace opora
