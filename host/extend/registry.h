// The one registry of extensions: kind and id → an entry of a C table of that kind. Lua scripts fill the
// same tables as native plugins (lua_script.h, native_library.h), and whoever runs an extension calls it
// through its table alone (methodology.h, indicator.h, matching.h), so nothing above knows the difference.
// ABI-007 two extensions of one kind and id.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace opora {

class NativeLibrary;
struct IsolatedPlugin;

struct Extension {
  std::string kind;                   // "opora.indicator/1"
  std::string id;                     // within a pack
  std::string origin;                 // script or plugin, as messages show it
  const void* table = nullptr;        // opora_indicator_kind, opora_methodology_kind …; ReportTable, RendererTable
  std::uint32_t index = 0;            // in the table
  std::shared_ptr<const void> owner;  // keeps the table alive
  std::string digest{};  // of its source and what that includes, hex; empty: not known
  std::filesystem::path copy{};  // of a plugin: the file that is loaded, named by its content
  std::shared_ptr<const Diagnostic> refused{};  // it may not run: who asks for it is told why
  std::shared_ptr<const IsolatedPlugin> isolated{};  // its code runs in a worker (isolation.h); there is no table then
  std::map<std::string, std::string> parameters{};  // an indicator's, that the pack sets: name → value
};

class Registry {
 public:
  Status add(Extension extension);
  const Extension* find(std::string_view kind, std::string_view id) const;  // nullptr: none
  Result<const Extension*> need(std::string_view kind, std::string_view id) const;
  const std::vector<Extension>& extensions() const { return extensions_; }  // ascending by kind and id

 private:
  std::vector<Extension> extensions_;
};

// The extension `id` of a kind that a plugin offers; ABI-008 when it offers none of that name. `origin`: the plugin in
// messages, else the name of its file.
Result<Extension> native_extension(std::shared_ptr<NativeLibrary> library, std::string_view kind, std::string_view id, std::string origin = {});

}  // namespace opora
