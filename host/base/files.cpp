#include "base/files.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>

namespace opora {

std::optional<std::string> read_whole(const std::filesystem::path& file) {
  const int descriptor = ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) return std::nullopt;
  struct stat found{};
  std::optional<std::string> bytes;
  if (::fstat(descriptor, &found) == 0 && S_ISREG(found.st_mode)) {
    bytes.emplace(static_cast<std::size_t>(found.st_size), '\0');
    // A file that changes meanwhile ends where it ends.
    std::size_t done = 0;
    for (ssize_t n = 1; n != 0 && done < bytes->size(); done += n > 0 ? static_cast<std::size_t>(n) : 0) {
      n = ::read(descriptor, bytes->data() + done, bytes->size() - done);
      if (n < 0 && errno != EINTR) {
        bytes.reset();
        break;
      }
    }
    if (bytes) bytes->resize(done);
  }
  ::close(descriptor);
  return bytes;
}

}  // namespace opora
