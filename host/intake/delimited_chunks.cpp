#include "intake/delimited_chunks.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <system_error>

namespace opora {
namespace {

constexpr std::size_t kMaxRecord = 16 << 20;

}  // namespace

Result<InputFile> InputFile::open(const std::filesystem::path& path) {
  ReadPlace place{.file = path.string()};
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0)
    return read_error("DATA-001", place, tr("the file cannot be opened"), tr("check its name and that you may read it"),
                      std::generic_category().message(errno));
  return InputFile(descriptor, std::move(place));
}

InputFile::~InputFile() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

InputFile::Stamp InputFile::stamp() const {
  struct stat about = {};
  if (descriptor_ < 0 || ::fstat(descriptor_, &about) != 0 || !S_ISREG(about.st_mode)) return {};
  return {about.st_size, about.st_mtim.tv_sec, about.st_mtim.tv_nsec};
}

Status InputFile::unchanged() const {
  if (stamp() == opened_) return {};
  return read_error("DATA-031", place_, tr("the file was changed while it was read"),
                    tr("wait until the other program has finished with it and repeat the import"));
}

Result<std::size_t> InputFile::read(char* out, std::size_t size) {
  std::size_t filled = 0;
  while (filled < size) {
    const ssize_t got = ::read(descriptor_, out + filled, size - filled);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0)
      return read_error("DATA-001", place_, tr("the file cannot be read to its end"),
                        tr("check the drive or network folder it lies on, or copy it to this computer"),
                        std::generic_category().message(errno));
    if (got == 0) break;
    filled += static_cast<std::size_t>(got);
  }
  return filled;
}

void TextChunk::reserve(std::size_t wanted) {
  if (wanted <= capacity) return;
  auto larger = std::make_unique<char[]>(wanted + kPadding);
  if (size > 0) std::memcpy(larger.get(), bytes.get(), size);
  bytes = std::move(larger);
  capacity = wanted;
}

RecordEnd last_record_end(std::string_view text, char delimiter, bool at_end) {
  RecordEnd record;
  std::size_t at = 0;
  for (;;) {
    const std::size_t quote = text.find('"', at);
    const std::size_t newline = text.substr(at, quote - at).rfind('\n');
    if (newline != std::string_view::npos) record.end = at + newline + 1;
    if (quote == std::string_view::npos) return record;
    at = quote + 1;
    const char before = quote == 0 ? '\n' : text[quote - 1];
    if (before != '\n' && before != delimiter) continue;  // a quote inside a cell is a character
    for (;;) {
      const std::size_t close = text.find('"', at);
      const bool doubt = close + 1 == text.size() && !at_end;
      if (close == std::string_view::npos || doubt) {
        record.open_quote = quote;
        return record;
      }
      at = close + 1;
      if (at == text.size() || text[at] != '"') break;
      ++at;
    }
  }
}

ChunkSource::ChunkSource(InputFile file, TextLayout layout, std::size_t chunk_bytes, bool digest)
    : file_(std::move(file)),
      hasher_(digest ? std::optional<Hasher>(std::in_place) : std::nullopt),
      layout_(layout),
      chunk_bytes_(chunk_bytes),
      skip_(layout.bom_bytes),
      utf16_(layout.encoding == TextEncoding::kUtf16Big) {}

Result<std::size_t> ChunkSource::read_raw(char* out, std::size_t size) {
  if (skip_ > 0) {
    char mark[4];
    OPORA_ASSIGN(const std::size_t skipped, file_.read(mark, std::exchange(skip_, 0)));
    consumed_ += static_cast<std::int64_t>(skipped);
    if (hasher_) hasher_->raw(std::as_bytes(std::span(mark, skipped)));
  }
  OPORA_ASSIGN(const std::size_t count, file_.read(out, size));
  consumed_ += static_cast<std::int64_t>(count);
  if (hasher_) hasher_->raw(std::as_bytes(std::span(out, count)));
  at_end_ = count < size;
  return count;
}

Status ChunkSource::fill(TextChunk& chunk) {
  const std::size_t space = chunk.capacity - chunk.size;
  const bool wide = layout_.encoding == TextEncoding::kUtf16Big || layout_.encoding == TextEncoding::kUtf16Little;
  if (!wide) {
    OPORA_ASSIGN(const std::size_t count, read_raw(chunk.bytes.get() + chunk.size, space));
    chunk.size += count;
    return {};
  }
  wide_.resize((space - std::min<std::size_t>(space, 16)) / 3 * 2);
  OPORA_ASSIGN(const std::size_t count, read_raw(wide_.data(), wide_.size()));
  char* out = chunk.bytes.get() + chunk.size;
  if (!utf16_.append({wide_.data(), count}, at_end_, out))
    return read_error("DATA-002", file_.place(), tr("the file says that it is UTF-16 but is not"), tr("save it once more as UTF-8"));
  chunk.size = static_cast<std::size_t>(out - chunk.bytes.get());
  return {};
}

// The first chunk with letters beyond ASCII decides for the whole file.
void ChunkSource::decide_encoding(TextChunk& chunk) {
  const std::string_view text(chunk.bytes.get(), chunk.size);
  if (layout_.encoding == TextEncoding::kUndecided && check_text(text).non_ascii != TextCheck::kNone)
    layout_.encoding = is_mostly_utf8(text) ? TextEncoding::kUtf8 : TextEncoding::kWindows1251;
  const bool legacy = layout_.encoding == TextEncoding::kWindows1251;
  chunk.encoding = legacy ? TextEncoding::kWindows1251 : TextEncoding::kUtf8;
}

Result<bool> ChunkSource::next(TextChunk& chunk) {
  chunk.size = 0;
  chunk.reserve(std::max(chunk_bytes_, carry_.size() + chunk_bytes_ / 2));
  carry_.copy(chunk.bytes.get(), carry_.size());
  chunk.size = carry_.size();
  carry_.clear();
  chunk.first_line = line_;
  ReadPlace place = file_.place();
  for (;;) {
    if (!at_end_) OPORA_TRY(fill(chunk));
    if (chunk.size == 0) return false;
    const std::string_view text(chunk.bytes.get(), chunk.size);
    RecordEnd record = last_record_end(text, layout_.delimiter, at_end_);
    if (at_end_ && record.open_quote) {
      place.line = line_ + count_lines(text.substr(0, *record.open_quote));
      return read_error("DATA-002", place, tr("a quote is opened and never closed"),
                        tr("close the quote on this line, or remove it, and repeat the import"));
    }
    if (at_end_) record.end = chunk.size;
    if (record.end > 0) {
      carry_.assign(text.substr(record.end));
      chunk.size = record.end;
      line_ += count_lines({chunk.bytes.get(), chunk.size});
      decide_encoding(chunk);
      return true;
    }
    if (chunk.size >= kMaxRecord) {
      place.line = line_;
      return too_long(place, tr_format("the line has more than {0} MiB", kMaxRecord >> 20));
    }
    chunk.reserve(std::min(chunk.capacity * 2, kMaxRecord + chunk_bytes_));
  }
}

Result<std::optional<Digest>> ChunkSource::finish() {
  OPORA_TRY(file_.unchanged());
  return hasher_ ? std::optional<Digest>(hasher_->finish()) : std::nullopt;
}

}  // namespace opora
