// What stands behind an extension's figures (extend/methodology.h, Grounds) as people and files see it.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "extend/methodology.h"

namespace opora {

// {"source": "…", "limits": "…"}: the texts that are not empty. Anything that is no such object reads as empty.
std::string grounds_json(const Grounds& grounds);
Grounds grounds_from(std::string_view json);

// Label and text of those that are not empty, in the order in which people ask.
std::vector<std::pair<std::string, std::string>> labelled(const Grounds& grounds);

}  // namespace opora
