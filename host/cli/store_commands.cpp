#include <iostream>
#include <nlohmann/json.hpp>

#include "base/messages.h"
#include "cli/command.h"
#include "report/terminal_table.h"
#include "store/sql.h"

namespace opora {
namespace {

Result<int> init(const Session& session, const Values&) {
  OPORA_ASSIGN(const Store store, Store::create(session.store_file));
  session.say(tr_format("A new store: {0}. Next: opora import FOLDER", store.file().string()));
  return kDone;
}

}  // namespace

std::vector<Command> store_commands() {
  Command init_command{"init", tr("creates a store"), "opora [--store FILE] init",
                       {{"opora init", tr("a new store opora.db in this folder")},
                        {"opora --store region.db init", tr("under another name")}},
                       {}, "", 0, init};
  return {init_command};
}

}  // namespace opora
