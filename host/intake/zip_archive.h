// A workbook as an archive: libzip finds and fetches the members, igzip inflates them in pieces.
// Sizes claimed by the archive are never trusted: memory is bounded by the pieces, and a member that
// inflates beyond the limits stops with DATA-004. One archive is used by one thread at a time.
#pragma once

#include <zip.h>

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>

#include "base/result.h"
#include "intake/reader_errors.h"

namespace opora {

// Real sheets deflate 10–60 times; beyond 200 times (after the first 64 MiB) it is a bomb.
inline constexpr std::uint64_t kMaxInflatedBytes = std::uint64_t{4} << 30;
inline constexpr std::uint64_t kMaxInflateRatio = 200;
inline constexpr std::uint64_t kInflateRatioFloor = std::uint64_t{64} << 20;

// The inflated bytes of one member, in order. Checks the CRC at the end.
class MemberStream {
 public:
  MemberStream(MemberStream&&) noexcept;
  MemberStream& operator=(MemberStream&&) noexcept;
  ~MemberStream();

  // Fills `out`; fewer bytes than asked mean the end of the member.
  Result<std::size_t> read(std::span<char> out);
  std::int64_t take_consumed();  // compressed bytes read since the last call

 private:
  friend class ZipArchive;
  struct State;
  explicit MemberStream(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

class ZipArchive {
 public:
  // `file` is the name used in messages.
  static Result<ZipArchive> open(const std::filesystem::path& path, std::string file);

  bool has(const std::string& member) const;
  Result<MemberStream> stream(const std::string& member, ReadPlace place);
  // A whole member of at most `limit` bytes, for the small parts.
  Result<std::string> read_all(const std::string& member, std::size_t limit);
  const std::string& file() const { return file_; }

 private:
  struct Close {
    void operator()(zip_t* archive) const;
  };
  ZipArchive(zip_t* archive, std::string file) : archive_(archive), file_(std::move(file)) {}
  std::optional<zip_uint64_t> find(const std::string& member) const;

  std::unique_ptr<zip_t, Close> archive_;
  std::string file_;
};

}  // namespace opora
