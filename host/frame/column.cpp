#include "frame/column.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <cstring>
#include <new>
#include <unordered_map>

namespace opora {
namespace {

constexpr std::size_t kAlignment = 64;

// One bit a row; eight bytes that are 0 or not become one byte by a multiplication.
std::uint8_t packed_bits(const std::uint8_t* valid) {
  std::uint64_t bytes;
  std::memcpy(&bytes, valid, sizeof bytes);
  bytes |= bytes >> 4;
  bytes |= bytes >> 2;
  bytes |= bytes >> 1;
  return static_cast<std::uint8_t>((bytes & 0x0101010101010101ULL) * 0x0102040810204080ULL >> 56);
}

std::shared_ptr<const Buffer> bitmap(std::span<const std::uint8_t> valid, std::int64_t& nulls) {
  nulls = 0;
  if (valid.empty() || !std::memchr(valid.data(), 0, valid.size())) return nullptr;
  nulls = std::count(valid.begin(), valid.end(), std::uint8_t{0});
  auto bits = std::make_shared<Buffer>((valid.size() + 7) / 8);
  auto* out = reinterpret_cast<std::uint8_t*>(bits->data());
  std::size_t row = 0;
  for (; row + 8 <= valid.size(); row += 8) *out++ = packed_bits(valid.data() + row);
  if (row < valid.size()) {
    std::array<std::uint8_t, 8> rest{};
    std::copy(valid.begin() + static_cast<std::ptrdiff_t>(row), valid.end(), rest.begin());
    *out = packed_bits(rest.data());
  }
  return bits;
}

template <class T>
ColumnValues<T> copied(std::span<const T> values) {
  ColumnValues<T> copy(values.size());
  if (!values.empty()) std::memcpy(copy.data(), values.data(), values.size_bytes());
  return copy;
}

template <class T>
void clear_missing(std::byte* memory, std::span<const std::uint8_t> valid) {
  auto* values = reinterpret_cast<T*>(memory);
  for (std::size_t row = 0; row < valid.size(); ++row) values[row] = valid[row] ? values[row] : T{};
}

}  // namespace

Buffer::Buffer(std::size_t bytes) : size_(bytes) {
  const std::size_t rounded = std::max(kAlignment, (bytes + kAlignment - 1) / kAlignment * kAlignment);
  auto* memory = static_cast<std::byte*>(std::aligned_alloc(kAlignment, rounded));
  if (!memory) throw std::bad_alloc();
  std::memset(memory + bytes, 0, rounded - bytes);  // the padding; the rest is written by whoever fills it
  data_.reset(memory);
}

void Buffer::Free::operator()(std::byte* p) const { std::free(p); }

Dictionary::Dictionary(std::vector<std::string> sorted_unique) : texts_(std::move(sorted_unique)) {}

std::int32_t Dictionary::lower_bound(std::string_view text) const {
  return static_cast<std::int32_t>(std::lower_bound(texts_.begin(), texts_.end(), text) - texts_.begin());
}

std::int32_t Dictionary::find(std::string_view text) const {
  const std::int32_t code = lower_bound(text);
  return code < size() && texts_[static_cast<std::size_t>(code)] == text ? code : -1;
}

Column Column::fixed(ColumnType type, std::shared_ptr<Buffer> values, std::size_t width, std::size_t rows,
                     std::span<const std::uint8_t> valid) {
  Column column;
  column.type_ = type;
  column.size_ = static_cast<std::int64_t>(rows);
  column.validity_ = bitmap(valid, column.null_count_);
  if (column.validity_) {
    if (width == sizeof(std::int64_t)) clear_missing<std::int64_t>(values->data(), valid);
    else clear_missing<std::int32_t>(values->data(), valid);
  }
  column.values_ = std::move(values);
  return column;
}

Column Column::of_int64(ColumnValues<std::int64_t> values, std::span<const std::uint8_t> valid) {
  return fixed(ColumnType::kInt64, std::move(values.buffer_), sizeof(std::int64_t), values.size(), valid);
}

Column Column::of_float64(ColumnValues<double> values, std::span<const std::uint8_t> valid) {
  return fixed(ColumnType::kFloat64, std::move(values.buffer_), sizeof(double), values.size(), valid);
}

Column Column::of_dates(ColumnValues<std::int32_t> days, std::span<const std::uint8_t> valid) {
  return fixed(ColumnType::kDate, std::move(days.buffer_), sizeof(std::int32_t), days.size(), valid);
}

Column Column::of_codes(std::shared_ptr<const Dictionary> dictionary, ColumnValues<std::int32_t> codes) {
  std::int32_t signs = 0;
  for (std::size_t i = 0; i < codes.size(); ++i) signs |= codes[i];
  std::vector<std::uint8_t> valid(signs < 0 ? codes.size() : 0);
  for (std::size_t i = 0; i < valid.size(); ++i) valid[i] = codes[i] >= 0;
  Column column = fixed(ColumnType::kText, std::move(codes.buffer_), sizeof(std::int32_t), codes.size(), valid);
  column.dictionary_ = std::move(dictionary);
  return column;
}

Column Column::of_int64(std::span<const std::int64_t> values, std::span<const std::uint8_t> valid) {
  return of_int64(copied(values), valid);
}

Column Column::of_float64(std::span<const double> values, std::span<const std::uint8_t> valid) {
  return of_float64(copied(values), valid);
}

Column Column::of_dates(std::span<const std::int32_t> days, std::span<const std::uint8_t> valid) {
  return of_dates(copied(days), valid);
}

Column Column::of_codes(std::shared_ptr<const Dictionary> dictionary, std::span<const std::int32_t> codes) {
  return of_codes(std::move(dictionary), copied(codes));
}

Column Column::of_text(std::span<const std::string> values, std::span<const std::uint8_t> valid) {
  std::vector<std::string> unique;
  {
    std::unordered_map<std::string_view, bool> seen;
    for (std::size_t i = 0; i < values.size(); ++i)
      if ((valid.empty() || valid[i]) && seen.emplace(values[i], true).second) unique.push_back(values[i]);
  }
  std::sort(unique.begin(), unique.end());
  auto dictionary = std::make_shared<const Dictionary>(std::move(unique));
  std::unordered_map<std::string_view, std::int32_t> code_of;
  for (std::int32_t code = 0; code < dictionary->size(); ++code) code_of.emplace((*dictionary)[code], code);
  std::vector<std::int32_t> codes(values.size(), -1);
  for (std::size_t i = 0; i < values.size(); ++i)
    if (valid.empty() || valid[i]) codes[i] = code_of.at(values[i]);
  return of_codes(std::move(dictionary), codes);
}

double Column::number(std::int64_t row) const {
  const auto i = static_cast<std::size_t>(row);
  if (type_ == ColumnType::kInt64) return static_cast<double>(int64()[i]);
  if (type_ == ColumnType::kFloat64) return float64()[i];
  return 0;
}

namespace {

bool is_row(std::int64_t row) { return row >= 0; }
bool is_row(std::uint32_t row) { return row != kNoRow; }

// Values at `order`; "no row" and missing rows give 0, as the layout demands.
template <class Value, class Index>
std::shared_ptr<const Buffer> gather(std::span<const Value> values, std::span<const Index> order, bool some_missing) {
  auto buffer = std::make_shared<Buffer>(order.size() * sizeof(Value));
  auto* out = reinterpret_cast<Value*>(buffer->data());
  const Value* from = values.data();
  if (some_missing)
    for (std::size_t i = 0; i < order.size(); ++i) out[i] = is_row(order[i]) ? from[order[i]] : Value{};
  else
    for (std::size_t i = 0; i < order.size(); ++i) out[i] = from[order[i]];
  return buffer;
}

}  // namespace

template <class Index>
Column Column::taken(std::span<const Index> order, bool some_missing) const {
  Column column;
  column.type_ = type_;
  column.size_ = static_cast<std::int64_t>(order.size());
  column.dictionary_ = dictionary_;
  if (validity_ || some_missing) {
    std::vector<std::uint8_t> valid_rows(order.size());
    for (std::size_t i = 0; i < order.size(); ++i)
      valid_rows[i] = is_row(order[i]) && valid(static_cast<std::int64_t>(order[i]));
    column.validity_ = bitmap(valid_rows, column.null_count_);
  }
  switch (type_) {
    case ColumnType::kInt64: column.values_ = gather(int64(), order, some_missing); break;
    case ColumnType::kFloat64: column.values_ = gather(float64(), order, some_missing); break;
    case ColumnType::kDate:
    case ColumnType::kText: column.values_ = gather(codes(), order, some_missing); break;
  }
  return column;
}

Column Column::take(std::span<const std::int64_t> order) const {
  std::int64_t signs = 0;
  for (const std::int64_t row : order) signs |= row;
  return taken(order, signs < 0);
}

Column Column::take(const RowSelection& selection) const {
  return taken(std::span<const std::uint32_t>(selection.rows), selection.some_missing);
}

}  // namespace opora
