#include "engine/grounds.h"

#include <nlohmann/json.hpp>

#include "base/messages.h"

namespace opora {
namespace {

struct Named {
  const char* key;
  const char* label;
  std::string Grounds::* text;
};
constexpr Named kTexts[] = {{"source", tr_later("Source"), &Grounds::source},
                            {"assumes", tr_later("Assumptions"), &Grounds::assumes},
                            {"uncertainty", tr_later("Uncertainty"), &Grounds::uncertainty},
                            {"limits", tr_later("When not to use it"), &Grounds::limits}};

}  // namespace

std::string grounds_json(const Grounds& grounds) {
  nlohmann::ordered_json j = nlohmann::ordered_json::object();
  for (const Named& one : kTexts)
    if (!(grounds.*one.text).empty()) j[one.key] = grounds.*one.text;
  return j.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

Grounds grounds_from(std::string_view json) {
  Grounds grounds;
  const auto j = nlohmann::ordered_json::parse(json, nullptr, false);
  if (!j.is_object()) return grounds;
  for (const Named& one : kTexts)
    if (const auto it = j.find(one.key); it != j.end() && it->is_string()) grounds.*one.text = it->get<std::string>();
  return grounds;
}

std::vector<std::pair<std::string, std::string>> labelled(const Grounds& grounds) {
  std::vector<std::pair<std::string, std::string>> all;
  for (const Named& one : kTexts)
    if (!(grounds.*one.text).empty()) all.emplace_back(tr(one.label), grounds.*one.text);
  return all;
}

}  // namespace opora
