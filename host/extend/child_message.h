// What a child process says, as bytes: parts, if its caller asked for any, and at its end one message, then nothing.
// A reader trusts none of it.
//   message  8 bytes magic · 1 byte form (done, failed) · 8 bytes length, little endian · content
//   part     8 bytes magic · 8 bytes length · content
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

constexpr std::size_t kLargestPart = std::size_t{64} << 20;  // bytes of content
struct MessagePart {
  std::string_view content;
  std::size_t size = 0;  // with its head
};
std::string encode_part(std::string_view part);
std::optional<MessagePart> first_part(std::string_view bytes);  // nothing: there is none, or not all of it yet
bool is_endless_part(std::string_view bytes);            // begins with a part that is larger than any

std::string encode_diagnostic(const Diagnostic& diagnostic);
std::optional<Diagnostic> decode_diagnostic(std::string_view bytes);

}  // namespace opora
