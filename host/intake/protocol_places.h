// How a protocol names places, values and outcomes; shared by its renderings.
#pragma once

#include <string>
#include <string_view>

#include "intake/protocol.h"

namespace opora {

std::string column_name(const FileProtocol& file, std::int32_t column);        // "J", or "10" in delimited text
std::string place_of(const FileProtocol& file, const Sighting& sighting);      // "2020/4/x.xlsx [Sheet1] J1234"
std::string printable(std::string_view value);                                 // one line, at most 60 cells
const char* outcome_name(FileOutcome outcome);                                 // stable word of JSON
const char* outcome_title(FileOutcome outcome);                                // msgid
const char* severity_name(Severity severity);                                  // "error", "warning", "note"; also msgids

}  // namespace opora
