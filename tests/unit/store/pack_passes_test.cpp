// What a store remembers of packs: passed tests, and on which level a run was made.
#include "store/pack_passes.h"

#include "store/migrations.h"
#include "store/run_levels.h"
#include "store/sqlite.h"
#include "unit/store/sample_store.h"

namespace opora::testing {
namespace {

TEST(PackPasses, AreOfRulesAndABuildOfTheHost) {
  const TemporaryFolder folder;
  auto store = Store::create(folder / "s.db");
  ASSERT_OK(store);
  EXPECT_FALSE(*has_passed(*store, "rules", "host 1"));
  ASSERT_OK(remember_pass(*store, {"rules", "host 1", "ru", 3, "2026-01-01"}));
  ASSERT_OK(remember_pass(*store, {"rules", "host 1", "ru", 3, "2026-01-02"}));
  EXPECT_TRUE(*has_passed(*store, "rules", "host 1"));
  EXPECT_FALSE(*has_passed(*store, "rules", "host 2"));
  EXPECT_FALSE(*has_passed(*store, "other", "host 1"));
}

// A store from before levels were kept: its runs have none, and new ones stand beside each other.
TEST(RunLevels, OfAnOlderStoreAreUnknownAndNewOnesAreKept) {
  const TemporaryFolder folder;
  sqlite3* db = nullptr;
  ASSERT_EQ(sqlite3_open((folder / "s.db").c_str(), &db), SQLITE_OK);
  ASSERT_OK(migrate(db, 0, migrations().first(5)));
  for (int i = 0; i < 4; ++i)
    ASSERT_OK(execute(db, "INSERT INTO run(pack, pack_version, pack_digest, year, data_digest, host_version, actor, started_at, finished_at) "
                          "VALUES('ru', '1', '', 2022, '', '', '', '', '')"));
  sqlite3_close(db);
  auto store = Store::open(folder / "s.db", OpenMode::kReadWrite);
  ASSERT_OK(store);
  EXPECT_TRUE(runs_beside(*store, 1)->empty());
  ASSERT_OK(save_run_level(*store, {2, "federal", 3}));
  ASSERT_OK(save_run_level(*store, {3, "region", 3}));
  ASSERT_OK(save_run_level(*store, {4, "federal", 4}));
  for (const RunId run : {2, 3}) {
    const auto levels = runs_beside(*store, run);
    ASSERT_OK(levels);
    ASSERT_EQ(levels->size(), 2u);
    EXPECT_EQ(levels->front().level, "federal");
    EXPECT_EQ(levels->back().run, 3);
  }
  EXPECT_EQ(runs_beside(*store, 4)->size(), 1u);
}

}  // namespace
}  // namespace opora::testing
