// Copies of plugins under the name of their content, and what a probe found out about each. What is loaded is
// the copy: a file exchanged meanwhile is another content with another copy, which stands beside the old one;
// and the system's loader, which knows libraries by path, never gives old code for a new file.
// EXT-013 the folder cannot be used.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "extend/plugin_probe.h"

namespace opora {

class PluginCache {
 public:
  // What one build of the host found out says nothing about another.
  PluginCache(std::filesystem::path folder, std::string host_build) : folder_(std::move(folder)), host_build_(std::move(host_build)) {}

  // The copy of these bytes, written when it is not there or damaged. The folder is the owner's alone (0700).
  Result<std::filesystem::path> copy_of(std::string_view bytes, const std::string& digest) const;

  // What is known of the content: its report, or that it is in quarantine. `shown` replaces the file's name.
  std::optional<ProbeResult> known(const std::string& digest, const std::string& shown) const;
  // A report, or harm. A refusal in good order is found again at the next look.
  Status keep(const std::string& digest, const ProbeResult& result) const;
  void forget(const std::string& digest) const;  // takes it out of quarantine

 private:
  std::filesystem::path folder_;
  std::string host_build_;
};

}  // namespace opora
