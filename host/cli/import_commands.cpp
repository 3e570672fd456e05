#include <unistd.h>

#include <iostream>
#include <nlohmann/json.hpp>

#include "base/messages.h"
#include "base/text.h"
#include "cli/command.h"
#include "cli/print.h"
#include "cli/progress.h"
#include "engine/import.h"
#include "store/batches.h"

namespace opora {
namespace {

std::vector<std::filesystem::path> paths_of(const Values& values) {
  const auto words = values["path"].as<std::vector<std::string>>();
  return {words.begin(), words.end()};
}

// 0 when every file is in, 1 when there is something to look at, 3 when a file could not be imported.
int exit_code(const Protocol& protocol) {
  if (count_of(protocol, FileOutcome::kFailed) > 0) return kBadInput;
  return has_findings(protocol) ? kFindings : kDone;
}

Result<int> import_paths(const Session& session, const Values& values) {
  OPORA_ASSIGN(const PackLibrary packs, session.open_packs());
  OPORA_ASSIGN(Store store, session.open_store(OpenMode::kReadWrite));
  ImportRequest request;
  request.paths = paths_of(values);
  request.profile = values["profile"].as<std::string>();
  request.year = optional_value<int>(values, "year");
  request.dry_run = values.count("dry-run") > 0;
  request.actor = session.actor;
  request.threads = session.threads;
  OPORA_ASSIGN(request.isolation, isolation(values));
  ProgressLine progress(session);
  request.progress = [&](const ImportProgress& now) { progress.show(now); };
  OPORA_ASSIGN(const Protocol protocol, import_by_packs(store, packs, request));
  progress.clear();
  if (const std::string file = values["protocol"].as<std::string>(); !file.empty()) OPORA_TRY(write_protocol(protocol, file));
  if (session.json) std::cout << nlohmann::ordered_json::parse(render_protocol_json(protocol)).dump() << "\n";
  else if (!session.quiet) std::cout << render_protocol_text(protocol, session.colour);
  return exit_code(protocol);
}

Result<int> batches(const Session& session, const Values&) {
  OPORA_ASSIGN(const Store store, session.open_store(OpenMode::kReadOnly));
  OPORA_ASSIGN(const auto records, list_batches(store));
  print_batches(session, records);
  return kDone;
}

Result<int> undo(const Session& session, const Values& values) {
  OPORA_ASSIGN(Store store, session.open_store(OpenMode::kReadWrite));
  const auto batch = values["batch"].as<BatchId>();
  OPORA_TRY(undo_batch(store, batch, session.actor));
  if (session.json) std::cout << nlohmann::ordered_json{{"undone", batch}}.dump() << "\n";
  session.say(tr_format("Batch {0} is taken back. To bring it again, import its file.", batch));
  return kDone;
}

}  // namespace

std::vector<Command> import_commands() {
  Command import_command{"import", tr("files or folders into the store, with one protocol of every defect"),
                         "opora import PATH… [--profile P] [--year Y] [--dry-run] [--protocol FILE]",
                         {{"opora import results/", tr("everything in a folder; what is already there is left alone")},
                          {"opora import results/ --dry-run", tr("what would change and what is wrong, without changing anything")},
                          {"opora import marks.csv --profile ru/vpr-2021 --protocol protocol.csv", tr("one file by a given layout; the protocol as a table")}},
                         {}, "path", -1, import_paths};
  import_command.flags.add_options()
      ("path", options::value<std::vector<std::string>>()->required(), "")
      ("profile", options::value<std::string>()->default_value(""), tr("layout of the files, or the importer of a plugin; else recognised by what they hold"))
      ("year", options::value<int>(), tr("year of the data when neither file nor folder tells it"))
      ("dry-run", tr("check everything, write nothing"))
      ("protocol", options::value<std::string>()->default_value(""), tr("also write the protocol: .txt, .csv or .json"));
  add_isolation_flags(import_command.flags);
  Command batches_command{"batches", tr("what was imported"), "opora batches", {{"opora batches", tr("one line a file: rows, absent, rejected")}}, {}, "", 0, batches};
  Command undo_command{"undo", tr("takes one imported file back, exactly"), "opora undo BATCH",
                       {{"opora undo 12", tr("the store is then as it was before batch 12")}}, {}, "batch", 1, undo};
  undo_command.flags.add_options()("batch", options::value<BatchId>()->required(), "");
  return {import_command, batches_command, undo_command};
}

}  // namespace opora
