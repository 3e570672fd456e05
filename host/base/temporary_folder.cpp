#include "base/temporary_folder.h"

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <utility>
#include <system_error>

#include "base/messages.h"

namespace opora {

namespace fs = std::filesystem;

Result<TemporaryFolder> TemporaryFolder::make() {
  std::error_code failed;
  const fs::path base = fs::temp_directory_path(failed);
  std::string name = ((failed ? fs::path("/tmp") : base) / "opora-XXXXXX").string();
  if (mkdtemp(name.data()) != nullptr) return TemporaryFolder(fs::path(name));
  Diagnostic error = make_error("FILE-001", tr_format("no temporary folder can be made in {0}", base.string()),
                                tr("check that the disk is not full; another place can be named by TMPDIR"));
  error.reason = std::strerror(errno);
  return error;
}

TemporaryFolder::TemporaryFolder(TemporaryFolder&& other) noexcept : path_(std::exchange(other.path_, {})) {}

TemporaryFolder::~TemporaryFolder() {
  std::error_code ignored;
  if (!path_.empty()) fs::remove_all(path_, ignored);
}

}  // namespace opora
