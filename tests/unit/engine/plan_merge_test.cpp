// Given a region's store and a municipality's, when parts of a plan go from one to the other as bundles, then what was done
// on both sides is on both sides, contradictions are named, and a bundle that was tampered with leaves no trace.
#include "engine/plan_merge.h"

#include <fstream>

#include "base/digest.h"
#include "base/files.h"
#include "base/messages.h"
#include "engine/plan_evidence.h"
#include "store/sqlite.h"
#include "unit/engine/plan_stores.h"

namespace opora::testing {
namespace {

namespace fs = std::filesystem;

void write(const fs::path& file, const std::string& text) { std::ofstream(file, std::ios::binary) << text; }

// A store, and where its people keep their documents.
class Office {
 public:
  Office(const TemporaryFolder& folder, const std::string& name) : folder_(folder), name_(name), store(*Store::create(folder / (name + ".db"))) {}

  Document document(const std::string& title, const std::string& text) {
    const fs::path file = folder_ / (name_ + "-" + title + ".pdf");
    write(file, text);
    return {title, file.string(), to_hex(digest_of(text))};
  }

  fs::path bundle(const std::string& municipality = {}, bool with_files = false, PlanId plan = 1) {
    const fs::path file = folder_ / (name_ + std::to_string(++bundles_) + ".zip");
    const auto report = export_plan(store, {plan, municipality, {}, file, with_files, name_, "2021-02-20T10:00:00Z"});
    EXPECT_TRUE(report.ok()) << render_terminal(report.error(), false);
    return file;
  }

  PlanMergeReport merge(const fs::path& file, bool dry_run = false, bool take_decisions = false) {
    auto report = merge_plan(store, {file, name_, dry_run, take_decisions});
    EXPECT_TRUE(report.ok()) << render_terminal(report.error(), false);
    return report ? *std::move(report) : PlanMergeReport();
  }

  Diagnostic refused(const fs::path& file) {
    const std::string before = dump_plans(store);
    auto report = merge_plan(store, {file, name_, false, false});
    EXPECT_FALSE(report.ok());
    EXPECT_EQ(dump_plans(store), before);
    EXPECT_FALSE(fs::exists(evidence_folder(store)));
    return report.ok() ? Diagnostic() : report.take_error();
  }

  std::int64_t audit_entries() {
    auto count = Statement::prepare(store.handle(), "SELECT count(*) FROM audit");
    EXPECT_TRUE(*count->step());
    return count->integer(0);
  }

 private:
  const TemporaryFolder& folder_;
  std::string name_;
  int bundles_ = 0;

 public:
  Store store;
};

class PlanMergeTest : public ::testing::Test {
 protected:
  // The municipality "North" with what the region gave it.
  void give_north() {
    adopt_small_plan(region.store);
    north.merge(region.bundle("North"));
  }

  // The bundle with members changed by `edit`; the manifest is brought up to date, as somebody would who knows how.
  fs::path edited(const fs::path& file, const std::function<void(std::map<std::string, std::string>&)>& edit, const std::function<void(BundleJson&)>& edit_manifest = {}) {
    auto bundle = BundleFile::open(file);
    std::map<std::string, std::string> members;
    for (const std::string& name : bundle->members()) members[name] = *bundle->read(name);
    edit(members);
    BundleJson manifest = bundle->manifest();
    if (edit_manifest) edit_manifest(manifest);
    std::vector<ZipMember> all;
    for (const auto& [name, data] : members) all.push_back({name, data});
    const fs::path target = folder / "edited.zip";
    EXPECT_TRUE(write_bundle(target, manifest, all).ok());
    return target;
  }

  static void replace(std::string& text, const std::string& from, const std::string& to) {
    const auto at = text.find(from);
    ASSERT_NE(at, std::string::npos) << from;
    text.replace(at, from.size(), to);
  }

