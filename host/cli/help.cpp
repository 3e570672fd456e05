#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <sstream>

#include "base/installation.h"
#include "base/messages.h"
#include "base/text.h"
#include "cli/command.h"

namespace opora {
namespace {

constexpr int kVerbCells = 16;

std::string default_store() {
  const char* from_environment = std::getenv("OPORA_STORE");
  return from_environment && *from_environment ? from_environment : "./opora.db";
}

std::string default_regions() {
  const char* from_environment = std::getenv("OPORA_REGIONS");
  if (from_environment && *from_environment) return from_environment;
  return std::filesystem::exists("regions") ? "regions" : installation().regions.string();
}

std::string flags_text(const options::options_description& flags) {
  std::string text;
  for (const auto& flag : flags.options()) {
    if (flag->description().empty()) continue;  // positional words are in the usage line
    const std::string name = "--" + flag->long_name() + (flag->semantic()->max_tokens() > 0 ? " …" : "");
    text += "  " + fit(name, 20) + " " + flag->description() + "\n";
  }
  return text;
}

}  // namespace

options::options_description global_flags() {
  options::options_description flags;
  flags.add_options()
      ("store", options::value<std::string>()->default_value(default_store()), tr("file of the store; else OPORA_STORE, else ./opora.db"))
      ("regions", options::value<std::string>()->default_value(default_regions()), tr("folder of packs; else OPORA_REGIONS, else ./regions"))
      ("lang", options::value<std::string>()->default_value(""), tr("language of messages: ru or en"))
      ("json", tr("machine-readable output, one JSON object a line"))
      ("quiet", tr("no progress, no side notes"))
      ("help", tr("help for the command"))
      ("version", tr("version of Opora"));
  return flags;
}

std::vector<Command> all_commands() {
  std::vector<Command> all;
  for (auto commands : {store_commands(), import_commands(), run_commands(), list_commands(), compare_commands(), indicator_commands(), match_commands(), report_commands(), act_commands(), plan_commands(), plan_import_commands(), plan_work_commands(), plan_run_commands(), plan_view_commands(), plan_handover_commands(), verify_commands(), check_commands(), plugin_commands(), pack_commands(), demo_commands()})
    std::move(commands.begin(), commands.end(), std::back_inserter(all));
  return all;
}

std::string help_text(const Command& command, const std::vector<Command>& commands) {
  std::string text = command.summary + "\n\n" + tr("Examples:") + "\n";
  for (const auto& [line, meaning] : command.examples) text += "  " + line + "\n      " + meaning + "\n";
  std::string verbs;
  for (const Command& other : commands)
    if (other.name.starts_with(command.name + " ")) verbs += "  " + fit(other.name, kVerbCells) + " " + other.summary + "\n";
  if (!verbs.empty()) text += "\n" + std::string(tr("Commands:")) + "\n" + verbs;
  text += "\n" + std::string(tr("Usage:")) + "\n  " + command.usage + "\n";
  if (const std::string flags = flags_text(command.flags); !flags.empty()) text += "\n" + std::string(tr("Options:")) + "\n" + flags;
  return text + "\n" + tr("Options of every command:") + "\n" + flags_text(global_flags());
}

std::string overview_text(const std::vector<Command>& commands) {
  std::string text = std::string(tr("Opora finds, explains and follows up the schools that need support.")) + "\n\n" + tr("Begin with:") +
                     "\n  opora demo sample\n      " + tr("makes a sample region in a folder and runs everything on it") + "\n\n" +
                     tr("Commands:") + "\n";
  for (const Command& command : commands)
    if (command.listed && command.name.find(' ') == std::string::npos) text += "  " + fit(command.name, 10) + " " + command.summary + "\n";
  return text + "\n" + tr("More about one: opora help COMMAND") + "\n";
}

Result<Store> Session::open_store(OpenMode mode) const { return Store::open(store_file, mode); }

void Session::say(const std::string& line) const {
  if (!quiet && !json) std::cerr << line << "\n";
}

}  // namespace opora
