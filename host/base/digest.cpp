#include "base/digest.h"

// The plain functions: the general interface sets up the whole library first, which takes longer than a run's digests.
#define OPENSSL_SUPPRESS_DEPRECATED
#include <openssl/sha.h>

#include <cerrno>
#include <cstdio>
#include <cstring>

#include "base/messages.h"

namespace opora {

struct Hasher::State {
  SHA256_CTX context;
  State() { SHA256_Init(&context); }
};

Hasher::Hasher() : state_(std::make_unique<State>()) {}
Hasher::~Hasher() = default;
Hasher::Hasher(Hasher&&) noexcept = default;
Hasher& Hasher::operator=(Hasher&&) noexcept = default;

Hasher& Hasher::raw(std::span<const std::byte> bytes) {
  SHA256_Update(&state_->context, bytes.data(), bytes.size());
  return *this;
}

Hasher& Hasher::field(std::int64_t number) {
  std::array<std::byte, 8> bytes;
  for (int i = 0; i < 8; ++i) bytes[i] = std::byte(static_cast<std::uint64_t>(number) >> (8 * i));
  return raw(bytes);
}

Hasher& Hasher::field(std::string_view text) {
  field(static_cast<std::int64_t>(text.size()));
  return raw(std::as_bytes(std::span(text.data(), text.size())));
}

Digest Hasher::finish() {
  Digest digest;
  SHA256_Final(digest.data(), &state_->context);
  return digest;
}

Digest digest_of(std::string_view bytes) {
  return Hasher().raw(std::as_bytes(std::span(bytes.data(), bytes.size()))).finish();
}

Result<Digest> digest_of_file(const std::filesystem::path& file) {
  std::unique_ptr<std::FILE, int (*)(std::FILE*)> in(std::fopen(file.c_str(), "rb"), &std::fclose);
  const auto unreadable = [&] {
    return make_error("DATA-001", tr_format("cannot read {0}: {1}", file.string(), std::strerror(errno)),
                      tr("check the path and the rights to read it"));
  };
  if (!in) return unreadable();
  Hasher hasher;
  std::setvbuf(in.get(), nullptr, _IONBF, 0);  // pieces go straight into ours
  std::array<std::byte, 64 << 10> piece;
  std::size_t n = 0;
  while ((n = std::fread(piece.data(), 1, piece.size(), in.get())) > 0) hasher.raw({piece.data(), n});
  if (std::ferror(in.get())) return unreadable();
  return hasher.finish();
}

std::string to_hex(const Digest& digest) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string hex;
  for (std::uint8_t byte : digest) {
    hex += kDigits[byte >> 4];
    hex += kDigits[byte & 15];
  }
  return hex;
}

}  // namespace opora
