#include "store/migrations.h"

#include <string>

#include "store/descriptions_sql.h"
#include "store/external_lists_sql.h"
#include "store/matches_sql.h"
#include "store/packs_sql.h"
#include "store/plans_sql.h"
#include "store/provenance_sql.h"
#include "store/runs_sql.h"
#include "store/schema_sql.h"
#include "store/sqlite_use.h"

namespace opora {
namespace {

// schema.sql is version 1, migrations/ holds what came after it. A step once released is never edited,
// only followed by another one.
constexpr Migration kMigrations[] = {
    {kSchemaSql},
    {kExternalListsSql},
    {kMatchesSql},
    {kDescriptionsSql},
    {kRunsSql},
    {kProvenanceSql},
    {kPacksSql},
    {kPlansSql},
};

}  // namespace

std::span<const Migration> migrations() { return kMigrations; }
int schema_version() { return static_cast<int>(migrations().size()); }

Status migrate(sqlite3* db, int from_version, std::span<const Migration> steps) {
  OPORA_TRY(execute(db, "BEGIN EXCLUSIVE"));
  const auto all = [&]() -> Status {
    for (std::size_t step = static_cast<std::size_t>(from_version); step < steps.size(); ++step)
      OPORA_TRY(execute(db, steps[step].sql));
    OPORA_TRY(execute(db, ("PRAGMA application_id = " + std::to_string(kApplicationId)).c_str()));
    return execute(db, ("PRAGMA user_version = " + std::to_string(steps.size())).c_str());
  };
  if (Status done = all(); !done.ok()) {
    sqlite3_exec(db, "ROLLBACK", nullptr, nullptr, nullptr);
    return done;
  }
  return execute(db, "COMMIT");
}

}  // namespace opora
