// Columns: arithmetic by host kernels, and views of their values that hide which are missing.
#pragma once

#include <cmath>
#include <concepts>
#include <iterator>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "opora/plugin/call.hpp"

namespace opora::sdk {

template <class T>
concept ColumnValue = std::same_as<T, std::int64_t> || std::same_as<T, double> || std::same_as<T, std::string_view>;

// The rows of a column. view[row] is a value or nothing; for_each_valid(f) calls f(row, value) for the
// rows that have one, in order: the one loop that is right with and without missing values.
// A view of double reads whole numbers, too.
template <ColumnValue T>
class ColumnView {
 public:
  std::int64_t size() const { return array_.length; }

  // Stands in loops over all rows, which compilers leave as calls of a function unless told otherwise.
  [[gnu::always_inline]] std::optional<T> operator[](std::int64_t row) const {
    if constexpr (kFullyChecked)
      if (row < 0 || row >= size()) throw std::out_of_range("row " + std::to_string(row) + " of " + std::to_string(size()));
    if (!valid(row)) return std::nullopt;
    return at(row);
  }
  T value_or(std::int64_t row, T otherwise) const { return (*this)[row].value_or(otherwise); }

  template <class F>
  void for_each_valid(F&& f) const {
    const auto each = [&](auto&& present) {
      for (std::int64_t row = 0; row < size(); ++row)
        if (present(row)) f(row, at(row));
    };
    if (array_.buffers[0] == nullptr && !decimals()) each([](std::int64_t) { return true; });
    else each([this](std::int64_t row) { return valid(row); });
  }

  // Texts only: the code of a row (equal codes, equal texts, in byte order); -1 when missing.
  std::int32_t code(std::int64_t row) const requires std::same_as<T, std::string_view> {
    return valid(row) ? static_cast<const std::int32_t*>(array_.buffers[1])[row] : -1;
  }
  std::int32_t codes() const requires std::same_as<T, std::string_view> {
    return static_cast<std::int32_t>(array_.dictionary->length);
  }
  std::string_view text_of(std::int32_t code) const requires std::same_as<T, std::string_view> {
    const auto* offsets = static_cast<const std::int32_t*>(array_.dictionary->buffers[1]);
    const auto* bytes = static_cast<const char*>(array_.dictionary->buffers[2]);
    return {bytes + offsets[code], static_cast<std::size_t>(offsets[code + 1] - offsets[code])};
  }

 private:
  friend class Column;
  [[gnu::always_inline]] bool valid(std::int64_t row) const {
    const auto* bits = static_cast<const std::uint8_t*>(array_.buffers[0]);
    if (bits != nullptr && (bits[row >> 3] >> (row & 7) & 1) == 0) return false;
    if constexpr (std::same_as<T, double>)
      if (decimals() && std::isnan(at(row))) return false;
    return true;
  }
  bool decimals() const { return std::same_as<T, double> && !integers_; }
  [[gnu::always_inline]] T at(std::int64_t row) const {
    if constexpr (std::same_as<T, std::string_view>) return text_of(static_cast<const std::int32_t*>(array_.buffers[1])[row]);
    else if (integers_) return static_cast<T>(static_cast<const std::int64_t*>(array_.buffers[1])[row]);
    else return static_cast<T>(static_cast<const double*>(array_.buffers[1])[row]);
  }

  ArrowArray array_{};
  bool integers_ = false;
};

class Column {
 public:
  Column(Call call, const opora_column* handle)
      : call_(call), handle_(handle, [call](const opora_column* held) {
          if (call->running && services.columns != nullptr && OPORA_HAS(opora_columns_service, services.columns, release_column))
            services.columns->release_column(call->call, held);
        }) {}

  const opora_column* handle() const { return handle_.get(); }
  const Call& call() const { return call_; }

  // Of a column of texts: another one with the texts of these codes (ColumnView::code); -1 is missing.
  Column with_codes(std::span<const std::int32_t> codes) const {
    const opora_column* made = nullptr;
    OPORA_SDK_CALL(builder, codes_column, call_, handle(), codes.data(), codes.size(), &made);
    return {call_, made};
  }

