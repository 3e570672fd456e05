#include "intake/profile_extends.h"

#include <algorithm>

#include "base/messages.h"
#include "base/text.h"
#include "intake/json_fields.h"

namespace opora {
namespace {

using nlohmann::json;

std::string text_at(const json& value, const char* key) {
  const auto found = value.is_object() ? value.find(key) : value.end();
  return value.is_object() && found != value.end() && found->is_string() ? found->get<std::string>() : std::string();
}

json merged(json other, const json& own) {
  for (const auto& item : own.items()) {
    json& value = other[item.key()];
    value = value.is_object() && item.value().is_object() ? merged(std::move(value), item.value()) : item.value();
  }
  return other;
}

class Extending {
 public:
  Extending(const std::vector<ProfileData>& profiles, const std::vector<ProfileData>& bases) {
    for (const auto* list : {&profiles, &bases})
      for (const ProfileData& profile : *list) all_.push_back(&profile);
  }

  Result<json> whole(const ProfileData& profile) {
    if (!profile.value.is_object() || !profile.value.contains("extends")) return profile.value;
    DataFileReading reading{profile.origin, nullptr, std::nullopt};
    const std::string wanted = text_at(profile.value, "extends");
    if (wanted.empty()) reading.fail("PACK-041", tr_format("\"{0}\" must be {1}", "extends", tr("a text")), tr("Give the id of the other profile."));
    const ProfileData* other = reading.error ? nullptr : find(wanted, reading);
    if (other && (other == &profile || std::find(chain_.begin(), chain_.end(), other) != chain_.end()))
      reading.fail("PACK-047", tr_format("The profile \"{0}\" extends itself through \"{1}\"", text_at(profile.value, "id"), wanted),
                   tr("Remove one \"extends\" of the circle."));
    if (reading.error) return *std::move(reading.error);
    chain_.push_back(&profile);
    OPORA_ASSIGN(json result, whole(*other));
    chain_.pop_back();
    result = merged(std::move(result), profile.value);
    result.erase("extends");
    return result;
  }

 private:
  const ProfileData* find(const std::string& id, DataFileReading& reading) const {
    std::vector<std::string> ids;
    for (const ProfileData* profile : all_) {
      ids.push_back(text_at(profile->value, "id"));
      if (ids.back() == id) return profile;
    }
    const auto close = nearest(id, ids);
    reading.fail("PACK-046", tr_format("There is no source profile \"{0}\"", id),
                 close ? tr_format("Did you mean \"{0}\"?", *close) : std::string(tr("See the profiles of the pack.")));
    return nullptr;
  }

  std::vector<const ProfileData*> all_;    // in the order in which names are looked for
  std::vector<const ProfileData*> chain_;  // that are being made whole
};

}  // namespace

Status extend_profiles(std::vector<ProfileData>& profiles, const std::vector<ProfileData>& bases) {
  std::vector<json> whole;
  for (const ProfileData& profile : profiles) {
    OPORA_ASSIGN(json value, Extending(profiles, bases).whole(profile));
    whole.push_back(std::move(value));
  }
  for (std::size_t i = 0; i < profiles.size(); ++i) profiles[i].value = std::move(whole[i]);
  return {};
}

}  // namespace opora
