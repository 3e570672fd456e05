// The chance of one case: the same seed and number give the same case, whatever ran before it.
#pragma once

#include <cstdint>
#include <random>
#include <string>
#include <string_view>

namespace opora::fuzz {

class Dice {
 public:
  Dice(std::uint64_t seed, std::uint64_t number) {
    std::seed_seq mixed{seed, seed >> 32, number, number >> 32};
    random_.seed(mixed);
  }
  std::uint64_t any() { return random_(); }
  std::size_t below(std::size_t n) { return n == 0 ? 0 : static_cast<std::size_t>(random_() % n); }  // 0 … n - 1
  bool one_in(std::size_t n) { return below(n) == 0; }
  template <class T, std::size_t N>
  const T& of(const T (&values)[N]) { return values[below(N)]; }
  std::string bytes(std::size_t size) {
    std::string text(size, '\0');
    for (char& c : text) c = static_cast<char>(random_());
    return text;
  }

 private:
  std::mt19937_64 random_;
};

}  // namespace opora::fuzz
