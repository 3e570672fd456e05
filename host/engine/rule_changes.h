// What two runs' rules do otherwise: parameters, sources, thresholds, least numbers, requirements.
#pragma once

#include "engine/compare.h"

namespace opora {

std::vector<RuleChange> rule_changes(const ComparedSide& before, const ComparedSide& after, const std::string& category);

}  // namespace opora
