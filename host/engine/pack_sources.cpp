#include "engine/pack_sources.h"

#include <map>
#include <set>

#include "base/digest.h"
#include "base/messages.h"
#include "intake/profile_extends.h"

namespace opora {
namespace {

std::string display_path(const Pack& pack, const std::string& path) {
  return "regions/" + pack.folder.filename().string() + "/" + path;
}

Result<nlohmann::json> read_data(const Pack& pack, const std::string& path) {
  OPORA_ASSIGN(std::string text, read_inside(pack, path));
  OPORA_ASSIGN(DataFile file, parse_data_text(std::move(text), display_path(pack, path)));
  return std::move(file.value);
}

// Tables of the bases first, so that a pack's own table of the same name wins.
Result<nlohmann::json> word_tables(const std::vector<const Pack*>& lineage) {
  nlohmann::json words = nlohmann::json::object();
  for (auto pack = lineage.rbegin(); pack != lineage.rend(); ++pack)
    for (const std::string& path : (*pack)->words) {
      OPORA_ASSIGN(const nlohmann::json table, read_data(**pack, path));
      if (table.empty()) continue;  // an empty table of Lua is a list as well
      if (!table.is_object()) {
        Diagnostic error = make_error("PACK-012", tr_format("{0} must be {1}", path, tr("a table { name = … }")));
        error.spans.push_back({display_path(**pack, path), {}, 0, {}, {}, {}});
        return error;
      }
      words.update(table);
    }
  return words;
}

Status add_scales(const Pack& pack, std::vector<Scale>& scales) {
  for (const std::string& path : pack.scales) {
    OPORA_ASSIGN(const nlohmann::json data, read_data(pack, path));
    OPORA_ASSIGN(const std::vector<Scale> of_file, scales_from_json(data, display_path(pack, path)));
    scales.insert(scales.end(), of_file.begin(), of_file.end());
  }
  return {};
}

Result<std::vector<ProfileData>> profile_data(const Pack& pack) {
  std::vector<ProfileData> profiles;
  for (const std::string& path : pack.profiles) {
    OPORA_ASSIGN(nlohmann::json data, read_data(pack, path));
    profiles.push_back({std::move(data), display_path(pack, path)});
  }
  return profiles;
}

}  // namespace

Result<std::vector<Scale>> pack_scales(const PackLibrary& library, const std::string& pack) {
  OPORA_ASSIGN(const auto lineage, library.lineage(pack));
  std::vector<Scale> scales;
  for (const Pack* one : lineage) OPORA_TRY(add_scales(*one, scales));
  return scales;
}

Result<PackSources> pack_sources(const PackLibrary& library) {
  PackSources sources;
  Hasher digest;
  std::set<std::pair<std::string, std::string>> told;  // a profile and the words that it sees
  std::map<std::string, std::vector<ProfileData>> data_of;
  for (const Pack& pack : library.packs()) {
    OPORA_ASSIGN(data_of[pack.id], profile_data(pack));
  }
  for (const Pack& pack : library.packs()) {
    digest.field(pack.id).field(pack.digest);
    OPORA_ASSIGN(const auto lineage, library.lineage(pack.id));
    OPORA_ASSIGN(const nlohmann::json words, word_tables(lineage));
    const std::string seen_words = pack.profiles.empty() ? std::string() : words.dump();
    std::vector<ProfileData> profiles = data_of.at(pack.id), bases;
    for (const Pack* base : lineage)
      if (base->id != pack.id) bases.insert(bases.end(), data_of.at(base->id).begin(), data_of.at(base->id).end());
    OPORA_TRY(extend_profiles(profiles, bases));
    for (const ProfileData& data : profiles) {
      if (!told.insert({data.value.dump(), seen_words}).second) continue;  // of a pack that was copied from another
      OPORA_ASSIGN(SourceProfile profile, profile_from_json(data.value, data.origin, words));
      profile.id = pack.id + "/" + profile.id;
      sources.profiles.push_back(std::move(profile));
    }
    OPORA_TRY(add_scales(pack, sources.scales));
  }
  sources.digest = to_hex(digest.finish());
  return sources;
}

}  // namespace opora
