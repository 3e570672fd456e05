// Spellings of cells seen before. A table's cells are spelt alike: between the address and the value
// stand the same bytes, ` t="inlineStr"><is><t>` or ` s="3"><v>`. Once the XML parser has read a cell,
// its spelling is kept with its meaning, and a cell that repeats it byte for byte need not be parsed
// again. Whatever differs goes to the parser, so the parser alone decides what XML means.
#pragma once

#include <array>
#include <cstdint>
#include <cstring>
#include <string_view>
#include <vector>

namespace opora {

enum class CellForm : std::uint8_t { kEmpty, kNumber, kDate, kShared, kText, kBoolean, kError, kIsoDate };

// Up to 64 bytes compared in words of eight. Reads 64 bytes from `place` at most.
class Spelling {
 public:
  static constexpr std::size_t kMaxBytes = 64;

  Spelling() = default;
  explicit Spelling(std::string_view text) : size_(text.size()) {
    std::array<char, kMaxBytes> bytes{};
    std::array<char, kMaxBytes> mask{};
    std::memcpy(bytes.data(), text.data(), size_);
    std::memset(mask.data(), 0xFF, size_);
    std::memcpy(words_.data(), bytes.data(), kMaxBytes);
    std::memcpy(masks_.data(), mask.data(), kMaxBytes);
  }

  bool at(const char* place) const {
    for (std::size_t i = 0; i * 8 < size_; ++i) {
      std::uint64_t word;
      std::memcpy(&word, place + 8 * i, 8);
      if (((word ^ words_[i]) & masks_[i]) != 0) return false;
    }
    return true;
  }
  std::size_t size() const { return size_; }
  bool operator==(const Spelling&) const = default;

 private:
  std::size_t size_ = 0;
  std::array<std::uint64_t, kMaxBytes / 8> words_{};
  std::array<std::uint64_t, kMaxBytes / 8> masks_{};
};

struct CellShape {
  Spelling before;  // from behind the address to the value, or to the end of an empty cell
  Spelling after;   // from behind the value to the end of the cell; empty for an empty cell
  CellForm form = CellForm::kEmpty;
};

// The few shapes of a sheet; the shape of the cell above is tried first.
class CellShapes {
 public:
  static constexpr std::size_t kMaxShapes = 32;

  void learn(CellShape shape) {
    if (shapes_.size() == kMaxShapes) return;
    for (const CellShape& known : shapes_)
      if (known.before == shape.before && known.after == shape.after) return;
    shapes_.push_back(shape);
  }

  const CellShape* find(const char* place, std::size_t column) {
    if (column >= last_.size()) last_.resize(column + 64, 0);
    if (last_[column] < shapes_.size() && shapes_[last_[column]].before.at(place)) return &shapes_[last_[column]];
    for (std::size_t i = 0; i < shapes_.size(); ++i) {
      if (!shapes_[i].before.at(place)) continue;
      last_[column] = static_cast<std::uint8_t>(i);
      return &shapes_[i];
    }
    return nullptr;
  }

 private:
  std::vector<CellShape> shapes_;
  std::vector<std::uint8_t> last_;  // by column
};

}  // namespace opora
