#include "report/whole_file.h"

#include <unistd.h>

#include "base/messages.h"

namespace opora {

namespace fs = std::filesystem;

fs::path unfinished_name(const fs::path& file) { return file.string() + ".unfinished-" + std::to_string(::getpid()); }

Status put_in_place(const fs::path& unfinished, const fs::path& file) {
  std::error_code wrong, ignored;
  fs::rename(unfinished, file, wrong);
  if (!wrong) return {};
  fs::remove(unfinished, ignored);
  return not_written(file, wrong.message());
}

Diagnostic not_written(const fs::path& file, std::string reason) {
  Diagnostic error = make_error("DOC-012", tr_format("the file cannot be written: {0}", file.string()), tr("check that the disk has room and that you may write to the folder"));
  error.reason = std::move(reason);
  return error;
}

}  // namespace opora
