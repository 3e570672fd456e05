// What a child process says at its end, as bytes: one message, then nothing. A reader trusts none of it.
//   8 bytes magic · 1 byte form (done, failed) · 8 bytes length, little endian · content
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"

namespace opora {

std::string encode_message(const Result<std::string>& result);
// nothing: it is no message, is cut off, or something follows it.
std::optional<Result<std::string>> decode_message(std::string_view bytes);

std::string encode_diagnostic(const Diagnostic& diagnostic);
std::optional<Diagnostic> decode_diagnostic(std::string_view bytes);

}  // namespace opora
