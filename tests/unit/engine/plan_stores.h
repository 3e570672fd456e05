// Stores with a plan at work, for tests of what goes from store to store.
#pragma once

#include <fstream>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "base/digest.h"
#include "engine/plan_evidence.h"
#include "engine/plan_merge.h"
#include "store/plan_events.h"
#include "store/sqlite.h"
#include "unit/store/sample_store.h"

namespace opora::testing {

// Three rows: the first in February 2021 and again in June, the second in March, the third whenever somebody says.
Plan small_plan();

inline constexpr const char* kPlanUid = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

// Adopted as `uid`; schools "s1" and "s2" of the municipality "North" and "s3" of "South" owe each window.
PlanId adopt_small_plan(Store& store, const std::string& uid = kPlanUid, int redaction = 1, std::optional<PlanId> supersedes = {});

AssignmentId assignment_of(const Store& store, const std::string& school, int position, int ordinal = 1);

struct Document {
  std::string title, file, digest;
};
// Hands in; at a time of its own, so that tests do not depend on the clock.
PlanEvent hand_in(Store& store, AssignmentId assignment, const std::string& actor, const std::string& at, const Document& document);
PlanEvent step(Store& store, AssignmentId assignment, EventKind kind, const std::string& actor, const std::string& at, const std::string& note = {});

// All that can be seen of the store's plans, without numbers: plans, windows, decisions, who owes what and how it stands,
// events with their evidence.
std::string dump_plans(const Store& store);

inline void write(const std::filesystem::path& file, const std::string& text) { std::ofstream(file, std::ios::binary) << text; }

// A store, and where its people keep their documents.
class Office {
 public:
  Office(const TemporaryFolder& folder, const std::string& name) : folder_(folder), name_(name), store(*Store::create(folder / (name + ".db"))) {}

  Document document(const std::string& title, const std::string& text) {
    const std::filesystem::path file = folder_ / (name_ + "-" + title + ".pdf");
    write(file, text);
    return {title, file.string(), to_hex(digest_of(text))};
  }

  std::filesystem::path bundle(const std::string& municipality = {}, bool with_files = false, PlanId plan = 1) {
    const std::filesystem::path file = folder_ / (name_ + std::to_string(++bundles_) + ".zip");
    const auto report = export_plan(store, {plan, municipality, {}, file, with_files, name_, "2021-02-20T10:00:00Z"});
    EXPECT_TRUE(report.ok()) << render_terminal(report.error(), false);
    return file;
  }

  PlanMergeReport merge(const std::filesystem::path& file, bool dry_run = false, bool take_decisions = false) {
    auto report = merge_plan(store, {file, name_, dry_run, take_decisions});
    EXPECT_TRUE(report.ok()) << render_terminal(report.error(), false);
    return report ? *std::move(report) : PlanMergeReport();
  }

  Diagnostic refused(const std::filesystem::path& file) {
    const std::string before = dump_plans(store);
    auto report = merge_plan(store, {file, name_, false, false});
    EXPECT_FALSE(report.ok());
    EXPECT_EQ(dump_plans(store), before);
    EXPECT_FALSE(std::filesystem::exists(evidence_folder(store)));
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

// A region's office and those of two municipalities.
class PlanOffices : public ::testing::Test {
 protected:
  // The municipality "North" with what the region gave it.
  void give_north() {
    adopt_small_plan(region.store);
    north.merge(region.bundle("North"));
  }

  // The bundle with members changed by `edit`; the manifest is brought up to date, as somebody would who knows how.
  std::filesystem::path edited(const std::filesystem::path& file, const std::function<void(std::map<std::string, std::string>&)>& edit, const std::function<void(BundleJson&)>& edit_manifest = {}) {
    auto bundle = BundleFile::open(file);
    std::map<std::string, std::string> members;
    for (const std::string& name : bundle->members()) members[name] = *bundle->read(name);
    edit(members);
    BundleJson manifest = bundle->manifest();
    if (edit_manifest) edit_manifest(manifest);
    std::vector<ZipMember> all;
    for (const auto& [name, data] : members) all.push_back({name, data});
    const std::filesystem::path target = folder / "edited.zip";
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

}  // namespace opora::testing
