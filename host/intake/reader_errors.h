// The diagnostics of the table readers: one place for file, sheet, row and column.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/diagnostic.h"
#include "base/messages.h"

namespace opora {

// Where a reader is. `column` is 0-based, -1 for the whole line.
struct ReadPlace {
  std::string file = {};
  std::string sheet = {};
  std::int64_t line = 0;
  std::int64_t column = -1;
};

Diagnostic read_error(std::string_view code, const ReadPlace& place, std::string message, std::string help = {},
                      std::string reason = {});

Diagnostic damaged_archive(const ReadPlace& place, std::string reason);   // DATA-003
Diagnostic hostile_archive(const ReadPlace& place, std::string reason);   // DATA-004
Diagnostic broken_xml(const ReadPlace& place, std::string reason);        // DATA-005
Diagnostic too_long(const ReadPlace& place, std::string reason);          // DATA-006

}  // namespace opora
