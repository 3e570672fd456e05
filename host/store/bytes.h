// Writing and reading the bytes of a segment's columns: little-endian numbers, variable-length
// integers, and parts with their length. A reader never leaves its bytes, whatever they say: after
// the first impossible value it is `failed()` and gives zeros.
#pragma once

#include <bit>
#include <cstdint>
#include <cstring>
#include <span>
#include <string>
#include <string_view>

#include "store/segment.h"

namespace opora {

static_assert(std::endian::native == std::endian::little, "segments are read in place");

inline std::uint64_t zigzag(std::int64_t v) {
  return (static_cast<std::uint64_t>(v) << 1) ^ static_cast<std::uint64_t>(v >> 63);
}
inline std::int64_t unzigzag(std::uint64_t v) { return static_cast<std::int64_t>(v >> 1) ^ -static_cast<std::int64_t>(v & 1); }

class ByteWriter {
 public:
  explicit ByteWriter(Blob& out) : out_(out) {}
  void byte(std::uint8_t value) { out_.push_back(value); }
  void varint(std::uint64_t value) {
    for (; value >= 128; value >>= 7) out_.push_back(static_cast<std::uint8_t>(value | 128));
    out_.push_back(static_cast<std::uint8_t>(value));
  }
  void part(std::span<const std::uint8_t> bytes) {
    varint(bytes.size());
    out_.insert(out_.end(), bytes.begin(), bytes.end());
  }
  void text(std::string_view value) { part({reinterpret_cast<const std::uint8_t*>(value.data()), value.size()}); }

 private:
  Blob& out_;
};

class ByteReader {
 public:
  explicit ByteReader(std::span<const std::uint8_t> bytes) : bytes_(bytes) {}
  bool failed() const { return failed_; }
  bool at_end() const { return bytes_.empty(); }
  std::span<const std::uint8_t> rest() const { return bytes_; }

  std::uint8_t byte() {
    if (bytes_.empty()) return fail();
    const std::uint8_t value = bytes_.front();
    bytes_ = bytes_.subspan(1);
    return value;
  }
  std::uint64_t varint() {
    std::uint64_t value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      const std::uint8_t next = byte();
      value |= static_cast<std::uint64_t>(next & 127) << shift;
      if (!(next & 128)) return value;
    }
    return fail();
  }
  std::span<const std::uint8_t> take(std::uint64_t size) {
    if (size > bytes_.size()) {
      fail();
      return {};
    }
    const auto taken = bytes_.first(static_cast<std::size_t>(size));
    bytes_ = bytes_.subspan(static_cast<std::size_t>(size));
    return taken;
  }
  std::span<const std::uint8_t> part() { return take(varint()); }
  std::string text() {
    const auto bytes = part();
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
  }

 private:
  std::uint8_t fail() {
    failed_ = true;
    bytes_ = {};
    return 0;
  }
  std::span<const std::uint8_t> bytes_;
  bool failed_ = false;
};

}  // namespace opora
