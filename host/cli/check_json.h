// One check, and one line of machine-readable output.
#pragma once

#include <nlohmann/json.hpp>
#include <string>

#include "model/decision.h"

namespace opora {

nlohmann::ordered_json check_json(const Check& check);
std::string json_line(const nlohmann::ordered_json& j);

}  // namespace opora
