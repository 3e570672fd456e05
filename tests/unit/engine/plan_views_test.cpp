// An adopted plan as a calendar and as a board: which window stands where, for whom, on which day.
#include <gmock/gmock.h>

#include "base/messages.h"
#include "engine/plan_board.h"
#include "engine/plan_calendar.h"
#include "store/plan_events.h"
#include "unit/store/sample_store.h"

namespace opora {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

Date day(const char* text) { return *parse_date(text); }

Measure measure(int position, const std::string& number, const std::string& text, std::vector<DateWindow> windows) {
  Measure one;
  one.position = position;
  one.text.number = number;
  one.text.measure = text;
  one.text.responsible = "МОУО";
  one.deadline.windows = std::move(windows);
  return one;
}

// Row 1: February and April. Row 2: on Mondays of the year. Row 3: on demand. Row 4: nobody knows when. Row 5: the whole year.
Plan plan_of_five_rows() {
  Plan plan;
  plan.pack = "ru-se", plan.id = "support-2021", plan.title = "План", plan.year = 2021;
  plan.from = day("2021-01-01"), plan.to = day("2021-12-31");
  const DateWindow year{plan.from, plan.to, {}};
  plan.measures = {measure(1, "1.", "Анализ результатов", {{day("2021-02-01"), day("2021-02-28"), {}}, {day("2021-04-01"), day("2021-04-30"), {}}}),
                   measure(2, "2.", "Консультации", {year}), measure(3, "3.", "По запросу", {year}), measure(4, "4.", "Семинары", {}),
                   measure(5, "5.", "Сопровождение", {year})};
  plan.measures[1].deadline.recurrence = Recurrence::kWeekly;
  plan.measures[1].deadline.weekdays = {{"химия", 1}, {"физика", 3}};
  plan.measures[2].deadline.trigger = Trigger::kDemand;
  plan.measures[3].deadline.question = "schedule-missing";
  plan.measures[3].text.deadline = "по отдельному графику";
  plan.measures[3].deadline.confidence = Confidence::kOpen;
  return plan;
}

class PlanViewsTest : public ::testing::Test {
 protected:
  void SetUp() override {
    set_language(Language::kEnglish);
    auto created = Store::create(folder_ / "opora.db");
    ASSERT_OK(created);
    store_.emplace(*std::move(created));
    ASSERT_OK(in_transaction(*store_, [&] { return fill(); }));
  }

  // Two municipal authorities and a school of the first owe every window.
  Status fill() {
    StoredPlan stored;
    stored.uid = "plan-uid", stored.actor = "tester", stored.at = "2021-01-10T08:00:00Z";
    stored.plan = plan_of_five_rows();
    OPORA_ASSIGN(plan_, add_plan(*store_, stored));
    std::vector<std::int64_t> holders;
    for (const Holder& one : {Holder{0, "municipality", "Сосновский", "Сосновский район", "Сосновский"}, Holder{0, "municipality", "Озёрный", "Озёрный район", "Озёрный"},
                              Holder{0, "school", "sch1", "Школа № 1", "Сосновский"}}) {
      OPORA_ASSIGN(const std::int64_t id, holder_id(*store_, one));
      holders.push_back(id);
    }
    OPORA_ASSIGN(const auto occasions, occasions_of(*store_, plan_));
    for (const Occasion& one : occasions) OPORA_TRY(add_assignments(*store_, one.id, Part::kLead, holders));
    return {};
  }

  void happen(int position, const std::string& holder, PlanEvent event) {
    AssignmentFilter filter;
    filter.plan = plan_, filter.position = position, filter.holder = holder;
    const auto found = assignments(*store_, filter);
    ASSERT_OK(found);
    event.actor = "tester";
    ASSERT_OK(in_transaction(*store_, [&]() -> Status {
      OPORA_ASSIGN(const PlanEvent added, add_event(*store_, found->front().id, event));
      return {};
    }));
  }
  void hand_in(int position, const std::string& holder) {
    PlanEvent event;
    event.kind = EventKind::kHandedIn;
    event.evidence.push_back({"note", "Справка", {}, {}, 0, {}, {}, {}, {}});
    happen(position, holder, event);
  }

  PlanCalendar calendar(CalendarRequest request = {}) {
    auto made = calendar_of_plan(*store_, plan_, request);
    EXPECT_TRUE(made.ok());
    return *std::move(made);
  }
  PlanBoard board(const char* on, const std::string& municipality = {}) {
    auto made = plan_board(*store_, {plan_, day(on), municipality});
    EXPECT_TRUE(made.ok());
    return *std::move(made);
  }
  static std::vector<std::string> numbers(const std::vector<BoardCard>& cards) {
    std::vector<std::string> found;
    for (const BoardCard& card : cards) found.push_back(card.number);
    return found;
  }
  static const std::vector<BoardCard>& column(const PlanBoard& board, const std::string& title) {
    for (const BoardColumn& one : board.columns)
      if (one.title == title) return one.cards;
    static const std::vector<BoardCard> none;
    ADD_FAILURE() << "no column " << title;
    return none;
  }

