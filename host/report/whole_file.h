// Files that are there whole or not at all: they are made beside their place and put there at once.
#pragma once

#include <filesystem>
#include <string>

#include "base/result.h"

namespace opora {

std::filesystem::path unfinished_name(const std::filesystem::path& file);  // in the same folder, this process's own

// DOC-012; the unfinished file is gone then.
Status put_in_place(const std::filesystem::path& unfinished, const std::filesystem::path& file);

Diagnostic not_written(const std::filesystem::path& file, std::string reason);  // DOC-012

}  // namespace opora
