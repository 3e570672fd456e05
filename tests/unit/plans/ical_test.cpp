// The calendar's bytes; that a client library reads them is tests/e2e/plan_views_test.py.
#include "plans/ical.h"

#include <gmock/gmock.h>

#include <sstream>

#include "base/text.h"

namespace opora {
namespace {

using testing::Each;
using testing::HasSubstr;
using testing::Not;
using testing::SizeIs;

Date day(const char* text) { return *parse_date(text); }

CalendarEntry february() {
  CalendarEntry entry;
  entry.name = "ru-se/support-2021/3/1";
  entry.window = {day("2021-02-01"), day("2021-02-28"), {}};
  entry.number = "3.";
  entry.measure = "Проведение анализа результатов ВПР";
  entry.deadline = "февраль 2021 г";
  entry.responsible = "СОРИПКРО";
  return entry;
}

Calendar calendar_of(std::vector<CalendarEntry> entries) {
  Calendar calendar;
  calendar.name = "План мероприятий";
  calendar.stamp = "2021-01-15T12:00:00Z";
  calendar.entries = std::move(entries);
  return calendar;
}

// Logical lines: those that begin with a blank continue the one before.
std::vector<std::string> unfolded(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) {
    EXPECT_TRUE(line.ends_with('\r')) << line;
    line.pop_back();
    if (line.starts_with(' ')) lines.back() += line.substr(1);
    else lines.push_back(line);
  }
  return lines;
}

std::string value_of(const std::string& text, const std::string& property) {
  for (const std::string& line : unfolded(text))
    if (line.starts_with(property + ":")) return line.substr(property.size() + 1);
  return "(none)";
}

TEST(Ical, a_month_is_one_event_over_all_its_days) {
  const CalendarText made = to_ical(calendar_of({february()}));
  EXPECT_EQ(made.events, 1);
  EXPECT_EQ(made.tasks, 0);
  EXPECT_EQ(value_of(made.text, "DTSTART;VALUE=DATE"), "20210201");
  EXPECT_EQ(value_of(made.text, "DTEND;VALUE=DATE"), "20210301") << "the day after the last one";
  EXPECT_EQ(value_of(made.text, "TRANSP"), "TRANSPARENT");
  EXPECT_EQ(value_of(made.text, "SUMMARY"), "item 3. Проведение анализа результатов ВПР");
  EXPECT_EQ(value_of(made.text, "DTSTAMP"), "20210115T120000Z");
}

TEST(Ical, a_window_longer_than_the_limit_is_a_task_with_its_last_day) {
  CalendarEntry entry = february();
  entry.window.to = day("2021-03-17");  // 45 days
  EXPECT_EQ(to_ical(calendar_of({entry})).events, 1);
  entry.window.to = day("2021-03-18");
  const CalendarText made = to_ical(calendar_of({entry}));
  EXPECT_EQ(made.events, 0);
  EXPECT_EQ(made.tasks, 1);
  EXPECT_EQ(value_of(made.text, "DUE;VALUE=DATE"), "20210318") << "the last day itself";
  EXPECT_THAT(made.text, Not(HasSubstr("VEVENT")));
}

TEST(Ical, only_the_stamp_changes_from_one_export_to_the_next) {
  Calendar calendar = calendar_of({february()});
  const std::string first = to_ical(calendar).text;
  calendar.stamp = "2021-01-16T08:30:00Z";
  std::string second = to_ical(calendar).text;
  EXPECT_EQ(value_of(first, "UID"), value_of(second, "UID"));
  second.replace(second.find("20210116T083000Z"), 16, "20210115T120000Z");
  EXPECT_EQ(first, second);
}

TEST(Ical, windows_of_one_row_have_different_uids) {
  CalendarEntry second = february();
  second.name = "ru-se/support-2021/3/2";
  EXPECT_NE(value_of(to_ical(calendar_of({february()})).text, "UID"), value_of(to_ical(calendar_of({second})).text, "UID"));
}

TEST(Ical, a_later_redaction_replaces_the_entry) {
  CalendarEntry entry = february();
  entry.redaction = 3;
  EXPECT_EQ(value_of(to_ical(calendar_of({entry})).text, "SEQUENCE"), "2");
}

TEST(Ical, long_lines_are_folded_between_characters) {
  CalendarEntry entry = february();
  for (int i = 0; i < 40; ++i) entry.measure += " и разработка рекомендаций; выводы, «итоги»";
  const std::string text = to_ical(calendar_of({entry})).text;
  std::vector<std::string> lines;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) lines.push_back(line.substr(0, line.size() - 1));
  EXPECT_THAT(lines, Each(SizeIs(testing::Le(75U))));
  for (const std::string& line : lines) EXPECT_TRUE(is_utf8(line)) << line;
  std::string expected = entry.measure;
  for (std::size_t at = 0; (at = expected.find_first_of(",;", at)) != std::string::npos; at += 2) expected.insert(at, "\\");
  EXPECT_THAT(value_of(text, "DESCRIPTION"), HasSubstr(expected));
  EXPECT_THAT(value_of(text, "SUMMARY"), testing::EndsWith("…"));
}

