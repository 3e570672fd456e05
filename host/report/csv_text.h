// Fields of delimited text (RFC 4180).
#pragma once

#include <string>
#include <string_view>

namespace opora {

// Quoted only when it must be.
void append_csv_field(std::string& out, std::string_view text, char separator);

}  // namespace opora
