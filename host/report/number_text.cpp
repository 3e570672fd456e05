#include "report/number_text.h"

#include <fmt/format.h>

#include <cmath>
#include <optional>

#include "base/messages.h"

namespace opora {

char decimal_mark() { return language() == Language::kRussian ? ',' : '.'; }

std::string number_text(Share value, int digits) {
  const std::string text = format_decimal(value, digits, decimal_mark());
  return text.starts_with('-') ? std::string("−") + text.substr(1) : text;
}

std::string number_text(double value, int digits, int scale) {
  if (!std::isfinite(value)) return "—";
  // 0.125 is shown as 0,13 like the share 1/8: the digits a person would write down are rounded, not
  // the bits behind them.
  const std::string shortest = fmt::format("{}", value);
  if (const std::optional<Share> exact = parse_decimal(shortest)) return number_text(Share{exact->numerator * scale, exact->denominator}, digits);
  std::string text = fmt::format("{:.{}f}", value * scale, digits);
  for (char& c : text)
    if (c == '.') c = decimal_mark();
  return text.starts_with('-') ? std::string("−") + text.substr(1) : text;
}

std::string day_text(Date day) {
  if (language() != Language::kRussian) return to_iso(day);
  return fmt::format("{:02}.{:02}.{}", static_cast<unsigned>(day.day()), static_cast<unsigned>(day.month()), static_cast<int>(day.year()));
}

std::string count_text(std::int64_t count) {
  const std::string digits = std::to_string(count < 0 ? -count : count);
  std::string text;
  for (std::size_t i = 0; i < digits.size(); ++i) {
    if (i > 0 && (digits.size() - i) % 3 == 0 && digits.size() > 4) text += "\xE2\x80\xAF";
    text += digits[i];
  }
  return count < 0 ? std::string("−") + text : text;
}

}  // namespace opora
