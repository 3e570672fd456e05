// An answer of a worker that ran an extension: what the extension warned of, then its result.
#pragma once

#include <string>
#include <string_view>

#include "base/warnings.h"

namespace opora {

std::string with_warnings(const std::vector<ReportedWarning>& warnings, const std::string& result);
// The result within the answer; its warnings go to those of the run, which may be null. Garbage leaves no result to decode.
std::string_view result_in(const std::string& answer, Warnings* warnings);

}  // namespace opora
