// A text file in chunks of whole records, read into buffers that are used again. The resident memory
// is a few chunks, whatever the size of the file.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/digest.h"
#include "base/result.h"
#include "intake/reader_errors.h"
#include "intake/text_encoding.h"

namespace opora {

// A file opened for reading; closed at the end of its life.
class InputFile {
 public:
  static Result<InputFile> open(const std::filesystem::path& path);
  InputFile(InputFile&& other) noexcept
      : descriptor_(std::exchange(other.descriptor_, -1)), place_(std::move(other.place_)), opened_(other.opened_) {}
  InputFile& operator=(InputFile&&) = delete;
  ~InputFile();

  // Fewer bytes than asked mean the end of the file.
  Result<std::size_t> read(char* out, std::size_t size);
  Status unchanged() const;  // since it was opened; DATA-031
  const ReadPlace& place() const { return place_; }

 private:
  // What changes when someone writes to the file.
  struct Stamp {
    std::int64_t bytes = 0, seconds = 0, nanoseconds = 0;
    bool operator==(const Stamp&) const = default;
  };
  InputFile(int descriptor, ReadPlace place) : descriptor_(descriptor), place_(std::move(place)), opened_(stamp()) {}
  Stamp stamp() const;
  int descriptor_;
  ReadPlace place_;
  Stamp opened_;
};

struct TextLayout {
  TextEncoding encoding = TextEncoding::kUndecided;
  std::size_t bom_bytes = 0;
  char delimiter = ';';
};

struct TextChunk {
  static constexpr std::size_t kPadding = 64;  // bytes behind the text that may be read

  std::unique_ptr<char[]> bytes;
  std::size_t capacity = 0;
  std::size_t size = 0;
  std::int64_t first_line = 1;
  TextEncoding encoding = TextEncoding::kUtf8;  // of `bytes`: UTF-8 or windows-1251

  void reserve(std::size_t wanted);  // keeps the text
};

// Where the last whole record of a text ends. A quote opens a quoted cell only at the cell's start;
// inside, a doubled quote is a quote and line ends belong to the cell.
struct RecordEnd {
  std::size_t end = 0;  // 0: no whole record
  std::optional<std::size_t> open_quote;
};
RecordEnd last_record_end(std::string_view text, char delimiter, bool at_end);

class ChunkSource {
 public:
  // `digest`: of all bytes, gathered as they are read.
  ChunkSource(InputFile file, TextLayout layout, std::size_t chunk_bytes, bool digest = false);

  // The next chunk into a buffer of the caller's; false at the end of the file.
  Result<bool> next(TextChunk& chunk);
  std::int64_t take_consumed() { return std::exchange(consumed_, 0); }
  // At the end of the file: nobody wrote to it meanwhile (DATA-031), and the digest if it was asked for.
  Result<std::optional<Digest>> finish();

 private:
  Status fill(TextChunk& chunk);
  Result<std::size_t> read_raw(char* out, std::size_t size);
  void decide_encoding(TextChunk& chunk);

  InputFile file_;
  std::optional<Hasher> hasher_;
  TextLayout layout_;
  std::size_t chunk_bytes_;
  std::size_t skip_;  // the byte order mark
  Utf16Decoder utf16_;
  std::string wide_;  // bytes of UTF-16 not yet converted
  std::string carry_; // the record cut by the end of the last chunk
  std::int64_t line_ = 1;
  std::int64_t consumed_ = 0;
  bool at_end_ = false;
};

}  // namespace opora
