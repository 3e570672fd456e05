// The use case "import" on small made files: order of dependency, re-submission, failures beside
// successes, dry runs, and the same result on any number of threads.
#include "engine/import.h"

#include <fmt/format.h>
#include <gmock/gmock.h>

#include <fstream>

#include "engine/file_walk.h"
#include "store/batches.h"
#include "store/facts.h"
#include "unit/intake/support/profiles.h"

namespace opora {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;

constexpr const char* kHeader = "year,assessment,subject,grade,school_id,class_letter,participant,variant,primary_score,max_score,mark,journal_mark\n";

class ImportFiles : public ::testing::Test {
 protected:
  void SetUp() override {
    const auto* test = ::testing::UnitTest::GetInstance()->current_test_info();
    folder_ = fs::path(::testing::TempDir()) / (std::string("opora-import-") + test->name());
    fs::remove_all(folder_);
    fs::create_directories(folder_ / "in");
    open();
  }
  void TearDown() override {
    store_.reset();
    fs::remove_all(folder_);
  }
  void open() {
    store_.reset();
    fs::remove(folder_ / "store.db");
    auto store = Store::create(folder_ / "store.db");
    ASSERT_TRUE(store) << render_terminal(store.error(), false);
    store_ = std::make_unique<Store>(*std::move(store));
  }
  void write(const std::string& name, const std::string& text) const {
    fs::create_directories((folder_ / "in" / name).parent_path());
    std::ofstream(folder_ / "in" / name, std::ios::binary) << text;
  }
  ImportRequest request() const {
    ImportRequest request;
    request.paths = {folder_ / "in"};
    request.actor = "analyst";
    request.threads = 2;
    request.profiles = testing::bench_profiles();
    return request;
  }
  Protocol import(const ImportRequest& request) {
    auto protocol = import_files(*store_, request);
    EXPECT_TRUE(protocol) << render_terminal(protocol.error(), false);
    return protocol ? *std::move(protocol) : Protocol{};
  }
  std::int64_t stored_rows() const {
    const auto frame = tally(*store_, {"results", {}, {}, {Aggregate{"n", AggregateKind::kCount, "", "", {}, 0, 1, {}}}, 1, ScanPath::kAutomatic});
    EXPECT_TRUE(frame);
    return frame && frame->rows() > 0 ? frame->find("n")->int64()[0] : 0;
  }

