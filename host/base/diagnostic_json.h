// Diagnostics that were kept: render_json() of base/diagnostic.h, read again. Source lines are not kept: they are
// other people's data.
#pragma once

#include <optional>
#include <string_view>

#include "base/diagnostic.h"

namespace opora {

// Nothing when the text is no diagnostic.
std::optional<Diagnostic> diagnostic_of_json(std::string_view json);

}  // namespace opora
