#include "intake/zip_archive.h"

#include <algorithm>
#include <array>

#include "intake/archive_libraries.h"

namespace opora {
namespace {

constexpr std::size_t kCompressedPiece = 64 << 10;

struct CloseMember {
  void operator()(zip_file_t* member) const { libzip().fclose(member); }
};

std::string text_of(int zip_code) {
  zip_error_t error;
  libzip().error_init_with_code(&error, zip_code);
  std::string text = libzip().error_strerror(&error);
  libzip().error_fini(&error);
  return text;
}

}  // namespace

struct MemberStream::State {
  std::unique_ptr<zip_file_t, CloseMember> member;
  ReadPlace place;
  bool stored = false;
  bool finished = false;
  std::uint64_t declared_size = 0;
  std::uint32_t declared_crc = 0;
  std::uint32_t crc = 0;
  std::uint64_t consumed = 0;
  std::uint64_t reported = 0;
  std::uint64_t produced = 0;
  inflate_state inflate;
  std::array<std::uint8_t, kCompressedPiece> piece;

  Status check_limits() const;
  Status fetch();
  Result<std::size_t> read_stored(std::span<char> out);
  Result<std::size_t> read_deflated(std::span<char> out);
  Status finish();
};

MemberStream::MemberStream(std::unique_ptr<State> state) : state_(std::move(state)) {}
MemberStream::MemberStream(MemberStream&&) noexcept = default;
MemberStream& MemberStream::operator=(MemberStream&&) noexcept = default;
MemberStream::~MemberStream() = default;

Status MemberStream::State::check_limits() const {
  if (produced > kMaxInflatedBytes)
    return hostile_archive(place, tr_format("a part inflates to more than {0} MiB", kMaxInflatedBytes >> 20));
  if (produced > kInflateRatioFloor && produced / kMaxInflateRatio > consumed)
    return hostile_archive(place, tr_format("a part inflates more than {0} times", kMaxInflateRatio));
  if (produced > declared_size) return damaged_archive(place, tr("a part is longer than the archive says"));
  return {};
}

Status MemberStream::State::fetch() {
  const zip_int64_t got = libzip().fread(member.get(), piece.data(), piece.size());
  if (got < 0) return damaged_archive(place, tr("the archive ends early or cannot be read"));
  if (got == 0) return damaged_archive(place, tr("the compressed data of a part is cut short"));
  inflate.next_in = piece.data();
  inflate.avail_in = static_cast<std::uint32_t>(got);
  consumed += static_cast<std::uint64_t>(got);
  return {};
}

Result<std::size_t> MemberStream::State::read_stored(std::span<char> out) {
  std::size_t filled = 0;
  while (filled < out.size()) {
    const zip_int64_t got = libzip().fread(member.get(), out.data() + filled, out.size() - filled);
    if (got < 0) return damaged_archive(place, tr("the archive ends early or cannot be read"));
    if (got == 0) {
      finished = true;
      break;
    }
    filled += static_cast<std::size_t>(got);
  }
  consumed += filled;
  return filled;
}

Result<std::size_t> MemberStream::State::read_deflated(std::span<char> out) {
  inflate.next_out = reinterpret_cast<std::uint8_t*>(out.data());
  inflate.avail_out = static_cast<std::uint32_t>(std::min<std::size_t>(out.size(), 1u << 30));
  while (inflate.avail_out > 0) {
    if (libisal().inflate(&inflate) < 0) return damaged_archive(place, tr("the compressed data of a part is damaged"));
    finished = inflate.block_state == ISAL_BLOCK_FINISH;
    if (finished) break;
    if (inflate.avail_out == 0) break;
    if (inflate.avail_in != 0) return damaged_archive(place, tr("the compressed data of a part is damaged"));
    OPORA_TRY(fetch());
  }
  return static_cast<std::size_t>(inflate.next_out - reinterpret_cast<std::uint8_t*>(out.data()));
}

Status MemberStream::State::finish() {
  if (produced != declared_size) return damaged_archive(place, tr("a part is shorter than the archive says"));
  if (crc != declared_crc) return damaged_archive(place, tr("the check sum of a part does not match its content"));
  return {};
}

Result<std::size_t> MemberStream::read(std::span<char> out) {
  State& s = *state_;
  if (s.finished || out.empty()) return std::size_t{0};
  OPORA_ASSIGN(const std::size_t count, s.stored ? s.read_stored(out) : s.read_deflated(out));
  s.produced += count;
  s.crc = libisal().crc32(s.crc, reinterpret_cast<const std::uint8_t*>(out.data()), count);
  OPORA_TRY(s.check_limits());
  if (s.finished) OPORA_TRY(s.finish());
  return count;
}

std::int64_t MemberStream::take_consumed() {
  const std::uint64_t fresh = state_->consumed - state_->reported;
  state_->reported = state_->consumed;
  return static_cast<std::int64_t>(fresh);
}

void ZipArchive::Close::operator()(zip_t* archive) const { libzip().discard(archive); }

Result<ZipArchive> ZipArchive::open(const std::filesystem::path& path, std::string file) {
  OPORA_TRY(archive_libraries());
  int code = 0;
  zip_t* archive = libzip().open(path.c_str(), ZIP_RDONLY, &code);
  if (archive == nullptr) return damaged_archive({.file = std::move(file)}, text_of(code));
  return ZipArchive(archive, std::move(file));
}

std::optional<zip_uint64_t> ZipArchive::find(const std::string& member) const {
  zip_int64_t index = libzip().name_locate(archive_.get(), member.c_str(), 0);
  // Part names are compared without case (OPC, ISO/IEC 29500-2, 6.2.2.3).
  if (index < 0) index = libzip().name_locate(archive_.get(), member.c_str(), ZIP_FL_NOCASE);
  if (index < 0) return std::nullopt;
  return static_cast<zip_uint64_t>(index);
}

bool ZipArchive::has(const std::string& member) const { return find(member).has_value(); }

Result<MemberStream> ZipArchive::stream(const std::string& member, ReadPlace place) {
  const auto index = find(member);
  if (!index) return damaged_archive(place, tr_format("the part {0} is missing", member));
  zip_stat_t stat;
  constexpr zip_uint64_t kNeeded = ZIP_STAT_SIZE | ZIP_STAT_CRC | ZIP_STAT_COMP_METHOD | ZIP_STAT_ENCRYPTION_METHOD;
  if (libzip().stat_index(archive_.get(), *index, 0, &stat) != 0 || (stat.valid & kNeeded) != kNeeded)
    return damaged_archive(place, tr_format("the directory entry of {0} is incomplete", member));
  if (stat.encryption_method != ZIP_EM_NONE)
    return read_error("DATA-008", place, tr("the workbook is protected with a password"),
                      tr("open the file in a spreadsheet, remove the password and save it once more as .xlsx"));
  if (stat.comp_method != ZIP_CM_STORE && stat.comp_method != ZIP_CM_DEFLATE)
    return damaged_archive(place, tr_format("{0} is packed by a method that workbooks do not use", member));
  auto state = std::make_unique<MemberStream::State>();
  state->member.reset(libzip().fopen_index(archive_.get(), *index, ZIP_FL_COMPRESSED));
  if (!state->member) return damaged_archive(place, libzip().strerror(archive_.get()));
  state->place = std::move(place);
  state->stored = stat.comp_method == ZIP_CM_STORE;
  state->declared_size = stat.size;
  state->declared_crc = stat.crc;
  libisal().init(&state->inflate);
  state->inflate.crc_flag = ISAL_DEFLATE;
  state->inflate.avail_in = 0;
  return MemberStream(std::move(state));
}

Result<std::string> ZipArchive::read_all(const std::string& member, std::size_t limit) {
  ReadPlace place{.file = file_};
  OPORA_ASSIGN(MemberStream stream, this->stream(member, place));
  std::string content;
  for (;;) {
    const std::size_t old = content.size();
    if (old > limit) return hostile_archive(place, tr_format("the part {0} is larger than {1} MiB", member, limit >> 20));
    content.resize(old + kCompressedPiece);
    OPORA_ASSIGN(const std::size_t count, stream.read({content.data() + old, kCompressedPiece}));
    content.resize(old + count);
    if (count < kCompressedPiece) return content;
  }
}

}  // namespace opora
