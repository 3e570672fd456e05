// Use case "new": a plugin or a pack to begin with, from the templates of the SDK (share/opora/templates). In
// names and texts of a template's files stand @NAME@, @ID@, @STRUCT@, @KIND@, @LUA@.
// CLI-042 not a proper name, CLI-043 there is something already, CLI-044 it cannot be written.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "base/result.h"

namespace opora {

struct ScaffoldRequest {
  std::filesystem::path templates;    // share/opora/templates
  std::filesystem::path annotations;  // for editors: share/opora/lua
  std::string form;                   // folder of templates/: "pack", "plugin-indicator", "plugin-methodology"
  std::string name;                   // small letters, digits, - and _, a letter first
  std::filesystem::path folder;       // to be made; must not exist, or be empty
};

// The files made, relative to the folder. Whole or not at all; nothing is ever overwritten.
Result<std::vector<std::filesystem::path>> make_from_template(const ScaffoldRequest& request);

}  // namespace opora
