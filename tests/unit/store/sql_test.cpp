#include "store/sql.h"

#include "store/sqlite.h"
#include "unit/store/sample_store.h"

namespace opora::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

class Sql : public ::testing::Test {
 protected:
  void SetUp() override {
    std::mt19937_64 random(4);
    auto created = Store::create(folder / "s.db");
    ASSERT_OK(created);
    store = std::make_unique<Store>(*std::move(created));
    ASSERT_OK(import(*store, sample_file(random, {})));
  }
  std::string code(const std::string& query, std::size_t max_rows = 1'000'000, int max_seconds = 120) {
    const auto result = run_sql(*store, query, max_rows, max_seconds);
    return result.ok() ? "answered" : result.error().code;
  }

  TemporaryFolder folder;
  std::unique_ptr<Store> store;
};

TEST_F(Sql, RefusesEverythingThatIsNoQueryAndTheStoreStaysAsItWas) {
  const std::string before = dump_content(*store);
  for (const char* query : {"DELETE FROM batch", "UPDATE batch SET file = ''", "INSERT INTO audit(at, actor, action, object, detail) VALUES('', '', '', '', '')",
                            "DROP TABLE batch", "CREATE TABLE t(x)", "CREATE TEMP TABLE t(x)", "CREATE VIEW v AS SELECT 1", "PRAGMA user_version = 9", "PRAGMA user_version",
                            "PRAGMA query_only = 0", "ATTACH 'other.db' AS other", "DETACH main", "VACUUM", "VACUUM INTO 'copy.db'", "BEGIN", "REINDEX", "ANALYZE",
                            "WITH x AS (SELECT 1) DELETE FROM batch", "EXPLAIN DELETE FROM batch", "DELETE FROM batch RETURNING id", "INSERT INTO results(year) VALUES(1)"})
    EXPECT_EQ(code(query), "STORE-006") << query;
  EXPECT_EQ(dump_content(*store), before);
}

TEST_F(Sql, RefusesWhatIsNotAFunctionOfTheStore) {
  for (const char* query : {"SELECT random()", "SELECT RANDOM()", "SELECT randomblob(4)", "SELECT hex(zeroblob(4))", "SELECT current_timestamp", "SELECT current_date",
                            "SELECT current_time", "SELECT load_extension('x')", "SELECT readfile('x')", "SELECT * FROM batch ORDER BY random()",
                            "SELECT * FROM pragma_table_info('batch')"})
    EXPECT_EQ(code(query), "STORE-006") << query;
}

TEST_F(Sql, GivenSeveralStatementsThenNoneIsSilentlyLeftOut) {
  EXPECT_EQ(code("SELECT 1; SELECT 2"), "STORE-006");
  EXPECT_EQ(code("SELECT 1; DELETE FROM batch"), "STORE-006");
  EXPECT_EQ(code("SELECT 1; nonsense"), "STORE-006");
  EXPECT_EQ(code("SELECT 1 ; -- the end"), "answered");
}

TEST_F(Sql, AnErrorShowsThePlaceAndTheRemedy) {
  const auto wrong = run_sql(*store, "SELECT nothing_such FROM batch");
  ASSERT_FALSE(wrong.ok());
  EXPECT_THAT(wrong.error().message, HasSubstr("nothing_such"));
  EXPECT_THAT(wrong.error().help, HasSubstr("SELECT"));
  ASSERT_EQ(wrong.error().spans.size(), 1u);
  EXPECT_EQ(wrong.error().spans[0].column, "8");
}

TEST_F(Sql, StopsAQueryThatRunsTooLong) {
  const char* endless = "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT count(*) FROM c";
  EXPECT_EQ(code(endless, 10, 0), "STORE-012");
}

TEST_F(Sql, RefusesMoreRowsThanAskedForAndGivesExactlySoMany) {
  const std::string ten = "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c WHERE x < 10) SELECT x FROM c";
  EXPECT_EQ(code(ten, 10), "answered");
  EXPECT_EQ(code(ten, 9), "STORE-012");
}

TEST_F(Sql, AValueCannotGrowWithoutBounds) {
  EXPECT_EQ(code("SELECT replace(printf('%.*c', 10000000, 'x'), 'x', 'yyyy')"), "STORE-006");
  EXPECT_EQ(code("WITH RECURSIVE c(x) AS (SELECT 'x' UNION ALL SELECT x || x FROM c) SELECT count(*) FROM c"), "STORE-006");
}

TEST_F(Sql, RecursionWorksAndValuesKeepTheirTypes) {
  const auto sum = run_sql(*store, "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c WHERE x < 100) SELECT sum(x) AS s FROM c");
  ASSERT_OK(sum);
  EXPECT_THAT(sum->columns, ElementsAre("s"));
  EXPECT_THAT(sum->rows, ElementsAre(ElementsAre(SqlValue(std::int64_t{5050}))));
  const auto types = run_sql(*store, "SELECT NULL, 9223372036854775807, 0.1, 'Школа', x'00ff', ''");
  ASSERT_OK(types);
  EXPECT_THAT(types->rows, ElementsAre(ElementsAre(SqlValue(), SqlValue(std::int64_t{INT64_MAX}), SqlValue(0.1), SqlValue("Школа"), SqlValue("00ff"), SqlValue(""))));
}

TEST_F(Sql, ReadsTheDocumentedTablesBesideTheVirtualOnes) {
  for (const char* query : {"SELECT * FROM batch", "SELECT * FROM school_current", "SELECT * FROM context_current", "SELECT * FROM procedure",
                            "SELECT name, sql FROM sqlite_schema", "SELECT count(*) FROM results", "SELECT count(*) FROM tasks", "SELECT count(*) FROM checks",
                            "SELECT s.name, avg(r.score) FROM results r JOIN school_current s ON s.code = r.school GROUP BY s.name"})
    EXPECT_EQ(code(query), "answered") << query;
}

TEST_F(Sql, AStatementWithoutAnythingGivesNothing) {
  const auto nothing = run_sql(*store, "-- only a remark");
  ASSERT_OK(nothing);
  EXPECT_TRUE(nothing->columns.empty());
}

}  // namespace
}  // namespace opora::testing
