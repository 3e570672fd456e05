// Profiles that state only what differs from another one: `extends = "other-profile"`. Sections are
// merged key by key; a text, a number or a list takes the place of the other's. Data in, data out:
// what a profile means is read afterwards (intake/profile.h).
#pragma once

#include <nlohmann/json.hpp>

#include <string>
#include <vector>

#include "base/result.h"

namespace opora {

struct ProfileData {
  nlohmann::json value;
  std::string origin;  // file of the profile, for messages
};

// Makes every profile of `profiles` whole. The other profile is looked for among them by its id, then
// in `bases`, in order. PACK-046 there is no such profile (with did-you-mean); PACK-047 a profile
// extends itself, directly or through others.
Status extend_profiles(std::vector<ProfileData>& profiles, const std::vector<ProfileData>& bases = {});

}  // namespace opora
