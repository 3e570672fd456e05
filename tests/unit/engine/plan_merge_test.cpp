// Given a region's store and a municipality's, when parts of a plan go from one to the other as bundles, then what was done
// on both sides is on both sides, and contradictions are named.
#include "engine/plan_merge.h"

#include "unit/engine/plan_stores.h"

namespace opora::testing {
namespace {

using PlanMergeTest = PlanOffices;
namespace fs = std::filesystem;

TEST_F(PlanMergeTest, AStoreWithoutThePlanTakesItInWithWhatWasDone) {
  adopt_small_plan(region.store);
  hand_in(region.store, assignment_of(region.store, "s1", 2), "Петров", "2021-03-02T09:00:00Z", {"приказ", "o.pdf", ""});
  const PlanMergeReport report = north.merge(region.bundle());
  EXPECT_TRUE(report.new_plan);
  EXPECT_EQ(report.holders, 3);
  EXPECT_EQ(report.assignments, 12);
  EXPECT_EQ(report.events, 1);
  EXPECT_FALSE(report.has_findings());
  EXPECT_EQ(dump_plans(north.store), dump_plans(region.store));
}

TEST_F(PlanMergeTest, AMunicipalityGetsItsOwnPartAlone) {
  give_north();
  EXPECT_THAT(dump_plans(north.store), ::testing::Not(::testing::HasSubstr("s3")));
  EXPECT_EQ(assignments(north.store, {})->size(), 8U);
}

TEST_F(PlanMergeTest, WhatWasDoneThereComesBackAndGoesOutAgain) {
  give_north();
  const AssignmentId there = assignment_of(north.store, "s1", 1);
  hand_in(north.store, there, "Петров", "2021-02-10T09:00:00Z", north.document("справка", "текст"));
  const PlanMergeReport back = region.merge(north.bundle("North", true));
  EXPECT_EQ(back.events, 1);
  EXPECT_EQ(back.files, 1);
  EXPECT_FALSE(back.new_plan || back.has_findings());
  const AssignmentId here = assignment_of(region.store, "s1", 1);
  EXPECT_EQ(find_assignment(region.store, here)->standing.state, AssignmentState::kHandedIn);
  step(region.store, here, EventKind::kAccepted, "Сидорова", "2021-02-15T09:00:00Z");
  const PlanMergeReport again = north.merge(region.bundle("North"));
  EXPECT_EQ(again.events, 1);
  EXPECT_EQ(again.known_events, 1);
  EXPECT_EQ(find_assignment(north.store, there)->standing.state, AssignmentState::kAccepted);
}

TEST_F(PlanMergeTest, ConflictingEvidenceIsKeptOnBothSidesAndNamed) {
  give_north();
  const Document ours = region.document("приказ", "один"), theirs = north.document("протокол", "два");
  const AssignmentId here = assignment_of(region.store, "s1", 1);
  hand_in(region.store, here, "Иванова", "2021-02-11T09:00:00Z", ours);
  step(region.store, here, EventKind::kAccepted, "Сидорова", "2021-02-12T09:00:00Z");
  hand_in(north.store, assignment_of(north.store, "s1", 1), "Петров", "2021-02-10T09:00:00Z", theirs);

  const PlanMergeReport report = region.merge(north.bundle("North", true));
  ASSERT_EQ(report.conflicts.size(), 1U);
  EXPECT_TRUE(report.has_findings());
  const MergeConflict& conflict = report.conflicts.front();
  EXPECT_EQ(conflict.assignment, here);
  EXPECT_EQ(conflict.holder.code, "s1");
  ASSERT_EQ(conflict.sides.size(), 2U);
  const ConflictSide& from_north = conflict.sides[0].here ? conflict.sides[1] : conflict.sides[0];
  const ConflictSide& from_region = conflict.sides[0].here ? conflict.sides[0] : conflict.sides[1];
  EXPECT_TRUE(from_north.in_bundle && !from_north.here);
  EXPECT_EQ(from_north.event.actor, "Петров");
  EXPECT_EQ(from_north.evidence.front().digest, theirs.digest);
  EXPECT_TRUE(from_region.here && !from_region.in_bundle);
  EXPECT_EQ(from_region.event.kind, EventKind::kAccepted);
  EXPECT_EQ(from_region.evidence.front().digest, ours.digest);  // of the step before the last

  const auto events = events_of(region.store, here);
  EXPECT_EQ(events->size(), 3U);
  EXPECT_TRUE(find_assignment(region.store, here)->standing.conflict);
  EXPECT_EQ(find_evidence(region.store, {"", "", "gone.pdf", theirs.digest, 0, "", "", "", {}}).state, FileState::kPresent);

  step(region.store, here, EventKind::kSettled, "Сидорова", "2021-02-25T09:00:00Z", "оба документа верны");
  const PlanMergeReport settled = north.merge(region.bundle("North"));
  EXPECT_TRUE(settled.conflicts.empty());
  EXPECT_EQ(dump_plans(south.store), "");
  EXPECT_FALSE(find_assignment(north.store, assignment_of(north.store, "s1", 1))->standing.conflict);
}

TEST_F(PlanMergeTest, AnEarlierConflictIsCountedAndNotNamedAgain) {
  give_north();
  hand_in(region.store, assignment_of(region.store, "s1", 1), "Иванова", "2021-02-11T09:00:00Z", {"приказ", "a.pdf", ""});
  hand_in(north.store, assignment_of(north.store, "s1", 1), "Петров", "2021-02-10T09:00:00Z", {"протокол", "b.pdf", ""});
  const fs::path bundle = north.bundle("North");
  EXPECT_EQ(region.merge(bundle).conflicts.size(), 1U);
  const PlanMergeReport again = region.merge(bundle);
  EXPECT_TRUE(again.conflicts.empty());
  EXPECT_EQ(again.waiting, 1);
  EXPECT_FALSE(again.has_findings());
}

TEST_F(PlanMergeTest, TheOrderOfBundlesDoesNotMatter) {
  adopt_small_plan(region.store);
  north.merge(region.bundle());
  south.merge(region.bundle());
  hand_in(north.store, assignment_of(north.store, "s1", 1), "Петров", "2021-02-10T09:00:00Z", {"протокол", "b.pdf", ""});
  hand_in(north.store, assignment_of(north.store, "s2", 2), "Петров", "2021-03-10T09:00:00Z", {"протокол", "b.pdf", ""});
  hand_in(south.store, assignment_of(south.store, "s1", 1), "Орлов", "2021-02-09T09:00:00Z", {"приказ", "c.pdf", ""});
  step(south.store, assignment_of(south.store, "s3", 1), EventKind::kDropped, "Орлов", "2021-02-09T09:00:00Z", "закрыта");
  const fs::path of_north = north.bundle(), of_south = south.bundle();
  Office one{folder, "one"}, other{folder, "other"};
  one.merge(of_north), one.merge(of_south);
  other.merge(of_south), other.merge(of_north);
  EXPECT_EQ(dump_plans(one.store), dump_plans(other.store));
  EXPECT_THAT(dump_plans(one.store), ::testing::HasSubstr("handed_in true"));
}

TEST_F(PlanMergeTest, TwiceChangesNothing) {
  give_north();
  hand_in(north.store, assignment_of(north.store, "s1", 1), "Петров", "2021-02-10T09:00:00Z", north.document("протокол", "b"));
  const fs::path bundle = north.bundle("North", true);
  region.merge(bundle);
  const std::string once = dump_plans(region.store);
  const std::int64_t entries = region.audit_entries();
  const PlanMergeReport again = region.merge(bundle);
  EXPECT_FALSE(again.has_changes());
  EXPECT_EQ(again.files, 0);
  EXPECT_EQ(again.known_events, 1);
  EXPECT_EQ(dump_plans(region.store), once);
  EXPECT_EQ(region.audit_entries(), entries);
}

TEST_F(PlanMergeTest, ADryRunSaysTheSameAndWritesNothing) {
  give_north();
  hand_in(north.store, assignment_of(north.store, "s1", 1), "Петров", "2021-02-10T09:00:00Z", north.document("протокол", "b"));
  const fs::path bundle = north.bundle("North", true);
  const std::string before = dump_plans(region.store);
  const std::int64_t entries = region.audit_entries();
  const PlanMergeReport tried = region.merge(bundle, true);
  EXPECT_EQ(dump_plans(region.store), before);
  EXPECT_EQ(region.audit_entries(), entries);
  EXPECT_FALSE(fs::exists(evidence_folder(region.store)));
  const PlanMergeReport done = region.merge(bundle);
  EXPECT_EQ(tried.events, done.events);
  EXPECT_EQ(tried.files, done.files);
}

TEST_F(PlanMergeTest, AnotherRedactionIsRefusedAndBothAreNamed) {
  adopt_small_plan(region.store);
  const std::string other(64, 'a');
  adopt_small_plan(north.store, other, 2);
  const Diagnostic error = region.refused(north.bundle());
  EXPECT_EQ(error.code, "PLAN-045");
  EXPECT_THAT(error.notes, ::testing::ElementsAre(::testing::HasSubstr("aaaaaaaa"), ::testing::HasSubstr("01234567")));
}

TEST_F(PlanMergeTest, ANewRedactionOfAKnownPlanStandsBesideIt) {
  give_north();
  adopt_small_plan(region.store, std::string(64, 'b'), 2, PlanId{1});
  const PlanMergeReport report = north.merge(region.bundle("North", false, 2));
  EXPECT_TRUE(report.new_plan);
  EXPECT_EQ(find_plan(north.store, report.plan)->supersedes, PlanId{1});
}

void decide(Store& store, const std::string& days, const std::string& actor, const std::string& at) {
  const Date day = *parse_date(days);
  ASSERT_OK(in_transaction(store, [&] { return decide_deadline(store, 1, {3, days + ".." + days, "так решили", actor, at}, {{day, day, {}}}); }));
}

TEST_F(PlanMergeTest, DecisionsOnDeadlinesGoWithThePlan) {
  adopt_small_plan(region.store);
  decide(region.store, "2021-05-05", "Иванова", "2021-02-01T08:00:00Z");
  decide(region.store, "2021-05-06", "Иванова", "2021-02-02T08:00:00Z");
  north.merge(region.bundle());
  EXPECT_EQ(dump_plans(north.store), dump_plans(region.store));
}

TEST_F(PlanMergeTest, ADeadlineDecidedOtherwiseIsNamedAndStays) {
  give_north();
  decide(region.store, "2021-05-05", "Иванова", "2021-02-01T08:00:00Z");
  decide(north.store, "2021-05-20", "Петров", "2021-02-02T08:00:00Z");
  const PlanMergeReport report = region.merge(north.bundle("North"), false, true);  // not even when asked for
  ASSERT_EQ(report.decisions.size(), 1U);
  EXPECT_EQ(report.decisions[0].there.actor, "Петров");
  EXPECT_EQ(report.decisions[0].here->actor, "Иванова");
  EXPECT_FALSE(report.decisions[0].taken);
  EXPECT_TRUE(report.has_findings());
  EXPECT_EQ(occasions_of(region.store, 1)->back().from, parse_date("2021-05-05"));
}

TEST_F(PlanMergeTest, ADecisionThatGoesOnFromHereIsTakenWhenAskedFor) {
  give_north();
  decide(region.store, "2021-05-05", "Иванова", "2021-02-01T08:00:00Z");
  const fs::path bundle = region.bundle("North");
  EXPECT_EQ(north.merge(bundle).decisions.size(), 1U);
  EXPECT_EQ(occasions_of(north.store, 1)->back().from, std::nullopt);
  const PlanMergeReport report = north.merge(bundle, false, true);
  EXPECT_TRUE(report.decisions.at(0).taken);
  EXPECT_FALSE(report.has_findings());
  EXPECT_EQ(occasions_of(north.store, 1)->back().from, parse_date("2021-05-05"));
  EXPECT_TRUE(north.merge(bundle).decisions.empty());
  decide(north.store, "2021-05-20", "Петров", "2021-02-02T08:00:00Z");
  EXPECT_TRUE(north.merge(bundle).decisions.empty());  // the bundle is merely older
}

TEST_F(PlanMergeTest, WorkInAWindowThatIsNotThereIsLeftOutAndNamed) {
  give_north();
  const Date first = *parse_date("2021-04-01"), second = *parse_date("2021-04-02");
  ASSERT_OK(in_transaction(north.store, [&] { return decide_deadline(north.store, 1, {3, "2021-04-01, 2021-04-02", "дважды", "Петров", "2021-02-02T08:00:00Z"}, {{first, first, {}}, {second, second, {}}}); }));
  hand_in(north.store, assignment_of(north.store, "s1", 3, 2), "Петров", "2021-04-02T09:00:00Z", {"программа", "", ""});
  const fs::path bundle = north.bundle("North");
  const PlanMergeReport report = region.merge(bundle);
  ASSERT_EQ(report.left.size(), 2U);
  EXPECT_EQ(report.left[0].reason, LeftReason::kWindow);
  EXPECT_EQ(report.left[0].events + report.left[1].events, 1);
  EXPECT_TRUE(report.has_findings());
  const PlanMergeReport taken = region.merge(bundle, false, true);
  EXPECT_TRUE(taken.left.empty());
  EXPECT_EQ(taken.events, 1);
}

}  // namespace
}  // namespace opora::testing
