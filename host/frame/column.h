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

// The values of a column to come: filled in place and handed over without a copy. Fresh memory holds
// anything, so every row has to be written (a missing one too, with anything).
template <class T>
class ColumnValues {
 public:
  explicit ColumnValues(std::size_t rows) : buffer_(std::make_shared<Buffer>(rows * sizeof(T))), size_(rows) {}
  T* data() { return reinterpret_cast<T*>(buffer_->data()); }
  const T* data() const { return reinterpret_cast<const T*>(buffer_->data()); }
  std::size_t size() const { return size_; }
  T& operator[](std::size_t row) { return data()[row]; }
  const T& operator[](std::size_t row) const { return data()[row]; }
  operator std::span<const T>() const { return {data(), size_}; }

 private:
  friend class Column;
  std::shared_ptr<Buffer> buffer_;
  std::size_t size_;
};

// Chosen rows of a table with fewer than 2^32 - 1 rows, in the order wanted; kNoRow gives a missing value.
inline constexpr std::uint32_t kNoRow = UINT32_MAX;
struct RowSelection {
  std::vector<std::uint32_t> rows;
  bool some_missing = false;  // whether kNoRow is among them
};

class Column {
 public:
  Column() = default;
  static Column of_int64(std::span<const std::int64_t> values, std::span<const std::uint8_t> valid = {});
  static Column of_float64(std::span<const double> values, std::span<const std::uint8_t> valid = {});
  static Column of_dates(std::span<const std::int32_t> days, std::span<const std::uint8_t> valid = {});
  // The same from memory that was filled in place. Missing rows become 0 here.
  static Column of_int64(ColumnValues<std::int64_t> values, std::span<const std::uint8_t> valid = {});
  static Column of_float64(ColumnValues<double> values, std::span<const std::uint8_t> valid = {});
  static Column of_dates(ColumnValues<std::int32_t> days, std::span<const std::uint8_t> valid = {});
  static Column of_codes(std::shared_ptr<const Dictionary> dictionary, ColumnValues<std::int32_t> codes);
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
  Column take(const RowSelection& selection) const;

 private:
  std::size_t rows() const { return static_cast<std::size_t>(size_); }
  static Column fixed(ColumnType type, std::shared_ptr<Buffer> values, std::size_t width, std::size_t rows,
                      std::span<const std::uint8_t> valid);
  template <class Index>
  Column taken(std::span<const Index> order, bool some_missing) const;

  ColumnType type_ = ColumnType::kInt64;
  std::int64_t size_ = 0;
  std::int64_t null_count_ = 0;
  std::shared_ptr<const Buffer> values_;
  std::shared_ptr<const Buffer> validity_;
  std::shared_ptr<const Dictionary> dictionary_;
};

}  // namespace opora