  // OPORA_INT64 …, for those who do not know what a pack put there.
  std::int32_t type() const {
    ArrowSchema schema{};
    ArrowArray array{};
    OPORA_SDK_CALL(columns, view, call_, handle(), &schema, &array);
    switch (schema.format[0]) {
      case 'l': return OPORA_INT64;
      case 'g': return OPORA_FLOAT64;
      case 't': return OPORA_DATE;
      default: return OPORA_TEXT_COLUMN;
    }
  }
  // Texts rather than numbers: items of the context may be either.
  bool is_text() const { return type() == OPORA_TEXT_COLUMN; }

  template <ColumnValue T>
  ColumnView<T> view() const {
    ArrowSchema schema{};
    ColumnView<T> found;
    OPORA_SDK_CALL(columns, view, call_, handle(), &schema, &found.array_);
    const char type = schema.format[0];
    found.integers_ = type == 'l';
    if constexpr (kChecked) {
      const bool fits = std::same_as<T, std::string_view> ? type == 'i' : type == 'l' || (type == 'g' && std::same_as<T, double>);
      if (!fits) misuse(*call_, std::string("a column of Arrow format '") + schema.format + "' cannot be read as the type asked for");
    }
    return found;
  }

 private:
  Call call_;
  std::shared_ptr<const opora_column> handle_;
};

inline Column constant(const Call& call, std::int64_t value) {
  const opora_column* made = nullptr;
  OPORA_SDK_CALL(builder, int64_column, call, &value, nullptr, 1, &made);
  return {call, made};
}
inline Column constant(const Call& call, double value) {
  const opora_column* made = nullptr;
  OPORA_SDK_CALL(builder, float64_column, call, &value, nullptr, 1, &made);
  return {call, made};
}

template <class T>
concept Number = std::integral<T> || std::floating_point<T>;
template <class T>
concept Term = Number<T> || std::same_as<T, Column>;

template <Number T>
Column constant_of(const Call& call, T value) {
  if constexpr (std::integral<T>) return constant(call, static_cast<std::int64_t>(value));
  else return constant(call, static_cast<double>(value));
}

inline Column apply(const Column& a, std::int32_t op, const Column& b) {
  const opora_column* made = nullptr;
  OPORA_SDK_CALL(kernels, arithmetic, a.call(), a.handle(), op, b.handle(), &made);
  return {a.call(), made};
}
inline Column apply(const Column& a, std::int32_t function) {
  const opora_column* made = nullptr;
  OPORA_SDK_CALL(kernels, map, a.call(), a.handle(), function, &made);
  return {a.call(), made};
}
template <Term A, Term B>
  requires(std::same_as<A, Column> || std::same_as<B, Column>)
Column combine(const A& a, std::int32_t op, const B& b) {
  if constexpr (Number<A>) return apply(constant_of(b.call(), a), op, b);
  else if constexpr (Number<B>) return apply(a, op, constant_of(a.call(), b));
  else return apply(a, op, b);
}

// Row by row, missing where a side is; division by zero is missing. / always gives decimals.
template <Term A, Term B> requires(std::same_as<A, Column> || std::same_as<B, Column>)
Column operator+(const A& a, const B& b) { return combine(a, OPORA_ADD, b); }
template <Term A, Term B> requires(std::same_as<A, Column> || std::same_as<B, Column>)
Column operator-(const A& a, const B& b) { return combine(a, OPORA_SUBTRACT, b); }
template <Term A, Term B> requires(std::same_as<A, Column> || std::same_as<B, Column>)
Column operator*(const A& a, const B& b) { return combine(a, OPORA_MULTIPLY, b); }
template <Term A, Term B> requires(std::same_as<A, Column> || std::same_as<B, Column>)
Column operator/(const A& a, const B& b) { return combine(a, OPORA_DIVIDE, b); }
template <Term A, Term B> requires(std::same_as<A, Column> || std::same_as<B, Column>)
Column operator%(const A& a, const B& b) { return combine(a, OPORA_MODULO, b); }
template <Term A, Term B> requires(std::same_as<A, Column> || std::same_as<B, Column>)
Column floor_divide(const A& a, const B& b) { return combine(a, OPORA_FLOOR_DIVIDE, b); }
inline Column sqrt(const Column& a) { return apply(a, OPORA_SQRT); }
inline Column log(const Column& a) { return apply(a, OPORA_LOG); }
inline Column floor(const Column& a) { return apply(a, OPORA_FLOOR); }
inline Column round(const Column& a) { return apply(a, OPORA_ROUND); }  // half up
inline Column abs(const Column& a) { return apply(a, OPORA_ABS); }

}  // namespace opora::sdk
