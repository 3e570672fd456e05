// Adopted plans in the real file: what happens to an assignment is kept, and put together from several stores.
#include <gmock/gmock.h>

#include "sample_store.h"
#include "store/plan_events.h"

namespace opora {
namespace {

using testing::TemporaryFolder;
using ::testing::ElementsAre;

Plan two_rows() {
  Plan plan;
  plan.pack = "ru-x";
  plan.id = "p";
  plan.title = "План";
  plan.year = 2021;
  plan.from = *parse_date("2021-01-01");
  plan.to = *parse_date("2021-12-31");
  plan.chain = {"institute", "ministry"};
  Measure dated;
  dated.position = 1;
  dated.text = {2, "", "1.", "Дело", "май 2021; июнь 2021", "", "Школы", ""};
  dated.deadline.windows = {{*parse_date("2021-05-01"), *parse_date("2021-05-31"), "entry"}, {*parse_date("2021-06-01"), *parse_date("2021-06-30"), "final"}};
  dated.deadline.rule = "month-year";
  Measure open;
  open.position = 2;
  open.text = {3, "", "2.", "Другое", "по графику", "", "Школы", ""};
  open.deadline.question = "schedule-missing";
  open.deadline.choices = {{"period", {{plan.from, plan.to, ""}}}};
  plan.measures = {dated, open};
  return plan;
}

class AdoptedPlan : public ::testing::Test {
 protected:
  static Store adopt(const std::filesystem::path& file) {
    Store store = *Store::create(file);
    EXPECT_TRUE(in_transaction(store, [&]() -> Status {
      OPORA_ASSIGN(const PlanId plan, add_plan(store, {0, "uid-1", 1, {}, "analyst", "2021-01-10T09:00:00Z", two_rows()}));
      OPORA_ASSIGN(const std::int64_t school, holder_id(store, {0, "school", "100", "Школа 1", "Город"}));
      OPORA_ASSIGN(const std::int64_t other, holder_id(store, {0, "school", "200", "Школа 2", "Район"}));
      OPORA_ASSIGN(const auto occasions, occasions_of(store, plan));
      for (const Occasion& one : occasions) OPORA_TRY(add_assignments(store, one.id, Part::kLead, std::vector{school, other}));
      return {};
    }).ok());
    return store;
  }
  static PlanEvent enter(Store& store, AssignmentId id, EventKind kind, const std::string& at, const std::string& title = {}) {
    PlanEvent event;
    event.kind = kind;
    event.at = at;
    event.actor = "somebody";
    if (!title.empty()) event.evidence = {{"note", title, "", "", 0, "7", "2021-05-03", "events", {{"level", "region"}}}};
    PlanEvent entered;
    const Status done = in_transaction(store, [&]() -> Status {
      OPORA_ASSIGN(entered, add_event(store, id, event));
      return {};
    });
    EXPECT_TRUE(done.ok()) << (done.ok() ? "" : done.error().message);
    return entered;
  }
  TemporaryFolder folder_;
  Store store_ = adopt(folder_ / "a.db");
};

TEST_F(AdoptedPlan, ComesBackAsItWasAdopted) {
  const auto stored = find_plan(store_, 1);
  ASSERT_OK(stored);
  EXPECT_EQ(stored->plan.chain, two_rows().chain);
  EXPECT_EQ(stored->plan.measures[0].deadline.windows, two_rows().measures[0].deadline.windows);
  EXPECT_EQ(stored->plan.measures[1].deadline.question, "schedule-missing");
  EXPECT_EQ(stored->plan.measures[1].deadline.choices[0].windows.size(), 1u);
}

TEST_F(AdoptedPlan, TheSameTextIsNotAdoptedTwice) {
  const Status again = in_transaction(store_, [&]() -> Status {
    OPORA_ASSIGN([[maybe_unused]] const PlanId plan, add_plan(store_, {0, "uid-1", 1, {}, "analyst", "2021-01-10T09:00:00Z", two_rows()}));
    return {};
  });
  ASSERT_FALSE(again.ok());
  EXPECT_EQ(again.error().code, "STORE-031");
}

TEST_F(AdoptedPlan, StandingFollowsFromEvents) {
  enter(store_, 1, EventKind::kHandedIn, "2021-05-02T10:00:00Z", "Справка");
  EXPECT_EQ(find_assignment(store_, 1)->standing.state, AssignmentState::kHandedIn);
  enter(store_, 1, EventKind::kReturned, "2021-05-03T10:00:00Z");
  EXPECT_EQ(find_assignment(store_, 1)->standing.state, AssignmentState::kReturned);
  const PlanEvent again = enter(store_, 1, EventKind::kHandedIn, "2021-05-04T10:00:00Z", "Новая справка");
  const auto events = events_of(store_, 1);
  ASSERT_OK(events);
  ASSERT_EQ(events->size(), 3u);
  EXPECT_THAT(again.previous, ElementsAre((*events)[1].uid));
  EXPECT_EQ((*events)[2].evidence[0].fields, (std::vector<std::pair<std::string, std::string>>{{"level", "region"}}));
}

TEST_F(AdoptedPlan, FiltersByDayMunicipalityAndState) {
  AssignmentFilter filter;
  filter.plan = 1;
  filter.open_on = *parse_date("2021-05-15");
  EXPECT_EQ(assignments(store_, filter)->size(), 2u);
  filter.municipality = "Район";
  ASSERT_EQ(assignments(store_, filter)->size(), 1u);
  EXPECT_EQ(assignments(store_, filter)->front().occasion.stage, "entry");
  AssignmentFilter late;
  late.late_on = *parse_date("2021-06-01");
  EXPECT_EQ(assignments(store_, late)->size(), 2u);  // the May window; nothing is late that has no days
  enter(store_, 1, EventKind::kHandedIn, "2021-05-02T10:00:00Z", "Справка");
  EXPECT_EQ(assignments(store_, late)->size(), 1u);
}

TEST_F(AdoptedPlan, CountsAreThoseOfTheAssignments) {
  enter(store_, 1, EventKind::kHandedIn, "2021-05-02T10:00:00Z", "Справка");
  AssignmentFilter filter;
  filter.plan = 1;
  const auto counts = count_assignments(store_, filter);
  ASSERT_OK(counts);
  std::int64_t all = 0, handed_in = 0;
  for (const AssignmentCount& one : *counts) {
    all += one.assignments;
    if (one.state == AssignmentState::kHandedIn) handed_in += one.assignments;
  }
  EXPECT_EQ(all, 6);
  EXPECT_EQ(handed_in, 1);
}

TEST_F(AdoptedPlan, ADecisionGivesAnOpenRowItsDaysForEveryHolder) {
  const std::vector<DateWindow> windows = {{*parse_date("2021-02-01"), *parse_date("2021-02-05"), ""}, {*parse_date("2021-09-01"), *parse_date("2021-09-05"), ""}};
  ASSERT_OK(in_transaction(store_, [&] { return decide_deadline(store_, 1, {2, "2021-02-01..2021-02-05", "график", "analyst", "2021-01-20T00:00:00Z"}, windows); }));
  AssignmentFilter filter;
  filter.position = 2;
  EXPECT_EQ(assignments(store_, filter)->size(), 4u);
  EXPECT_EQ(deadline_decisions_of(store_, 1)->front().reason, "график");
}

TEST_F(AdoptedPlan, AWindowWithWorkInItDoesNotGo) {
  enter(store_, 3, EventKind::kHandedIn, "2021-06-02T10:00:00Z", "Справка");
  ASSERT_EQ(find_assignment(store_, 3)->occasion.ordinal, 2);
  const Status done = in_transaction(store_, [&] { return decide_deadline(store_, 1, {1, "x", "одно окно", "analyst", "2021-01-20T00:00:00Z"}, {{*parse_date("2021-05-01"), *parse_date("2021-05-31"), ""}}); });
  ASSERT_FALSE(done.ok());
  EXPECT_EQ(done.error().code, "PLAN-006");
}

TEST_F(AdoptedPlan, TwoHistoriesAreKeptAndNamedAConflictInWhateverOrderTheyMeet) {
  Store other = adopt(folder_ / "b.db");
  enter(store_, 1, EventKind::kHandedIn, "2021-05-02T10:00:00Z", "Справка из района");
  enter(other, 1, EventKind::kHandedIn, "2021-05-02T11:00:00Z", "Справка из школы");
  const auto merge = [](Store& into, const std::vector<PlanEvent>& events) {
    MergedEvents merged;
    EXPECT_TRUE(in_transaction(into, [&]() -> Status {
      OPORA_ASSIGN(merged, merge_events(into, 1, events));
      return {};
    }).ok());
    return merged;
  };
  const auto mine = *events_of(store_, 1), theirs = *events_of(other, 1);
  EXPECT_TRUE(merge(store_, theirs).new_conflict);
  EXPECT_TRUE(merge(other, mine).new_conflict);
  EXPECT_EQ(merge(store_, theirs).added, 0);
  for (Store* store : {&store_, &other}) {
    EXPECT_EQ(events_of(*store, 1)->size(), 2u);
    EXPECT_TRUE(find_assignment(*store, 1)->standing.conflict);
    EXPECT_EQ(events_of(*store, 1)->back().evidence[0].title, "Справка из школы");
  }
  const Status refused = in_transaction(store_, [&]() -> Status {
    PlanEvent accept;
    accept.kind = EventKind::kAccepted;
    OPORA_ASSIGN(accept, add_event(store_, 1, accept));
    return {};
  });
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().code, "PLAN-007");
  enter(store_, 1, EventKind::kSettled, "2021-05-05T10:00:00Z");
  EXPECT_FALSE(find_assignment(store_, 1)->standing.conflict);
}

TEST_F(AdoptedPlan, WhatWasTakenBackIsInNoRegister) {
  const PlanEvent entered = enter(store_, 1, EventKind::kHandedIn, "2021-05-02T10:00:00Z", "Мероприятие");
  EXPECT_EQ(register_entries(store_, "events", {})->size(), 1u);
  PlanEvent back;
  back.kind = EventKind::kWithdrawn;
  back.at = "2021-05-02T10:05:00Z";
  back.undone = entered.uid;
  ASSERT_OK(in_transaction(store_, [&]() -> Status {
    OPORA_ASSIGN(back, add_event(store_, 1, back));
    return {};
  }));
  EXPECT_EQ(register_entries(store_, "events", {})->size(), 0u);
  EXPECT_EQ(find_assignment(store_, 1)->standing.state, AssignmentState::kOpen);
}

}  // namespace
}  // namespace opora