  fs::path folder_;
  std::unique_ptr<Store> store_;
};

std::string row(int year, const std::string& subject, int school, int pupil, int score) {
  return fmt::format("{},VPR,{},4,sch15000{},А,{:010x},1,{},38,3,4\n", year, subject, school, pupil, score);
}

TEST_F(ImportFiles, RegistryAndScalesComeBeforeResultsWhateverTheirNames) {
  write("a_results.csv", kHeader + row(2025, "RU", 1, 1, 20) + row(2025, "RU", 9, 2, 20));
  write("z_schools.csv", "school_id,name,municipality,share_higher_edu,share_single_parent\nsch150001,School,M,50,10\n");
  const Protocol protocol = import(request());
  ASSERT_EQ(protocol.files.size(), 2u);
  EXPECT_EQ(protocol.files[0].file, "z_schools.csv");
  EXPECT_EQ(protocol.files[1].defects[Gate::kSchoolUnknown].count, 1);
  EXPECT_EQ(protocol.files[1].defects[Gate::kSchoolUnknown].first.value, "sch150009");
}

TEST_F(ImportFiles, AFileThatCannotBeReadFailsAlone) {
  write("broken.xlsx", "PK\x03\x04 this is no archive");
  write("notes.csv", "a,b\n1,2\n");
  write("results.csv", kHeader + row(2025, "RU", 1, 1, 20));
  write("~$results.csv", "lock");
  write("scan.pdf", "%PDF");
  write(".hidden/results.csv", kHeader + row(2025, "RU", 2, 1, 20));
  const Protocol protocol = import(request());
  EXPECT_EQ(count_of(protocol, FileOutcome::kImported), 1);
  EXPECT_EQ(count_of(protocol, FileOutcome::kFailed), 2);
  EXPECT_EQ(count_of(protocol, FileOutcome::kSkipped), 2);
  EXPECT_EQ(protocol.files.size(), 5u);
  for (const FileProtocol& file : protocol.files) {
    if (file.error) {
      EXPECT_EQ(file.error->spans.front().file, file.file);
    }
  }
  EXPECT_EQ(stored_rows(), 1);
}

TEST_F(ImportFiles, TheSameBytesTwiceChangeNothing) {
  write("results.csv", kHeader + row(2025, "RU", 1, 1, 20));
  write("copy/results.csv", kHeader + row(2025, "RU", 1, 1, 20));
  const Protocol first = import(request());
  EXPECT_EQ(count_of(first, FileOutcome::kImported), 1);
  EXPECT_EQ(count_of(first, FileOutcome::kUnchanged), 1);
  const Protocol second = import(request());
  EXPECT_EQ(count_of(second, FileOutcome::kUnchanged), 2);
  EXPECT_NE(second.files[0].batch, 0);
  EXPECT_EQ(stored_rows(), 1);
}

TEST_F(ImportFiles, GivenALargeFileThenItsDigestIsGatheredWithTheRowsAndTheSameBytesChangeNothing) {
  std::string text = kHeader;
  for (int i = 0; i < 3000; ++i) text += row(2025, "RU", i % 9, i, i % 38);
  write("results.csv", text);
  ImportRequest large = request();
  large.large_file = 1000;
  for (const int threads : {1, 2}) {
    open();
    large.threads = threads;
    const Protocol first = import(large);
    EXPECT_EQ(first.files[0].outcome, FileOutcome::kImported);
    EXPECT_EQ(first.files[0].digest, to_hex(digest_of(text)));
    EXPECT_EQ(list_batches(*store_)->front().info.digest, to_hex(digest_of(text)));
    EXPECT_EQ(stored_rows(), 3000);
    const Protocol second = import(large);
    EXPECT_EQ(second.files[0].outcome, FileOutcome::kUnchanged);
    EXPECT_EQ(second.files[0].reason, first.files[0].batch == 1 ? "already imported as batch 1" : "");
    EXPECT_EQ(list_batches(*store_)->size(), 1u);
  }
}

TEST_F(ImportFiles, GivenLargeFilesOfOneSizeThenCopiesAreToldFromOtherFiles) {
  const auto text = [](int first) {
    std::string all = kHeader;
    for (int i = 0; i < 500; ++i) all += row(2025, "RU", i % 9, first + i, i % 38);
    return all;
  };
  write("a.csv", text(1000));
  write("b.csv", text(1000));
  write("c.csv", text(2000));
  ImportRequest large = request();
  large.large_file = 1000;
  const Protocol protocol = import(large);
  ASSERT_EQ(protocol.files.size(), 3u);
  EXPECT_EQ(protocol.files[0].outcome, FileOutcome::kImported);
  EXPECT_EQ(protocol.files[1].outcome, FileOutcome::kUnchanged);
  EXPECT_EQ(protocol.files[1].reason, "the same content as a.csv");
  EXPECT_EQ(protocol.files[2].outcome, FileOutcome::kImported);
}

TEST_F(ImportFiles, GivenALargeFileThatCannotBeReadToItsEndThenItsProtocolStillHasTheDigest) {
  const std::string text = kHeader + row(2025, "RU", 1, 1, 20) + row(2025, "RU", 1, 2, 20) + "2025,\"VPR";
  write("results.csv", text);
  ImportRequest large = request();
  large.large_file = 10;
  const Protocol protocol = import(large);
  EXPECT_EQ(protocol.files[0].outcome, FileOutcome::kFailed);
  EXPECT_EQ(protocol.files[0].digest, to_hex(digest_of(text)));
  EXPECT_EQ(stored_rows(), 0);
}

TEST_F(ImportFiles, AResubmittedFileReplacesItsSchoolsWithinTheScopeOfTheProfile) {
  write("results.csv", kHeader + row(2024, "RU", 1, 1, 20) + row(2025, "RU", 1, 1, 20) + row(2025, "MA", 1, 1, 20) + row(2025, "RU", 2, 2, 20));
  import(request());
  fs::remove_all(folder_ / "in");
  write("muni.csv", kHeader + row(2025, "RU", 1, 1, 30) + row(2025, "RU", 1, 3, 31) + row(2025, "RU", 3, 4, 31));
  ImportRequest dry = request();
  dry.dry_run = true;
  const Protocol trial = import(dry);
  EXPECT_EQ(trial.files[0].outcome, FileOutcome::kWouldImport);
  EXPECT_EQ(trial.files[0].new_rows, 1);       // of school 3
  EXPECT_EQ(trial.files[0].replaced_rows, 2);  // RU and MA of school 1 in 2025
  EXPECT_EQ(stored_rows(), 4);
  const Protocol done = import(request());
  EXPECT_EQ(done.files[0].new_rows, trial.files[0].new_rows);
  EXPECT_EQ(done.files[0].replaced_rows, trial.files[0].replaced_rows);
  EXPECT_EQ(stored_rows(), 5);  // 2024 of school 1, school 2, and the three new rows
}

TEST_F(ImportFiles, ADryRunSaysWhatTheImportThenDoes) {
  write("schools.csv", "school_id,name,municipality,share_higher_edu,share_single_parent\nsch150001,School,M,50,10\n");
  write("scales.csv", "assessment,subject,grade,max_score,b3,b4,b5\nVPR,RU,4,38,14,24,33\n");
  write("results.csv", kHeader + row(2025, "RU", 1, 1, 20) + row(2025, "RU", 2, 2, 44));
  ImportRequest dry = request();
  dry.dry_run = true;
  Protocol trial = import(dry);
  EXPECT_TRUE(list_batches(*store_)->empty());
  Protocol done = import(request());
  trial.dry_run = false;
  for (FileProtocol& file : trial.files) file.outcome = FileOutcome::kImported;
  for (FileProtocol& file : done.files) file.batch = 0;
  EXPECT_EQ(render_protocol_json(trial), render_protocol_json(done));
}

TEST_F(ImportFiles, ThreadsDoNotMatter) {
  for (int file = 0; file < 9; ++file) {
    std::string text = kHeader;
    for (int i = 0; i < 3000; ++i) text += row(2020 + file % 3, i % 2 ? "RU" : "MA", 1 + i % 5, file * 10000 + i, (i * 7 + file) % 41);
    write("results_" + std::to_string(file) + ".csv", text);
  }
  std::string digest, protocol;
  for (const int threads : {1, 2, 5}) {
    open();
    ImportRequest with = request();
    with.threads = threads;
    const std::string rendered = render_protocol_json(import(with));
    const auto now = data_digest(*store_);
    ASSERT_TRUE(now);
    if (digest.empty()) digest = *now, protocol = rendered;
    EXPECT_EQ(*now, digest);
    EXPECT_EQ(rendered, protocol);
  }
}

TEST_F(ImportFiles, ProgressEndsWithEveryFileAndByte) {
  write("results.csv", kHeader + row(2025, "RU", 1, 1, 20));
  write("more.csv", kHeader + row(2025, "MA", 1, 1, 20) + row(2025, "MA", 1, 2, 20));
  ImportRequest with = request();
  ImportProgress last;
  with.progress = [&](const ImportProgress& progress) { last = progress; };
  import(with);
  EXPECT_EQ(last.files_done, 2u);
  EXPECT_EQ(last.files_total, 2u);
  EXPECT_EQ(last.bytes_done, last.bytes_total);
  EXPECT_EQ(last.rows, 3);
}

TEST_F(ImportFiles, WhatCannotBeDoneAtAllIsAnError) {
  ImportRequest nowhere = request();
  nowhere.paths = {folder_ / "no such folder"};
  EXPECT_EQ(import_files(*store_, nowhere).error().code, "DATA-026");
  ImportRequest unknown = request();
  unknown.profile = "bench-result";
  const auto failed = import_files(*store_, unknown);
  ASSERT_FALSE(failed);
  EXPECT_EQ(failed.error().code, "DATA-027");
  EXPECT_THAT(failed.error().help, HasSubstr("bench-results"));
}

}  // namespace
}  // namespace opora
