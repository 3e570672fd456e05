// Which build of Opora this is: recorded with every run, and part of what a stored result depends on.
#pragma once

#include <string>
#include <string_view>

namespace opora {

std::string_view host_version();

// The version, and the build number that the linker computed from the program's contents: two
// builds with different kernels never have the same.
const std::string& host_build();

}  // namespace opora
