#include <iostream>
#include <nlohmann/json.hpp>

#include "base/installation.h"
#include "base/messages.h"
#include "cli/command.h"
#include "engine/pack_copy.h"
#include "engine/pack_place.h"
#include "engine/scaffold.h"

namespace opora {
namespace {

namespace fs = std::filesystem;

int tell(const Session& session, const fs::path& folder, const MadeFiles& files, const std::string& next) {
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

Result<int> make(const Session& session, const std::string& form, const std::string& name, const fs::path& folder, const std::string& next) {
  const fs::path share = installation().data;
  OPORA_ASSIGN(const MadeFiles files, make_from_template({share / "templates", share / "lua", form, name, folder}));
  return tell(session, folder, files, next);
}

// Beside the packs around, so that the bases of the original are those of the copy.
Result<int> copy(const Session& session, const std::string& id, fs::path folder, const std::string& from) {
  OPORA_ASSIGN(const PlacedPack original, place_pack(from, session.regions));
  if (folder.empty()) folder = original.library->folder() / id;
  OPORA_ASSIGN(const MadeFiles files, copy_pack({original.pack, id, folder}));
  return tell(session, folder, files, fmt::format("opora pack check {0}\n  opora pack test {0}\n  opora pack explain {0} --year 2024", folder.string()));
}

}  // namespace

Result<int> new_pack(const Session& session, const std::vector<std::string>& words, const Values& values) {
  if (const std::string from = values["from"].as<std::string>(); !from.empty())
    return copy(session, words[1], words.size() == 3 ? fs::path(words[2]) : fs::path(), from);
  fs::path folder = words.size() == 3 ? fs::path(words[2]) : fs::path(words[1]);
  if (!folder.has_filename()) folder = folder.parent_path();
  const std::string around = folder.has_parent_path() ? folder.parent_path().string() : ".";
  return make(session, "pack", words[1], folder,
              fmt::format("opora check {0}\n  opora --regions {1} run --pack {2} --year 2024", folder.string(), around, words[1]));
}

Result<int> new_plugin(const Session& session, const std::vector<std::string>& words, const std::string& kind) {
  if (words.size() < 2 || words.size() > 3) return make_error("CLI-012", tr("say how the plugin is called"), tr("see: opora help plugin"));
  if (kind != "indicator" && kind != "methodology" && kind != "report")
    return make_error("CLI-045", tr_format("there is no template for the kind \"{0}\"", kind), tr("there are: indicator, methodology, report"));
  fs::path folder = words.size() == 3 ? fs::path(words[2]) : fs::path(words[1]);
  if (!folder.has_filename()) folder = folder.parent_path();
  return make(session, "plugin-" + kind, words[1], folder, fmt::format("cd {0} && cmake --workflow --preset check", folder.string()));
}

}  // namespace opora
