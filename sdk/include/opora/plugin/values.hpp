// Small values of the C++ layer: texts, failures, operators, shares, check levels.
#pragma once

#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>

#include "opora/abi/all.h"

// How much the layer checks on your behalf; a property of the whole plugin, set by opora_add_plugin(CHECKS …).
#define OPORA_CHECKS_NONE 0     // nothing: for measured hot loops
#define OPORA_CHECKS_MINIMAL 1  // types of columns, handles that are there
#define OPORA_CHECKS_MAXIMAL 2  // also every row number, the thread, views that outlive their call
#ifndef OPORA_CHECK_LEVEL
#define OPORA_CHECK_LEVEL OPORA_CHECKS_MINIMAL
#endif

namespace opora::sdk {

inline constexpr bool kChecked = OPORA_CHECK_LEVEL >= OPORA_CHECKS_MINIMAL;
inline constexpr bool kFullyChecked = OPORA_CHECK_LEVEL >= OPORA_CHECKS_MAXIMAL;

// A borrowed text; an array of these is an array of opora_text.
struct Text : opora_text {
  constexpr Text() : opora_text{nullptr, 0} {}
  constexpr Text(const char* text) : Text(std::string_view(text)) {}
  constexpr Text(std::string_view text) : opora_text{text.data(), text.size()} {}
  Text(const std::string& text) : Text(std::string_view(text)) {}
  constexpr Text(opora_text text) : opora_text(text) {}
  constexpr operator std::string_view() const { return {data, static_cast<std::size_t>(size)}; }
};
static_assert(sizeof(Text) == sizeof(opora_text));

inline std::string_view view(opora_text text) { return {text.data, static_cast<std::size_t>(text.size)}; }

// Ends the call with a status whose diagnostic has been reported. Services throw it; authors need not.
struct Failure {
  opora_status status;
};

// An error of the plugin's own: code, what happened, what to do. Ends the call when thrown.
class Error : public std::runtime_error {
 public:
  Error(std::string code, const std::string& message, std::string help = {})
      : std::runtime_error(message), code_(std::move(code)), help_(std::move(help)) {}
  const std::string& code() const { return code_; }
  const std::string& help() const { return help_; }

 private:
  std::string code_, help_;
};

// "==", "<=", "in" …: a wrong one does not compile.
class Op {
 public:
  consteval Op(const char* symbol) : value_(parse(symbol)) {}
  constexpr std::int32_t value() const { return value_; }

 private:
  static consteval std::int32_t parse(std::string_view symbol) {
    if (symbol == "<") return OPORA_LESS;
    if (symbol == "<=") return OPORA_LESS_EQUAL;
    if (symbol == "==" || symbol == "in") return OPORA_EQUAL;
    if (symbol == "!=" || symbol == "not in") return OPORA_NOT_EQUAL;
    if (symbol == ">=") return OPORA_GREATER_EQUAL;
    if (symbol == ">") return OPORA_GREATER;
    throw "possible operators: < <= == != >= > in, not in";
  }
  std::int32_t value_;
};

// An exact share: 30 % is {30, 100}.
struct Share {
  std::int64_t numerator = 0, denominator = 1;
  constexpr double value() const { return static_cast<double>(numerator) / static_cast<double>(denominator); }
};

}  // namespace opora::sdk
