// Given bundles of a plan's part that were edited, damaged or made by others, when they are merged, then nothing goes in and
// the fault is named; and what was changed past Opora in a store, or in files that prove the work, is found.
#include "engine/plan_bundle.h"

#include "base/files.h"
#include "unit/engine/plan_stores.h"

namespace opora::testing {
namespace {

using PlanBundleTest = PlanOffices;
namespace fs = std::filesystem;

TEST_F(PlanBundleTest, AnEditedEventIsRefusedByNameAndNothingGoesIn) {
  give_north();
  hand_in(north.store, assignment_of(north.store, "s1", 1), "Петров", "2021-02-10T09:00:00Z", north.document("протокол", "b"));
  hand_in(north.store, assignment_of(north.store, "s2", 1), "Орлов", "2021-02-10T09:00:00Z", {"приказ", "", ""});
  for (const auto& [from, to] : {std::pair("2021-02-10T09", "2021-02-01T09"), std::pair("Орлов", "Иванов"), std::pair("\"36\"", "\"72\"")}) {
    const fs::path bundle = edited(north.bundle("North", true), [&](auto& members) { replace(members["events.jsonl"], from, to); });
    const Diagnostic error = region.refused(bundle);
    EXPECT_EQ(error.code, "PLAN-043") << from;
    EXPECT_THAT(error.message, ::testing::HasSubstr("School s")) << from;
    ASSERT_FALSE(error.spans.empty());
    EXPECT_GT(error.spans.front().line, 0);
  }
}

TEST_F(PlanBundleTest, AHistoryWithAHoleIsRefused) {
  give_north();
  const AssignmentId one = assignment_of(north.store, "s1", 1);
  hand_in(north.store, one, "Петров", "2021-02-10T09:00:00Z", {"протокол", "", ""});
  step(north.store, one, EventKind::kReturned, "Сидорова", "2021-02-11T09:00:00Z", "нет подписи");
  const fs::path bundle = edited(north.bundle("North"), [](auto& members) { members["events.jsonl"].erase(0, members["events.jsonl"].find('\n') + 1); });
  EXPECT_EQ(region.refused(bundle).code, "PLAN-044");
}

TEST_F(PlanBundleTest, AnEventUnderAnotherAssignmentIsRefused) {
  give_north();
  hand_in(north.store, assignment_of(north.store, "s1", 1), "Петров", "2021-02-10T09:00:00Z", {"протокол", "", ""});
  const std::string name = std::string(kPlanUid) + "/1/1/school/s";
  const fs::path moved = edited(north.bundle("North"), [&](auto& members) { replace(members["events.jsonl"], name + "1", name + "2"); });
  EXPECT_EQ(region.refused(moved).code, "PLAN-043");
  const fs::path renamed = edited(north.bundle("North"), [&](auto& members) { replace(members["assignments.jsonl"], name + "1", name + "9"); });
  EXPECT_EQ(region.refused(renamed).code, "PLAN-042");  // the event's assignment is gone
}

TEST_F(PlanBundleTest, AMemberThatIsNotWhatTheManifestSaysIsRefused) {
  give_north();
  const fs::path bundle = north.bundle("North");
  std::vector<ZipMember> members;
  auto opened = ZipArchive::open(bundle, "b.zip");
  for (const char* name : {"plan.json", "assignments.jsonl", "events.jsonl", "README.txt", "manifest.json"}) members.push_back({name, *opened->read_all(name, 1 << 20)});
  members[1].data += " ";
  ASSERT_OK(write_zip(folder / "changed.zip", members));
  EXPECT_EQ(region.refused(folder / "changed.zip").code, "BUNDLE-006");
  members.erase(members.begin() + 1);
  ASSERT_OK(write_zip(folder / "less.zip", members));
  EXPECT_EQ(region.refused(folder / "less.zip").code, "BUNDLE-005");
}

TEST_F(PlanBundleTest, DamagedTextsAreNamedWithTheirLine) {
  give_north();
  const auto damage = [&](const char* member, const char* from, const char* to) {
    return region.refused(edited(north.bundle("North"), [&](auto& members) { replace(members[member], from, to); }));
  };
  for (const Diagnostic& error : {damage("plan.json", "\"2021-01-01\"", "\"2021-01-41\""), damage("plan.json", "\"decisions\"", "\"d\""), damage("plan.json", "\"row\": 2", "\"row\": 7"),
                                  damage("assignments.jsonl", "\"lead\"", "\"head\""), damage("assignments.jsonl", "\"row\":1", "\"row\":9"), damage("assignments.jsonl", "{", "[")}) {
    EXPECT_EQ(error.code, "PLAN-042");
    EXPECT_FALSE(error.reason.empty());
    ASSERT_FALSE(error.spans.empty());
    EXPECT_FALSE(error.spans.front().sheet.empty());
  }
}

TEST_F(PlanBundleTest, AFileThatLeavesItsFolderIsRefused) {
  give_north();
  hand_in(north.store, assignment_of(north.store, "s1", 1), "Петров", "2021-02-10T09:00:00Z", {"протокол", "a.pdf", "../../escaped"});
  const fs::path bundle = edited(north.bundle("North"), [](auto& members) { members["evidence/../../escaped.pdf"] = "x"; });
  EXPECT_EQ(region.refused(bundle).code, "PLAN-042");
}

TEST_F(PlanBundleTest, AFileWithOtherContentThanWasHandedInIsRefused) {
  give_north();
  const Document document = north.document("протокол", "два");
  hand_in(north.store, assignment_of(north.store, "s1", 1), "Петров", "2021-02-10T09:00:00Z", document);
  const fs::path bundle = edited(north.bundle("North", true), [&](auto& members) { members["evidence/" + document.digest + ".pdf"] = "три"; });
  EXPECT_EQ(region.refused(bundle).code, "PLAN-042");
}

TEST_F(PlanBundleTest, WhatIsNoBundleOfAPlanIsSaidToBeWhatItIs) {
  give_north();
  write(folder / "text.zip", "no ZIP");
  EXPECT_EQ(region.refused(folder / "text.zip").code, "PLAN-040");
  EXPECT_EQ(region.refused(folder / "nothing.zip").code, "DATA-001");
  ASSERT_OK(write_bundle(folder / "run.zip", {{"bundle", 1}}, {}));
  const Diagnostic of_run = region.refused(folder / "run.zip");
  EXPECT_EQ(of_run.code, "PLAN-040");
  EXPECT_THAT(of_run.help, ::testing::HasSubstr("opora verify"));
  const fs::path newer = edited(north.bundle("North"), [](auto&) {}, [](BundleJson& manifest) { manifest["plan_bundle"] = 2, manifest["opora"] = "9.1"; });
  const Diagnostic from_newer = region.refused(newer);
  EXPECT_EQ(from_newer.code, "PLAN-041");
  EXPECT_THAT(from_newer.message, ::testing::HasSubstr("9.1"));
}

TEST_F(PlanBundleTest, NobodysPartIsNoBundle) {
  adopt_small_plan(region.store);
  const auto report = export_plan(region.store, {1, "West", {}, folder / "w.zip", false, "region", ""});
  ASSERT_FALSE(report.ok());
  EXPECT_EQ(report.error().code, "PLAN-046");
  EXPECT_FALSE(fs::exists(folder / "w.zip"));
}

TEST_F(PlanBundleTest, FilesThatAreGoneOrChangedAreNamedAtTheExport) {
  adopt_small_plan(region.store);
  const Document gone = region.document("приказ", "один"), changed = region.document("протокол", "два");
  hand_in(region.store, assignment_of(region.store, "s1", 1), "Иванова", "2021-02-11T09:00:00Z", gone);
  hand_in(region.store, assignment_of(region.store, "s2", 1), "Иванова", "2021-02-11T09:00:00Z", changed);
  fs::remove(gone.file);
  write(changed.file, "три");
  const auto report = export_plan(region.store, {1, {}, {}, folder / "f.zip", true, "region", ""});
  ASSERT_OK(report);
  EXPECT_EQ(report->files, 0);
  ASSERT_EQ(report->absent.size(), 2U);
  EXPECT_FALSE(report->absent[0].changed);
  EXPECT_TRUE(report->absent[1].changed);
}

TEST_F(PlanBundleTest, TheSameContentGivesTheSameBytes) {
  give_north();
  hand_in(north.store, assignment_of(north.store, "s1", 1), "Петров", "2021-02-10T09:00:00Z", north.document("протокол", "b"));
  EXPECT_EQ(read_whole(north.bundle("North", true)), read_whole(north.bundle("North", true)));
}

std::vector<std::string> codes(const Result<PlanVerification>& found) {
  std::vector<std::string> all;
  for (const Diagnostic& problem : found->problems) all.push_back(problem.code);
  return all;
}

TEST_F(PlanBundleTest, VerifyFindsFilesThatAreGoneOrChanged) {
  adopt_small_plan(region.store);
  const Document kept = region.document("приказ", "один"), lost = region.document("протокол", "два");
  hand_in(region.store, assignment_of(region.store, "s1", 1), "Иванова", "2021-02-11T09:00:00Z", kept);
  hand_in(region.store, assignment_of(region.store, "s2", 1), "Иванова", "2021-02-11T09:00:00Z", lost);
  EXPECT_THAT(codes(verify_plan(region.store, 1)), ::testing::IsEmpty());
  write(kept.file, "другой");
  fs::remove(lost.file);
  EXPECT_THAT(codes(verify_plan(region.store, 1)), ::testing::ElementsAre("PLAN-056", "PLAN-055"));
  fs::create_directories(evidence_folder(region.store));
  write(evidence_folder(region.store) / (lost.digest + ".pdf"), "два");
  EXPECT_THAT(codes(verify_plan(region.store, 1)), ::testing::ElementsAre("PLAN-056"));
}

TEST_F(PlanBundleTest, VerifyFindsWhatWasChangedPastOpora) {
  adopt_small_plan(region.store);
  const AssignmentId one = assignment_of(region.store, "s1", 1);
  hand_in(region.store, one, "Иванова", "2021-02-11T09:00:00Z", {"приказ", "", ""});
  step(region.store, one, EventKind::kAccepted, "Сидорова", "2021-02-12T09:00:00Z");
  const auto after = [&](const char* sql) {
    EXPECT_TRUE(execute(region.store.handle(), "SAVEPOINT before").ok());
    EXPECT_TRUE(execute(region.store.handle(), sql).ok());
    const auto found = codes(verify_plan(region.store, 1));
    EXPECT_TRUE(execute(region.store.handle(), "ROLLBACK TO before; RELEASE before").ok());
    return found;
  };
  EXPECT_THAT(after("UPDATE plan_event SET actor = 'Никто' WHERE kind = 'accepted'"), ::testing::ElementsAre("PLAN-057"));
  EXPECT_THAT(after("UPDATE evidence SET number = '8'"), ::testing::ElementsAre("PLAN-057"));
  EXPECT_THAT(after("DELETE FROM plan_event WHERE kind = 'handed_in'"), ::testing::ElementsAre("PLAN-058"));
  EXPECT_THAT(after("UPDATE assignment SET state = 0"), ::testing::ElementsAre("PLAN-059"));
  EXPECT_THAT(after("DELETE FROM plan_event"), ::testing::ElementsAre("PLAN-059"));
}

}  // namespace
}  // namespace opora::testing
