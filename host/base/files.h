// Reading files as a whole.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

namespace opora {

// The bytes of a regular file; nothing when it cannot be read.
std::optional<std::string> read_whole(const std::filesystem::path& file);

}  // namespace opora
