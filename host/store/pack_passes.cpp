#include "store/pack_passes.h"

#include "store/sqlite_use.h"

namespace opora {

Result<bool> has_passed(const Store& store, const std::string& rules, const std::string& host) {
  OPORA_ASSIGN(Statement select, Statement::prepare(store.handle(), "SELECT 1 FROM pack_test_pass WHERE rules = ? AND host = ?"));
  select.bind(1, std::string_view(rules)).bind(2, std::string_view(host));
  return select.step();
}

Status remember_pass(Store& store, const PackPass& pass) {
  OPORA_ASSIGN(Statement insert, Statement::prepare(store.handle(),
      "INSERT OR REPLACE INTO pack_test_pass(rules, host, pack, tests, at) VALUES(?,?,?,?,?)"));
  insert.bind(1, std::string_view(pass.rules)).bind(2, std::string_view(pass.host)).bind(3, std::string_view(pass.pack));
  insert.bind(4, pass.tests).bind(5, std::string_view(pass.at));
  return insert.run();
}

}  // namespace opora
