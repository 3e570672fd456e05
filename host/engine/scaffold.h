// Use case "new": a plugin or a pack to begin with, from the templates of the SDK (share/opora/templates). In
// names and texts of a template's files stand @NAME@, @ID@, @STRUCT@, @KIND@, @LUA@.
// CLI-042 not a proper name, CLI-043 there is something already, CLI-044 it cannot be written.
#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "base/result.h"

namespace opora {

struct ScaffoldRequest {
  std::filesystem::path templates;    // share/opora/templates
  std::filesystem::path annotations;  // for editors: share/opora/lua
  std::string form;                   // folder of templates/: "pack", "plugin-indicator", "plugin-methodology", "plugin-report"
  std::string name;                   // small letters, digits, - and _, a letter first
  std::filesystem::path folder;       // to be made; must not exist, or be empty
};

using MadeFiles = std::vector<std::filesystem::path>;  // relative to the folder, ascending

// The files made. Whole or not at all; nothing is ever overwritten.
Result<MadeFiles> make_from_template(const ScaffoldRequest& request);

Status check_new_name(const std::string& name);  // CLI-042
// `fill` writes into a folder beside `folder`, which is then moved there: whoever looks sees all of it or nothing.
Result<MadeFiles> make_whole(const std::filesystem::path& folder, const std::function<Result<MadeFiles>(const std::filesystem::path& draft)>& fill);
Diagnostic cannot_write(const std::filesystem::path& path, const std::string& reason);  // CLI-044

}  // namespace opora
