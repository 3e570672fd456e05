// A ZIP file of small members, read whole.
#pragma once

#include <cstddef>
#include <filesystem>
#include <vector>

#include "base/result.h"
#include "report/zip_writer.h"

namespace opora {

// Every member in the file's order, inflated and checked against its sum; folders are left out. What the file claims about
// sizes is not believed. DOC-004, with the reason, for a file that is no archive, is damaged or protected by a password, has
// more than `most_members`, or inflates to more than `most_bytes` together; FILE-001 when it cannot be read.
Result<std::vector<ZipMember>> read_zip(const std::filesystem::path& file, std::size_t most_members, std::size_t most_bytes);

}  // namespace opora
