#include <iostream>
#include <nlohmann/json.hpp>

#include "base/installation.h"
#include "base/messages.h"
#include "cli/command.h"
#include "engine/scaffold.h"

namespace opora {
namespace {

namespace fs = std::filesystem;

Result<int> make(const Session& session, const std::string& form, const std::string& name, const fs::path& folder, const std::string& next) {
  const fs::path share = installation().data;
  OPORA_ASSIGN(const auto files, make_from_template({share / "templates", share / "lua", form, name, folder}));
  if (session.json) {
    nlohmann::ordered_json j = {{"folder", folder.string()}, {"files", nlohmann::ordered_json::array()}, {"next", next}};
    for (const fs::path& file : files) j["files"].push_back(file.generic_string());
    std::cout << j.dump() << "\n";
    return kDone;
  }
  std::cout << tr_format("Made {0}:", folder.string()) << "\n";
  for (const fs::path& file : files) std::cout << "  " << file.generic_string() << "\n";
  std::cout << tr("Next:") << "\n  " << next << "\n";
  return kDone;
}

std::vector<std::string> words_of(const Values& values) {
  return optional_value<std::vector<std::string>>(values, "words").value_or(std::vector<std::string>{});
}

Result<int> pack(const Session& session, const Values& values) {
  const std::vector<std::string> words = words_of(values);
  if (words.size() < 2 || words.size() > 3 || words.front() != "new")
    return make_error("CLI-012", tr_format("\"pack {0}\" is not complete or not known", fmt::join(words, " ")), tr("see: opora help pack"));
  fs::path folder = words.size() == 3 ? fs::path(words[2]) : fs::path(words[1]);
  if (!folder.has_filename()) folder = folder.parent_path();
  const std::string around = folder.has_parent_path() ? folder.parent_path().string() : ".";
  return make(session, "pack", words[1], folder,
              fmt::format("opora check {0}\n  opora --regions {1} run --pack {2} --year 2024", folder.string(), around, words[1]));
}

}  // namespace

Result<int> new_plugin(const Session& session, const std::vector<std::string>& words, const std::string& kind) {
  if (words.size() < 2 || words.size() > 3) return make_error("CLI-012", tr("say how the plugin is called"), tr("see: opora help plugin"));
  if (kind != "indicator" && kind != "methodology")
    return make_error("CLI-045", tr_format("there is no template for the kind \"{0}\"", kind), tr("there are: indicator, methodology"));
  fs::path folder = words.size() == 3 ? fs::path(words[2]) : fs::path(words[1]);
  if (!folder.has_filename()) folder = folder.parent_path();
  return make(session, "plugin-" + kind, words[1], folder, fmt::format("cd {0} && cmake --workflow --preset check", folder.string()));
}

std::vector<Command> new_commands() {
  Command command{"pack", tr("makes a pack to begin with"), "opora pack new ID [FOLDER]",
                  {{"opora pack new ru-smo", tr("a folder ru-smo with pack.lua and one methodology, ready to run")}},
                  {}, "words", -1, pack};
  command.flags.add_options()("words", options::value<std::vector<std::string>>(), "");
  return {command};
}

}  // namespace opora