  testing::TemporaryFolder folder_;
  std::optional<Store> store_;
  PlanId plan_ = 0;
};

TEST_F(PlanViewsTest, a_calendar_has_an_entry_for_each_window_and_names_what_has_no_day) {
  const PlanCalendar made = calendar();
  std::vector<std::string> entries;
  for (const CalendarEntry& one : made.calendar.entries) entries.push_back(one.number + " " + to_iso(one.window.from));
  EXPECT_THAT(entries, ElementsAre("1. 2021-02-01", "1. 2021-04-01", "2. 2021-01-04", "2. 2021-01-06", "5. 2021-01-01"));
  ASSERT_EQ(made.left_out.size(), 2U);
  EXPECT_THAT(made.left_out[0].reason, HasSubstr("on demand"));
  EXPECT_EQ(made.left_out[1].deadline, "по отдельному графику");
  EXPECT_THAT(made.left_out[1].reason, HasSubstr("the schedule is not there"));
}

TEST_F(PlanViewsTest, what_was_handed_in_shows_in_the_calendar) {
  hand_in(1, "sch1");
  EXPECT_EQ(calendar().calendar.entries[0].note, "Handed in: 1 of 3");
  EXPECT_EQ(calendar().calendar.entries[0].state, CalendarState::kOpen);
  CalendarRequest of_school;
  of_school.holder = "sch1";
  EXPECT_EQ(calendar(of_school).calendar.entries[0].state, CalendarState::kHandedIn);
}

TEST_F(PlanViewsTest, a_holder_with_a_day_of_its_own_has_an_entry_of_its_own) {
  PlanEvent given;
  given.kind = EventKind::kAssigned;
  given.due = day("2021-02-10");
  happen(1, "sch1", given);
  const PlanCalendar made = calendar();
  const CalendarEntry& own = made.calendar.entries.back();
  EXPECT_EQ(to_iso(own.window.to), "2021-02-10");
  EXPECT_THAT(own.note, HasSubstr("Школа № 1"));
  EXPECT_EQ(made.calendar.entries[0].note, "Handed in: 0 of 2") << "the school is not counted twice";
}

TEST_F(PlanViewsTest, calendars_of_two_municipalities_do_not_overwrite_each_other) {
  CalendarRequest one, other;
  one.municipality = "Сосновский", other.municipality = "Озёрный";
  EXPECT_NE(calendar(one).calendar.entries[0].name, calendar(other).calendar.entries[0].name);
  other.municipality = "Лесной";
  const auto none = calendar_of_plan(*store_, plan_, other);
  ASSERT_FALSE(none.ok());
  EXPECT_EQ(none.error().code, "PLAN-071");
}

TEST_F(PlanViewsTest, a_window_in_which_somebody_owes_is_late_the_day_after_its_last) {
  EXPECT_THAT(numbers(column(board("2021-02-28"), "In work")), ElementsAre("1.", "2.", "5."));
  const PlanBoard after = board("2021-03-01");
  ASSERT_THAT(numbers(column(after, "Late")), ElementsAre("1."));
  EXPECT_EQ(column(after, "Late")[0].note, "1 day late");
  EXPECT_EQ(column(after, "Late")[0].names[0].state, "not handed in");
  EXPECT_THAT(numbers(after.later), ElementsAre("1.")) << "April has not begun";
}

TEST_F(PlanViewsTest, a_card_stands_with_the_holder_who_is_least_far) {
  for (const char* holder : {"Сосновский", "Озёрный", "sch1"}) hand_in(1, holder);
  EXPECT_THAT(numbers(column(board("2021-03-01"), "Handed in")), ElementsAre("1."));
  PlanEvent returned;
  returned.kind = EventKind::kReturned;
  returned.note = "нет подписи";
  happen(1, "sch1", returned);
  EXPECT_THAT(numbers(column(board("2021-02-20"), "Returned")), ElementsAre("1."));
  EXPECT_THAT(numbers(column(board("2021-03-01"), "Late")), ElementsAre("1.")) << "what was returned is owed";
  const BoardCard card = column(board("2021-02-20"), "Returned")[0];
  EXPECT_EQ(card.done, 2);
  EXPECT_EQ(card.holders, 3);
  EXPECT_EQ(card.names[0].name, "Школа № 1") << "those who owe come first";
}

TEST_F(PlanViewsTest, what_is_on_demand_is_never_late_and_what_has_no_days_is_a_question) {
  const PlanBoard made = board("2022-02-01");
  EXPECT_THAT(numbers(made.on_demand), ElementsAre("3."));
  ASSERT_EQ(made.questions.size(), 1U);
  EXPECT_EQ(made.questions[0].number, "4.");
  for (const BoardColumn& one : made.columns) EXPECT_THAT(numbers(one.cards), ::testing::Not(::testing::Contains("4.")));
}

TEST_F(PlanViewsTest, who_has_not_handed_in_is_told_by_municipality) {
  hand_in(1, "Сосновский");
  const PlanBoard made = board("2021-03-01");
  ASSERT_EQ(made.debts.size(), 2U);
  EXPECT_EQ(made.debts[0].municipality, "Озёрный");
  EXPECT_EQ(made.debts[1].due, 2);
  EXPECT_EQ(made.debts[1].missing, 1);
  EXPECT_THAT(made.debts[1].rows[0], HasSubstr("Школа № 1"));
}

TEST_F(PlanViewsTest, a_board_of_a_municipality_has_its_holders_alone) {
  const PlanBoard made = board("2021-02-15", "Сосновский");
  EXPECT_EQ(column(made, "In work")[0].holders, 2);
  const auto none = plan_board(*store_, {plan_, day("2021-02-15"), "Лесной"});
  ASSERT_FALSE(none.ok());
  EXPECT_EQ(none.error().code, "PLAN-071");
}

TEST_F(PlanViewsTest, months_have_no_gaps_and_count_what_ends_in_them) {
  const PlanBoard made = board("2021-03-16");
  ASSERT_EQ(made.months.size(), 12U);
  EXPECT_EQ(made.months[1].late, 1);
  EXPECT_EQ(made.months[3].owed, 1);
  EXPECT_EQ(made.months[2].running, 2) << "rows 2 and 5; on demand nothing runs";
  EXPECT_NEAR(*made.today, 2 + 15 / 31.0, 1e-9);
}

}  // namespace
}  // namespace opora
