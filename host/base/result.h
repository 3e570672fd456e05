// Result<T>: a value or the Diagnostic that says why there is none.
// Functions that can fail return it; nothing in host/ lets an exception cross a folder's border.
#pragma once

#include <memory>
#include <optional>
#include <utility>

#include "base/diagnostic.h"

namespace opora {

template <class T>
class [[nodiscard]] Result {
 public:
  Result(T value) : value_(std::move(value)) {}  // NOLINT: implicit by design, `return value;`
  Result(Diagnostic error) : error_(std::make_unique<Diagnostic>(std::move(error))) {}  // NOLINT

  bool ok() const { return value_.has_value(); }
  explicit operator bool() const { return ok(); }

  T& operator*() & { return *value_; }
  const T& operator*() const& { return *value_; }
  T&& operator*() && { return std::move(*value_); }
  T* operator->() { return &*value_; }
  const T* operator->() const { return &*value_; }

  const Diagnostic& error() const { return *error_; }
  Diagnostic take_error() { return std::move(*error_); }

 private:
  std::optional<T> value_;
  std::unique_ptr<Diagnostic> error_;
};

template <>
class [[nodiscard]] Result<void> {
 public:
  Result() = default;
  Result(Diagnostic error) : error_(std::make_unique<Diagnostic>(std::move(error))) {}  // NOLINT

  bool ok() const { return !error_; }
  explicit operator bool() const { return ok(); }
  const Diagnostic& error() const { return *error_; }
  Diagnostic take_error() { return std::move(*error_); }

 private:
  std::unique_ptr<Diagnostic> error_;
};

using Status = Result<void>;

}  // namespace opora

// Early return of the diagnostic of a failed step.
#define OPORA_CONCAT_(a, b) a##b
#define OPORA_CONCAT(a, b) OPORA_CONCAT_(a, b)
#define OPORA_TRY(expression) OPORA_TRY_(OPORA_CONCAT(opora_status_, __COUNTER__), expression)
#define OPORA_TRY_(name, expression)                       \
  do {                                                     \
    if (auto name = (expression); !name.ok())              \
      return name.take_error();                            \
  } while (false)
#define OPORA_ASSIGN(declaration, expression)                        \
  auto OPORA_CONCAT(opora_result_, __LINE__) = (expression);         \
  if (!OPORA_CONCAT(opora_result_, __LINE__).ok())                   \
    return OPORA_CONCAT(opora_result_, __LINE__).take_error();       \
  declaration = *std::move(OPORA_CONCAT(opora_result_, __LINE__))
