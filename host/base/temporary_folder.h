// A folder of its own that is removed with everything in it at the end of its life.
#pragma once

#include <filesystem>

#include "base/result.h"

namespace opora {

class TemporaryFolder {
 public:
  static Result<TemporaryFolder> make();  // below $TMPDIR, else /tmp; only its owner may read it; FILE-001
  TemporaryFolder(TemporaryFolder&& other) noexcept;
  TemporaryFolder& operator=(TemporaryFolder&&) = delete;
  ~TemporaryFolder();

  const std::filesystem::path& path() const { return path_; }

 private:
  explicit TemporaryFolder(std::filesystem::path path) : path_(std::move(path)) {}
  std::filesystem::path path_;  // empty: moved away
};

}  // namespace opora
