#include "store/matches.h"

#include "store/migrations.h"
#include "store/sqlite.h"
#include "unit/store/sample_store.h"

namespace opora::testing {
namespace {

namespace fs = std::filesystem;

MatchInfo info_for(RunId run) {
  MatchInfo info;
  info.pack = "ru", info.pack_version = "1.0.0", info.pack_digest = "p", info.year = 2022;
  info.matching = "partner-schools", info.title = "Школы-партнёры", info.digest = "d";
  info.params_json = R"({"load":{"value":"2"}})", info.outputs_json = R"({"distance":"Расстояние"})";
  info.run = run, info.category = "ШНОР", info.offering = 7, info.excluded = 1;
  info.data_digest = "x", info.host_version = "0.1.0", info.actor = "tester", info.started_at = "2022-01-01T00:00:00Z", info.finished_at = "2022-01-01T00:00:01Z";
  return info;
}

MatchRows some_rows() {
  return {{{"s1", "p2", 1, 0.1 + 0.2, "причина", R"({"distance":1.5})"}, {"s1", "p1", 2, 0.0, "запасной", "{}"}}, {{"s2", "никого"}}};
}

RunId save_empty_run(Store& store) {
  RunInfo info;
  info.pack = "ru", info.year = 2022;
  const Result<RunId> run = save_run(store, info, {});
  EXPECT_TRUE(run.ok());
  return *run;
}

TEST(Matches, ComeBackAsTheyWereSaved) {
  const TemporaryFolder folder;
  Store store = *Store::create(folder / "s.db");
  const RunId run = save_empty_run(store);
  const Result<MatchId> id = save_match(store, info_for(run), some_rows());
  ASSERT_OK(id);
  const Result<MatchRecord> record = find_match(store, std::nullopt);
  ASSERT_OK(record);
  EXPECT_EQ(record->id, *id);
  EXPECT_EQ(record->info.run, run);
  EXPECT_EQ(record->info.excluded_by, std::nullopt);
  EXPECT_EQ(record->info.params_json, info_for(run).params_json);
  EXPECT_EQ(record->matched, 1);
  EXPECT_EQ(record->unmatched, 1);
  const Result<MatchRows> rows = load_match(store, *id);
  ASSERT_OK(rows);
  ASSERT_EQ(rows->pairs.size(), 2U);
  EXPECT_EQ(rows->pairs[0].cost, 0.1 + 0.2);  // to the last bit
  EXPECT_EQ(rows->pairs[0].further_json, R"({"distance":1.5})");
  EXPECT_EQ(rows->pairs[1].partner, "p1");
  EXPECT_EQ(rows->unmatched[0].reason, "никого");
}

TEST(Matches, ThatAreNotThereSayWhatIs) {
  const TemporaryFolder folder;
  Store store = *Store::create(folder / "s.db");
  EXPECT_EQ(find_match(store, std::nullopt).error().code, "STORE-015");
  EXPECT_EQ(find_match(store, 3).error().code, "STORE-015");
}

TEST(Matches, AreSavedWholeOrNotAtAll) {
  const TemporaryFolder folder;
  Store store = *Store::create(folder / "s.db");
  MatchRows twice = some_rows();
  twice.pairs.push_back(twice.pairs[0]);
  EXPECT_FALSE(save_match(store, info_for(save_empty_run(store)), twice).ok());
  EXPECT_TRUE(list_matches(store)->empty());
  EXPECT_FALSE(save_match(store, info_for(99), some_rows()).ok());  // no such run
}

// A store as Opora wrote it before there were matchings, with a run in it.
void make_version_1(const fs::path& file) {
  sqlite3* db = nullptr;
  ASSERT_EQ(sqlite3_open(file.c_str(), &db), SQLITE_OK);
  ASSERT_OK(migrate(db, 0, migrations().first(1)));
  ASSERT_OK(execute(db, "INSERT INTO run(pack, pack_version, pack_digest, year, data_digest, host_version, actor, started_at, finished_at) "
                        "VALUES('ru', '1', 'p', 2021, 'd', '0.1', 'a', 's', 'f')"));
  sqlite3_close(db);
}

TEST(Matches, GetTheirTablesInAStoreOfVersion1AndLeaveItsRuns) {
  const TemporaryFolder folder;
  make_version_1(folder / "s.db");
  auto store = Store::open(folder / "s.db", OpenMode::kReadWrite);
  ASSERT_OK(store);
  const auto runs = list_runs(*store);
  ASSERT_OK(runs);
  ASSERT_EQ(runs->size(), 1U);
  EXPECT_EQ((*runs)[0].info.year, 2021);
  EXPECT_TRUE(save_match(*store, info_for((*runs)[0].id), some_rows()).ok());
}

}  // namespace
}  // namespace opora::testing
