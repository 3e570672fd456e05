// SHA-256 over logical content. Every field is written with its length, so that two different
// contents never give the same bytes ("ab","c" and "a","bc").
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "base/result.h"

namespace opora {

using Digest = std::array<std::uint8_t, 32>;

class Hasher {
 public:
  Hasher();
  ~Hasher();
  Hasher(Hasher&&) noexcept;
  Hasher& operator=(Hasher&&) noexcept;

  Hasher& raw(std::span<const std::byte> bytes);   // no length: for the bytes of a file
  Hasher& field(std::string_view text);            // length, then bytes
  Hasher& field(std::int64_t number);              // eight bytes, little endian
  Digest finish();                                 // the hasher is spent afterwards

 private:
  struct State;
  std::unique_ptr<State> state_;
};

Digest digest_of(std::string_view bytes);
Result<Digest> digest_of_file(const std::filesystem::path& file);  // DATA-001 when unreadable
std::string to_hex(const Digest& digest);                          // 64 lower-case digits

}  // namespace opora
