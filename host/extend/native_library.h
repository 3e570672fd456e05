// A native plugin that has been loaded and introduced: its entry was checked, init() has run.
// Only this file knows Boost.DLL. Libraries are never unloaded during a run: results, tables and texts
// that came from them stay valid; deinit() runs when the last user lets go.
// ABI-001 cannot be loaded, ABI-002 is no plugin, ABI-003 interface versions do not fit, ABI-004 the
// descriptor is wrong, ABI-005 init() failed.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "base/result.h"
#include "opora/abi/entry.h"

namespace opora {

class NativeLibrary {
 public:
  ~NativeLibrary();
  NativeLibrary(const NativeLibrary&) = delete;

  const std::filesystem::path& path() const { return path_; }
  const opora_plugin_entry& entry() const { return *entry_; }
  const opora_descriptor& descriptor() const { return *entry_->descriptor; }
  // nullptr: the plugin does not offer the kind.
  const void* kind(const char* id) const { return entry_->get_kind(id); }

 private:
  friend Result<std::shared_ptr<NativeLibrary>> load_native(const std::filesystem::path& path, std::string shown);
  explicit NativeLibrary(std::filesystem::path path) : path_(std::move(path)) {}
  std::filesystem::path path_;
  const opora_plugin_entry* entry_ = nullptr;
  bool initialised_ = false;
};

// Loads exactly this file (its canonical path). On the main thread only. `shown` is the file in messages when
// `path` is a copy of it.
Result<std::shared_ptr<NativeLibrary>> load_native(const std::filesystem::path& path, std::string shown = {});

Diagnostic no_such_file(const std::string& shown);  // ABI-001

// The steps of that which run no function of the plugin but its static constructors, for who checks them one by one.
Status load_library(const std::filesystem::path& path, const std::string& shown);
Result<const opora_plugin_entry*> find_entry(const std::filesystem::path& path, const std::string& shown);
// The checks that need no call into the plugin. `shown` is the path in messages.
Status check_entry(const opora_plugin_entry& entry, const std::string& shown);

}  // namespace opora
