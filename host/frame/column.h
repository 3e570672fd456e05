// Immutable columns in the layout of the Arrow C Data Interface (restricted profile): offset 0,
// buffers aligned to 64 bytes, a validity bitmap only where a value is missing.
//   kInt64   "l"    int64 values
//   kFloat64 "g"    double values
//   kText    "u" dictionary, int32 codes; the dictionary is sorted by bytes and without repeats, so
//            that the order of codes is the order of the texts
//   kDate    "tdD"  int32 days since 1970-01-01
// Copying a column copies two pointers; memory is shared and never written again.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace opora {

enum class ColumnType : std::uint8_t { kInt64, kFloat64, kText, kDate };

// 64-byte aligned memory with zeroed padding, freed with the last column that uses it.
class Buffer {
 public:
  explicit Buffer(std::size_t bytes);
  std::byte* data() { return data_.get(); }
  const std::byte* data() const { return data_.get(); }
  std::size_t size() const { return size_; }

 private:
  struct Free {
    void operator()(std::byte* p) const;
  };
  std::unique_ptr<std::byte[], Free> data_;
  std::size_t size_;
};

// Sorted, unique texts: offsets[i]…offsets[i+1] of `bytes`, as Arrow lays them out.
class Dictionary {
 public:
  explicit Dictionary(std::vector<std::string> sorted_unique);
  std::string_view operator[](std::int32_t code) const { return texts_[static_cast<std::size_t>(code)]; }
  std::int32_t size() const { return static_cast<std::int32_t>(texts_.size()); }
  std::int32_t find(std::string_view text) const;         // -1: not there
  std::int32_t lower_bound(std::string_view text) const;  // first code whose text is not less
  const std::vector<std::string>& texts() const { return texts_; }

 private:
  std::vector<std::string> texts_;
};

class Column {
 public:
  Column() = default;
  static Column of_int64(std::span<const std::int64_t> values, std::span<const std::uint8_t> valid = {});
  static Column of_float64(std::span<const double> values, std::span<const std::uint8_t> valid = {});
  static Column of_dates(std::span<const std::int32_t> days, std::span<const std::uint8_t> valid = {});
  // Builds the dictionary; `valid` as above (one byte a row, 0 = missing, empty = all present).
  static Column of_text(std::span<const std::string> values, std::span<const std::uint8_t> valid = {});
  // Codes of an existing dictionary; a negative code is a missing value.
  static Column of_codes(std::shared_ptr<const Dictionary> dictionary, std::span<const std::int32_t> codes);

  ColumnType type() const { return type_; }
  std::int64_t size() const { return size_; }
  std::int64_t null_count() const { return null_count_; }
  // The bitmap, or nothing when every row has a value.
  const std::byte* validity() const { return validity_ ? validity_->data() : nullptr; }
  bool valid(std::int64_t row) const {
    return !validity_ || (std::to_integer<int>(validity_->data()[row >> 3]) >> (row & 7) & 1);
  }

  // Typed views of all rows; a missing row holds 0 (text: code 0). The type must match.
  std::span<const std::int64_t> int64() const { return {reinterpret_cast<const std::int64_t*>(values_->data()), rows()}; }
  std::span<const double> float64() const { return {reinterpret_cast<const double*>(values_->data()), rows()}; }
  std::span<const std::int32_t> codes() const { return {reinterpret_cast<const std::int32_t*>(values_->data()), rows()}; }
  std::span<const std::int32_t> days() const { return codes(); }
  const std::shared_ptr<const Dictionary>& dictionary() const { return dictionary_; }
  std::string_view text(std::int64_t row) const { return (*dictionary_)[codes()[static_cast<std::size_t>(row)]]; }
  // Number as double; kInt64 exactly up to 2^53. For kText and kDate 0.
  double number(std::int64_t row) const;

  // Rows `order[i]`, in that order. Indices must be in range; -1 gives a missing value.
  Column take(std::span<const std::int64_t> order) const;

 private:
  std::size_t rows() const { return static_cast<std::size_t>(size_); }
  static Column fixed(ColumnType type, const void* values, std::size_t width, std::size_t rows,
                      std::span<const std::uint8_t> valid);

  ColumnType type_ = ColumnType::kInt64;
  std::int64_t size_ = 0;
  std::int64_t null_count_ = 0;
  std::shared_ptr<const Buffer> values_;
  std::shared_ptr<const Buffer> validity_;
  std::shared_ptr<const Dictionary> dictionary_;
};

}  // namespace opora