  const TemporaryFolder folder;
  Office region{folder, "region"}, north{folder, "north"}, south{folder, "south"};
};

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

TEST_F(PlanMergeTest, TheSameContentGivesTheSameBytes) {
  give_north();
  hand_in(north.store, assignment_of(north.store, "s1", 1), "Петров", "2021-02-10T09:00:00Z", north.document("протокол", "b"));
  EXPECT_EQ(read_whole(north.bundle("North", true)), read_whole(north.bundle("North", true)));
}

TEST_F(PlanMergeTest, AnEditedEventIsRefusedByNameAndNothingGoesIn) {
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

TEST_F(PlanMergeTest, AHistoryWithAHoleIsRefused) {
  give_north();
  const AssignmentId one = assignment_of(north.store, "s1", 1);
  hand_in(north.store, one, "Петров", "2021-02-10T09:00:00Z", {"протокол", "", ""});
  step(north.store, one, EventKind::kReturned, "Сидорова", "2021-02-11T09:00:00Z", "нет подписи");
  const fs::path bundle = edited(north.bundle("North"), [](auto& members) { members["events.jsonl"].erase(0, members["events.jsonl"].find('\n') + 1); });
  EXPECT_EQ(region.refused(bundle).code, "PLAN-044");
}

TEST_F(PlanMergeTest, AnEventUnderAnotherAssignmentIsRefused) {
  give_north();
  hand_in(north.store, assignment_of(north.store, "s1", 1), "Петров", "2021-02-10T09:00:00Z", {"протокол", "", ""});
  const std::string name = std::string(kPlanUid) + "/1/1/school/s";
  const fs::path moved = edited(north.bundle("North"), [&](auto& members) { replace(members["events.jsonl"], name + "1", name + "2"); });
  EXPECT_EQ(region.refused(moved).code, "PLAN-043");
  const fs::path renamed = edited(north.bundle("North"), [&](auto& members) { replace(members["assignments.jsonl"], name + "1", name + "9"); });
  EXPECT_EQ(region.refused(renamed).code, "PLAN-042");  // the event's assignment is gone
}

TEST_F(PlanMergeTest, AMemberThatIsNotWhatTheManifestSaysIsRefused) {
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

TEST_F(PlanMergeTest, DamagedTextsAreNamedWithTheirLine) {
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

TEST_F(PlanMergeTest, AFileThatLeavesItsFolderIsRefused) {
  give_north();
  hand_in(north.store, assignment_of(north.store, "s1", 1), "Петров", "2021-02-10T09:00:00Z", {"протокол", "a.pdf", "../../escaped"});
  const fs::path bundle = edited(north.bundle("North"), [](auto& members) { members["evidence/../../escaped.pdf"] = "x"; });
  EXPECT_EQ(region.refused(bundle).code, "PLAN-042");
}

TEST_F(PlanMergeTest, AFileWithOtherContentThanWasHandedInIsRefused) {
  give_north();
  const Document document = north.document("протокол", "два");
  hand_in(north.store, assignment_of(north.store, "s1", 1), "Петров", "2021-02-10T09:00:00Z", document);
  const fs::path bundle = edited(north.bundle("North", true), [&](auto& members) { members["evidence/" + document.digest + ".pdf"] = "три"; });
  EXPECT_EQ(region.refused(bundle).code, "PLAN-042");
}

TEST_F(PlanMergeTest, WhatIsNoBundleOfAPlanIsSaidToBeWhatItIs) {
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

TEST_F(PlanMergeTest, NobodysPartIsNoBundle) {
  adopt_small_plan(region.store);
  const auto report = export_plan(region.store, {1, "West", {}, folder / "w.zip", false, "region", ""});
  ASSERT_FALSE(report.ok());
  EXPECT_EQ(report.error().code, "PLAN-046");
  EXPECT_FALSE(fs::exists(folder / "w.zip"));
}

TEST_F(PlanMergeTest, FilesThatAreGoneOrChangedAreNamedAtTheExport) {
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

std::vector<std::string> codes(const Result<PlanVerification>& found) {
  std::vector<std::string> all;
  for (const Diagnostic& problem : found->problems) all.push_back(problem.code);
  return all;
}

TEST_F(PlanMergeTest, VerifyFindsFilesThatAreGoneOrChanged) {
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

TEST_F(PlanMergeTest, VerifyFindsWhatWasChangedPastOpora) {
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
