#include "base/share.h"

namespace opora {
namespace {

__extension__ using Wide = __int128;

}  // namespace

int compare(Share a, Share b) {
  const Wide left = Wide(a.numerator) * b.denominator;
  const Wide right = Wide(b.numerator) * a.denominator;
  return left < right ? -1 : left > right ? 1 : 0;
}

std::optional<Comparison> parse_comparison(std::string_view text) {
  if (text == "<") return Comparison::kLess;
  if (text == "<=") return Comparison::kLessEqual;
  if (text == "==") return Comparison::kEqual;
  if (text == "!=" || text == "~=") return Comparison::kNotEqual;
  if (text == ">=") return Comparison::kGreaterEqual;
  if (text == ">") return Comparison::kGreater;
  return std::nullopt;
}

std::string_view symbol(Comparison op) {
  constexpr std::string_view kSymbols[] = {"<", "<=", "==", "!=", ">=", ">"};
  return kSymbols[static_cast<int>(op)];
}

bool holds(int order, Comparison op) {
  switch (op) {
    case Comparison::kLess: return order < 0;
    case Comparison::kLessEqual: return order <= 0;
    case Comparison::kEqual: return order == 0;
    case Comparison::kNotEqual: return order != 0;
    case Comparison::kGreaterEqual: return order >= 0;
    case Comparison::kGreater: return order > 0;
  }
  return false;
}

std::optional<Share> parse_decimal(std::string_view text) {
  const bool negative = !text.empty() && text.front() == '-';
  if (negative) text.remove_prefix(1);
  Share share{0, 1};
  int digits = 0;
  bool fraction = false;
  for (char c : text) {
    if ((c == '.' || c == ',') && !fraction && digits > 0) {
      fraction = true;
    } else if (c >= '0' && c <= '9' && ++digits <= 15) {
      share.numerator = share.numerator * 10 + (c - '0');
      if (fraction) share.denominator *= 10;
    } else {
      return std::nullopt;
    }
  }
  if (digits == 0 || text.back() == '.' || text.back() == ',') return std::nullopt;
  if (negative) share.numerator = -share.numerator;
  return share;
}

std::string format_decimal(Share value, int digits, char decimal_mark) {
  Wide scale = 1;
  for (int i = 0; i < digits; ++i) scale *= 10;
  const bool negative = value.numerator < 0;
  const Wide magnitude = negative ? -Wide(value.numerator) : Wide(value.numerator);
  Wide rounded = (2 * magnitude * scale + value.denominator) / (2 * Wide(value.denominator));
  const bool zero = rounded == 0;
  std::string text;
  for (int i = 0; i < digits; ++i, rounded /= 10) text.insert(text.begin(), char('0' + int(rounded % 10)));
  if (digits > 0) text.insert(text.begin(), decimal_mark);
  do text.insert(text.begin(), char('0' + int(rounded % 10)));
  while ((rounded /= 10) != 0);
  return negative && !zero ? "-" + text : text;
}

}  // namespace opora
