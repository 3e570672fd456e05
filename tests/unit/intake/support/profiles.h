// The profiles that the packs ship, loaded as the host will load them.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <vector>

#include "intake/profile.h"
#include "intake/profile_extends.h"
#include "unit/intake/support/lua_data.h"

namespace opora::testing {

inline std::filesystem::path source_dir() { return OPORA_SOURCE_DIR; }
inline std::filesystem::path real_data() { return source_dir() / "../shared/data"; }

inline std::vector<SourceProfile> load_profiles(const std::filesystem::path& folder, const nlohmann::json& words = nlohmann::json::object()) {
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) files.push_back(entry.path());
  std::sort(files.begin(), files.end());
  std::vector<ProfileData> whole;
  for (const auto& file : files) whole.push_back({load_lua_data(file), file.filename().string()});
  if (const Status extended = extend_profiles(whole); !extended) ADD_FAILURE() << render_terminal(extended.error(), false);
  std::vector<SourceProfile> profiles;
  for (const ProfileData& data : whole) {
    auto profile = profile_from_json(data.value, data.origin, words);
    if (!profile) {
      ADD_FAILURE() << render_terminal(profile.error(), false);
      continue;
    }
    profiles.push_back(*std::move(profile));
  }
  return profiles;
}

inline std::vector<SourceProfile> russian_profiles() {
  return load_profiles(source_dir() / "regions/ru/profiles", load_lua_data(source_dir() / "regions/ru/words.lua"));
}
inline std::vector<SourceProfile> bench_profiles() { return load_profiles(source_dir() / "tests/bench/regions/bench/profiles"); }
inline std::vector<Scale> russian_scales() {
  auto scales = scales_from_json(load_lua_data(source_dir() / "regions/ru/scales.lua"), "regions/ru/scales.lua");
  if (!scales) ADD_FAILURE() << render_terminal(scales.error(), false);
  return scales ? *std::move(scales) : std::vector<Scale>{};
}

}  // namespace opora::testing
