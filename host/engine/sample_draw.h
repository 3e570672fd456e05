// Made-up numbers that depend on nothing but their keys: the ability of pupil 7 of a cohort is the same in
// whichever file and on whichever thread it is asked for. Only integer and the four basic floating
// operations are used, which IEEE 754 makes the same everywhere; no libm.
#pragma once

#include <cstdint>
#include <initializer_list>

namespace opora {

class Draw {
 public:
  Draw(std::uint64_t seed, std::initializer_list<std::uint64_t> keys) : state_(seed) {
    for (std::uint64_t key : keys) state_ = scrambled(state_ ^ (key + kStep));
  }

  // SplitMix64 (Steele, Lea, Flood 2014).
  std::uint64_t bits() { return scrambled(state_ += kStep); }
  double uniform() { return static_cast<double>(bits() >> 11) * 0x1p-53; }  // [0, 1)
  int below(int n) { return static_cast<int>(((bits() >> 32) * static_cast<std::uint64_t>(n)) >> 32); }
  bool chance(double probability) { return uniform() < probability; }

  // Mean 0, deviation 1, within ±3.46: four sixteen-bit uniforms added up (Irwin–Hall).
  double normal() {
    const std::uint64_t b = bits();
    const auto sum = (b & 0xFFFF) + ((b >> 16) & 0xFFFF) + ((b >> 32) & 0xFFFF) + (b >> 48);
    return (static_cast<double>(sum) - 131070.0) * (1.7320508075688772 / 65536.0);
  }

 private:
  static constexpr std::uint64_t kStep = 0x9E3779B97F4A7C15u;
  static constexpr std::uint64_t scrambled(std::uint64_t z) {
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return z ^ (z >> 31);
  }
  std::uint64_t state_;
};

}  // namespace opora
