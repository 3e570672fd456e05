#include "frame/column.h"

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <new>
#include <unordered_map>

namespace opora {
namespace {

constexpr std::size_t kAlignment = 64;

std::shared_ptr<const Buffer> bitmap(std::span<const std::uint8_t> valid, std::int64_t& nulls) {
  nulls = std::count(valid.begin(), valid.end(), std::uint8_t{0});
  if (nulls == 0) return nullptr;
  auto bits = std::make_shared<Buffer>((valid.size() + 7) / 8);
  std::memset(bits->data(), 0, bits->size());
  for (std::size_t i = 0; i < valid.size(); ++i)
    if (valid[i]) bits->data()[i >> 3] |= std::byte(1u << (i & 7));
  return bits;
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

Column Column::fixed(ColumnType type, const void* values, std::size_t width, std::size_t rows,
                     std::span<const std::uint8_t> valid) {
  Column column;
  column.type_ = type;
  column.size_ = static_cast<std::int64_t>(rows);
  auto buffer = std::make_shared<Buffer>(rows * width);
  if (rows > 0) std::memcpy(buffer->data(), values, rows * width);
  if (!valid.empty()) {
    column.validity_ = bitmap(valid, column.null_count_);
    if (column.validity_)
      for (std::size_t i = 0; i < rows; ++i)
        if (!valid[i]) std::memset(buffer->data() + i * width, 0, width);
  }
  column.values_ = std::move(buffer);
  return column;
}

Column Column::of_int64(std::span<const std::int64_t> values, std::span<const std::uint8_t> valid) {
  return fixed(ColumnType::kInt64, values.data(), sizeof(std::int64_t), values.size(), valid);
}

Column Column::of_float64(std::span<const double> values, std::span<const std::uint8_t> valid) {
  return fixed(ColumnType::kFloat64, values.data(), sizeof(double), values.size(), valid);
}

Column Column::of_dates(std::span<const std::int32_t> days, std::span<const std::uint8_t> valid) {
  return fixed(ColumnType::kDate, days.data(), sizeof(std::int32_t), days.size(), valid);
}

Column Column::of_codes(std::shared_ptr<const Dictionary> dictionary, std::span<const std::int32_t> codes) {
  std::vector<std::uint8_t> valid;
  if (std::any_of(codes.begin(), codes.end(), [](std::int32_t code) { return code < 0; })) {
    valid.resize(codes.size());
    for (std::size_t i = 0; i < codes.size(); ++i) valid[i] = codes[i] >= 0;
  }
  Column column = fixed(ColumnType::kText, codes.data(), sizeof(std::int32_t), codes.size(), valid);
  column.dictionary_ = std::move(dictionary);
  return column;
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

// Values at `order`; index -1 and missing rows give 0, as the layout demands.
template <class Value>
std::shared_ptr<const Buffer> gather(std::span<const Value> values, std::span<const std::int64_t> order) {
  auto buffer = std::make_shared<Buffer>(order.size() * sizeof(Value));
  auto* out = reinterpret_cast<Value*>(buffer->data());
  for (std::size_t i = 0; i < order.size(); ++i) out[i] = order[i] < 0 ? Value{} : values[static_cast<std::size_t>(order[i])];
  return buffer;
}

}  // namespace

Column Column::take(std::span<const std::int64_t> order) const {
  Column column;
  column.type_ = type_;
  column.size_ = static_cast<std::int64_t>(order.size());
  column.dictionary_ = dictionary_;
  if (validity_ || std::any_of(order.begin(), order.end(), [](std::int64_t i) { return i < 0; })) {
    std::vector<std::uint8_t> valid_rows(order.size());
    for (std::size_t i = 0; i < order.size(); ++i) valid_rows[i] = order[i] >= 0 && valid(order[i]);
    column.validity_ = bitmap(valid_rows, column.null_count_);
  }
  switch (type_) {
    case ColumnType::kInt64: column.values_ = gather(int64(), order); break;
    case ColumnType::kFloat64: column.values_ = gather(float64(), order); break;
    case ColumnType::kDate:
    case ColumnType::kText: column.values_ = gather(codes(), order); break;
  }
  return column;
}

}  // namespace opora
