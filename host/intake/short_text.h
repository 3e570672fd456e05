// Comparing and hashing the texts of cells: mostly of less than sixteen bytes, for which a call of a
// library function costs more than the work.
#pragma once

#include <cstdint>
#include <cstring>
#include <functional>
#include <string_view>

namespace opora {

namespace short_text {

template <class Word>
std::uint64_t load(const char* from) {
  Word word;
  std::memcpy(&word, from, sizeof word);
  return word;
}

// All bytes of a text of up to sixteen, as two words; texts of one length differ in one of them.
struct Words {
  std::uint64_t first = 0, last = 0;
};
inline Words words_of(std::string_view text) {
  const char* const data = text.data();
  const std::size_t size = text.size();
  if (size >= 8) return {load<std::uint64_t>(data), load<std::uint64_t>(data + size - 8)};
  if (size >= 4) return {load<std::uint32_t>(data), load<std::uint32_t>(data + size - 4)};
  if (size == 0) return {};
  return {load<std::uint8_t>(data) | load<std::uint8_t>(data + size / 2) << 8, load<std::uint8_t>(data + size - 1)};
}

__extension__ using Product = unsigned __int128;

}  // namespace short_text

inline bool same_text(std::string_view a, std::string_view b) {
  if (a.size() != b.size()) return false;
  if (a.size() > 16) return std::memcmp(a.data(), b.data(), a.size()) == 0;
  const auto of_a = short_text::words_of(a), of_b = short_text::words_of(b);
  return of_a.first == of_b.first && of_a.last == of_b.last;
}

// For tables in memory only: the value differs between machines.
inline std::uint64_t text_hash(std::string_view text) {
  if (text.size() > 16) return std::hash<std::string_view>{}(text);
  const auto words = short_text::words_of(text);
  const auto product = static_cast<short_text::Product>(words.first ^ 0x9E3779B97F4A7C15ull) * (words.last ^ 0xD6E8FEB86659FD93ull);
  const std::uint64_t mixed = (static_cast<std::uint64_t>(product) ^ static_cast<std::uint64_t>(product >> 64) ^ text.size()) * 0xFF51AFD7ED558CCDull;
  return mixed ^ mixed >> 32;
}

}  // namespace opora
