// A command of the command line: what `help` says of it, its options, and what it does. Commands only
// parse and print; the work is done by engine/.
#pragma once

#include <boost/program_options.hpp>

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "engine/levels.h"
#include "extend/plugin_loader.h"
#include "packs/pack.h"
#include "store/store.h"

namespace opora {

namespace options = boost::program_options;

// Exit codes of design section 10.
enum ExitCode : int { kDone = 0, kFindings = 1, kUsage = 2, kBadInput = 3, kExtensionFailed = 4, kInternal = 5 };

// What every command is given: the global options and the way to print.
struct Session {
  std::filesystem::path store_file;
  std::filesystem::path regions;
  std::string actor;
  bool json = false;
  bool quiet = false;
  bool colour = false;   // standard output is a terminal that shows colours
  int width = 0;         // of the terminal in cells; 0: not a terminal
  int threads = 1;

  Result<Store> open_store(OpenMode mode) const;
  Result<PackLibrary> open_packs() const { return PackLibrary::open(regions); }
  // A line of progress or of a side note; nothing with --quiet or --json.
  void say(const std::string& line) const;
};

using Values = options::variables_map;

struct Command {
  std::string name;
  std::string summary;                  // one line, translated
  std::string usage;                    // "opora import PATH… [--dry-run]"
  std::vector<std::pair<std::string, std::string>> examples;  // command line, what it does
  options::options_description flags;
  std::string positional;               // name of the option that takes the words; empty: none
  int positional_count = -1;            // how many; -1: any
  Result<int> (*run)(const Session&, const Values&) = nullptr;
  bool listed = true;
};

std::vector<Command> store_commands();     // init, sql
std::vector<Command> import_commands();    // import, batches, undo
std::vector<Command> run_commands();       // run, runs
std::vector<Command> list_commands();      // list, explain
std::vector<Command> indicator_commands(); // indicator
std::vector<Command> plugin_commands();    // plugin list, check, trust, new
std::vector<Command> compare_commands();   // compare
std::vector<Command> match_commands();     // match, matches
std::vector<Command> report_commands();    // report, reports
std::vector<Command> act_commands();       // override, propose, review, confirm, agree, approve, return, withdraw, lists, list-diff, overlap
std::vector<Command> verify_commands();    // verify, export
std::vector<Command> demo_commands();      // demo
std::vector<Command> check_commands();     // check
std::vector<Command> pack_commands();      // pack new, test …
std::vector<Command> plan_commands();           // plan, plan list, show, due, late, adopt, expand, status, missing, history, diff
std::vector<Command> plan_import_commands();    // plan import
std::vector<Command> plan_work_commands();      // plan assign, done, accept, return, drop, settle, undo, decide, register
std::vector<Command> plan_run_commands();       // plan run, monitor, carry-over
std::vector<Command> plan_view_commands();      // plan ical, board, programme
std::vector<Command> plan_handover_commands();  // plan export, merge, verify

// `opora pack new ID [FOLDER]`; `words` begins with "new".
Result<int> new_pack(const Session& session, const std::vector<std::string>& words, const Values& values);

// `opora check FOLDER [--only ID …]`.
Result<int> check_folder(const Session& session, const std::filesystem::path& folder, const std::vector<std::string>& only);

// `opora plugin new NAME [FOLDER]`; `words` begins with "new".
Result<int> new_plugin(const Session& session, const std::vector<std::string>& words, const std::string& kind);

std::vector<Command> all_commands();

// Where native code runs; and what `opora run` and `opora indicator` share: the same, and parameters.
void add_isolation_flags(options::options_description& flags);
void add_extension_flags(options::options_description& flags);
Result<std::vector<std::pair<std::string, std::string>>> settings(const Values& values);  // of --set; CLI-003
Result<Isolation> isolation(const Values& values);                                        // CLI-011

// table, csv, json or html: --json, the file's ending, or --format.
std::string output_format(const Session& session, const std::string& file, const std::string& format);

// The list of a run by the flags of `opora list`, which `opora run` takes too.
struct ListOutput {
  ListRequest request;
  std::string file;    // empty: standard output
  std::string format;  // table, csv, json, html
};
void add_list_flags(options::options_description& flags);
ListOutput list_output(const Session& session, const Values& values);
Result<int> write_list(const Session& session, const ListOutput& output, const Listing& listing);  // CLI-004, CLI-005

Result<int> write_levels(const Session& session, const ListOutput& output, const std::vector<LevelListing>& levels);  // CLI-004, CLI-005

std::string help_text(const Command& command, const std::vector<Command>& commands);  // with the verbs of `command`
std::string overview_text(const std::vector<Command>& commands);
options::options_description global_flags();

// The pack and its bases, or why they may not be relied on; says when their tests have to run first, which takes a while.
Status require_sound(const Session& session, const Store& store, const PackLibrary& packs, const std::string& pack);

// Value of an option that may be absent.
template <class T>
std::optional<T> optional_value(const Values& values, const char* name) {
  return values.count(name) ? std::optional<T>(values[name].template as<T>()) : std::nullopt;
}

}  // namespace opora
