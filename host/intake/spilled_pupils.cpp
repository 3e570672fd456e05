#include "intake/spilled_pupils.h"

#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cerrno>
#include <system_error>

#include "base/messages.h"

namespace opora {
namespace {

// Before the pupils of a run; of the size of a pupil, so that the file is read in units of one size.
struct Head {
  std::uint32_t procedure = 0, school = 0, pupils = 0, unused = 0;
};
constexpr std::size_t kUnit = sizeof(SeenPupil);
static_assert(sizeof(Head) == kUnit && std::is_trivially_copyable_v<SeenPupil>);
constexpr std::size_t kBuffered = 16 << 10;  // units

Diagnostic trouble(const std::filesystem::path& folder) {
  Diagnostic error = make_error("DATA-030", tr_format("A temporary file in {0} cannot be used", folder.string()),
                                tr("Free some space on the disk and import the file again."));
  error.reason = std::generic_category().message(errno);
  return error;
}

// A file that is gone when it is closed, whatever ends the program.
int open_nameless(const std::filesystem::path& folder) {
  const int descriptor = ::open(folder.c_str(), O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
  if (descriptor >= 0) return descriptor;
  std::string name = (folder / "opora-XXXXXX").string();  // not every file system knows nameless files
  const int named = ::mkostemp(name.data(), O_CLOEXEC);
  if (named >= 0) ::unlink(name.c_str());
  return named;
}

}  // namespace

SpilledPupils::~SpilledPupils() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

std::size_t SpilledPupils::part_of(std::uint32_t procedure, std::uint32_t school) {
  const std::uint64_t pair = (std::uint64_t{procedure} << 32 | school) * 0x9E3779B97F4A7C15ull;
  return static_cast<std::size_t>(pair >> 58);
}

Status SpilledPupils::open() {
  std::error_code unknown;
  if (!folder_.empty()) descriptor_ = open_nameless(folder_);
  if (descriptor_ < 0) folder_ = std::filesystem::temp_directory_path(unknown), descriptor_ = open_nameless(folder_);
  return descriptor_ < 0 ? Status(trouble(folder_)) : Status();
}

Status SpilledPupils::append(std::span<const std::byte> bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::pwrite(descriptor_, bytes.data(), bytes.size(), static_cast<off_t>(size_));
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return trouble(folder_);
    size_ += static_cast<std::uint64_t>(written);
    bytes = bytes.subspan(static_cast<std::size_t>(written));
  }
  return {};
}

Status SpilledPupils::add(std::span<const PupilRun> runs) {
  if (descriptor_ < 0) OPORA_TRY(open());
  std::array<std::vector<std::uint32_t>, kParts> runs_of;
  for (std::size_t i = 0; i < runs.size(); ++i) runs_of[part_of(runs[i].procedure, runs[i].school)].push_back(static_cast<std::uint32_t>(i));
  std::vector<std::byte> buffer;
  buffer.reserve(kBuffered * kUnit);
  const auto put = [&](std::span<const std::byte> bytes) -> Status {
    if (buffer.size() + bytes.size() > kBuffered * kUnit) {
      OPORA_TRY(append(buffer));
      buffer.clear();
    }
    if (bytes.size() > kBuffered * kUnit) return append(bytes);
    buffer.insert(buffer.end(), bytes.begin(), bytes.end());
    return {};
  };
  for (std::size_t part = 0; part < kParts; ++part) {
    Piece piece{size_ + buffer.size(), 0};
    for (const std::uint32_t i : runs_of[part]) {
      const Head head{runs[i].procedure, runs[i].school, static_cast<std::uint32_t>(runs[i].pupils.size()), 0};
      OPORA_TRY(put(std::as_bytes(std::span(&head, 1))));
      OPORA_TRY(put(std::as_bytes(runs[i].pupils)));
      piece.bytes += kUnit + runs[i].pupils.size_bytes();
      pupils_[part] += runs[i].pupils.size();
    }
    if (piece.bytes > 0) pieces_[part].push_back(piece);
  }
  return append(buffer);
}

Status SpilledPupils::read(std::size_t part, const std::function<void(const PupilRun&)>& take) const {
  std::vector<SeenPupil> buffer(kBuffered);
  Head head;
  for (const Piece& piece : pieces_[part]) {
    for (std::uint64_t done = 0; done < piece.bytes;) {
      const std::size_t wanted = static_cast<std::size_t>(std::min<std::uint64_t>(piece.bytes - done, kBuffered * kUnit));
      for (std::size_t got = 0; got < wanted;) {
        const ssize_t more = ::pread(descriptor_, reinterpret_cast<char*>(buffer.data()) + got, wanted - got, static_cast<off_t>(piece.from + done + got));
        if (more < 0 && errno == EINTR) continue;
        if (more <= 0) return trouble(folder_);
        got += static_cast<std::size_t>(more);
      }
      done += wanted;
      const std::size_t units = wanted / kUnit;
      for (std::size_t i = 0; i < units;) {
        if (head.pupils == 0) {
          head = std::bit_cast<Head>(buffer[i++]);
          continue;
        }
        const std::size_t here = std::min<std::size_t>(head.pupils, units - i);
        take({head.procedure, head.school, std::span(buffer).subspan(i, here)});
        head.pupils -= static_cast<std::uint32_t>(here);
        i += here;
      }
    }
  }
  return {};
}

}  // namespace opora
