// Unsigned values of `width` bits one after another, lowest bit first. The bytes end with the last
// value: readers copy the last ones to a padded place instead of reading beyond.
#pragma once

#include <algorithm>
#include <array>
#include <cstring>
#include <utility>

#include "store/segment.h"

namespace opora {

// At most 2^32 values (no overflow).
inline std::size_t packed_size(std::size_t count, int width) { return (count * static_cast<std::size_t>(width) + 7) / 8; }

// value(i) must fit into `width` bits.
template <class Value>
void pack_bits(std::size_t count, int width, Blob& out, Value value) {
  if (width == 0) return;
  const std::size_t start = out.size();
  out.resize(start + packed_size(count, width) + 16);
  std::uint8_t* to = out.data() + start;
  std::uint64_t waiting = 0;
  int bits = 0;
  for (std::size_t i = 0; i < count; ++i) {
    const std::uint64_t v = value(i);
    waiting |= v << bits;
    bits += width;
    if (bits >= 64) {
      std::memcpy(to, &waiting, 8);
      to += 8;
      bits -= 64;
      waiting = bits == 0 ? 0 : v >> (width - bits);
    }
  }
  std::memcpy(to, &waiting, 8);
  out.resize(start + packed_size(count, width));
}

// take(i, value) for each; `in` holds at least packed_size(count, width) bytes.
template <class Take>
void unpack_bits(std::span<const std::uint8_t> in, int width, std::size_t count, Take take) {
  const std::uint64_t mask = width == 64 ? ~std::uint64_t{0} : (std::uint64_t{1} << width) - 1;
  const auto at = [&](const std::uint8_t* bytes, std::size_t bit) {
    std::uint64_t low, value;
    std::memcpy(&low, bytes + bit / 8, 8);
    value = low >> (bit % 8);
    if (bit % 8 + static_cast<std::size_t>(width) > 64) value |= std::uint64_t{bytes[bit / 8 + 8]} << (64 - bit % 8);
    return value & mask;
  };
  // Values whose nine bytes lie within the input, then the rest from a padded copy.
  const std::size_t safe_bits = in.size() > 9 ? (in.size() - 9) * 8 : 0;
  const std::size_t safe = width == 0 ? count : std::min(count, safe_bits / static_cast<std::size_t>(width));
  std::size_t i = 0;
  if (width == 0) {
    for (; i < count; ++i) take(i, std::uint64_t{0});
    return;
  }
  for (; i < safe; ++i) take(i, at(in.data(), i * static_cast<std::size_t>(width)));
  if (i == count) return;
  const std::size_t first_byte = i * static_cast<std::size_t>(width) / 8;
  std::array<std::uint8_t, 64> tail{};
  const std::size_t rest = std::min(in.size() - first_byte, tail.size() - 9);
  std::memcpy(tail.data(), in.data() + first_byte, rest);
  for (; i < count; ++i) take(i, at(tail.data(), i * static_cast<std::size_t>(width) - first_byte * 8));
}

namespace unpacking {

template <int Width>
void whole_bytes(const std::uint8_t* in, std::size_t size, std::uint8_t base, std::uint8_t* out, std::size_t count) {
  constexpr std::uint64_t kMask = (1u << Width) - 1;
  std::size_t i = 0;
  // Eight values are `Width` bytes; loads of eight bytes stay within the input.
  for (; i + 8 <= count && (i / 8) * Width + 8 <= size; i += 8) {
    std::uint64_t bits;
    std::memcpy(&bits, in + (i / 8) * Width, 8);
    for (int k = 0; k < 8; ++k) out[i + static_cast<std::size_t>(k)] = static_cast<std::uint8_t>(base + ((bits >> (k * Width)) & kMask));
  }
  for (; i < count; ++i) {
    const std::size_t bit = i * Width;
    unsigned two = in[bit / 8];
    if (bit / 8 + 1 < size) two |= static_cast<unsigned>(in[bit / 8 + 1]) << 8;
    out[i] = static_cast<std::uint8_t>(base + ((two >> (bit % 8)) & kMask));
  }
}

}  // namespace unpacking

// The scan's path: widths 0…8 straight into bytes, base added modulo 256.
inline void unpack_bytes(std::span<const std::uint8_t> in, int width, std::uint8_t base, void* to, std::size_t count) {
  auto* out = static_cast<std::uint8_t*>(to);
  const auto run = [&]<int W>(std::integral_constant<int, W>) { unpacking::whole_bytes<W>(in.data(), in.size(), base, out, count); };
  switch (width) {
    case 0: std::memset(out, base, count); return;
    case 1: return run(std::integral_constant<int, 1>{});
    case 2: return run(std::integral_constant<int, 2>{});
    case 3: return run(std::integral_constant<int, 3>{});
    case 4: return run(std::integral_constant<int, 4>{});
    case 5: return run(std::integral_constant<int, 5>{});
    case 6: return run(std::integral_constant<int, 6>{});
    case 7: return run(std::integral_constant<int, 7>{});
    default: return run(std::integral_constant<int, 8>{});
  }
}

}  // namespace opora
