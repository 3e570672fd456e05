#include "store/run_levels.h"

#include "store/sqlite_use.h"

namespace opora {

Status save_run_level(Store& store, const RunLevel& level) {
  OPORA_ASSIGN(Statement insert, Statement::prepare(store.handle(), "INSERT INTO run_level(run, level, beside) VALUES(?,?,?)"));
  insert.bind(1, level.run).bind(2, std::string_view(level.level)).bind(3, level.beside);
  return insert.run();
}

Result<std::vector<RunLevel>> runs_beside(const Store& store, RunId run) {
  OPORA_ASSIGN(Statement select, Statement::prepare(store.handle(),
      "SELECT o.run, o.level, o.beside FROM run_level r JOIN run_level o ON o.beside = r.beside WHERE r.run = ? ORDER BY o.run"));
  select.bind(1, run);
  std::vector<RunLevel> levels;
  for (;;) {
    OPORA_ASSIGN(const bool row, select.step());
    if (!row) return levels;
    levels.push_back({select.integer(0), std::string(select.text(1)), select.integer(2)});
  }
}

}  // namespace opora