TEST(Ical, separators_and_line_ends_in_texts_are_escaped) {
  CalendarEntry entry = february();
  entry.measure = "а, б; в\\г\nд\x01";
  EXPECT_THAT(value_of(to_ical(calendar_of({entry})).text, "DESCRIPTION"), testing::StartsWith("а\\, б\\; в\\\\г\\nд\\n"));
}

TEST(Ical, a_weekday_recurs_until_the_window_ends) {
  CalendarEntry entry = february();
  entry.window.to = day("2021-12-31");
  entry.weekly = {"химия, биология", 1};
  const CalendarText made = to_ical(calendar_of({entry}));
  EXPECT_EQ(made.events, 1) << "never a task, however long the window is";
  EXPECT_EQ(value_of(made.text, "DTEND;VALUE=DATE"), "20210202");
  EXPECT_EQ(value_of(made.text, "RRULE"), "FREQ=WEEKLY;BYDAY=MO;UNTIL=20211231");
  EXPECT_THAT(value_of(made.text, "SUMMARY"), HasSubstr("химия\\, биология: Проведение"));
}

TEST(Ical, a_reminder_comes_at_nine_so_many_days_before_the_last_day) {
  Calendar calendar = calendar_of({february()});
  calendar.alarm_days = 3;
  EXPECT_EQ(value_of(to_ical(calendar).text, "TRIGGER;RELATED=END"), "-P3DT15H") << "before the midnight that ends the event";
  calendar.alarm_days = 0;
  EXPECT_EQ(value_of(to_ical(calendar).text, "TRIGGER;RELATED=END"), "-PT15H");
  calendar.entries[0].window.to = day("2021-12-31");
  EXPECT_EQ(value_of(to_ical(calendar).text, "TRIGGER;RELATED=END"), "PT9H") << "a task is due with the midnight that begins its last day";
  calendar.alarm_days = 3;
  EXPECT_EQ(value_of(to_ical(calendar).text, "TRIGGER;RELATED=END"), "-P2DT15H");
}

TEST(Ical, nobody_is_reminded_of_what_is_done_or_weekly) {
  Calendar calendar = calendar_of({february(), february()});
  calendar.alarm_days = 3;
  calendar.entries[0].state = CalendarState::kDone;
  calendar.entries[1].weekly = {"химия", 1};
  EXPECT_THAT(to_ical(calendar).text, Not(HasSubstr("VALARM")));
}

TEST(Ical, the_state_of_the_work_is_the_status) {
  const auto status = [](CalendarState state, const char* last_day) {
    CalendarEntry entry = february();
    entry.state = state;
    entry.window.to = day(last_day);
    return value_of(to_ical(calendar_of({entry})).text, "STATUS");
  };
  EXPECT_EQ(status(CalendarState::kOpen, "2021-02-28"), "CONFIRMED");
  EXPECT_EQ(status(CalendarState::kTentative, "2021-02-28"), "TENTATIVE");
  EXPECT_EQ(status(CalendarState::kCancelled, "2021-02-28"), "CANCELLED");
  EXPECT_EQ(status(CalendarState::kOpen, "2021-12-31"), "NEEDS-ACTION");
  EXPECT_EQ(status(CalendarState::kHandedIn, "2021-12-31"), "IN-PROCESS");
  EXPECT_EQ(status(CalendarState::kDone, "2021-12-31"), "COMPLETED");
}

}  // namespace
}  // namespace opora
