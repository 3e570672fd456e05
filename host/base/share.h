// Exact shares. A decision at a threshold is taken on integers: 3 of 10 is 30 %, not 0.3.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace opora {

// numerator / denominator, denominator > 0, not reduced: both counts are shown to people.
struct Share {
  std::int64_t numerator = 0;
  std::int64_t denominator = 1;

  double value() const { return static_cast<double>(numerator) / static_cast<double>(denominator); }
};

// <0, 0, >0 as a is less than, equal to or greater than b; exact for all 64-bit counts.
int compare(Share a, Share b);

enum class Comparison { kLess, kLessEqual, kEqual, kNotEqual, kGreaterEqual, kGreater };

// "<", "<=", "==", "!=" (also "~="), ">=", ">"; nothing else.
std::optional<Comparison> parse_comparison(std::string_view text);
std::string_view symbol(Comparison op);  // as parsed
bool holds(int order, Comparison op);    // `order` as returned by compare()

// The decimal number as an exact share: "30" → 30/1, "33.3" → 333/10, "-0.05" → -5/100.
// At most 15 digits; a decimal comma is accepted. Nothing on any other text.
std::optional<Share> parse_decimal(std::string_view text);

// Half-up rounding of the exact value to `digits` decimals, with the language's decimal mark:
// format_decimal({1, 3}, 2, ',') → "0,33". Source: GOST rounding used in orders and reports.
std::string format_decimal(Share value, int digits, char decimal_mark);

}  // namespace opora
