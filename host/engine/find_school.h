// How people name a school on the command line.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "frame/frame.h"

namespace opora {

// Row of the registry (store/facts.h, schools) that `wanted` means: a code, another code of the school, or a part
// of its name that only one school has. CLI-020 no such school (with the nearest), CLI-021 several.
Result<std::int64_t> find_school(const Frame& registry, const std::string& wanted);

// The text in a row of the registry; empty: nothing is known.
std::string registry_text(const Frame& registry, std::string_view column, std::int64_t row);

}  // namespace opora
