// Where this copy of Opora keeps what it ships: packs, message catalogues, embedded page assets.
#pragma once

#include <filesystem>

namespace opora {

struct Installation {
  std::filesystem::path data;     // <prefix>/share/opora, or the build directory's copy
  std::filesystem::path regions;  // packs that ship with the host
  std::filesystem::path plugins;  // native plugins that ship with the host: <prefix>/lib/opora/plugins
};

// Found from the running executable: build tree first, then an installed prefix. Never fails; a
// missing folder shows as a missing file in the message of whoever needs it.
const Installation& installation();

}  // namespace opora
