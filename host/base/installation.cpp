#include "base/installation.h"

#include <system_error>

namespace opora {

const Installation& installation() {
  static const Installation found = [] {
    std::error_code ignored;
    const auto executable = std::filesystem::read_symlink("/proc/self/exe", ignored);
    // A build tree keeps share/opora beside its executables' folders; an installation keeps
    // bin/ and share/ under one prefix.
    for (auto folder = executable.parent_path(); !folder.empty() && folder != folder.root_path();
         folder = folder.parent_path()) {
      const auto data = folder / "share" / "opora";
      if (std::filesystem::exists(data / "locale", ignored) || std::filesystem::exists(data / "regions", ignored)) {
        const auto installed = folder / "lib" / "opora" / "plugins";
        return Installation{data, data / "regions", std::filesystem::exists(installed, ignored) ? installed : folder / "plugins"};
      }
    }
    return Installation{"/usr/share/opora", "/usr/share/opora/regions", "/usr/lib/opora/plugins"};
  }();
  return found;
}

}  // namespace opora
