#include "store/store.h"

#include <unistd.h>

#include <fstream>

#include "store/migrations.h"
#include "store/sqlite.h"
#include "unit/store/sample_store.h"

namespace opora::testing {
namespace {

namespace fs = std::filesystem;

std::string bytes_of(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

void write(const fs::path& file, const std::string& bytes) { std::ofstream(file, std::ios::binary) << bytes; }

std::string code_of(const Result<Store>& store) { return store.ok() ? "opened" : store.error().code; }

void fill(const fs::path& file) {
  std::mt19937_64 random(1);
  auto store = Store::create(file);
  ASSERT_OK(store);
  ASSERT_OK(import(*store, sample_file(random, {})));
}

TEST(Store, IsMarkedAsAStoreOfOpora) {
  const TemporaryFolder folder;
  fill(folder / "s.db");
  const std::string bytes = bytes_of(folder / "s.db");
  EXPECT_EQ(bytes.substr(68, 4), "OPOR");
  EXPECT_EQ(bytes.substr(60, 4), std::string({0, 0, 0, static_cast<char>(schema_version())}));
  EXPECT_FALSE(fs::exists(folder / "s.db-wal")) << "the last one out tidies up";
}

TEST(Store, IsNotCreatedOverAnotherFile) {
  const TemporaryFolder folder;
  write(folder / "s.db", "precious");
  EXPECT_EQ(code_of(Store::create(folder / "s.db")), "STORE-001");
  EXPECT_EQ(bytes_of(folder / "s.db"), "precious");
}

TEST(Store, TellsStrangeFilesFromMissingOnes) {
  const TemporaryFolder folder;
  EXPECT_EQ(code_of(Store::open(folder / "none.db", OpenMode::kReadOnly)), "STORE-001");
  EXPECT_FALSE(fs::exists(folder / "none.db"));
  write(folder / "text.db", std::string(5000, 'x'));
  EXPECT_EQ(code_of(Store::open(folder / "text.db", OpenMode::kReadOnly)), "STORE-002");
  write(folder / "empty.db", "");
  EXPECT_EQ(code_of(Store::open(folder / "empty.db", OpenMode::kReadWrite)), "STORE-002");
  sqlite3* other = nullptr;
  ASSERT_EQ(sqlite3_open((folder / "other.db").c_str(), &other), SQLITE_OK);
  ASSERT_OK(execute(other, "CREATE TABLE t (x)"));
  sqlite3_close(other);
  EXPECT_EQ(code_of(Store::open(folder / "other.db", OpenMode::kReadWrite)), "STORE-002");
}

void set_version(const fs::path& file, int version) {
  sqlite3* db = nullptr;
  ASSERT_EQ(sqlite3_open(file.c_str(), &db), SQLITE_OK);
  ASSERT_OK(execute(db, ("PRAGMA user_version = " + std::to_string(version)).c_str()));
  sqlite3_close(db);
}

TEST(Store, OfANewerOporaIsRefused) {
  const TemporaryFolder folder;
  fill(folder / "s.db");
  set_version(folder / "s.db", schema_version() + 1);
  EXPECT_EQ(code_of(Store::open(folder / "s.db", OpenMode::kReadWrite)), "STORE-003");
}

// The oldest file that can exist: marked by Opora, without any table.
void make_version_0(const fs::path& file) {
  sqlite3* db = nullptr;
  ASSERT_EQ(sqlite3_open(file.c_str(), &db), SQLITE_OK);
  ASSERT_OK(migrate(db, 0, {}));
  sqlite3_close(db);
}

TEST(Migrations, BringAnOlderStoreForwardWhenItIsOpenedForWriting) {
  const TemporaryFolder folder;
  make_version_0(folder / "s.db");
  EXPECT_EQ(code_of(Store::open(folder / "s.db", OpenMode::kReadOnly)), "STORE-008");
  auto store = Store::open(folder / "s.db", OpenMode::kReadWrite);
  ASSERT_OK(store);
  std::mt19937_64 random(1);
  EXPECT_TRUE(import(*store, sample_file(random, {})).ok());
}

// What an Opora with version 1 left behind: a school and its results, no table of lists.
TEST(Migrations, AStoreOfVersion1KeepsItsContentAndTakesLists) {
  const TemporaryFolder folder;
  sqlite3* db = nullptr;
  ASSERT_EQ(sqlite3_open((folder / "s.db").c_str(), &db), SQLITE_OK);
  ASSERT_OK(migrate(db, 0, migrations().first(1)));
  ASSERT_OK(execute(db, "INSERT INTO batch (file, file_digest, profile, pack_digest, actor, imported_at, scope_kind, scope_subject, scope_grade, scope_year, scope_level)"
                        " VALUES ('old.csv', 'd', 'p', '', 'tester', '', 1, 1, 1, 1, 1);"
                        "INSERT INTO school (key, code) VALUES ('7', 'sch7'); INSERT INTO batch_school VALUES (1, 1, 'sch7');"));
  sqlite3_close(db);
  auto store = Store::open(folder / "s.db", OpenMode::kReadWrite);
  ASSERT_OK(store);
  EXPECT_EQ(schools(*store)->find("school")->text(0), "sch7");
  SampleFile list;
  list.info.file = list.info.digest = "list.csv";
  list.draft.lists.push_back({{"7", "edu7"}, 2023, "bias", "RU 4", 2});
  ASSERT_OK(import(*store, list));
  const auto lists = external_lists(*store);
  ASSERT_OK(lists);
  ASSERT_EQ(lists->rows(), 1);
  EXPECT_EQ(lists->find("school")->text(0), "sch7");
}

TEST(Migrations, AStepThatFailsLeavesTheOlderStoreAsItWas) {
  const TemporaryFolder folder;
  make_version_0(folder / "s.db");
  sqlite3* db = nullptr;
  ASSERT_EQ(sqlite3_open((folder / "s.db").c_str(), &db), SQLITE_OK);
  const Migration steps[] = {{"CREATE TABLE a (x)"}, {"CREATE TABLE a (x)"}};
  EXPECT_FALSE(migrate(db, 0, steps).ok());
  EXPECT_FALSE(execute(db, "SELECT * FROM a").ok());
  const Migration good[] = {{"CREATE TABLE a (x)"}, {"ALTER TABLE a ADD COLUMN y"}};
  EXPECT_TRUE(migrate(db, 0, good).ok());
  EXPECT_TRUE(execute(db, "SELECT x, y FROM a").ok());
  sqlite3_close(db);
}

TEST(Store, IsReadFromAFolderThatNobodyMayWrite) {
  if (::geteuid() == 0) GTEST_SKIP() << "the superuser may write everywhere";
  const TemporaryFolder folder;
  fill(folder / "s.db");
  fs::permissions(folder.path(), fs::perms::owner_read | fs::perms::owner_exec);
  const auto store = Store::open(folder / "s.db", OpenMode::kReadOnly);
  EXPECT_TRUE(store.ok() && schools(*store).ok());
  fs::permissions(folder.path(), fs::perms::owner_all);
}

TEST(Store, DamagedAnywhereIsAnErrorAndNeverACrash) {
  const TemporaryFolder folder;
  fill(folder / "s.db");
  const std::string whole = bytes_of(folder / "s.db");
  std::mt19937_64 random(2);
  int refused = 0;
  for (int round = 0; round < 400; ++round) {
    std::string bytes = whole;
    if (round % 4 == 0) bytes.resize(random() % bytes.size());
    for (std::size_t hit = 0; hit < 1 + static_cast<std::size_t>(round) / 8 && !bytes.empty(); ++hit) bytes[random() % bytes.size()] = static_cast<char>(random());
    const fs::path file = folder / "damaged.db";
    write(file, bytes);
    auto store = Store::open(file, OpenMode::kReadOnly);
    if (!store.ok()) {
      ++refused;
      EXPECT_THAT(store.error().code, ::testing::StartsWith("STORE-00"));
      continue;
    }
    (void)dump_content(*store);
    FactRequest request;
    request.keys = {"school", "procedure"};
    request.aggregates = {Aggregate()};
    request.aggregates[0].name = "n";
    if (const auto answer = tally(*store, request); !answer.ok()) {
      ++refused;
      EXPECT_THAT(answer.error().code, ::testing::StartsWith("STORE-00"));
    }
    (void)list_batches(*store).ok();
  }
  EXPECT_GT(refused, 100);
}

}  // namespace
}  // namespace opora::testing
