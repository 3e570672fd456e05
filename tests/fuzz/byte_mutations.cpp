#include <algorithm>
#include <array>
#include <cstring>

#include "fuzz/mutations.h"

namespace opora::fuzz {
namespace {

constexpr std::size_t kLongest = std::size_t{1} << 20;

std::uint64_t odd_number(Dice& dice) {
  constexpr std::uint64_t kOdd[] = {0, 1, 7, 0x7F, 0x80, 0xFF, 0x7FFF, 0x8000, 0xFFFF, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF,
                                    0x7FFFFFFFFFFFFFFF, 0x8000000000000000, 0xFFFFFFFFFFFFFFFF};
  return dice.one_in(4) ? dice.any() : dice.of(kOdd);
}

struct Block {
  std::size_t from, size;
};
Block block_of(const std::string& bytes, Dice& dice) {
  const std::size_t from = dice.below(bytes.size());
  constexpr std::size_t kSizes[] = {1, 4, 16, 64, 256, 4096, kLongest};
  return {from, std::min(bytes.size() - from, 1 + dice.below(dice.of(kSizes)))};
}

void damage(std::string& bytes, const std::string& other, Dice& dice) {
  if (bytes.empty()) bytes = dice.bytes(1 + dice.below(64));
  const Block a = block_of(bytes, dice), b = block_of(bytes, dice);
  switch (dice.below(10)) {
    case 0: bytes[a.from] = static_cast<char>(bytes[a.from] ^ (1 << dice.below(8))); break;
    case 1: bytes[a.from] = static_cast<char>(dice.any()); break;
    case 2: {
      constexpr std::size_t kWidths[] = {2, 4, 8};
      const std::uint64_t number = odd_number(dice);
      std::memcpy(bytes.data() + a.from, &number, std::min(dice.of(kWidths), bytes.size() - a.from));
      break;
    }
    case 3: bytes.resize(a.from); break;
    case 4: bytes.erase(a.from, a.size); break;
    case 5: bytes.insert(b.from, bytes.substr(a.from, a.size)); break;
    case 6: {
      const std::string moved = bytes.substr(a.from, a.size);
      bytes.erase(a.from, a.size);
      bytes.insert(dice.below(bytes.size() + 1), moved);
      break;
    }
    case 7: std::fill_n(bytes.begin() + static_cast<std::ptrdiff_t>(a.from), a.size, static_cast<char>(odd_number(dice))); break;
    case 8: {
      const Block there = block_of(other.empty() ? bytes : other, dice);
      bytes.replace(a.from, a.size, (other.empty() ? bytes : other).substr(there.from, there.size));
      break;
    }
    default: bytes.replace(a.from, a.size, dice.bytes(a.size)); break;
  }
  if (bytes.size() > kLongest) bytes.resize(kLongest);
}

}  // namespace

std::string mutated_bytes(std::string bytes, const std::string& other, Dice& dice) {
  for (std::size_t left = 1 + dice.below(4); left > 0; --left) damage(bytes, other, dice);
  return bytes;
}

}  // namespace opora::fuzz
