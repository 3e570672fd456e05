// The plugin's own generator, so that a seed means the same draws with every compiler and library.
#pragma once

#include <cstddef>
#include <cstdint>

namespace clusters {

// xoshiro256** 1.0 (Blackman, Vigna 2018), its state filled by SplitMix64 from one number.
class Random {
 public:
  explicit Random(std::uint64_t seed) {
    for (std::uint64_t& word : state_) {
      seed += 0x9E3779B97F4A7C15U;
      std::uint64_t z = seed;
      z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9U;
      z = (z ^ (z >> 27)) * 0x94D049BB133111EBU;
      word = z ^ (z >> 31);
    }
  }

  std::uint64_t next() {
    const std::uint64_t result = rotated(state_[1] * 5, 7) * 9;
    const std::uint64_t shifted = state_[1] << 17;
    state_[2] ^= state_[0], state_[3] ^= state_[1], state_[1] ^= state_[2], state_[0] ^= state_[3];
    state_[2] ^= shifted;
    state_[3] = rotated(state_[3], 45);
    return result;
  }
  // In [0, 1), 53 bits.
  double uniform() { return static_cast<double>(next() >> 11) * 0x1.0p-53; }
  // 0 … n − 1, each equally likely: numbers of the incomplete last round are drawn again.
  std::size_t below(std::size_t n) {
    const std::uint64_t rounds = UINT64_MAX / n * n;
    std::uint64_t drawn = next();
    while (drawn >= rounds) drawn = next();
    return static_cast<std::size_t>(drawn % n);
  }

 private:
  static std::uint64_t rotated(std::uint64_t x, int by) { return (x << by) | (x >> (64 - by)); }
  std::uint64_t state_[4];
};

}  // namespace clusters
